"""Checks of campaigns: each serves a goal, in that goal's figures, with money behind it."""

from __future__ import annotations

from collections.abc import Iterator

from omp_plugin.check.fields import is_given
from omp_plugin.check.words import listed, quoted, such_as
from omp_plugin.compute.homes import lines_by_campaign
from omp_plugin.compute.results import Results
from omp_plugin.model.budget import Line
from omp_plugin.model.campaigns import Campaign, Tactic
from omp_plugin.model.plan import Plan
from omp_plugin.model.tasks import Task
from omp_plugin.problems import Problem, problem


def running(plan: Plan) -> Iterator[Campaign]:
    """The campaigns that are not cancelled."""
    return (campaign for campaign in plan.campaigns.values() if campaign.status != "cancelled")


def campaign_without_budget(plan: Plan, results: Results) -> Iterator[Problem]:
    """The campaign has no budget, no tactic of it has one, and no budget line pays for it.

    Work that costs nothing is rare: most often the money was forgotten, and is missing later. Write `budget: 0` for a
    campaign that needs none, or `budget: none` for a plan without money (plan format, sections 2 and 6).
    """
    if "budget" in plan.unread or ("budget" in plan.places and plan.budget is None):
        return
    paid = _paid_for(plan)
    for campaign in running(plan):
        has_budget = is_given(campaign, "budget") or any(is_given(each, "budget") for each in campaign.tactics.values())
        if not has_budget and campaign.id not in paid:
            message = f"campaign {quoted(campaign)} has no budget, and no budget line pays for it"
            hint = f'write its "budget: 500" (0 if it costs nothing), or a budget line with "campaign: {campaign.id}"'
            yield problem(campaign.at, "campaign-without-budget", message, hint)


def _paid_for(plan: Plan) -> set[str]:
    """The campaigns that budget lines name, directly, by a split or by a tactic."""
    return {campaign for campaign, _ in lines_by_campaign(plan)}


def campaign_metric_mismatch(plan: Plan, results: Results) -> Iterator[Problem]:
    """The campaign gives no figure for the KPI of any goal that it serves.

    A campaign is judged by what it adds to a goal, in the goal's own metric. What cannot say so is a tactic of a
    campaign that can (plan format, section 10).
    """
    for campaign in running(plan):
        kpis = sorted({kpi for id_ in campaign.goals if id_ in plan.goals and (kpi := plan.goals[id_].kpi)})
        if not kpis or _stated(campaign).intersection(kpis) or _is_open(campaign) or has_lost_figures(plan, campaign):
            continue
        names = listed([f'"{kpi}"' for kpi in kpis[:3]], "or")
        message = f"campaign {quoted(campaign)} gives no figure for the KPI of a goal that it serves: {names}"
        hint = f'write what it is to bring ("delivers: {{{kpis[0]}: 100}}"), or make it a tactic of one that says so'
        yield problem(campaign.where("delivers"), "campaign-metric-mismatch", message, hint)


def _stated(campaign: Campaign) -> set[str]:
    return {*campaign.delivers, *(kpi for tactic in campaign.tactics.values() for kpi in tactic.delivers)}


def _is_open(campaign: Campaign) -> bool:
    return "delivers" in campaign.open or any("delivers" in tactic.open for tactic in campaign.tactics.values())


def has_lost_figures(plan: Plan, campaign: Campaign) -> bool:
    """True for a campaign that delivers something that could not be read, or of a KPI that does not exist."""
    parts: tuple[Campaign | Tactic, ...] = (campaign, *campaign.tactics.values())
    return any("delivers" in each.flawed or not each.delivers.values.keys() <= plan.kpis.keys() for each in parts)


def orphan_activity(plan: Plan, results: Results) -> Iterator[Problem]:
    """A task, budget line or campaign that leads to no goal: nobody can say to what end it is done or paid.

    A task belongs to a campaign or a tactic, a budget line to a campaign, several (by its split) or a goal, a campaign
    to a goal or an objective. A milestone without a campaign is a landmark of the plan and needs none; cancelled tasks
    and campaigns are left alone (plan format, section 3).
    """
    spring, more = such_as(plan.campaigns, "spring"), such_as(plan.goals, "more-orders")
    hint = f'write the campaign (or "tactic") that it is for: "campaign: {spring}"'
    for task in plan.tasks.values():
        if _is_stray(task):
            message = f"task {quoted(task)} belongs to no campaign: to what end is it done?"
            yield problem(task.at, "orphan-activity", message, hint)
    for line in plan.budget.lines.values() if plan.budget else ():
        if not _is_any_given(line, "campaign", "tactic", "split", "goal"):
            message = f"budget line {quoted(line)} belongs to no campaign and no goal: to what end is it paid?"
            hint = f'write what it pays for: "campaign: {spring}" or "goal: {more}", or its shares under "split"'
            yield problem(line.at, "orphan-activity", message, hint)
    for campaign in running(plan):
        if not _is_any_given(campaign, "goals", "objective"):
            message = f"campaign {quoted(campaign)} serves no goal: to what end is it run?"
            hint = f'write the goals that it is for: "goals: [{more}]" (or an "objective")'
            yield problem(campaign.at, "orphan-activity", message, hint)


def _is_stray(task: Task) -> bool:
    return not (task.is_cancelled or task.is_milestone or _is_any_given(task, "campaign", "tactic"))


def _is_any_given(record: Task | Line | Campaign, *names: str) -> bool:
    return any(is_given(record, name) for name in names)
