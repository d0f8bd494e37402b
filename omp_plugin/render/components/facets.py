"""The four facets of a plan's health, each with a status, a fact and a reason (design, section 7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from omp_plugin.compute.results import HEALTH, GoalResult
from omp_plugin.render.work import Work, works

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext


@dataclass(frozen=True, slots=True)
class Facet:
    """One side of the plan's health; `href` is the page that has the details."""

    title: str
    status: str
    fact: str
    reason: str
    href: str | None


def facets(ctx: PlanContext) -> tuple[Facet, ...]:
    """Goals, KPIs, schedule and budget."""
    return _goals(ctx), _kpis(ctx), _schedule(ctx), _budget(ctx)


def covered_goal(ctx: PlanContext) -> GoalResult | None:
    """The goal that a plan is judged by first: the worst of those whose coverage is known, the first of equals."""
    known = [result for result in ctx.results.goals.goals.values() if result.coverage is not None]
    return min(known, key=lambda result: (-HEALTH.get(result.coverage_status, 0), 0), default=None)


def _goals(ctx: PlanContext) -> Facet:
    status, href, found = ctx.results.health.goals, ctx.href("goals"), covered_goal(ctx)
    count = len(ctx.plan.goals)
    if found is None or found.coverage is None:
        reason = "No campaign states a figure in a goal's metric" if count else "The plan names no goal"
        return Facet("Goals", status, "Coverage unknown" if count else "No goals", reason, href)
    unit = ctx.plan.kpis[found.kpi].unit if found.kpi in ctx.plan.kpis and found.kpi else None
    planned, target = (ctx.formats.kpi(value, unit) for value in (found.planned, found.target))
    campaigns = ctx.formats.count(len(found.contributions), "campaign")
    verb = "plans" if len(found.contributions) == 1 else "plan"
    fact = f"{ctx.formats.percent(found.coverage)} of target covered"
    return Facet("Goals", status, fact, f"{campaigns} {verb} {planned} of {target}", href)


def _kpis(ctx: PlanContext) -> Facet:
    counts = Counter(HEALTH[each.status] for each in ctx.results.kpis.kpis.values() if each.status in HEALTH)
    measured, number = sum(counts.values()), ctx.formats.number
    status, href, total = ctx.results.health.kpis, ctx.href("kpis"), len(ctx.plan.kpis)
    if not measured:
        reason = f"{ctx.formats.count(total, 'KPI')} without a status" if total else "The plan names no KPI"
        return Facet("KPIs", status, "None measured yet", reason, href)
    parts = [f"{number(counts[rank])} {word}" for rank, word in ((1, "at risk"), (2, "off track")) if counts[rank]]
    waiting = [f"{number(total - measured)} not measured"] if total > measured else []
    reason = ", ".join([*parts, *waiting])
    return Facet("KPIs", status, f"{number(counts[0])} on track of {number(measured)} measured", reason, href)


def _schedule(ctx: PlanContext) -> Facet:
    counted = [work for work in works(ctx).values() if work.state != "cancelled"]
    status, href = ctx.results.health.schedule, ctx.href("timeline")
    if not counted:
        return Facet("Schedule", status, "No tasks", "The plan names no work", href)
    late = [work for work in counted if work.days_late]
    done = sum(work.state == "done" for work in counted)
    count = ctx.formats.number
    progress = f"{count(done)} of {ctx.formats.count(len(counted), 'task')} done"
    if not late:
        return Facet("Schedule", status, progress, _float(ctx), href)
    return Facet("Schedule", status, _overdue(ctx, late), f"{progress}. {_float(ctx)}".rstrip(". "), href)


def _overdue(ctx: PlanContext, late: Sequence[Work]) -> str:
    worst = max(late, key=lambda work: work.days_late)
    if len(late) > 1:
        return f"{ctx.formats.count(len(late), 'task')} overdue"
    return f"{worst.task.label} {ctx.formats.number(worst.days_late)} d late"


def _float(ctx: PlanContext) -> str:
    """How far the last task is from the end of the plan."""
    finish, period = ctx.results.schedule.finish, ctx.plan.period
    if finish is None or period is None:
        return ""
    left = (period.last - finish).days
    ends = f"ends {ctx.formats.date(finish)}"
    if left == 0:
        return f"No float left; {ends}"
    return f"{ctx.formats.count(abs(left), 'day')} {'float' if left > 0 else 'over'}; {ends}"


def _budget(ctx: PlanContext) -> Facet:
    budget, status, href = ctx.results.budget, ctx.results.health.budget, ctx.href("budget")
    if budget is None:
        return Facet("Budget", status, "No budget", "The plan states no money", href)
    limits, formats, over = ctx.plan.limits, ctx.formats, budget.variance
    if not over:
        return Facet("Budget", status, "On plan", f"Forecast equals plan, {formats.money(budget.forecast)}", href)
    ratio = Fraction(over) / Fraction(budget.reference) if budget.reference else None
    percent = f" ({formats.signed_percent(ratio)})" if ratio is not None else ""
    fact = f"{formats.money(abs(over))} {'over' if over > 0 else 'under'}{percent}"
    tolerance, limit = (formats.percent(Fraction(part)) for part in (limits.budget_tolerance, limits.budget_limit))
    reasons = {"on-track": f"Inside the {tolerance} tolerance", "at-risk": f"Over the {tolerance} tolerance"}
    return Facet("Budget", status, fact, reasons.get(status, f"Over the {limit} limit"), href)
