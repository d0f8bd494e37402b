"""How much of their time the work takes of people, week by week: the stated efforts of the tasks that they own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from omp_plugin.compute.calendar import WorkCalendar, work_calendar
from omp_plugin.compute.results import Results, ScheduledTask
from omp_plugin.model.plan import Plan
from omp_plugin.model.tasks import Task

Span = tuple[int, int]
"""Days of work as ordinals, both inclusive."""


class Stretch(NamedTuple):
    """Weeks from `first` to before `end` in which the load of somebody is the same: a ratio, 1 is all of their time.

    Week 0 begins on Monday, 1 January of the year 1. Weeks without working days are among them.
    """

    first: int
    end: int
    load: Fraction


def work_with_effort(plan: Plan) -> Mapping[str, Sequence[Task]]:
    """The tasks that count, by their owner: cancelled ones and those without `effort` do not (plan format, 10)."""
    found: dict[str, list[Task]] = {id_: [] for id_ in plan.people}
    for task in plan.tasks.values():
        if task.owner in found and task.owner and task.effort and not task.is_cancelled:
            found[task.owner].append(task)
    return {id_: tasks for id_, tasks in found.items() if tasks}


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

    A week without working days has no load.
    """
    calendar = work_calendar(plan)[0]
    weeks = [week_of(monday.toordinal()) for monday in mondays]
    worked = {week for week in weeks if _working(calendar, 7 * week + 1, 7 * week + 7)}
    found = {}
    for id_, tasks in work_with_effort(plan).items():
        work = ((task, days_of_work(task, results.schedule.tasks[task.id], calendar)) for task in tasks)
        loads = dict.fromkeys(weeks, Fraction(0))
        for first, end, load in stretches(work, calendar):
            loads.update((week, load) for week in worked if first <= week < end)
        found[id_] = tuple(loads[week] for week in weeks)
    return found


def stretches(work: Iterable[tuple[Task, Iterable[Span]]], calendar: WorkCalendar) -> Iterator[Stretch]:
    """The load of one person's work, week after week; a day in two spans counts twice."""
    lasting: dict[int, Fraction] = defaultdict(Fraction)
    partial: dict[int, Fraction] = defaultdict(Fraction)
    for effort, first, last in ((Fraction(task.effort or 0), *span) for task, spans in work for span in spans):
        start, end = week_of(first), week_of(last)
        for week in {start, end}:
            monday = 7 * week + 1
            share = _working(calendar, max(first, monday), min(last, monday + 6))
            partial[week] += effort * share / max(_working(calendar, monday, monday + 6), 1)
        if end > start:
            lasting[start + 1] += effort
            lasting[end] -= effort
    changes = sorted({*lasting, *partial, *(week + 1 for week in partial)})
    level = Fraction(0)
    for week, following in pairwise(changes):
        level += lasting.get(week, Fraction(0))
        yield Stretch(week, following, level + partial.get(week, Fraction(0)))


def week_of(day: int) -> int:
    """The week of a day."""
    return (day - 1) // 7


def _working(calendar: WorkCalendar, first: int, last: int) -> int:
    """Working days from `first` to `last`, both inclusive."""
    return calendar.count_before(last + 1) - calendar.count_before(first)
