"""A month as weeks of seven days: what falls on each day, and what runs across several (design, section 7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
MOST = 6
"""Rows of a week; what does not fit is counted."""


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
    chips: tuple[Entry, ...]
    more: int


@dataclass(frozen=True, slots=True)
class SpanCell:
    """A stretch of a span row: `days` columns with an entry, or empty."""

    days: int
    entry: Entry | None = None
    begins: bool = False
    is_weekend: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, the rows of what runs across them, and how many more there are."""

    days: tuple[DayCell, ...]
    rows: tuple[tuple[SpanCell, ...], ...]
    more: int

    @property
    def has_chips(self) -> bool:
        """True where something falls on one of the days."""
        return any(each.chips for each in self.days)


def weeks(month: date, entries: Sequence[Entry], today: date, first_weekday: int) -> tuple[Week, ...]:
    """The weeks that touch a month, beginning on the locale's first day of the week (Monday 0)."""
    first = month.replace(day=1)
    start = first - (first.weekday() - first_weekday) % 7 * DAY
    last = (first + 31 * DAY).replace(day=1) - DAY
    return tuple(_week(start + n * 7 * DAY, first, last, entries, today) for n in range(((last - start).days // 7) + 1))


def _week(start: date, first: date, last: date, entries: Sequence[Entry], today: date) -> Week:
    end = start + 6 * DAY
    touching = [entry for entry in entries if entry.first <= end and entry.last >= start]
    chips = [entry for entry in touching if not entry.is_span]
    rows, more = _rows([entry for entry in touching if entry.is_span], start, end)
    days = tuple(_day(start + n * DAY, first, last, chips, today) for n in range(7))
    return Week(days, rows, more)


def _day(day: date, first: date, last: date, chips: Iterable[Entry], today: date) -> DayCell:
    mine = [entry for entry in chips if entry.first == day]
    is_month, is_weekend = first <= day <= last, day.weekday() >= 5
    return DayCell(day, is_month, day == today, is_weekend, tuple(mine[:MOST]), max(0, len(mine) - MOST))


def _rows(spans: Sequence[Entry], start: date, end: date) -> tuple[tuple[tuple[SpanCell, ...], ...], int]:
    """Spans on as few rows as possible; where there are too many the long ones are left out, which run for weeks."""
    rows: list[list[Entry]] = []
    kept = sorted(spans, key=lambda entry: ((entry.last - entry.first).days, entry.first, entry.title))
    left_out = 0
    for entry in kept:
        row = next(
            (row for row in rows if all(entry.last < each.first or entry.first > each.last for each in row)), None
        )
        if row is not None:
            row.append(entry)
        elif len(rows) < MOST:
            rows.append([entry])
        else:
            left_out += 1
    rows.sort(key=lambda row: (min(each.first for each in row), row[0].title))
    return tuple(tuple(_cells(row, start, end)) for row in rows), left_out


def _cells(row: Iterable[Entry], start: date, end: date) -> Iterable[SpanCell]:
    """A row from the week's first to its last day; days without an entry stand alone, as weekends are tinted."""
    day = start
    for entry in sorted(row, key=lambda entry: entry.first):
        first, last = max(entry.first, start), min(entry.last, end)
        yield from _empty(day, first)
        yield SpanCell((last - first).days + 1, entry, begins=entry.first >= start)
        day = last + DAY
    yield from _empty(day, end + DAY)


def _empty(day: date, until: date) -> Iterable[SpanCell]:
    while day < until:
        yield SpanCell(1, is_weekend=day.weekday() >= 5)
        day += DAY
