"""The days on which a repeating task takes place (plan format, section 4)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from omp_plugin import limits
from omp_plugin.compute.calendar import days_of
from omp_plugin.model.tasks import Task
from omp_plugin.problems import Problem, problem

if TYPE_CHECKING:
    from dateutil.relativedelta import relativedelta

STEPS = {"weekly": (1, 0), "fortnightly": (2, 0), "monthly": (0, 1), "quarterly": (0, 3)}
"""Weeks and months from one occurrence to the next."""


def step_of(repeat: str) -> timedelta | relativedelta:
    """The time from one occurrence to the next; added several times to the first, as months differ in length."""
    weeks, months = STEPS[repeat]
    if not months:
        return timedelta(weeks=weeks)
    from dateutil.relativedelta import relativedelta  # most plans repeat nothing by months

    return relativedelta(months=months)


def occurrences(
    task: Task, first: date, last: date, most: int = limits.OCCURRENCES_OF_ALL
) -> tuple[tuple[date, ...], list[Problem]]:
    """Every day from `first` to `last` at the task's rhythm, less those under `except`; `most` at most.

    A monthly task of the 31st takes place on the last day of shorter months. Problems: `too-large`.
    """
    step = step_of(task.repeat or "weekly")
    skipped = days_of(task.except_)
    days: list[date] = []
    allowed = min(limits.OCCURRENCES, most)
    for count in range(allowed + 1):
        day = first + step * count
        if day > last:
            return tuple(days), []
        if day.toordinal() not in skipped:
            days.append(day)
    message = f'"{task.label}" takes place more than {limits.OCCURRENCES:,} times'
    if allowed < limits.OCCURRENCES:
        message = f"the repeating tasks of this plan take place more than {limits.OCCURRENCES_OF_ALL:,} times"
    found = problem(task.where("repeat"), "too-large", message, "end it earlier or repeat it less often")
    return tuple(days[:allowed]), [found]
