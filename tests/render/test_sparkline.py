"""Small figures: where values stand in px, what is bridged, what lies beyond a scale."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omp_plugin.render.sparkline import CARD, TABLE, Reading, bar_length, gauge, sparkline

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
values = st.fractions(min_value=-(10**40), max_value=10**40)


def readings(*pairs: tuple[int, int]) -> list[Reading]:
    return [Reading(day, Fraction(value)) for day, value in pairs]


def test_values_reach_from_edge_to_edge() -> None:
    line = sparkline(CARD, readings((0, 10), (10, 20), (20, 30)), [])
    assert line.actual == "M5 39L62 22L119 5"
    assert line.dot == ("119", "5")
    assert (line.plan, line.gaps, line.flat, line.band) == ("", "", "", None)


def test_plan_and_actual_share_one_scale() -> None:
    line = sparkline(TABLE, readings((0, 0), (10, 5)), readings((0, 0), (10, 10)))
    assert line.actual == "M5 23L83 14"
    assert line.plan == "M5 23L83 5"


def test_a_missing_period_is_bridged_by_dots() -> None:
    points = [Reading(0, Fraction(0)), Reading(10, Fraction(1)), Reading(30, Fraction(3), follows=False)]
    line = sparkline(CARD, points, [])
    assert line.actual == "M5 39L43 27.7M119 5h.1"
    assert line.gaps == "M43 27.7L119 5"


def test_without_values_a_flat_line_says_that_something_is_to_come() -> None:
    line = sparkline(TABLE, [], readings((0, 1), (5, 9)))
    assert line.flat == "M5 14H83"
    assert (line.actual, line.plan, line.dot) == ("", "", None)


def test_one_value_stands_at_the_end() -> None:
    assert sparkline(TABLE, readings((3, 7)), []).dot == ("83", "14")


def test_a_range_is_a_band_and_an_open_side_reaches_the_edge() -> None:
    actual = readings((0, 10), (1, 20))
    assert sparkline(CARD, actual, [], (Fraction(15), Fraction(20))).band == ("5", "17")
    assert sparkline(CARD, actual, [], (Fraction(15), None)).band == ("0", "22")
    assert sparkline(CARD, actual, [], (None, Fraction(15))).band == ("22", "22")
    assert sparkline(CARD, actual, [], (None, None)).band is None


@given(st.lists(st.tuples(st.integers(1, 10**6), values, st.booleans()), min_size=1, max_size=12))
def test_every_point_is_inside_the_box(points: list[tuple[int, Fraction, bool]]) -> None:
    actual = [Reading(*point) for point in sorted(points)]
    line = sparkline(CARD, actual, [])
    coordinates = [float(text) for text in NUMBER.findall((line.actual + line.gaps).replace("h.1", ""))]
    assert all(5 <= x <= 119 for x in coordinates[::2])
    assert all(5 <= y <= 39 for y in coordinates[1::2])


@pytest.mark.parametrize(
    "attainment, length", [("0", "0"), ("1", "51.2"), ("1.25", "64"), ("9", "64"), ("-1", "0"), ("0.5", "25.6")]
)
def test_the_attainment_bar_shows_up_to_125_percent(attainment: str, length: str) -> None:
    assert bar_length(Fraction(attainment)) == length


def test_a_gauge_runs_from_zero_to_100_percent() -> None:
    found = gauge(Fraction(54, 100), Fraction(60, 100), Fraction(80, 100))
    assert (found.pointer, found.band) == ("54%", ("60%", "20%"))
    assert gauge(Fraction(3), Fraction(1, 2), None).pointer == "100%"
    assert gauge(Fraction(3), Fraction(1, 2), None).band == ("50%", "50%")
    assert gauge(Fraction(1, 20), None, Fraction(1, 10)).band == ("0%", "10%")
    assert gauge(Fraction(1), Fraction(2), Fraction(3)).band == ("100%", "0%")
    assert gauge(Fraction(1), None, None).band is None


def test_the_name_of_a_range_stays_on_its_gauge() -> None:
    assert gauge(Fraction(1, 2), Fraction(60, 100), Fraction(80, 100)).label == ("70%", "middle")
    assert gauge(Fraction(1, 2), Fraction(14, 100), Fraction(20, 100)).label == ("0%", "start")
    assert gauge(Fraction(1, 2), Fraction(90, 100), None).label == ("100%", "end")
