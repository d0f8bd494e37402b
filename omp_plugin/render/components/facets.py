"""The four facets of a plan's health, each with a status, a fact and a reason (design, section 7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from omp_plugin.compute.results import HEALTH, BudgetResults, GoalResult
from omp_plugin.render.work import Work, works
from omp_plugin.words import _, ngettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext


@dataclass(frozen=True, slots=True)
class Facet:
    """One side of the plan's health; `href` is the page that has the details, `path` what its status is called."""

    title: str
    status: str
    fact: str
    reason: str
    href: str | None
    path: str = ""


def facets(ctx: PlanContext) -> tuple[Facet, ...]:
    """Goals, KPIs, schedule and budget."""
    found = {"goals": _goals(ctx), "kpis": _kpis(ctx), "schedule": _schedule(ctx), "budget": _budget(ctx)}
    return tuple(replace(facet, path=f"health.{name}") for name, facet in found.items())


def covered_goal(ctx: PlanContext) -> GoalResult | None:
    """The goal that a plan is judged by first: the worst of those whose coverage is known, the first of equals."""
    known = [result for result in ctx.results.goals.goals.values() if result.coverage is not None]
    return min(known, key=lambda result: (-HEALTH.get(result.coverage_status, 0), 0), default=None)


def _goals(ctx: PlanContext) -> Facet:
    status, href, found = ctx.results.health.goals, ctx.href("goals"), covered_goal(ctx)
    count = len(ctx.plan.goals)
    if found is None or found.coverage is None:
        reason = _("No campaign states a figure in a goal's metric") if count else _("The plan names no goal")
        return Facet(_("Goals"), status, _("Coverage unknown") if count else _("No goals"), reason, href)
    unit = ctx.plan.kpis[found.kpi].unit if found.kpi in ctx.plan.kpis and found.kpi else None
    planned, target = (ctx.formats.kpi(value, unit) for value in (found.planned, found.target))
    campaigns = len(found.contributions)
    said = ngettext("{n} campaign plans {planned} of {target}", "{n} campaigns plan {planned} of {target}", campaigns)
    reason = said.format(n=ctx.formats.number(campaigns), planned=planned, target=target)
    reason = "; ".join(filter(None, (reason, _behind(ctx))))
    fact = _("{percent} of target covered").format(percent=ctx.formats.percent(found.coverage))
    return Facet(_("Goals"), status, fact, reason, href)


def _behind(ctx: PlanContext) -> str:
    """How many goals stand worse than their coverage, as their KPI does: the facet is of coverage alone (section 7)."""
    kpis = ctx.results.kpis.kpis
    found = [kpis[each.kpi] for each in ctx.results.goals.goals.values() if each.kpi in kpis and each.kpi]
    count = sum(HEALTH.get(each.status, 0) > 0 for each in found)
    said = ngettext("{n} goal behind by its KPI", "{n} goals behind by their KPIs", count)
    return said.format(n=ctx.formats.number(count)) if count else ""


def _kpis(ctx: PlanContext) -> Facet:
    counts = Counter(HEALTH[each.status] for each in ctx.results.kpis.kpis.values() if each.status in HEALTH)
    judged, number = sum(counts.values()), ctx.formats.number
    status, href, total = ctx.results.health.kpis, ctx.href("kpis"), len(ctx.plan.kpis)
    if not judged:
        without = _("{n} not judged").format(n=number(total))
        return Facet(_("KPIs"), status, _("None judged yet"), without if total else _("The plan names no KPI"), href)
    parts = (
        (_("{n} at risk"), counts[1]),
        (_("{n} off track"), counts[2]),
        (_("{n} not judged"), total - judged),
    )
    reason = ", ".join(said.format(n=number(count)) for said, count in parts if count > 0)
    fact = _("{n} on track of {judged} judged").format(n=number(counts[0]), judged=number(judged))
    return Facet(_("KPIs"), status, fact, reason, href)


def _schedule(ctx: PlanContext) -> Facet:
    counted = [work for work in works(ctx).values() if work.state != "cancelled"]
    status, href = ctx.results.health.schedule, ctx.href("timeline")
    if not counted:
        return Facet(_("Schedule"), status, _("No tasks"), _("The plan names no work"), href)
    late = [work for work in counted if work.days_late]
    progress = _progress(ctx, counted)
    if not late:
        return Facet(_("Schedule"), status, progress, _slack(ctx), href)
    return Facet(_("Schedule"), status, _overdue(ctx, late), f"{progress}. {_slack(ctx)}".rstrip(". "), href)


def _progress(ctx: PlanContext, counted: Sequence[Work]) -> str:
    """How many tasks are done; of a plan that has milestones alone, how many of those."""
    tasks = [work for work in counted if not work.task.is_milestone]
    said = ngettext("{done} of {n} task done", "{done} of {n} tasks done", len(tasks))
    if not tasks:
        said = ngettext("{done} of {n} milestone reached", "{done} of {n} milestones reached", len(counted))
    done, number = [work.state == "done" for work in tasks or counted], ctx.formats.number
    return said.format(done=number(sum(done)), n=number(len(done)))


def _overdue(ctx: PlanContext, late: Sequence[Work]) -> str:
    worst = max(late, key=lambda work: work.days_late)
    if len(late) > 1:
        return ngettext("{n} task overdue", "{n} tasks overdue", len(late)).format(n=ctx.formats.number(len(late)))
    return _("{task} {days} d late").format(task=worst.task.label, days=ctx.formats.number(worst.days_late))


def _slack(ctx: PlanContext) -> str:
    """How far the last task is from the end of the plan."""
    finish, period = ctx.results.schedule.finish, ctx.plan.period
    if finish is None or period is None:
        return ""
    left = (period.last - finish).days
    said = _("No slack left; ends {date}")
    if left > 0:
        said = ngettext("{n} day of slack; ends {date}", "{n} days of slack; ends {date}", left)
    elif left < 0:
        said = ngettext("{n} day over; ends {date}", "{n} days over; ends {date}", -left)
    return said.format(n=ctx.formats.number(abs(left)), date=ctx.formats.date(finish))


def _budget(ctx: PlanContext) -> Facet:
    budget, status, href = ctx.results.budget, ctx.results.health.budget, ctx.href("budget")
    if budget is None:
        return Facet(_("Budget"), status, _("No budget"), _("The plan states no money"), href)
    limits, formats, over = ctx.plan.limits, ctx.formats, budget.variance
    if not over:
        reason = _("Forecast equals plan, {amount}").format(amount=formats.money(budget.forecast))
        return Facet(_("Budget"), status, _("On plan"), reason, href)
    reasons = {"on-track": _("Inside the {tolerance} tolerance"), "at-risk": _("Over the {tolerance} tolerance")}
    tolerance, limit = (formats.percent(Fraction(part)) for part in (limits.budget_tolerance, limits.budget_limit))
    reason = reasons.get(status, _("Over the {limit} limit")).format(tolerance=tolerance, limit=limit)
    return Facet(_("Budget"), status, _off_plan(ctx, budget), reason, href)


def _off_plan(ctx: PlanContext, budget: BudgetResults) -> str:
    """How much more or less than planned is expected to be spent."""
    over, formats = budget.variance, ctx.formats
    if not budget.reference:
        return (_("{amount} over") if over > 0 else _("{amount} under")).format(amount=formats.money(abs(over)))
    said = _("{amount} over ({percent})") if over > 0 else _("{amount} under ({percent})")
    ratio = Fraction(over) / Fraction(budget.reference)
    return said.format(amount=formats.money(abs(over)), percent=formats.signed_percent(ratio))
