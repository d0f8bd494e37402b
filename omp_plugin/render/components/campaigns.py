"""The campaigns: all of them in one table, and the brief of one (design, sections 9 and 11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from markupsafe import Markup

from omp_plugin.compute.results import CampaignResult, GoalResult, Sums
from omp_plugin.model.campaigns import Asset, Campaign, Tactic
from omp_plugin.render.components.component import Component
from omp_plugin.render.components.facets import covered_goal
from omp_plugin.render.components.titles import campaign_pill
from omp_plugin.render.markdown import block
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
    field,
    links,
    listed,
    number,
    owner,
    table,
    text,
)
from omp_plugin.render.tables import status as status_cell
from omp_plugin.render.work import Work, works

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

ABSENT = "This plan has no campaigns. Add the key `campaigns`."
NO_SUCH = "This plan has no campaign of that id."


def campaign_table(ctx: PlanContext) -> TableView | None:
    """Every campaign with its manager, what it delivers to the first covered goal, its money and what comes next."""
    if not ctx.plan.campaigns:
        return None
    made = _Columns(ctx, covered_goal(ctx))
    rows = tuple(made.row(campaign, index) for index, campaign in enumerate(ctx.plan.campaigns.values(), 1))
    return TableView("Campaigns", made.heads(), (RowGroup(rows),), made.note(), made.foot())


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns that the plan has data for; `goal` is the one that contributions are counted to."""

    ctx: PlanContext
    goal: GoalResult | None

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
        middle = ["Contribution#", "Share of target#"] if self.goal else []
        money = ["Budget#", "Forecast#"] if self._has_money else []
        return columns("Campaign", "Status", "Manager", *middle, *money, "Work done#", "Next")

    def note(self) -> str:
        """What the contribution is counted in, and what the budget leaves out."""
        found = []
        if self.goal and self.goal.kpi:
            found.append(f"Contribution is what each campaign plans to deliver of {self._kpi_name}.")
        budget = self.ctx.results.budget
        if budget and budget.reserve and self._has_money:
            found.append(f"Budget excludes the {self.ctx.formats.money(budget.reserve)} reserve.")
        return " ".join(found)

    @property
    def _kpi_name(self) -> str:
        name = self.ctx.plan.kpis[self.goal.kpi].label if self.goal and self.goal.kpi else ""
        return name[:1].lower() + name[1:] if name[1:2].islower() else name

    def row(self, campaign: Campaign, index: int) -> Row:
        """One campaign."""
        result = self.ctx.results.campaigns.get(campaign.id)
        pill = campaign_pill(self.ctx, campaign)
        is_over = campaign.status == "cancelled"
        name = Cell("text", campaign.label, href=self.ctx.href(f"campaigns/{campaign.id}"), is_struck=is_over)
        progress = result.progress if result else None
        return Row(
            f"campaign-{campaign.id}",
            (
                name,
                status_cell(pill.status, pill.label),
                owner(campaign),
                *self._contribution(campaign.id),
                *self._money(result.sums if result else None),
                number(self.ctx.formats.percent(progress)) if progress is not None else NONE,
                _next(self.ctx, result),
            ),
        )

    def _contribution(self, campaign: str) -> Iterator[Cell]:
        if self.goal is None:
            return
        figure = self.goal.contributions.get(campaign)
        yield number(self._figure(figure)) if figure is not None else NONE
        yield self._share(figure)

    def _figure(self, value: Fraction | None) -> str:
        kpi = self.ctx.plan.kpis[self.goal.kpi] if self.goal and self.goal.kpi else None
        return self.ctx.formats.kpi(value, kpi.unit if kpi else None)

    def _share(self, figure: Fraction | None) -> Cell:
        target = self.goal.target if self.goal else None
        return number(self.ctx.formats.percent(figure / target)) if figure is not None and target else NONE

    def _money(self, sums: Sums | None) -> Iterator[Cell]:
        if not self._has_money:
            return
        for amount in (sums.planned, sums.forecast) if sums else (None, None):
            yield number(self.ctx.formats.money(amount, cents=self._cents)) if amount is not None else NONE

    def foot(self) -> tuple[Cell, ...]:
        """The sums."""
        count = self.ctx.formats.count(len(self.ctx.plan.campaigns), "campaign")
        middle = [number(self._figure(self.goal.planned)), self._share(self.goal.planned)] if self.goal else []
        known = [result.sums for result in self._results if result.sums]
        planned = sum((sums.planned for sums in known), Decimal(0))
        total = Sums(planned=planned, forecast=sum((sums.forecast for sums in known), Decimal(0)))
        return (text(count), Cell("text"), Cell("text"), *middle, *self._money(total), Cell("text"), Cell("text"))


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


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the brief."""

    label: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class BriefView:
    """A campaign's brief: its terms, the author's own words, its means, what was made and what was learnt."""

    id: str
    entries: tuple[Entry, ...]
    text: Markup
    tactics: TableView | None
    learnings: tuple[str, ...]


def campaign_brief(ctx: PlanContext, campaign: str) -> BriefView | None:
    """What a campaign is for, whom it speaks to with what, by which means; `None` where there is no such campaign."""
    found = ctx.plan.campaigns.get(campaign)
    if found is None:
        return None
    words = block(found.brief) if found.brief else Markup("")
    return BriefView(found.id, tuple(_entries(ctx, found)), words, _tactics(ctx, found), tuple(found.learnings))


def _entries(ctx: PlanContext, campaign: Campaign) -> Iterator[Entry]:
    """The terms that are written or open."""
    made: tuple[tuple[str, str, Cell], ...] = (
        ("goals", "Goals", links(_goals(ctx, campaign))),
        ("objective", "Objective", links(_objective(ctx, campaign))),
        ("audience", "Audience", text(", ".join(_audience(ctx, campaign)))),
        ("message", "Message", text(campaign.message)),
        ("offer", "Offer", text(campaign.offer)),
        ("channels", "Channels", text(", ".join(campaign.channels))),
        ("delivers", "Delivers", text(" · ".join(_delivers(ctx, campaign)))),
        ("assets", "Assets", links(_assets(campaign.assets))),
    )
    for name, label, cell in made:
        if name in campaign.open:
            yield Entry(label, OPEN)
        elif cell is not NONE:
            yield Entry(label, cell)


def _goals(ctx: PlanContext, campaign: Campaign) -> Iterator[Part]:
    for id_ in campaign.goals:
        goal = ctx.plan.goals.get(id_)
        yield Part(goal.label, ctx.href("goals", f"goal-{id_}")) if goal else Part(id_)


def _objective(ctx: PlanContext, campaign: Campaign) -> Iterator[Part]:
    objective = ctx.plan.objectives.get(campaign.objective or "")
    if objective:
        yield Part(objective.label, ctx.href("goals", f"objective-{objective.id}"))


def _audience(ctx: PlanContext, campaign: Campaign) -> Iterator[str]:
    market = ctx.plan.market
    for id_ in campaign.audience:
        found = (market.personas.get(id_) or market.segments.get(id_)) if market else None
        yield found.label if found else id_


def _delivers(ctx: PlanContext, campaign: Campaign) -> Iterator[str]:
    result = ctx.results.campaigns.get(campaign.id)
    for id_, figure in result.delivers.items() if result else ():
        kpi = ctx.plan.kpis.get(id_)
        yield f"{kpi.label if kpi else id_}: {ctx.formats.kpi(figure, kpi.unit if kpi else None)}"


def _assets(assets: Iterable[Asset]) -> Iterator[Part]:
    return (Part(each.title or each.url or "", each.url) for each in assets)


def _tactics(ctx: PlanContext, campaign: Campaign) -> TableView | None:
    heads = columns("Tactic", "Kind", "Channel", "Owner", "Flights", "Planned cost#", "Delivers", "Judged after")
    rows = (_tactic(ctx, tactic) for tactic in campaign.tactics.values())
    return table("Tactics", heads, rows, "The means of the campaign, with what each is to cost and to deliver.")


def _tactic(ctx: PlanContext, tactic: Tactic) -> Row:
    formats = ctx.formats
    flights = listed(formats.period(flight) for flight in tactic.flights)
    cost = number(formats.written(tactic.budget)) if tactic.budget else NONE
    return Row(
        f"tactic-{tactic.id}",
        (
            text(tactic.label),
            field(tactic, "kind", text((tactic.kind or "").capitalize())),
            field(tactic, "channel"),
            owner(tactic),
            field(tactic, "flights", flights),
            field(tactic, "budget", cost),
            listed(_figures(ctx, tactic)),
            field(tactic, "min_run", text(formats.duration(tactic.min_run) if tactic.min_run else None)),
        ),
    )


def _figures(ctx: PlanContext, tactic: Tactic) -> Iterator[str]:
    for id_, amount in tactic.delivers.values.items():
        kpi = ctx.plan.kpis.get(id_)
        yield f"{kpi.label if kpi else id_}: {ctx.formats.kpi(amount.value, kpi.unit if kpi else amount.unit)}"


COMPONENTS = (
    Component("campaign_table", campaign_table, "the campaigns with manager, figures, money and next step", ABSENT),
    Component("campaign_brief", campaign_brief, "what a campaign is for, with its tactics", NO_SUCH),
)
