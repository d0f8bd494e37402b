"""Money over time: the columns of a budget, what falls into each, and how it adds up day by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from omp_plugin.compute.results import BudgetResults, LineResult, Sums
from omp_plugin.model.dates import Period
from omp_plugin.render.axis import DAY, periods

MOST_COLUMNS = 6
POINTS = 24
"""Steps in which a line over time is drawn, beside the ends of columns."""
ByPeriod = Mapping[Period, Sums]


def columns(budget: BudgetResults, whole: Period) -> tuple[Period, ...]:
    """The periods of a budget's columns: those in which it is planned where they are few, else quarters or years.

    None where all money is planned for the whole plan: it has no time to be shown by.
    """
    written = [period for period in budget.by_period if period.days < whole.days]
    outer = [period for period in written if not any(_is_inside(period, other) for other in written)]
    if not outer:
        return ()
    first, last = min(period.first for period in outer), max(period.last for period in outer)
    choices = (sorted(outer), list(periods(first, last, "quarter")), list(periods(first, last, "year")))
    return next((tuple(found) for found in choices if 1 < len(found) <= MOST_COLUMNS and _are_apart(found)), ())


def _is_inside(period: Period, other: Period) -> bool:
    return period != other and other.first <= period.first and period.last <= other.last


def _are_apart(ordered: Sequence[Period]) -> bool:
    return all(before.last < after.first for before, after in pairwise(ordered))


def within(by_period: ByPeriod, column: Period) -> Sums:
    """The money that is wholly inside a column."""
    inside = (sums for period, sums in by_period.items() if column.first <= period.first and period.last <= column.last)
    return sum(inside, Sums())


def shared(lines: Iterable[LineResult], campaign: str | None) -> ByPeriod:
    """The money by period that lines spend on a campaign; `None`: what they spend on no campaign."""
    found: dict[Period, Sums] = {}
    for line in lines:
        part = line.shares.get(campaign) if campaign else None if line.shares else Decimal(1)
        for period, sums in line.by_period.items() if part else ():
            found[period] = found.get(period, Sums()) + sums.times(part or Decimal(1))
    return found


@dataclass(frozen=True, slots=True)
class Course:
    """Money added up from the plan's first day: planned, spent until the actuals end, expected from there on."""

    planned: tuple[tuple[date, Fraction], ...]
    spent: tuple[tuple[date, Fraction], ...]
    forecast: tuple[tuple[date, Fraction], ...]


def course(budget: BudgetResults, whole: Period, through: date) -> Course:
    """How money adds up. What is given for a period is spread evenly over its days, the reserve over the plan's."""
    edges = columns(budget, whole)
    days = _days(whole, {through} | {period.last for period in edges})
    end = min(max(through, whole.first - DAY), whole.last)
    planned = _planned(budget, whole)
    spent = [(_amount(sums.actual), _until(period, end)) for period, sums in budget.by_period.items()]
    start = (end, _amount(budget.sums.actual))
    return Course(
        tuple((day, _to_date(planned, day)) for day in days),
        (*((day, _to_date(spent, day)) for day in days if day < end), start),
        (start, *_ahead(budget, whole, edges, start, [day for day in days if day > end])),
    )


def planned_by(budget: BudgetResults, whole: Period, day: date) -> Fraction:
    """What was to be spent by the end of a day: a part of a period by its days; the reserve at the plan's end alone."""
    return _to_date(_planned(budget, whole), day)


def _planned(budget: BudgetResults, whole: Period) -> list[tuple[Fraction, Period]]:
    planned = [(_amount(sums.planned), period) for period, sums in budget.by_period.items()]
    return [*planned, (_amount(budget.reserve), Period(whole.last, whole.last))]


def _ahead(
    budget: BudgetResults, whole: Period, edges: Sequence[Period], start: tuple[date, Fraction], days: Sequence[date]
) -> list[tuple[date, Fraction]]:
    """What is expected after the actuals end: the rest of each column over its days that are left."""
    end, spent = start
    rest = _amount(budget.forecast) - spent
    parts = []
    for column in edges:
        sums = within(budget.by_period, column)
        left = _amount(sums.forecast) - _amount(sums.actual)
        parts.append((left, Period(max(column.first, end + DAY), max(column.last, end + DAY))))
        rest -= left
    parts.append((rest, Period(min(end + DAY, whole.last), whole.last)))
    return [(day, spent + _to_date(parts, day)) for day in days]


def _amount(money: Decimal) -> Fraction:
    return Fraction(money)


def _until(period: Period, end: date) -> Period:
    """The part of a period up to a day; what lies after it counts on that day."""
    return Period(min(period.first, end), min(period.last, end))


def _to_date(parts: Iterable[tuple[Fraction, Period]], day: date) -> Fraction:
    """What has come together at the end of a day: of a period that is not over, the part of the days gone by."""
    found = Fraction(0)
    for amount, period in parts:
        if day >= period.last:
            found += amount
        elif day >= period.first:
            found += amount * Fraction((day - period.first).days + 1, period.days)
    return found


def _days(whole: Period, more: Iterable[date]) -> list[date]:
    """The day before the plan, its last day, days between them at even steps, and those of `more` that lie inside."""
    start = whole.first - DAY
    steps = {start + round(Fraction(whole.days * n, POINTS)) * DAY for n in range(POINTS + 1)}
    return sorted(steps | {day for day in more if start <= day <= whole.last})
