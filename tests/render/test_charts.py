"""The geometry of bars and of lines over time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omp_plugin.render.charts import Plot, pointer, scale, segments, share

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
    assert plot.line([(date(2026, 6, 30), 0), (date(2027, 6, 30), Decimal(60000))]) == "M50 210L350 10"
    assert plot.line([(date(2020, 1, 1), 30000)]) == "M50 110h.1"
    assert plot.line([]) == ""
    assert [y for y, _ in plot.levels((0, 30000, 60000))] == ["210", "110", "10"]
