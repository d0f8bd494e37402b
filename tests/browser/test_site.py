"""The example site in a browser: nothing to scroll sideways, nobody else asked, no error, no page out of reach."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page

from tests.browser.pages import PLAN, kinds, look_at, open_details, pages

WIDTHS = (320, 390, 768, 1024, 1440)


@pytest.mark.parametrize("part", range(2))
def test_no_page_scrolls_sideways(site: Path, address: str, open_page: Callable[..., Page], part: int) -> None:
    page = open_page(java_script_enabled=False)
    wide = {}
    for name in look_at(site)[part::2]:
        page.goto(address + name)
        open_details(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            needed = page.evaluate("document.documentElement.scrollWidth")
            if needed > width:
                wide[name, width] = needed
    assert wide == {}


def test_nobody_else_is_asked_and_nothing_fails(
    site: Path, address: str, open_page: Callable[..., Page], refused: list[str]
) -> None:
    page = open_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    page.on("response", lambda answer: said.append(f"{answer.url}: {answer.status}") if answer.status >= 400 else None)
    for name in kinds(site):
        page.goto(address + name, wait_until="load")
    assert (said, refused) == ([], [])


def test_every_page_is_within_reach_of_the_first(site: Path) -> None:
    links = {name: linked(site, name) for name in pages(site)}
    reached, ahead = {""}, [""]
    while ahead:
        new = links.get(ahead.pop(), set()) - reached
        reached |= new
        ahead += new
    listed = {name for name in pages(site) if "This page has moved" not in html_of(site, name)}
    assert listed - reached == set()


def test_no_link_of_the_plans_leads_nowhere(site: Path) -> None:
    anchors = {name: set(re.findall(r'\sid="([^"]+)"', html_of(site, name))) for name in pages(site)}
    broken = set()
    for name in pages(site):
        for target in re.findall(r'<a[^>]*\shref="([^"]+)"', html_of(site, name)):
            path, _, anchor = urljoin("https://site/" + name, target).removeprefix("https://site/").partition("#")
            if re.match(r"[a-z]+:", path):
                continue
            is_there = not anchor or anchor in anchors[path] if path in anchors else (site / path).exists()
            if not is_there:
                broken.add((name, target))
    assert broken == set()


def test_every_page_has_one_title_and_each_id_once(site: Path) -> None:
    wrong = {}
    for name in pages(site):
        html = html_of(site, name)
        ids = re.findall(r'\sid="([^"]+)"', html)
        titles = len(re.findall(r"<h1[\s>]", html))
        if titles != 1 or len(ids) != len(set(ids)):
            wrong[name] = (titles, sorted({each for each in ids if ids.count(each) > 1}))
    assert wrong == {}


def html_of(site: Path, name: str) -> str:
    """A page as it is published."""
    return (site / name / "index.html").read_text("utf-8")


def linked(site: Path, name: str) -> set[str]:
    """The pages that a page links to."""
    targets = re.findall(r'<a[^>]*\shref="([^"#?]+)', html_of(site, name))
    found = (urljoin("https://site/" + name, target) for target in targets)
    return {url.removeprefix("https://site/") for url in found if url.startswith("https://site/")}


def test_the_search_finds_people_campaigns_and_tasks(site: Path, address: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    wanted = {"Ben Carter": "people/ben-carter/", "Paid search and shopping": f"{PLAN}/campaigns/paid-search/"}
    for words, target in wanted.items():
        page.goto(address + PLAN + "/")
        page.fill('input[name="query"]', words)
        page.wait_for_selector(f'.md-search-result__link[href*="{target}"]', state="attached", timeout=10_000)


def test_dark_and_light_follow_the_reader(address: str, open_page: Callable[..., Page]) -> None:
    for scheme, expected in (("light", "default"), ("dark", "slate")):
        page = open_page(color_scheme=scheme)
        page.goto(address + PLAN + "/")
        assert page.get_attribute("body", "data-md-color-scheme") == expected
