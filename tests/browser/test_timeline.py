"""The timeline in a browser: labels stand beside their bars, narrow charts open at today, folded ones open."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from playwright.sync_api import Page

from tests.browser.pages import PLAN

OFF = """() => {
  const box = [...document.querySelectorAll(".omp-tl")].find(each => each.checkVisibility());
  const chart = box.querySelector(".omp-rows").closest("svg").getBoundingClientRect();
  const labels = [...box.querySelectorAll(".omp-tl-labels > li")];
  const row = chart.height / labels.length;
  return labels.map((label, at) => Math.abs(label.getBoundingClientRect().top - chart.top - at * row));
}"""
TODAY = """() => {
  const box = [...document.querySelectorAll(".omp-tl")].find(each => each.checkVisibility());
  const pill = box.querySelector(".omp-pill-today").getBoundingClientRect();
  const label = box.querySelector(".omp-tl-label").getBoundingClientRect();
  return [box.scrollLeft, pill.left - label.right, box.getBoundingClientRect().right - pill.right];
}"""

GRID = "grid => document.querySelectorAll('.md-grid').forEach(each => each.style.setProperty('max-width', grid, 'important'))"


def test_every_label_stands_beside_its_row(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(f"{address}{PLAN}/timeline/")
    for width, size in product((390, 1440), ("16px", "20px", "25px")):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("size => document.documentElement.style.setProperty('font-size', size, 'important')", size)
        off = page.evaluate(OFF)
        assert len(off) > 30
        assert max(off) <= 1, (width, size)


@pytest.mark.parametrize("place", [f"{PLAN}/timeline/", "portfolio/"])
def test_a_year_is_seen_whole_on_desks(address: str, open_page: Callable[..., Page], place: str) -> None:
    page = open_page()
    page.goto(f"{address}{place}")
    for width, grid in product((1024, 1280, 1440, 1600), ("61rem", "70rem")):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(GRID, grid)
        (room,) = page.evaluate(
            """() => [...document.querySelectorAll(".omp-tl")].filter(each => each.checkVisibility())
                 .map(each => each.clientWidth - each.querySelector(".omp-tl-row").scrollWidth)"""
        )
        assert room >= -6, (width, grid)  # px of the empty margin after the last day


@pytest.mark.parametrize("width", [320, 390])
def test_a_narrow_timeline_opens_at_today(address: str, open_page: Callable[..., Page], width: int) -> None:
    page = open_page(viewport={"width": width, "height": 900}, java_script_enabled=False)
    page.goto(f"{address}{PLAN}/timeline/")
    scrolled, left, right = page.evaluate(TODAY)
    assert scrolled > 0
    assert left > 0
    assert right > 0


def test_a_wide_timeline_opens_at_its_beginning(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{address}{PLAN}/timeline/")
    assert page.evaluate(TODAY)[0] == 0
