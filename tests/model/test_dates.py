"""Dates, periods and durations in every form of the format, and in those that it refuses."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omp_plugin import limits
from omp_plugin.model.dates import Duration, Unreadable, parse_date, parse_duration, parse_period


@pytest.mark.parametrize(
    "text,first,last,grain",
    [
        ("2026-11-27", "2026-11-27", "2026-11-27", "day"),
        ("2028-02-29", "2028-02-29", "2028-02-29", "day"),
        ("2026-W48", "2026-11-23", "2026-11-29", "week"),
        ("2026-W01", "2025-12-29", "2026-01-04", "week"),
        ("2026-W53", "2026-12-28", "2027-01-03", "week"),
        ("2026-11", "2026-11-01", "2026-11-30", "month"),
        ("2026-12", "2026-12-01", "2026-12-31", "month"),
        ("2028-02", "2028-02-01", "2028-02-29", "month"),
        ("2026-Q1", "2026-01-01", "2026-03-31", "quarter"),
        ("2026-Q4", "2026-10-01", "2026-12-31", "quarter"),
        ("2026-H1", "2026-01-01", "2026-06-30", "half"),
        ("2026-H2", "2026-07-01", "2026-12-31", "half"),
        ("2026", "2026-01-01", "2026-12-31", "year"),
        ("1970", "1970-01-01", "1970-12-31", "year"),
        ("2200-12-31", "2200-12-31", "2200-12-31", "day"),
    ],
)
def test_a_date_is_the_period_it_names(text: str, first: str, last: str, grain: str) -> None:
    period = parse_date(text)
    assert (str(period.first), str(period.last), period.grain, period.text) == (first, last, grain, text)


@pytest.mark.parametrize(
    "start,text,first,last",
    [
        (7, "FY2027", "2026-07-01", "2027-06-30"),
        (7, "FY2027-Q1", "2026-07-01", "2026-09-30"),
        (7, "FY2027-Q3", "2027-01-01", "2027-03-31"),
        (7, "FY2027-Q4", "2027-04-01", "2027-06-30"),
        (1, "FY2027", "2027-01-01", "2027-12-31"),
        (1, "FY2027-Q4", "2027-10-01", "2027-12-31"),
        (12, "FY2027", "2026-12-01", "2027-11-30"),
        (12, "FY2027-Q1", "2026-12-01", "2027-02-28"),
        (2, "FY2028", "2027-02-01", "2028-01-31"),
        (2, "FY2028-Q4", "2027-11-01", "2028-01-31"),
    ],
)
def test_fiscal_years_end_in_the_year_that_names_them(start: int, text: str, first: str, last: str) -> None:
    period = parse_date(text, start)
    assert (str(period.first), str(period.last)) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "", "26-11-27", "2026-00", "2026-13", "2026-W00", "2026-W54", "2025-W53", "2026-Q0", "2026-Q5", "2026-H3", "20266", "today", "+2026", "0000", "٢٠٢٦",
        "mid 2026", "marketing 2026", "0000-01-01", "13/13/2026", "2026-11-27, 2026-12-01", "9" * 70, "2026-" * 10,
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse_period(text, 7)
    assert caught.value.code == "wrong-type"
    assert "2026-11-27, 2026-W48" in caught.value.hint


@pytest.mark.parametrize(
    "text,write",
    [
        ("2026-1-1", "2026-01-01"), ("2026/11/27", "2026-11-27"), ("2026-11-27T00:00", "2026-11-27"), ("2026-11-27 00:00:00", "2026-11-27"),
        ("27.11.2026", "2026-11-27"), ("03.04.2027", "2027-04-03"), ("11/27/2026", "2026-11-27"), ("27/11/2026", "2026-11-27"), ("27-11-2026", "2026-11-27"),
        ("03/03/2027", "2027-03-03"), ("03/04/2027", "2027-03-04 if the month stands first, or 2027-04-03"), ("November 2026", "2026-11"), ("Sept. 2026", "2026-09"),
        ("2026 Nov", "2026-11"), ("Mar-27", "2027-03"), ("March 19, 2027", "2027-03-19"), ("19 march 2027", "2027-03-19"), ("1st of May 2027", "2027-05-01"),
        ("11/2026", "2026-11"), ("2026/3", "2026-03"), ("2026–11", "2026-11"), ("Q2 2027", "2027-Q2"), ("2027Q2", "2027-Q2"), ("2026-q1", "2026-Q1"),
        ("H1 2027", "2027-H1"), ("2026-w05", "2026-W05"), ("week 5, 2026", "2026-W05"), ("FY27", "FY2027"), ("FY 2027 Q1", "FY2027-Q1"), ("Q1 FY27", "FY2027-Q1"),
        ("2026 ", "2026"), (" 2026", "2026"), ("tbd", "TBD where it is not known yet"),
        ("2027-02-30", "2027-02-28 or a day before it"), ("2028-02-30", "2028-02-29 or a day before it"), ("2026-11-31", "2026-11-30 or a day before it"),
        ("2027-30-06", "the year, the month and the day: 2027-06-30"), ("2027-00-99", "the year, the month and the day: 2026-11-27"),
    ],
)  # fmt: skip
def test_what_a_date_was_meant_to_be(text: str, write: str) -> None:
    with pytest.raises(Unreadable, match="is not a date") as caught:
        parse_date(text, 7)
    assert caught.value.hint == f"write {write}"


@pytest.mark.parametrize("text,says", [("2027-02-30", "February 2027 has 28 days"), ("2027-04-31", "April 2027 has 30 days"), ("2027-13-01", "a year has 12 months")])
def test_why_there_is_no_such_day(text: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        parse_period(text)


@pytest.mark.parametrize("sign", [" - ", " – ", " — ", "-", "—", "/", " / ", " until ", "to", " TO "])
def test_a_period_with_another_sign_between_its_days(sign: str) -> None:
    with pytest.raises(Unreadable, match="is not a period") as caught:
        parse_period(f"2027-03-01{sign}2027-06-30")
    assert caught.value.hint == "write 2027-03-01 to 2027-06-30"


def test_a_period_whose_ends_are_written_otherwise() -> None:
    with pytest.raises(Unreadable) as caught:
        parse_period("March 2027 – June 2027")
    assert caught.value.hint == "write 2027-03 to 2027-06"
    with pytest.raises(Unreadable) as caught:
        parse_period("March 2027 to June 2027")
    assert (caught.value.message, caught.value.hint) == ('"March 2027" is not a date', "write 2027-03")


@pytest.mark.parametrize("text", ["1-" * 30, "2027-" * 9 + "x", "to" * 30, "1" * 1_000_000, "jan " * 250_000, "2027-01-01 11:1" + " " * 40])
def test_a_hint_takes_no_time(text: str) -> None:
    before = time.process_time()
    for _ in range(20):
        with pytest.raises(Unreadable):
            parse_period(text)
    assert time.process_time() - before < 1


def test_a_fiscal_date_needs_the_month_in_which_the_year_starts() -> None:
    with pytest.raises(Unreadable, match="needs to know when the fiscal year starts") as caught:
        parse_date("FY2027")
    assert "fiscal_year_start" in caught.value.hint


@pytest.mark.parametrize("text", ["1969", "1969-12-31", "2201", "2200-W53", "9999", "0001-01-01", "1969-12-31 to 1970-01-02", "2200-12-31 to 2201-01-01"])
def test_years_outside_1970_to_2200(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse_period(text)
    assert caught.value.code in ("too-large", "wrong-type")
    assert caught.value.code == "too-large" or text == "2200-W53"


@pytest.mark.parametrize(
    "text,first,last",
    [
        ("2026-07-01 to 2027-06-30", "2026-07-01", "2027-06-30"),
        ("2026-Q3 to 2026-Q4", "2026-07-01", "2026-12-31"),
        ("2026-11 to 2026-11-05", "2026-11-01", "2026-11-05"),
        ("2026-07-01 to 2026-07-01", "2026-07-01", "2026-07-01"),
        ("2026-07-01  to  2026-07-02", "2026-07-01", "2026-07-02"),
        ("FY2027 to FY2028", "2026-07-01", "2028-06-30"),
    ],
)
def test_periods_hold_both_their_ends(text: str, first: str, last: str) -> None:
    period = parse_period(text, 7)
    assert (str(period.first), str(period.last)) == (first, last)
    assert period.holds(period.first)
    assert period.holds(period.last)


@pytest.mark.parametrize("text,code", [("2026-07-02 to 2026-07-01", "ends-before-start"), ("2026-07-01 to ", "wrong-type"), (" to 2026", "wrong-type"),
                                       ("2026 to 2027 to 2028", "wrong-type"), ("2026-07-01 - 2026-07-02", "wrong-type"), ("2026-07-01to2026-07-02", "wrong-type")])  # fmt: skip
def test_what_is_no_period(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse_period(text)
    assert caught.value.code == code


def test_equal_days_are_equal_periods_however_written() -> None:
    assert parse_period("2026-07") == parse_period("2026-07-01 to 2026-07-31")
    assert parse_period("2026-07").text != parse_period("2026-07-01 to 2026-07-31").text
    assert parse_period("2026-Q3").days == 92


@pytest.mark.parametrize("text,count,unit", [("5d", 5, "d"), ("2w", 2, "w"), ("10ed", 10, "ed"), ("0d", 0, "d"), ("0ed", 0, "ed"), ("99999w", 99999, "w")])
def test_durations(text: str, count: int, unit: str) -> None:
    duration = parse_duration(text)
    assert duration == Duration(count, unit)  # type: ignore[arg-type] # the table's units
    assert str(duration) == text


@pytest.mark.parametrize("text", ["", "5", "d", "5 d", "5days", "-1d", "+1d", "1.5d", "5D", "1m", "1y", "100000d", "٥d", "5d "])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(Unreadable, match="is not a duration"):
        parse_duration(text)


@given(st.dates(limits.FIRST_DAY, limits.LAST_DAY))
def test_every_day_lies_in_the_periods_that_are_named_for_it(day: object) -> None:
    iso = day.isocalendar()  # type: ignore[attr-defined] # a date
    assert str(parse_date(str(day)).first) == str(day)
    for text in (f"{iso.year}-W{iso.week:02}", str(day)[:7], str(day)[:4]):
        try:
            assert parse_date(text).holds(day)  # type: ignore[arg-type] # a date
        except Unreadable as error:
            assert error.code == "too-large"  # the first and last week reach over the ends
