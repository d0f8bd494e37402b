"""Coverage of goals, and to what end all is done: chains up to an objective's outcome (plan format, section 3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from omp_plugin.compute.budget_campaigns import homes_of_tactics
from omp_plugin.compute.measure import delivered, value_of
from omp_plugin.compute.results import CampaignResult, GoalResult, GoalResults, KpiResults, Status, worst
from omp_plugin.model.goals import Goal
from omp_plugin.model.plan import Plan
from omp_plugin.model.tasks import Task

COVERED = Fraction(1)
"""Coverage from which a goal is on track: the campaigns plan to deliver all of it."""
NEARLY_COVERED = Fraction(85, 100)
"""Coverage from which a goal is at risk only."""


class _Delivery(NamedTuple):
    """What all campaigns deliver to one KPI; `planned` is unknown where a figure is in a unit that does not fit."""

    contributions: Mapping[str, Fraction]
    planned: Fraction | None


def compute_goals(plan: Plan, kpis: KpiResults, campaigns: Mapping[str, CampaignResult]) -> GoalResults:
    """What the campaigns plan to deliver for each goal, and the goals facet: the worst coverage that is known."""
    deliveries = _deliveries(plan, campaigns)
    goals = {id_: _goal(plan, goal, kpis, deliveries) for id_, goal in plan.goals.items()}
    return GoalResults(goals, worst([result.coverage_status for result in goals.values()]))


def _deliveries(plan: Plan, campaigns: Mapping[str, CampaignResult]) -> Mapping[str, _Delivery]:
    """By KPI, for those in which a campaign states a figure."""
    found: dict[str, dict[str, Fraction]] = {}
    for id_, campaign in campaigns.items():
        for kpi, figure in campaign.delivers.items():
            found.setdefault(kpi, {})[id_] = figure
    stated = (pair for campaign in plan.campaigns.values() for pair in delivered(plan, campaign).items())
    unknown = {kpi for kpi, figure in stated if figure is None}
    return {
        kpi: _Delivery(figures, None if kpi in unknown else sum(figures.values(), Fraction(0)))
        for kpi, figures in found.items()
    }


def _goal(plan: Plan, goal: Goal, kpis: KpiResults, deliveries: Mapping[str, _Delivery]) -> GoalResult:
    kpi = goal.kpi if goal.kpi in plan.kpis else None
    if kpi is None:
        return GoalResult(goal.id, None, None, None, None, "unknown", "unknown", {})
    target = _target(plan, goal, kpi, kpis)
    delivery = deliveries.get(kpi, _Delivery({}, None))
    coverage = delivery.planned / target if delivery.planned is not None and target else None
    covered = _covered(coverage)
    status = worst([covered, kpis.kpis[kpi].status])
    return GoalResult(goal.id, kpi, target, delivery.planned, coverage, covered, status, delivery.contributions)


def _target(plan: Plan, goal: Goal, kpi: str, kpis: KpiResults) -> Fraction | None:
    """The goal's own target, else its KPI's; one that is open, or could not be read, is not replaced."""
    if goal.target is not None or "target" in goal.places:
        return value_of(plan, plan.kpis[kpi], goal.target)
    return kpis.kpis[kpi].target


def _covered(coverage: Fraction | None) -> Status:
    if coverage is None:
        return "unknown"
    if coverage >= COVERED:
        return "on-track"
    return "at-risk" if coverage >= NEARLY_COVERED else "off-track"


def campaigns_by_goal(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """The campaigns that serve each goal, in the author's order."""
    return _collected((goal, id_) for id_, campaign in plan.campaigns.items() for goal in dict.fromkeys(campaign.goals))


def goals_by_kpi(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """The goals that are measured by each KPI."""
    return _collected((goal.kpi, id_) for id_, goal in plan.goals.items() if goal.kpi)


def tasks_by_campaign(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """The tasks of each campaign, those that name only one of its tactics included, and the cancelled ones."""
    of_tactic = campaigns_of_tactics(plan)
    named = ((_campaign_of(task, of_tactic), id_) for id_, task in plan.tasks.items())
    return _collected((campaign, id_) for campaign, id_ in named if campaign)


def campaigns_of_tactics(plan: Plan) -> dict[str, str]:
    """The campaign of each tactic; an id that several campaigns give to one of theirs names none of them."""
    return homes_of_tactics(plan.campaigns)


def _collected(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, id_ in pairs:
        found.setdefault(key, []).append(id_)
    return {key: tuple(ids) for key, ids in found.items()}


def _campaign_of(task: Task, of_tactic: Mapping[str, str]) -> str | None:
    return task.campaign or (of_tactic.get(task.tactic) if task.tactic else None)


class Link(NamedTuple):
    """One step of a chain: `kind` is task, tactic, line, campaign, goal, objective or outcome."""

    kind: str
    id: str
    label: str


Chain = tuple[Link, ...]


def chain(plan: Plan, kind: str, id_: str) -> tuple[Chain, ...]:
    """To what end: every way from a task, tactic, line, campaign, goal or objective up to an outcome.

    A way ends where the plan names nothing further: only one whose last link is an `outcome` reaches the profit and
    loss account. Something that is not in the plan has no chain.
    """
    upward = _UPWARD.get(kind)
    return tuple(upward(plan, id_)) if upward else ()


def _begun(link: Link, ends: list[Chain]) -> list[Chain]:
    return [(link, *end) for end in ends] or [(link,)]


def _from_objective(plan: Plan, id_: str | None) -> list[Chain]:
    objective = plan.objectives.get(id_ or "")
    if objective is None:
        return []
    outcome = objective.outcome
    end: list[Chain] = [(Link("outcome", outcome, outcome),)] if outcome else []
    return _begun(Link("objective", objective.id, objective.label), end)


def _from_goal(plan: Plan, id_: str | None) -> list[Chain]:
    goal = plan.goals.get(id_ or "")
    return _begun(Link("goal", goal.id, goal.label), _from_objective(plan, goal.objective)) if goal else []


def _from_campaign(plan: Plan, id_: str | None) -> list[Chain]:
    """Through its goals; a campaign without one serves its objective."""
    campaign = plan.campaigns.get(id_ or "")
    if campaign is None:
        return []
    ends = [end for goal in dict.fromkeys(campaign.goals) for end in _from_goal(plan, goal)]
    return _begun(Link("campaign", campaign.id, campaign.label), ends or _from_objective(plan, campaign.objective))


def _from_tactic(plan: Plan, id_: str, campaign: str | None = None) -> list[Chain]:
    """A tactic of that campaign, by default of the only one that has it; without it, the campaign."""
    campaign = campaign or campaigns_of_tactics(plan).get(id_)
    ends = _from_campaign(plan, campaign)
    tactic = plan.campaigns[campaign].tactics.get(id_) if campaign and campaign in plan.campaigns else None
    return _begun(Link("tactic", tactic.id, tactic.label), ends) if tactic else ends


def _from_activity(plan: Plan, tactic: str | None, campaign: str | None) -> list[Chain]:
    return _from_tactic(plan, tactic, campaign) if tactic else _from_campaign(plan, campaign)


def _from_task(plan: Plan, id_: str) -> list[Chain]:
    task = plan.tasks.get(id_)
    return _begun(Link("task", task.id, task.label), _from_activity(plan, task.tactic, task.campaign)) if task else []


def _from_line(plan: Plan, id_: str) -> list[Chain]:
    """Through its campaign, those that share it, or that of its tactic; without any, through its goal."""
    line = plan.budget.lines.get(id_) if plan.budget else None
    if line is None:
        return []
    if line.split and not line.campaign:
        ends = [end for campaign in line.split for end in _from_campaign(plan, campaign)]
    else:
        ends = _from_activity(plan, line.tactic, line.campaign)
    return _begun(Link("line", line.id, line.label), ends or _from_goal(plan, line.goal))


_UPWARD: Mapping[str, Callable[[Plan, str], list[Chain]]] = {
    "task": _from_task,
    "tactic": _from_tactic,
    "line": _from_line,
    "campaign": _from_campaign,
    "goal": _from_goal,
    "objective": _from_objective,
}
