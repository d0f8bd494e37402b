"""The forecast of a budget line: what it will have cost at the end of each stretch of time (plan format, section 6).

A line may be planned by quarter, invoiced by month and ordered for the whole plan. Periods that overlap speak of the
same money and are judged together, as one group.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain

from omp_plugin.compute.budget_lines import LineAmounts
from omp_plugin.compute.results import Sums
from omp_plugin.model.dates import Period

ZERO = Decimal(0)


def sums_by_period(amounts: LineAmounts, whole: Period, through: date) -> dict[Period, Sums]:
    """A line's sums for each of its periods as written, in the order of time.

    A group's forecast stands at its longest period, the planned one of several. `through` is the last day for which
    actuals are complete, `whole` the plan's period.
    """
    written = chain(amounts.planned, amounts.committed, amounts.actual, amounts.forecast)
    found = {period: _written(amounts, period) for period in sorted(dict.fromkeys(written))}
    for group in groups(found):
        longest = max(group, key=lambda period: (period.days, period in amounts.planned))
        found[longest] = replace(found[longest], forecast=_Group(amounts, group, through).forecast(whole))
    return found


def _written(amounts: LineAmounts, period: Period) -> Sums:
    planned = amounts.planned.get(period)
    return Sums(
        planned=planned.planned if planned else ZERO,
        committed=amounts.committed.get(period, ZERO),
        actual=amounts.actual.get(period, ZERO),
        planned_low=planned.planned_low if planned else ZERO,
    )


def groups(periods: Iterable[Period]) -> Iterator[list[Period]]:
    """Periods in the order of time, those together that overlap, if only through others."""
    group: list[Period] = []
    end = date.min
    for period in periods:
        if group and period.first > end:
            yield group
            group = []
        group.append(period)
        end = max(end, period.last)
    if group:
        yield group


class _Group:
    """The periods of a line that overlap, in the order of time."""

    def __init__(self, amounts: LineAmounts, periods: list[Period], through: date) -> None:
        self.amounts = amounts
        self.periods = periods
        self.through = through
        self.span = Period(periods[0].first, max(period.last for period in periods))

    def forecast(self, whole: Period) -> Decimal:
        """The author's forecast for all of it, else what the finer forecasts leave room for, else the rule."""
        stated = self.amounts.forecast
        if self.span in stated:
            return stated[self.span]
        if whole in stated and self.span.holds(whole.first):
            return stated[whole]
        if any(period in stated for period in self.periods):
            return self._with_finer()
        return self._by_rule()

    def _by_rule(self) -> Decimal:
        """What was spent once actuals are complete, before that at least what is planned."""
        spent = self._spent(self.periods)
        if self.span.last <= self.through:
            return spent
        planned = self.amounts.planned
        return max(spent, sum((planned[period].planned for period in self.periods if period in planned), ZERO))

    def _with_finer(self) -> Decimal:
        """Forecasts for parts of the group, and the rule for periods apart from those.

        Money under a longer period that a forecast covers in part may be in the forecast already: it only keeps the
        result from falling below what is spent outside of the forecasts.
        """
        stated = list(_outermost(period for period in self.periods if period in self.amounts.forecast))
        covered = _Days(stated)
        apart = [period for period in self.periods if not covered.touch(period)]
        outside = [period for period in self.periods if not covered.hold(period)]
        rest = sum((_Group(self.amounts, group, self.through)._by_rule() for group in groups(apart)), ZERO)
        return max(sum((self.amounts.forecast[each] for each in stated), ZERO) + rest, self._spent(outside))

    def _spent(self, periods: Iterable[Period]) -> Decimal:
        committed, actual = self.amounts.committed, self.amounts.actual
        return sum((committed.get(period, ZERO) + actual.get(period, ZERO) for period in periods), ZERO)


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


