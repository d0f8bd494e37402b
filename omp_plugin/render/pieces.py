"""Pieces of HTML that are on a page by the thousand: cells of tables, put together of what templates draw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from omp_plugin.render.state_words import said
from omp_plugin.render.tables import Cell, Column, Part, Row
from omp_plugin.words import spoken

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext
    from omp_plugin.render.timeline_rows import Label

Macro = Callable[..., Markup]
LONG = 26
"""The letters of a row's name that are always seen; of a longer one the whole is its title."""
_SUMMARY, _KINDS = ' class="omp-tl-summary"', {"milestone": "◆ ", "repeat": "↻ "}
MOST_KEPT = 4096
"""Most answers of a macro that are kept; then it begins anew."""


@lru_cache(maxsize=16384, typed=True)
def safe(text: str) -> str:
    """A text as HTML. Many are on a page several times; what is HTML already is told apart by its type."""
    return str(escape(text))


def kept(macro: Macro) -> Macro:
    """A macro whose answers are kept: they must follow from what it is given and from the language that is spoken."""
    answers: dict[object, Markup] = {}

    def answer(*given: object, **named: object) -> Markup:
        if named:
            return macro(*given, **named)
        key = spoken(), given, tuple(map(type, given))
        found = answers.get(key)
        if found is None:
            if len(answers) >= MOST_KEPT:
                answers.clear()
            found = answers[key] = macro(*given)
        return found

    return answer


class Cells:
    """Draws cells with the pieces of a template: `none` and `tbd` are macros of nothing, `status` of a word, a label
    and its proof, `person` of the plan's context, an id and a muted line."""

    def __init__(self, none: Macro, tbd: Macro, status: Macro, person: Macro) -> None:
        self._none, self._tbd, self._status, self._person = none, tbd, status, person

    def cell(self, cell: Cell, ctx: PlanContext) -> Markup:
        """What a cell says."""
        return Markup(self._html(cell, ctx))  # noqa: S704 # escaped below

    def rows(self, rows: Iterable[Row], columns: Sequence[Column], ctx: PlanContext) -> Markup:
        """Rows of a table with these columns, each on a line."""
        return Markup("".join([f"{self._row(row, columns, ctx)}\n" for row in rows]))  # noqa: S704 # as above

    def _row(self, row: Row, columns: Sequence[Column], ctx: PlanContext) -> str:
        anchor = f' id="{safe(row.anchor)}"' if row.anchor else ""
        first, *others = row.cells
        when = ' class="omp-when"' if first.kind == "number" else ""
        parts = [f'<tr{anchor}><th scope="row"{when}>{self._html(first, ctx)}</th>']
        for cell, column in zip(others, columns[1:], strict=False):
            parts.append(f"<td{_class(cell, column)}{_label(cell, column)}>{self._html(cell, ctx)}</td>")
        return "".join(parts) + "</tr>"

    def _html(self, cell: Cell, ctx: PlanContext) -> str:
        kind = cell.kind
        if kind in ("text", "number"):
            return _text(cell)
        if kind == "none":
            return self._none()
        if kind == "open":
            return f"{self._tbd()}{_sub(cell)}"
        if kind == "status":
            return self._status(cell.status, cell.text, cell.proof)
        if kind == "person":
            return self._person(ctx, cell.person, cell.sub)
        return _parts(cell)


class TaskCells:
    """Draws the rows of tasks, which carry no more than they need: `none` and `tbd` are macros of nothing, `icon` of
    the word of a state. The cells of the columns `labelled` say what they are where there is no room for heads."""

    def __init__(self, none: Macro, tbd: Macro, icon: Macro, labelled: Sequence[str]) -> None:
        self._none, self._tbd, self._icon, self._labelled = none, tbd, icon, labelled

    def rows(self, rows: Iterable[Row], columns: Iterable[Column], ctx: PlanContext) -> Markup:
        """Rows, each on a line."""
        labels = [column.label if column.label in self._labelled else "" for column in columns]
        return Markup("".join([self._row(row, labels, ctx) for row in rows]))  # noqa: S704 # escaped below

    def _row(self, row: Row, labels: Sequence[str], ctx: PlanContext) -> str:
        first, *others = row.cells
        parts = [f'<tr id="{safe(row.anchor)}"><th scope="row">{self._html(first, ctx)}</th>']
        for cell, label in zip(others, labels[1:], strict=False):
            state = f' class="omp-s-{safe(cell.status)}"' if cell.kind == "status" else ""
            named = f' data-label="{safe(label)}"' if label and cell.kind != "none" else ""
            parts.append(f"<td{state}{named}>{self._html(cell, ctx)}</td>")
        return "".join(parts) + "</tr>\n"

    def _html(self, cell: Cell, ctx: PlanContext) -> str:
        return f"{self._words(cell, ctx)}{_sub(cell)}"

    def _words(self, cell: Cell, ctx: PlanContext) -> str:
        kind = cell.kind
        if kind == "none":
            return self._none()
        if kind == "open":
            return self._tbd()
        if kind == "status":
            return f"{self._icon(cell.status)}{safe(cell.text or said(cell.status))}"
        if kind == "person":
            return safe(ctx.name(cell.person)[0])
        if kind == "links":
            return _parts(cell)
        shown = safe(cell.text)
        if cell.is_struck:
            return f"<del>{shown}</del>"
        return f"<strong>{shown}</strong>" if cell.is_strong else figure(shown, cell.proof)


class Labels:
    """Draws the left ends of a timeline's rows: `icon` is a macro of a state and its word, `letters` of a name and its
    initials, `unknown` of nothing."""

    def __init__(self, icon: Macro, letters: Macro, unknown: Macro) -> None:
        self._icon, self._letters, self._unknown = icon, letters, unknown
        self._of: tuple[object, object] = None, None
        self._kept: dict[object, str] = {}

    def items(self, labels: Iterable[Label], ctx: PlanContext) -> Markup:
        """Labels as the items of a list. A timeline has each several times: those of its plan are kept until the next.
        """
        if self._of[0] is not ctx or self._of[1] is not spoken():
            self._of, self._kept = (ctx, spoken()), {}
        kept, found = self._kept, []
        for each in labels:
            item = kept.get(each)
            if item is None:
                item = kept[each] = f"<li{_SUMMARY if each.kind == 'summary' else ''}>{self._html(each, ctx)}</li>"
            found.append(item)
        return Markup("".join(found))  # noqa: S704 # escaped below

    def label(self, label: Label, ctx: PlanContext, is_link: bool = True) -> Markup:
        """One label."""
        return Markup(self._html(label, ctx, is_link))  # noqa: S704 # as above

    def _html(self, label: Label, ctx: PlanContext, is_link: bool = True) -> str:
        state = self._icon(label.state, said(label.state)) if label.state else ""
        text = safe(label.text)
        title = f' title="{text}"' if len(label.text) > LONG else ""
        name = f"{title}>{_KINDS.get(label.kind, '')}{text}"
        shown = f'<span class="omp-tl-name"{name}</span>'
        if label.href and is_link:
            shown = f'<a href="{safe(label.href)}"{name}</a>'
        more = f' <span class="omp-tl-more">{safe(label.more)}</span>' if label.more else ""
        return f"{state}{shown}{more}{self._who(label, ctx)}"

    def _who(self, label: Label, ctx: PlanContext) -> str:
        if label.is_open or not label.person:
            return self._unknown()
        name, letters = ctx.name(label.person)
        return self._letters(name, letters)


def _class(cell: Cell, column: Column) -> str:
    if column.is_number:
        return f' class="omp-num{" omp-empty" if cell.kind == "none" else ""}"'
    return ' class="omp-empty"' if cell.kind == "none" else ""


def _label(cell: Cell, column: Column) -> str:
    """What the cell is, where there is no room for heads; nothing for one that says it itself."""
    return f' data-label="{safe(column.label)}"' if cell.text != column.label else ""


def _text(cell: Cell) -> str:
    """A text with its number, address and muted line."""
    shown = safe(cell.text)
    if cell.href:
        # An address is broken after its sign.
        shown = shown.replace("@", "@<wbr>") if cell.href.startswith("mailto:") else shown
        shown = f'<a href="{safe(cell.href)}">{shown}</a>'
    elif cell.is_struck:
        shown = f"<del>{shown}</del>"
    else:
        shown = figure(shown, cell.proof)
        shown = f"<strong>{shown}</strong>" if cell.is_strong else shown
    tag = f'<span class="omp-no">{safe(cell.tag)}</span> ' if cell.tag else ""
    return f"{tag}{shown}{_sub(cell)}"


def _sub(cell: Cell) -> str:
    return f' <span class="omp-sub">{safe(cell.sub)}</span>' if cell.sub else ""


def figure(html: str, proof: str | None) -> str:
    """A computed figure: it leads to its proof among the sources, where that is."""
    return f'<a class="omp-computed" href="{safe(proof)}">{html}</a>' if proof else html


def _parts(cell: Cell) -> str:
    """Several texts, as a list or in one line."""
    if cell.kind == "list":
        return f'<ul class="omp-list">{"".join([f"<li>{_part(part)}</li>" for part in cell.parts])}</ul>'
    if cell.kind == "figures":
        return " · ".join([figure(safe(part.text), part.href) for part in cell.parts])
    return texts(cell.parts)


def texts(parts: Iterable[Part]) -> str:
    """Texts in one line, with the addresses that they have."""
    return ", ".join([_part(part) for part in parts])


def _part(part: Part) -> str:
    return f'<a href="{safe(part.href)}">{safe(part.text)}</a>' if part.href else safe(part.text)
