"""Which figures lead to a proof: those of a plan whose page of sources is ours, on all of its other pages."""

from __future__ import annotations

import runpy
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from omp_plugin.build import Options, compile_plan
from omp_plugin.problems import Position
from omp_plugin.render.components.proofs import anchors
from omp_plugin.render.context import plan_context
from omp_plugin.render.site_pages import SitePages
from omp_plugin.source.folder import PlanSource
from tests.render.plans import Document, address, html

TEXT = """\
omp: 1
title: Spring
period: 2026-01-01 to 2026-12-31
as_of: 2026-06-15
owner: ana
people: {ana: {name: Ana Lee}}
kpis:
  orders: {title: Orders, target: 100, baseline: 0, actual: {2026-05: 50}}
budget:
  reserve: 100
  lines: {ads: {title: Ads, planned: {2026: 900}, actual: {2026-05: 300}}}
tasks:
  pages: {title: Pages, start: 2026-07-01, duration: 5d}
"""
COMPILED = compile_plan(PlanSource("plans/spring", {"plan.yml": TEXT.encode()}), Options(date(2026, 6, 15)))


def computed(text: str) -> list[str]:
    """Where the figures lead."""
    found = (attributes for tag, attributes in Document(text).elements if tag == "a")
    return [each.get("href") or "" for each in found if each.get("class") == "omp-computed"]


def shown(pages: SitePages, uri: str, expression: str) -> str:
    """A component on a page of a site."""
    return "".join(pages.answer(uri, expression, Position(uri, 1, 1)).blocks)


def test_figures_lead_to_the_page_of_sources() -> None:
    pages = SitePages({"spring": COMPILED}, ())
    found = computed(shown(pages, "spring/budget.md", "{{ budget_table() }}"))
    assert "../sources/#budget.forecast" in found
    assert "../sources/#budget.lines.ads.planned" in found
    assert "../sources/#kpis.orders.attainment" in computed(shown(pages, "spring/kpis.md", "{{ kpi_table() }}"))
    assert computed(shown(pages, "spring/timeline.md", "{{ task_table() }}")) == ["../sources/#tasks.pages"]


def test_they_do_so_from_pages_elsewhere() -> None:
    pages = SitePages({"spring": COMPILED}, ("about/us.md",))
    assert "../../spring/sources/#budget.forecast" in computed(
        shown(pages, "about/us.md", '{{ budget_table(plan="spring") }}')
    )
    assert "../spring/sources/#budget.total" in computed(shown(pages, "portfolio.md", "{{ portfolio_table() }}"))


@pytest.mark.parametrize("written, uri", [(("spring/sources.md",), "spring/budget.md"), ((), "spring/sources.md")])
def test_nothing_leads_to_a_page_of_the_author_or_to_the_same_page(written: tuple[str, ...], uri: str) -> None:
    pages = SitePages({"spring": COMPILED}, written)
    assert computed(shown(pages, uri, "{{ budget_table() }}")) == []


def test_only_what_is_proved_leads_there() -> None:
    found = plan_context(COMPILED, address)
    assert found is not None
    ctx = replace(found, proofs=anchors(found))
    assert ctx.proof("budget.forecast") == "../sources/#budget.forecast"
    assert ctx.proof("budget.nothing") is None
    assert found.proof("budget.forecast") is None


def test_sources_lead_to_the_pages_that_show_them() -> None:
    text = shown(SitePages({"spring": COMPILED}, ()), "spring/sources.md", "{{ sources() }}")
    led = {attributes.get("href") for tag, attributes in Document(text).elements if tag == "a"}
    assert {"../", "../budget/", "../budget/#line-ads", "../kpis/#kpi-orders", "../timeline/#task-pages"} <= led


def test_a_page_of_a_thousand_tasks_stays_small() -> None:
    plans = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks/plans.py"))
    compiled = compile_plan(PlanSource("plans/department", plans["large_plan"]()), Options(plans["TODAY"]))
    found = plan_context(compiled, address)
    assert found is not None
    assert computed(html(replace(found, proofs=anchors(found)), "task_table")) == []
    assert len(html(found, "sources").encode()) <= 450_000
