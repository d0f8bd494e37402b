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
from omp_plugin.render.coverage import covered
from omp_plugin.render.measured import Measured, goal_words, measured
from omp_plugin.render.tables import (
    NONE,
    OPEN,
    Cell,
    Column,
    Row,
    RowGroup,
    TableView,
    columns,
    number,
    owner,
    right,
    status,
    text,
)
from omp_plugin.render.work import campaign_state
from omp_plugin.words import _, ngettext, pgettext

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
    bar = budget_bar(ctx, heading=_("Budget"))
    risks = risk_table(ctx, RISKS, _("Top risks"))
    return OnePage(
        health(ctx), goals_and_targets(ctx), campaigns_in_brief(ctx),
        None if isinstance(bar, NoBudget) else bar,
        milestones(ctx, MILESTONES, _("Next milestones")),
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
    labels = (pgettext("value of a KPI", "Now"), _("Target"), pgettext("day", "By"), pgettext("goal", "Covered"))
    heads = columns(_("Goal"), _("KPI"), *map(right, labels), _("Status"))
    left = len(known) - len(shown)
    said = ngettext("{n} more goal on the pages of the plan.", "{n} more goals on the pages of the plan.", left)
    note = said.format(n=ctx.formats.number(left)) if left > 0 else ""
    return TableView(_("From objectives to targets"), heads, groups, note, is_section=True) if groups else None


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
            status(result.status, goal_words(result, kpi)),
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
    heads = _heads(has_goal=goal is not None, has_money=has_money)
    notes = [_brings(ctx, goal)] if goal else []
    left = len(found) - len(rows)
    said = ngettext("{n} more campaign on the pages of the plan.", "{n} more campaigns on the pages of the plan.", left)
    notes.append(said.format(n=ctx.formats.number(left)) if left > 0 else "")
    return TableView(_("Campaigns"), heads, (RowGroup(rows),), " ".join(filter(None, notes)), is_section=True)


def _heads(*, has_goal: bool, has_money: bool) -> tuple[Column, ...]:
    labels = [pgettext("campaign", "Brings")] if has_goal else []
    labels += [_("Budget"), _("Forecast")] if has_money else []
    labels += [pgettext("day", "From"), pgettext("day", "To")]
    return columns(_("Campaign"), _("Manager"), *map(right, labels), _("Status"))


def _brings(ctx: PlanContext, goal: GoalResult) -> str:
    kpi = ctx.plan.kpis.get(goal.kpi or "")
    return _("Each brings its part of: {kpi}.").format(kpi=kpi.label) if kpi else ""


def _campaign(
    ctx: PlanContext, campaign: Campaign, index: int, goal: GoalResult | None, *, has_money: bool
) -> Iterator[Cell]:
    result, formats = ctx.results.campaigns.get(campaign.id), ctx.formats
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
    yield status(campaign_state(ctx, campaign))


COMPONENTS = (Component("one_page", one_page, "the plan on one sheet, to hand out"),)
