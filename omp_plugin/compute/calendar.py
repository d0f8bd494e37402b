"""The working calendar: which days are worked on, and moving instants along them (plan format, sections 2 and 4).

An instant is the boundary between two days, counted like their ordinals: `n` is the beginning of day `n`, and the end
of day `n - 1`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from omp_plugin import limits
from omp_plugin.compute.holidays import holidays_of
from omp_plugin.model.dates import Duration, Period
from omp_plugin.model.plan import WEEKDAYS, Plan
from omp_plugin.problems import Problem, problem

_FIRST = limits.FIRST_DAY.toordinal() - 366 * 5
_LAST = limits.LAST_DAY.toordinal() + 366 * 30
DEFAULT_WORKDAYS = frozenset(WEEKDAYS[:5])


class Counts(dict[int, int]):
    """How many working days end at or before an instant; each is counted when it is first asked for."""

    def __init__(self, days: list[int]) -> None:
        self.days = days

    def __missing__(self, instant: int) -> int:
        count = self[instant] = bisect_left(self.days, instant)
        return count


class WorkCalendar(NamedTuple):
    """The working days from 1965 to 2230, as ordinals in order; a week has `week_length` of them."""

    days: list[int]
    week_length: int
    counts: Counts

    def count_before(self, instant: int) -> int:
        """Working days that end at or before an instant."""
        return self.counts[instant]

    def is_working(self, ordinal: int) -> bool:
        """True for a working day."""
        return self.counts[ordinal + 1] > self.counts[ordinal]

    def day(self, index: int) -> int:
        """The working day with that index; an index outside the calendar gives its first or last day."""
        days = self.days
        return days[index] if 0 <= index < len(days) else days[0 if index < 0 else -1]

    def span(self, index: int, count: int) -> tuple[int, int]:
        """The beginning of the working day with that index, and the end of the last of `count` from there on."""
        days, last = self.days, index + count - 1
        if 0 <= index <= last < len(days):
            return days[index], days[last] + 1
        return self.day(index), self.day(last) + 1

    def next_start(self, instant: int) -> int:
        """The first working day that begins at or after an instant."""
        return self.day(self.counts[instant])

    def last_start(self, instant: int) -> int:
        """The last working day that begins at or before an instant."""
        return self.day(self.counts[instant + 1] - 1)

    def add_working(self, instant: int, count: int) -> int:
        """`count` working days on: the end of the last of them; backwards the beginning of the last of them."""
        if count == 0:
            return instant
        done = self.counts[instant]
        return self.day(done + count - 1) + 1 if count > 0 else self.day(done + count)

    def end_before(self, instant: int, count: int) -> int:
        """The end of the working day that lies `count` working days before the last one that ends by an instant."""
        return self.day(self.counts[instant] - count - 1) + 1

    def latest_with_end_before(self, bound: int, count: int) -> int:
        """The latest instant whose `end_before` does not pass `bound`."""
        return self.day(self.count_before(bound) + count)

    def latest_before(self, bound: int, count: int) -> int:
        """The latest instant from which `add_working(instant, count)` does not pass `bound`."""
        if count > 0:
            return self.day(self.counts[bound] - count)
        if count < 0:
            return self.day(self.counts[bound + 1] - count - 1)
        return bound

    def working_days(self, duration: Duration) -> int:
        """The working days of a duration in `d` or `w`."""
        return duration.count * (self.week_length if duration.unit == "w" else 1)

    def between(self, first: date, last: date) -> int:
        """Working days from `first` to `last`, both inclusive; negative when `last` lies before."""
        return self.count_before(last.toordinal() + 1) - self.count_before(first.toordinal())


def work_calendar(plan: Plan) -> tuple[WorkCalendar, list[Problem]]:
    """The plan's calendar: weekdays without holidays and `off`, with `work` after all; it always has working days,
    since `off` reaches no further than dates do. Problems: `wrong-type` for a holiday code that is not known.
    """
    settings = plan.calendar
    if settings is None:
        return _build(DEFAULT_WORKDAYS, frozenset(), frozenset()), []
    problems: list[Problem] = []
    weekdays = frozenset(settings.workdays) or DEFAULT_WORKDAYS
    free: set[int] = set()
    if settings.holidays and plan.period:
        found = holidays_of(settings.holidays, plan.period.first.year - 1, plan.period.last.year + 2)
        if found is None:
            message = f'"{settings.holidays}" is not a known country or subdivision'
            hint = "write a code such as US, US-OK, DE or DE-BY"
            problems.append(problem(settings.where("holidays"), "wrong-type", message, hint))
        free |= found or frozenset()
    off = frozenset(free | days_of(settings.off))
    return _build(weekdays, off, frozenset(days_of(settings.work))), problems


def days_of(periods: Iterable[Period]) -> set[int]:
    """The days of some periods as ordinals; where periods overlap, each day is visited once."""
    days: set[int] = set()
    reached = 0
    for period in sorted(periods):
        days.update(range(max(period.first.toordinal(), reached), period.last.toordinal() + 1))
        reached = max(reached, period.last.toordinal() + 1)
    return days


@lru_cache(maxsize=64)
def _build(weekdays: frozenset[str], off: frozenset[int], work: frozenset[int]) -> WorkCalendar:
    days = _regular(weekdays)
    if off:
        days = [day for day in days if day not in off]
    if work:
        days = sorted({*days, *work})
    return WorkCalendar(days, len(weekdays), Counts(days))


@lru_cache(maxsize=16)
def _regular(weekdays: frozenset[str]) -> list[int]:
    """The days of these weekdays, whatever is free."""
    # date.weekday() of an ordinal is (ordinal - 1) % 7 with Monday 0.
    numbers = {WEEKDAYS.index(name) for name in weekdays}
    pattern = [(_FIRST + shift - 1) % 7 in numbers for shift in range(7)]
    return [day for day in range(_FIRST, _LAST) if pattern[(day - _FIRST) % 7]]
