"""Markdown that is the same on many pages is converted once, and each page has what it would have had by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from omp_plugin.publish.converted import Converted

MARKS = "\n\n\ue0ff0\ue0fe\n\n## Goals\n\n\ue0ff1\ue0fe\n"
TEXTS = (
    MARKS, MARKS, "\n\ue0ff0\ue0fe\n", MARKS, "## Goals\n\n## Goals\n", "## Goals\n\n## Goals\n", "", "",
    "# Top\n\n## B\n", "# Top\n\n## B\n", "[next](1.md)\n", "[next](1.md)\n", "words\n", "words\n", "## Q&#38;A, part 2\n", "## Q&#38;A, part 2\n",
)  # fmt: skip
SAME = {0, 4, 6, 14}
"""The texts that are taken over where another page has them, by where they stand first."""
SET = ("content", "toc", "_title_from_render", "present_anchor_ids", "links_to_anchors")


def _pages(folder: Path, extensions: str = "[toc: {permalink: true}, tables, md_in_html]") -> tuple[Any, Files, list[Page]]:
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "mkdocs.yml").write_text(f"site_name: S\nmarkdown_extensions: {extensions}\n", encoding="utf-8")
    config = load_config(str(folder / "mkdocs.yml"))
    config.plugins._current_plugin = "omp"
    files = Files([File.generated(config, f"{number}.md", content=text) for number, text in enumerate(TEXTS)])
    pages = [Page(None, file, config) for file in files]
    for page, text in zip(pages, TEXTS, strict=True):
        page.markdown = text
    return config, files, pages


def _said(page: Page) -> list[object]:
    contents = [(each.title, each.id, each.level, [(inner.title, inner.id) for inner in each.children]) for each in page.toc]
    links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
    return [page.content, contents, page._title_from_render, page.present_anchor_ids, links]


def _converted(config: Any, files: Files, pages: list[Page], monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Converts the pages; the numbers of those that the host converted."""
    by_host: list[int] = []
    render, converted = Page.render, Converted()
    monkeypatch.setattr(Page, "render", lambda page, *args: (by_host.append(int(page.file.name)), render(page, *args)))
    for page in pages:
        converted.quicken(page, config)
        page.render(config, files)
    return by_host


def test_pages_are_as_if_each_were_converted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config, files, pages = _pages(tmp_path)
    for page in pages:
        page.render(config, files)
    expected = [_said(page) for page in pages]
    config, files, pages = _pages(tmp_path)
    by_host = _converted(config, files, pages, monkeypatch)
    assert [_said(page) for page in pages] == expected
    taken_over = [number for number in range(len(TEXTS)) if number not in by_host]
    assert {TEXTS.index(TEXTS[number]) for number in taken_over} == SAME
    assert len(taken_over) == len(SAME) + 1


def test_no_page_has_what_another_may_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config, files, pages = _pages(tmp_path)
    _converted(config, files, pages, monkeypatch)
    first, second = pages[0], pages[1]
    assert first.present_anchor_ids is not None
    first.present_anchor_ids.add("more")
    first.toc.items[0].children.append(first.toc.items[0])
    assert second.present_anchor_ids == {"goals"}
    assert second.toc.items[0].children == []
    assert second.links_to_anchors == {second.file: {"goals": "#goals"}}


@pytest.mark.parametrize("extensions", ["[toc, pymdownx.snippets]", "[toc, tests.publish.strange]"])
def test_extensions_that_may_know_their_page_convert_each(
    extensions: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, files, pages = _pages(tmp_path)
    config.markdown_extensions = extensions.strip("[]").split(", ")
    monkeypatch.setattr(Page, "render", lambda page, *args: converted.append(page.file.src_uri))
    converted: list[str] = []
    own = Converted()
    for page in pages:
        own.quicken(page, config)
        page.render(config, files)
    assert converted == [page.file.src_uri for page in pages]


def test_a_host_that_sets_something_else_converts_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config, files, pages = _pages(tmp_path)
    render = Page.render
    monkeypatch.setattr(Page, "render", lambda page, *args: (render(page, *args), setattr(page, "noted", page.file.src_uri)))
    converted = Converted()
    for page in pages:
        converted.quicken(page, config)
        page.render(config, files)
    assert [vars(page)["noted"] for page in pages] == [page.file.src_uri for page in pages]
