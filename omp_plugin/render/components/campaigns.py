"""The campaigns, all of them in one table (design, sections 9 and 11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from omp_plugin.compute.results import CampaignResult, GoalResult, Sums
from omp_plugin.model.campaigns import Campaign
from omp_plugin.render.components.campaign_brief import campaign_brief
from omp_plugin.render.components.component import Component
from omp_plugin.render.components.facets import covered_goal
from omp_plugin.render.tables import (
    NONE,
    Cell,
    Column,
    Row,
    RowGroup,
    TableView,
    columns,
    number,
    owner,
    right,
    text,
)
from omp_plugin.render.tables import status as status_cell
from omp_plugin.render.work import Work, campaign_state, works
from omp_plugin.words import _, marked, ngettext, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

ABSENT = marked("This plan has no campaigns. Add the key `campaigns`.")
NO_SUCH = marked("This plan has no campaign of that id.")


def campaign_table(ctx: PlanContext, heading: str = "") -> TableView | None:
    """Every campaign with its manager, what it delivers to the first covered goal, its money and what comes next.

    With a `heading` of its own it leaves out how much of the work is done, which stands on the campaigns' pages.
    """
    if not ctx.plan.campaigns:
        return None
    made = _Columns(ctx, covered_goal(ctx), is_brief=bool(heading))
    rows = tuple(made.row(campaign, index) for index, campaign in enumerate(ctx.plan.campaigns.values(), 1))
    caption = heading or _("Campaigns")
    return TableView(
        caption, made.heads(), (RowGroup(rows),), made.note(), made.foot(), is_section=bool(heading)
    )


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns that the plan has data for; `goal` is the one that contributions are counted to."""

    ctx: PlanContext
    goal: GoalResult | None
    is_brief: bool = False

    @property
    def _results(self) -> Sequence[CampaignResult]:
        return list(self.ctx.results.campaigns.values())

    @property
    def _has_money(self) -> bool:
        return any(result.sums for result in self._results)

    @property
    def _cents(self) -> bool:
        amounts = ((each.sums.planned, each.sums.forecast) for each in self._results if each.sums)
        return self.ctx.formats.has_cents(amount for pair in amounts for amount in pair)

    def heads(self) -> tuple[Column, ...]:
        """The heads, those of money and contribution only where there is any."""
        middle = [_("Contribution"), _("Share of target")] if self.goal else []
        money = [_("Budget"), _("Forecast")] if self._has_money else []
        work = [] if self.is_brief else [_("Work done")]
        figures = map(right, (*middle, *money, *work))
        return columns(_("Campaign"), _("Status"), _("Manager"), *figures, pgettext("work of a campaign", "Next"))

    def note(self) -> str:
        """What the contribution is counted in, and what the budget leaves out."""
        found = []
        if self.goal and self.goal.kpi:
            said = _("Contribution is what each campaign plans to deliver of {kpi}.")
            found.append(said.format(kpi=self._kpi_name))
        budget = self.ctx.results.budget
        if budget and budget.reserve and self._has_money:
            said = _("Budget excludes the {amount} reserve.")
            found.append(said.format(amount=self.ctx.formats.money(budget.reserve)))
        return " ".join(found)

    @property
    def _kpi_name(self) -> str:
        name = self.ctx.plan.kpis[self.goal.kpi].label if self.goal and self.goal.kpi else ""
        return name[:1].lower() + name[1:] if name[1:2].islower() else name

    def row(self, campaign: Campaign, index: int) -> Row:
        """One campaign."""
        result = self.ctx.results.campaigns.get(campaign.id)
        is_over = campaign.status == "cancelled"
        href, tag = self.ctx.href(f"campaigns/{campaign.id}"), self.ctx.formats.number(index)
        name = Cell("text", campaign.label, href=href, is_struck=is_over, tag=tag)
        return Row(
            f"campaign-{campaign.id}",
            (
                name,
                status_cell(campaign_state(self.ctx, campaign)),
                owner(campaign),
                *self._contribution(campaign.id),
                *self._money(result.sums if result else None, campaign.id),
                *self._work(result),
                _next(self.ctx, result),
            ),
        )

    def _work(self, result: CampaignResult | None) -> Iterator[Cell]:
        if self.is_brief:
            return
        progress = result.progress if result else None
        proof = self.ctx.proof(f"campaigns.{result.id}.progress") if result else None
        yield number(self.ctx.formats.percent(progress), proof=proof) if progress is not None else NONE

    def _contribution(self, campaign: str) -> Iterator[Cell]:
        if self.goal is None:
            return
        figure = self.goal.contributions.get(campaign)
        proof = self.ctx.proof(f"campaigns.{campaign}.delivers.{self.goal.kpi}")
        yield number(self._figure(figure), proof=proof) if figure is not None else NONE
        yield self._share(figure)

    def _figure(self, value: Fraction | None) -> str:
        kpi = self.ctx.plan.kpis[self.goal.kpi] if self.goal and self.goal.kpi else None
        return self.ctx.formats.kpi(value, kpi.unit if kpi else None)

    def _share(self, figure: Fraction | None) -> Cell:
        target = self.goal.target if self.goal else None
        return number(self.ctx.formats.percent(figure / target)) if figure is not None and target else NONE

    def _money(self, sums: Sums | None, campaign: str = "") -> Iterator[Cell]:
        if not self._has_money:
            return
        for state in ("planned", "forecast"):
            proof = self.ctx.proof(f"campaigns.{campaign}.{state}")
            money = self.ctx.formats.money(getattr(sums, state), cents=self._cents) if sums else None
            yield number(money, proof=proof)

    def foot(self) -> tuple[Cell, ...]:
        """The sums."""
        campaigns = len(self.ctx.plan.campaigns)
        count = ngettext("{n} campaign", "{n} campaigns", campaigns).format(n=self.ctx.formats.number(campaigns))
        middle = []
        if self.goal:
            proof = self.ctx.proof(f"goals.{self.goal.id}.planned")
            middle = [number(self._figure(self.goal.planned), proof=proof), self._share(self.goal.planned)]
        known = [result.sums for result in self._results if result.sums]
        planned = sum((sums.planned for sums in known), Decimal(0))
        total = Sums(planned=planned, forecast=sum((sums.forecast for sums in known), Decimal(0)))
        rest = [Cell("text")] * (1 if self.is_brief else 2)
        return (text(count), Cell("text"), Cell("text"), *middle, *self._money(total), *rest)


def _next(ctx: PlanContext, result: CampaignResult | None) -> Cell:
    """The work that is finished next, with its day."""
    found = next_work(ctx, result) if result else None
    if found is None or found.scheduled.finish is None:
        return NONE
    href = ctx.href("timeline", f"task-{found.id}")
    return Cell("text", found.task.label, sub=ctx.formats.short(found.scheduled.finish), href=href)


def next_work(ctx: PlanContext, result: CampaignResult) -> Work | None:
    """The open work of a campaign that is due first, overdue work included."""
    all_works = works(ctx)
    known = [all_works[id_] for id_ in result.tasks if id_ in all_works]
    ahead = [work for work in known if work.state not in ("done", "cancelled") and work.scheduled.finish]
    return min(ahead, key=lambda work: (work.scheduled.finish or date.max, work.id), default=None)


COMPONENTS = (
    Component("campaign_table", campaign_table, "the campaigns with manager, figures, money and next step", ABSENT),
    Component("campaign_brief", campaign_brief, "what a campaign is for, with its tactics", NO_SUCH),
)
