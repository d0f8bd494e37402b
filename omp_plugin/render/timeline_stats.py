"""The four figures above a timeline: how much work there is, what is late, what comes next, how much float is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omp_plugin.render.day_words import short_date
from omp_plugin.render.due import late
from omp_plugin.render.timeline_rows import days_moved
from omp_plugin.render.work import Group, Work

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext


@dataclass(frozen=True, slots=True)
class Stat:
    """A figure with its name and what it means; `status` is a word of the vocabulary where it is good or bad.

    `note_status` is one that stands before the note: the figure itself is neither.
    """

    label: str
    value: str
    note: str
    status: str = ""
    more: str = ""
    note_status: str = ""


def stats(ctx: PlanContext, shown: Sequence[Work], groups: Sequence[Group]) -> tuple[Stat, ...]:
    """The four figures of a plan's timeline."""
    counted = [work for work in shown if work.state != "cancelled"]
    third = _moved(ctx, counted) if ctx.earlier else _next(ctx, counted)
    return (_tasks(ctx, counted, groups), _overdue(ctx, counted), third, _critical(ctx, groups))


def _tasks(ctx: PlanContext, counted: Sequence[Work], groups: Sequence[Group]) -> Stat:
    """Tasks by how far they are; milestones are counted apart."""
    number, count = ctx.formats.number, ctx.formats.count
    tasks = [work for work in counted if not work.task.is_milestone]
    done = sum(work.state == "done" for work in tasks)
    begun = sum(work.state != "done" and work.task.progress > 0 for work in tasks)
    note = f"{number(done)} done, {number(begun)} in progress, {number(len(tasks) - done - begun)} to start"
    campaigns, milestones = sum(group.campaign is not None for group in groups), len(counted) - len(tasks)
    more = [count(campaigns, "campaign")] if campaigns else []
    more += [count(milestones, "milestone")] if milestones else []
    return Stat("Tasks", number(len(tasks)), note, more=", ".join(more))


def _overdue(ctx: PlanContext, counted: Sequence[Work]) -> Stat:
    found, count = late(counted), ctx.formats.count
    if not found:
        return Stat("Overdue", "None", f"As of {ctx.formats.date(ctx.results.today.as_of)}", "on-track")
    worst = f"{found[0].task.label}, {count(found[0].days_late, 'day')}"
    note = worst if len(found) == 1 else f"Longest: {worst}"
    return Stat("Overdue", count(len(found), "task"), note, "off-track")


def _moved(ctx: PlanContext, counted: Sequence[Work]) -> Stat:
    """How many finish on another day than in the version compared with, and the one that is furthest from it."""
    days = {work.id: days_moved(ctx, work) or 0 for work in counted}
    found = sorted((work for work in counted if days[work.id]), key=lambda work: (-abs(days[work.id]), work.id))
    label, count = f"Moved since {ctx.earlier_name}", ctx.formats.count
    if not found:
        return Stat(label, "None", "Nothing finishes on another day")
    tasks = [work for work in found if not work.task.is_milestone]
    milestones = count(len(found) - len(tasks), "milestone") if len(tasks) < len(found) else ""
    worst = f"{found[0].task.label}, {_days(ctx, days[found[0].id])}"
    note = worst if len(found) == 1 else f"Largest: {worst}"
    if not tasks:
        return Stat(label, milestones, note)
    return Stat(label, count(len(tasks), "task"), note, more=f"and {milestones}" if milestones else "")


def _days(ctx: PlanContext, days: int) -> str:
    return _unbroken(f"{ctx.formats.signed(days)} {'day' if abs(days) == 1 else 'days'}")


def _unbroken(text: str) -> str:
    """A text that stays on one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


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
    note = f"{work.task.label}, {'today' if days == 0 else 'in ' + ctx.formats.count(days, 'day')}"
    status = work.state if work.state in ("at-risk", "off-track") else ""
    return Stat("Next milestone", short_date(day, ctx.formats.locale), note, status)


def _critical(ctx: PlanContext, groups: Sequence[Group]) -> Stat:
    """Calendar days between the last task's finish and the end of the plan's period, and how the longest chain goes."""
    schedule, period, number = ctx.results.schedule, ctx.plan.period, ctx.formats.number
    if schedule.finish is None or period is None:
        return Stat("Critical path", "None", "No task is scheduled")
    left = (period.last - schedule.finish).days
    value = f"{number(left)} d float" if left >= 0 else f"{number(-left)} d over"
    path = set(schedule.critical_path)
    on_it = [group for group in groups if any(work.id in path for work in group.works)]
    through = f" through {on_it[0].label}" if len(on_it) == 1 and on_it[0].campaign else ""
    steps = ctx.formats.count(len(path), "step")
    note = f"{steps}{through}; ends {_unbroken(short_date(schedule.finish, ctx.formats.locale))}"
    return Stat("Critical path", value, note, "off-track" if left < 0 else "")
