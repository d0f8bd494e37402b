"""Tasks in words: the table of all work, the milestones, and who takes part in what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from omp_plugin.render.components.component import Component
from omp_plugin.render.day_words import DayBox, day_box
from omp_plugin.render.tables import (
    NONE,
    OPEN,
    Cell,
    Column,
    Part,
    Row,
    RowGroup,
    TableView,
    columns,
    links,
    number,
    owner,
    person_name,
    right,
    status,
)
from omp_plugin.render.timeline_rows import days_moved, waits_for
from omp_plugin.render.work import Group, Work, groups, works
from omp_plugin.words import _, marked, ngettext, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

MOST_PROVED = 200
"""Most tasks whose rows lead to their proofs."""


def task_table(ctx: PlanContext, campaign: str | None = None) -> TableView | None:
    """Every task with who, when, how far and how much it may slip; those of one campaign where one is named."""
    found = groups(ctx, campaign)
    if not found:
        return None
    before = waits_for(ctx)
    made = tuple(_group(ctx, group, before, is_alone=campaign is not None) for group in found)
    caption = _("All tasks and milestones") if campaign is None else _("Tasks")
    note = _("Same data as the chart. Duration and slack are in working days; slack 0 is the critical path.")
    if ctx.earlier:
        note += " " + _("Change compares with {version}.").format(version=ctx.earlier_name)
    return TableView(caption, _columns(ctx), made, note, anchor="tasks")


def _columns(ctx: PlanContext) -> tuple[Column, ...]:
    """The heads; the days by which work has moved only where there is something to compare with."""
    numbers = (_("Start"), _("Finish"), _("Duration"), pgettext("how much of a task", "Done"), _("Slack"))
    change = (pgettext("days by which a task has moved", "Change"),) if ctx.earlier else ()
    figures = (right(each) for each in (*numbers, *change))
    return columns(_("Task"), _("Status"), _("Owner"), *figures, _("Depends on"), _("Critical"))


def _group(ctx: PlanContext, group: Group, before: Mapping[str, tuple[Work, ...]], *, is_alone: bool) -> RowGroup:
    """A campaign's tasks. What each of them yields is said with the campaign, or here where there is none."""
    has_page = group.campaign is not None and not is_alone
    rows = tuple(_row(ctx, work, before.get(work.id, ()), is_short=has_page) for work in group.works)
    if is_alone or not ctx.plan.campaigns:
        return RowGroup(rows)
    owner_id = group.campaign.owner if group.campaign else None
    sub = person_name(ctx, owner_id) if owner_id else ""
    return RowGroup(rows, group.label, sub, group.number if group.campaign else None)


def _row(ctx: PlanContext, work: Work, before: Sequence[Work], *, is_short: bool) -> Row:
    task, scheduled, formats = work.task, work.scheduled, ctx.formats
    is_instant = task.is_milestone
    days = number(formats.number(scheduled.duration_days)) if scheduled.duration_days and not is_instant else NONE
    proof, has_slack = _proof(ctx, work), scheduled.slack_days is not None
    slack = number(formats.number(scheduled.slack_days), proof=proof) if has_slack else NONE
    return Row(
        f"task-{task.id}",
        (
            task_name(work)._replace(sub="") if is_short else task_name(work),
            task_status(ctx, work),
            owner(task),
            NONE if is_instant else _day(ctx, work, scheduled.start, "start"),
            _finish(ctx, work, proof=None if has_slack else proof),
            days,
            NONE if is_instant and task.progress == 0 else number(formats.percent(task.progress)),
            slack,
            *([_change(ctx, work)] if ctx.earlier else []),
            links(Part(each.task.label, ctx.href("timeline", f"task-{each.id}")) for each in before),
            Cell("text", _("Critical"), is_strong=True) if scheduled.critical else NONE,
        ),
    )


def _proof(ctx: PlanContext, work: Work) -> str | None:
    """Where a task's figures are proved; of very many tasks none says so, their page would be too large to open."""
    return ctx.proof(f"tasks.{work.id}") if len(ctx.plan.tasks) <= MOST_PROVED else None


def _finish(ctx: PlanContext, work: Work, proof: str | None) -> Cell:
    """The last day; it leads to the task's proof where the slack, which does so in most rows, is not known."""
    cell = _day(ctx, work, work.scheduled.finish, "date" if work.task.is_milestone else "finish")
    return cell._replace(proof=proof) if work.scheduled.finish else cell


def task_name(work: Work) -> Cell:
    """A task's name; milestones carry a diamond, cancelled work is struck through; what it yields stands below."""
    task = work.task
    mark = "◆ " if task.is_milestone else "↻ " if task.repeat else ""
    return Cell("text", mark + task.label, sub=task.deliverable or "", is_struck=task.is_cancelled)


def _change(ctx: PlanContext, work: Work) -> Cell:
    """The days by which the finish has moved; "New" for work that the earlier version does not know."""
    if work.id not in ctx.earlier:
        return number(pgettext("task", "New"))
    days = days_moved(ctx, work)
    return NONE if days is None else number(_("{n} d").format(n=ctx.formats.signed(days)))


def task_status(ctx: PlanContext, work: Work) -> Cell:
    """How the task goes, with the days where it is late."""
    return status(work.state, _late(ctx, work))


def _late(ctx: PlanContext, work: Work) -> str:
    return _("{days} d late").format(days=ctx.formats.number(work.days_late)) if work.days_late else ""


def _day(ctx: PlanContext, work: Work, day: date | None, name: str) -> Cell:
    """A scheduled day; TBD for work that waits for a date, none for what was cancelled."""
    if day is not None:
        return number(ctx.formats.date(day))
    if work.state == "cancelled":
        return NONE
    written = getattr(work.task, name)
    return number(ctx.formats.period(written)) if written else OPEN


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day that shows whether the plan is on its way: a task's, or a goal's value by the end of a period."""

    title: str
    day: date | None
    when: str
    owner: str | None
    is_owner_open: bool
    status: str
    note: str
    href: str | None
    distance: str
    box: DayBox | None
    is_past: bool
    was: str = ""
    """The day in the version that the plan is compared with, where it has moved: was Jan 11 in v1.0 (+9 d)."""


@dataclass(frozen=True, slots=True)
class MilestoneList:
    """The milestones by day: those ahead (late ones first), those reached or gone by, and the last of these."""

    ahead: tuple[Milestone, ...]
    past: tuple[Milestone, ...]
    last: Milestone | None = None
    heading: str = ""
    href: str | None = None


def milestones(ctx: PlanContext, limit: int | None = None, heading: str = "") -> MilestoneList | None:
    """The plan's milestones and the values that its goals pass on the way, by day.

    Where only a few are asked for, those of the work come first: the KPIs of goals have cards of their own.
    """
    found = [*sorted(_task_milestones(ctx), key=_by_day), *sorted(_goal_milestones(ctx), key=_by_day)]
    if not found:
        return None
    if heading:
        found = [replace(each, distance=distance(ctx, each.day, begins=True)) for each in found]
    ahead = [each for each in found if not each.is_past][:limit]
    past = sorted((each for each in found if each.is_past), key=_by_day)
    return MilestoneList(
        tuple(sorted(ahead, key=_by_day)), () if limit else tuple(past), past[-1] if past else None, heading,
        ctx.href("timeline"),
    )  # fmt: skip


def _by_day(each: Milestone) -> tuple[date, str]:
    return each.day or date.max, each.title


def _task_milestones(ctx: PlanContext) -> list[Milestone]:
    return [
        _milestone(ctx, work) for work in works(ctx).values() if work.task.is_milestone and work.state != "cancelled"
    ]


def _milestone(ctx: PlanContext, work: Work) -> Milestone:
    task, day = work.task, work.scheduled.finish
    shown = ctx.formats.date(day) if day else _("TBD")
    href = ctx.href("timeline", f"task-{task.id}")
    is_open = "owner" in task.open
    box = day_box(day, ctx.formats.locale) if day else None
    away, is_past = distance(ctx, day), work.state == "done"
    return Milestone(
        task.label, day, shown, task.owner, is_open, work.state, _late(ctx, work), href, away, box, is_past,
        _was(ctx, work),
    )  # fmt: skip


def _was(ctx: PlanContext, work: Work) -> str:
    """The day before it moved."""
    days, was = days_moved(ctx, work), ctx.earlier.get(work.id)
    if not days or was is None:
        return ""
    return _("was {date} in {version} ({days} d)").format(
        date=ctx.formats.short(was[1]), version=ctx.earlier_name, days=ctx.formats.signed(days)
    )


def _goal_milestones(ctx: PlanContext) -> list[Milestone]:
    """The values of goals by period; without a status: the goal's KPI says how it goes."""
    found = []
    for goal in ctx.plan.goals.values():
        kpi = ctx.plan.kpis.get(goal.kpi or "")
        for period, amount in goal.milestones.values.items():
            value = ctx.formats.quantity(amount.value, amount.unit or (kpi.unit if kpi else None) or "")
            title = f"{kpi.label if kpi else goal.label}: {value}"
            href = ctx.href("goals", f"goal-{goal.id}")
            when, away = ctx.formats.period(period), distance(ctx, period.last)
            state = _reached(ctx, goal.kpi, period.last, Fraction(amount.value))
            box, is_open = day_box(period.last, ctx.formats.locale), "owner" in goal.open
            note = pgettext("value of a goal", "Missed") if state == "off-track" else ""
            is_past = period.last < ctx.results.today.as_of
            found.append(
                Milestone(title, period.last, when, goal.owner, is_open, state, note, href, away, box, is_past)
            )
    return found


def _reached(ctx: PlanContext, kpi: str | None, day: date, value: Fraction) -> str:
    """`done` where the KPI passed the value by that day, `off-track` where it did not; empty while nobody knows."""
    result, written = ctx.results.kpis.kpis.get(kpi or ""), ctx.plan.kpis.get(kpi or "")
    point = next((point for point in result.series if point.period.last == day), None) if result else None
    if point is None or point.actual is None or written is None or day > ctx.results.today.as_of:
        return ""
    is_reached = point.actual <= value if written.direction == "lower" else point.actual >= value
    return "done" if is_reached else "off-track"


def distance(ctx: PlanContext, day: date | None, *, begins: bool = False) -> str:
    """How far away a day is: in 5 days, 2 days ago; with a capital where it begins a line."""
    if day is None:
        return ""
    days = (day - ctx.results.today.as_of).days
    if days == 0:
        return _("Today") if begins else _("today")
    if days < 0:
        words = ngettext("{n} day ago", "{n} days ago", -days)
    elif begins:
        words = ngettext("In {n} day", "In {n} days", days)
    else:
        words = ngettext("in {n} day", "in {n} days", days)
    return words.format(n=ctx.formats.number(abs(days)))


COMPONENTS = (
    Component(
        "task_table",
        task_table,
        "every task with owner, dates, progress, slack and what it waits for",
        marked("This plan has no tasks yet."),
    ),
    Component(
        "milestones",
        milestones,
        "the milestones by day, with what goals reach on the way",
        marked("This plan has no milestones yet."),
    ),
)
