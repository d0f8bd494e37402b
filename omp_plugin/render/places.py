"""Where the things of a plan are shown: the page and anchor of an entity by its id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from omp_plugin.model.structures import Entity
from omp_plugin.render.tables import Part

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

PLACES = (
    # collection, page, prefix of the anchor
    ("tasks", "timeline", "task"),
    ("goals", "goals", "goal"),
    ("kpis", "kpis", "kpi"),
    ("risks", "risks", "risk"),
    ("assumptions", "risks", "assumption"),
    ("constraints", "risks", "constraint"),
    ("decisions", "risks", "decision"),
    ("objectives", "goals", "objective"),
    ("people", "team", "person"),
    ("reviews", "reviews", "review"),
)


def place(ctx: PlanContext, id_: str) -> Part:
    """The name and address of an entity; an id that nothing has stands for itself."""
    campaign = ctx.plan.campaigns.get(id_)
    if campaign is not None:
        return Part(campaign.label, ctx.href(f"campaigns/{id_}"))
    for collection, page, prefix in PLACES:
        found = getattr(ctx.plan, collection).get(id_)
        if found is not None:
            return Part(found.label, ctx.href(page, f"{prefix}-{id_}"))
    return _inner(ctx, id_) or Part(id_)


def places(ctx: PlanContext, ids: Iterable[str]) -> Iterator[Part]:
    """The names and addresses of several."""
    return (place(ctx, id_) for id_ in ids)


def _inner(ctx: PlanContext, id_: str) -> Part | None:
    """Budget lines, tactics, segments and personas: entities below the plan's own collections."""
    plan = ctx.plan
    if plan.budget and id_ in plan.budget.lines:
        return Part(plan.budget.lines[id_].label, ctx.href("budget", f"line-{id_}"))
    for campaign in plan.campaigns.values():
        if id_ in campaign.tactics:
            return Part(campaign.tactics[id_].label, ctx.href(f"campaigns/{campaign.id}"))
    found: Entity | None = None
    if plan.market:
        found = plan.market.personas.get(id_) or plan.market.segments.get(id_)
    return Part(found.label, ctx.href("strategy")) if found else None
