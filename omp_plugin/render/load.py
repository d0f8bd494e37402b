"""The load of people by week as a table: how much of their time the plan takes, against how much it may."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from omp_plugin.compute.load import weekly_load
from omp_plugin.model.dates import Period
from omp_plugin.render.day_words import day_number, month_name
from omp_plugin.render.tables import Cell, person, text
from omp_plugin.words import _, ngettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

WEEK = timedelta(days=7)
MOST_WEEKS = 12


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """The load of one week: in words, as a grade of the time allocated (0 none, 3 nearly all), and if it is more."""

    text: str
    grade: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class LoadRow:
    """A person with the time that the plan has of them and the load of each week."""

    who: Cell
    allocated: str
    weeks: tuple[WeekLoad, ...]


@dataclass(frozen=True, slots=True)
class LoadView:
    """Weeks by their Monday under their months; `note` says what counts."""

    months: tuple[tuple[str, int], ...]
    mondays: tuple[tuple[str, bool], ...]
    rows: tuple[LoadRow, ...]
    note: str


def weekly(ctx: PlanContext) -> LoadView | None:
    """The load from the week before today on; `None` where no task in these weeks states an effort."""
    mondays = shown_weeks(ctx.plan.period, ctx.results.today.as_of)
    loads = weekly_load(ctx.plan, ctx.results, mondays)
    if not any(any(each) for each in loads.values()):
        return None
    rows = tuple(_row(ctx, id_, load) for id_, load in loads.items())
    return LoadView(*_heads(mondays, ctx.results.today.as_of, ctx.formats.locale), rows, _note(ctx))


def _heads(
    mondays: Sequence[date], today: date, locale: str
) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, bool], ...]]:
    """The months with their numbers of weeks, and the weeks by their Monday with the present one marked."""
    months = [
        (month_name(date(*key, 1), locale, short=True), len(list(weeks)))
        for key, weeks in groupby(mondays, key=lambda day: (day.year, day.month))
    ]
    return tuple(months), tuple((day_number(day, locale), day <= today < day + WEEK) for day in mondays)


def shown_weeks(period: Period | None, today: date) -> tuple[date, ...]:
    """Up to twelve Mondays: from the week before today on, within the plan's period."""
    first = today - WEEK
    if period is not None:
        first = max(period.first, min(first, period.last - (MOST_WEEKS - 1) * WEEK))
    monday = first - timedelta(days=first.weekday())
    found = [monday + n * WEEK for n in range(MOST_WEEKS)]
    return tuple(day for day in found if period is None or day <= period.last)


def _row(ctx: PlanContext, id_: str, loads: Sequence[Fraction]) -> LoadRow:
    limit = _limit(ctx, id_)
    return LoadRow(person(id_), ctx.formats.percent(limit), tuple(_weeks(ctx, loads, limit)))


def _weeks(ctx: PlanContext, loads: Sequence[Fraction], limit: Fraction) -> Iterator[WeekLoad]:
    for load in loads:
        grade = 0 if not load else 1 if load * 2 <= limit else 2 if load * 10 < limit * 9 else 3
        yield WeekLoad(ctx.formats.percent(load) if load else "", grade, load > limit)


def weekly_of(plans: Sequence[PlanContext], id_: str) -> LoadView | None:
    """The load of one person: a row for each plan whose work they have, and their sum where these are several.

    The weeks are those of the first plan. The sum is held against the largest part of their time that a plan has.
    """
    mondays = shown_weeks(None, max(each.results.today.as_of for each in plans))
    found = [(each, weekly_load(each.plan, each.results, mondays).get(id_, ())) for each in plans]
    busy = [(each, loads) for each, loads in found if any(loads)]
    if not busy:
        return None
    lead = plans[0]
    rows = [_plan_row(each, id_, loads) for each, loads in busy]
    if len(busy) > 1:
        sums = [sum(each, Fraction(0)) for each in zip(*(loads for _, loads in busy), strict=True)]
        limit = max(_limit(each, id_) for each, _ in busy)
        weeks = tuple(_weeks(lead, sums, limit))
        rows.append(LoadRow(text(_("Together")), lead.formats.percent(limit), weeks))
    today = max(each.results.today.as_of for each in plans)
    note = _("Share of working time that their tasks take, by the week's Monday.")
    return LoadView(*_heads(mondays, today, lead.formats.locale), tuple(rows), note)


def _plan_row(ctx: PlanContext, id_: str, loads: Sequence[Fraction]) -> LoadRow:
    limit = _limit(ctx, id_)
    name = text(ctx.plan.short_label, href=ctx.href("team", f"person-{id_}"))
    return LoadRow(name, ctx.formats.percent(limit), tuple(_weeks(ctx, loads, limit)))


def _limit(ctx: PlanContext, id_: str) -> Fraction:
    """The part of somebody's time that a plan has: all of it where it says nothing."""
    allocation = ctx.plan.people[id_].allocation
    return Fraction(1) if allocation is None else Fraction(allocation)


def _note(ctx: PlanContext) -> str:
    tasks = [task for task in ctx.plan.tasks.values() if not (task.is_cancelled or task.is_milestone)]
    stated = sum(bool(task.effort) for task in tasks)
    said = _("{part} of {n} tasks state an effort.")
    if stated == 1:
        said = ngettext("{part} of {n} task states an effort.", "{part} of {n} tasks states an effort.", len(tasks))
    counted = said.format(part=ctx.formats.number(stated), n=ctx.formats.number(len(tasks)))
    share = _("Share of working time that the tasks of each take, by the week's Monday.")
    return f"{share} {counted}"
