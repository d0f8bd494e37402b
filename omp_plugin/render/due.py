"""Work that is late or due soon, for the lists of narrow pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from omp_plugin.render.day_words import DayBox, day_box
from omp_plugin.render.work import Work

MOST = 20
"""A list names so many; the task table has all."""
SOON = 30
"""Days ahead that are soon."""


@dataclass(frozen=True, slots=True)
class Due:
    """Work with the day that it is due."""

    work: Work
    box: DayBox


@dataclass(frozen=True, slots=True)
class DueList:
    """The first of the work that is due, and how much there is."""

    shown: tuple[Due, ...]
    count: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.shown)


def due(found: Sequence[Work], locale: str) -> DueList:
    """The first of some work, each with its day in a box."""
    first = [(work, work.scheduled.finish) for work in found[:MOST]]
    return DueList(tuple(Due(work, day_box(day, locale)) for work, day in first if day), len(found))


def late(works: Iterable[Work]) -> list[Work]:
    """What is overdue, the longest first."""
    return sorted((work for work in works if work.days_late), key=lambda work: (-work.days_late, work.id))


def soon(works: Iterable[Work], today: date) -> list[Work]:
    """Work not yet done that is due within `SOON` days, the nearest first."""
    last = today + timedelta(days=SOON)
    dated = [(work.scheduled.finish, work) for work in works if work.state not in ("done", "cancelled")]
    ahead = [(day, work) for day, work in dated if day and today <= day <= last]
    return [work for _, work in sorted(ahead, key=lambda pair: (pair[0], pair[1].id))]
