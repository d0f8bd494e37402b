"""The heads of pages: of a plan's overview, of its other pages, and of a campaign."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omp_plugin.compute.results import HEALTH
from omp_plugin.model.campaigns import Campaign
from omp_plugin.render.change_rows import groups
from omp_plugin.render.change_summary import dated, new_name
from omp_plugin.render.change_values import Sides
from omp_plugin.render.components.facets import covered_goal
from omp_plugin.render.coverage import covered
from omp_plugin.render.goal_tree import Tree
from omp_plugin.render.measured import measured
from omp_plugin.render.tables import Cell, Part, links, number, owner, text
from omp_plugin.render.versions import versions_of

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
PILLS = {
    "timeline": {"on-track": "Schedule on track", "at-risk": "Schedule at risk", "off-track": "Schedule off track"},
    "kpis": {"on-track": "KPIs on track", "at-risk": "KPIs at risk", "off-track": "KPIs off track"},
    "budget": {"on-track": "Within tolerance", "at-risk": "Over tolerance", "off-track": "Over the limit"},
}
"""What that pill says, where the status alone would leave open what it is of."""
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
    level: int = 1
    """Of the heading: 1 at the top of a page, more where the page has a heading of its own."""


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
    return _view(ctx, eyebrow, _heading(ctx, page), _facet_pill(ctx, page), facts)


def _heading(ctx: PlanContext, page: str) -> str:
    """The page's name; for changes, of which versions."""
    versions = versions_of(ctx) if page == "changes" else ()
    if not versions:
        return HEADINGS[page]
    return f"What changed: {versions[0].earlier.version.name} to {new_name(versions[0])}"


def _view(ctx: PlanContext, eyebrow: str, heading: str, pill: Pill | None, facts: Iterator[Fact]) -> TitleView:
    status = ctx.plan.status
    return TitleView(eyebrow, heading, pill, tuple(facts), status if status in BANNERS else "", BANNERS.get(status, ""))


def _kind(ctx: PlanContext) -> str:
    level = LEVELS.get(ctx.plan.level or "")
    kind = KINDS.get(ctx.plan.type or "", "Marketing plan")
    return f"{level} {kind[:1].lower()}{kind[1:]}" if level else kind


def _facet_pill(ctx: PlanContext, page: str) -> Pill | None:
    status: str = getattr(ctx.results.health, FACETS.get(page, ""), "")
    label = _covered(ctx) if page == "goals" else PILLS.get(page, {}).get(status, "")
    return Pill(status, label) if status in HEALTH else None


def _covered(ctx: PlanContext) -> str:
    """How much of the plan's first goal is covered: 112% covered. Empty where it is its KPI that is behind."""
    found = covered_goal(ctx)
    is_said = found is not None and found.coverage_status == ctx.results.health.goals
    return f"{covered(ctx, found)} covered" if found and is_said else ""


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


def _of_timeline(ctx: PlanContext) -> Iterator[Fact]:
    """The period, how far it has gone by, and the version whose dates are shown beside the present ones."""
    period, today, formats = ctx.plan.period, ctx.results.today.as_of, ctx.formats
    yield Fact("Period", number(formats.period(period) if period else None))
    day = formats.date(today)
    if period and period.holds(today):
        count = formats.number((today - period.first).days + 1), formats.number(period.days)
        day = f"{day} · day {count[0]} of {count[1]}"
    yield Fact("Today", number(day))
    if ctx.compiled and ctx.compiled.earlier:
        version = ctx.compiled.earlier[0].version
        yield Fact("Baseline", number(f"{version.name}, {formats.date(version.on)}"))


def _of_kpis(ctx: PlanContext) -> Iterator[Fact]:
    judged = [each.result.status in HEALTH for each in measured(ctx).values() if each.is_judgeable]
    yield from _days(ctx)
    yield Fact("Measured", number(f"{ctx.formats.number(sum(judged))} of {ctx.formats.count(len(judged), 'KPI')}"))


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
    loose = sum(1 for _ in Tree(ctx).loose())
    if loose:
        yield Fact("Not linked", number(f"{count(loose)} to fix"))


def _of_changes(ctx: PlanContext) -> Iterator[Fact]:
    versions, formats = versions_of(ctx), ctx.formats
    if not versions:
        yield from _of_any(ctx)
        return
    found, plan = versions[0], ctx.plan
    was, now = dated(found)
    listed = groups(found, Sides(found.old, found.new, formats))
    count = sum(group.count for group in listed)
    yield Fact("From", links([Part(formats.date(was))]), found.earlier.version.name)
    yield Fact("To", links([Part(f"{formats.date(now)} (current)")]), new_name(found))
    yield Fact("Prepared by", owner(plan))
    if plan.approved and plan.approved.by:
        yield Fact("Approved by", owner(plan.approved, "by"))
    in_groups = f" in {formats.count(len(listed), 'group')}" if listed else ""
    yield Fact("Changes", number(f"{formats.number(count)}{in_groups}"))


_FACTS: Mapping[str, Callable[[PlanContext], Iterator[Fact]]] = {
    "timeline": _of_timeline, "kpis": _of_kpis, "budget": _of_budget, "goals": _of_goals, "changes": _of_changes,
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
    yield from _goals_served(ctx, campaign)
    if campaign.budget:
        yield Fact("Budget", number(formats.written(campaign.budget)))
    elif result and result.sums:
        yield Fact("Budget", number(formats.money(result.sums.planned)))
    yield from _contribution(ctx, campaign)
    yield from _agencies(ctx, campaign)
    if result and result.progress is not None:
        yield Fact("Work done", number(formats.percent(result.progress)))


def _goals_served(ctx: PlanContext, campaign: Campaign) -> Iterator[Fact]:
    """The goals by name; of several in a campaign's head their numbers in the plan, as the brief names them."""
    places = {id_: place for place, id_ in enumerate(ctx.plan.goals, 1)}
    goals = [ctx.plan.goals[id_] for id_ in campaign.goals if id_ in places]
    tags = [f"G{ctx.formats.number(places[goal.id])}" for goal in goals]
    hrefs = [ctx.href("goals", f"goal-{goal.id}") for goal in goals]
    if len(goals) == 1:
        yield Fact("Goal", Cell("text", goals[0].label, href=hrefs[0], tag=tags[0]))
    elif goals:
        yield Fact("Goals", links(Part(tag, href) for tag, href in zip(tags, hrefs, strict=True)))


def _contribution(ctx: PlanContext, campaign: Campaign) -> Iterator[Fact]:
    """What it plans to add to the plan's first goal, and its part of the target: $1,800 · 12% of target."""
    goal = covered_goal(ctx)
    figure = goal.contributions.get(campaign.id) if goal else None
    if goal is None or figure is None:
        return
    kpi = ctx.plan.kpis.get(goal.kpi or "")
    share = f" · {ctx.formats.percent(figure / goal.target)} of target" if goal.target else ""
    yield Fact("Contribution", number(f"{ctx.formats.kpi(figure, kpi.unit if kpi else None)}{share}"))


def _agencies(ctx: PlanContext, campaign: Campaign) -> Iterator[Fact]:
    """Who from outside takes part in its work."""
    result, plan = ctx.results.campaigns.get(campaign.id), ctx.plan
    tasks = [plan.tasks[id_] for id_ in result.tasks if id_ in plan.tasks] if result else []
    involved = [id_ for task in tasks for id_ in (task.owner, *(task.raci.responsible if task.raci else ()))]
    found = list(dict.fromkeys(id_ for id_ in involved if id_ in plan.people and plan.people[id_].external))
    if len(found) == 1:
        yield Fact("Partner", Cell("person", person=found[0]))
    elif found:
        yield Fact("Partners", links(Part(plan.people[id_].label, ctx.href("team", f"person-{id_}")) for id_ in found))
