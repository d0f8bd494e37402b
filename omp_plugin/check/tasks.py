"""Checks of tasks: milestones without a day, missed deadlines."""

from __future__ import annotations

from collections.abc import Iterator

from omp_plugin.check.fields import is_given
from omp_plugin.check.words import counted, quoted
from omp_plugin.compute.results import Results
from omp_plugin.model.plan import Plan
from omp_plugin.problems import Problem, problem


def milestone_without_date(plan: Plan, results: Results) -> Iterator[Problem]:
    """The milestone has neither a date nor a link to a task, so nothing says when it is due.

    It falls on the plan's first day, where nobody looks for it (plan format, section 4).
    """
    for task in plan.tasks.values():
        is_due = task.is_milestone and not task.is_cancelled
        if is_due and not any(is_given(task, name) for name in ("date", "finish", "start", "after", "before")):
            message = f"milestone {quoted(task)} has no date, and no task leads to it"
            day = plan.period.last if plan.period else "2026-12-31"
            hint = f'write its day ("date: {day}"), or the tasks that lead to it ("after: [...]")'
            yield problem(task.at, "milestone-without-date", message, hint)


def deadline_missed(plan: Plan, results: Results) -> Iterator[Problem]:
    """The task finishes after its deadline.

    A deadline moves nothing: the schedule shows what the links and lengths come to, and the deadline what was promised
    (plan format, section 4).
    """
    for task in plan.tasks.values():
        each = results.schedule.tasks[task.id]
        if task.deadline and each.finish and each.deadline_slack is not None and each.deadline_slack < 0:
            late = counted(-each.deadline_slack, "working day")
            when = f"finishes on {each.finish},"
            if each.occurrences:
                when = f"takes place for the last time on {each.occurrences[-1]}, and finishes"
            message = f"task {quoted(task)} {when} {late} after its deadline {task.deadline.last}"
            hint = "shorten it or what it waits for, or agree on a later day"
            yield problem(task.where("deadline"), "deadline-missed", message, hint)
