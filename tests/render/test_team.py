"""People, roles to be filled, and how cells say what is missing."""

from __future__ import annotations

from datetime import date

from omp_plugin.model.dates import Period
from omp_plugin.render.components.team import hiring_table, team_table
from omp_plugin.render.load import shown_weeks, weekly
from omp_plugin.render.tables import OPEN, Cell, Row, TableView
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


def people(text: str) -> TableView:
    """The table of people."""
    made = team_table(context(text))
    assert made is not None
    return made.people


def said(made: TableView, anchor: str) -> dict[str, Cell]:
    """The cells of a row by the heads of their columns."""
    labels = [column.label for column in made.columns]
    return dict(zip(labels, row(made, anchor).cells, strict=True))


def row(made: TableView | None, anchor: str) -> Row:
    """The row of an anchor."""
    return next(row for row in table(made).rows if row.anchor == anchor)


def test_a_person_in_words() -> None:
    cells = said(people(PEOPLE), "person-cy")
    assert cells["Person"].person == "cy"
    assert cells["Role"] == OPEN
    assert (cells["Email"].text, cells["Email"].href) == ("cy@shop.example", "mailto:cy@shop.example")
    assert (cells["Time"].text, cells["From"].text) == ("50%", "Mar 1, 2026")
    assert cells["Until"] == OPEN
    assert cells["Backup"].person == "ana"
    assert [part.text for part in cells["Owns"].parts] == ["More orders", "2 tasks"]


def test_columns_in_which_nobody_has_anything_are_left_out() -> None:
    assert "Team" not in [column.label for column in people(PEOPLE).columns]
    assert [column.label for column in people("").columns] == ["Person", "Role"]


def test_an_address_that_says_more_is_no_link() -> None:
    cell = said(people(PEOPLE), "person-red")["Email"]
    assert cell.text == "mailto:x@y?cc=z"
    assert cell.href is None


def test_everybody_has_an_anchor() -> None:
    document = Document(html(context(PEOPLE), "team_table"))
    assert document.ids == ["person-ana", "person-bo", "person-cy", "person-red"]
    assert document.wrong == []
    assert "External" in document.text


def test_an_address_may_break_after_its_at_sign() -> None:
    assert ">cy@<wbr>shop.example</a>" in html(context(PEOPLE), "team_table")


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


LOAD = """
  cy: {name: Cy Day, allocation: 50%}
tasks:
  a: {title: A, owner: cy, start: 2026-06-10, finish: 2026-06-19, effort: 40%}
  b: {title: B, owner: cy, start: 2026-06-15, finish: 2026-06-16, effort: 50%}
  c: {title: C, owner: bo, start: 2026-06-15, finish: 2026-06-16}
  d: {title: D, owner: ana, start: 2026-06-15, finish: 2026-06-16, effort: 10%, status: cancelled}
"""


def test_load_by_week_against_the_time_allocated() -> None:
    found = weekly(context(LOAD))
    assert found is not None
    assert [(row.who.person, row.allocated) for row in found.rows] == [("cy", "50%")]
    # Three of five days at 40%; then 40% all week and two days at 50%: 60% of 50%.
    weeks = [(week.text, week.grade, week.is_over) for week in found.rows[0].weeks[:3]]
    assert weeks == [("24%", 1, False), ("60%", 3, True), ("", 0, False)]
    assert [name for name, is_now in found.mondays if is_now] == ["15"]
    assert sum(count for _, count in found.months) == len(found.mondays) == 12
    assert found.note.endswith("2 of 3 tasks state an effort.")


def test_weeks_lie_within_the_plan() -> None:
    today = date(2026, 6, 15)
    assert shown_weeks(None, today)[0] == date(2026, 6, 8)
    assert shown_weeks(Period(date(2026, 1, 1), date(2026, 4, 30)), today)[-1] == date(2026, 4, 27)
    assert shown_weeks(Period(date(2026, 9, 2), date(2026, 9, 20)), today) == (
        date(2026, 8, 31), date(2026, 9, 7), date(2026, 9, 14),
    )  # fmt: skip


def test_without_efforts_there_is_no_load() -> None:
    made = team_table(context(PEOPLE))
    assert made is not None
    assert made.load is None


def test_too_much_says_so_in_words() -> None:
    document = Document(html(context(LOAD), "team_table"))
    assert document.wrong == []
    assert document.classes("omp-load-over") == 1
    assert ("svg", "over") in [(tag, found.get("aria-label")) for tag, found in document.elements]
