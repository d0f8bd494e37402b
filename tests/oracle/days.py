"""Days and instants: a working calendar that is walked one day at a time.

Days are counted as ordinals. An instant is a midnight, counted in half days: the end of a day is the beginning of the
next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


def beginning(day: int) -> int:
    """The instant at which a day begins."""
    return 2 * day


def end(day: int) -> int:
    """The instant at which a day ends: the same midnight at which the next day begins."""
    return 2 * day + 2


@dataclass(frozen=True)
class Lag:
    """A signed number of working or elapsed days."""

    amount: int
    elapsed: bool = False


@dataclass(frozen=True)
class Calendar:
    """The working days of a plan."""

    workdays: frozenset[int]
    off: frozenset[int]
    work: frozenset[int]

    def working(self, day: int) -> bool:
        if day in self.work:
            return True
        return day not in self.off and date.fromordinal(day).weekday() in self.workdays

    def on_or_after(self, day: int) -> int:
        while not self.working(day):
            day += 1
        return day

    def nth(self, day: int, count: int, step: int = 1) -> int:
        """The count-th working day from a day, that day included; walked backwards when the step is -1."""
        while True:
            count -= self.working(day)
            if count == 0:
                return day
            day += step

    def shift(self, instant: int, lag: Lag) -> int:
        """An instant moved by a lag: elapsed days keep the hour, working days are walked one at a time."""
        if lag.elapsed:
            return instant + 2 * lag.amount
        day = instant // 2
        if lag.amount > 0:
            while beginning(day) < instant:
                day += 1
            return end(self.nth(day, lag.amount))
        if lag.amount < 0:
            while end(day) > instant:
                day -= 1
            return beginning(self.nth(day, -lag.amount, -1))
        return instant

    def between(self, one: int, other: int) -> int:
        """Whole working days from one instant to another, negative when the other comes first."""
        low, high = min(one, other), max(one, other)
        days = range(low // 2, high // 2 + 1)
        count = sum(1 for d in days if self.working(d) and beginning(d) >= low and end(d) <= high)
        return count if other >= one else -count
