"""The goals map: objectives, goals, campaigns and KPIs, and what is linked to nothing (design, section 7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from omp_plugin.compute.goals import campaigns_by_goal
from omp_plugin.compute.results import GoalResult, worst
from omp_plugin.model.campaigns import Campaign
from omp_plugin.model.goals import Goal, Objective
from omp_plugin.render.coverage import bar_of, covered, unit_words
from omp_plugin.render.measured import Measured, delivered_ids, goal_words, homes, measured, status_words
from omp_plugin.render.tables import person_name
from omp_plugin.words import _

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of the map with those below it; `figure` is what it adds, `bar` that on one scale, in per cent.

    Proofs are the addresses of figure and status among the sources.
    """

    level: str
    kind: str
    name: str
    anchor: str = ""
    href: str | None = None
    figure: str = ""
    detail: str = ""
    bar: str = ""
    status: str = ""
    status_label: str = ""
    is_struck: bool = False
    figure_proof: str | None = None
    status_proof: str | None = None
    children: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Loose:
    """Something that serves no goal: the `campaign` without goal and objective, or its `tactic` without a KPI."""

    campaign: str
    href: str | None
    tactic: str = ""


def depth(item: Item) -> int:
    """How many levels an entry and those below it have."""
    return 1 + max(map(depth, item.children), default=0)


class Tree:
    """Builds the map of one plan."""

    def __init__(self, ctx: PlanContext) -> None:
        self.ctx = ctx
        self.kpis = measured(ctx)
        self.homes = homes(ctx.plan)
        self.by_goal = campaigns_by_goal(ctx.plan)
        self.numbers = {id_: place for place, id_ in enumerate(ctx.plan.campaigns, 1)}

    def roots(self) -> Iterator[Item]:
        """The objectives, then the goals that serve none."""
        plan = self.ctx.plan
        for objective in plan.objectives.values():
            yield self._objective(objective)
        rest = tuple(self._goals(goal for goal in plan.goals.values() if goal.objective not in plan.objectives))
        if rest:
            word = _("Goals without an objective") if plan.objectives else _("Goals")
            yield Item("objective", _("Objective"), word, children=rest)

    def _objective(self, objective: Objective) -> Item:
        plan = self.ctx.plan
        goals = [goal for goal in plan.goals.values() if goal.objective == objective.id]
        direct = [each for each in plan.campaigns.values() if not each.goals and each.objective == objective.id]
        results = self.ctx.results.goals.goals
        state = worst([results[goal.id].status for goal in goals if goal.id in results])
        outcome = _("TBD") if "outcome" in objective.open else objective.outcome
        return Item(
            "objective",
            _("Business objective"),
            objective.label,
            f"objective-{objective.id}",
            detail=_("Outcome: {outcome}").format(outcome=outcome) if outcome else "",
            status=state if goals else "",
            children=(*self._goals(goals), *(self._campaign(each, None, {}) for each in direct)),
        )

    def _goals(self, goals: Iterable[Goal]) -> Iterator[Item]:
        order = {id_: place for place, id_ in enumerate(self.ctx.plan.goals, 1)}
        for goal in goals:
            yield self._goal(goal, order[goal.id])

    def _goal(self, goal: Goal, place: int) -> Item:
        result = self.ctx.results.goals.goals[goal.id]
        kpi = self.kpis.get(result.kpi or "")
        campaigns = (self.ctx.plan.campaigns[id_] for id_ in self.by_goal.get(goal.id, ()))
        figure = _("Coverage not known")
        if result.coverage is not None:
            figure = _("{percent} of target").format(percent=covered(self.ctx, result))
        return Item(
            "goal",
            _("Goal {n}").format(n=self.ctx.formats.number(place)),
            goal.label,
            href=self.ctx.href("goals", f"goal-{goal.id}"),
            figure=figure,
            detail=_planned(kpi, result),
            status=result.status,
            status_label=goal_words(result, kpi),
            figure_proof=self.ctx.proof(f"goals.{goal.id}.coverage") if result.coverage is not None else None,
            status_proof=self.ctx.proof(f"goals.{goal.id}.status"),
            children=tuple(self._campaign(each, goal, result.contributions) for each in campaigns),
        )

    def _campaign(self, campaign: Campaign, goal: Goal | None, contributions: Mapping[str, Fraction]) -> Item:
        formats, value = self.ctx.formats, contributions.get(campaign.id)
        kpi = self.kpis.get(goal.kpi or "") if goal else None
        owner = person_name(self.ctx, campaign.owner) if campaign.owner else _("owner TBD")
        number = _("Campaign {n}").format(n=formats.number(self.numbers[campaign.id]))
        is_cancelled = campaign.status == "cancelled"
        is_missing = kpi is not None and value is None and not is_cancelled
        return Item(
            "campaign",
            f"{number} · {owner}",
            campaign.label,
            href=self.ctx.href(f"campaigns/{campaign.id}", ""),
            figure=kpi.value(value) if kpi and value is not None else "",
            detail=_("No figure for {kpi}").format(kpi=kpi.kpi.label) if kpi and is_missing else "",
            bar=bar_of(value, max(contributions.values(), default=Fraction(0))),
            status="cancelled" if is_cancelled else "",
            is_struck=is_cancelled,
            figure_proof=self.ctx.proof(f"campaigns.{campaign.id}.delivers.{goal.kpi}") if goal else None,
            children=() if is_cancelled else tuple(self._leaves(campaign, goal)),
        )

    def _leaves(self, campaign: Campaign, goal: Goal | None) -> Iterator[Item]:
        """The KPIs that the campaign moves, under the goal they belong to; the goal's own is on the goal."""
        for id_ in delivered_ids(self.ctx.plan, campaign.id):
            home, kpi = self.homes.get(id_), self.kpis.get(id_)
            belongs = goal is None or home == goal.id or home not in campaign.goals.values
            if kpi and belongs and not (goal and goal.kpi == id_):
                yield self._kpi(kpi, campaign.id, self.ctx.results.campaigns[campaign.id].delivers.get(id_))

    def _kpi(self, kpi: Measured, campaign: str, value: Fraction | None) -> Item:
        return Item(
            "kpi",
            _("KPI"),
            kpi.kpi.label,
            href=self.ctx.href("kpis", f"kpi-{kpi.id}"),
            figure=kpi.value(value) if value is not None else "",
            status=kpi.result.status,
            status_label=status_words(kpi),
            status_proof=self.ctx.proof(f"kpis.{kpi.id}.status"),
            figure_proof=self.ctx.proof(f"campaigns.{campaign}.delivers.{kpi.id}"),
        )

    def loose(self) -> Iterator[Loose]:
        """Campaigns without goal and objective, and tactics without a figure where figures are the tactics'."""
        plan = self.ctx.plan
        for campaign in plan.campaigns.values():
            if campaign.status == "cancelled":
                continue
            href = self.ctx.href(f"campaigns/{campaign.id}", "")
            if not (set(campaign.goals) & set(plan.goals) or campaign.objective in plan.objectives):
                yield Loose(campaign.label, href)
            is_by_tactic = any(tactic.delivers for tactic in campaign.tactics.values()) or not campaign.delivers
            for tactic in campaign.tactics.values():
                if is_by_tactic and not tactic.delivers:
                    yield Loose(campaign.label, href, tactic.label)


def _planned(kpi: Measured | None, result: GoalResult) -> str:
    """What is planned of the target, in the KPI's unit."""
    if kpi is None:
        return _("No KPI")
    target = f"{kpi.value(result.target)}{unit_words(kpi)}" if result.target is not None else ""
    if result.planned is None:
        return _("{kpi}, target {target}").format(kpi=kpi.kpi.label, target=target) if target else kpi.kpi.label
    said = _("{kpi}: {planned} planned of {target}") if target else _("{kpi}: {planned} planned")
    return said.format(kpi=kpi.kpi.label, planned=kpi.value(result.planned), target=target)
