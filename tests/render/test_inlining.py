"""Components in the Markdown of a page: what Python-Markdown and CommonMark make of it is the component itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from markdown import markdown as python_markdown
from markdown_it import MarkdownIt

from omp_plugin.pages.filling import Block, fill, insert
from omp_plugin.pages.markdown import scan
from omp_plugin.problems import Position
from omp_plugin.render.inlining import heading_ids, inlined
from tests.publish.articles import texts

CARD = '<div class="omp">\n<table id="t"><tr><td title="a_b `c`">*a* _b_ [c](d) &amp; {{ x }} - &lt;i&gt;</td></tr></table>\n<svg viewBox="0 0 1 1"><path d="M0 0h1"/></svg>\n</div>'
LAYOUT = {"columns": '<div class="omp-columns">\n<div>\n<div>', "next_column": "</div>\n<div>", "end_columns": "</div>\n</div>\n</div>"}


def common_mark(text: str) -> str:
    return MarkdownIt("commonmark", {"html": True}).render(text)


def page(text: str) -> tuple[str, tuple[str, ...]]:
    """A page's Markdown with marks, and its components."""
    answers = {**LAYOUT, "card": CARD}
    filled = fill(scan(text, Position("p.md", 1, 1), answers), lambda each: Block(answers[each.name]))
    assert not filled.problems
    return filled.markdown, filled.blocks


@pytest.mark.parametrize("convert", [python_markdown, common_mark])
def test_a_component_is_left_alone(convert: Callable[[str], str]) -> None:
    made = convert(inlined(*page("# A\n\nbefore\n{{ card() }}\nafter *it*\n")))
    assert CARD.replace("{{", "&#123;{") in made
    assert "<h1>A</h1>" in made
    assert "<p>after <em>it</em></p>" in made


@pytest.mark.parametrize("convert", [python_markdown, common_mark])
@pytest.mark.parametrize("lead", ["- ", "1. ", "> ", "- one\n\n    "])
def test_a_component_in_a_list_or_a_quotation_says_the_same(convert: Callable[[str], str], lead: str) -> None:
    markdown, blocks = page(f"{lead}{{{{ card() }}}}\n\nafter\n")
    made = convert(inlined(markdown, blocks))
    assert texts(made) == texts(insert(convert(markdown), blocks))
    assert '<path d="M0 0h1"/>' in made
    assert "<em>" not in made
    assert "<p>after</p>" in made


@pytest.mark.parametrize("convert", [python_markdown, common_mark])
def test_columns_are_one_block(convert: Callable[[str], str]) -> None:
    text = "{{ columns() }}\n\n## R&#38;D &#42;all&#42;\n\n{{ card() }}\n\n{{ next_column() }}\n\n{{ card() }}\n\n{{ end_columns() }}\n\n## End\n"
    whole = inlined(*page(text))
    made = convert(whole)
    assert '<div class="omp-columns">\n<div>\n<div>\n<h2 id="rd-all">R&amp;D *all*</h2>\n<div class="omp">' in made
    assert made.count("<div") == made.count("</div>")
    assert "<h2>End</h2>" in made
    assert list(heading_ids(whole)) == ["end"]


def test_a_mark_without_a_component_is_nothing() -> None:
    assert inlined("a \ue0ff7\ue0fe b\n", ()) == "a  b\n"
