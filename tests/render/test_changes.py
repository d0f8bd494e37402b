"""The page of changes: the geometry of its two charts, and what it shows of the story."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from omp_plugin.compute.compiled import Compiled
from omp_plugin.render.change_charts import HEIGHT, TOP, Floor, bars, dates, floor
from omp_plugin.render.context import plan_context
from tests.compare.conftest import compile_story, launch, story
from tests.compare.story import Workshop
from tests.render.plans import Document, address, context, html

__all__ = ["launch", "story"]  # fixtures


def fractions(*values: int) -> list[Fraction]:
    return [Fraction(value) for value in values]


@pytest.mark.parametrize(
    "levels, starts, is_cut",
    [
        ((48_000, 46_500, 49_000, 52_000), 45_000, True),
        ((100, 40), 0, False),
        ((10, 10), 0, False),
        ((-5, 10), 0, False),
        ((1_000_000, 1_000_400), 999_800, True),
    ],
)
def test_where_the_axis_of_the_bridge_begins(levels: tuple[int, ...], starts: int, is_cut: bool) -> None:
    assert floor(fractions(*levels)) == (starts, is_cut)


def test_the_bars_of_the_bridge() -> None:
    made = bars(Fraction(48_000), fractions(-1_500, 2_500, 3_000), Fraction(52_000), Floor(Fraction(45_000), is_cut=True))
    assert [bar.kind for bar in made] == ["total", "down", "up", "up", "total"]
    assert [bar.x for bar in made] == ["4%", "24%", "44%", "64%", "84%"]
    assert {bar.width for bar in made} == {"12%"}
    unit = HEIGHT / 7  # px a thousand
    tops = [TOP + unit * (52 - level) for level in (48, 48, 49, 52, 52)]
    assert [float(bar.y) for bar in made] == pytest.approx(tops, abs=0.06)
    assert [float(bar.height) for bar in made] == pytest.approx([unit * n for n in (3, 1.5, 2.5, 3, 7)], abs=0.06)
    links = [bar.link for bar in made]
    assert [link[1:] for link in links if link] == [("16%", "24%"), ("36%", "44%"), ("56%", "64%"), ("76%", "84%")]
    assert [float(link[0]) for link in links if link] == pytest.approx([TOP + unit * n for n in (4, 5.5, 3, 0)], abs=0.06)


def test_a_small_step_can_still_be_seen() -> None:
    made = bars(Fraction(0), fractions(1, 999_999), Fraction(1_000_000), Floor(Fraction(0), is_cut=False))
    assert float(made[1].height) == 3


def test_dates_that_moved_lie_between_whole_months() -> None:
    axis = dates([date(2026, 10, 28), date(2027, 2, 26)])
    assert (axis.first, axis.last) == (date(2026, 10, 1), date(2027, 2, 28))
    assert (axis.x(date(2026, 10, 1)), axis.x(date(2027, 2, 28))) == ("3%", "97%")
    assert axis.x(date(2026, 12, 15)) == "50%"
    assert [(mark.month.month, mark.is_named) for mark in axis.marks] == [(m, True) for m in (10, 11, 12, 1, 2)]


def test_of_many_months_some_are_named() -> None:
    marks = dates([date(2026, 1, 1), date(2027, 12, 1)]).marks
    assert [mark.month.month for mark in marks if mark.is_named] == [1, 5, 9, 1, 5, 9]
    assert len(marks) == 24


def page(compiled: Compiled) -> Document:
    """The component of a compiled plan, and the head of its page."""
    ctx = plan_context(compiled, address)
    assert ctx
    return Document(html(ctx, "title_block", page="changes") + html(ctx, "changes"))


def test_the_page_of_the_story(launch: Compiled) -> None:
    found = page(launch)
    assert found.wrong == []
    assert found.unsafe == []
    assert len(found.ids) == len(set(found.ids))
    for words in ("What changed: v1.0 to v1.1", "Jun 26, 2026", "Nov 2, 2026 (current)", "18 in 4 groups", "+$4,000",
                  "107% to 112%", "6 tasks and 1 milestone end later; plan end unchanged", "1 added, 1 removed",
                  "Axis starts at $45,000", "was $48,000", "now $52,000", "Forecast at finish"):  # fmt: skip
        assert words in found.text, words
    assert found.classes("omp-chg-bar") == 5
    assert found.classes("omp-chg-critical") == 5
    assert found.classes("omp-chg-chip") == 16


def test_the_charts_have_equal_tables(launch: Compiled) -> None:
    text = page(launch).text
    assert "Total of v1.0 $48,000 Direct mail flyers Removed −$1,500 $46,500" in text.replace("none ", "").replace("— ", "")
    assert "Vendor selection and contract Yes Oct 28, 2026 Nov 6, 2026 +9 d" in text


def test_a_first_version_says_so() -> None:
    ctx = context("version: v1.0\n")
    assert "This is the first version." in Document(html(ctx, "changes")).text
    assert "What changed" in Document(html(ctx, "title_block", page="changes")).text


def test_hostile_texts_of_commits_stay_texts(tmp_path_factory: pytest.TempPathFactory) -> None:
    shop = Workshop(tmp_path_factory.mktemp("hostile"))
    head = "omp: 1\ntitle: T\nperiod: 2026\nowner: ann\npeople: {ann: {name: Ann}}\ncampaigns: {a: {title: '<b>A</b>'}}\n"
    shop.write({"plan.yml": head})
    shop.commit("one")
    shop.tag("v1")
    shop.write({"plan.yml": head.replace("<b>A</b>'}", "<b>A</b>', owner: ann}")})
    shop.commit("<script>alert(1)</script>\n\nPlan-Note: plan: <img src=x onerror=alert(1)>")
    ctx = plan_context(compile_story(shop.root), address)
    assert ctx
    text = html(ctx, "changes")
    found = Document(text)
    assert found.unsafe == []
    assert "<script" not in text
    assert "<img" not in text
    assert "<script>alert(1)</script>" in found.text or "<img src=x" in found.text


def test_several_baselines_stand_below_each_other(story: Workshop) -> None:
    compiled = compile_story(story.root)
    ctx = plan_context(Compiled(compiled.source, compiled.plan, compiled.results, (), compiled.earlier * 2), address)
    assert ctx
    found = Document(html(ctx, "changes"))
    assert found.text.count("Every change") == 2
    assert len(found.ids) == len(set(found.ids))
