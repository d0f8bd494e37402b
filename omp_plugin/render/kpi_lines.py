"""The rows of the table of KPIs, put together of what its template draws."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from markupsafe import Markup

from omp_plugin.render.pieces import Macro, safe
from omp_plugin.words import _, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext
    from omp_plugin.render.kpi_rows import KpiRow
    from omp_plugin.render.tables import Cell


class KpiLines:
    """Draws rows: `cell` is a macro of a cell and the plan's context, `none` of nothing, `status` of a state, its label
    and its proof, `line` of a sparkline, `trend` of a trend, `bar` of the length of a bar and a state."""

    def __init__(self, cell: Macro, none: Macro, status: Macro, line: Macro, trend: Macro, bar: Macro) -> None:  # noqa: PLR0917 # the macros of a row
        self._cell, self._none, self._status = cell, none, status
        self._line, self._trend, self._bar = line, trend, bar

    def rows(self, found: Iterable[KpiRow], ctx: PlanContext, *, is_short: bool) -> Markup:
        """Rows, each on a line; short ones without baseline, attainment and change."""
        return Markup("".join([self._row(row, ctx, is_short=is_short) for row in found]))  # noqa: S704 # escaped below

    def _row(self, row: KpiRow, ctx: PlanContext, *, is_short: bool) -> str:
        sub = row.kind if is_short else row.sub
        muted = f'<span class="omp-sub">{safe(sub)}</span>' if sub else ""
        parts = [f'\n<tr id="kpi-{safe(row.id)}"><th scope="row">{safe(row.label)}{muted}</th>']
        if not is_short:
            parts += [self._kind(row), self._figure(_("Baseline"), row.baseline, ctx)]
        parts.append(self._figure(pgettext("planned value", "Plan"), row.plan, ctx))
        parts.append(self._figure(_("Actual"), row.actual, ctx))
        if not is_short:
            parts.append(self._attainment(row, ctx))
        parts.append(f'<td class="omp-kpi-course{"" if row.is_moving else " omp-empty"}">{self._line(row.spark)}</td>')
        if not is_short:
            parts.append(self._change(row))
        empty, label = _empty(row.target), safe(_("Target"))
        parts.append(f'<td class="omp-num{empty}" data-label="{label}">{self._cell(row.target, ctx)}</td>\n')
        proof = ctx.proof(f"kpis.{row.id}.status")
        return f"{''.join(parts)}<td>{self._status(row.status, row.status_label, proof)}</td></tr>"

    def _kind(self, row: KpiRow) -> str:
        if not row.kind:
            return f'<td class="omp-empty">{self._none()}</td>'
        return f'<td><span class="omp-tag">{safe(row.kind)}</span></td>'

    def _figure(self, label: str, cell: Cell, ctx: PlanContext) -> str:
        due = " omp-kpi-due" if cell.sub and not cell.text else ""
        return f'<td class="omp-num{_empty(cell)}{due}" data-label="{safe(label)}">{self._cell(cell, ctx)}</td>'

    def _attainment(self, row: KpiRow, ctx: PlanContext) -> str:
        kind = f"omp-num{_empty(row.attainment)}{' omp-kpi-due' if row.attainment.sub else ''}"
        said = self._cell(row.attainment, ctx)
        if row.bar:
            return f'<td class="{kind}"><span class="omp-att">{self._bar(row.bar, row.status)} {said}</span></td>'
        return f'<td class="{kind}" data-label="{safe(_("Attainment"))}">{said}</td>'

    def _change(self, row: KpiRow) -> str:
        if row.trend is None:
            return f'<td class="omp-num omp-empty">{self._none()}</td>'
        since = f' <span class="omp-sub">{safe(row.trend_since)}</span>' if row.trend_since else ""
        return f'<td class="omp-num">{self._trend(row.trend)}{since}</td>'


def _empty(cell: Cell) -> str:
    return " omp-empty" if cell.kind == "none" else ""
