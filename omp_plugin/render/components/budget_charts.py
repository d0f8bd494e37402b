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
from omp_plugin.render.axis import DAY, Unit, periods
from omp_plugin.render.charts import (
    GAP,
    LEADING,
    LETTER,
    Label,
    Plot,
    Segment,
    Tick,
    apart,
    label_above,
    label_below,
    label_over,
    line_through,
    scale,
    segments,
    share,
    thinned,
)
from omp_plugin.render.components.budget_rows import NO_CAMPAIGN, RESERVE
from omp_plugin.render.shapes import number, text_width
from omp_plugin.render.spend import Course, columns, course, shared
from omp_plugin.render.tables import Part
from omp_plugin.words import _, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

SIZES = (("wide", 430, 236), ("narrow", 256, 210))
"""The chart is drawn twice, with its texts in one size: for a card on a wide page and for one on a phone."""
TOP, BOTTOM = 14, 24
"""Room in px above the lines, and below them for the names of periods."""


@dataclass(frozen=True, slots=True)
class SpendRow:
    """What has come together by the end of a period; `spent` is empty where it is not over."""

    period: str
    planned: str
    spent: str
    forecast: str


@dataclass(frozen=True, slots=True)
class SpendPlot:
    """The lines in a box of one size, with their labels on them; `key` names the size."""

    key: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    levels: tuple[Tick, ...]
    marks: tuple[Tick, ...]
    planned: str
    spent: str
    forecast: str
    dot: tuple[str, str]
    now: Label
    planned_now: Label | None
    end: Label
    plan_end: Label


@dataclass(frozen=True, slots=True)
class SpendChart:
    """Cumulative spend, drawn for wide and for narrow pages, and the same figures by period."""

    plots: tuple[SpendPlot, ...]
    finding: str
    rows: tuple[SpendRow, ...]


def spend_chart(ctx: PlanContext, budget: BudgetResults) -> SpendChart | None:
    """How planned, spent and expected money adds up over the plan; `None` where there is none or no period."""
    whole = ctx.plan.period
    if whole is None or not (budget.reference or budget.forecast) or budget.reference < 0:
        return None
    found = course(budget, whole, ctx.results.today.actuals_through)
    made = _Maker(ctx, budget, whole, found)
    plots = tuple(made.plot(*size) for size in SIZES)
    return SpendChart(plots, _finding(ctx, budget, found.spent[-1][0]), tuple(_rows(ctx, budget, whole, found)))


@dataclass(frozen=True, slots=True)
class _Maker:
    """Draws the same course of money in boxes of several sizes."""

    ctx: PlanContext
    budget: BudgetResults
    whole: Period
    course: Course

    def plot(self, key: str, width: int, height: int) -> SpendPlot:
        """The chart in a box of that size; texts beside the lines take the room that they need."""
        found, compact = self.course, self.ctx.formats.compact
        steps = scale(max(value for line in (found.planned, found.spent, found.forecast) for _, value in line))
        left = round(max(text_width(compact(step), LETTER) for step in steps.steps)) + GAP
        right = width - round(max(text_width(text, LETTER) for text in self._end_texts())) - GAP
        box = Plot(left, TOP, right - left, height - TOP - BOTTOM, self.whole.first - DAY, self.whole.last, steps.top)
        drawn = [box.points(line) for line in (found.planned, found.spent, found.forecast)]
        x, y = mark = drawn[1][-1]
        spent, planned = _spent(self.ctx, found), _planned_by(self.ctx, found)
        above, below = label_above(box, drawn, mark, spent), label_below(box, drawn, mark, spent)
        return SpendPlot(
            key, width, height, left, right, TOP, height - BOTTOM,
            tuple(Tick(at, compact(step)) for at, step in box.levels(steps.steps)),
            thinned([(box.x(each.first - DAY), self.ctx.formats.period(each)) for each in self._periods()], right),
            line_through(drawn[0]), line_through(drawn[1]), line_through(drawn[2]), (number(x), number(y)),
            above or below or label_over(box, drawn, spent), label_below(box, drawn, mark, planned) if above else None,
            *self._ends(box),
        )  # fmt: skip

    def _end_texts(self) -> tuple[str, str, str, str]:
        money = self.ctx.formats.money
        planned = self.budget.reserve + self.budget.sums.planned
        return _("Forecast"), money(self.budget.forecast), pgettext("planned value", "Plan"), money(planned)

    def _periods(self) -> list[Period]:
        """The columns of the budget, or the quarters of a plan whose money is not divided; years of a long one."""
        found = [period for period in columns(self.budget, self.whole) if self.whole.holds(period.first)]
        grain: Unit = "month" if self.whole.days <= 120 else "quarter" if self.whole.days <= 1100 else "year"
        return found or list(periods(self.whole.first, self.whole.last, grain))

    def _ends(self, box: Plot) -> tuple[Label, Label]:
        """Forecast and plan right of the ends of their lines, apart from each other."""
        budget, x = self.budget, number(box.left + box.width + 7)
        parts = budget.reserve + budget.sums.planned
        first, second = apart(box.y(budget.forecast), box.y(parts), 2.0 * LEADING + 3)
        if budget.forecast < parts and first < second:
            first, second = second, first
        texts = self._end_texts()
        return Label(x, number(first), "start", texts[:2]), Label(x, number(second), "start", texts[2:])


def _spent(ctx: PlanContext, found: Course) -> str:
    return _("Spent {amount}").format(amount=ctx.formats.money(found.spent[-1][1]))


def _planned_by(ctx: PlanContext, found: Course) -> str:
    """What was to be spent by the end of the actuals."""
    day = found.spent[-1][0]
    planned = ctx.formats.money(_whole(dict(found.planned)[day]))
    return _("Plan to {date} {amount}").format(date=day_or_month(ctx, day), amount=planned)


def day_or_month(ctx: PlanContext, day: date) -> str:
    """A day at the end of its month by the month's name: Oct."""
    if (day + DAY).day != 1:
        return ctx.formats.short(day)
    return ctx.formats.short_period(Period(day.replace(day=1), day, f"{day:%Y-%m}", "month"))


def _finding(ctx: PlanContext, budget: BudgetResults, day: date) -> str:
    money = ctx.formats.money
    spent, forecast, plan = (money(each) for each in (budget.sums.actual, budget.forecast, budget.reference))
    return _(
        "{spent} spent by {date}; {forecast} expected at finish against a plan of {plan}. "
        "The table below the chart has the figures."
    ).format(spent=spent, date=ctx.formats.date(day), forecast=forecast, plan=plan)


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
    """The campaigns that have money, in the plan's order, what pays for none of them, and the reserve."""
    campaigns = [(id_, budget.by_campaign[id_]) for id_ in ctx.plan.campaigns if id_ in budget.by_campaign]
    found = [
        (id_, Part(ctx.plan.campaigns[id_].label, ctx.href(f"campaigns/{id_}")), sums) for id_, sums in campaigns
    ]
    others = shared(budget.lines.values(), None)
    if others and campaigns:
        found.append(("-none", Part(_(NO_CAMPAIGN)), sum(others.values(), Sums())))
    if budget.reserve and campaigns:
        left = budget.reserve - budget.reserve_drawn
        found.append(("-reserve", Part(_(RESERVE)), Sums(planned=budget.reserve, forecast=left)))
    most = max((max(sums.planned, sums.forecast) for _, _, sums in found), default=Decimal(1))
    cents = ctx.formats.has_cents(sums.forecast for _, _, sums in found)
    return tuple(_campaign_bar(ctx, name, sums, most, key, cents=cents) for key, name, sums in found)


def _campaign_bar(ctx: PlanContext, name: Part, sums: Sums, most: Decimal, key: str, *, cents: bool) -> CampaignBar:
    money = ctx.formats.money
    parts: Sequence[tuple[str, Decimal, str]] = (
        ("spent", sums.actual, ""),
        ("committed", sums.committed, ""),
        ("open", sums.forecast - sums.actual - sums.committed, ""),
    )
    plan, forecast = share(sums.planned, most), money(sums.forecast, cents=cents)
    said = _stands(ctx, name.text, sums)
    return CampaignBar(name.text, name.href, segments(parts, most), plan, forecast, said, f"by-{key}")


def _stands(ctx: PlanContext, campaign: str, sums: Sums) -> str:
    """How a campaign's money stands, in a sentence."""
    spent, committed, forecast, plan = (
        ctx.formats.money(each) for each in (sums.actual, sums.committed, sums.forecast, sums.planned)
    )
    return _("{campaign}: {spent} spent, {committed} committed, forecast {forecast}, plan {plan}").format(
        campaign=campaign, spent=spent, committed=committed, forecast=forecast, plan=plan
    )
