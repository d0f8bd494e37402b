"""The money: a bar of what is spent, ordered and still open; tables by campaign and line (design, sections 7 and 9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from omp_plugin.compute.results import HEALTH, BudgetResults
from omp_plugin.render.components.budget_bar import Alert, alert_of, budget_bar, low_of
from omp_plugin.render.components.budget_charts import (
    CampaignBar,
    SpendChart,
    campaign_bars,
    day_or_month,
    spend_chart,
)
from omp_plugin.render.components.budget_groups import group_table
from omp_plugin.render.components.budget_lines import line_table
from omp_plugin.render.components.budget_notes import ForeignNote, foreign_notes
from omp_plugin.render.components.budget_rows import BudgetGrid, budget_grid
from omp_plugin.render.components.component import Component
from omp_plugin.render.spend import planned_by
from omp_plugin.render.stat import Stat
from omp_plugin.render.tables import TableView
from omp_plugin.words import _, marked, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

ABSENT = marked("This plan has no budget. Add the key `budget`.")


@dataclass(frozen=True, slots=True)
class BudgetView:
    """Figures, charts and tables of the whole budget."""

    stats: tuple[Stat, ...]
    chart: SpendChart | None
    bars: tuple[CampaignBar, ...]
    grid: BudgetGrid
    lines: TableView | None
    groups: TableView | None
    notes: tuple[ForeignNote, ...]
    alert: Alert | None


def budget_table(ctx: PlanContext) -> BudgetView | None:
    """The budget by campaign and period, with every line, its course over the year, and what is in other currencies."""
    budget = ctx.results.budget
    if budget is None:
        return None
    notes = foreign_notes(ctx, budget)
    return BudgetView(
        tuple(_Stats(ctx, budget).strip()),
        spend_chart(ctx, budget),
        campaign_bars(ctx, budget),
        budget_grid(ctx, budget, notes),
        line_table(ctx, budget),
        group_table(ctx, budget),
        notes,
        alert_of(ctx, budget),
    )


@dataclass(frozen=True, slots=True)
class _Stats:
    """The four figures of a budget."""

    ctx: PlanContext
    budget: BudgetResults

    def strip(self) -> Sequence[Stat]:
        """Plan, spent, committed and forecast, each with what it is compared to."""
        budget, sums = self.budget, self.budget.sums
        reserve = _("Includes a reserve of {amount}") if budget.reserve else ""
        reserve, was = reserve.format(amount=self._money(budget.reserve)), self._was()
        free = budget.reference - sums.actual - sums.committed
        left = _("Free to commit: {amount}") if free >= 0 else _("{amount} beyond the plan")
        plan = self.ctx.formats.span(low_of(budget), budget.reference, cents=self._cents)
        status, proof = budget.status if budget.status in HEALTH else "", self.ctx.proof
        return (
            Stat(pgettext("planned value", "Plan"), plan, was or reserve, more=reserve if was else "",
                 proof=proof("budget.total")),
            Stat(_("Spent"), self._money(sums.actual), self._spent(), proof=proof("budget.actual")),
            Stat(_("Committed"), self._money(sums.committed), left.format(amount=self._money(abs(free))),
                 proof=proof("budget.committed")),
            Stat(_("Forecast at finish"), self._money(budget.forecast), self._variance(), note_status=status,
                 proof=proof("budget.forecast")),
        )  # fmt: skip

    def _was(self) -> str:
        """The plan's total in the version that it is compared with, and how much it has changed since."""
        earlier = self.ctx.compiled.earlier[0] if self.ctx.compiled and self.ctx.compiled.earlier else None
        if earlier is None or earlier.results.budget is None or earlier.plan.currency != self.ctx.plan.currency:
            return ""
        name, was = earlier.name, earlier.results.budget.reference
        change = self.ctx.formats.signed_money(self.budget.reference - was, cents=self._cents)
        said = _("{version} was {amount} ({change})") if was != self.budget.reference else _("As in {version}")
        return said.format(version=name, amount=self._money(was), change=change)

    def _spent(self) -> str:
        """The part of the plan, and how far that is from what was planned by then."""
        day, plan = self.ctx.results.today.actuals_through, self.budget.reference
        if not plan:
            return ""
        part, by = self.ctx.formats.percent(Fraction(self.budget.sums.actual) / Fraction(plan)), self._ahead(day)
        if by is None:
            return _("{part} of plan through {date}").format(part=part, date=self.ctx.formats.date(day))
        when, size = day_or_month(self.ctx, day), self.ctx.formats.money(abs(by), cents=False)
        return _on_course(by).format(part=part, amount=size, date=when)

    def _ahead(self, day: date) -> int | None:
        """How much more was spent than planned by a day of the plan, to whole units: plans are spread over days."""
        whole = self.ctx.plan.period
        if whole is None or not whole.first <= day <= whole.last:
            return None
        return round(Fraction(self.budget.sums.actual) - planned_by(self.budget, whole, day))

    def _variance(self) -> str:
        over = self.budget.variance
        if not over:
            return _("Equals plan")
        size = self._money(abs(over))
        if not self.budget.reference:
            return (_("{amount} over plan") if over > 0 else _("{amount} under plan")).format(amount=size)
        said = _("{amount} over plan ({percent})") if over > 0 else _("{amount} under plan ({percent})")
        ratio = Fraction(over) / Fraction(self.budget.reference)
        return said.format(amount=size, percent=self.ctx.formats.signed_percent(ratio))

    @property
    def _cents(self) -> bool:
        sums, budget = self.budget.sums, self.budget
        shown = (low_of(budget), budget.reference, budget.reserve, sums.actual, sums.committed, budget.forecast)
        return self.ctx.formats.has_cents(shown)

    def _money(self, amount: Decimal) -> str:
        return self.ctx.formats.money(amount, cents=self._cents)


def _on_course(ahead: int) -> str:
    """A sentence on what is spent: as was planned, more, or less."""
    if not ahead:
        return _("{part} of plan · as planned to {date}")
    if ahead > 0:
        return _("{part} of plan · {amount} ahead of plan to {date}")
    return _("{part} of plan · {amount} behind plan to {date}")


COMPONENTS = (
    Component("budget_bar", budget_bar, "what is spent, ordered and still open, in all or of one campaign", ABSENT),
    Component("budget_table", budget_table, "the budget by campaign and period, and every line of it", ABSENT),
)
