"""The guide as a whole: one heading a page, every link leads to a page and a heading, every page can be reached."""

from __future__ import annotations

import posixpath
import re
from itertools import pairwise
from pathlib import Path, PurePosixPath

import pytest
from markdown.extensions.toc import slugify

from tests.docs.guide import GUIDE, ROOT, pages

PAGES = pages()
_FENCED = re.compile(r"^(```+).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"^(?P<level>#{1,6}) (?P<text>.+)$", re.MULTILINE)
WRITTEN_LATER = {"overview.png"}
"""The picture is taken of the built site."""
GENERATED = {"../portfolio.md", "../calendar.md"}
"""Pages of the site that nobody writes; the strict build looks whether they are there."""


def prose(text: str) -> str:
    """A page without its code blocks."""
    return _FENCED.sub("", text)


def headings(text: str) -> list[tuple[int, str]]:
    """The headings of a page with their levels."""
    return [(len(match["level"]), match["text"]) for match in _HEADING.finditer(prose(text))]


def anchors(text: str) -> set[str]:
    """What a link to a page may name after `#`."""
    return {slugify(re.sub(r"[`*]", "", heading), "-") for _, heading in headings(text)}


def links(text: str) -> list[str]:
    """The targets of a page's links."""
    return [match["target"] for match in _LINK.finditer(_CODE.sub("", prose(text)))]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_one_heading_of_the_first_level_at_its_top(page: str) -> None:
    levels = [level for level, _ in headings(PAGES[page])]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))


@pytest.mark.parametrize("page", PAGES)
def test_headings_have_addresses_of_their_own(page: str) -> None:
    found = [slugify(re.sub(r"[`*]", "", text), "-") for _, text in headings(PAGES[page])]
    assert sorted(found) == sorted(set(found))


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for target in links(PAGES[page]):
        if re.match(r"(https?|mailto):", target):
            continue
        path, _, anchor = target.partition("#")
        name = posixpath.normpath(PurePosixPath(page).parent.joinpath(path)) if path else page
        if name in WRITTEN_LATER or name in GENERATED:
            continue
        assert (GUIDE / name).is_file(), f"{page} links to {target}"
        if anchor:
            assert anchor in anchors(PAGES[name]), f"{page} links to {target}"


def test_every_page_is_linked_from_the_first() -> None:
    found = {target.partition("#")[0] for target in links(PAGES["index.md"])}
    assert set(PAGES) - found == {"index.md"}


@pytest.mark.parametrize("page", PAGES)
def test_nothing_was_left_to_be_filled_in(page: str) -> None:
    assert not re.search(r"\bTODO\b|\bFIXME\b|lorem ipsum|\[insert", _CODE.sub("", prose(PAGES[page])))


def test_links_of_the_readme_lead_somewhere() -> None:
    for target in links((ROOT / "README.md").read_text("utf-8")):
        path = target.partition("#")[0]
        is_elsewhere = re.match(r"(https?|mailto):", target) or Path(path).name in WRITTEN_LATER
        assert is_elsewhere or (ROOT / path).exists(), target
