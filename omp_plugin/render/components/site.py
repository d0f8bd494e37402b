"""All plans of a site: how each goes, what they cost together, and when they run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from omp_plugin.compute.results import HEALTH
from omp_plugin.render.components.component import Component
from omp_plugin.render.components.portfolio_chart import PortfolioChart, portfolio_chart
from omp_plugin.render.components.tasks import Milestone, milestones
from omp_plugin.render.timeline_stats import Stat

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

ORDER = {"off-track": 0, "at-risk": 1, "on-track": 2}
RESTING = {"draft": "draft", "in-review": "draft", "done": "done", "cancelled": "cancelled"}
"""Plan statuses that say more than how a plan goes."""


@dataclass(frozen=True, slots=True)
class Lead:
    """The KPI that a plan is judged by first: the one of its first goal."""

    title: str
    status: str
    attainment: str
    ratio: float


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in the portfolio; money in its own currency, empty where it has no budget."""

    ctx: PlanContext
    title: str
    href: str | None
    note: str
    status: str
    budget: str
    spent: str
    forecast: str
    variance: str
    percent: str
    following: Milestone | None
    lead: Lead | None


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of all plans, where they are in one currency."""

    budget: str
    spent: str
    forecast: str
    variance: str
    percent: str


@dataclass(frozen=True, slots=True)
class PortfolioView:
    """The plans, worst first, then the largest."""

    stats: tuple[Stat, ...]
    rows: tuple[PlanRow, ...]
    totals: Totals | None
    note: str
    chart: PortfolioChart | None


def portfolio_table(ctx: PlanContext) -> PortfolioView | None:
    """Every plan of the site with health, owner, money, next milestone and leading KPI."""
    if ctx.site is None or not ctx.site.plans:
        return None
    plans = sorted(ctx.site.plans, key=_rank)
    sums, currencies = _sums(plans), {each.plan.currency for each in plans if each.results.budget}
    is_one = len(currencies) == 1
    note = "" if is_one or not currencies else "The plans are in several currencies, so they are not added up."
    totals = _totals(next(each for each in plans if each.results.budget), sums) if is_one else None
    found = _stats(ctx, plans, totals)
    statuses = [(each, shown_status(each)) for each in plans]
    return PortfolioView(found, tuple(_row(each) for each in plans), totals, note, portfolio_chart(ctx, statuses))


def shown_status(ctx: PlanContext) -> str:
    """Draft, done and cancelled plans say so; others show their health."""
    return RESTING.get(ctx.plan.status, ctx.results.health.status)


def _rank(ctx: PlanContext) -> tuple[int, Decimal, str]:
    budget = ctx.results.budget
    return ORDER.get(shown_status(ctx), 3), -(budget.reference if budget else Decimal(0)), ctx.plan.id


@dataclass(frozen=True, slots=True)
class _Sums:
    budget: Decimal
    spent: Decimal
    forecast: Decimal


def _sums(plans: Sequence[PlanContext]) -> _Sums:
    budgets = [each.results.budget for each in plans if each.results.budget]
    return _Sums(
        sum((each.reference for each in budgets), Decimal(0)),
        sum((each.sums.actual for each in budgets), Decimal(0)),
        sum((each.forecast for each in budgets), Decimal(0)),
    )


def _totals(ctx: PlanContext, sums: _Sums) -> Totals:
    over = sums.forecast - sums.budget
    money = ctx.formats.money
    return Totals(
        money(sums.budget), money(sums.spent), money(sums.forecast),
        ctx.formats.signed_money(over), _share(ctx, over, sums.budget),
    )  # fmt: skip


def _share(ctx: PlanContext, part: Decimal, whole: Decimal) -> str:
    return ctx.formats.signed_percent(Fraction(part) / Fraction(whole)) if whole else ""


def _row(ctx: PlanContext) -> PlanRow:
    plan, budget, formats = ctx.plan, ctx.results.budget, ctx.formats
    end = f"ends {formats.date(plan.period.last)}" if plan.period else ""
    note = " · ".join(filter(None, (plan.version, end)))
    spent = formats.money(budget.sums.actual) if budget and budget.sums.actual else ""
    following = milestones(ctx, limit=1)
    return PlanRow(
        ctx, plan.short_label, ctx.href("index"), note, shown_status(ctx),
        formats.money(budget.reference) if budget else "", spent, formats.money(budget.forecast) if budget else "",
        formats.signed_money(budget.variance) if budget else "",
        _share(ctx, budget.variance, budget.reference) if budget else "",
        following.ahead[0] if following and following.ahead else None, _lead(ctx),
    )  # fmt: skip


def _lead(ctx: PlanContext) -> Lead | None:
    """The KPI of the first goal that has a value, else the first KPI that has one."""
    order = [goal.kpi for goal in ctx.plan.goals.values() if goal.kpi] + list(ctx.plan.kpis)
    results = ctx.results.kpis.kpis
    found = next((results[id_] for id_ in order if id_ in results and results[id_].attainment is not None), None)
    if found is None or found.attainment is None:
        return None
    percent = ctx.formats.percent(found.attainment)
    ratio = float(min(max(found.attainment, Fraction(0)), Fraction(5, 4)))
    return Lead(ctx.plan.kpis[found.id].label, found.status, percent, ratio)


def _stats(ctx: PlanContext, plans: Sequence[PlanContext], totals: Totals | None) -> tuple[Stat, ...]:
    active = [each for each in plans if each.plan.status not in RESTING]
    counts = Counter(each.results.health.status for each in active)
    words = {"on-track": "on track", "at-risk": "at risk", "off-track": "off track"}
    health = ", ".join(f"{ctx.formats.number(counts[key])} {word}" for key, word in words.items() if counts[key])  # type: ignore[index] # the three are statuses
    found = [Stat("Active plans", ctx.formats.number(len(active)), health)]
    if totals:
        found.append(Stat("Budget", totals.budget, f"{totals.spent} spent"))
        found.append(Stat("Forecast at finish", totals.forecast, f"{totals.variance} ({totals.percent})"))
    soon = [each for plan in active for each in _soon(plan)]
    note = ", ".join(
        f"{ctx.formats.number(count)} {words[word]}"
        for word, count in Counter(each.status for each in soon).items()
        if word in HEALTH and word != "on-track"
    )
    found.append(Stat("Milestones in 30 days", ctx.formats.number(len(soon)), note or "None at risk"))
    return tuple(found)


def _soon(ctx: PlanContext) -> list[Milestone]:
    found, today = milestones(ctx), ctx.results.today.as_of
    last: date = today + timedelta(days=30)
    return [each for each in found.ahead if each.day and today <= each.day <= last] if found else []


COMPONENTS = (
    Component(
        "portfolio_table",
        portfolio_table,
        "every plan of the site with health, money and milestones",
        "This site has no plans that can be read.",
    ),
)
