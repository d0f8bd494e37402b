"""The working calendar: which days are worked on, and counting along them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omp_plugin.compute.calendar import WorkCalendar, days_of, work_calendar
from omp_plugin.model.dates import parse_duration, parse_period
from tests.helpers import HEAD, compiled


def calendar(settings: str = "", head: str = HEAD) -> WorkCalendar:
    plan = compiled(head + (f"calendar: {settings}\n" if settings else "")).plan
    assert plan is not None
    return work_calendar(plan)[0]


def works(days: WorkCalendar, day: str) -> bool:
    return days.is_working(date.fromisoformat(day).toordinal())


@pytest.mark.parametrize(
    "settings,working,off",
    [
        ("", ["2026-07-03", "2026-07-06", "2026-12-25"], ["2026-07-04", "2026-07-05"]),
        ("{workdays: [sun, mon]}", ["2026-07-05", "2026-07-06"], ["2026-07-04", "2026-07-07"]),
        ("{workdays: []}", ["2026-07-06"], ["2026-07-05"]),
        ("{holidays: US}", ["2026-10-30"], ["2026-07-03", "2026-11-26", "2026-12-25"]),
        ("{holidays: US-OK}", ["2026-10-30"], ["2026-07-03", "2026-11-26", "2026-12-25"]),
        ("{holidays: DE-BY}", ["2026-07-03"], ["2027-01-06", "2027-05-27"]),
        ("{holidays: DE}", ["2027-01-06", "2027-05-27"], ["2027-01-01", "2027-05-17"]),
        ("{off: [2026-12-24 to 2027-01-01, 2026-07-06]}", ["2026-12-23", "2027-01-04"], ["2026-07-06", "2026-12-24", "2026-12-31", "2027-01-01"]),
        ("{work: [2026-07-04]}", ["2026-07-04"], ["2026-07-05"]),
        ("{holidays: US, off: [2026-11], work: [2026-11-26, 2026-11-28]}", ["2026-11-26", "2026-11-28"], ["2026-11-27", "2026-11-25"]),
        ("{off: [2026-W30]}", ["2026-07-17", "2026-07-27"], ["2026-07-20", "2026-07-24"]),
    ],
)  # fmt: skip
def test_working_days(settings: str, working: list[str], off: list[str]) -> None:
    days = calendar(settings)
    assert [day for day in working if not works(days, day)] == []
    assert [day for day in off if works(days, day)] == []


@pytest.mark.parametrize("code", ["XX", "US-XX", "us", "Oklahoma", "utils", "country_holidays", "HolidayBase", "-", "__doc__", "US-OK-1"])
def test_a_code_nobody_knows(code: str) -> None:
    result = compiled(HEAD + f"calendar: {{holidays: '{code}'}}\n")
    expected = [("wrong-type", f'"{code}" is not a known country or subdivision')]
    assert [(each.code, each.message) for each in result.problems if each.level == "error"] == expected


def test_holidays_reach_over_the_ends_of_the_period() -> None:
    days = calendar("{holidays: US}", HEAD.replace("2026-07-01 to 2027-06-30", "2026"))
    assert not works(days, "2025-12-25")
    assert not works(days, "2027-12-24")  # Christmas is a Saturday: observed on Friday


def test_a_week_has_the_working_days_of_the_calendar() -> None:
    assert calendar().working_days(parse_duration("2w")) == 10
    assert calendar("{workdays: [mon, tue, wed, thu, fri, sat]}").working_days(parse_duration("2w")) == 12
    assert calendar("{workdays: [mon]}").working_days(parse_duration("3d")) == 3


def test_days_between() -> None:
    days = calendar("{off: [2026-07-08]}")
    monday, friday = date(2026, 7, 6), date(2026, 7, 10)
    assert days.between(monday, friday) == 4
    assert days.between(friday, friday) == 1
    assert days.between(date(2026, 7, 11), date(2026, 7, 12)) == 0
    assert days.between(friday, monday) == -2


def test_overlapping_periods_are_days_once() -> None:
    found = days_of([parse_period("2026-07-03"), parse_period("2026-07-01 to 2026-07-05"), parse_period("2026-07-04 to 2026-07-06")])
    assert found == {date(2026, 7, n).toordinal() for n in range(1, 7)}
    assert days_of([parse_period("1970 to 2200")] * 1_000) == days_of([parse_period("1970 to 2200")])


def test_a_calendar_never_runs_out_of_days() -> None:
    days = calendar("{off: [1970 to 2200]}")
    far = days.add_working(date(2026, 7, 1).toordinal(), 10**9)
    assert date.fromordinal(far).year > 2200
    assert date.fromordinal(days.add_working(date(2026, 7, 1).toordinal(), -(10**9))).year < 1970


SETTINGS = st.sampled_from(["", "{workdays: [sun, tue, wed]}", "{off: [2026-09], work: [2026-09-12 to 2026-09-13]}"])
INSTANTS = st.dates(date(2026, 7, 1), date(2026, 12, 31)).map(date.toordinal)


@given(SETTINGS, INSTANTS, st.integers(-30, 30))
def test_counting_forward_and_back(settings: str, instant: int, count: int) -> None:
    """Against walking day by day; and the latest instant that reaches a bound does, the next one does not."""
    days = calendar(settings)
    assert days.add_working(instant, count) == walked(days, instant, count)
    latest = days.latest_before(instant, count)
    assert days.add_working(latest, count) <= instant
    assert days.add_working(latest + 1, count) > instant or count == 0


def walked(days: WorkCalendar, instant: int, count: int) -> int:
    """An instant after so many working days: the end of the last one, backwards its beginning."""
    step = 1 if count > 0 else -1
    while count:
        day = instant if step > 0 else instant - 1
        count -= step if works(days, str(date.min + timedelta(day - 1))) else 0
        instant += step
    return instant


@given(SETTINGS, INSTANTS)
def test_the_nearest_starts(settings: str, instant: int) -> None:
    days = calendar(settings)
    assert days.next_start(instant) == next(day for day in range(instant, instant + 99) if days.is_working(day))
    assert days.last_start(instant) == next(day for day in range(instant, instant - 99, -1) if days.is_working(day))
