"""The forecast of a budget line: what it will have cost at the end of each stretch of time (plan format, section 6).

A line may be planned by quarter, invoiced by month and ordered for the whole plan. Periods that overlap speak of the
same money and are judged together, as one group.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from omp_plugin.compute.budget_lines import LineAmounts
from omp_plugin.compute.results import Sums
from omp_plugin.model.dates import Period, in_time

ZERO = Decimal(0)
_NOTHING = Sums()
_Cell = tuple[Period, Decimal, Decimal]
"""A period with what is planned for it, and what is ordered or invoiced."""


def sums_by_period(amounts: LineAmounts, whole: Period, through: date) -> dict[Period, Sums]:
    """A line's sums for each of its periods as written, in the order of time.

    A group's forecast stands at its longest period, the planned one of several. `through` is the last day for which
    actuals are complete, `whole` the plan's period.
    """
    periods = in_time(dict.fromkeys(chain(amounts.planned, amounts.committed, amounts.actual, amounts.forecast)))
    written = [
        (amounts.planned.get(each, _NOTHING), amounts.committed.get(each, ZERO), amounts.actual.get(each, ZERO))
        for each in periods
    ]
    cells = [
        (period, sums.planned, committed + actual)
        for period, (sums, committed, actual) in zip(periods, written, strict=True)
    ]
    forecasts = {}
    for group in _groups(cells):
        longest = group[0][0]
        if len(group) > 1:
            longest = max((cell[0] for cell in group), key=lambda each: (each.days, each in amounts.planned))
        forecasts[longest] = _Group(group, amounts.forecast, through).forecast(whole)
    return {
        period: Sums(sums.planned, committed, actual, forecasts.get(period, ZERO), sums.planned_low)
        for period, (sums, committed, actual) in zip(periods, written, strict=True)
    }


def _groups(cells: Iterable[_Cell]) -> Iterator[list[_Cell]]:
    """Cells in the order of time, those together whose periods overlap, if only through others."""
    group: list[_Cell] = []
    end = date.min
    for cell in cells:
        if group and cell[0].first > end:
            yield group
            group = []
        group.append(cell)
        end = max(end, cell[0].last)
    if group:
        yield group


class _Group(NamedTuple):
    """What a line has written under periods that overlap, in the order of time, and its forecasts by period."""

    cells: list[_Cell]
    stated: Mapping[Period, Decimal]
    through: date

    def forecast(self, whole: Period) -> Decimal:
        """The author's forecast for all of it, else what the finer forecasts leave room for, else the rule."""
        if not self.stated:
            return self._by_rule()
        span = Period(self.cells[0][0].first, self._last)
        if span in self.stated:
            return self.stated[span]
        if whole in self.stated and span.holds(whole.first):
            return self.stated[whole]
        finer = [period for period, _, _ in self.cells if period in self.stated]
        return self._with_finer(list(_outermost(finer))) if finer else self._by_rule()

    @property
    def _last(self) -> date:
        return max([period.last for period, _, _ in self.cells])

    def _by_rule(self) -> Decimal:
        """What was spent once actuals are complete, before that at least what is planned."""
        spent = _spent(self.cells)
        if self._last <= self.through:
            return spent
        return max(spent, sum([planned for _, planned, _ in self.cells], ZERO))

    def _with_finer(self, finer: list[Period]) -> Decimal:
        """Forecasts for parts of the group, and the rule for periods apart from those.

        Money under a longer period that a forecast covers in part may be in the forecast already: it only keeps the
        result from falling below what is spent outside of the forecasts.
        """
        covered = _Days(finer)
        apart = [cell for cell in self.cells if not covered.touch(cell[0])]
        outside = [cell for cell in self.cells if not covered.hold(cell[0])]
        rest = sum((_Group(group, {}, self.through)._by_rule() for group in _groups(apart)), ZERO)
        return max(sum((self.stated[period] for period in finer), ZERO) + rest, _spent(outside))


def _spent(cells: Iterable[_Cell]) -> Decimal:
    return sum([spent for _, _, spent in cells], ZERO)


def _outermost(periods: Iterable[Period]) -> Iterator[Period]:
    """The periods that lie in no other one of them: a forecast for a quarter counts, those for its months do not."""
    end = date.min
    for period in sorted(periods, key=lambda each: (each.first, -each.last.toordinal())):
        if period.last > end:
            end = period.last
            yield period


class _Days:
    """Days covered by periods, as stretches without a gap."""

    def __init__(self, periods: list[Period]) -> None:
        self.stretches: list[Period] = []
        for period in periods:
            if self.stretches and period.first <= self.stretches[-1].last + timedelta(days=1):
                self.stretches[-1] = Period(self.stretches[-1].first, period.last)
            else:
                self.stretches.append(period)
        self.starts = [stretch.first for stretch in self.stretches]

    def _last_before_end(self, period: Period) -> Period | None:
        place = bisect_right(self.starts, period.last)
        return self.stretches[place - 1] if place else None

    def touch(self, period: Period) -> bool:
        """True if a day of the period is covered."""
        stretch = self._last_before_end(period)
        return stretch is not None and stretch.last >= period.first

    def hold(self, period: Period) -> bool:
        """True if all days of the period are covered."""
        stretch = self._last_before_end(period)
        return stretch is not None and stretch.holds(period.first) and stretch.holds(period.last)
