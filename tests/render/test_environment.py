"""Templates: always escaped, strict, a project's own before ours; Markdown of fields without a way out."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from omp_plugin.render.components import BY_NAME, render_component
from omp_plugin.render.context import PlanContext, initials
from omp_plugin.render.environment import Renderer, without_blank_lines
from omp_plugin.render.markdown import BRACKETS, block, inline
from tests.render.plans import RENDERER, Document, context

TEMPLATES = Path(__file__).parents[2] / "omp_plugin" / "templates" / "omp"


@pytest.fixture(scope="module")
def ctx() -> PlanContext:
    """A plan with next to nothing in it."""
    return context("")


def write(folder: Path, text: str) -> Renderer:
    """A renderer of a project that overrides the component `summary`."""
    (folder / "omp").mkdir()
    (folder / "omp" / "summary.html").write_text(text, encoding="utf-8")
    return Renderer([folder])


@dataclass(frozen=True)
class View:
    """What a template is given."""

    html: str


def test_a_project_overrides_a_component(tmp_path: Path, ctx: PlanContext) -> None:
    renderer = write(tmp_path, "<p>{{ view.html }} of {{ ctx.plan.title }} for {{ f.money(5) }}</p>")
    assert renderer.render("summary", ctx, View("<b>")) == "<p>&lt;b&gt; of Spring launch for $5</p>"
    assert "omp-note" in renderer.note(ctx, "Nothing.")


def test_an_unknown_name_in_a_template_is_an_error(tmp_path: Path, ctx: PlanContext) -> None:
    renderer = write(tmp_path, "{{ view.htlm }}")
    with pytest.raises(UndefinedError):
        renderer.render("summary", ctx, View("x"))


def test_blank_lines_are_taken_out() -> None:
    assert without_blank_lines("<p>\n\n \t\n</p>\n") == "<p>\n</p>"


def test_no_template_holds_what_wraps_components_on_pages_elsewhere() -> None:
    """The theme's search takes the first `</article>` for the end of what it leaves out."""
    assert not [path.name for path in TEMPLATES.glob("*.html") if "<article" in path.read_text("utf-8")]


def test_every_component_has_a_template_and_every_template_a_component() -> None:
    names = {path.stem for path in TEMPLATES.glob("[!_]*.html")}
    assert {component.name for component in BY_NAME.values()} == names


def test_a_component_without_data_says_so_in_one_sentence(ctx: PlanContext) -> None:
    html = str(render_component(RENDERER, ctx, "budget_table"))
    assert html == '<div class="omp"><p class="omp-note">This plan has no budget. Add the key <code>budget</code>.</p></div>'


def test_people_as_pages_show_them(ctx: PlanContext) -> None:
    ana, nobody = ctx.person("ana"), ctx.person("nobody")
    assert (ana.name, ana.initials, ana.href) == ("Ana Lee", "AL", "../team/#person-ana")
    assert nobody.name == "nobody"


@pytest.mark.parametrize(
    "name,letters",
    [("Omar Haddad", "OH"), ("Redbud Media (agency)", "RM"), ("Ana", "AN"), ("x", "X"), ("-", "-"), ("李 明", "李明")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_markdown_of_a_field() -> None:
    found = block("# Aim\n\n### Why\n\nA **bold** [link](https://a.example/x?y=1&z) and ~~old~~.\n\n- one\n- two\n")
    assert "<h3>Aim</h3>" in found
    assert "<h5>Why</h5>" in found
    assert '<a href="https://a.example/x?y=1&amp;z" rel="noopener">link</a>' in found
    assert "<s>old</s>" in found
    assert '<table class="omp-t">' in block("|a|b|\n|-|-|\n|1|2|\n")
    assert inline("**a**\n\n- b") == "<strong>a</strong> - b"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>)",
        "[x](//evil.example)",
        "[x](../../etc)",
        "[x](mailto:)",
        "![x](https://evil.example/pixel.png)",
        "![x](javascript:alert(1))",
        "<javascript:alert(1)>",
        "[x](https://ann:secret@example.org)",
        "[x](https:////bank.example@evil.example)",
        '[x]: javascript:alert(1) "t"\n\n[x]',
        '<a href="https://a.example" onclick="x()">x</a>',
        "<img src=x onerror=alert(1)>",
        "&lt;script&gt;",
    ],
)
def test_markdown_has_no_way_out(text: str) -> None:
    for found in (block(text), inline(text)):
        document = Document(str(found))
        assert {tag for tag, _ in document.elements} <= {"p"}
        assert document.unsafe == []


@pytest.mark.parametrize("text", ["[" * 20000, "![" * 10000, "*a " * 6000, ">" * 20000, "[a](" * 5000, "|a" * 9000])
def test_markdown_bombs_cost_little(text: str) -> None:
    start = time.process_time()
    assert block(text)
    assert inline(text)
    assert time.process_time() - start < 6  # the promise for anything that an author writes


def test_a_field_of_brackets_keeps_its_text() -> None:
    text = "[x](https://a.example) " * (BRACKETS + 1)
    assert "<a" not in block(text)
    assert block(text).count("[x]") == BRACKETS + 1
    assert "<a" in block("[x](https://a.example)")
