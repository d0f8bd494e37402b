"""The four figures above a timeline: how much work there is, what is late, what comes next, how much float is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omp_plugin.render.day_words import short_date
from omp_plugin.render.work import Group, Work

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext


@dataclass(frozen=True, slots=True)
class Stat:
    """A figure with its name and what it means; `status` is a word of the vocabulary where it is good or bad."""

    label: str
    value: str
    note: str
    status: str = ""
    more: str = ""


def stats(ctx: PlanContext, shown: Sequence[Work], groups: Sequence[Group]) -> tuple[Stat, ...]:
    """The four figures of a plan's timeline."""
    counted = [work for work in shown if work.state != "cancelled"]
    return (_tasks(ctx, counted, groups), _overdue(ctx, counted), _next(ctx, counted), _critical(ctx))


def _tasks(ctx: PlanContext, counted: Sequence[Work], groups: Sequence[Group]) -> Stat:
    number = ctx.formats.number
    done = sum(work.state == "done" for work in counted)
    begun = sum(work.state != "done" and work.task.progress > 0 for work in counted)
    note = f"{number(done)} done, {number(begun)} in progress, {number(len(counted) - done - begun)} to start"
    campaigns = sum(group.campaign is not None for group in groups)
    more = _plural(ctx, campaigns, "campaign") if campaigns else ""
    milestones = sum(work.task.is_milestone for work in counted)
    more = ", ".join(filter(None, (more, _plural(ctx, milestones, "milestone") if milestones else "")))
    return Stat("Tasks", number(len(counted)), note, more=more)


def _plural(ctx: PlanContext, count: int, word: str) -> str:
    return f"{ctx.formats.number(count)} {word}{'' if count == 1 else 's'}"


def _overdue(ctx: PlanContext, counted: Sequence[Work]) -> Stat:
    late = sorted((work for work in counted if work.days_late), key=lambda work: (-work.days_late, work.id))
    if not late:
        return Stat("Overdue", "None", f"As of {ctx.formats.date(ctx.results.today.as_of)}", "on-track")
    worst = f"{late[0].task.label}, {_plural(ctx, late[0].days_late, 'day')}"
    note = worst if len(late) == 1 else f"Longest: {worst}"
    return Stat("Overdue", _plural(ctx, len(late), "task"), note, "off-track")


def _next(ctx: PlanContext, counted: Sequence[Work]) -> Stat:
    """The next milestone and how far away it is."""
    today, kinds = ctx.results.today.as_of, Counter(work.task.is_milestone for work in counted)
    ahead = [
        (work.scheduled.finish, work)
        for work in counted
        if work.task.is_milestone and work.state != "done" and work.scheduled.finish and work.scheduled.finish >= today
    ]
    if not ahead:
        return Stat(
            "Next milestone", "None", "All milestones are done" if kinds[True] else "The plan has no milestones"
        )
    day, work = min(ahead, key=lambda pair: (pair[0], pair[1].id))
    days = (day - today).days
    note = f"{work.task.label}, {'today' if days == 0 else 'in ' + _plural(ctx, days, 'day')}"
    status = work.state if work.state in ("at-risk", "off-track") else ""
    return Stat("Next milestone", short_date(day, ctx.formats.locale), note, status)


def _critical(ctx: PlanContext) -> Stat:
    """Calendar days between the last task's finish and the end of the plan's period."""
    schedule, period = ctx.results.schedule, ctx.plan.period
    if schedule.finish is None or period is None:
        return Stat("Critical path", "None", "No task is scheduled")
    left = (period.last - schedule.finish).days
    count = ctx.formats.number
    value = f"{count(left)} d float" if left >= 0 else f"{count(-left)} d over"
    steps = _plural(ctx, len(schedule.critical_path), "step")
    note = f"{steps}; ends {short_date(schedule.finish, ctx.formats.locale)}"
    return Stat("Critical path", value, note, "off-track" if left < 0 else "")
