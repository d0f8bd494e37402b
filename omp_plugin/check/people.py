"""Checks of people: weeks in which somebody is given more work than time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from omp_plugin.check.words import counted, listed, percent, quoted
from omp_plugin.compute.calendar import work_calendar
from omp_plugin.compute.load import Span, Stretch, days_of_work, stretches, week_of, work_with_effort
from omp_plugin.compute.results import Results
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
    calendar = work_calendar(plan)[0]
    worked: list[int] = []
    for id_, tasks in work_with_effort(plan).items():
        person = plan.people[id_]
        work = [(task, days_of_work(task, results.schedule.tasks[task.id], calendar)) for task in tasks]
        over = [each for each in stretches(work, calendar) if each.load > _allocation(person)]
        if over:
            worked = worked or list(dict.fromkeys(map(week_of, calendar.days)))
            yield from _overload(person, work, over, worked)


def _allocation(person: Person) -> Fraction:
    return Fraction(1) if person.allocation is None else Fraction(person.allocation)


def _overload(
    person: Person, work: Sequence[tuple[Task, Sequence[Span]]], over: Sequence[Stretch], worked: Sequence[int]
) -> Iterator[Problem]:
    """The problem of too much work; `worked` are the weeks that have a working day, in order."""
    places = [(bisect_left(worked, each.first), bisect_left(worked, each.end), each.load) for each in over]
    count = sum(end - first for first, end, _ in places)
    if not count:
        return
    place, load = next((first, load) for first, end, load in places if first < end)
    monday = 7 * worked[place] + 1
    more = f"; it is the first of {counted(count, 'such week')}" if count > 1 else ""
    said = f"{percent(load)} of the time of {quoted(person)} is taken in the week of {date.fromordinal(monday)}"
    message = f"{said}, {percent(_allocation(person))} is allocated{more}"
    busy = [quoted(task) for task, spans in work if any(a < monday + 7 and b >= monday for a, b in spans)]
    others = [counted(len(busy) - 4, "other")] if len(busy) > 4 else []
    hint = f"move, shorten or hand over {listed(busy[:4] + others, 'or')}"
    yield problem(person.where("allocation"), "over-allocated", message, hint)
