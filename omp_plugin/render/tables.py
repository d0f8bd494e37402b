"""Tables as values: what each cell says, so that one template draws them all (design, section 9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from omp_plugin.model.dates import Period
from omp_plugin.model.reading import Record

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

CellKind = Literal["text", "none", "open", "person", "status", "list", "links", "figures", "number"]


class Part(NamedTuple):
    """One entry of a cell: a text with its address (`None`: plain text)."""

    text: str
    href: str | None = None


class Cell(NamedTuple):
    """What a cell says. `none` is unknown or not applicable, `open` is TBD; `sub` is a second, muted line.

    `person` has an id in `person` where the plan knows them; `status` has a word of the vocabulary in `status`. `tag`
    is a number before the text, `proof` the address of a computed figure's proof.
    """

    kind: CellKind
    text: str = ""
    sub: str = ""
    href: str | None = None
    status: str = ""
    person: str = ""
    parts: tuple[Part, ...] = ()
    is_struck: bool = False
    is_strong: bool = False
    tag: str = ""
    proof: str | None = None


NONE = Cell("none")
OPEN = Cell("open")


class Column(NamedTuple):
    """The head of a column; numbers and dates stand on the right."""

    label: str
    is_number: bool = False


class Row(NamedTuple):
    """A row: its anchor (may be empty) and its cells, the first of which is its head."""

    anchor: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under a heading of their own; a table without groups has one without a heading."""

    rows: tuple[Row, ...]
    title: str = ""
    sub: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class TableView:
    """A captioned table; `note` says how to read it. The caption of a table with `is_section` heads a section."""

    caption: str
    columns: tuple[Column, ...]
    groups: tuple[RowGroup, ...]
    note: str = ""
    foot: tuple[Cell, ...] = ()
    anchor: str = ""
    notes: tuple[str, ...] = ()
    is_section: bool = False

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        return tuple(row for group in self.groups for row in group.rows)


def text(value: str | None, *, sub: str = "", href: str | None = None) -> Cell:
    """A text, or the mark for none."""
    return Cell("text", value, sub=sub, href=href) if value else NONE


def number(value: str | None, *, sub: str = "", proof: str | None = None) -> Cell:
    """A number or date as the formats wrote it."""
    return Cell("number", value, sub=sub, proof=proof) if value else NONE


def listed(values: Iterable[str]) -> Cell:
    """A list of texts; one text alone is no list."""
    parts = tuple(Part(value) for value in values if value)
    if not parts:
        return NONE
    return Cell("text", parts[0].text) if len(parts) == 1 else Cell("list", parts=parts)


def links(parts: Iterable[Part]) -> Cell:
    """Names with their addresses, in one line."""
    found = tuple(parts)
    return Cell("links", parts=found) if found else NONE


def figures(parts: Iterable[Part]) -> Cell:
    """Computed figures in one line, each with the address of its proof."""
    found = tuple(parts)
    return Cell("figures", parts=found) if found else NONE


def status(word: str | None, label: str = "", proof: str | None = None) -> Cell:
    """A status: its word in the vocabulary, and a more exact label where there is one."""
    return Cell("status", label, status=word, proof=proof) if word else NONE


def person(id_: str | None) -> Cell:
    """A person of the plan."""
    return Cell("person", person=id_) if id_ else NONE


def people(ctx: PlanContext, ids: Iterable[str]) -> Cell:
    """Several people, by name."""
    return links(Part(person_name(ctx, id_), ctx.href("team", f"person-{id_}")) for id_ in ids)


def person_name(ctx: PlanContext, id_: str) -> str:
    """A person's name; the id made readable for one that the plan does not know."""
    found = ctx.plan.people.get(id_)
    return found.label if found else id_.replace("-", " ").title()


def field(record: Record, name: str, made: Cell | None = None) -> Cell:
    """A field of a record: TBD where it is open, else the cell made of it, else its text."""
    if name in record.open:
        return OPEN
    if made is not None:
        return made
    value = getattr(record, name)
    if isinstance(value, Period):
        raise TypeError(f"{name} is a date: give it its cell")
    return text(value) if value is None or isinstance(value, str) else listed(value)


def when(ctx: PlanContext, record: Record, name: str) -> Cell:
    """A date or period as written, TBD or none."""
    value = getattr(record, name)
    return field(record, name, number(ctx.formats.period(value) if value else None))


def owner(record: Record, name: str = "owner") -> Cell:
    """The person in a field."""
    return field(record, name, person(getattr(record, name)))


def table(
    caption: str, columns: Iterable[Column], rows: Iterable[Row], note: str = "", anchor: str = ""
) -> TableView | None:
    """A table without groups; `None` without rows."""
    found = tuple(rows)
    return TableView(caption, tuple(columns), (RowGroup(found),), note, anchor=anchor) if found else None


def columns(*labels: str | Column) -> tuple[Column, ...]:
    """Columns by label; a `#` at the end marks numbers and dates, as `right` does."""
    return tuple(
        each if isinstance(each, Column) else Column(each.rstrip("#"), each.endswith("#")) for each in labels
    )


def right(label: str) -> Column:
    """A column of numbers or dates, which stand on the right."""
    return Column(label, is_number=True)


def addressed(record: Record, name: str) -> Cell:
    """A field that is a text or an address: an address is linked under its host's name."""
    value = getattr(record, name)
    if isinstance(value, str) and value.startswith(("https://", "http://", "mailto:")):
        return field(record, name, Cell("text", value.partition(":")[2].lstrip("/"), href=value))
    return field(record, name)


def without_empty(view: TableView) -> TableView:
    """The table without the columns in which no row says anything; the first always stays."""
    shown = [
        place for place in range(len(view.columns)) if not place or any(row.cells[place] != NONE for row in view.rows)
    ]
    groups = tuple(
        replace(group, rows=tuple(Row(row.anchor, tuple(row.cells[n] for n in shown)) for row in group.rows))
        for group in view.groups
    )
    foot = tuple(view.foot[n] for n in shown) if view.foot else ()
    return replace(view, columns=tuple(view.columns[n] for n in shown), groups=groups, foot=foot)
