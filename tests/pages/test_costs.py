"""Shapes that cost the host's Markdown the square of their length: refused when they are long, and cheap before that."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from markdown import Markdown

from omp_plugin.pages import costs
from omp_plugin.pages.costs import NOTES, SHORT, STEPS, too_costly
from omp_plugin.pages.markdown import scan
from omp_plugin.problems import Position

HANGS = 30
"""Seconds of processor that nothing here takes on any machine, unless it grows with the square of its length."""
EXTENSIONS = ["toc", "tables", "fenced_code", "admonition", "attr_list", "footnotes", "md_in_html"]
"""Those of MkDocs and of the site that the project ships."""


def numbered(form: str, count: int) -> str:
    return "".join(form.format(number) for number in range(count))


SHAPES: dict[str, tuple[Callable[[int], str], str]] = {
    "emphasis": (lambda size: "*a**b " * (size // 6), "in one paragraph"),
    "entities": (lambda size: "&amp;" * (size // 5), "in one paragraph"),
    "escapes": (lambda size: "\\*" * (size // 2), "in one paragraph"),
    "inline tags": (lambda size: "</b>" * (size // 4), "in one paragraph"),
    "a table that is none": (lambda size: "a\\|b\n-|-\n" + f"{'*a* ' * 30}\n" * (size // 121), "in one paragraph"),
    "a list that is none": (lambda size: "x\n" + f"- {'*a* ' * 30}\n" * (size // 123), "in one paragraph"),
    "HTML that ends before": (lambda size: "<div></div>\n" + "<b>x</b>\n" * (size // 9) + "</div>", "in one paragraph"),
    "brackets": (lambda size: "[" * size, "brackets"),
    "brackets among links": (lambda size: "[ " * (size // 60) + "[a](b) " * (size // 7), "brackets"),
    "brackets among references": (lambda size: "[a]: b\n\n" + "[a][] [ " * (size // 8), "brackets"),
    "HTML with Markdown": (lambda size: '<div markdown="1">\n' + "*a*" * (size // 3) + "\n</div>", "in one paragraph"),
    "backticks": (lambda size: "``a`" * (size // 4), "backticks"),
    "tags": (lambda size: "<a " * (size // 3), "tags"),
    "tags in quotes": (lambda size: '<a b="' * (size // 6), "tags"),
    "spaces in tags": (lambda size: ("<a" + " " * 50) * (size // 52), "tags"),
    "addresses": (lambda size: "<http://a" * (size // 9), "tags"),
    "code blocks": (lambda size: "```a\n" * (size // 5), "code blocks"),
    "quotes behind code blocks": (lambda size: '```a hl_lines="\n' * (size // 16), "code blocks"),
    "headings": (lambda size: "# a\n" * (size // 4), "headings"),
    "headings below text": (lambda size: "a\n=\n" * (size // 4), "headings"),
    "headings in lists": (lambda size: "- a\n\n" + "    # a\n" * (size // 8), "headings"),
    "admonitions": (lambda size: "!!! note\n" * (size // 9), "headings"),
    "tables of contents": (lambda size: "[TOC]\n\n" * (size // 400) + "# a\n\n" * (size // 50), "contents"),
    "spaces": (lambda size: "# a" + " " * size + "b", "spaces"),
    "columns": (lambda size: "|a" * int(size**0.5) + "|\n" + "|-" * int(size**0.5) + "|\n" + "b\n" * (size // 8), "cells"),
    "bars in code": (lambda size: "| a | b |\n|---|---|\n" + "`|" * (size // 2), "cells"),
    "rules": (lambda size: "---\n" * (size // 4), "headings"),
    "definitions with a title too many": (lambda size: numbered('[{}]: a\n  "t\n', size // 12), "headings"),
    "attributes": (lambda size: "# a {" + " b={" * (size // 4), "braces"),
    "footnotes": (lambda size: numbered("[^{0}] ", size // 30) + "\n\n" + numbered("[^{0}]: [^{0}]\n", size // 30), "footnotes"),
    "references to a footnote": (lambda size: "[^1]: a\n\n" + "b[^1] " * (size // 6), "footnotes"),
    "paragraphs": (lambda size: "a\n\n" * (size // 3), "paragraphs"),
    "items": (lambda size: "- - - a\n" * (size // 8), "paragraphs"),
    "nested": (lambda size: "- " * (size // 2) + "a", "in each other"),
}  # fmt: skip


def refused(text: str) -> list[str]:
    return [each.message for each in scan(text, Position("a.md", 1, 1), ()).problems if each.code == "too-large"]


@pytest.mark.parametrize("shape", SHAPES)
def test_long_ones_are_refused_in_time(shape: str) -> None:
    make, said = SHAPES[shape]
    began = time.process_time()
    (message,) = refused(make(1_000_000))
    assert said in message
    assert time.process_time() - began < HANGS


@pytest.mark.parametrize("shape", SHAPES)
def test_short_ones_are_let_through(shape: str) -> None:
    assert refused(SHAPES[shape][0](100 if shape == "nested" else 1_500)) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_let_through_costs_the_host_little(shape: str) -> None:
    """The longest of lengths that double, or so."""
    lengths = [2**power * 1_000 for power in range(1, 6) if not refused(SHAPES[shape][0](2**power * 1_000))]
    text = SHAPES[shape][0](max(lengths, default=100))
    host = Markdown(extensions=EXTENSIONS, extension_configs={"toc": {"permalink": True}})
    began = time.process_time()
    host.convert(text)
    assert time.process_time() - began < HANGS


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n|---|---|\n" + "| *a* `b` | [c](d) & e |\n" * 10_000,
        "- *a* **b** [c](d) `e` f & g\n" * 10_000,
        "1. *a*\n" * 15_000,
        "# a\n\nText of *some* length with a [link](b.md) and `code`, a <b>tag</b> and so on.\n\n" * 5_000,
        "```c\n" + "#include <a>\nif (a < b && c) { d[e] = `f`; }\n# x\n" * 10_000 + "```\n",
        "!!! note\n    Text.\n\n" * 5_000 + "[TOC]\n",
        '``` c hl_lines="1 2"\na "b\n```\n\n' * 5_000,
        "~~~~ { .a }\n" + "```\n[[[[\n" * 10_000 + "~~~~\n",
        "<table>\n" + "<tr><td>a</td><td>b & c</td></tr>\n" * 15_000 + "</table>\n",
        numbered("[a{0}]: b{0}.md 'c'\n", 5_000) + "\n" + numbered("See [x][a{0}].\n\n", 5_000),
        numbered("Said[^{0}].\n\n", 500) + numbered("[^{0}]: where.\n\n", 500),
        "Sums in {braces} and [^a-z] of expressions " * 2_000,
        "a\n" * 100_000,
        "\n" * 500_000,
    ],
)  # fmt: skip
def test_long_pages_of_an_ordinary_kind_are_let_through(text: str) -> None:
    assert refused(text) == []


def test_the_place_is_named() -> None:
    good = "Text.\n\n" * 10
    found = scan(good + "<a " * 30_000, Position("a.md", 5, 1), ()).problems
    assert [(each.position.line, each.code, each.hint) for each in found] == [(25, "too-large", "close them with >, or write &lt;")]


def test_counts_name_their_limit() -> None:
    assert [each.message for each in too_costly("a\n\n" * STEPS)] == [f"this page has more than {STEPS:,} paragraphs"]
    notes = "a[^1]\n\n" * NOTES + "[^1]: b\n"
    assert [each.message for each in too_costly(notes)] == [f"this page has more than {NOTES:,} footnotes and references to them"]


SIGNS = (
    "[", "](", "[a](", "(", "{", "<a ", "<", "*a", "_a", "\\*", "&", "#\n", "- a\n", "> ", "~~~\n", '~~~ hl_lines="',
    "\n\n", " ", "]: a", "[a]: b\n", "[^a]", "[TOC]",
)  # fmt: skip


@pytest.mark.parametrize("first", SIGNS)
@pytest.mark.parametrize("second", SIGNS)
def test_short_pages_without_tables_and_code_cost_little(first: str, second: str, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        (first * SHORT)[: SHORT - 1],
        ((first + second) * SHORT)[: SHORT - 1],
        (first * SHORT)[: SHORT // 2] + (second * SHORT)[: SHORT // 2 - 1],
    ]
    quick = [list(too_costly(text)) for text in texts]
    monkeypatch.setattr(costs, "SHORT", 0)
    assert [list(too_costly(text)) for text in texts] == quick
