"""The four figures above a timeline: how much work there is, what is late, what comes next, how much slack is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from omp_plugin.render.day_words import short_date
from omp_plugin.render.due import late
from omp_plugin.render.stat import Stat
from omp_plugin.render.timeline_rows import days_moved
from omp_plugin.render.work import Group, Work
from omp_plugin.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext


def stats(ctx: PlanContext, shown: Sequence[Work], groups: Sequence[Group]) -> tuple[Stat, ...]:
    """The four figures of a plan's timeline."""
    counted = [work for work in shown if work.state != "cancelled"]
    third = _moved(ctx, counted) if ctx.earlier else _next(ctx, counted)
    return (_tasks(ctx, counted, groups), _overdue(ctx, counted), third, _critical(ctx, groups))


def _tasks(ctx: PlanContext, counted: Sequence[Work], groups: Sequence[Group]) -> Stat:
    """Tasks by how far they are; milestones are counted apart."""
    number = ctx.formats.number
    tasks = [work for work in counted if not work.task.is_milestone]
    done = sum(work.state == "done" for work in tasks)
    begun = sum(work.state != "done" and work.task.progress > 0 for work in tasks)
    note = _("{done} done, {begun} in progress, {left} to start").format(
        done=number(done), begun=number(begun), left=number(len(tasks) - done - begun)
    )
    campaigns, milestones = sum(group.campaign is not None for group in groups), len(counted) - len(tasks)
    more = [ngettext("{n} campaign", "{n} campaigns", campaigns).format(n=number(campaigns))] if campaigns else []
    more += [_milestones(ctx, milestones)] if milestones else []
    return Stat(_("Tasks"), number(len(tasks)), note, more=", ".join(more))


def _milestones(ctx: PlanContext, count: int) -> str:
    return ngettext("{n} milestone", "{n} milestones", count).format(n=ctx.formats.number(count))


def _count(ctx: PlanContext, tasks: int) -> str:
    return ngettext("{n} task", "{n} tasks", tasks).format(n=ctx.formats.number(tasks))


def _overdue(ctx: PlanContext, counted: Sequence[Work]) -> Stat:
    found = late(counted)
    if not found:
        as_of = _("As of {date}").format(date=ctx.formats.date(ctx.results.today.as_of))
        return Stat(_("Overdue"), pgettext("tasks that are overdue", "None"), as_of, "on-track")
    days = found[0].days_late
    note = ngettext("{task}, {n} day", "{task}, {n} days", days)
    if len(found) > 1:
        note = ngettext("Longest: {task}, {n} day", "Longest: {task}, {n} days", days)
    note = note.format(task=found[0].task.label, n=ctx.formats.number(days))
    return Stat(_("Overdue"), _count(ctx, len(found)), note, "off-track")


def _moved(ctx: PlanContext, counted: Sequence[Work]) -> Stat:
    """How many finish on another day than in the version compared with, and the one that is furthest from it."""
    days = {work.id: days_moved(ctx, work) or 0 for work in counted}
    found = sorted((work for work in counted if days[work.id]), key=lambda work: (-abs(days[work.id]), work.id))
    label = _("Moved since {version}").format(version=ctx.earlier_name)
    if not found:
        return Stat(label, pgettext("tasks that moved", "None"), _("Nothing finishes on another day"))
    tasks = [work for work in found if not work.task.is_milestone]
    milestones = len(found) - len(tasks)
    note = _("{task}, {days}") if len(found) == 1 else _("Largest: {task}, {days}")
    note = note.format(task=found[0].task.label, days=_days(ctx, days[found[0].id]))
    if not tasks:
        return Stat(label, _milestones(ctx, milestones), note)
    more = ngettext("and {n} milestone", "and {n} milestones", milestones).format(n=ctx.formats.number(milestones))
    return Stat(label, _count(ctx, len(tasks)), note, more=more if milestones else "")


def _days(ctx: PlanContext, days: int) -> str:
    return _unbroken(ngettext("{n} day", "{n} days", abs(days)).format(n=ctx.formats.signed(days)))


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
        why = _("All milestones are done") if kinds[True] else _("The plan has no milestones")
        return Stat(_("Next milestone"), pgettext("next milestone", "None"), why)
    day, work = min(ahead, key=lambda pair: (pair[0], pair[1].id))
    days = (day - today).days
    note = ngettext("{milestone}, in {n} day", "{milestone}, in {n} days", days) if days else _("{milestone}, today")
    note = note.format(milestone=work.task.label, n=ctx.formats.number(days))
    status = work.state if work.state in ("at-risk", "off-track") else ""
    return Stat(_("Next milestone"), short_date(day, ctx.formats.locale), note, status)


def _critical(ctx: PlanContext, groups: Sequence[Group]) -> Stat:
    """Calendar days between the last task's finish and the end of the plan's period, and how the longest chain goes."""
    schedule, period, number = ctx.results.schedule, ctx.plan.period, ctx.formats.number
    if schedule.finish is None or period is None:
        return Stat(_("Critical path"), pgettext("critical path", "None"), _("No task is scheduled"))
    left = (period.last - schedule.finish).days
    value = (_("{n} d slack") if left >= 0 else _("{n} d over")).format(n=number(abs(left)))
    path = set(schedule.critical_path)
    on_it = [group for group in groups if any(work.id in path for work in group.works)]
    through = on_it[0].label if len(on_it) == 1 and on_it[0].campaign else ""
    note = _chain(len(path), through).format(
        n=number(len(path)), campaign=through, date=_unbroken(short_date(schedule.finish, ctx.formats.locale))
    )
    return Stat(_("Critical path"), value, note, "off-track" if left < 0 else "")


def _chain(steps: int, campaign: str) -> str:
    """The words for how the longest chain goes."""
    if not campaign:
        return ngettext("{n} step; ends {date}", "{n} steps; ends {date}", steps)
    return ngettext("{n} step through {campaign}; ends {date}", "{n} steps through {campaign}; ends {date}", steps)
