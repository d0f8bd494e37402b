"""The example site in a browser: nothing to scroll sideways, nobody else asked, no error, no page out of reach."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
WIDTHS = (320, 390, 768, 1440)
PLAN = "okc-launch"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the example plans."""
    folder = tmp_path_factory.mktemp("site")
    build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder)))
    return folder


@pytest.fixture(scope="session")
def address(site: Path, serve: Callable[[Path], str]) -> str:
    """Where the site is served."""
    return serve(site)


def pages(site: Path) -> list[str]:
    """The addresses of all pages."""
    found = (path.parent.relative_to(site).as_posix() for path in site.rglob("index.html"))
    return sorted("" if name == "." else f"{name}/" for name in found)


def look_at(site: Path) -> list[str]:
    """Pages of every kind: all of one plan, the site's own, and one person's."""
    kinds = (PLAN, "portfolio", "calendar", "people/ben")
    return [name for name in pages(site) if name.startswith(kinds) or name == ""]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_scrolls_sideways(site: Path, address: str, open_page: Callable[..., Page], width: int) -> None:
    page = open_page(viewport={"width": width, "height": 900}, java_script_enabled=False)
    wide = {}
    for name in look_at(site):
        page.goto(address + name)
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            wide[name] = needed
    assert wide == {}


def test_nobody_else_is_asked_and_nothing_fails(
    site: Path, address: str, open_page: Callable[..., Page], refused: list[str]
) -> None:
    page = open_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    page.on("response", lambda answer: said.append(f"{answer.url}: {answer.status}") if answer.status >= 400 else None)
    for name in look_at(site):
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
    page.goto(address + PLAN + "/")
    wanted = {"Ben Carter": "people/ben-carter/", "Paid search and shopping": f"{PLAN}/campaigns/paid-search/"}
    for words, target in wanted.items():
        page.fill('input[name="query"]', words)
        page.wait_for_selector(".md-search-result__link", timeout=10_000)
        found = [link.get_attribute("href") or "" for link in page.query_selector_all(".md-search-result__link")]
        assert any(target in link for link in found), (words, found)


def test_dark_and_light_follow_the_reader(address: str, open_page: Callable[..., Page]) -> None:
    for scheme, expected in (("light", "default"), ("dark", "slate")):
        page = open_page(color_scheme=scheme)
        page.goto(address + PLAN + "/")
        assert page.get_attribute("body", "data-md-color-scheme") == expected
