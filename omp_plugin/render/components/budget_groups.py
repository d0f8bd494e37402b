"""The budget's sums by campaign, category and period, with what is still free in each (plan format, section 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from omp_plugin.compute.results import BudgetResults, Sums
from omp_plugin.render.components.budget_rows import NO_CAMPAIGN
from omp_plugin.render.tables import NONE, Cell, Column, Row, RowGroup, TableView, columns, number, text
from omp_plugin.words import _, marked, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

NOTE = marked(
    "Free to commit is the plan less what is spent and committed. Periods are as written: "
    "a plan by quarter and its invoices by month stand in rows of their own."
)


def group_table(ctx: PlanContext, budget: BudgetResults) -> TableView | None:
    """The sums of all lines, grouped in three ways; `None` for a budget without lines. The reserve is apart."""
    titles = {id_: campaign.label for id_, campaign in ctx.plan.campaigns.items()}
    periods = sorted(budget.by_period, key=lambda each: (each.first, -each.days))
    ways: Mapping[str, Mapping[str, Sums]] = {
        _("By campaign"): {titles.get(id_, _(NO_CAMPAIGN)): sums for id_, sums in budget.by_campaign.items()},
        _("By category"): budget.by_category,
        _("By period"): {ctx.formats.period(each): budget.by_period[each] for each in periods},
    }
    shown = [*(sums for way in ways.values() for sums in way.values()), budget.sums]
    cents = ctx.formats.has_cents(amount for sums in shown for amount in _amounts(sums))
    groups = tuple(
        RowGroup(tuple(Row("", (text(name), *_cells(ctx, sums, cents=cents))) for name, sums in way.items()), title)
        for title, way in ways.items()
        if way
    )
    foot = (text(_("All lines, without the reserve")), *_cells(ctx, budget.sums, cents=cents))
    caption = _("Budget by campaign, category and period")
    return TableView(caption, _heads(), groups, _(NOTE), foot) if groups else None


def _heads() -> tuple[Column, ...]:
    amounts = (
        pgettext("planned value", "Plan"), _("Spent"), _("Committed"), _("Free to commit"), _("Forecast"),
        _("Variance"),
    )  # fmt: skip
    return columns(_("Part"), *(f"{each}#" for each in amounts))


def _amounts(sums: Sums) -> tuple[Decimal, ...]:
    return sums.planned, sums.actual, sums.committed, sums.available, sums.forecast


def _cells(ctx: PlanContext, sums: Sums, *, cents: bool) -> Iterable[Cell]:
    """Six figures; nothing planned, spent or ordered is a dash, as in the table of lines."""
    for amount in _amounts(sums):
        yield number(ctx.formats.money(amount, cents=cents)) if amount else NONE
    yield number(ctx.formats.signed_money(sums.variance, cents=cents))
