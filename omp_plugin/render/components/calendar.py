"""The marketing calendar: what is in the market and what is due, month by month, of one plan or of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from omp_plugin.model.dates import Period
from omp_plugin.model.tasks import Task
from omp_plugin.render.components.component import Component
from omp_plugin.render.day_words import day_number, month_name, short_date, weekdays
from omp_plugin.render.month_grid import Entry, Week, weeks
from omp_plugin.render.work import Work, works

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

MOST_MONTHS = 24
STATES = {"done": "done", "off-track": "off", "at-risk": "risk", "blocked": "off"}


@dataclass(frozen=True, slots=True)
class DayList:
    """One entry in words, for narrow pages: its days and itself."""

    days: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Month:
    """A month as a table of weeks, and the same as a list by day."""

    id: str
    title: str
    weeks: tuple[Week, ...]
    entries: tuple[DayList, ...]
    before: tuple[str, str] | None
    after: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class CalendarView:
    """The months in which something happens; `codes` name the plans, where several are shown."""

    months: tuple[Month, ...]
    weekdays: tuple[tuple[int, str], ...]
    codes: tuple[tuple[str, str], ...]
    left_out: int
    numbers: Mapping[date, str]


def calendar(ctx: PlanContext, every_plan: bool | None = None) -> CalendarView | None:
    """Milestones, deadlines, repeats and flights by month; of all plans where the page belongs to the site."""
    plans = _plans(ctx, every_plan)
    codes = plan_codes([each.plan.id for each in plans]) if len(plans) > 1 else {}
    entries = sorted(
        (entry for each in plans for entry in _entries(each, codes.get(each.plan.id, ""))),
        key=lambda entry: (entry.first, entry.last, entry.code, entry.title),
    )
    if not entries:
        return None
    all_months = _months(entries)
    shown = _window(all_months, ctx.results.today.as_of)
    names = tuple((codes[each.plan.id], each.plan.short_label) for each in plans if codes)
    made = tuple(_month(ctx, n, shown, entries) for n in range(len(shown)))
    numbers = {cell.day: _number(ctx, cell.day) for month in made for week in month.weeks for cell in week.days}
    return CalendarView(made, weekdays(ctx.formats.locale), names, len(all_months) - len(shown), numbers)


def _plans(ctx: PlanContext, every_plan: bool | None) -> Sequence[PlanContext]:
    """All plans where the context is the site's, unless one is asked for."""
    return (ctx,) if ctx.site is None or every_plan is False else ctx.site.plans


def plan_codes(ids: Iterable[str]) -> Mapping[str, str]:
    """A short code for each plan: the first word of its id in capitals, numbered where two are the same."""
    found: dict[str, str] = {}
    for id_ in ids:
        code = id_.partition("-")[0][:4].upper()
        taken = sum(other.rstrip("0123456789") == code for other in found.values())
        found[id_] = f"{code}{taken + 1}" if taken else code
    return found


def _entries(ctx: PlanContext, code: str) -> Iterator[Entry]:
    for work in works(ctx).values():
        if work.state != "cancelled":
            yield from _of_task(ctx, work, code)
    for campaign in ctx.plan.campaigns.values():
        if campaign.status == "cancelled":
            continue
        href = ctx.href(f"campaigns/{campaign.id}")
        for tactic in campaign.tactics.values():
            for flight in tactic.flights:
                yield _flight(ctx, tactic.label, flight, code, href)
        if campaign.start and campaign.finish and not any(len(tactic.flights) for tactic in campaign.tactics.values()):
            yield _flight(ctx, campaign.label, Period(campaign.start.first, campaign.finish.last), code, href)


def _flight(ctx: PlanContext, title: str, days: Period, code: str, href: str | None) -> Entry:
    first, last = days.first, days.last
    state = "done" if last < ctx.results.today.as_of else "live"
    return Entry(title, first, max(first, last), first < last, state, "done" if state == "done" else "", code, href)


def _of_task(ctx: PlanContext, work: Work, code: str) -> Iterator[Entry]:
    """A milestone's day, the days of a repeat, the due day of overdue work, a deadline."""
    task, finish = work.task, work.scheduled.finish
    href, state = ctx.href("timeline", f"task-{task.id}"), STATES.get(work.state, "due")
    if task.is_milestone and finish:
        yield Entry(task.label, finish, finish, False, state, work.state, code, href)
    elif work.days_late and finish:
        title = f"{task.label} due: {ctx.formats.number(work.days_late)} d late"
        yield Entry(title, finish, finish, False, state, work.state, code, href)
    for day in work.scheduled.occurrences:
        yield Entry(task.label, day, day, False, "repeat", "", code, href)
    yield from _deadline(ctx, task, work, code)


def _deadline(ctx: PlanContext, task: Task, work: Work, code: str) -> Iterator[Entry]:
    if task.deadline is not None and work.state != "done":
        day, href = task.deadline.last, ctx.href("timeline", f"task-{task.id}")
        is_missed = (work.scheduled.deadline_slack or 0) < 0
        state = "risk" if is_missed else "due"
        yield Entry(
            f"Deadline: {task.label}", day, day, False, state, "at-risk" if is_missed else work.state, code, href
        )


def _months(entries: Iterable[Entry]) -> list[date]:
    """The first days of the months in which something happens."""
    found: set[date] = set()
    for entry in entries:
        month = entry.first.replace(day=1)
        while month <= entry.last:
            found.add(month)
            month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return sorted(found)


def _window(months: list[date], today: date) -> list[date]:
    """As many months as a page holds, from three months before today on where there are more."""
    if len(months) <= MOST_MONTHS:
        return months
    first = next((n for n, month in enumerate(months) if (today - month).days <= 92), 0)
    first = min(first, len(months) - MOST_MONTHS)
    return months[first : first + MOST_MONTHS]


def _month(ctx: PlanContext, index: int, months: Sequence[date], entries: Sequence[Entry]) -> Month:
    month, locale = months[index], ctx.formats.locale
    grid = weeks(month, entries, ctx.results.today.as_of, weekdays(locale)[0][0])
    last = grid[-1].days[-1].day
    mine = [entry for entry in entries if entry.last >= month and entry.first <= last and _touches(entry, month)]
    listed = tuple(DayList(_days(entry, locale), entry) for entry in mine)
    before = _link(months[index - 1], locale) if index else None
    after = _link(months[index + 1], locale) if index + 1 < len(months) else None
    return Month(f"month-{month:%Y-%m}", month_name(month, locale), grid, listed, before, after)


def _touches(entry: Entry, month: date) -> bool:
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return entry.first < following and entry.last >= month


def _days(entry: Entry, locale: str) -> str:
    first = short_date(entry.first, locale)
    return f"{first} – {short_date(entry.last, locale)}" if entry.is_span else first


def _link(month: date, locale: str) -> tuple[str, str]:
    return f"#month-{month:%Y-%m}", month_name(month, locale)


def _number(ctx: PlanContext, day: date) -> str:
    """The number of a day; the first of a month names it."""
    return short_date(day, ctx.formats.locale) if day.day == 1 else day_number(day, ctx.formats.locale)


COMPONENTS = (
    Component("calendar", calendar, "the marketing calendar, month by month", "Nothing in this plan has a day yet."),
)
