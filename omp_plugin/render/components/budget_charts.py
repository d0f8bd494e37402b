"""The charts of a budget: how it adds up over time, and the bars of its campaigns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from omp_plugin.compute.results import BudgetResults, Sums
from omp_plugin.model.dates import Period
from omp_plugin.render.axis import DAY
from omp_plugin.render.charts import Plot, Segment, Tick, scale, segments, share
from omp_plugin.render.components.budget_rows import RESERVE
from omp_plugin.render.shapes import number
from omp_plugin.render.spend import Course, columns, course
from omp_plugin.render.tables import Part

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

WIDTH, HEIGHT = 520, 236
BOX = (52, 14, 382, 196)
"""Left, top, width and height of the part of the chart in which lines are drawn."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text beside a line, in up to two lines."""

    x: str
    y: str
    anchor: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpendRow:
    """What has come together by the end of a period; `spent` is empty where it is not over."""

    period: str
    planned: str
    spent: str
    forecast: str


@dataclass(frozen=True, slots=True)
class SpendChart:
    """Cumulative spend: three lines with their labels on them, and the same figures by period."""

    width: int
    height: int
    levels: tuple[Tick, ...]
    marks: tuple[Tick, ...]
    left: int
    right: int
    top: int
    bottom: int
    planned: str
    spent: str
    forecast: str
    dot: tuple[str, str]
    now: Label
    end: Label
    plan_end: Label
    finding: str
    rows: tuple[SpendRow, ...]


def spend_chart(ctx: PlanContext, budget: BudgetResults) -> SpendChart | None:
    """How planned, spent and expected money adds up over the plan; `None` where there is none or no period."""
    whole = ctx.plan.period
    if whole is None or not (budget.reference or budget.forecast) or budget.reference < 0:
        return None
    found = course(budget, whole, ctx.results.today.actuals_through)
    most = scale(max(value for line in (found.planned, found.spent, found.forecast) for _, value in line))
    plot = Plot(*BOX, whole.first - DAY, whole.last, most.top)
    spent_day, spent = found.spent[-1]
    left, top, width, height = BOX
    return SpendChart(
        WIDTH, HEIGHT,
        tuple(Tick(y, ctx.formats.compact(step)) for y, step in plot.levels(most.steps)),
        tuple(_marks(ctx, budget, whole, plot)),
        left, left + width, top, top + height,
        plot.line(found.planned), plot.line(found.spent), plot.line(found.forecast),
        (number(plot.x(spent_day)), number(plot.y(spent))),
        _now(ctx, plot, spent_day, spent), *_ends(ctx, budget, plot),
        _finding(ctx, budget, spent_day), tuple(_rows(ctx, budget, whole, found)),
    )  # fmt: skip


def _marks(ctx: PlanContext, budget: BudgetResults, whole: Period, plot: Plot) -> Iterator[Tick]:
    """The beginnings of periods, or the plan's first and last month where it is not divided."""
    found = [period for period in columns(budget, whole) if whole.holds(period.first)]
    for period in found or [Period(whole.first, whole.first, "", "month")]:
        yield Tick(number(plot.x(period.first - DAY)), ctx.formats.period(period))


def _now(ctx: PlanContext, plot: Plot, day: date, spent: Fraction) -> Label:
    """The spent amount above its dot, on the side where there is room."""
    is_left = plot.x(day) > 160
    x = plot.x(day) + (-8 if is_left else 10)
    text = f"Spent {ctx.formats.money(spent)}"
    return Label(number(x), number(max(plot.y(spent) - 10, 12)), "end" if is_left else "start", (text,))


def _ends(ctx: PlanContext, budget: BudgetResults, plot: Plot) -> tuple[Label, Label]:
    """Forecast and plan right of the ends of their lines, apart from each other."""
    x = number(plot.left + plot.width + 7)
    forecast, planned = plot.y(budget.forecast), plot.y(budget.reserve + budget.sums.planned)
    is_over = budget.forecast >= budget.reserve + budget.sums.planned
    gap = 30 - abs(forecast - planned)
    if gap > 0:
        shift = gap / 2
        forecast, planned = (forecast - shift, planned + shift) if is_over else (forecast + shift, planned - shift)
    money = ctx.formats.money
    parts = budget.reserve + budget.sums.planned
    return (
        Label(x, number(forecast), "start", ("Forecast", money(budget.forecast))),
        Label(x, number(planned), "start", ("Plan", money(parts))),
    )


def _finding(ctx: PlanContext, budget: BudgetResults, day: date) -> str:
    money = ctx.formats.money
    return (
        f"{money(budget.sums.actual)} spent by {ctx.formats.date(day)}; {money(budget.forecast)} expected at finish "
        f"against a plan of {money(budget.reference)}. The table below the chart has the figures."
    )


def _rows(ctx: PlanContext, budget: BudgetResults, whole: Period, found: Course) -> Iterator[SpendRow]:
    """Figures at the end of each column, or at the end of the plan."""
    planned, spent, ahead = (dict(line) for line in (found.planned, found.spent, found.forecast))
    money = ctx.formats.money
    for period in columns(budget, whole) or (whole,):
        day = min(period.last, whole.last)
        is_over = day <= ctx.results.today.actuals_through
        now = spent.get(day)
        yield SpendRow(
            ctx.formats.period(period),
            money(_whole(planned.get(day))),
            money(_whole(now)) if is_over and now is not None else "",
            money(_whole(ahead.get(day))) if day in ahead and not is_over else "",
        )


def _whole(value: Fraction | None) -> Fraction | None:
    """Money that was spread over days has no true cents."""
    return None if value is None else Fraction(round(value))


@dataclass(frozen=True, slots=True)
class CampaignBar:
    """A campaign's bar on the scale that all share; `plan` is where its planned amount is."""

    label: str
    href: str | None
    segments: tuple[Segment, ...]
    plan: str
    forecast: str
    finding: str
    key: str


def campaign_bars(ctx: PlanContext, budget: BudgetResults) -> tuple[CampaignBar, ...]:
    """The campaigns that have money, in the plan's order, and the reserve."""
    campaigns = [(id_, budget.by_campaign[id_]) for id_ in ctx.plan.campaigns if id_ in budget.by_campaign]
    left = budget.reserve - budget.reserve_drawn
    most = max([max(sums.planned, sums.forecast) for _, sums in campaigns] + [budget.reserve, Decimal(1)])
    found = [
        _campaign_bar(ctx, Part(ctx.plan.campaigns[id_].label, ctx.href(f"campaigns/{id_}")), sums, most, id_)
        for id_, sums in campaigns
    ]
    if budget.reserve and campaigns:
        reserve = Sums(planned=budget.reserve, forecast=left)
        found.append(_campaign_bar(ctx, Part(RESERVE), reserve, most, ""))
    return tuple(found)


def _campaign_bar(ctx: PlanContext, name: Part, sums: Sums, most: Decimal, key: str) -> CampaignBar:
    money = ctx.formats.money
    parts: Sequence[tuple[str, Decimal, str]] = (
        ("spent", sums.actual, ""),
        ("committed", sums.committed, ""),
        ("open", sums.forecast - sums.actual - sums.committed, ""),
    )
    finding = (
        f"{name.text}: {money(sums.actual)} spent, {money(sums.committed)} committed, forecast {money(sums.forecast)}, "
        f"plan {money(sums.planned)}"
    )
    plan, forecast = share(sums.planned, most), money(sums.forecast)
    return CampaignBar(name.text, name.href, segments(parts, most), plan, forecast, finding, f"by-{key}")
