"""The money: a bar of what is spent, ordered and still open; tables by campaign and line (design, sections 7 and 9)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from omp_plugin.compute.results import BudgetResults, Sums
from omp_plugin.render.charts import Pointer, Segment, pointer, segments
from omp_plugin.render.components.budget_charts import CampaignBar, SpendChart, campaign_bars, spend_chart
from omp_plugin.render.components.budget_rows import BudgetGrid, budget_grid, foreign_notes, line_table
from omp_plugin.render.components.component import Component
from omp_plugin.render.tables import TableView
from omp_plugin.render.timeline_stats import Stat

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

ABSENT = "This plan has no budget. Add the key `budget`."


@dataclass(frozen=True, slots=True)
class Key:
    """One line of a bar's list: its mark, what it is, how much, and its part of the plan."""

    kind: str
    label: str
    amount: str
    share: str


@dataclass(frozen=True, slots=True)
class BudgetBar:
    """The bar; `note` and `alert` are sentences where there is something to say."""

    key: str
    segments: tuple[Segment, ...]
    plan: Pointer
    keys: tuple[Key, ...]
    total: Key
    finding: str
    note: str
    alert: str
    href: str | None


def budget_bar(ctx: PlanContext, campaign: str | None = None) -> BudgetBar | None:
    """What is spent, ordered and still to be ordered against what is planned; of one campaign where one is named."""
    budget = ctx.results.budget
    if budget is None:
        return None
    if campaign is None:
        found = _bar(ctx, "plan", budget.sums, budget.reference, budget.forecast)
        return replace(found, alert=alert_of(ctx, budget))
    sums = budget.by_campaign.get(campaign)
    return _bar(ctx, campaign, sums, sums.planned, sums.forecast) if sums else None


def _bar(ctx: PlanContext, key: str, sums: Sums, plan: Decimal, forecast: Decimal) -> BudgetBar:
    money = ctx.formats.money
    cents = ctx.formats.has_cents((sums.actual, sums.committed, plan, forecast))
    parts = (
        ("spent", "Spent", sums.actual),
        ("committed", "Committed, not yet spent", sums.committed),
        ("open", "Still to commit", forecast - sums.actual - sums.committed),
    )
    keys = tuple(Key(kind, label, money(part, cents=cents), _share(ctx, part, plan)) for kind, label, part in parts)
    total = Key("total", "Forecast at finish", money(forecast, cents=cents), _over(ctx, forecast, plan, cents=cents))
    scale = max(plan, forecast, sums.actual + sums.committed, Decimal(1))
    drawn = segments([(kind, part, money(part, cents=cents)) for kind, _, part in parts], scale)
    finding = f"{keys[0].amount} spent, {keys[1].amount} committed, {keys[2].amount} still to commit: {total.amount}"
    plan_text = f"Plan {money(plan, cents=cents)}"
    finding = f"{finding} at finish against a plan of {money(plan, cents=cents)}."
    note = "" if sums.actual or sums.committed else _nothing_spent(forecast, plan)
    return BudgetBar(
        key, drawn, pointer(plan, scale, plan_text), keys, total, finding, note, "", ctx.href("budget")
    )


def _share(ctx: PlanContext, part: Decimal, plan: Decimal) -> str:
    return f"{ctx.formats.percent(Fraction(part) / Fraction(plan))} of plan" if plan else ""


def _over(ctx: PlanContext, forecast: Decimal, plan: Decimal, *, cents: bool) -> str:
    over = ctx.formats.signed_money(forecast - plan, cents=cents)
    if not plan:
        return over
    return f"{over} ({ctx.formats.signed_percent(Fraction(forecast - plan) / Fraction(plan))})"


def _nothing_spent(forecast: Decimal, plan: Decimal) -> str:
    more = " Forecast equals plan." if forecast == plan else ""
    return f"No spend or commitments recorded yet.{more}"


def alert_of(ctx: PlanContext, budget: BudgetResults) -> str:
    """A stated total that is not what its parts come to is said with both sums and the gap, never adjusted."""
    parts = budget.reserve + budget.sums.planned
    if budget.total is None or budget.total == parts:
        return ""
    money, gap = ctx.formats.money, budget.total - parts
    word = "not assigned" if gap > 0 else "more than the total"
    sums = f"lines and reserve add up to {money(parts)}, the plan's total is {money(budget.total)}"
    return f"{money(abs(gap))} {word}: {sums}."


@dataclass(frozen=True, slots=True)
class BudgetView:
    """Figures, charts and tables of the whole budget."""

    stats: tuple[Stat, ...]
    chart: SpendChart | None
    bars: tuple[CampaignBar, ...]
    grid: BudgetGrid
    lines: TableView | None
    notes: tuple[str, ...]
    alert: str


def budget_table(ctx: PlanContext) -> BudgetView | None:
    """The budget by campaign and period, with every line, its course over the year, and what is in other currencies."""
    budget = ctx.results.budget
    if budget is None:
        return None
    return BudgetView(
        _stats(ctx, budget),
        spend_chart(ctx, budget),
        campaign_bars(ctx, budget),
        budget_grid(ctx, budget),
        line_table(ctx, budget),
        foreign_notes(ctx),
        alert_of(ctx, budget),
    )


def _stats(ctx: PlanContext, budget: BudgetResults) -> tuple[Stat, ...]:
    formats, plan, sums = ctx.formats, budget.reference, budget.sums
    cents = formats.has_cents((plan, sums.actual, sums.committed, budget.forecast))
    through = f"through {formats.date(ctx.results.today.actuals_through)}"
    share = _share(ctx, sums.actual, plan)
    reserve = f"Includes a reserve of {formats.money(budget.reserve, cents=cents)}" if budget.reserve else ""
    free = formats.money(plan - sums.actual - sums.committed, cents=cents)
    return (
        Stat("Plan", _total(ctx, budget, cents=cents), reserve),
        Stat("Spent", formats.money(sums.actual, cents=cents), f"{share} {through}".strip()),
        Stat("Committed", formats.money(sums.committed, cents=cents), f"Free to commit: {free}"),
        Stat("Forecast at finish", formats.money(budget.forecast, cents=cents), _variance(ctx, budget, cents=cents)),
    )


def _total(ctx: PlanContext, budget: BudgetResults, *, cents: bool) -> str:
    low = budget.total_low if budget.total is not None else budget.reserve + budget.sums.planned_low
    return ctx.formats.span(budget.reference if low is None else low, budget.reference, cents=cents)


def _variance(ctx: PlanContext, budget: BudgetResults, *, cents: bool) -> str:
    over = budget.variance
    if not over:
        return "Equals plan"
    ratio = ctx.formats.signed_percent(Fraction(over) / Fraction(budget.reference)) if budget.reference else ""
    text = f"{ctx.formats.money(abs(over), cents=cents)} {'over' if over > 0 else 'under'} plan"
    return f"{text} ({ratio})" if ratio else text


COMPONENTS = (
    Component("budget_bar", budget_bar, "what is spent, ordered and still open, in all or of one campaign", ABSENT),
    Component("budget_table", budget_table, "the budget by campaign and period, and every line of it", ABSENT),
)
