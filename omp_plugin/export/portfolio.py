"""All plans of a site as tables: a row for each plan as the portfolio shows it, and the sums of each currency."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from omp_plugin.compute.compiled import Compiled
from omp_plugin.compute.portfolio import Money, Portfolio, portfolio
from omp_plugin.export.cells import Cell, amount, plain
from omp_plugin.export.csv_files import csv_file
from omp_plugin.export.tables import Row, Sheet
from omp_plugin.export.workbook import workbook
from omp_plugin.render.components.site import following, leading
from omp_plugin.render.context import PlanContext, plan_context

_MONEY = ("budget", "spent", "forecast", "variance")
_COLUMNS = (
    "plan", "title", "organisation", "type", "status", "health", "owner", "currency", *_MONEY, "own_currency", "rate",
    "rate_on", "next_milestone", "next_milestone_on", "lead_kpi", "lead_kpi_status", "lead_kpi_attainment",
)  # fmt: skip
NAMES = ("portfolio.xlsx", "portfolio.csv", "portfolio-totals.csv")
"""The files, as sites publish them."""


def portfolio_files(plans: Iterable[Compiled]) -> dict[str, bytes]:
    """The files of a portfolio by their names: the workbook of both tables, and a CSV file of each."""
    sheets = portfolio_tables(plans)
    return dict(zip(NAMES, (workbook(sheets, "Portfolio"), *map(csv_file, sheets)), strict=True))


def portfolio_tables(plans: Iterable[Compiled]) -> list[Sheet]:
    """The plans that can be read, by id, and their sums.

    Money is in the currency that the portfolio shows a plan in: its own, or the portfolio's at a rate that a plan
    states, with the rate beside it. So the amounts of one currency add up to its row of the second table.
    """
    contexts = sorted((ctx for each in plans if (ctx := plan_context(each))), key=lambda ctx: ctx.plan.id)
    money = portfolio([(ctx.plan, ctx.results.budget) for ctx in contexts])
    totals: list[Row] = [
        (each.money.currency, each.plans, *_amounts(each.money)) for each in (money.totals if money else ())
    ]
    return [
        Sheet("portfolio", _COLUMNS, [_row(ctx, money) for ctx in contexts]),
        Sheet("totals", ("currency", "plans", *_MONEY), totals),
    ]


def _amounts(money: Money | None) -> tuple[Cell, ...]:
    if money is None:
        return (None,) * len(_MONEY)
    return tuple(amount(getattr(money, name), money.currency) for name in _MONEY)


def _row(ctx: PlanContext, money: Portfolio | None) -> Row:
    plan, next_, lead = ctx.plan, following(ctx), leading(ctx)
    own = money.plans.get(plan.id) if money else None
    lent = own.lent if own else None
    return (
        plain(plan.id), plain(plan.label), _text(plan.organisation), _text(plan.type), plan.status,
        ctx.results.health.status, _text(ctx.person(plan.owner).name if plan.owner else ""),
        own.currency if own else plan.currency, *_amounts(own),
        plan.currency, Fraction(lent.rate) if lent else None, _text(lent.on.text if lent and lent.on else ""),
        _text(next_.title if next_ else ""), next_.day if next_ else None,
        _text(lead.kpi.label if lead else ""), lead.result.status if lead else None,
        lead.result.attainment if lead else None,
    )  # fmt: skip


def _text(text: str | None) -> str | None:
    return plain(text) if text else None
