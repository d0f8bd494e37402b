"""The plan on one sheet, to hand out: aims, campaigns, health, money, dates and risks (design, section 13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from omp_plugin.compute.results import GoalResult
from omp_plugin.model.campaigns import Campaign
from omp_plugin.model.goals import Goal
from omp_plugin.render.components.budget_bar import BudgetBar, NoBudget, budget_bar
from omp_plugin.render.components.component import Component
from omp_plugin.render.components.facets import covered_goal
from omp_plugin.render.components.overview import HealthView, health
from omp_plugin.render.components.risks import TopRisks, risk_table
from omp_plugin.render.components.tasks import MilestoneList, milestones
from omp_plugin.render.components.titles import campaign_pill
from omp_plugin.render.coverage import covered
from omp_plugin.render.measured import Measured, measured, status_words
from omp_plugin.render.tables import NONE, OPEN, Cell, Row, RowGroup, TableView, columns, number, owner, status, text

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

GOALS, CAMPAIGNS, MILESTONES, RISKS = 6, 9, 4, 3
"""Most of each that a sheet has room for: further ones are counted."""


@dataclass(frozen=True, slots=True)
class OnePage:
    """The parts of the sheet, each as its own component has it; `None` for what the plan does not have."""

    health: HealthView
    goals: TableView | None
    campaigns: TableView | None
    budget: BudgetBar | None
    milestones: MilestoneList | None
    risks: TopRisks | None


def one_page(ctx: PlanContext) -> OnePage:
    """The plan on one sheet: what it is to reach, by which campaigns, how it goes, what it costs, what comes next."""
    bar = budget_bar(ctx, heading="Budget")
    risks = risk_table(ctx, RISKS, "Top risks")
    return OnePage(
        health(ctx), goals_and_targets(ctx), campaigns_in_brief(ctx),
        None if isinstance(bar, NoBudget) else bar,
        milestones(ctx, MILESTONES, "Next milestones"),
        risks if isinstance(risks, TopRisks) else None,
    )  # fmt: skip


def goals_and_targets(ctx: PlanContext) -> TableView | None:
    """The goals by the objective that they serve, each with its KPI now and its target."""
    results, kpis = ctx.results.goals.goals, measured(ctx)
    order = {id_: place for place, id_ in enumerate(ctx.plan.objectives)}
    known = [goal for id_, goal in ctx.plan.goals.items() if id_ in results]
    shown = sorted(known[:GOALS], key=lambda goal: order.get(goal.objective or "", len(order)))
    groups = tuple(
        RowGroup(tuple(_goal(ctx, goal, results[goal.id], kpis) for goal in goals), _objective(ctx, id_))
        for id_, goals in groupby(shown, key=lambda goal: goal.objective or "")
    )
    heads = columns("Goal", "KPI", "Now#", "Target#", "By#", "Covered#", "Status")
    note = _more(ctx, len(known) - len(shown), "goal")
    return TableView("From objectives to targets", heads, groups, note, is_section=True) if groups else None


def _objective(ctx: PlanContext, id_: str) -> str:
    objective = ctx.plan.objectives.get(id_)
    return objective.label if objective else ""


def _goal(ctx: PlanContext, goal: Goal, result: GoalResult, kpis: Mapping[str, Measured]) -> Row:
    kpi = kpis.get(result.kpi or "")
    return Row(
        "",
        (
            Cell("text", goal.label, href=ctx.href("goals", f"goal-{goal.id}")),
            text(kpi.kpi.label) if kpi else NONE,
            number(kpi.value(kpi.result.actual)) if kpi and kpi.result.actual is not None else NONE,
            _target(goal, result, kpi),
            number(ctx.formats.period(goal.due)) if goal.due else NONE,
            number(covered(ctx, result)) if result.coverage is not None else NONE,
            status(kpi.result.status, status_words(kpi)) if kpi else NONE,
        ),
    )


def _target(goal: Goal, result: GoalResult, kpi: Measured | None) -> Cell:
    if "target" in goal.open or (kpi and goal.target is None and "target" in kpi.kpi.open):
        return OPEN
    if kpi is None:
        return number(goal.target.text) if goal.target else NONE
    return number(kpi.value(result.target)) if result.target is not None else NONE


def campaigns_in_brief(ctx: PlanContext) -> TableView | None:
    """The campaigns with what each is to bring, its money and its dates."""
    found = list(ctx.plan.campaigns.values())
    if not found:
        return None
    goal, has_money = covered_goal(ctx), any(each.sums for each in ctx.results.campaigns.values())
    rows = tuple(
        Row("", tuple(_campaign(ctx, each, index, goal, has_money=has_money)))
        for index, each in enumerate(found[:CAMPAIGNS], 1)
    )
    money = ("Budget#", "Forecast#") if has_money else ()
    heads = columns("Campaign", "Manager", *(("Brings#",) if goal else ()), *money, "From#", "To#", "Status")
    notes = [_brings(ctx, goal)] if goal else []
    notes.append(_more(ctx, len(found) - len(rows), "campaign"))
    return TableView("Campaigns", heads, (RowGroup(rows),), " ".join(filter(None, notes)), is_section=True)


def _brings(ctx: PlanContext, goal: GoalResult) -> str:
    kpi = ctx.plan.kpis.get(goal.kpi or "")
    return f"Each brings its part of: {kpi.label}." if kpi else ""


def _campaign(
    ctx: PlanContext, campaign: Campaign, index: int, goal: GoalResult | None, *, has_money: bool
) -> Iterator[Cell]:
    result, formats, pill = ctx.results.campaigns.get(campaign.id), ctx.formats, campaign_pill(ctx, campaign)
    href, is_over = ctx.href(f"campaigns/{campaign.id}"), campaign.status == "cancelled"
    yield Cell("text", campaign.label, href=href, is_struck=is_over, tag=formats.number(index))
    yield owner(campaign)
    if goal:
        figure, kpi = goal.contributions.get(campaign.id), ctx.plan.kpis.get(goal.kpi or "")
        yield number(formats.kpi(figure, kpi.unit if kpi else None)) if figure is not None else NONE
    if has_money:
        sums = result.sums if result else None
        yield number(formats.money(sums.planned)) if sums else NONE
        yield number(formats.money(sums.forecast)) if sums else NONE
    for day in (result.start, result.finish) if result else (None, None):
        yield number(formats.short(day)) if day else NONE
    yield status(pill.status, pill.label)


def _more(ctx: PlanContext, left: int, word: str) -> str:
    """What the sheet has no room for."""
    return f"{ctx.formats.count(left, f'more {word}')} on the pages of the plan." if left > 0 else ""


COMPONENTS = (Component("one_page", one_page, "the plan on one sheet, to hand out"),)
