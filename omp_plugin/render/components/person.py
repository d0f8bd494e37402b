"""Everything that one person answers for, in all plans of a site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from omp_plugin.model.structures import Entity
from omp_plugin.render.components.component import Component
from omp_plugin.render.tables import NONE, Cell, Row, RowGroup, TableView, columns, number, status, text
from omp_plugin.render.work import works

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

OWNED = (
    # collection, what one of them is called, its page, prefix of its anchor
    ("objectives", "Objective", "goals", "objective"),
    ("goals", "Goal", "goals", "goal"),
    ("kpis", "KPI", "kpis", "kpi"),
    ("risks", "Risk", "risks", "risk"),
    ("assumptions", "Assumption", "risks", "assumption"),
    ("constraints", "Constraint", "risks", "constraint"),
    ("decisions", "Decision", "risks", "decision"),
    ("reviews", "Review", "reviews", "review"),
    ("next_steps", "Next step", "reviews", "step"),
    ("quality", "Standard", "reviews", "quality"),
    ("presence", "Check", "reviews", "presence"),
    ("tools", "Tool", "reviews", "tool"),
)


def person_table(ctx: PlanContext, person: str) -> TableView | None:
    """What a person owns in each plan: the plan itself, goals, KPIs, campaigns, tasks, risks and the rest."""
    plans = ctx.site.plans if ctx.site else (ctx,)
    groups = (RowGroup(tuple(_rows(each, person)), each.plan.label, _role(each, person)) for each in plans)
    shown = tuple(group for group in groups if group.rows)
    heads = columns("What", "Kind", "Status", "Due#")
    return TableView("Answers for", heads, shown, "By plan.") if shown else None


def _role(ctx: PlanContext, id_: str) -> str:
    found = ctx.plan.people.get(id_)
    return found.role or "" if found else ""


def _rows(ctx: PlanContext, person: str) -> Iterator[Row]:
    plan, results = ctx.plan, ctx.results
    if plan.owner == person:
        end = number(ctx.formats.period(plan.period)) if plan.period else NONE
        yield _row(text(plan.label, href=ctx.href("index")), "Plan", status(results.health.status), end)
    for campaign in (each for each in plan.campaigns.values() if each.owner == person):
        found = results.campaigns.get(campaign.id)
        finish = number(ctx.formats.date(found.finish)) if found and found.finish else NONE
        name = text(campaign.label, href=ctx.href(f"campaigns/{campaign.id}"))
        yield _row(name, "Campaign", status(found.status if found else None), finish)
    for work in (each for each in works(ctx).values() if each.task.owner == person):
        finish = number(ctx.formats.date(work.scheduled.finish)) if work.scheduled.finish else NONE
        name = text(work.task.label, href=ctx.href("timeline", f"task-{work.id}"))
        yield _row(name, "Milestone" if work.task.is_milestone else "Task", status(work.state), finish)
    for collection, kind, page, prefix in OWNED:
        for each in (each for each in getattr(plan, collection).values() if each.owner == person):
            name = text(each.label, href=ctx.href(page, f"{prefix}-{each.id}"))
            yield _row(name, kind, _status(ctx, each, collection), _due(ctx, each))


def _row(name: Cell, kind: str, state: Cell, due: Cell) -> Row:
    return Row("", (name, text(kind), state, due))


def _status(ctx: PlanContext, entity: Entity, collection: str) -> Cell:
    """The computed status of goals and KPIs, the written one of all else."""
    if collection == "goals":
        return status(ctx.results.goals.goals[entity.id].status if entity.id in ctx.results.goals.goals else None)
    if collection == "kpis":
        return status(ctx.results.kpis.kpis[entity.id].status if entity.id in ctx.results.kpis.kpis else None)
    written = getattr(entity, "status", None)
    return text(written.capitalize()) if written else NONE


def _due(ctx: PlanContext, entity: Entity) -> Cell:
    found = getattr(entity, "due", None) or getattr(entity, "review_by", None)
    return number(ctx.formats.period(found)) if found else NONE


COMPONENTS = (
    Component(
        "person_table",
        person_table,
        "everything that a person answers for, in all plans",
        "Nothing in the plans is this person's to answer for.",
    ),
)
