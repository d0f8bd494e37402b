"""The plan's milestones above a timeline, each on the first line with room for its name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from omp_plugin.render.axis import axis
from omp_plugin.render.geometry import DIAMOND, OLD_DIAMOND, Item
from omp_plugin.render.lane import ALONE, APART, BESIDE, LINES, LaneMark, lane
from omp_plugin.render.shapes import bang, diamond, number, text_width

YEAR = axis(date(2026, 1, 1), date(2026, 12, 31))
NAME = "A milestone of the plan"


def stone(id_: str, day: date, was: date | None = None, note: str = NAME, state: str = "todo") -> Item:
    """A milestone of the lane, with its name."""
    return Item(id_, "milestone", state, day, day, note=note, was=(was, was) if was else None)


def alone(item: Item) -> LaneMark:
    """Where the only milestone of a plan stands."""
    (found,) = lane([item], YEAR).marks
    return found


def test_the_name_stands_right_of_the_diamond() -> None:
    found, x = alone(stone("a", date(2026, 2, 1), state="risk")), YEAR.midday(date(2026, 2, 1))
    assert (found.x, found.y) == (x, 17)
    assert found.light == diamond(x, 17, DIAMOND)
    assert found.sign == bang(x, 17)
    assert found.note
    assert (found.note.x, found.note.y, found.note.anchor) == (x + BESIDE, 21, "start")


def test_each_name_is_on_the_first_free_line() -> None:
    found = lane([stone("a", date(2026, 2, 1)), stone("b", date(2026, 2, 10)), stone("c", date(2026, 8, 1))], YEAR)
    assert [mark.y for mark in found.marks] == [17, 37, 17]
    assert found.height == 2 * 20 + 14


def test_a_name_that_would_cross_the_right_edge_stands_left() -> None:
    found, x = alone(stone("a", date(2026, 12, 30))), YEAR.midday(date(2026, 12, 30))
    assert found.note
    assert (found.note.x, found.note.anchor) == (x - BESIDE, "end")


def test_the_earlier_day_is_joined_to_the_present_one() -> None:
    day, was = date(2026, 5, 20), date(2026, 5, 11)
    found = alone(stone("a", day, was))
    old = YEAR.midday(was)
    assert found.earlier == f"{diamond(old, 17, OLD_DIAMOND)}M{number(old + OLD_DIAMOND)} 17H{number(found.x)}"


def test_the_name_stands_beyond_an_earlier_day_to_the_right() -> None:
    day, was = date(2026, 5, 11), date(2026, 5, 20)
    found = alone(stone("a", day, was))
    assert found.note
    assert found.note.x == YEAR.midday(was) + BESIDE


def test_nothing_stands_on_an_earlier_day() -> None:
    first, second = stone("a", date(2026, 2, 1), note="Short"), stone("b", date(2026, 4, 20), date(2026, 2, 20))
    end = YEAR.midday(date(2026, 2, 1)) + APART + text_width("Short")
    assert end > YEAR.midday(date(2026, 2, 20)) - ALONE
    assert [mark.y for mark in lane([first, second], YEAR).marks] == [17, 37]


def test_the_lane_has_five_lines() -> None:
    found = lane([stone(f"m{n}", date(2026, 2, 1) + timedelta(days=n)) for n in range(LINES)], YEAR)
    assert [mark.y for mark in found.marks] == [17, 37, 57, 77, 97]
    assert found.height == LINES * 20 + 14
    assert all(mark.note for mark in found.marks)


def test_too_many_milestones_leave_the_last_line_to_diamonds() -> None:
    found = lane([stone(f"m{n:02}", date(2026, 2, 1) + timedelta(days=n)) for n in range(12)], YEAR)
    assert len(found.marks) == 12
    assert found.height == LINES * 20 + 14
    assert [mark.y for mark in found.marks if mark.note] == [17, 37, 57, 77]
    assert {mark.y for mark in found.marks if not mark.note} == {97}


def test_a_diamond_without_a_name_takes_the_first_line_with_room_for_it() -> None:
    stones = [stone(f"m{n}", date(2026, 10, 1) + timedelta(days=n)) for n in range(LINES)]
    found = lane([*stones, stone("z", date(2026, 12, 30))], YEAR).marks
    assert [mark.y for mark in found] == [17, 37, 57, 77, 97, 17]
    assert found[-1].note is None


def test_what_lies_outside_is_left_out() -> None:
    assert lane([stone("a", date(2027, 2, 1))], YEAR).marks == ()
    assert lane([], YEAR).height == 14


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 12, 31)])
def test_a_name_without_room_on_either_side_is_left_out(day: date) -> None:
    assert alone(stone("a", day, note="W" * 120)).note is None
