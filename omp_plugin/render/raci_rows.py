"""The rows of who does what, a cell for each task and person: put together of what their template draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from omp_plugin.render.pieces import Macro, safe
from omp_plugin.render.state_words import said
from omp_plugin.words import _

if TYPE_CHECKING:
    from omp_plugin.render.components.raci import Letter, RaciRow, RaciTable
    from omp_plugin.render.context import PlanContext
    from omp_plugin.render.tables import Cell


class RaciRows:
    """Draws rows: `cell` is a macro of a cell and the plan's context, `tbd` of nothing, `icon` of a state."""

    def __init__(self, cell: Macro, tbd: Macro, icon: Macro) -> None:
        self._cell, self._tbd, self._icon = cell, tbd, icon

    def rows(self, found: RaciTable, ctx: PlanContext, *, has_change: bool) -> Markup:
        """The rows of a table, each on a line; with what has changed since an earlier version where it `has_change`."""
        names = [f' data-label="{safe(each.name)}"' for each in found.people]
        rows = [self._row(row, names, ctx, has_change=has_change) for row in found.rows]
        return Markup("".join(rows))  # noqa: S704 # escaped below

    def _row(self, row: RaciRow, names: list[str], ctx: PlanContext, *, has_change: bool) -> str:
        anchor = f' id="{safe(row.anchor)}"' if row.anchor else ""
        owner = f" {self._tbd()}" if row.is_owner_open else ""
        parts = [
            f'<tr{anchor}><th scope="row">{self._cell(row.name, ctx)}{owner}</th>', self._state(row.status),
            f'<td class="omp-num" data-label="{safe(_("Finish"))}">{self._known(row.finish, ctx)}</td>',
        ]  # fmt: skip
        if has_change:
            label = f' data-label="{safe(_("Change"))}"' if row.change.kind != "none" else ""
            parts.append(f'<td class="omp-num"{label}>{self._known(row.change, ctx)}</td>')
        for name, letters in zip(names, row.letters, strict=True):
            parts.append(f"<td{name}>{_letters(letters)}</td>" if letters else f"<td>{_nothing()}</td>")
        return f"{''.join(parts)}</tr>\n"

    def _state(self, cell: Cell) -> str:
        words = safe(cell.text or said(cell.status))
        return f'<td class="omp-state omp-s-{safe(cell.status)}">{self._icon(cell.status)}{words}</td>'

    def _known(self, cell: Cell, ctx: PlanContext) -> str:
        return _nothing() if cell.kind == "none" else self._cell(cell, ctx)


def _nothing() -> str:
    return f"<i>{safe(_('none'))}</i>"


def _letters(found: tuple[Letter, ...]) -> str:
    return "".join(
        [
            f'<abbr class="omp-raci-{safe(each.letter.lower())}" title="{safe(each.word)}">{safe(each.letter)}</abbr>'
            for each in found
        ]
    )
