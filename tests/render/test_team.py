"""People, roles to be filled, and how cells say what is missing."""

from __future__ import annotations

from omp_plugin.render.components.team import hiring_table, team_table
from omp_plugin.render.tables import NONE, OPEN, Row, TableView
from tests.render.plans import Document, context, html

PEOPLE = """
  cy: {name: Cy Day, role: TBD, email: cy@shop.example, allocation: 50%, from: 2026-03, until: TBD, backup: ana}
  red: {name: Red Media, email: "mailto:x@y?cc=z", external: yes}
goals: {more: {title: More orders, owner: cy}}
tasks: {a: {title: A, owner: cy}, b: {title: B, owner: cy}}
"""


def table(made: TableView | None) -> TableView:
    """A table that has rows."""
    assert made is not None
    return made


def row(made: TableView | None, anchor: str) -> Row:
    """The row of an anchor."""
    return next(row for row in table(made).rows if row.anchor == anchor)


def test_a_person_in_words() -> None:
    cells = row(team_table(context(PEOPLE)), "person-cy").cells
    assert cells[0].person == "cy"
    assert cells[1] == OPEN
    assert cells[2] == NONE
    assert (cells[3].text, cells[3].href) == ("cy@shop.example", "mailto:cy@shop.example")
    assert [cell.text for cell in cells[4:6]] == ["50%", "Mar 1, 2026"]
    assert cells[6] == OPEN
    assert cells[7].person == "ana"
    assert [part.text for part in cells[8].parts] == ["More orders", "2 tasks"]


def test_an_address_that_says_more_is_no_link() -> None:
    cell = row(team_table(context(PEOPLE)), "person-red").cells[3]
    assert cell.text == "mailto:x@y?cc=z"
    assert cell.href is None


def test_everybody_has_an_anchor() -> None:
    document = Document(html(context(PEOPLE), "team_table"))
    assert document.ids == ["person-ana", "person-bo", "person-cy", "person-red"]
    assert document.wrong == []
    assert "External" in document.text


HIRES = """
hiring:
  designer: {role: Designer, department: Brand, count: {2026-Q2: 2, 2026-Q3: 1}, status: Open}
  writer: {role: Writer, count: {2026-Q2: 1}}
  lead: {role: Lead, count: TBD}
"""


def test_heads_by_period() -> None:
    made = table(hiring_table(context(HIRES)))
    assert [column.label for column in made.columns] == ["Role", "Department", "Status", "Q2 2026", "Q3 2026", "Total"]
    assert [cell.text for cell in row(made, "hire-designer").cells] == ["Designer", "Brand", "Open", "2", "1", "3"]
    assert [cell.kind for cell in row(made, "hire-writer").cells[3:]] == ["number", "none", "number"]
    assert row(made, "hire-lead").cells[-1] == OPEN
    assert [cell.text for cell in made.foot] == ["3 roles", "", "", "3", "1", "4"]


def test_no_hires_no_table() -> None:
    assert hiring_table(context("")) is None
