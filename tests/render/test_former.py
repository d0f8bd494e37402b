"""Old addresses: what was renamed is found under its former ids, on every page that shows it."""

from __future__ import annotations

import re

import pytest

from omp_plugin.pages.identifiers import ids_in
from omp_plugin.problems import Position
from omp_plugin.render.former import former_anchors, with_former
from omp_plugin.render.site_pages import SitePages
from tests.helpers import HEAD, compiled

PLAN = (
    HEAD
    + """\
objectives: {grow: {title: Grow, owner: ann, formerly: [growth]}}
goals: {win: {title: Win, owner: ann, kpi: orders, objective: grow, formerly: [won, victory]}}
kpis:
  orders: {title: Orders, unit: orders, owner: ann, target: 10, formerly: [sales]}
  leads: {title: Leads, unit: leads, owner: ann, target: 10}
tasks:
  post: {title: Post, owner: ann, start: 2026-08-03, duration: 3d, formerly: [letter, send, post]}
  send: {title: Send, owner: ann, after: post, duration: 2d}
risks: {rain: {title: Rain, owner: ann, likelihood: 2, impact: 3, response: Tents, formerly: [weather]}}
reviews: {weekly: {title: Weekly, owner: ann, cadence: weekly, formerly: [monday]}}
budget: {total: 100 USD, lines: {ads: {title: Ads, planned: 100, formerly: [clicks]}}}
"""
)
PAGES = {
    "timeline": ["task-letter"], "kpis": ["kpi-sales"], "goals": ["goal-won", "goal-victory", "objective-growth"],
    "risks": ["risk-weather"], "reviews": ["review-monday"], "budget": ["line-clicks"],
}  # fmt: skip


def test_an_id_that_something_else_has_leads_there() -> None:
    plan = compiled(PLAN).plan
    assert plan
    assert former_anchors(plan)["task-post"] == ("task-letter",)
    assert "kpi-leads" not in former_anchors(plan)


@pytest.mark.parametrize("page,anchors", PAGES.items())
def test_old_addresses_lead_to_what_they_named(page: str, anchors: list[str]) -> None:
    pages = SitePages({"x": compiled(PLAN)}, [])
    found = pages.answer(f"x/{page}.md", pages.text(f"x/{page}.md"), Position("x", 1, 1))
    assert not found.problems
    html = "".join(found.blocks)
    for anchor in anchors:
        assert anchor in ids_in(html), (page, re.findall(r' id="([^"]*)"', html))
    assert "task-send" in ids_in(html) or page != "timeline"


@pytest.mark.parametrize(
    "html,expected",
    [
        ('<tr class="a" id="x">\n<td class="b">1</td><td>2</td></tr>', '<tr class="a" id="x">\n<td class="b">#1</td><td>2</td></tr>'),
        ('<tr id="x"><th scope="row">1</th></tr><tr id="y"><td>', '<tr id="x"><th scope="row">#1</th></tr><tr id="y"><td>'),
        ('<div><table id="x"><tr><td>1', '<div>#<table id="x"><tr><td>1'),
        ('<section id="x"><p>1</p></section>', '<section id="x">#<p>1</p></section>'),
        ('<p title="<tr id=\'x\'>">a</p> id="x"', '<p title="<tr id=\'x\'>">a</p> id="x"'),
        ('<!-- <p id="x"> --><p data-id="x">', '<!-- <p id="x"> --><p data-id="x">'),
    ],
)
def test_where_an_old_address_stands(html: str, expected: str) -> None:
    assert with_former(html, {"x": ("old",)}) == expected.replace("#", '<span id="old"></span>')
