"""How much of their time the work takes of people, week by week: the stated efforts of the tasks that they own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from omp_plugin.compute.calendar import WorkCalendar, work_calendar
from omp_plugin.compute.results import Results, ScheduledTask
from omp_plugin.model.plan import Plan
from omp_plugin.model.tasks import Task

Span = tuple[int, int]
"""Days of work as ordinals, both inclusive."""


def days_of_work(task: Task, scheduled: ScheduledTask, calendar: WorkCalendar) -> list[Span]:
    """The days on which the task is worked on; a repeating task's duration from each of its days."""
    if scheduled.start is None or scheduled.finish is None or not scheduled.duration_days:
        return []
    if not task.repeat:
        return [(scheduled.start.toordinal(), scheduled.finish.toordinal())]
    starts = [calendar.next_start(day.toordinal()) for day in scheduled.occurrences]
    elapsed = task.duration is not None and task.duration.unit == "ed"
    days = scheduled.duration_days
    return [(start, start + days - 1 if elapsed else calendar.add_working(start, days) - 1) for start in starts]


def weekly_load(plan: Plan, results: Results, mondays: Sequence[date]) -> Mapping[str, tuple[Fraction, ...]]:
    """The load of each person who owns work with an `effort`, as a mean over the working days of each week.

    A ratio: 1 is all of somebody's time. Cancelled tasks and those without `effort` do not count (plan format,
    section 10); a week without working days has no load.
    """
    calendar = work_calendar(plan)[0]
    found: dict[str, list[Fraction]] = {}
    for task in plan.tasks.values():
        if task.owner in plan.people and task.owner and task.effort and not task.is_cancelled:
            spans = days_of_work(task, results.schedule.tasks[task.id], calendar)
            loads = found.setdefault(task.owner, [Fraction(0)] * len(mondays))
            for place, monday in enumerate(mondays):
                loads[place] += Fraction(task.effort) * _part(spans, monday.toordinal(), calendar)
    return {id_: tuple(found[id_]) for id_ in plan.people if id_ in found}


def _part(spans: Iterable[Span], monday: int, calendar: WorkCalendar) -> Fraction:
    """The part of a week's working days that lies in the spans; a day in two of them counts twice."""
    days = _working(calendar, monday, monday + 6)
    busy = sum(_working(calendar, max(first, monday), min(last, monday + 6)) for first, last in spans)
    return Fraction(busy, days) if days else Fraction(0)


def _working(calendar: WorkCalendar, first: int, last: int) -> int:
    return max(0, calendar.count_before(last + 1) - calendar.count_before(first)) if last >= first else 0
