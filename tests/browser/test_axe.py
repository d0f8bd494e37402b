"""Axe finds no violation of any impact in what the plugin writes: every kind of page, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.pages import gallery, kinds, open_details

WIDTHS = (1440, 390)
SCHEMES = ("light", "dark")
OURS = ".omp"
LOOK = """async ours => {
  const found = await axe.run(ours, {resultTypes: ["violations"]});
  return found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id} (${rule.impact}): ${node.target.join(" ")}: ${node.any.concat(node.all, node.none).map(c => c.message).join("; ")}`));
}"""


# Leaves the first rows of each body of a table, the first entries of a list in a cell, and the first months of a calendar:
# the others are like them.
THIN = """() => {
  for (const body of document.querySelectorAll(".omp tbody")) [...body.rows].slice(12).forEach(row => row.remove());
  for (const list of document.querySelectorAll(".omp td :is(ul, ol)")) [...list.children].slice(6).forEach(item => item.remove());
  for (const months of document.querySelectorAll(".omp-cal-months")) [...months.children].slice(4).forEach(month => month.remove());
}"""


def violations(page: Page) -> list[str]:
    """What axe has to say about our components on a page, all that is folded being open."""
    open_details(page)
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(LOOK, OURS)
    return found


def look(page: Page, address: str, names: list[str], *, thinned: bool) -> dict[str, list[str]]:
    """What axe finds on each page that has components."""
    found = {}
    for name in names:
        page.goto(address + name)
        if thinned:
            page.evaluate(THIN)
        if page.query_selector(OURS):
            found[name] = violations(page)
    return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_on_any_kind_of_page(
    site: Path, address: str, open_page: Callable[..., Page], scheme: str, width: int
) -> None:
    page = open_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    found = look(page, address, kinds(site), thinned=(scheme, width) != ("light", 1440))
    assert len(found) >= 15
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize("scheme, width", [("light", 390), ("dark", 1440)])
def test_axe_finds_nothing_in_any_component(
    site: Path, address: str, open_page: Callable[..., Page], scheme: str, width: int
) -> None:
    page = open_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    found = look(page, address, gallery(site), thinned=True)
    assert len(found) >= 10
    assert {name: each for name, each in found.items() if each} == {}


def test_axe_finds_what_is_wrong(tmp_path: Path, serve: Callable[..., str], open_page: Callable[..., Page]) -> None:
    wrong = '<div class="omp"><svg role="img" width="9" height="9"></svg><p style="color: #aaa">faint</p></div>'
    (tmp_path / "index.html").write_text(f"<!doctype html><html lang=en><title>t</title>{wrong}", "utf-8")
    page = open_page()
    page.goto(serve(tmp_path))
    assert {said.partition(" ")[0] for said in violations(page)} == {"svg-img-alt", "color-contrast"}
