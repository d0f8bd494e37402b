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
from omp_plugin.render.tables import Cell, person

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
    locale, today = ctx.formats.locale, ctx.results.today.as_of
    months = [
        (month_name(date(*key, 1), locale, short=True), len(list(weeks)))
        for key, weeks in groupby(mondays, key=lambda day: (day.year, day.month))
    ]
    heads = tuple((day_number(day, locale), day <= today < day + WEEK) for day in mondays)
    rows = tuple(_row(ctx, id_, load) for id_, load in loads.items())
    return LoadView(tuple(months), heads, rows, _note(ctx))


def shown_weeks(period: Period | None, today: date) -> tuple[date, ...]:
    """Up to twelve Mondays: from the week before today on, within the plan's period."""
    first = today - WEEK
    if period is not None:
        first = max(period.first, min(first, period.last - (MOST_WEEKS - 1) * WEEK))
    monday = first - timedelta(days=first.weekday())
    found = [monday + n * WEEK for n in range(MOST_WEEKS)]
    return tuple(day for day in found if period is None or day <= period.last)


def _row(ctx: PlanContext, id_: str, loads: Sequence[Fraction]) -> LoadRow:
    allocation = ctx.plan.people[id_].allocation
    limit = Fraction(1) if allocation is None else Fraction(allocation)
    return LoadRow(person(id_), ctx.formats.percent(limit), tuple(_weeks(ctx, loads, limit)))


def _weeks(ctx: PlanContext, loads: Sequence[Fraction], limit: Fraction) -> Iterator[WeekLoad]:
    for load in loads:
        grade = 0 if not load else 1 if load * 2 <= limit else 2 if load * 10 < limit * 9 else 3
        yield WeekLoad(ctx.formats.percent(load) if load else "", grade, load > limit)


def _note(ctx: PlanContext) -> str:
    tasks = [task for task in ctx.plan.tasks.values() if not task.is_cancelled]
    stated = sum(bool(task.effort) for task in tasks)
    count = f"{ctx.formats.number(stated)} of {ctx.formats.count(len(tasks), 'task')}"
    verb = "states" if stated == 1 else "state"
    return f"Share of working time that the tasks of each take, by the week's Monday. {count} {verb} an effort."
