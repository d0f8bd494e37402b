"""The plans of a site on one time axis: bars filled to today, drafts dashed, milestones as diamonds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from omp_plugin.model.dates import Period
from omp_plugin.render.axis import DAY, Axis, axis, narrow_axis
from omp_plugin.render.chart import AxisView, axis_view
from omp_plugin.render.geometry import CENTRE, DIAMOND, LEAST, RADIUS, ROW
from omp_plugin.render.shapes import bang, bar, diamond, number
from omp_plugin.render.work import works
from omp_plugin.words import ngettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

LOOKS = {
    "on-track": "doing",
    "at-risk": "risk",
    "off-track": "off",
    "done": "done",
    "draft": "dashed",
    "cancelled": "gone",
}
HALF = 6.0


@dataclass(frozen=True, slots=True)
class Diamond:
    """A milestone on a plan's bar; `sign` says without colour that it is done, or not as it should be."""

    look: str
    path: str
    sign: str


@dataclass(frozen=True, slots=True)
class PlanBar:
    """A plan: its bar, the part of it that has gone by, and its milestones."""

    ctx: PlanContext
    title: str
    href: str | None
    status: str
    look: str
    light: str
    dark: str
    diamonds: tuple[Diamond, ...]


@dataclass(frozen=True, slots=True)
class PortfolioChart:
    """The bars of all plans with a period; `narrow` is the same drawn for pages that have no room for it."""

    axis: AxisView
    bars: tuple[PlanBar, ...]
    height: float
    rules: str
    finding: str
    narrow: PortfolioChart | None = None


def portfolio_chart(ctx: PlanContext, plans: Sequence[tuple[PlanContext, str]]) -> PortfolioChart | None:
    """The chart of some plans, each with the status that it shows; `None` where none has a period."""
    dated = [(each, status, each.plan.period) for each, status in plans if each.plan.period]
    if not dated:
        return None
    first = min(period.first for _, _, period in dated if period).replace(day=1)
    days = axis(first, max(period.last for _, _, period in dated if period))
    narrow = narrow_axis(days)
    return replace(_chart(ctx, dated, days), narrow=_chart(ctx, dated, narrow) if narrow else None)


def _chart(ctx: PlanContext, dated: Sequence[tuple[PlanContext, str, Period | None]], days: Axis) -> PortfolioChart:
    today = ctx.results.today.as_of
    bars = tuple(_bar(each, status, row, days, today) for row, (each, status, _) in enumerate(dated))
    rules = "".join(f"M0 {number(row * ROW)}h9999" for row in range(1, len(bars)))
    finding = ngettext("{n} plan from {first} to {last}.", "{n} plans from {first} to {last}.", len(bars)).format(
        n=ctx.formats.number(len(bars)), first=ctx.formats.month(days.first), last=ctx.formats.month(days.last)
    )
    return PortfolioChart(axis_view(ctx, days, today), bars, len(bars) * ROW, rules, finding)


def _bar(ctx: PlanContext, status: str, row: int, days: Axis, today: date) -> PlanBar:
    period = ctx.plan.period
    assert period is not None
    middle = row * ROW + CENTRE + 2
    left, right = days.x(period.first), max(days.x(period.last + DAY), days.x(period.first) + LEAST)
    gone = min(max(days.midday(today) - left, 0.0), right - left)
    light = bar(left, middle - HALF, right - left, 2 * HALF, (RADIUS, RADIUS))
    dark = bar(left, middle - HALF, gone, 2 * HALF, (RADIUS, RADIUS if gone >= right - left else 0)) if gone > 0 else ""
    look = LOOKS.get(status, "todo")
    is_plain = look in ("dashed", "gone")
    return PlanBar(
        ctx, ctx.plan.short_label, ctx.href("index"), status, look, light, "" if is_plain else dark,
        tuple(_diamonds(ctx, days, middle)),
    )  # fmt: skip


def _diamonds(ctx: PlanContext, days: Axis, middle: float) -> Iterable[Diamond]:
    looks = {"done": "done", "at-risk": "risk", "off-track": "off", "blocked": "off"}
    for work in works(ctx).values():
        day = work.scheduled.finish
        if work.task.is_milestone and work.state != "cancelled" and day and days.holds(day):
            x, look = days.midday(day), looks.get(work.state, "todo")
            yield Diamond(look, diamond(x, middle, DIAMOND), bang(x, middle) if look in ("risk", "off") else "")
