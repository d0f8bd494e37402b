"""The page that searches with Pagefind, in a browser under a strict policy: it finds a task, and works without a mouse."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.test_plugin import PLAN

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'"
)
TASK = "tasks: {brochure: {title: Print <b>the brochure</b>, date: 2026-09-01}}\n"
PALETTE = [
    {"media": f"(prefers-color-scheme: {media})", "scheme": scheme, "toggle": {"icon": "material/eye", "name": media}}
    for media, scheme in (("light", "default"), ("dark", "slate"))
]
BROKEN = """
document.addEventListener("securitypolicyviolation", event =>
  (window.broken ??= []).push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`))
"""


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of twelve plans, one of which prints a brochure, below a folder of its address."""
    root = tmp_path_factory.mktemp("searched")
    for number in range(12):
        folder = root / f"docs/plan-{number}"
        folder.mkdir(parents=True)
        (folder / "plan.yml").write_text(PLAN.replace("Spring", f"Launch {number}") + (TASK if number == 7 else ""))
    settings = {
        "site_name": "Plans", "theme": {"name": "material", "font": False, "palette": PALETTE}, "plugins": [{"omp": {"search": "pagefind"}}],
    }  # fmt: skip
    (root / "mkdocs.yml").write_text(json.dumps(settings))
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(root / "www/below")]
    subprocess.run(command, cwd=root, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True)
    return root / "www"


def test_a_search_finds_a_task(
    searched: Path, serve: Callable[..., str], open_page: Callable[..., Page], refused: list[str]
) -> None:
    page = open_page()
    page.add_init_script(BROKEN)
    page.goto(f"{serve(searched, policy=POLICY)}below/search/")
    expect(page.locator(".omp-search-without")).to_be_hidden()
    page.get_by_label("Words to search for").focus()
    page.keyboard.type("brochure")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Pages found: ")
    assert page.url.endswith("?words=brochure")
    found = page.locator(".omp-search-found")
    assert found.locator("b").count() == 0
    assert "<b>the brochure</b>" in found.inner_text()
    expect(found.locator("mark").first).to_contain_text("brochure")
    expect(found.locator(".omp-search-place").first).to_have_text(re.compile(r"^Launch 7 <b>launch</b> & more · /below/plan-7/"))
    link = found.locator('a[href*="/below/plan-7/timeline/"]').first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/below/plan-7/timeline/**")
    expect(page.locator("article")).to_contain_text("the brochure")
    page.go_back()
    expect(page.get_by_role("status")).to_contain_text("Pages found: ")
    ours = [each for each in page.evaluate("window.broken ?? []") if "omp-" in each or "pagefind" in each or "wasm" in each]
    assert (ours, refused) == ([], [])


def test_more_pages_and_none(searched: Path, serve: Callable[..., str], open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 320, "height": 700})
    page.goto(f"{serve(searched)}below/search/?words=launch")
    entries, more = page.locator(".omp-search-found > li"), page.get_by_role("button", name="Show more pages")
    expect(entries).to_have_count(10)
    more.focus()
    page.keyboard.press("Enter")
    expect(entries).to_have_count(20)
    expect(entries.nth(10).locator("a").first).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_label("Words to search for").fill("<i>xyzzyx</i>")
    expect(page.get_by_role("status")).to_have_text("Nothing found for <i>xyzzyx</i>")
    expect(entries).to_have_count(0)
    expect(more).to_be_hidden()


def test_without_scripts_the_plans_are_listed(
    searched: Path, serve: Callable[..., str], open_page: Callable[..., Page]
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{serve(searched)}below/search/")
    expect(page.locator("form[role=search]").last).to_be_hidden()
    expect(page.locator(".omp-search-without")).to_contain_text("The search needs scripts")
    page.locator(".omp-search-without").get_by_role("link", name="Launch 7").click()
    page.wait_for_url("**/below/plan-7/")


def test_without_an_index_the_page_says_so(searched: Path, serve: Callable[..., str], open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.route("**/pagefind/pagefind.js", lambda route: route.abort())
    page.goto(f"{serve(searched)}below/search/?words=launch")
    expect(page.get_by_role("status")).to_have_text("The search index could not be loaded.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(
    searched: Path, serve: Callable[..., str], open_page: Callable[..., Page], scheme: str
) -> None:
    page = open_page(color_scheme=scheme)
    page.goto(f"{serve(searched)}below/search/?words=launch")
    expect(page.locator(".omp-search-found > li")).to_have_count(10)
    assert page.evaluate("document.body.dataset.mdColorScheme") == {"light": "default", "dark": "slate"}[scheme]
    wrong = Axe().run(page, context=".omp-search").response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in wrong] == []
