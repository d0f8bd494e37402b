"""A plan beside the plans below it and the plan above."""

from __future__ import annotations

from dataclasses import replace

from omp_plugin.render.components.family import plan_family
from omp_plugin.render.context import PlanContext, SiteContext
from tests.render.plans import context, html

ABOVE = """
goals: {grow: {title: More pipeline, kpi: pipeline, target: 1000}}
kpis: {pipeline: {title: Pipeline, unit: USD}}
budget: {total: 150}
"""
BELOW = """
parent: top
goals: {g: {kpi: pipeline, target: 300}}
kpis: {pipeline: {unit: USD}}
campaigns: {c: {goals: [g], delivers: {pipeline: 400}}}
budget: {total: 100, lines: {x: {campaign: c, planned: 90}}}
"""


def family(*plans: PlanContext) -> tuple[PlanContext, ...]:
    """The plans as each other's neighbours."""
    site = SiteContext(plans)
    return tuple(replace(each, site=site) for each in plans)


def texts(ctx: PlanContext) -> list[list[list[str]]]:
    """The texts of all cells, by table and row."""
    view = plan_family(ctx)
    return [[[cell.text for cell in row.cells] for row in each.rows] for each in view.tables] if view else []


def test_the_plan_above_sees_the_sum_and_what_is_left() -> None:
    top, _, _ = family(context(ABOVE, "top"), context(BELOW, "a"), context(BELOW, "b"))
    money, goals = texts(top)
    assert [(row[0], row[2]) for row in money[2:]] == [
        ("Together", "$200"), ("Budget of this plan", "$150"), ("More than this plan has", "$50"),
    ]  # fmt: skip
    assert goals[0][1:3] == ["$1,000", "$800"]
    assert goals[0][4] == "$200"
    assert "Planned below" in html(top, "plan_family")


def test_the_plan_below_sees_its_part() -> None:
    _, own = family(context(ABOVE, "top"), context(BELOW, "a"))
    assert texts(own) == [[["More pipeline", "$1,000", "$400", "40%"]]]


def test_enough_is_said_in_a_word() -> None:
    top, _ = family(context(ABOVE.replace("1000", "400"), "top"), context(BELOW, "a"))
    assert texts(top)[1][0][4] == "covered"


def test_a_plan_alone_has_no_family() -> None:
    assert plan_family(context(ABOVE, "top")) is None
    (selfish,) = family(context("parent: top\n", "top"))
    assert plan_family(selfish) is None
