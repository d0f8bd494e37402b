"""Cells, rows and labels as HTML: every text escaped, pieces kept by language and by what is HTML already."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from omp_plugin.render.context import PlanContext
from omp_plugin.render.environment import Renderer
from omp_plugin.render.pieces import Cells, Labels, TaskCells, kept, safe
from omp_plugin.render.tables import NONE, OPEN, Cell, Column, Part, Row
from omp_plugin.render.timeline_rows import Label
from omp_plugin.words import _, speaking
from tests.render.plans import context

HOSTILE = "\"><script>alert('x')</script>&"
ESCAPED = "&#34;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;"


def _said(*given: object) -> Markup:
    """A piece that says what it is given."""
    return Markup("[{}]").format(", ".join(map(str, given)))


@pytest.fixture(scope="module")
def ctx() -> PlanContext:
    return context("")


CELLS = Cells(lambda: Markup("<i>none</i>"), lambda: Markup("<b>TBD</b>"), _said, lambda ctx, id_, sub: _said(id_, sub))
TASKS = TaskCells(lambda: Markup("<i>none</i>"), lambda: Markup("<b>TBD</b>"), _said, ("Slack",))
LABELS = Labels(_said, _said, lambda: Markup("?"))


@pytest.mark.parametrize("cell, html", [
    (NONE, "<i>none</i>"),
    (OPEN, "<b>TBD</b>"),
    (Cell("open", sub="who"), '<b>TBD</b> <span class="omp-sub">who</span>'),
    (Cell("text", "a & b", sub="c", tag="G1"), '<span class="omp-no">G1</span> a &amp; b <span class="omp-sub">c</span>'),
    (Cell("text", Markup("<em>a</em>")), "<em>a</em>"),
    (Cell("text", "a@b.c", href="mailto:a@b.c"), '<a href="mailto:a@b.c">a@<wbr>b.c</a>'),
    (Cell("text", "a@b.c", href="x"), '<a href="x">a@b.c</a>'),
    (Cell("text", "gone", is_struck=True), "<del>gone</del>"),
    (Cell("number", "5", is_strong=True, proof="#p"), '<strong><a class="omp-computed" href="#p">5</a></strong>'),
    (Cell("status", "Late", status="at-risk", proof="#p"), "[at-risk, Late, #p]"),
    (Cell("person", person="ana", sub="x"), "[ana, x]"),
    (Cell("list", parts=(Part("a"), Part("b", "c"))), '<ul class="omp-list"><li>a</li><li><a href="c">b</a></li></ul>'),
    (Cell("links", parts=(Part("a"), Part("b", "c"))), 'a, <a href="c">b</a>'),
    (Cell("figures", parts=(Part("1"), Part("2", "c"))), '1 · <a class="omp-computed" href="c">2</a>'),
])  # fmt: skip
def test_a_cell(ctx: PlanContext, cell: Cell, html: str) -> None:
    assert CELLS.cell(cell, ctx) == html


def test_rows_say_what_a_cell_is(ctx: PlanContext) -> None:
    columns = (Column("Day"), Column("Sum", is_number=True), Column("Note"), Column("Same"))
    cells = (Cell("number", "1 May"), NONE, NONE, Cell("text", "Same"))
    assert CELLS.rows([Row("a", cells), Row("", cells)], columns, ctx) == "".join(
        f'<tr{anchor}><th scope="row" class="omp-when">1 May</th><td class="omp-num omp-empty" data-label="Sum">'
        '<i>none</i></td><td class="omp-empty" data-label="Note"><i>none</i></td><td>Same</td></tr>\n'
        for anchor in (' id="a"', "")
    )


def test_rows_of_tasks_carry_no_more_than_they_need(ctx: PlanContext) -> None:
    columns = (Column("Task"), Column("Status"), Column("Owner"), Column("Slack"), Column("Slack"))
    cells = (Cell("text", "A"), Cell("status", "it's", status="done"), Cell("person", person="ana"), Cell("number", "3"), NONE)
    assert TASKS.rows([Row("task-a", cells)], columns, ctx) == (
        '<tr id="task-a"><th scope="row">A</th><td class="omp-s-done">[done]it&#39;s</td><td>Ana Lee</td>'
        '<td data-label="Slack">3</td><td><i>none</i></td></tr>\n'
    )


def test_a_label(ctx: PlanContext) -> None:
    label = Label("milestone", "A long name of a milestone", "x", "done", "ana", more="5%")
    shown = "◆ A long name of a milestone"
    rest = ' <span class="omp-tl-more">5%</span>[Ana Lee, AL]'
    assert LABELS.label(label, ctx) == f'[done, Done]<a href="x">{shown}</a>{rest}'
    assert LABELS.label(label, ctx, False) == f'[done, Done]<span class="omp-tl-name">{shown}</span>{rest}'
    longer = label._replace(text="A long name of a milestone!", kind="task", href=None, state="", person=None, more="")
    assert LABELS.label(longer, ctx) == (
        '<span class="omp-tl-name" title="A long name of a milestone!">A long name of a milestone!</span>?'
    )
    assert LABELS.items([label._replace(kind="summary", is_open=True)], ctx).startswith('<li class="omp-tl-summary">')


@pytest.mark.parametrize("kind", ["text", "number", "open", "person", "list", "links", "figures"])
def test_nothing_that_is_written_gets_out(ctx: PlanContext, kind: str) -> None:
    parts = (Part(HOSTILE), Part(HOSTILE, HOSTILE))
    cell = Cell(kind, HOSTILE, HOSTILE, HOSTILE, person=HOSTILE, parts=parts, tag=HOSTILE, proof=HOSTILE)  # type: ignore[arg-type]
    plain = cell._replace(href=None)
    for each in (cell, plain, plain._replace(is_strong=True), plain._replace(is_struck=True)):
        row, columns = Row(HOSTILE, (each, each)), (Column(HOSTILE), Column("Slack"))
        for html in (CELLS.rows([row], columns, ctx), TASKS.rows([row], columns, ctx)):
            assert "<script" not in html
            assert ESCAPED in html
    label = Label("task", HOSTILE, HOSTILE, HOSTILE, HOSTILE, more=HOSTILE)
    assert "<script" not in LABELS.items([label], ctx)


def test_what_is_html_is_told_apart_from_a_text_that_reads_the_same() -> None:
    assert (safe("<b>"), safe(Markup("<b>")), safe("<b>")) == ("&lt;b&gt;", "<b>", "&lt;b&gt;")
    piece = kept(lambda text: Markup("{}").format(text))
    assert (piece("<b>"), piece(Markup("<b>")), piece("<b>")) == ("&lt;b&gt;", "<b>", "&lt;b&gt;")


def test_a_piece_is_made_once_in_each_language() -> None:
    made: list[str] = []

    def none() -> Markup:
        made.append("none")
        return Markup("{}").format(_("none"))

    piece = kept(none)
    english = piece(), piece()
    with speaking("de"):
        german = piece(), piece()
    assert len(made) == 2
    assert english[0] == english[1] == piece() == "none"
    assert german[0] == german[1] != "none"


def test_a_piece_is_given_what_it_is_called_with_by_name() -> None:
    renderer = Renderer()
    template = renderer.environment.from_string(
        '{% from "omp/_macros.html" import icon %}{{ icon("done", label="a") }}{{ icon("done", label="b") }}'
    )
    html = template.render()
    assert 'aria-label="a"' in html
    assert 'aria-label="b"' in html


def test_templates_draw_cells_in_the_language_that_is_spoken(ctx: PlanContext) -> None:
    renderer = Renderer()
    template = renderer.environment.from_string('{% from "omp/_cells.html" import cell %}{{ cell(c, ctx) }}')
    assert "TBD" in template.render(c=OPEN, ctx=ctx)
    english = template.render(c=NONE, ctx=ctx)
    with speaking("de"):
        assert template.render(c=NONE, ctx=ctx) != english
    assert template.render(c=NONE, ctx=ctx) == english
