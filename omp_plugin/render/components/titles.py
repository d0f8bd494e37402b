"""The heads of pages: of a plan's overview, of its other pages, and of a campaign."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omp_plugin.compute.results import HEALTH
from omp_plugin.compute.reviews import next_review
from omp_plugin.model.campaigns import Campaign
from omp_plugin.render.change_rows import groups
from omp_plugin.render.change_summary import approved_on, dated, new_name
from omp_plugin.render.change_values import Sides
from omp_plugin.render.components.facets import covered_goal
from omp_plugin.render.components.title_words import HEADINGS, banner, kind_of, pill_words
from omp_plugin.render.coverage import covered
from omp_plugin.render.goal_tree import Tree
from omp_plugin.render.measured import measured
from omp_plugin.render.tables import Cell, Part, links, number, owner, text
from omp_plugin.render.versions import approved_in, versions_of
from omp_plugin.render.work import campaign_state
from omp_plugin.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

FACETS = {"kpis": "kpis", "budget": "budget", "goals": "goals", "timeline": "schedule"}
"""The facet of health that a page's pill shows."""


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
        about = " · ".join(filter(None, (plan.organisation, kind_of(plan))))
        return _view(ctx, about, plan.label, Pill(plan.status), _of_plan(ctx))
    eyebrow = " · ".join(filter(None, (plan.label, plan.version)))
    facts = _FACTS.get(page, _of_any)(ctx)
    return _view(ctx, eyebrow, _heading(ctx, page), _facet_pill(ctx, page), facts)


def _heading(ctx: PlanContext, page: str) -> str:
    """The page's name; for changes, of which versions."""
    versions = versions_of(ctx) if page == "changes" else ()
    if not versions:
        return _(HEADINGS[page])
    return _("What changed: {old} to {new}").format(old=versions[0].earlier.name, new=new_name(versions[0]))


def _view(ctx: PlanContext, eyebrow: str, heading: str, pill: Pill | None, facts: Iterator[Fact]) -> TitleView:
    status = ctx.plan.status
    said = banner(status)
    return TitleView(eyebrow, heading, pill, tuple(facts), status if said else "", said)


def _facet_pill(ctx: PlanContext, page: str) -> Pill | None:
    status: str = getattr(ctx.results.health, FACETS.get(page, ""), "")
    said = _covered(ctx) if page == "goals" else pill_words(page, status)
    return Pill(status, said) if status in HEALTH else None


def _covered(ctx: PlanContext) -> str:
    """How much of the plan's first goal is covered: 112% covered. Empty where it is its KPI that is behind."""
    found = covered_goal(ctx)
    is_said = found is not None and found.coverage_status == ctx.results.health.goals
    return _("{percent} covered").format(percent=covered(ctx, found)) if found and is_said else ""


def _of_plan(ctx: PlanContext) -> Iterator[Fact]:
    plan, formats = ctx.plan, ctx.formats
    yield Fact(_("Period"), number(formats.period(plan.period) if plan.period else None))
    yield Fact(_("Plan owner"), owner(plan))
    if plan.sponsor or "sponsor" in plan.open:
        yield Fact(_("Executive sponsor"), owner(plan, "sponsor"))
    changes = ctx.href("changes")
    if plan.version or changes:
        cell = links([Part(_("What changed"), changes)]) if changes else text(plan.version)
        yield Fact(_("Version"), cell, plan.version or "")
    if plan.approved and plan.approved.on:
        yield Fact(pgettext("on a day", "Approved"), number(formats.period(plan.approved.on)))
    yield from _days(ctx)


def _days(ctx: PlanContext) -> Iterator[Fact]:
    today = ctx.results.today
    if today.actuals_through != today.as_of:
        yield Fact(_("Actuals through"), number(ctx.formats.date(today.actuals_through)))
    yield Fact(_("As of"), number(ctx.formats.date(today.as_of)))


def _of_any(ctx: PlanContext) -> Iterator[Fact]:
    yield Fact(_("Period"), number(ctx.formats.period(ctx.plan.period) if ctx.plan.period else None))
    yield Fact(_("Plan owner"), owner(ctx.plan))
    yield Fact(_("As of"), number(ctx.formats.date(ctx.results.today.as_of)))


def _of_timeline(ctx: PlanContext) -> Iterator[Fact]:
    """The period, how far it has gone by, and the version whose dates are shown beside the present ones."""
    period, today, formats = ctx.plan.period, ctx.results.today.as_of, ctx.formats
    yield Fact(_("Period"), number(formats.period(period) if period else None))
    day = formats.date(today)
    if period and period.holds(today):
        count = formats.number((today - period.first).days + 1), formats.number(period.days)
        day = _("{date} · day {day} of {days}").format(date=day, day=count[0], days=count[1])
    yield Fact(_("Today"), number(day))
    if ctx.compiled and ctx.compiled.earlier:
        earlier = ctx.compiled.earlier[0]
        yield Fact(_("Baseline"), number(f"{earlier.name}, {formats.date(approved_on(earlier))}"))


def _of_kpis(ctx: PlanContext) -> Iterator[Fact]:
    judged = [each.result.status in HEALTH for each in measured(ctx).values()]
    yield from _days(ctx)
    yield from _next_review(ctx)
    said = ngettext("{part} of {n} KPI", "{part} of {n} KPIs", len(judged))
    count = ctx.formats.number
    yield Fact(_("Judged"), number(said.format(part=count(sum(judged)), n=count(len(judged)))))


def _next_review(ctx: PlanContext) -> Iterator[Fact]:
    """The day on which somebody looks at KPIs next."""
    plan, today = ctx.plan, ctx.results.today.as_of
    found = ((next_review(plan, each, today), each) for each in plan.reviews.values() if each.kpis)
    days = sorted((day, each.id) for day, each in found if day)
    if days:
        day, id_ = days[0]
        yield Fact(_("Next review"), links([Part(ctx.formats.date(day), ctx.href("reviews", f"review-{id_}"))]))


def _of_budget(ctx: PlanContext) -> Iterator[Fact]:
    formats, limits = ctx.formats, ctx.plan.limits
    name = formats.currency_name()
    yield Fact(_("Currency"), text(name[:1].upper() + name[1:]))
    yield from _days(ctx)
    tolerance, limit = formats.percent(limits.budget_tolerance), formats.percent(limits.budget_limit)
    said = _("+{tolerance} on track, +{limit} at risk").format(tolerance=tolerance, limit=limit)
    yield Fact(_("Tolerance"), text(said))


def _of_goals(ctx: PlanContext) -> Iterator[Fact]:
    plan, count = ctx.plan, ctx.formats.number
    objectives = list(plan.objectives.values())
    if len(objectives) == 1:
        yield Fact(_("Business objective"), text(objectives[0].label))
    elif objectives:
        yield Fact(_("Business objectives"), number(count(len(objectives))))
    yield Fact(_("Marketing goals"), number(count(len(plan.goals))))
    yield Fact(_("Campaigns"), number(count(len(plan.campaigns))))
    yield Fact(_("KPIs"), number(count(len(plan.kpis))))
    loose = len(list(Tree(ctx).loose()))
    if loose:
        yield Fact(_("Not linked"), number(_("{n} to fix").format(n=count(loose))))


def _of_changes(ctx: PlanContext) -> Iterator[Fact]:
    versions, formats = versions_of(ctx), ctx.formats
    if not versions:
        yield from _of_any(ctx)
        return
    found, plan = versions[0], ctx.plan
    was, now = dated(found)
    listed = groups(found, Sides(found.old, found.new, formats))
    count = sum(group.count for group in listed)
    yield Fact(pgettext("earlier version", "From"), links([Part(formats.date(was))]), found.earlier.name)
    current = _("{date} (current)").format(date=formats.date(now))
    yield Fact(pgettext("later version", "To"), links([Part(current)]), new_name(found))
    yield Fact(_("Prepared by"), owner(plan))
    if plan.approved and plan.approved.by:
        yield Fact(_("Approved by"), owner(plan.approved, "by"))
    if approved_in(ctx):
        yield Fact(_("Approved in"), text(approved_in(ctx)))
    said = ngettext("{changes} in {n} group", "{changes} in {n} groups", len(listed)) if listed else "{changes}"
    counted = said.format(changes=formats.number(count), n=formats.number(len(listed)))
    yield Fact(pgettext("number of them", "Changes"), number(counted))


_FACTS: Mapping[str, Callable[[PlanContext], Iterator[Fact]]] = {
    "timeline": _of_timeline, "kpis": _of_kpis, "budget": _of_budget, "goals": _of_goals, "changes": _of_changes,
}  # fmt: skip


def _of_campaign(ctx: PlanContext, campaign: Campaign) -> TitleView:
    plan, ids = ctx.plan, list(ctx.plan.campaigns)
    count = ctx.formats.number
    place = _("Campaign {n} of {all}").format(n=count(ids.index(campaign.id) + 1), all=count(len(ids)))
    eyebrow = " · ".join(filter(None, (plan.label, plan.version, place)))
    return _view(ctx, eyebrow, campaign.label, Pill(campaign_state(ctx, campaign)), _campaign_facts(ctx, campaign))


def _campaign_facts(ctx: PlanContext, campaign: Campaign) -> Iterator[Fact]:
    result, formats = ctx.results.campaigns.get(campaign.id), ctx.formats
    yield Fact(_("Manager"), owner(campaign))
    if result and result.start and result.finish:
        yield Fact(_("Period"), number(f"{formats.date(result.start)} – {formats.date(result.finish)}"))
    yield from _goals_served(ctx, campaign)
    if campaign.budget:
        yield Fact(_("Budget"), number(formats.written(campaign.budget)))
    elif result and result.sums:
        yield Fact(_("Budget"), number(formats.money(result.sums.planned)))
    yield from _contribution(ctx, campaign)
    yield from _agencies(ctx, campaign)
    if result and result.progress is not None:
        yield Fact(_("Work done"), number(formats.percent(result.progress)))


def _goals_served(ctx: PlanContext, campaign: Campaign) -> Iterator[Fact]:
    """The goals by name; of several in a campaign's head their numbers in the plan, as the brief names them."""
    places = {id_: place for place, id_ in enumerate(ctx.plan.goals, 1)}
    goals = [ctx.plan.goals[id_] for id_ in campaign.goals if id_ in places]
    tags = [_("G{n}").format(n=ctx.formats.number(places[goal.id])) for goal in goals]
    hrefs = [ctx.href("goals", f"goal-{goal.id}") for goal in goals]
    if len(goals) == 1:
        yield Fact(_("Goal"), Cell("text", goals[0].label, href=hrefs[0], tag=tags[0]))
    elif goals:
        yield Fact(_("Goals"), links(Part(tag, href) for tag, href in zip(tags, hrefs, strict=True)))


def _contribution(ctx: PlanContext, campaign: Campaign) -> Iterator[Fact]:
    """What it plans to add to the plan's first goal, and its part of the target: $1,800 · 12% of target."""
    goal = covered_goal(ctx)
    figure = goal.contributions.get(campaign.id) if goal else None
    if goal is None or figure is None:
        return
    kpi = ctx.plan.kpis.get(goal.kpi or "")
    said = ctx.formats.kpi(figure, kpi.unit if kpi else None)
    if goal.target:
        percent = ctx.formats.percent(figure / goal.target)
        said = _("{amount} · {percent} of target").format(amount=said, percent=percent)
    yield Fact(_("Contribution"), number(said))


def _agencies(ctx: PlanContext, campaign: Campaign) -> Iterator[Fact]:
    """Who from outside takes part in its work."""
    result, plan = ctx.results.campaigns.get(campaign.id), ctx.plan
    tasks = [plan.tasks[id_] for id_ in result.tasks if id_ in plan.tasks] if result else []
    involved = [id_ for task in tasks for id_ in (task.owner, *(task.raci.responsible if task.raci else ()))]
    found = list(dict.fromkeys(id_ for id_ in involved if id_ in plan.people and plan.people[id_].external))
    if len(found) == 1:
        yield Fact(_("Partner"), Cell("person", person=found[0]))
    elif found:
        parts = (Part(plan.people[id_].label, ctx.href("team", f"person-{id_}")) for id_ in found)
        yield Fact(_("Partners"), links(parts))
