"""What a KPI is expected to be: planned values and the straight lines between them (plan format, section 5)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from omp_plugin.compute.measure import value_of
from omp_plugin.model.dates import Period, in_time
from omp_plugin.model.kpis import Kpi
from omp_plugin.model.plan import Plan

_UNPLANNED = Fraction(-1)


class Expectations(NamedTuple):
    """Planned values by period (`None`: written in a unit that does not fit), and the known points in order of days."""

    planned: Mapping[Period, Fraction | None]
    days: tuple[int, ...]
    values: tuple[Fraction, ...]

    def at(self, period: Period) -> Fraction | None:
        """The planned value, else the one on the line between the nearest points; `None` outside of them."""
        if (planned := self.planned.get(period, _UNPLANNED)) is not _UNPLANNED:
            return planned
        day = period.last.toordinal()
        after = bisect_left(self.days, day)
        if after == len(self.days):
            return None
        if self.days[after] == day:
            return self.values[after]
        return self._between(after - 1, after, day) if after else None

    def _between(self, before: int, after: int, day: int) -> Fraction:
        # One fraction of whole numbers: three operations on fractions would each look for a common divisor.
        (low, low_of), (high, high_of) = self.values[before].as_integer_ratio(), self.values[after].as_integer_ratio()
        done, left = day - self.days[before], self.days[after] - day
        return Fraction(low * high_of * left + high * low_of * done, low_of * high_of * (done + left))


def expectations(kpi: Kpi, plan: Plan) -> Expectations:
    """All that is expected of a KPI: nothing of one that shall stay within a range, whose range is its target."""
    if kpi.direction == "within":
        return Expectations({}, (), ())
    planned = {period: value_of(plan, kpi, quantity) for period, quantity in kpi.plan.values.items()}
    points: dict[int, Fraction] = {}
    # The target of a sum is of the whole, so there is no line that leads to it.
    if kpi.total != "sum":
        points = {day: value for day, value in _points(kpi, plan, planned) if value is not None}
    days = tuple(sorted(points))
    return Expectations(planned, days, tuple(points[day] for day in days))


def _points(kpi: Kpi, plan: Plan, planned: Mapping[Period, Fraction | None]) -> Iterator[tuple[int, Fraction | None]]:
    """The known points; of several on one day the last counts: a planned value, of these the shortest period's."""
    if plan.period:
        yield plan.period.first.toordinal() - 1, value_of(plan, kpi, kpi.baseline)
    due = due_day(kpi, plan)
    if due:
        yield due.last.toordinal(), value_of(plan, kpi, kpi.target)
    for period in in_time(planned):
        yield period.last.toordinal(), planned[period]


def due_day(kpi: Kpi, plan: Plan) -> Period | None:
    """The period on whose last day the target is due: by default the plan's, none while it is open."""
    return kpi.due or (None if "due" in kpi.open else plan.period)


def expected(kpi: Kpi, plan: Plan, period: Period) -> Fraction | None:
    """The value expected at the end of a period, in the KPI's unit; `None` where there is no expectation."""
    return expectations(kpi, plan).at(period)
