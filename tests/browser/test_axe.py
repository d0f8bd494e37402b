"""Axe finds no violation of any impact in what the plugin writes: every kind of page, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.pages import gallery, kinds, open_details

SCHEMES = {"light": "default", "dark": "slate"}
PARTS = 3

ALL: dict[str, object] = {}
STRUCTURE = {"rules": {"color-contrast": {"enabled": False}}}
FINGERS = {"rules": {"target-size": {"enabled": True}}}
"""What axe looks at by itself, and whether fingers find what they want on a phone."""
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""The rules that a scheme has to do with: it changes nothing but colours."""

OURS = ".omp"
LOOK = """async ([ours, options]) => {
  const found = await axe.run(ours, {resultTypes: ["violations"], ...options});
  return found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id} (${rule.impact}): ${node.target.join(" ")}: ${node.any.concat(node.all, node.none).map(c => c.message).join("; ")}`));
}"""

MANY, FEW = (40, 12, 12, 2), (6, 4, 4, 1)
"""Rows and bodies of a table, entries of a list in a cell, and months of a calendar that are left for a look."""

# Leaves the first of them: the others are like them.
THIN = """([rows, bodies, entries, months]) => {
  const thin = (each, number) => [...each].slice(number).forEach(one => one.remove());
  for (const body of document.querySelectorAll(".omp tbody")) thin(body.rows, rows);
  for (const table of document.querySelectorAll(".omp table")) thin(table.tBodies, bodies);
  for (const list of document.querySelectorAll(".omp td :is(ul, ol)")) thin(list.children, entries);
  for (const each of document.querySelectorAll(".omp-cal-months")) thin(each.children, months);
}"""
# Takes away what the theme has beside our components, when it has been looked at with their structure.
ALONE = """() => {
  for (const theirs of document.querySelectorAll(".md-sidebar__scrollwrap, .md-tabs, .md-footer")) theirs.replaceChildren();
}"""

# What a click on the theme's own switch sets.
PAINT = """scheme => {
  const choice = document.querySelector(`input[name="__palette"][data-md-color-scheme="${scheme}"]`);
  Object.assign(document.body.dataset, choice?.dataset, {mdColorScheme: scheme});
}"""


def violations(page: Page, options: dict[str, object] = ALL) -> list[str]:
    """What axe has to say about our components on a page."""
    found: list[str] = page.evaluate(LOOK, [OURS, options])
    return found


def prepare(page: Page, address: str) -> bool:
    """Opens a page and all that is folded in it; false if it has no components."""
    page.goto(address)
    open_details(page)
    page.add_style_tag(content="*, ::before, ::after { transition: none !important; animation: none !important; }")
    page.evaluate(AXE_SCRIPT)
    return page.query_selector(OURS) is not None


def wear(page: Page, scheme: str, width: int) -> None:
    """The page as a reader has it who likes it light or dark, in a window of this width."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.evaluate(PAINT, SCHEMES[scheme])


def look(page: Page) -> dict[str, list[str]]:
    """What axe finds on a page: the structure of what is unlike, and of many of its like; then their looks in each scheme."""
    page.evaluate(THIN, MANY)
    found = {"structure": violations(page, STRUCTURE)}
    page.evaluate(THIN, FEW)
    page.evaluate(ALONE)
    wear(page, "light", 390)
    found["light 390"] = violations(page, FINGERS)
    wear(page, "dark", 1440)
    found["dark 1440"] = violations(page, COLOURS)
    return {name: each for name, each in found.items() if each}


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page that the theme's script stays away from: it would put the scheme back, which is set here."""
    page = open_page()
    page.route("**/javascripts/**", lambda route: route.abort())
    return page


@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_on_any_kind_of_page(site: Path, address: str, page: Page, part: int) -> None:
    names = kinds(site)[part::PARTS]
    found = {name: look(page) for name in names if prepare(page, address + name)}
    assert len(found) >= 15 // PARTS
    assert {name: each for name, each in found.items() if each} == {}


def test_axe_finds_nothing_in_any_component(site: Path, address: str, page: Page) -> None:
    found = {}
    for name in gallery(site):
        if not prepare(page, address + name):
            continue
        page.evaluate(THIN, FEW)
        page.evaluate(ALONE)
        wear(page, "light", 390)
        found[name] = violations(page, FINGERS)
    assert len(found) >= 10
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_what_is_wrong(tmp_path: Path, serve: Callable[..., str], page: Page, scheme: str) -> None:
    faint = '<p class="md" style="color: light-dark(#aaa, #555)">faint</p>'
    (tmp_path / "index.html").write_text(
        "<!doctype html><html lang=en><meta name=color-scheme content='light dark'><title>t</title>"
        f'<body data-md-color-scheme="{SCHEMES[scheme]}" style="background: light-dark(#fff, #111)"><div class="omp"><svg role="img" width="9" height="9"></svg>{faint}</div>',
        "utf-8",
    )
    assert prepare(page, serve(tmp_path))
    wear(page, scheme, 390)
    assert {said.partition(" ")[0] for said in violations(page)} == {"svg-img-alt", "color-contrast"}
    assert {said.partition(" ")[0] for said in violations(page, COLOURS)} == {"color-contrast"}
