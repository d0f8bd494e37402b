"""Which braces of a page are expressions, and which are code, comments or raw text."""

from __future__ import annotations

import time

import pytest

from omp_plugin.pages.markdown import EXPRESSIONS, Scan, scan
from omp_plugin.problems import Position


def read(text: str) -> Scan:
    """The page that begins in line 4, after its front matter."""
    return scan(text, Position("p.md", 4, 1), {"plan", "timeline"})


def names(found: Scan) -> list[str]:
    """What is asked for, in order."""
    return [piece.expression.name for piece in found.pieces if not isinstance(piece, str)]


@pytest.mark.parametrize(
    "text",
    [
        "`{{ nobody }}`",
        "``a ` {{ nobody }} ``",
        "```\n{{ nobody }}\n```",
        "```python\n{{ nobody }}\n````",
        "~~~~\n```\n{{ nobody }}\n~~~~",
        "- a\n\n    ```\n    {{ nobody }}\n    ```",
        "> ```\n> {{ nobody }}\n> ```",
        "<!-- {{ nobody }} -->",
        "\\{{ nobody }}",
        "# Title {#anchor}",
        "no expression {at all}",
    ],
)
def test_left_alone(text: str) -> None:
    found = read(text)
    assert found.pieces == (text,)
    assert found.problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "a ` b {{ plan.title }} c",
        "a `` b\n\n{{ plan.title }} `",
        "```\nnot closed\n{{ plan.title }}",
        "`x` {{ plan.title }} `y`",
        "```\ncode\n```\n{{ plan.title }}",
        "<!-- not closed {{ plan.title }}",
        "it's {{ plan.title }} isn't it",
    ],
)
def test_read(text: str) -> None:
    assert names(read(text)) == ["plan"]


def test_raw_text_stays_without_its_marks() -> None:
    found = read("a {% raw %}{{ x }}{% y %}{% endraw %} b")
    assert "".join(piece for piece in found.pieces if isinstance(piece, str)) == "a {{ x }}{% y %} b"
    assert found.problems == ()


@pytest.mark.parametrize(
    "text,place,code,says",
    [
        ("a\n{% for x in y %}", "p.md:5:1", "unknown-component", "statements ({% %}) cannot be used in a page"),
        ("a {{ plan", "p.md:4:3", "syntax", "this expression has no end"),
        ("{% raw %}", "p.md:4:1", "syntax", "this raw block has no end"),
        ("a\n\nb {{ nobody }}", "p.md:6:6", "unknown-component", 'nothing is called "nobody"'),
        ("{{ {} }}", "p.md:4:4", "unknown-component", "a value by itself cannot be used here"),
    ],
)
def test_problems(text: str, place: str, code: str, says: str) -> None:
    (found,) = read(text).problems
    assert (str(found.position), found.code, found.message) == (place, code, says)


@pytest.mark.parametrize(
    "text,is_alone",
    [
        ("{{ timeline() }}", True),
        ("a\n  {{ timeline() }}  \nb", True),
        ("- {{ timeline() }}", True),
        ("1. {{ timeline() }}", True),
        ("> {{ timeline() }}", True),
        ("{{ timeline(\n  1) }}\n", True),
        ("a {{ timeline() }}", False),
        ("{{ timeline() }} b", False),
        ("# {{ timeline() }}", False),
        ("| {{ timeline() }} |", False),
    ],
)
def test_alone_on_its_lines(text: str, is_alone: bool) -> None:
    (found,) = [piece for piece in read(text).pieces if not isinstance(piece, str)]
    assert found.is_alone is is_alone


def test_too_many_expressions() -> None:
    found = read("{{ plan }} " * (EXPRESSIONS + 50))
    assert [problem.code for problem in found.problems] == ["too-large"]
    assert len(names(found)) == EXPRESSIONS


def test_brackets_that_cost_too_much_are_refused() -> None:
    (found,) = read("[" * 8000).problems
    assert found.code == "too-large"
    assert found.message == "more brackets are opened and not closed here than a page can hold"


@pytest.mark.parametrize("text", ["![a](" * 3000, "[a](() " * 3000, "- " * 4000 + "x", "> " * 4000 + "x", ">" * 4000, "1. - " * 300, "\n".join("    " * each + "- a" for each in range(300))])
def test_what_hosts_take_minutes_for_or_fail_on_is_refused(text: str) -> None:
    assert [each.code for each in read(text).problems] == ["too-large"]


@pytest.mark.parametrize("text", ["[a](b(c)d) " * 3000, "- " * 20 + "x", "> > > a\n" * 500, "* " * 40, "\n".join("    " * each + "- a" for each in range(40)), "(see (there)) " * 3000])
def test_pages_with_many_of_them_are_not(text: str) -> None:
    assert read(text).problems == ()


def test_a_long_page_of_links_is_not() -> None:
    assert read("- [a](b.md) and [c][d] [ ] x\n" * 20_000).problems == ()


@pytest.mark.parametrize("text", ["{{", "`", "{% raw %}", "<!--", "{{ a", "{%", '{{"', "~~~\n", "[a]("])
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    read(text * (400_000 // len(text)))
    assert time.process_time() - start < 6  # the promise for anything that an author writes
