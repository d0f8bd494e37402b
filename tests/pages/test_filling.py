"""Answers in their places: values as plain text, components as whole elements, neither as markup of the page's own."""

from __future__ import annotations

from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from omp_plugin.pages.expressions import Expression
from omp_plugin.pages.filling import Answer, Block, Filled, escape, fill, insert
from omp_plugin.pages.markdown import scan
from omp_plugin.problems import Position

EXTENSIONS = ["tables", "attr_list", "def_list", "toc"]
NASTY = (
    "<script>alert(1)</script>", "*a* _b_", "[x](javascript:alert(1))", "`code`", "| a |", "# a", "&lt;",
    '" onclick="x', "{{ x }}",
)  # fmt: skip
PLACES = ("{{ word }}", "# {{ word }}", "a {{ word }} b", "|a|\n|-|\n|{{ word }}|", "- {{ word }}", "**{{ word }}**")


def page(text: str, value: str = "V") -> tuple[Filled, str]:
    """A page's Markdown and HTML; `card` is a component, `word` has that value."""

    def ask(expression: Expression) -> Answer:
        return Block('<div id="card">C</div>') if expression.name == "card" else value

    filled = fill(scan(text, Position("p.md", 1, 1), {"card", "word"}), ask)
    return filled, insert(markdown.markdown(filled.markdown, extensions=EXTENSIONS), filled.blocks)


@pytest.mark.parametrize(
    "text,expected",
    [
        ("{{ card() }}", '<div id="card">C</div>'),
        ("a\n{{ card() }}\nb", '<p>a</p>\n<div id="card">C</div>\n<p>b</p>'),
        ("- {{ card() }}", '<ul>\n<li><div id="card">C</div></li>\n</ul>'),
        ("- a\n\n    {{ card() }}", '<ul>\n<li>\n<p>a</p>\n<div id="card">C</div>\n</li>\n</ul>'),
        ("> {{ card() }}", '<blockquote>\n<div id="card">C</div>\n</blockquote>'),
        ("{{ card() }}\n{{ card() }}", '<div id="card">C</div>\n<div id="card">C</div>'),
    ],
)
def test_components_are_no_paragraphs(text: str, expected: str) -> None:
    assert page(text)[1] == expected


@pytest.mark.parametrize("text", ["a {{ card() }} b", "# {{ card() }}", "| {{ card() }} |", "[x]({{ card() }})"])
def test_components_within_a_line_are_a_problem(text: str) -> None:
    filled, content = page(text)
    (found,) = filled.problems
    assert (found.code, found.message) == ("syntax", 'the component "card" stands within a line')
    assert "<div" not in content


@pytest.mark.parametrize("value", NASTY)
@pytest.mark.parametrize("text", PLACES)
def test_values_are_text(text: str, value: str) -> None:
    assert elements(page(text, value)[1]) == elements(page(text, "x")[1])
    assert value in words(page(text, value)[1])


def test_values_stay_in_attributes() -> None:
    _, content = page('<a title="{{ word }}">b</a>', '" onclick="alert(1)')
    assert elements(content) == elements(page('<a title="{{ word }}">b</a>')[1])


def test_a_component_never_lands_in_an_attribute() -> None:
    content = insert('<a title="\ue0ff0\ue0fe">b</a> \ue0ff0\ue0fe', ('<p class="x">',))
    assert content == '<a title="">b</a> <p class="x">'


@pytest.mark.parametrize("mark", ["\ue0ff7\ue0fe", "\ue0ff99999999999\ue0fe"])
def test_marks_that_an_author_wrote_are_nothing(mark: str) -> None:
    assert insert(f"<p>a{mark}</p>", ("<p>",)) == "<p>a</p>"
    assert insert(f"<p>a{mark}</p>", ()) == "<p>a</p>"


def test_figures_read_as_they_are() -> None:
    assert escape("$1,234.50 (12%)") == "$1,234.50 &#40;12%&#41;"
    assert escape("1. first\nsecond") == "1&#46; first second"


@given(st.text(max_size=60))
def test_no_value_makes_an_element(value: str) -> None:
    plain = markdown.markdown(escape(value) or "x", extensions=EXTENSIONS)
    assert set(elements(plain)) <= {"p"}


class Reader(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(" ".join([tag, *(name for name, _ in attrs)]))

    def handle_data(self, data: str) -> None:
        self.text += data


def elements(content: str) -> list[str]:
    """The elements with the names of their attributes."""
    reader = Reader()
    reader.feed(content)
    return reader.elements


def words(content: str) -> str:
    """What a reader sees."""
    reader = Reader()
    reader.feed(content)
    return reader.text
