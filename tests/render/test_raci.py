"""Who takes part in what: the tasks of a campaign, and of a whole plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from omp_plugin.render.components.raci import RaciView, raci_table
from omp_plugin.render.context import PlanContext
from tests.render.plans import Document, context, html

PLAN = """
  cy: {name: Cy Day, role: "Agency for links, integration and the webinar", team: Agency}
campaigns: {c: {title: C}, d: {title: D}}
tasks:
  a: {title: A, campaign: c, owner: ana, raci: {responsible: bo, informed: [cy]}, start: 2026-06-01, finish: 2026-06-10}
  b: {title: B, campaign: c, owner: bo, deliverable: A list, start: 2026-06-15, finish: 2026-06-19}
  x: {title: X, campaign: d, owner: bo, status: done, done: 100%, start: 2026-06-01, finish: 2026-06-02}
  y: {title: Y, campaign: d, owner: bo, status: cancelled}
"""


def view(ctx: PlanContext, campaign: str | None = None) -> RaciView:
    """The table of a plan that has one."""
    made = raci_table(ctx, campaign)
    assert made is not None
    return made


def test_who_takes_part() -> None:
    (table,) = view(context(PLAN), "c").tables
    assert [head.id for head in table.people] == ["bo", "ana", "cy"]
    letters = [["".join(each.letter for each in cell) for cell in row.letters] for row in table.rows]
    assert letters == [["R", "A", "I"], ["AR", "", ""]]
    assert [row.anchor for row in table.rows] == ["raci-a", "raci-b"]
    assert table.rows[1].name.sub == "A list"


def test_long_roles_stand_with_the_team() -> None:
    (table,) = view(context(PLAN), "c").tables
    assert [head.role for head in table.people] == ["", "Lead", "Agency"]


def test_a_plan_has_a_table_a_campaign_below_what_falls_to_whom() -> None:
    made = view(context(PLAN))
    assert [(each.title, each.number, each.count) for each in made.tables] == [("C", 1, "2 tasks"), ("D", 2, "1 task")]
    assert made.shares is not None
    shares = {row.cells[0].person: [cell.text for cell in row.cells[1:]] for row in made.shares.rows}
    # Accountable, responsible, consulted, informed; open and late of the first. Cancelled work counts nowhere.
    assert shares == {
        "bo": ["2", "3", "", "", "1", ""],
        "ana": ["1", "", "", "", "1", "1"],
        "cy": ["", "", "", "1", "", ""],
    }
    assert [row.anchor for table in made.tables for row in table.rows] == [""] * 4


def test_moves_since_the_version_compared_with() -> None:
    ctx = context(PLAN)
    earlier = {"a": (date(2026, 6, 1), date(2026, 6, 1)), "x": None, "y": None}
    made = view(replace(ctx, earlier=earlier, earlier_name="v1.0"), "c")
    assert [row.change.text for row in made.tables[0].rows] == ["+9 d", "New"]
    assert "Change vs v1.0" in Document(html(replace(ctx, earlier=earlier, earlier_name="v1.0"), "raci_table")).text


def test_days_that_are_not_known() -> None:
    text = "tasks: {a: {title: A, owner: ana, start: TBD}, b: {title: B, owner: TBD, start: 2026-06-15}}"
    found = Document(html(context(text), "raci_table"))
    assert found.text.count("TBD") == 2


def test_nobody_no_table() -> None:
    assert raci_table(context("tasks: {a: {title: A}}")) is None


def test_markup_is_whole_and_safe() -> None:
    for arguments in ({}, {"campaign": "c"}, {"campaign": "c", "heading": "Who"}):
        found = Document(html(context(PLAN.replace("A list", "<i onclick=x>")), "raci_table", **arguments))
        assert (found.wrong, found.open, found.unsafe) == ([], [], [])
        assert len(found.ids) == len(set(found.ids))
