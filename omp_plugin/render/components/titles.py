"""The heads of pages: of a plan's overview, of its other pages, and of a campaign."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omp_plugin.compute.results import HEALTH
from omp_plugin.model.campaigns import Campaign
from omp_plugin.render.tables import Cell, Part, links, number, owner, text

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

HEADINGS = {
    "timeline": "Timeline", "kpis": "KPIs", "budget": "Budget", "goals": "Goals map", "changes": "What changed",
    "strategy": "Strategy", "team": "Team", "risks": "Risks", "reviews": "Reviews", "campaigns": "Campaigns",
    "sources": "Sources",
}  # fmt: skip
KINDS = {
    "launch": "Launch plan", "annual": "Annual plan", "quarterly": "Quarterly plan", "social": "Social media plan",
    "content": "Content plan", "website": "Website plan", "event": "Event plan", "product": "Product plan",
}  # fmt: skip
LEVELS = {"strategic": "Strategic", "operational": "Operational", "tactical": "Tactical"}
FACETS = {"kpis": "kpis", "budget": "budget", "goals": "goals", "timeline": "schedule"}
"""The facet of health that a page's pill shows."""
WORK = {"draft": "draft", "in-review": "in-review", "approved": "approved", "planned": "not-started",
        "active": "in-progress", "on-hold": "on-hold", "done": "done", "cancelled": "cancelled"}  # fmt: skip
BANNERS = {
    "draft": "It may change at any time.", "in-review": "It is being looked at and may still change.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pill:
    """A status beside a heading, with a more exact word where there is one."""

    status: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to read the page with; `tag` is a mark before it."""

    label: str
    cell: Cell
    tag: str = ""


@dataclass(frozen=True, slots=True)
class TitleView:
    """The head of a page. `draft` is the plan's status while it is not approved, with what the banner says."""

    eyebrow: str
    heading: str
    pill: Pill | None
    facts: tuple[Fact, ...]
    draft: str
    banner: str
    anchor: str = ""


def title(ctx: PlanContext, page: str, campaign: str | None) -> TitleView | None:
    """The head of the overview, of the page so named, or of a campaign; `None` for a campaign that is not there."""
    if campaign is not None:
        found = ctx.plan.campaigns.get(campaign)
        return _of_campaign(ctx, found) if found else None
    plan = ctx.plan
    if page not in HEADINGS:
        about = " · ".join(filter(None, (plan.organisation, _kind(ctx))))
        return _view(ctx, about, plan.label, Pill(plan.status), _of_plan(ctx))
    eyebrow = " · ".join(filter(None, (plan.label, plan.version)))
    facts = _FACTS.get(page, _of_any)(ctx)
    return _view(ctx, eyebrow, HEADINGS[page], _facet_pill(ctx, page), facts)


def _view(ctx: PlanContext, eyebrow: str, heading: str, pill: Pill | None, facts: Iterator[Fact]) -> TitleView:
    status = ctx.plan.status
    return TitleView(eyebrow, heading, pill, tuple(facts), status if status in BANNERS else "", BANNERS.get(status, ""))


def _kind(ctx: PlanContext) -> str:
    level = LEVELS.get(ctx.plan.level or "")
    kind = KINDS.get(ctx.plan.type or "", "Marketing plan")
    return f"{level} {kind[:1].lower()}{kind[1:]}" if level else kind


def _facet_pill(ctx: PlanContext, page: str) -> Pill | None:
    status: str = getattr(ctx.results.health, FACETS.get(page, ""), "")
    return Pill(status) if status in HEALTH else None


def _of_plan(ctx: PlanContext) -> Iterator[Fact]:
    plan, formats = ctx.plan, ctx.formats
    yield Fact("Period", number(formats.period(plan.period) if plan.period else None))
    yield Fact("Plan owner", owner(plan))
    if plan.sponsor or "sponsor" in plan.open:
        yield Fact("Executive sponsor", owner(plan, "sponsor"))
    changes = ctx.href("changes")
    if plan.version or changes:
        cell = links([Part("What changed", changes)]) if changes else text(plan.version)
        yield Fact("Version", cell, plan.version or "")
    if plan.approved and plan.approved.on:
        yield Fact("Approved", number(formats.period(plan.approved.on)))
    yield from _days(ctx)


def _days(ctx: PlanContext) -> Iterator[Fact]:
    today = ctx.results.today
    if today.actuals_through != today.as_of:
        yield Fact("Actuals through", number(ctx.formats.date(today.actuals_through)))
    yield Fact("As of", number(ctx.formats.date(today.as_of)))


def _of_any(ctx: PlanContext) -> Iterator[Fact]:
    yield Fact("Period", number(ctx.formats.period(ctx.plan.period) if ctx.plan.period else None))
    yield Fact("Plan owner", owner(ctx.plan))
    yield Fact("As of", number(ctx.formats.date(ctx.results.today.as_of)))


def _of_kpis(ctx: PlanContext) -> Iterator[Fact]:
    results = ctx.results.kpis.kpis.values()
    measured = sum(each.status in HEALTH for each in results)
    yield from _days(ctx)
    yield Fact("Measured", number(f"{ctx.formats.number(measured)} of {ctx.formats.count(len(results), 'KPI')}"))


def _of_budget(ctx: PlanContext) -> Iterator[Fact]:
    formats, limits = ctx.formats, ctx.plan.limits
    name = formats.currency_name()
    yield Fact("Currency", text(name[:1].upper() + name[1:]))
    yield from _days(ctx)
    tolerance = f"+{formats.percent(limits.budget_tolerance)} on track, +{formats.percent(limits.budget_limit)} at risk"
    yield Fact("Tolerance", text(tolerance))


def _of_goals(ctx: PlanContext) -> Iterator[Fact]:
    plan, count = ctx.plan, ctx.formats.number
    objectives = list(plan.objectives.values())
    if len(objectives) == 1:
        yield Fact("Business objective", text(objectives[0].label))
    elif objectives:
        yield Fact("Business objectives", number(count(len(objectives))))
    yield Fact("Marketing goals", number(count(len(plan.goals))))
    yield Fact("Campaigns", number(count(len(plan.campaigns))))
    yield Fact("KPIs", number(count(len(plan.kpis))))


_FACTS: Mapping[str, Callable[[PlanContext], Iterator[Fact]]] = {
    "kpis": _of_kpis, "budget": _of_budget, "goals": _of_goals,
}  # fmt: skip


def campaign_pill(ctx: PlanContext, campaign: Campaign) -> Pill:
    """How a campaign goes: what is planned, paused or over says so, else how its work and money stand."""
    result = ctx.results.campaigns.get(campaign.id)
    if campaign.status not in (None, "active") or result is None or result.status not in HEALTH:
        return Pill(WORK.get(campaign.status or "", "unknown"))
    return Pill(result.status)


def _of_campaign(ctx: PlanContext, campaign: Campaign) -> TitleView:
    plan, ids = ctx.plan, list(ctx.plan.campaigns)
    place = f"Campaign {ctx.formats.number(ids.index(campaign.id) + 1)} of {ctx.formats.number(len(ids))}"
    eyebrow = " · ".join(filter(None, (plan.label, plan.version, place)))
    return _view(ctx, eyebrow, campaign.label, campaign_pill(ctx, campaign), _campaign_facts(ctx, campaign))


def _campaign_facts(ctx: PlanContext, campaign: Campaign) -> Iterator[Fact]:
    result, formats = ctx.results.campaigns.get(campaign.id), ctx.formats
    yield Fact("Manager", owner(campaign))
    if result and result.start and result.finish:
        yield Fact("Period", number(f"{formats.date(result.start)} – {formats.date(result.finish)}"))
    goals = [ctx.plan.goals[id_] for id_ in campaign.goals if id_ in ctx.plan.goals]
    if goals:
        label = "Goal" if len(goals) == 1 else "Goals"
        yield Fact(label, links(Part(goal.label, ctx.href("goals", f"goal-{goal.id}")) for goal in goals))
    if campaign.budget:
        yield Fact("Budget", number(formats.written(campaign.budget)))
    elif result and result.sums:
        yield Fact("Budget", number(formats.money(result.sums.planned)))
    if result and result.progress is not None:
        yield Fact("Work done", number(formats.percent(result.progress)))

