"""Every line of a budget: what it is for, what its amount comes from, and who shares it (plan format, section 6)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from omp_plugin.compute.results import BudgetResults, LineResult, Sums
from omp_plugin.model.budget import Line
from omp_plugin.render.components.budget_rows import NO_CAMPAIGN
from omp_plugin.render.places import place
from omp_plugin.render.tables import (
    NONE,
    Cell,
    Column,
    Part,
    Row,
    RowGroup,
    TableView,
    columns,
    field,
    links,
    number,
    status,
    text,
)
from omp_plugin.words import _, marked, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

LINES_NOTE = marked("Committed is ordered and not yet invoiced. Variance is forecast minus plan; plus means over.")


def line_table(ctx: PlanContext, budget: BudgetResults) -> TableView | None:
    """Every line with whom it pays for, by campaign; a line that several share stands with the first of them.

    Columns that say nothing of any line are left out.
    """
    written = ctx.plan.budget.lines if ctx.plan.budget else {}
    known = [(written[id_], result) for id_, result in budget.lines.items() if id_ in written]
    if not known:
        return None
    cents = ctx.formats.has_cents(amount for _, result in known for amount in _states(result.sums))
    groups: dict[str, list[Row]] = {id_: [] for id_ in [*ctx.plan.campaigns, ""]}
    for line, result in known:
        groups.setdefault(next(iter(result.shares), ""), []).append(_line(ctx, line, result, cents=cents))
    names = {id_: campaign.label for id_, campaign in ctx.plan.campaigns.items()}
    numbers = {id_: index for index, id_ in enumerate(names, 1)}
    made = ((names.get(key, _(NO_CAMPAIGN)), numbers.get(key), rows) for key, rows in groups.items() if rows)
    found = tuple(RowGroup(tuple(rows), title, number=index) for title, index, rows in made)
    return _filled(TableView(_("Every budget line"), _heads(), found, _(LINES_NOTE), anchor="lines"))


def _heads() -> tuple[Column, ...]:
    amounts = (
        pgettext("planned value", "Plan"), _("Spent"), _("Committed"), _("Forecast"), _("Variance"), _("Cap"),
    )  # fmt: skip
    return columns(_("Line"), _("Category"), _("Supplier"), *(f"{each}#" for each in amounts), _("Shared by"))


def _filled(view: TableView) -> TableView:
    """The table without the columns in which every cell is empty."""
    keep = [place for place in range(len(view.columns)) if any(row.cells[place].kind != "none" for row in view.rows)]
    groups = (
        replace(group, rows=tuple(row._replace(cells=tuple(row.cells[place] for place in keep)) for row in group.rows))
        for group in view.groups
    )
    return replace(view, columns=tuple(view.columns[place] for place in keep), groups=tuple(groups))


def _states(sums: Sums) -> tuple[Decimal, ...]:
    return sums.planned, sums.actual, sums.committed, sums.forecast, sums.planned_low


def _line(ctx: PlanContext, line: Line, result: LineResult, *, cents: bool) -> Row:
    sums, formats = result.sums, ctx.formats
    path = f"budget.lines.{line.id}"
    span = formats.span(sums.planned_low, sums.planned, cents=cents)
    planned = number(span, proof=ctx.proof(f"{path}.planned")) if sums.planned else NONE
    proofs = (None, None, ctx.proof(f"{path}.forecast"))
    amounts = (
        number(formats.money(each, cents=cents), proof=proof) if each else NONE
        for each, proof in zip(_states(sums)[1:4], proofs, strict=True)
    )
    return Row(
        f"line-{line.id}",
        (
            text(line.label, sub=_terms(ctx, line)),
            field(line, "category"),
            field(line, "supplier"),
            planned if sums.planned else field(line, "planned", NONE),
            *amounts,
            number(formats.signed_money(sums.variance, cents=cents)),
            _cap(ctx, line, result),
            _shared_by(ctx, result),
        ),
    )


def _terms(ctx: PlanContext, line: Line) -> str:
    """What its planned amount comes from, where that is not written: units, months, or a part of others."""
    formats = ctx.formats
    if line.planned:
        return ""
    if line.units is not None and line.unit_cost is not None:
        return f"{formats.number(line.units)} × {formats.written(line.unit_cost)}"
    if line.monthly is not None:
        return _("{amount} a month").format(amount=formats.written(line.monthly))
    if line.share is None or not line.of:
        return ""
    lines = ctx.plan.budget.lines if ctx.plan.budget else {}
    names = ", ".join(lines[id_].label for id_ in line.of if id_ in lines)
    share = formats.percent(line.share, 1 if line.share * 100 % 1 else 0)
    said = _("{part} of {lines}") if names else _("{part} of all other lines")
    return said.format(part=share, lines=names)


def _cap(ctx: PlanContext, line: Line, result: LineResult) -> Cell:
    """The limit of a line; a status where more is planned, expected or spent than it allows."""
    if "cap" in line.open or line.cap is None:
        return field(line, "cap", NONE)
    rate = ctx.plan.rates.values.get(line.cap.currency or "")
    factor = Fraction(rate.rate) if rate and rate.rate is not None else Fraction(1)
    is_comparable = rate is not None or line.cap.currency in (None, ctx.plan.currency)
    sums, limit = result.sums, ctx.formats.written(line.cap)
    most = max(sums.planned, sums.forecast, sums.actual + sums.committed)
    if is_comparable and most > Fraction(line.cap.amount) * factor:
        return status("off-track", _("Over its cap of {amount}").format(amount=limit))
    return number(limit)


def _shared_by(ctx: PlanContext, result: LineResult) -> Cell:
    """The campaigns that share a line, with their parts."""
    if len(result.shares) < 2:
        return NONE
    shares = ((place(ctx, id_), share) for id_, share in result.shares.items())
    return links(Part(f"{part.text} {ctx.formats.percent(share)}", part.href) for part, share in shares)
