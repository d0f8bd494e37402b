"""The rules of the timeline that need a plan to be seen (design, section 8)."""

from __future__ import annotations

import re

import pytest

from omp_plugin.render.blocks import MOST_ROWS, Block
from omp_plugin.render.components.timeline import TimelineView, timeline
from omp_plugin.render.context import PlanContext
from omp_plugin.render.geometry import CENTRE, Mark
from omp_plugin.render.links import MOST as MOST_LINKS
from omp_plugin.render.shapes import diamond, number
from tests.render.plans import Document, context, html


def view(ctx: PlanContext, campaign: str | None = None) -> TimelineView:
    """The timeline of a plan that has one."""
    made = timeline(ctx, campaign)
    assert made is not None
    return made


def drawn(ctx: PlanContext) -> dict[str, Mark]:
    """The marks of a chart of all rows."""
    whole = view(ctx).charts.whole
    assert whole is not None
    return {mark.item.id: mark for mark in whole.marks}


def rows(count: int, campaigns: int = 2) -> str:
    """That many tasks in so many campaigns; each campaign's first waits for the last one of the campaign before."""
    each = count // campaigns
    lines = ["campaigns:", *(f"  c{n}: {{title: Campaign {n}, owner: ana}}" for n in range(campaigns)), "tasks:"]
    for n in range(count):
        link = f"after: [t{n - 1}], duration: 1d" if n else "start: 2026-02-02, finish: 2026-02-02"
        lines.append(f"  t{n}: {{title: Task {n}, campaign: c{n // each}, owner: bo, {link}}}")
    return "\n".join(lines)


def test_a_task_with_a_finish_alone_is_a_diamond() -> None:
    ctx = context("tasks: {a: {title: A, start: TBD, finish: 2026-04-01}}")
    found = drawn(ctx)["a"]
    x = (90 + 0.5) * 788 / 365
    assert found.light == diamond(x, CENTRE, 6.5)
    assert view(ctx).unscheduled == ()


def test_a_task_with_a_start_alone_fades() -> None:
    ctx = context("tasks: {a: {title: A, start: 2026-04-01, finish: TBD}}")
    found = drawn(ctx)["a"]
    assert len(found.fade) == 3
    assert found.right - found.left == pytest.approx(21 * 788 / 365)


def test_what_has_no_date_is_named_with_owner_and_status() -> None:
    ctx = context(
        "tasks: {a: {title: A, start: 2026-04-01}, b: {title: B, owner: bo, start: TBD},"
        " c: {title: C, owner: TBD, start: TBD, status: blocked}}"
    )
    text = Document(html(ctx, "timeline")).text
    assert "Not scheduled (2): B (Bo Ray, not started), C (owner TBD, blocked)." in text
    assert set(drawn(ctx)) == {"a"}


def test_a_row_cut_at_both_ends_is_listed_with_its_dates() -> None:
    ctx = context(
        "tasks: {a: {title: A, start: 2025-12-01, finish: 2027-01-15}, b: {title: B, start: 2025-12-01,"
        " finish: 2026-02-15}}"
    )
    marks = drawn(ctx)
    assert (marks["a"].left, marks["a"].note) == (0, None)
    assert [work.id for work in view(ctx).cut] == ["a"]
    note = marks["b"].note
    assert note is not None
    assert note.text == "◂ Dec 1, 2025 · 120 d overdue"
    assert "Runs beyond the chart (1): A, Dec 1, 2025 – Jan 15, 2027." in Document(html(ctx, "timeline")).text


def test_what_lies_outside_is_listed_with_its_dates() -> None:
    ctx = context("tasks: {a: {title: A, start: 2026-04-01}, b: {title: B, start: 2027-04-01, finish: 2027-04-02}}")
    assert "Outside the chart (1): B, Apr 1, 2027 – Apr 2, 2027." in Document(html(ctx, "timeline")).text
    assert set(drawn(ctx)) == {"a"}


def test_more_than_eighty_links_leave_the_critical_ones() -> None:
    few, names = rows(20, 1), ", ".join(f"t{n}" for n in range(16))
    more = "".join(
        f"\n  x{n}: {{title: X {n}, campaign: c0, owner: bo, start: 2026-05-04, finish: 2026-05-05, after: [{names}]}}"
        for n in range(5)
    )
    ctx = context(few + more)
    whole = view(ctx).charts.whole
    assert whole is not None
    assert whole.arrows.is_thinned
    assert whole.arrows.lines == ""
    assert f"more than {MOST_LINKS} links" in Document(html(ctx, "timeline")).text
    assert not view(context(few)).charts.is_thinned


def test_a_link_that_leaves_its_campaign_is_a_stub_where_each_is_a_chart() -> None:
    ctx = context(rows(MOST_ROWS + 2))
    first, second = (fold.rows for fold in view(ctx).charts.folds)
    assert first.arrows.stubs == ()
    assert [stub.text for stub in second.arrows.stubs] == ["after Task 30 →"]
    assert (second.arrows.lines + second.arrows.critical_lines).count("M") == 30


def test_the_campaign_with_the_critical_path_starts_open() -> None:
    text = rows(MOST_ROWS + 2).replace("after: [t30], duration: 1d", "start: 2026-02-02, finish: 2026-02-02")
    ctx = context(f"{text}\n  end: {{title: End, campaign: c1, owner: bo, start: 2026-11-02, finish: 2026-11-06}}")
    folds = view(ctx).charts.folds
    assert [any(mark.item.critical for mark in fold.rows.marks) for fold in folds] == [False, True]
    assert [fold.is_open for fold in folds] == [False, True]
    assert "Open a campaign to see its tasks." in Document(html(ctx, "timeline")).text


def test_a_closed_campaign_keeps_its_bar() -> None:
    ctx = context(rows(MOST_ROWS + 2))
    (mark,) = view(ctx).charts.folds[1].summary.marks
    assert (mark.item.kind, mark.top, mark.bottom) == ("summary", 11.5, 18.5)


def test_each_printed_chart_has_the_rows_of_its_campaign() -> None:
    ctx = context(rows(20))
    charts = view(ctx).charts
    assert [sheet.block.height for sheet in charts.sheets] == [11 * 30, 11 * 30]
    assert charts.height == 22 * 30
    assert [sheet.block.words.title for sheet in charts.sheets] == ["Timeline of Campaign 0", "Timeline of Campaign 1"]
    assert [stub.text for stub in charts.sheets[1].block.arrows.stubs] == ["after Task 9 →"]


def test_a_chart_taller_than_a_sheet_is_printed_in_slices_that_end_between_rows() -> None:
    tall, small = view(context(rows(28, 1))).charts, view(context(rows(20, 1))).charts
    assert tall.whole is not None
    assert small.whole is not None
    assert tall.whole.slices == ((0, 150), (150, 150), (300, 150), (450, 150), (600, 150), (750, 120))
    assert sum(height for _, height in tall.whole.slices) == tall.whole.height
    assert small.whole.slices == ()


def test_slices_show_the_drawing_of_the_chart() -> None:
    found = html(context(rows(28, 1)), "timeline")
    assert re.findall(r'class="omp-slice" viewBox="([^"]+)"', found)[-1] == "0 750 816 120"
    (id_,) = set(re.findall(r'class="omp-slice"[^>]*><use xlink:href="#([^"]+)"', found))
    assert found.count(f'<g class="omp-rows" id="{id_}">') == 1


def test_very_many_rows_are_blocks_of_fifty_one_below_another() -> None:
    ctx = context(rows(120, 1))
    (fold,) = view(ctx).charts.folds
    stack = fold.rows.stack
    assert [(block.top, block.height, len(block.labels)) for block in stack] == [
        (0, 1500, 50), (1500, 1500, 50), (3000, 600, 20),
    ]  # fmt: skip
    assert [mark for block in stack for mark in block.marks] == list(fold.rows.marks)
    document = Document(html(ctx, "timeline"))
    assert document.wrong == []
    looks = [found.get("class") for tag, found in document.elements if tag == "div"]
    assert looks.count("omp-tl-row omp-tl-part") == 2 * 2  # drawn for wide and for narrow pages


def test_a_link_between_two_blocks_is_drawn_in_both() -> None:
    text = rows(120, 1).replace("after: [t49]", "after: [t49], before: [t119]")
    (fold,) = view(context(text)).charts.folds
    (last,) = (mark for mark in fold.rows.marks if mark.item.id == "t119")
    crossing = [block for block in fold.rows.stack if f"V{number(last.top - 4)}" in _lines(block)]
    assert "t49" in {mark.item.id for mark in fold.rows.stack[0].marks}
    assert crossing == list(fold.rows.stack[1:])  # from the 51st row to the last
    assert all(block.arrows.is_thinned == fold.rows.arrows.is_thinned for block in fold.rows.stack)


def _lines(block: Block) -> str:
    return block.arrows.lines + block.arrows.critical_lines


def test_a_thousand_rows_are_a_few_paths() -> None:
    found = html(context(rows(1000, 20)), "timeline")
    assert found.count("<path") < 2000
    assert len(found.encode()) < 400_000


def test_the_heading_stands_above_the_chart_and_below_the_figures() -> None:
    found = html(context(rows(4)), "timeline", heading="By campaign")
    order = [found.index(text) for text in ("omp-stats", "<h2>By campaign</h2>", "omp-legend", "omp-tl-head")]
    assert order == sorted(order)
    assert "<h2>" not in html(context(rows(4)), "timeline")


def test_what_a_chart_refers_to_is_there() -> None:
    document = Document(html(context(rows(4)), "timeline"))
    uses = [found for tag, found in document.elements if tag == "use"]
    used = {(found["xlink:href"] or "")[1:] for found in uses}
    assert used
    assert not any("href" in found for found in uses), "instant navigation fails on one"
    assert used <= set(document.ids)
    labelled = {id_ for _, found in document.elements for id_ in (found.get("aria-labelledby") or "").split()}
    assert labelled <= set(document.ids)


def test_ranges_of_the_axis_are_named_in_the_language_of_the_plan() -> None:
    found = html(context("locale: de\n" + rows(4)), "timeline")
    assert re.findall(r'class="omp-above"[^>]*>([^<]+)<', found)[0] == "Q1 2026"
    assert ">Mai</text>" in found
