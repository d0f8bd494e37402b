"""`calendar.ics`: other libraries read the model's days and occurrences out of it again."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omp_plugin.compute.repeats import STEPS
from omp_plugin.compute.reviews import next_review, review_days
from omp_plugin.export.calendar import plan_calendar, site_calendar
from tests.export.reading import EXAMPLES, days_of, events_of, example, occurrences_of
from tests.helpers import HEAD, compiled

HOST = "plans.example.com"


@pytest.mark.parametrize("name", [*EXAMPLES, "maximal"])
def test_what_the_model_says_comes_back(name: str) -> None:
    plan = example(name)
    assert plan.plan
    assert plan.results
    content = plan_calendar(plan, HOST)
    found = events_of(content)
    for id_, task in plan.plan.tasks.items():
        scheduled = plan.results.schedule.tasks[id_]
        if task.is_milestone and scheduled.finish and not task.is_cancelled:
            assert days_of(found[f"{plan.id}.milestone.{id_}@{HOST}"]) == (scheduled.finish, scheduled.finish)
        if scheduled.occurrences:
            assert occurrences_of(content, f"{plan.id}.task.{id_}@{HOST}") == list(scheduled.occurrences)
    for id_, campaign in plan.results.campaigns.items():
        if campaign.start and campaign.finish and plan.plan.campaigns[id_].status != "cancelled":
            assert days_of(found[f"{plan.id}.campaign.{id_}@{HOST}"]) == (campaign.start, campaign.finish)
    assert len(found) == content.count(b"BEGIN:VEVENT")


@pytest.mark.parametrize("repeat", STEPS)
@settings(max_examples=25, deadline=None)
@given(st.dates(date(2023, 1, 1), date(2028, 12, 31)), st.integers(0, 500), st.lists(st.integers(0, 500), max_size=4))
def test_every_rhythm_comes_back(repeat: str, start: date, length: int, without: list[int]) -> None:
    finish = start + timedelta(days=length)
    skipped = ", ".join((start + timedelta(days=days)).isoformat() for days in without)
    head = HEAD.replace("2026-07-01 to 2027-06-30", "2023-01-01 to 2031-01-01")
    plan = compiled(f"{head}tasks: {{post: {{repeat: {repeat}, start: {start}, finish: {finish}, except: [{skipped}]}}}}\n")
    assert plan.results
    days = plan.results.schedule.tasks["post"].occurrences
    assert occurrences_of(plan_calendar(plan), "x.task.post@omp.invalid") == list(days)


@pytest.mark.parametrize(
    "review,count",
    [
        ("cadence: weekly, day: Monday", 52),
        ("cadence: fortnightly, day: thu, log: [{on: 2026-10-08, so_what: x}]", 26),
        ("cadence: monthly, day: 31", 12),
        ("cadence: monthly, day: 4", 12),
        ("cadence: once, day: 2026-12-01", 1),
        ("cadence: quarterly, day: thu", 0),
        ("cadence: quarterly, day: 31", 4),
        ("cadence: quarterly, day: 4", 4),
        ("cadence: fortnightly, day: thu", 26),
        ("cadence: daily", 261),
    ],
)
def test_reviews_take_place_on_all_their_days(review: str, count: int) -> None:
    plan = compiled(f"{HEAD}reviews: {{r: {{title: Look, {review}}}}}\n")
    assert plan.plan
    assert plan.results
    today = plan.results.today.as_of
    days = review_days(plan.plan, plan.plan.reviews["r"], today)
    assert len(days) == count
    assert occurrences_of(plan_calendar(plan), "x.review.r@omp.invalid") == list(days)
    ahead = [day for day in days if day >= today]
    assert next_review(plan.plan, plan.plan.reviews["r"], today) == (ahead[0] if ahead else None)


def test_daily_reviews_take_place_on_working_days() -> None:
    calendar = "calendar: {workdays: [mon, tue, wed, thu], off: [2026-07-06 to 2026-07-08], work: [2026-07-10]}\n"
    plan = compiled(f"{HEAD.replace('2026-07-01 to 2027-06-30', '2026-07-03 to 2026-07-15')}{calendar}reviews: {{r: {{cadence: daily}}}}\n")
    found = [date(2026, 7, number) for number in (9, 10, 13, 14, 15)]
    assert plan.plan
    assert review_days(plan.plan, plan.plan.reviews["r"], date(2026, 7, 1)) == tuple(found)
    assert occurrences_of(plan_calendar(plan), "x.review.r@omp.invalid") == found


def test_quarterly_reviews_begin_in_the_plans_first_month() -> None:
    plan = compiled(f"{HEAD.replace('2026-07-01 to 2027-06-30', '2026-11-10 to 2027-08-31')}reviews: {{r: {{cadence: quarterly, day: 4}}}}\n")
    assert plan.plan
    found = [date(2027, 2, 4), date(2027, 5, 4), date(2027, 8, 4)]
    assert review_days(plan.plan, plan.plan.reviews["r"], date(2026, 7, 1)) == tuple(found)
    assert occurrences_of(plan_calendar(plan), "x.review.r@omp.invalid") == found


@pytest.mark.parametrize("name", [*EXAMPLES, "maximal"])
def test_days_are_days_in_every_time_zone(name: str) -> None:
    """A day of a plan has no hours, so that no calendar program moves it to the day before or after."""
    lines = plan_calendar(example(name), HOST).replace(b"\r\n ", b"").decode().splitlines()
    dated = [line for line in lines if line.startswith(("DTSTART", "DTEND", "EXDATE", "RDATE"))]
    assert dated
    assert [line for line in dated if not re.fullmatch(r"(DTSTART|DTEND|EXDATE|RDATE);VALUE=DATE:\d{8}(,\d{8})*", line)] == []
    assert [line for line in lines if "TZID" in line or "VTIMEZONE" in line] == []
    assert all(re.search(r"UNTIL=\d{8}(;|$)", line) for line in lines if line.startswith("RRULE") and "UNTIL" in line)


def test_a_rhythm_goes_on_over_the_end_of_the_year() -> None:
    """Weekly over week 53, monthly over December, a campaign from one year into the next; in all, no day is lost."""
    head = HEAD.replace("2026-07-01 to 2027-06-30", "2026-12-01 to 2027-02-28\nfiscal_year_start: 2")
    plan = compiled(
        f"{head}tasks: {{post: {{repeat: weekly, start: 2026-12-21, finish: 2027-01-11}}}}\n"
        "campaigns: {sale: {title: Sale, tactics: {ads: {title: Ads, flights: [2026-W53]}}}}\n"
        "reviews: {look: {title: Look, cadence: monthly, day: 31}, end: {title: Year, cadence: once, day: 2027-01-31}}\n"
        "decisions: {buy: {title: Buy, due: FY2027-Q4}}\n"
    )
    content = plan_calendar(plan)
    assert occurrences_of(content, "x.task.post@omp.invalid") == [date(2026, 12, 21), date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 11)]
    assert occurrences_of(content, "x.review.look@omp.invalid") == [date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28)]
    found = events_of(content)
    assert days_of(found["x.campaign.sale@omp.invalid"]) == (date(2026, 12, 28), date(2027, 1, 3))
    assert days_of(found["x.decision.buy@omp.invalid"])[1] == date(2027, 1, 31)


def test_what_is_due_and_nothing_that_is_over() -> None:
    plan = compiled(
        HEAD + "tasks:\n  a: {title: Ads, owner: ann, duration: 3d, deadline: 2026-08-01}\n  b: {done: 100%, deadline: 2026-08-02}\n"
        "  c: {status: cancelled, date: 2026-08-03}\n"
        "decisions:\n  d: {title: Buy, due: 2026-Q4}\n  e: {title: Sold, due: 2026-12-01, status: taken}\n"
        "assumptions: {f: {title: Rain, review_by: 2026-12-05}}\n"
    )
    found = events_of(plan_calendar(plan, HOST))
    assert set(found) == {f"x.deadline.a@{HOST}", f"x.decision.d@{HOST}", f"x.assumption.f@{HOST}"}
    assert found[f"x.deadline.a@{HOST}"]["SUMMARY"] == "Deadline: Ads"
    assert found[f"x.deadline.a@{HOST}"]["DESCRIPTION"] == "T (Ann)"
    assert days_of(found[f"x.decision.d@{HOST}"]) == (date(2026, 12, 31), date(2026, 12, 31))


def test_the_stamp_is_the_plans_day_and_identifiers_stay() -> None:
    text = HEAD + "as_of: 2026-11-20\ntasks: {go: {title: Go, date: 2026-12-01}}\n"
    before, after = (events_of(plan_calendar(compiled(each))) for each in (text, text.replace("12-01", "12-08")))
    assert list(before) == list(after) == ["x.milestone.go@omp.invalid"]
    assert [event["DTSTAMP"].dt.date() for event in (*before.values(), *after.values())] == [date(2026, 11, 20)] * 2


def test_lines_are_short_and_texts_come_back_whole() -> None:
    title = "Große; Eröffnung, „Später“ \\n " * 8
    plan = compiled(f"{HEAD}tasks: {{go: {{title: '{title}', date: 2026-12-01}}}}\n")
    content = plan_calendar(plan)
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert events_of(content)["x.milestone.go@omp.invalid"]["SUMMARY"] == title


def test_the_sites_calendar_holds_the_plans_events() -> None:
    plans = [example(name) for name in EXAMPLES]
    whole = events_of(site_calendar(plans, "Site", HOST))
    parts = [events_of(plan_calendar(plan, HOST)) for plan in plans]
    assert set(whole) == set().union(*parts)
    assert sum(map(len, parts)) == len(whole)


def test_review_days_do_not_end_without_a_last_day() -> None:
    plan = compiled(f"{HEAD.replace('2026-07-01 to 2027-06-30', '1970 to 2200')}reviews: {{r: {{title: R, cadence: weekly, day: mon}}}}\n")
    assert plan.plan
    days = review_days(plan.plan, plan.plan.reviews["r"], date(2026, 1, 1))
    assert len(days) == 5000
    assert {(later - earlier).days for earlier, later in pairwise(days)} == {7}
