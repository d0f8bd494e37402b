"""The figures of the rows of the budget, put together of what its template draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from omp_plugin.render.formats import NONE
from omp_plugin.render.pieces import Macro, figure, safe

if TYPE_CHECKING:
    from omp_plugin.render.components.budget_rows import BudgetGrid, GridRow


class BudgetLines:
    """Draws the cells behind the name of a row: `none` is a macro of nothing, `status` of a state."""

    def __init__(self, none: Macro, status: Macro) -> None:
        self._none, self._status = none, status

    def cells(self, row: GridRow, grid: BudgetGrid) -> Markup:
        """The money by period, in all, and how far it is from its plan."""
        periods = iter(row.periods)
        parts = []
        for head in grid.heads:
            parts.append(self._money(next(periods), " omp-split" if head.is_apart else ""))
            if head.is_closed:
                parts.append(self._money(next(periods)))
        if grid.has_rest:
            parts.append(self._money(next(periods), " omp-split"))
        kinds = (" omp-split omp-strong", "", "", " omp-strong")
        parts += [self._money(*each) for each in zip(row.totals, kinds, row.proofs, strict=True)]
        parts.append(f'\n<td class="omp-num omp-split">{self._shown(row.over)}</td>')
        parts.append(f'<td class="omp-num">{self._shown(row.percent)}</td><td>{self._state(row)}</td>')
        return Markup("".join(parts))  # noqa: S704 # escaped below

    def _money(self, text: str, kind: str = "", proof: str | None = None) -> str:
        span = " omp-span" if "–" in text else ""
        said = figure(safe(text), proof) if text and proof else self._shown(text)
        return f'<td class="omp-num{kind}{span}">{said}</td>'

    def _shown(self, text: str) -> str:
        return safe(text) if text and text != NONE else self._none()

    def _state(self, row: GridRow) -> str:
        if row.status:
            return self._status(row.status)
        return f'<span class="omp-muted">{safe(row.word)}</span>' if row.word else self._none()
