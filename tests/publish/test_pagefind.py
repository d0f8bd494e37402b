"""Search with Pagefind: what is indexed, the same index from every build, and what is said where it cannot be made."""

from __future__ import annotations

import gzip
import json
import re
from importlib.util import find_spec as found
from pathlib import Path
from typing import Any

import pytest
from mkdocs.exceptions import Abort

from omp_plugin.cli import main
from omp_plugin.publish import indexing, pagefind
from omp_plugin.publish.indexing import NotSearchable, index_site
from tests.publish.test_shards import Sources, assert_same, tree
from tests.test_plugin import CAMPAIGN, PLAN, Project

PLUGINS: list[Any] = [{"omp": {"as_of": "2026-06-30", "search": "pagefind"}}]
MARK = "<article data-pagefind-body "


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sources:
    """A site of three plans."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    monkeypatch.delenv("OMP_CACHE", raising=False)
    return Sources(tmp_path)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A site with one plan of one campaign."""
    made = Project(tmp_path)
    made.write({"index.md": "# Home\n", "spring/plan.yml": PLAN, "spring/campaigns/search.md": CAMPAIGN})
    return made


def pages(site: Path) -> dict[str, Any]:
    """What the index has of each page, by its address."""
    texts = (gzip.decompress(path.read_bytes()) for path in (site / "pagefind/fragment").iterdir())
    each = (json.loads(text.removeprefix(b"pagefind_dcd")) for text in texts)
    return {page["url"]: page for page in each}


def test_an_unknown_search_is_refused(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Abort):
        project.config(plugins=[{"omp": {"search": "lunr"}}])
    assert "Expected one of: ('theme', 'pagefind') but received: 'lunr'" in caplog.text


def test_without_the_option_nothing_of_it_is_there(project: Project) -> None:
    project.build()
    assert not (project.site / "pagefind").exists()
    assert not (project.site / pagefind.SCRIPT).exists()
    assert "search/index.html" not in tree(project.site)
    assert "pagefind" not in project.page("spring")


def test_what_is_missing_is_named(
    project: Project, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pagefind, "find_spec", lambda name: found(name) if name != "pagefind_bin" else None)
    with pytest.raises(Abort):
        project.build(plugins=PLUGINS)
    assert caplog.messages[-1] == 'omp: search: pagefind needs Pagefind: pip install "omp-plugin[search]"'
    assert not project.site.exists()


def test_another_theme_is_refused(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Abort):
        project.build(plugins=PLUGINS, theme={"name": "mkdocs"})
    assert caplog.messages[-1] == "omp: search: pagefind needs the theme Material for MkDocs"


def test_two_searches_are_one_too_many(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    project.build(plugins=["search", *PLUGINS])
    assert "the plugin search is not needed" in caplog.text
    assert (project.site / "search/index.html").is_file()
    assert (project.site / "search/search_index.json").is_file()


def test_what_is_indexed(project: Project) -> None:
    hidden = "---\nsearch: {exclude: true}\n---\n# Hidden\n\nxylophone\n"
    left_out = '<p data-search-exclude>glockenspiel</p>\n\n<article class="omp-guest"><p>marimba</p></article>\n'
    project.write({"hidden.md": hidden, "open.md": f"# Open\n\nvibraphone\n\n{left_out}", "draft.md": "celesta\n"})
    project.build(plugins=PLUGINS, draft_docs="draft.md")
    assert MARK in project.page("open")
    assert MARK not in project.page("hidden") + project.page("search")
    indexed = pages(project.site)
    assert {"/", "/open/", "/spring/", "/spring/kpis/", "/portfolio/"} <= set(indexed)
    assert {"/hidden/", "/search/", "/draft/", "/404.html"}.isdisjoint(indexed)
    assert indexed["/open/"]["content"] == "Open. vibraphone."
    assert indexed["/open/"]["meta"] == {"title": "Open"}
    assert indexed["/spring/kpis/"]["meta"] == {"title": "KPIs", "plan": "Spring <b>launch</b> & more"}
    glued = [each for page in indexed.values() for each in re.findall(r"[a-z]{2}[A-Z][a-z]{2}\w*", page["content"])]
    assert glued == []
    words = json.dumps(indexed)
    assert not [word for word in ("xylophone", "glockenspiel", "marimba", "celesta", "¶") if word in words]


def test_what_the_audience_may_not_see_is_in_no_index(project: Project) -> None:
    project.write({"autumn/plan.yml": PLAN.replace("Spring", "Autumn") + "visibility: confidential\n"})
    project.build(plugins=[{"omp": {"search": "pagefind", "audience": "public"}}])
    assert "Autumn" not in json.dumps(pages(project.site)) + project.page("search")


def test_the_page_lists_the_plans_and_runs_nothing_of_theirs(project: Project) -> None:
    title = "Spring {{ today() }} <i>launch</i>"
    project.write({"spring/plan.yml": PLAN.replace("Spring <b>launch</b> & more", f"'{title}'")})
    project.build(plugins=PLUGINS)
    page = project.page("search")
    assert '<li><a href="../spring/">Spring &#123;&#123; today() }} &lt;i&gt;launch&lt;/i&gt;</a></li>' in page
    assert page.count(pagefind.SCRIPT) == 1
    assert 'href="search/"' in project.page("."), "it is in the navigation"


def test_the_page_speaks_the_language_of_the_site(project: Project) -> None:
    project.build(plugins=PLUGINS, theme={"name": "material", "font": False, "language": "de"}, use_directory_urls=False)
    page = (project.site / "search.html").read_text("utf-8")
    assert "Gefundene Seiten" in page
    assert 'data-index="pagefind/pagefind.js"' in page
    assert 'src="assets/omp-search.js"' in page
    assert "/spring/kpis.html" in pages(project.site)


def test_a_page_of_the_projects_own_stays(project: Project) -> None:
    project.write({"search.md": "# Looking for something?\n"})
    project.build(plugins=PLUGINS)
    assert "Looking for something?" in project.page("search")
    assert "omp-search-words" not in project.page("search")


def test_saves_leave_the_index(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []
    monkeypatch.setattr(pagefind, "index_site", made.append)
    searching = pagefind.Pagefind()
    searching.begin(project.config(plugins=PLUGINS), "pagefind")
    searching.index(project.site)
    searching.index(project.site)
    assert made == [project.site]


def test_only_the_builds_own_settings_count(sources: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    sources.configure(plugins=PLUGINS)
    before = tree(sources.whole())
    monkeypatch.setenv("PAGEFIND_FORCE_LANGUAGE", "de")
    (sources.root / "pagefind.yml").write_text("force_language: de\n")
    monkeypatch.chdir(sources.root)
    assert tree(sources.whole()) == before


@pytest.mark.parametrize(
    "program, said",
    [
        ("#!/bin/sh\necho too many pages >&2\nexit 3\n", "search: pagefind: Pagefind failed: too many pages"),
        ("#!/bin/sh\nkill -9 $$\n", "search: pagefind: Pagefind failed: -9"),
        ("#!/nowhere\n", "search: pagefind: Pagefind cannot be run: No such file or directory"),
    ],
)
def test_why_there_is_no_index_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, said: str) -> None:
    path = tmp_path / "program"
    path.write_text(program)
    path.chmod(0o755)
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: path)
    with pytest.raises(NotSearchable) as found:
        index_site(tmp_path)
    assert str(found.value) == said


@pytest.mark.parametrize("name", ["pagefind", "pagefind/pagefind-ui.d/x.png"])
def test_what_is_in_the_place_of_the_index_stops_the_build(
    project: Project, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    project.build(plugins=PLUGINS)
    before = tree(project.site)
    project.write({name: b"x"})
    with pytest.raises(Abort):
        project.build(plugins=PLUGINS)
    place = project.root / "docs/pagefind"
    assert caplog.messages[-1] == f"omp: search: pagefind: {place} is in the place of the index: rename it"
    assert tree(project.site) == before


def test_pages_that_take_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "program"
    path.write_text("#!/bin/sh\nexec sleep 60\n")
    path.chmod(0o755)
    (tmp_path / "index.html").write_text("<article data-pagefind-body>")
    (tmp_path / "other.html").write_text("<article>")
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: path)
    monkeypatch.setattr(indexing, "_PATIENCE", 0.25)
    monkeypatch.setattr(indexing, "_PATIENCE_A_PAGE", 0.25)
    with pytest.raises(NotSearchable, match="1 pages took Pagefind longer than 0 seconds"):
        index_site(tmp_path)


def test_every_build_makes_the_same(sources: Sources) -> None:
    sources.configure(plugins=PLUGINS)
    whole = sources.whole()
    first = tree(whole)
    assert len(pages(whole)) > 20
    assert [name for name in first if name.startswith("pagefind/") and not first[name]] == []
    assert {name for name in first if name.startswith("pagefind/pagefind") and name.endswith(".js")} == {
        "pagefind/pagefind.js", "pagefind/pagefind-worker.js"
    }  # fmt: skip
    assert tree(sources.whole()) == first
    for count in (1, 3):
        assert_same(sources.merged(count), whole)


def test_a_merge_without_pagefind_says_so(
    sources: Sources, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sources.configure(plugins=PLUGINS)
    shards = sources.shards(1)
    assert not [name for name in tree(shards[0]) if "/pagefind/" in name], "a shard has no index"
    monkeypatch.setitem(__import__("sys").modules, "pagefind_bin", None)
    assert main(["merge", str(shards[0]), "--to", str(sources.root / "merged")]) == 1
    assert capsys.readouterr().err.endswith('omp: search: pagefind needs Pagefind: pip install "omp-plugin[search]"\n')
    assert not (sources.root / "merged").exists()
