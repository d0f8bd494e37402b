"""The gallery is whole and true: every component, live, fed by what the example plans say, documented from the code."""

from __future__ import annotations

import inspect
import re
from functools import cache
from pathlib import Path

import markdown
import pytest

from omp_plugin.build import Options, compile_site
from omp_plugin.pages.filling import Filled, insert
from omp_plugin.pages.identifiers import distinct, ids_in
from omp_plugin.problems import Position
from omp_plugin.render.components import BY_NAME
from omp_plugin.render.site_pages import SitePages
from omp_plugin.source.disk import find_plans, load_plan
from tests.docs import gallery
from tests.docs.guide import TODAY, blocks, pages

PAGES = {name: text for name, text in pages().items() if name.startswith("gallery/")}
NAMES = list(BY_NAME)
MADE_OF_OTHERS = {"one_page", "sources"}
"""What is fed by everything in a plan."""
AT = Position("a.md", 1, 1)
FILE = re.compile(r"[\w-]+/[\w./-]+\.(?:yml|csv|md)")


@cache
def site() -> SitePages:
    """The site of the example plans."""
    folders = find_plans(gallery.PLANS)
    compiled = compile_site([load_plan(folder) for folder in folders], Options(TODAY))
    found = {each.id: each for each in compiled.plans}
    return SitePages({folder.name: found[folder.name] for folder in folders}, [f"guide/{page}" for page in pages()])


@cache
def answered(page: str) -> Filled:
    """A page of the gallery with its components."""
    return site().answer(f"guide/{page}", PAGES[page], Position(page, 1, 1))


def section(name: str) -> str:
    """The part of the gallery about a component."""
    (page,) = gallery.shown()[name]
    found = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", PAGES[page], re.MULTILINE | re.DOTALL)
    assert found, f"{page} has no heading {name}"
    return found[1]


def test_the_first_page_lists_all_others() -> None:
    assert {f"gallery/{name}" for name in (*gallery.ORDER, "index.md")} == set(PAGES)


def test_every_component_is_shown_on_one_page() -> None:
    assert {name: len(found) for name, found in gallery.shown().items()} == dict.fromkeys(NAMES, 1)


@pytest.mark.parametrize("name", NAMES)
def test_a_component_has_its_entry(name: str) -> None:
    text = section(name)
    assert f'{{{{ {name}(' in text
    assert f"<!-- computed: component {name} -->" in text
    assert f"`overrides/omp/{name}.html`" in text
    assert "<!-- computed: excerpt " in text or name in MADE_OF_OTHERS


@pytest.mark.parametrize("name", NAMES)
def test_the_documented_arguments_are_those_of_the_code(name: str) -> None:
    table = section(name).partition("| Argument | Holds | Default |")[2].partition("\n\n")[0]
    documented = {row[0]: row[1] for row in re.findall(r"^\| `(\w+)` \| .* \| (.*?) \|$", table, re.MULTILINE)}
    taken = list(inspect.signature(BY_NAME[name].view).parameters.values())[1:]
    assert list(documented) == [each.name for each in taken]
    for each in taken:
        assert (documented[each.name] == "must be given") == (each.default is each.empty)


@pytest.mark.parametrize("page", PAGES)
def test_components_are_shown_with_data(page: str) -> None:
    filled = answered(page)
    assert not filled.problems
    absent = {f">{each.absent}<" for each in BY_NAME.values()}
    assert not [html for html in filled.blocks if any(said in html for said in absent)]
    assert len(filled.blocks) == PAGES[page].count("<!-- computed: live ")


@pytest.mark.parametrize("page", PAGES)
def test_ids_occur_once_and_there_is_one_heading_of_the_first_level(page: str) -> None:
    filled = answered(page)
    extensions = ["tables", "fenced_code", "toc", "md_in_html", "attr_list"]
    plain = markdown.markdown(re.sub(r"\A---.*?---\n", "", filled.markdown, flags=re.DOTALL), extensions=extensions)
    html = insert(plain, distinct(plain, filled.blocks))
    found = ids_in(html)
    assert len(found) == len(set(found))
    assert html.count("<h1") == 1
    for named in re.findall(r'(?:aria-labelledby|aria-describedby)="([^"]*)"', html):
        assert set(named.split()) <= set(found)


def test_the_search_leaves_out_what_the_plans_have() -> None:
    for page, text in PAGES.items():
        assert all(html.startswith('<article class="omp-guest" ') for html in answered(page).blocks)
        assert text.count("data-search-exclude") == text.count("<!-- computed: excerpt ")


@pytest.mark.parametrize("page", PAGES)
def test_excerpts_are_what_the_plans_say(page: str) -> None:
    quoted = [each for each in blocks(page, PAGES[page]) if FILE.fullmatch(each.file)]
    assert len(quoted) == PAGES[page].count("<!-- computed: excerpt ")
    for each in quoted:
        lines = iter((gallery.PLANS / each.file).read_text("utf-8").splitlines())
        said = each.text.splitlines()[1 if each.language == "yaml" else 0 :]
        assert said
        missing = [line for line in said if line not in lines]
        assert not missing, f"{page}:{each.line}: {each.file} has no such line at this place: {missing[0]}"


def test_the_overrides_that_the_guide_shows_work(tmp_path: Path) -> None:
    """A component, a block of another and a page, as the page on overrides has them."""
    text = pages()["overrides.md"]
    shown = {each.file: each.text for each in blocks("overrides.md", text) if each.file.startswith("overrides/omp/")}
    for name, content in shown.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    mine = SitePages({each.folder: each.compiled for each in site().plans}, [], [tmp_path / "overrides"])
    ours, theirs = (made.answer("okc-launch/a.md", "{{ next_steps() }}", AT).blocks[0] for made in (mine, site()))
    assert "<table" in theirs
    assert ours.count("<li>") == theirs.count("<tr") - 1
    assert "Finish the holiday bid plan" in ours
    head = mine.answer("okc-launch/a.md", "{{ title_block() }}", AT).blocks[0]
    assert "<dt>Questions to</dt><dd>press@example.com</dd>" in head
    assert "<dt>Plan owner</dt>" in head
    page = mine.text("okc-launch/budget.md")
    assert page.index("budget_table") < page.index("budget_bar")
    assert not mine.answer("okc-launch/budget.md", page, AT).problems
