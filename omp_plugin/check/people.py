"""Checks of people: weeks in which somebody is given more work than time."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from omp_plugin.check.words import counted, listed, percent, quoted
from omp_plugin.compute.calendar import WorkCalendar, work_calendar
from omp_plugin.compute.load import Span, days_of_work
from omp_plugin.compute.results import Results, ScheduledTask
from omp_plugin.model.people import Person
from omp_plugin.model.plan import Plan
from omp_plugin.model.tasks import Task
from omp_plugin.problems import Problem, problem


def over_allocated(plan: Plan, results: Results) -> Iterator[Problem]:
    """In some week the work of a person takes more than the time that the plan has of them.

    Something will be late. What counts is the `effort` of the tasks that the person owns, as a mean over the working
    days of a calendar week, against the person's `allocation` (100 % where none is written); tasks without `effort` do
    not count. The first such week is named (plan format, section 10).
    """
    owned: dict[str, list[Task]] = defaultdict(list)
    for task in plan.tasks.values():
        if task.owner and task.owner in plan.people and task.effort and not task.is_cancelled:
            owned[task.owner].append(task)
    if owned:
        weeks = _Weeks(work_calendar(plan)[0])
        for person in plan.people.values():
            yield from _overload(person, owned.get(person.id, []), results.schedule.tasks, weeks)


def _overload(
    person: Person, tasks: Sequence[Task], schedule: Mapping[str, ScheduledTask], weeks: _Weeks
) -> Iterator[Problem]:
    spans = {task.id: days_of_work(task, schedule[task.id], weeks.calendar) for task in tasks}
    allocation = Fraction(1) if person.allocation is None else Fraction(person.allocation)
    work = [(span, Fraction(task.effort or 0)) for task in tasks for span in spans[task.id]]
    over = _overloaded(weeks, work, allocation)
    if over.first is None:
        return
    monday = 7 * over.first + 1
    more = f"; it is the first of {counted(over.count, 'such week')}" if over.count > 1 else ""
    load = f"{percent(over.load)} of the time of {quoted(person)} is taken in the week of {date.fromordinal(monday)}"
    message = f"{load}, {percent(allocation)} is allocated{more}"
    busy = [quoted(task) for task in tasks if any(a < monday + 7 and b >= monday for a, b in spans[task.id])]
    others = [counted(len(busy) - 4, "other")] if len(busy) > 4 else []
    hint = f"move, shorten or hand over {listed(busy[:4] + others, 'or')}"
    yield problem(person.where("allocation"), "over-allocated", message, hint)


@dataclass(frozen=True)
class _Weeks:
    """The calendar by weeks: week 0 begins on Monday, 1 January of the year 1."""

    calendar: WorkCalendar

    @cached_property
    def worked(self) -> Sequence[int]:
        """The weeks that have a working day, in order."""
        return list(dict.fromkeys((day - 1) // 7 for day in self.calendar.days))

    def days(self, first: int, last: int) -> int:
        """Working days from `first` to `last`, both inclusive."""
        return self.calendar.count_before(last + 1) - self.calendar.count_before(first)


@dataclass(slots=True)
class _Overload:
    """The first week of too much work with its load, and how many such weeks there are."""

    first: int | None = None
    load: Fraction = field(default_factory=Fraction)
    count: int = 0


def _overloaded(weeks: _Weeks, work: Sequence[tuple[Span, Fraction]], allocation: Fraction) -> _Overload:
    """Goes through the weeks in which the load changes; between them it stays as it is."""
    lasting: dict[int, Fraction] = defaultdict(Fraction)
    partial: dict[int, Fraction] = defaultdict(Fraction)
    for (first, last), effort in work:
        start, end = (first - 1) // 7, (last - 1) // 7
        for week in {start, end}:
            monday = 7 * week + 1
            share = weeks.days(max(first, monday), min(last, monday + 6))
            partial[week] += effort * share / max(weeks.days(monday, monday + 6), 1)
        lasting[start + 1] += effort if end > start else 0
        lasting[end] -= effort if end > start else 0
    changes = sorted({*lasting, *partial, *(week + 1 for week in partial)})
    found, level = _Overload(), Fraction(0)
    for week, following in zip(changes, [*changes[1:], changes[-1] + 1] if changes else [], strict=True):
        level += lasting.get(week, Fraction(0))
        load = level + partial.get(week, Fraction(0))
        if load > allocation:
            _note(found, weeks.worked, (week, following), load)
    return found


def _note(found: _Overload, worked: Sequence[int], stretch: tuple[int, int], load: Fraction) -> None:
    """Adds the weeks of a stretch that have working days."""
    first, end = (bisect_left(worked, week) for week in stretch)
    if found.first is None and end > first:
        found.first, found.load = worked[first], load
    found.count += end - first
