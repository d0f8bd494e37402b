"""The geometry of bars and of lines over time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omp_plugin.render.charts import (
    Plot,
    apart,
    label_above,
    label_below,
    label_over,
    line_through,
    pointer,
    reach,
    scale,
    segments,
    share,
    thinned,
)

AMOUNTS = st.decimals(0, 10**9, places=2)


def percent(text: str) -> float:
    """The number of a length such as 29.2%."""
    assert text.endswith("%")
    return float(text[:-1])


def test_parts_follow_each_other() -> None:
    parts = [("spent", 15200, "$15,200"), ("committed", 8800, "$8,800"), ("open", 28600, "$28,600")]
    found = segments(parts, 52600)
    assert [(part.kind, part.x, part.width) for part in found] == [
        ("spent", "0%", "28.9%"),
        ("committed", "28.9%", "16.7%"),
        ("open", "45.6%", "54.4%"),
    ]
    assert [part.text for part in found] == ["$15,200", "$8,800", "$28,600"]


def test_a_text_stands_only_where_it_fits() -> None:
    assert [part.text for part in segments([("a", 1, "$1,000"), ("b", 99, "$99,000")], 100)] == ["", "$99,000"]


def test_what_is_nothing_is_not_drawn() -> None:
    assert [part.kind for part in segments([("a", 0, ""), ("b", Decimal(-5), ""), ("c", 5, "")], 10)] == ["c"]
    assert segments([("a", 5, "")], 0) == ()


@given(st.lists(AMOUNTS, min_size=1, max_size=8))
def test_parts_fill_their_scale(amounts: list[Decimal]) -> None:
    total = sum(amounts)
    found = segments([("part", each, "") for each in amounts], total)
    assert sum(percent(part.width) for part in found) == pytest.approx(100 if total else 0, abs=0.5)
    ends = [percent(part.x) + percent(part.width) for part in found]
    starts = [percent(part.x) for part in found[1:]]
    assert ends[:-1] == pytest.approx(starts, abs=0.21)


@given(st.fractions(), st.fractions())
def test_a_length_stays_in_its_box(value: Fraction, whole: Fraction) -> None:
    assert 0 <= percent(share(value, whole)) <= 100


def test_a_label_stays_in_its_box() -> None:
    assert (pointer(9, 10, "Plan").anchor, pointer(1, 10, "Plan").anchor) == ("end", "start")
    assert pointer(1, 0, "Plan").x == "0%"


@pytest.mark.parametrize("largest,top", [(52600, 60000), (1, 1), (9, 9), (10, 10), (100, 100), (1100, 1200), (0, 1)])
def test_an_axis_ends_at_an_even_step(largest: int, top: int) -> None:
    found = scale(largest)
    assert found.top == top
    assert found.steps[0] == 0
    assert found.steps[-1] == top
    assert len(found.steps) <= 5


@given(st.fractions(0, 10**20))
def test_an_axis_holds_its_values(largest: Fraction) -> None:
    found = scale(largest)
    assert largest <= found.top
    assert 2 <= len(found.steps) <= 5
    assert len({after - before for before, after in zip(found.steps, found.steps[1:], strict=False)}) == 1


def test_a_line_in_its_box() -> None:
    plot = Plot(50, 10, 300, 200, date(2026, 6, 30), date(2027, 6, 30), 60000)
    assert line_through(plot.points([(date(2026, 6, 30), 0), (date(2027, 6, 30), Decimal(60000))])) == "M50 210L350 10"
    assert line_through(plot.points([(date(2020, 1, 1), 30000)])) == "M50 110h.1"
    assert line_through([]) == ""
    assert [y for y, _ in plot.levels((0, 30000, 60000))] == ["210", "110", "10"]


BOX = Plot(50, 10, 300, 200, date(2026, 6, 30), date(2027, 6, 30), 60000)
LINE = [(50.0, 210.0), (150.0, 160.0), (350.0, 60.0)]


def test_what_lines_reach_between_two_verticals() -> None:
    assert reach([LINE], 100, 150) == (160, 185)
    assert reach([LINE], 150, 250) == (110, 160)
    assert reach([LINE], 400, 500) is None


def test_a_label_above_a_mark_stands_clear_of_the_lines_on_its_left() -> None:
    found = label_above(BOX, [LINE], (150, 160), "Spent $15,200")
    assert found is not None
    assert (found.x, found.anchor) == ("142", "end")
    assert float(found.y) <= 160 - 8
    higher = label_above(BOX, [LINE, [(50, 100), (350, 90)]], (150, 160), "Spent $15,200")
    assert higher is not None
    assert float(higher.y) <= 100 - 8
    assert label_above(BOX, [LINE], (90, 190), "Spent $15,200") is None  # no room on its left


def test_a_label_below_a_mark_stands_clear_of_the_lines_on_its_right() -> None:
    found = label_below(BOX, [LINE], (150, 160), "Plan to Oct $14,600")
    assert found is not None
    assert (found.x, found.y, found.anchor) == ("158", "173", "start")
    assert label_below(BOX, [LINE], (340, 65), "Plan to Oct $14,600") is None  # no room on its right
    assert label_below(BOX, [LINE], (50, 210), "Plan to Oct $14,600") is None  # nor below


def test_a_label_over_the_lines_stands_at_the_left_edge() -> None:
    found = label_over(BOX, [LINE], "Spent $0")
    assert (found.x, found.anchor) == ("54", "start")
    assert float(found.y) < 210 - 8


@given(st.floats(0, 300), st.floats(0, 300))
def test_heights_moved_apart_keep_their_middle_and_order(first: float, second: float) -> None:
    one, other = apart(first, second, 29)
    assert abs(one - other) >= 29 - 1e-9
    assert one + other == pytest.approx(first + second)
    assert (one <= other) == (first <= second)


def test_names_of_periods_that_do_not_fit_are_left_out_evenly() -> None:
    ticks = [(50.0 + 40 * place, f"Q{place % 4 + 1} 2026") for place in range(8)]
    assert [tick.text for tick in thinned(ticks, 370)][:4] == ["Q1 2026", "", "Q3 2026", ""]
    assert all(tick.text for tick in thinned([(x * 2, text) for x, text in ticks], 740))
    assert [tick.text for tick in thinned([(1.0, "A very long name")], 20)] == ["A very long name"]


def test_a_part_of_less_than_nothing_is_a_part() -> None:
    assert (share(-5, -10), share(5, -10), share(-5, 10), share(5, 0)) == ("50%", "0%", "0%", "0%")
