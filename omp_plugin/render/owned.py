"""What somebody answers for in a plan: the plan itself, goals, KPIs, campaigns, work, risks and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, cast

from omp_plugin.compute.alerts import OVER
from omp_plugin.compute.reviews import next_review
from omp_plugin.model.dates import Period
from omp_plugin.model.governance import Review
from omp_plugin.model.structures import Entity
from omp_plugin.render.measured import goal_words, measured_one, status_words
from omp_plugin.render.tables import NONE, Cell, number, status, text
from omp_plugin.render.work import Work, campaign_state, works
from omp_plugin.render.written import chosen_status
from omp_plugin.words import _, marked, spoken

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

OWNED = (
    # collection, what one of them is called, its page, prefix of its anchor
    ("objectives", marked("Objective"), "goals", "objective"),
    ("goals", marked("Goal"), "goals", "goal"),
    ("kpis", marked("KPI"), "kpis", "kpi"),
    ("risks", marked("Risk"), "risks", "risk"),
    ("assumptions", marked("Assumption"), "risks", "assumption"),
    ("constraints", marked("Constraint"), "risks", "constraint"),
    ("decisions", marked("Decision"), "risks", "decision"),
    ("reviews", marked("Review"), "reviews", "review"),
    ("next_steps", marked("Next step"), "reviews", "step"),
    ("quality", marked("Standard"), "reviews", "quality"),
    ("presence", marked("Check"), "reviews", "presence"),
    ("tools", marked("Tool"), "reviews", "tool"),
)
CHOSEN = ("risks", "assumptions", "decisions")
"""What has one of these words of the format for how it stands; all else has what authors wrote."""
DATED = ("risks", "assumptions", "decisions", "next_steps")
"""What can be late."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a person owns: how it stands and when it is due, as cells and to be counted and sorted."""

    name: Cell
    kind: str
    state: Cell
    due: Cell
    day: date | None = None
    is_over: bool = False
    is_late: bool = False


def owned(ctx: PlanContext, person: str) -> tuple[Thing, ...]:
    """Everything of one plan, in the order of its pages: found once for all that a page shows of a person."""
    key = "owned", person, spoken()
    if key not in ctx.views:
        ctx.views[key] = tuple(_over(ctx, _owned(ctx, person)))
    return cast(tuple[Thing, ...], ctx.views[key])


def _over(ctx: PlanContext, found: Iterable[Thing]) -> Iterable[Thing]:
    """Nothing is left to do in a plan that is over."""
    is_over = ctx.plan.status in OVER
    return (replace(each, is_over=True, is_late=False) for each in found) if is_over else found


def _owned(ctx: PlanContext, person: str) -> Iterator[Thing]:
    yield from _plan(ctx, person)
    yield from _campaigns(ctx, person)
    yield from _work(ctx, person)
    for collection, kind, page, prefix in OWNED:
        for each in getattr(ctx.plan, collection).values():
            if each.owner == person:
                name = text(each.label, href=ctx.href(page, f"{prefix}-{each.id}"))
                yield _entity(ctx, each, collection, kind, name)


def _plan(ctx: PlanContext, person: str) -> Iterator[Thing]:
    plan = ctx.plan
    if plan.owner == person:
        end = number(ctx.formats.date(plan.period.last)) if plan.period else NONE
        last = plan.period.last if plan.period else None
        is_over = plan.status in OVER
        yield Thing(
            text(plan.label, href=ctx.href("index")), _("Plan"),
            status(plan.status if is_over else ctx.results.health.status), end, last, is_over,
        )


def _campaigns(ctx: PlanContext, person: str) -> Iterator[Thing]:
    for campaign in ctx.plan.campaigns.values():
        if campaign.owner == person:
            found = ctx.results.campaigns.get(campaign.id)
            last = found.finish if found else None
            name = text(campaign.label, href=ctx.href(f"campaigns/{campaign.id}"))
            is_over = campaign.status in OVER
            state = status(campaign_state(ctx, campaign))
            yield Thing(name, _("Campaign"), state, number(ctx.formats.date(last)) if last else NONE, last, is_over)


def _work(ctx: PlanContext, person: str) -> Iterator[Thing]:
    for work in works(ctx).values():
        if work.task.owner == person:
            last = _last_day(work)
            name = text(work.task.label, href=ctx.href("timeline", f"task-{work.id}"))
            days = _days_late(ctx, work, last)
            late = _late_words(ctx, days) if days else ""
            kind = _("Milestone") if work.task.is_milestone else _("Task")
            due = number(ctx.formats.date(last)) if last else NONE
            yield Thing(name, kind, status(work.state, late), due, last, work.state in OVER, days > 0)


def _last_day(work: Work) -> date | None:
    """When a task has to be finished: on its last day, or by a deadline that comes before that."""
    finish, deadline = work.scheduled.finish, work.task.deadline
    return min(finish, deadline.last) if finish and deadline and not work.task.is_done else finish


def _days_late(ctx: PlanContext, work: Work, last: date | None) -> int:
    """Since when a task that is not over should be finished."""
    past = (ctx.results.today.as_of - last).days if last and work.state not in OVER else 0
    return max(work.days_late, past, 0)


def _entity(ctx: PlanContext, entity: Entity, collection: str, kind: str, name: Cell) -> Thing:
    written = getattr(entity, "status", None)
    period: Period | None = getattr(entity, "due", None) or getattr(entity, "review_by", None)
    due = number(ctx.formats.period(period)) if period else NONE
    last = period.last if period else None
    if isinstance(entity, Review):
        last = next_review(ctx.plan, entity, ctx.results.today.as_of)
        due = number(ctx.formats.date(last)) if last else NONE
    is_over = (written or "").lower() in OVER
    is_late = collection in DATED and not is_over and last is not None and last < ctx.results.today.as_of
    state = _late(ctx, last) if is_late and last else _status(ctx, entity, collection)
    return Thing(name, _(kind), state, due, last, is_over, is_late)


def _late(ctx: PlanContext, last: date) -> Cell:
    return status("off-track", _late_words(ctx, (ctx.results.today.as_of - last).days))


def _late_words(ctx: PlanContext, days: int) -> str:
    return _("{days} d late").format(days=ctx.formats.number(days))


def _status(ctx: PlanContext, entity: Entity, collection: str) -> Cell:
    """The computed status of goals and KPIs, the written one of all else."""
    if collection == "goals":
        goal = ctx.results.goals.goals.get(entity.id)
        kpi = measured_one(ctx, goal.kpi or "") if goal else None
        return status(goal.status, goal_words(goal, kpi)) if goal else status(None)
    if collection == "kpis":
        kpi = measured_one(ctx, entity.id)
        return status(kpi.result.status, status_words(kpi)) if kpi else status(None)
    written: str | None = getattr(entity, "status", None)
    if not written:
        return NONE
    return text(chosen_status(written) if collection in CHOSEN else written.capitalize())
