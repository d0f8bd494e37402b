"""A month as weeks of seven days: what falls on each day, and what runs across several (design, section 7)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY, WEEK = timedelta(days=1), timedelta(days=7)
SATURDAY_SUNDAY = (5, 6)
MOST = 6
"""Rows of a week below its day numbers; what does not fit is counted, and listed when asked for."""
MOST_CHIPS = 3
"""Entries on one day, which stand in the first of these rows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in the calendar: on one day, or from its first to its last day where it is a span.

    `code` names the plan where several are shown; `state` is how it is drawn, `status` its word.
    """

    title: str
    first: date
    last: date
    is_span: bool
    state: str
    status: str = ""
    code: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of a week: `is_month` is false for those of the months before and after."""

    day: date
    is_month: bool
    is_today: bool
    is_weekend: bool


@dataclass(frozen=True, slots=True)
class GridCell:
    """A stretch of a row, `days` columns wide: with a span, with the entries of one day, or empty.

    `begins` and `ends` are false where a span comes from the week before or goes on in the next.
    """

    days: int
    is_weekend: bool = False
    entry: Entry | None = None
    begins: bool = False
    ends: bool = False
    chips: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, the rows of what falls on them or runs across them, and what has no room."""

    days: tuple[DayCell, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    more: tuple[Entry, ...]


def weeks(
    month: date, entries: Sequence[Entry], today: date, first_weekday: int, weekend: Collection[int] = SATURDAY_SUNDAY
) -> tuple[Week, ...]:
    """The weeks that touch a month, beginning on the locale's first day of the week (Monday 0), with its weekend."""
    first = month.replace(day=1)
    start = first - (first.weekday() - first_weekday) % 7 * DAY
    last = month_after(first) - DAY
    count = (last - start).days // 7 + 1
    return tuple(_week(start + n * WEEK, first, last, entries, today, weekend) for n in range(count))


def month_after(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _week(  # noqa: PLR0917 # each is one thing
    start: date, first: date, last: date, entries: Sequence[Entry], today: date, weekend: Collection[int]
) -> Week:
    end = start + 6 * DAY
    touching = [entry for entry in entries if entry.first <= end and entry.last >= start]
    chips, no_room = _chips([entry for entry in touching if not entry.is_span])
    rows, left_out = _packed([entry for entry in touching if entry.is_span], frozenset(chips))
    made = [tuple(_cells(row, chips if n == 0 else {}, start, weekend)) for n, row in enumerate(rows)]
    days = (start + n * DAY for n in range(7))
    heads = tuple(DayCell(day, first <= day <= last, day == today, day.weekday() in weekend) for day in days)
    more = sorted((*no_room, *left_out), key=lambda entry: (entry.first, entry.title))
    return Week(heads, tuple(made), tuple(more))


def _chips(entries: Iterable[Entry]) -> tuple[dict[date, tuple[Entry, ...]], list[Entry]]:
    """The entries of each day, and those that have no room in it."""
    found: dict[date, tuple[Entry, ...]] = {}
    more = []
    for entry in entries:
        mine = found.get(entry.first, ())
        if len(mine) < MOST_CHIPS:
            found[entry.first] = (*mine, entry)
        else:
            more.append(entry)
    return found, more


def _packed(spans: Iterable[Entry], taken: frozenset[date]) -> tuple[list[list[Entry]], list[Entry]]:
    """Spans on as few rows as possible, the first of which has `taken` days; and those that have no room.

    Where there are too many, what goes well and runs longest is left out; rows stand in the order of their beginning.
    """
    rows: list[list[Entry]] = [[]] if taken else []
    more = []
    for entry in sorted(spans, key=_importance):
        free = [row for n, row in enumerate(rows) if _is_free(entry, row, taken if n == 0 else frozenset())]
        if free:
            free[0].append(entry)
        elif len(rows) < MOST:
            rows.append([entry])
        else:
            more.append(entry)
    head, rest = (rows[:1], rows[1:]) if taken else ([], rows)
    return head + sorted(rest, key=lambda row: min((each.first, each.title) for each in row)), more


def _importance(entry: Entry) -> tuple[bool, int, date, str]:
    """What needs attention first, then the short before the long."""
    return entry.state not in ("off", "risk"), (entry.last - entry.first).days, entry.first, entry.title


def _is_free(entry: Entry, row: Iterable[Entry], taken: frozenset[date]) -> bool:
    return all(entry.last < each.first or entry.first > each.last for each in row) and not any(
        entry.first <= day <= entry.last for day in taken
    )


def _cells(
    row: Iterable[Entry], chips: dict[date, tuple[Entry, ...]], start: date, weekend: Collection[int]
) -> Iterator[GridCell]:
    """A row from the week's first to its last day; days without a span stand alone, as weekends are tinted."""
    day, end = start, start + 6 * DAY
    for entry in sorted(row, key=lambda entry: entry.first):
        first, last = max(entry.first, start), min(entry.last, end)
        yield from _days(day, first, chips, weekend)
        yield GridCell((last - first).days + 1, False, entry, entry.first >= start, entry.last <= end)
        day = last + DAY
    yield from _days(day, end + DAY, chips, weekend)


def _days(
    day: date, until: date, chips: dict[date, tuple[Entry, ...]], weekend: Collection[int]
) -> Iterator[GridCell]:
    while day < until:
        yield GridCell(1, day.weekday() in weekend, chips=chips.get(day, ()))
        day += DAY
