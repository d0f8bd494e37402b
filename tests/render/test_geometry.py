"""The axis of a chart, and where bars, milestones, links and notes stand on it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omp_plugin.render.axis import MARGIN, Axis, axis, whole_months
from omp_plugin.render.geometry import (
    CENTRE,
    DIAMOND,
    LANE_LINES,
    LEAST,
    ROW,
    Item,
    Mark,
    by_id,
    is_outside,
    lane,
    marks,
)
from omp_plugin.render.links import MOST, Arrows, Link, arrows
from omp_plugin.render.shapes import bar, diamond, head, number, text_width

YEAR = axis(date(2026, 1, 1), date(2026, 12, 31))


def mark(item: Item, on: Axis = YEAR) -> Mark:
    """The mark of a single row."""
    (found,) = marks([item], on)
    assert found is not None
    return found


def task(id_: str, start: date, finish: date, **fields: object) -> Item:
    """A task of a timeline."""
    return Item(id_, "task", start=start, finish=finish, **fields)  # type: ignore[arg-type] # as written


@pytest.mark.parametrize(
    "days, below, above, least",
    [
        (1, "day", "month", 24.0),
        (31, "day", "month", 24.0),
        (32, "week", "month", 7.0),
        (120, "week", "month", 7.0),
        (121, "month", "quarter", 1.5),
        (550, "month", "quarter", 1.5),
        (551, "quarter", "year", 0.75),
        (1_100, "quarter", "year", 0.75),
        (1_101, "year", None, 0.1),
        (80_000, "year", None, 0.1),
    ],
)
def test_grain_by_span(days: int, below: str, above: str | None, least: float) -> None:
    first = date(1975, 1, 1)
    found = axis(first, first + timedelta(days=days - 1))
    assert (found.grain.below, found.grain.above) == (below, above)
    assert found.days == days
    assert found.scale >= least


def test_a_year_fits_the_page() -> None:
    assert YEAR.width == 788 + MARGIN
    assert YEAR.x(date(2026, 1, 1)) == 0
    assert YEAR.x(date(2027, 1, 1)) == pytest.approx(788)


def test_ticks_of_a_year() -> None:
    assert [tick.period.text for tick in YEAR.above] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert len(YEAR.below) == 12
    assert YEAR.below[1].x == pytest.approx(31 * YEAR.scale)
    assert all(tick.labelled for tick in YEAR.below)


def test_weeks_begin_on_monday() -> None:
    found = axis(date(2026, 7, 1), date(2026, 9, 30))
    assert found.below[0].period.first == date(2026, 6, 29)
    assert found.below[0].x == 0
    assert found.below[1].period.text == "2026-W28"
    assert found.below[1].x == pytest.approx(5 * found.scale)


def test_narrow_ticks_show_every_second_label() -> None:
    found = axis(date(2026, 7, 1), date(2026, 7, 31))
    assert found.scale < 34
    assert [tick.labelled for tick in found.below[:4]] == [True, False, True, False]


def test_a_narrow_rest_of_a_month_has_no_label() -> None:
    found = axis(date(2026, 1, 28), date(2026, 12, 31))
    assert [tick.labelled for tick in found.below[:2]] == [False, True]


def test_weekends_are_tinted_where_days_are_drawn() -> None:
    found = axis(date(2026, 7, 1), date(2026, 7, 14))
    assert [tick.period.first.day for tick in found.weekends] == [4, 5, 11, 12]
    assert YEAR.weekends == ()


def test_whole_months() -> None:
    assert whole_months(date(2026, 9, 7), date(2026, 10, 9)) == (date(2026, 9, 1), date(2026, 10, 9))


def test_a_bar_runs_from_its_first_to_the_end_of_its_last_day() -> None:
    found = mark(task("a", date(2026, 2, 1), date(2026, 2, 10)))
    assert found.left == pytest.approx(31 * YEAR.scale)
    assert found.right - found.left == pytest.approx(10 * YEAR.scale)
    assert (found.top + found.bottom) / 2 == CENTRE
    assert found.bottom - found.top == 12


def test_a_short_bar_can_be_seen() -> None:
    found = mark(task("a", date(2026, 2, 1), date(2026, 2, 1)))
    assert found.right - found.left == LEAST


def test_rows_are_one_below_the_other() -> None:
    day = date(2026, 3, 2)
    first, second = marks([task("a", day, day), task("b", day, day)], YEAR)
    assert first
    assert second
    assert second.top - first.top == ROW


def test_the_dark_part_is_what_is_done() -> None:
    half = mark(task("a", date(2026, 3, 1), date(2026, 3, 30), done=0.5))
    width = half.right - half.left
    assert half.dark == bar(half.left, half.top, width / 2, 12, (3, 0))
    assert mark(task("a", date(2026, 3, 1), date(2026, 3, 30))).dark == ""
    full = mark(task("a", date(2026, 3, 1), date(2026, 3, 30), done=1.0))
    assert full.dark == full.light


def test_what_crosses_the_span_is_cut_square() -> None:
    found = mark(task("a", date(2025, 11, 1), date(2027, 2, 1)))
    assert found.left == 0
    assert found.right == pytest.approx(788)
    assert "a" not in found.light  # no arc: no round corner


@pytest.mark.parametrize(
    "start, finish", [(date(2025, 1, 1), date(2025, 12, 31)), (date(2027, 1, 1), date(2027, 3, 1))]
)
def test_what_lies_outside_has_no_mark(start: date, finish: date) -> None:
    item = task("a", start, finish)
    assert is_outside(item, YEAR)
    assert marks([item], YEAR) == (None,)


def test_without_dates_there_is_no_mark() -> None:
    assert marks([Item("a", "task")], YEAR) == (None,)


def test_a_milestone_sits_at_midday() -> None:
    day = date(2026, 4, 1)
    found = mark(Item("a", "milestone", start=day, finish=day))
    x = YEAR.x(day) + YEAR.scale / 2
    assert found.left == pytest.approx(x - DIAMOND)
    assert found.right == pytest.approx(x + DIAMOND)
    assert found.light == diamond(x, CENTRE, DIAMOND)
    assert found.ring == ""


def test_a_critical_milestone_has_a_second_outline() -> None:
    day = date(2026, 4, 1)
    found = mark(Item("a", "milestone", start=day, finish=day, critical=True))
    assert found.ring == diamond(YEAR.midday(day), CENTRE, 9.5)


def test_earlier_dates_are_drawn_only_where_they_differ() -> None:
    start, finish = date(2026, 5, 4), date(2026, 5, 15)
    assert mark(task("a", start, finish, was=(start, finish))).earlier == ""
    moved = mark(task("a", start, finish, was=(start - timedelta(days=9), finish - timedelta(days=9))))
    assert moved.earlier.startswith("M")


def test_a_repeat_has_one_tick_an_occurrence() -> None:
    days = tuple(date(2026, 1, 5) + timedelta(weeks=n) for n in range(10))
    found = mark(Item("a", "repeat", start=days[0], finish=days[-1], occurrences=days))
    assert found.dark.count("M") == 10


def test_a_bar_without_a_finish_fades() -> None:
    found = mark(Item("a", "task", start=date(2026, 5, 1), fades=True))
    assert len(found.fade) == 3
    assert found.right - found.left == pytest.approx(21 * YEAR.scale)


def test_the_note_stands_right_then_left_then_nowhere() -> None:
    right = mark(task("a", date(2026, 2, 1), date(2026, 3, 1), note="85%"))
    assert right.note
    assert (right.note.anchor, right.note.x) == ("start", right.right + 8)
    left = mark(task("a", date(2026, 11, 1), date(2026, 12, 31), note="32%"))
    assert left.note
    assert (left.note.anchor, left.note.x) == ("end", left.left - 8)
    assert mark(task("a", date(2026, 1, 1), date(2026, 12, 31), note="32%")).note is None


def test_an_icon_comes_before_the_words() -> None:
    found = mark(task("a", date(2026, 2, 1), date(2026, 3, 1), note="2 d", icon="off"))
    assert found.note
    assert found.note.icon_x == found.right + 8
    assert found.note.x == found.note.icon_x + 16


def draw(links: list[Link], *items: Item) -> Arrows:
    """The arrows between some rows."""
    return arrows(links, by_id(marks(items, YEAR)))


def test_an_arrow_goes_down_across_and_down() -> None:
    first = task("a", date(2026, 2, 2), date(2026, 3, 1))
    then = task("b", date(2026, 4, 1), date(2026, 4, 30))
    found = draw([Link("a", "b")], first, then)
    x, end_x = mark(first).right - 5, mark(then).left + 6
    expected = f"M{number(x)} 19V27q0 3 3 3H{number(end_x - 3)}q3 0 3 3V33"
    assert found.lines == expected
    assert found.heads == head(end_x, 37, is_down=True)
    assert found.critical_lines == ""


def test_an_arrow_to_a_row_above_goes_up() -> None:
    first = task("a", date(2026, 4, 1), date(2026, 4, 30))
    then = task("b", date(2026, 2, 2), date(2026, 3, 1))
    found = draw([Link("b", "a")], first, then)
    assert found.lines.split("V")[0].endswith(" 37")  # the bar's upper edge in the second row
    assert found.lines.endswith("V23")


@pytest.mark.parametrize(
    "type_, start, end",
    [("FS", "right", "left"), ("SS", "left", "left"), ("FF", "right", "right"), ("SF", "left", "right")],
)
def test_the_type_of_a_link_says_which_ends_it_joins(type_: str, start: str, end: str) -> None:
    first = task("a", date(2026, 2, 2), date(2026, 3, 1))
    then = task("b", date(2026, 5, 1), date(2026, 6, 30))
    found = draw([Link("a", "b", type_)], first, then)  # type: ignore[arg-type] # one of the four types
    at = {"left": mark(first).left + 6, "right": mark(first).right - 5}[start]
    to = {"left": mark(then).left + 6, "right": mark(then).right - 5}[end]
    assert found.lines.startswith(f"M{number(at)} ")
    assert found.heads == head(to, 37, is_down=True)


def test_critical_links_are_drawn_apart() -> None:
    day = date(2026, 2, 2)
    items = [task("a", day, day), task("b", day, day), task("c", day, day)]
    found = draw([Link("a", "b", critical=True), Link("b", "c")], *items)
    assert found.critical_lines.count("M") == 1
    assert found.lines.count("M") == 1


def test_a_link_from_elsewhere_is_a_stub() -> None:
    found = draw([Link("x", "a", name="Design")], task("a", date(2026, 9, 1), date(2026, 9, 30)))
    assert [stub.text for stub in found.stubs] == ["after Design →"]
    assert found.lines == ""


def test_a_stub_without_room_is_left_out() -> None:
    found = draw([Link("x", "a", name="Design")], task("a", date(2026, 1, 1), date(2026, 9, 30)))
    assert found.stubs == ()


def test_too_many_links_leave_the_critical_ones() -> None:
    day = date(2026, 2, 2)
    items = [task(f"t{n}", day, day) for n in range(MOST + 2)]
    links = [Link(f"t{n}", f"t{n + 1}", critical=n == 0) for n in range(MOST + 1)]
    found = draw(links, *items)
    assert found.is_thinned
    assert found.lines == ""
    assert found.critical_lines.count("M") == 1
    assert not draw(links[:MOST], *items).is_thinned


def stone(id_: str, day: date, note: str = "A milestone of the plan") -> Item:
    """A milestone of the lane, with its name."""
    return Item(id_, "milestone", start=day, finish=day, note=note)


def test_the_lane_puts_each_label_on_the_first_free_line() -> None:
    found = lane([stone("a", date(2026, 2, 1)), stone("b", date(2026, 2, 10)), stone("c", date(2026, 8, 1))], YEAR)
    assert [mark.y for mark in found.marks] == [17, 37, 17]
    assert found.height == 2 * 20 + 14


def test_a_label_at_the_right_edge_stands_left() -> None:
    (found,) = lane([stone("a", date(2026, 12, 30))], YEAR).marks
    assert found.note
    assert found.note.anchor == "end"


def test_the_lane_has_five_lines() -> None:
    found = lane([stone(f"m{n}", date(2026, 2, 1) + timedelta(days=n)) for n in range(12)], YEAR)
    assert len(found.marks) == 12
    assert found.height == LANE_LINES * 20 + 14
    assert sum(mark.note is not None for mark in found.marks) == LANE_LINES


def test_the_lane_leaves_out_what_lies_outside() -> None:
    assert lane([stone("a", date(2027, 2, 1))], YEAR).marks == ()


@given(st.lists(st.tuples(st.integers(-400, 800), st.integers(0, 900), st.floats(0, 1)), max_size=12))
def test_no_mark_leaves_the_chart(spans: list[tuple[int, int, float]]) -> None:
    first = date(2026, 1, 1)
    items = [
        task(str(n), first + timedelta(days=start), first + timedelta(days=start + length), done=done, note="50%")
        for n, (start, length, done) in enumerate(spans)
    ]
    for found in marks(items, YEAR):
        if found is None:
            continue
        assert 0 <= found.left < found.right <= YEAR.width
        if found.note:
            width = text_width(found.note.text)
            left = found.note.x if found.note.anchor == "start" else found.note.x - width
            assert left >= -0.01
            assert left + width <= YEAR.width + 0.01


@pytest.mark.parametrize("value, text", [(1.0, "1"), (1.26, "1.3"), (0.04, "0"), (-2.5, "-2.5")])
def test_numbers_are_short(value: float, text: str) -> None:
    assert number(value) == text


def test_wide_letters_take_more_room() -> None:
    assert text_width("illi") < text_width("mwmw") < text_width("漢字漢字漢字")
