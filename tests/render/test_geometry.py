"""The axis of a chart, and where bars, milestones, links and notes stand on it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omp_plugin.render.axis import MARGIN, Axis, axis, narrow_axis, whole_months
from omp_plugin.render.geometry import (
    CENTRE,
    DIAMOND,
    GAP,
    LEAST,
    OLD_DIAMOND,
    RING,
    ROW,
    Item,
    Mark,
    by_id,
    is_cut,
    is_outside,
    marks,
    moved,
)
from omp_plugin.render.ink import inks
from omp_plugin.render.links import MOST, Arrows, Link, arrows
from omp_plugin.render.shapes import bang, bar, diamond, head, number, text_width, tick

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


def test_a_year_fits_a_narrower_page_with_days_that_can_be_told_apart() -> None:
    found = narrow_axis(YEAR)
    assert found
    assert found.width == 608 + MARGIN
    assert found.scale >= 1.5
    assert [tick.period.text for tick in found.below] == [tick.period.text for tick in YEAR.below]


def test_what_no_page_has_room_for_is_drawn_once() -> None:
    assert narrow_axis(axis(date(2026, 1, 1), date(2027, 6, 30))) is None  # 546 days at 1.5 px
    assert narrow_axis(axis(date(2026, 7, 1), date(2026, 10, 28))) is None  # 120 days at 7 px


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


def test_days_of_one_month_are_told_apart() -> None:
    found = axis(date(2026, 7, 1), date(2026, 7, 31))
    assert found.scale == pytest.approx(788 / 31)
    assert [tick.period.text for tick in found.above] == ["2026-07"]
    assert [tick.period.first.day for tick in found.below] == list(range(1, 32))
    assert found.below[4].x == pytest.approx(4 * found.scale)


def test_a_season_is_wider_than_the_page() -> None:
    found = axis(date(2026, 7, 1), date(2026, 10, 28))
    assert (found.days, found.scale, found.width) == (120, 7.0, 120 * 7 + MARGIN)
    assert [tick.period.text for tick in found.above] == ["2026-07", "2026-08", "2026-09", "2026-10"]
    assert {tick.period.first.weekday() for tick in found.below} == {0}


def test_years_have_quarters_below() -> None:
    found = axis(date(2026, 1, 1), date(2027, 12, 31))
    assert [tick.period.text for tick in found.above] == ["2026", "2027"]
    assert [tick.period.text for tick in found.below[3:6]] == ["2026-Q4", "2027-Q1", "2027-Q2"]
    assert found.above[1].x == pytest.approx(365 * found.scale) == found.below[4].x


def test_a_decade_has_years_alone() -> None:
    found = axis(date(2026, 1, 1), date(2035, 12, 31))
    assert found.above == ()
    assert [tick.period.text for tick in found.below] == [str(year) for year in range(2026, 2036)]
    assert found.below[9].x == pytest.approx((date(2035, 1, 1) - date(2026, 1, 1)).days * found.scale)
    assert found.width == 788 + MARGIN


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
    assert found.light == f"M0 7h{number(788)}v12h{number(-788)}z"  # no curve: no round corner


def test_only_the_end_that_crosses_is_cut_square() -> None:
    found = mark(task("a", date(2025, 11, 1), date(2026, 3, 1), note="◂ Nov 1"))
    assert found.light == bar(0, 7, found.right, 12, (0, 3))
    assert is_cut(found.item, YEAR)
    assert found.note
    assert (found.note.anchor, found.note.x) == ("start", found.right + GAP)
    right = mark(task("a", date(2026, 11, 1), date(2027, 2, 1), note="Feb 1 ▸"))
    assert right.light == bar(right.left, 7, 788 - right.left, 12, (3, 0))
    assert right.note
    assert (right.note.anchor, right.note.x) == ("end", right.left - GAP)


def test_what_is_within_or_outside_the_span_is_not_cut() -> None:
    assert not is_cut(task("a", date(2026, 1, 1), date(2026, 12, 31)), YEAR)
    assert not is_cut(task("a", date(2025, 1, 1), date(2025, 12, 31)), YEAR)
    assert not is_cut(Item("a", "task"), YEAR)


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


def test_a_milestone_says_without_its_colour_how_it_stands() -> None:
    day = date(2026, 4, 1)
    x = YEAR.midday(day)
    signs = {
        state: mark(Item("a", "milestone", state, day, day)).sign for state in ("done", "risk", "off", "todo", "doing")
    }
    assert signs == {"done": tick(x, CENTRE), "risk": bang(x, CENTRE), "off": bang(x, CENTRE), "todo": "", "doing": ""}


def test_a_milestone_that_moved_is_joined_to_its_earlier_day() -> None:
    day, before = date(2026, 5, 20), date(2026, 5, 11)
    found = mark(Item("a", "milestone", start=day, finish=day, was=(before, before)))
    x, old = YEAR.midday(day), YEAR.midday(before)
    assert found.earlier == moved(old, x, CENTRE)
    assert found.earlier == f"{diamond(old, CENTRE, OLD_DIAMOND)}M{number(old + OLD_DIAMOND)} 13H{number(x)}"


def test_the_note_of_a_milestone_that_came_forward_stands_beyond_its_earlier_day() -> None:
    day, before = date(2026, 5, 11), date(2026, 5, 20)
    found = mark(Item("a", "milestone", start=day, finish=day, was=(before, before), note="May 11 · −9 d"))
    assert found.reach == (found.left, YEAR.midday(before) + OLD_DIAMOND)
    assert found.note
    assert found.note.x == found.reach[1] + GAP


def test_a_stub_stands_before_the_earlier_day_of_a_milestone() -> None:
    day, before = date(2026, 9, 20), date(2026, 9, 11)
    item = Item("a", "milestone", start=day, finish=day, was=(before, before))
    (stub,) = draw([Link("x", "a", name="Design")], item).stubs
    assert stub.x == YEAR.midday(before) - OLD_DIAMOND - 6


def test_an_earlier_day_outside_the_span_is_not_drawn() -> None:
    day, before = date(2026, 1, 20), date(2025, 12, 20)
    found = mark(Item("a", "milestone", start=day, finish=day, was=(before, before)))
    assert found.earlier == ""
    assert found.reach == (found.left, found.right)
    assert mark(task("b", day, day, was=(before, before))).earlier == ""


def test_earlier_dates_are_an_outline_below_the_bar() -> None:
    start, finish = date(2026, 5, 4), date(2026, 5, 15)
    was = (date(2026, 4, 25), date(2026, 5, 6))
    found = mark(task("a", start, finish, was=was))
    left, right = YEAR.x(was[0]), YEAR.x(was[1] + timedelta(days=1))
    assert found.earlier == bar(left, CENTRE + 8.5 - 2, right - left, 4, (2, 2))


def test_earlier_dates_are_cut_at_the_span() -> None:
    found = mark(task("a", date(2026, 1, 10), date(2026, 1, 20), was=(date(2025, 12, 20), date(2026, 1, 9))))
    assert found.earlier == bar(0, CENTRE + 6.5, YEAR.x(date(2026, 1, 10)), 4, (0, 2))


def test_earlier_dates_are_drawn_only_where_they_differ() -> None:
    start, finish = date(2026, 5, 4), date(2026, 5, 15)
    assert mark(task("a", start, finish, was=(start, finish))).earlier == ""
    moved = mark(task("a", start, finish, was=(start - timedelta(days=9), finish - timedelta(days=9))))
    assert moved.earlier.startswith("M")


def test_a_repeat_has_one_tick_an_occurrence() -> None:
    days = tuple(date(2026, 1, 5) + timedelta(weeks=n) for n in range(10))
    found = mark(Item("a", "repeat", start=days[0], finish=days[-1], occurrences=days))
    assert found.dark.count("M") == 10


def test_a_campaign_is_a_thin_bar_in_the_middle_of_its_row() -> None:
    found = mark(Item("a", "summary", "summary", date(2026, 3, 1), date(2026, 8, 31), 0.25))
    assert (found.top, found.bottom) == (11.5, 18.5)
    assert found.light == bar(found.left, 11.5, found.right - found.left, 7, (3.5, 3.5))
    assert found.dark == bar(found.left, 11.5, (found.right - found.left) / 4, 7, (3.5, 0))


def test_a_bar_that_fades_ends_with_the_span() -> None:
    found = mark(Item("a", "task", start=date(2026, 12, 21), fades=True))
    assert found.right == pytest.approx(788)
    assert found.fade[0] == bar(found.left, 7, (found.right - found.left) / 3, 12, (3, 0))


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


def test_a_stub_stands_left_of_the_mark() -> None:
    item = task("a", date(2026, 9, 1), date(2026, 9, 30))
    (stub,) = draw([Link("x", "a", name="Design"), Link("y", "a", name="Copy")], item).stubs
    assert stub.text == "after Design +1 →"
    assert (stub.x, stub.y, stub.anchor) == (mark(item).left - 6, CENTRE + 4, "end")


def test_a_link_to_elsewhere_is_drawn_where_it_ends() -> None:
    found = draw([Link("a", "x", name="Design")], task("a", date(2026, 9, 1), date(2026, 9, 30)))
    assert (found.lines, found.stubs) == ("", ())


def test_an_arrow_enters_the_corner_of_a_milestone() -> None:
    first, day = task("a", date(2026, 2, 2), date(2026, 3, 1)), date(2026, 4, 1)
    found = draw([Link("a", "b")], first, Item("b", "milestone", start=day, finish=day))
    assert found.heads == head(YEAR.midday(day), ROW + CENTRE - DIAMOND, is_down=True)
    ringed = draw([Link("a", "b")], first, Item("b", "milestone", start=day, finish=day, critical=True))
    assert ringed.heads == head(YEAR.midday(day), ROW + CENTRE - RING, is_down=True)


def test_an_arrow_passes_the_rows_between() -> None:
    first, then = task("a", date(2026, 2, 2), date(2026, 3, 1)), task("c", date(2026, 4, 1), date(2026, 4, 30))
    found = draw([Link("a", "c")], first, task("b", date(2026, 1, 1), date(2026, 1, 9)), then)
    assert found.lines.endswith(f"V27q0 3 3 3H{number(mark(then).left + 3)}q3 0 3 3V63")
    assert found.heads == head(mark(then).left + 6, 67, is_down=True)


def test_marks_of_one_look_are_one_path() -> None:
    half = task("a", date(2026, 3, 1), date(2026, 3, 30), state="doing", done=0.5, note="50%")
    other = task("b", date(2026, 4, 1), date(2026, 4, 30), state="doing", done=0.5)
    over = task("c", date(2026, 5, 1), date(2026, 5, 30), state="done", done=1.0)
    worst = task("d", date(2026, 5, 1), date(2026, 5, 30), state="doing", critical=True)
    found = [each for each in marks([half, other, over, worst], YEAR) if each]
    doing, done, critical = inks(found)
    assert [each.look for each in (doing, done, critical)] == ["omp-doing", "omp-done", "omp-doing omp-crit"]
    assert doing.light == found[0].light + found[1].light
    assert doing.dark == found[0].dark + found[1].dark
    assert [note.text for note in doing.notes] == ["50%"]
    assert (done.full, done.light, done.dark) == (found[2].light, "", "")
    assert critical.light == found[3].light


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


@pytest.mark.parametrize(
    "corners, path",
    [
        ((3, 3), "M13 7H57q3 0 3 3v6q0 3-3 3H13q-3 0-3-3v-6q0-3 3-3z"),
        ((3, 0), "M13 7H60v12H13q-3 0-3-3v-6q0-3 3-3z"),
        ((0, 3), "M10 7H57q3 0 3 3v6q0 3-3 3H10v-12z"),
        ((0, 0), "M10 7h50v12h-50z"),
        ((6, 6), "M16 7H54a6 6 0 0 1 0 12H16a6 6 0 0 1 0-12z"),
    ],
)
def test_corners_of_a_bar(corners: tuple[float, float], path: str) -> None:
    assert bar(10, 7, 50, 12, corners) == path


def test_corners_of_a_short_bar_are_as_small_as_it_is() -> None:
    assert bar(10, 7, 4, 12, (3, 3)) == "M12 7H12q2 0 2 2v8q0 2-2 2H12q-2 0-2-2v-8q0-2 2-2z"
