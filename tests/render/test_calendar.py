"""The marketing calendar: what is in it, its months, their weeks as a table and their days as a list."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest

from omp_plugin.render.calendar_entries import entries
from omp_plugin.render.calendar_months import month_pages, opening
from omp_plugin.render.components.calendar import CalendarView, calendar, plan_codes
from omp_plugin.render.context import SiteContext, plan_context
from omp_plugin.render.month_grid import MOST, MOST_CHIPS, Entry, GridCell, month_after, weeks
from tests.helpers import HEAD, compiled
from tests.render.plans import Document, context, html

FLIGHTS = """
campaigns:
  search:
    title: Search
    tactics:
      ads: {title: Ads, channel: Search, budget: 1200, flights: [2026-06-01 to 2026-06-30, 2026-09]}
      posts: {title: Posts, flights: [2026-04-06 to 2026-05-29]}
"""
TODAY = date(2026, 6, 15)


def months(made: object) -> CalendarView:
    """A calendar that has months."""
    assert isinstance(made, CalendarView)
    return made


def test_the_calendar_shows_what_is_in_the_market() -> None:
    found = context(FLIGHTS + "tasks: {a: {title: Opens, milestone: yes, date: 2026-06-19}}")
    made = months(calendar(found))
    assert [month.id for month in made.months] == [f"calendar-spring-2026-{n}" for n in ("04", "05", "06", "09")]
    june = made.months[2]
    assert [(each.label, [(entry.title, until) for entry, until in each.entries]) for each in june.days] == [
        ("Mon, Jun 1", [("Ads", "Jun 30")]),
        ("Fri, Jun 19", [("Opens", "")]),
    ]
    assert june.before == ("#calendar-spring-2026-05", "May")
    assert [month.is_now for month in made.months] == [False, False, True, False]
    assert made.codes == ()


def test_what_began_before_the_month_is_listed_first() -> None:
    may = months(calendar(context(FLIGHTS))).months[1]
    assert [(each.day, each.label, [entry.title for entry, _ in each.entries]) for each in may.days] == [
        (None, "Already running", ["Posts"])
    ]


def test_months_of_other_years_have_theirs() -> None:
    text = "tasks: {a: {title: A, milestone: yes, date: 2026-12-01}, b: {title: B, milestone: yes, date: 2027-01-01}}"
    december, january = months(calendar(context(text))).months
    assert december.after == ("#calendar-spring-2027-01", "January 2027")
    assert january.before == ("#calendar-spring-2026-12", "December 2026")


@pytest.mark.parametrize(
    "known, expected",
    [(("2026-05", "2026-06", "2026-07"), "2026-06"), (("2026-05", "2026-08"), "2026-08"), (("2026-04",), "2026-04")],
)
def test_it_opens_at_today_or_what_comes_next(known: tuple[str, ...], expected: str) -> None:
    found = [date.fromisoformat(f"{month}-01") for month in known]
    assert opening(found, TODAY) == date.fromisoformat(f"{expected}-01")


def test_the_calendar_of_the_site_shows_all_plans() -> None:
    plans = (context(FLIGHTS, "okc-launch"), context(FLIGHTS, "tulsa"))
    found = context(FLIGHTS, "okc-launch", SiteContext(plans))
    made = months(calendar(found, every_plan=True))
    assert [each.code for each in made.codes] == ["OKC", "TULS"]
    codes = {entry.code for month in made.months for each in month.days for entry, _ in each.entries}
    assert codes == {"OKC", "TULS"}
    assert made.months[0].id == "calendar-2026-04"
    assert months(calendar(found)).codes == ()


def test_codes_of_plans_differ() -> None:
    assert dict(plan_codes(["spring-a", "spring-b", "x"])) == {"spring-a": "SPRI", "spring-b": "SPRI2", "x": "X"}


WORK = """
campaigns:
  search:
    tactics:
      ads: {title: Ads, flights: [2026-06-01 to 2026-06-30]}
      posts: {title: Posts, flights: [2026-05-04 to 2026-05-29]}
tasks:
  bids: {title: Bids, campaign: search, tactic: ads, start: 2026-06-01, finish: 2026-06-10}
  tune: {title: Tune, campaign: search, tactic: ads, repeat: weekly, start: 2026-06-02, finish: 2026-07-14}
  copy: {title: Copy, campaign: search, start: 2026-06-22, finish: 2026-06-26, deadline: 2026-06-24}
  gone: {title: Gone, milestone: yes, date: 2026-06-30, status: cancelled}
"""


def test_what_a_plan_has_to_say() -> None:
    found = {(each.title, each.first): (each.state, each.status) for each in entries(context(WORK))}
    assert found[("Ads", date(2026, 6, 1))] == ("off", "off-track")  # its bids are late
    assert found[("Posts", date(2026, 5, 4))] == ("done", "done")
    assert found[("Bids due: 5 d late", date(2026, 6, 10))] == ("off", "off-track")
    assert found[("Deadline: Copy", date(2026, 6, 24))] == ("risk", "at-risk")
    assert not any(title == "Gone" for title, _ in found)


def test_days_of_a_repeat_stand_alone_only_where_no_flight_shows_it() -> None:
    days = [each.first for each in entries(context(WORK)) if each.title == "Tune"]
    assert days == [date(2026, 7, 7), date(2026, 7, 14)]


def test_reviews_that_are_rare_have_their_days() -> None:
    """Those of every day and week are in the calendar file; those in more than a year are not shown yet."""
    cadences = {"daily": "", "weekly": ", day: mon", "fortnightly": ", day: mon", "monthly": ", day: 31", "quarterly": ", day: 4", "once": ", day: 2026-12-31"}
    reviews = "".join(f"  {name}: {{title: {name}, cadence: {name}{day}}}\n" for name, day in cadences.items())
    found: dict[str, list[date]] = {}
    head = HEAD.replace("2026-07-01 to 2027-06-30", "2026-01-01 to 2029-12-31\nas_of: 2026-06-15")
    plan = plan_context(compiled(f"{head}reviews:\n{reviews}"))
    assert plan
    for each in entries(plan):
        found.setdefault(each.title, []).append(each.first)
    assert set(found) == {"monthly", "quarterly", "once"}
    assert [found["monthly"][n] for n in (0, 1, 11, 12)] == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 12, 31), date(2027, 1, 31)]
    assert found["quarterly"][:5] == [date(2026, month, 4) for month in (1, 4, 7, 10)] + [date(2027, 1, 4)]
    assert max(found["monthly"]) == date(2027, 5, 31)
    assert found["once"] == [date(2026, 12, 31)]


def span(first: int, last: int, title: str = "Ads", state: str = "live") -> Entry:
    """Something that runs in June 2026."""
    return Entry(title, date(2026, 6, first), date(2026, 6, last), True, state)


def day(number: int, title: str = "Opens") -> Entry:
    """Something on a day of June 2026."""
    return Entry(title, date(2026, 6, number), date(2026, 6, number), False, "due")


def titles(cells: tuple[GridCell, ...]) -> list[str | int]:
    """A row in words: spans by name, chips by their number, empty days as 0."""
    return [cell.entry.title if cell.entry else len(cell.chips) for cell in cells]


def test_a_week_is_seven_columns_wide() -> None:
    found = weeks(date(2026, 6, 1), [span(3, 12), span(5, 5 + 20), span(20, 22)], TODAY, 6)
    assert found[0].days[0].day == date(2026, 5, 31)
    assert len(found) == 5
    for week in found:
        assert all(sum(cell.days for cell in row) == 7 for row in week.rows)
    cells = [[(cell.begins, cell.ends) for cell in row if cell.entry] for row in found[0].rows]
    assert cells == [[(True, False)], [(True, False)]]
    cells = [[(cell.begins, cell.ends) for cell in row if cell.entry] for row in found[1].rows]
    assert cells == [[(False, True)], [(False, False)]]


def test_spans_use_what_is_free_beside_the_entries_of_days() -> None:
    (_, week, *_) = weeks(date(2026, 6, 1), [day(12), day(12, "Ends"), span(8, 10), span(9, 13, "Long")], TODAY, 0)
    assert [titles(row) for row in week.rows] == [["Ads", 0, 2, 0, 0], [0, "Long", 0]]


def test_a_week_shows_six_rows_and_lists_the_rest() -> None:
    spans = [span(1, 28, f"Ads {n}") for n in range(MOST + 3)]
    found = weeks(date(2026, 6, 1), spans, TODAY, 0)
    assert len(found[1].rows) == MOST
    assert [each.title for each in found[1].more] == ["Ads 6", "Ads 7", "Ads 8"]


def test_what_is_off_track_is_never_left_out_for_what_is_not() -> None:
    spans = [span(1, 7, f"Ads {n}") for n in range(MOST)] + [span(1, 28, "Trouble", "off")]
    (week, *_) = weeks(date(2026, 6, 1), spans, TODAY, 0)
    assert "Trouble" in [cell.entry.title for row in week.rows for cell in row if cell.entry]
    assert [each.title for each in week.more] == ["Ads 5"]


def test_a_day_shows_a_few_entries() -> None:
    (week, *_) = weeks(date(2026, 6, 1), [day(3, f"Opens {n}") for n in range(MOST_CHIPS + 2)], TODAY, 0)
    assert [len(cell.chips) for cell in week.rows[0]] == [0, 0, MOST_CHIPS, 0, 0, 0, 0]
    assert len(week.more) == 2


def test_months_follow_each_other() -> None:
    assert month_after(date(2026, 12, 1)) == date(2027, 1, 1)
    found = weeks(date(2026, 2, 1), [], TODAY, 0)
    assert (found[0].days[0].day, found[-1].days[-1].day) == (date(2026, 1, 26), date(2026, 3, 1))
    assert [cell.is_month for cell in found[0].days] == [False] * 6 + [True]


def test_the_table_and_the_list_say_the_same() -> None:
    long = "A title of very many words " * 6
    text = FLIGHTS + f"tasks: {{a: {{title: {long}, milestone: yes, date: 2026-06-15}}}}"
    found = Document(html(context(text), "calendar"))
    assert (found.wrong, found.open, found.unsafe) == ([], [], [])
    assert len(found.ids) == len(set(found.ids))
    assert found.classes("omp-cal-now") == 1
    assert found.text.count(" ".join(long.split())) == 2
    assert "(continues)" in found.text
    assert found.classes("omp-cal-is-today") == 1


def test_what_has_no_room_is_listed_with_its_days() -> None:
    tactics = ", ".join(f"t{n}: {{title: Tactic {n}, flights: [2026-06-01 to 2026-06-30]}}" for n in range(9))
    found = Document(html(context(f"campaigns: {{c: {{tactics: {{{tactics}}}}}}}"), "calendar"))
    assert "+3 more" in found.text
    assert "Tactic 8 Jun 1 – Jun 30" in found.text


def test_years_of_entries_are_cut_to_what_a_page_holds() -> None:
    start = date(2024, 1, 1)
    days = [start + timedelta(days=31 * n) for n in range(40)]
    tasks = ", ".join(f"t{n}: {{milestone: yes, date: {day}}}" for n, day in enumerate(days))
    made = months(calendar(context(f"tasks: {{{tasks}}}")))
    assert (len(made.months), made.left_out) == (24, 16)
    assert any(month.is_now for month in made.months)


def test_weeks_span_two_years() -> None:
    """The week of New Year's Day stands in December and in January, with the same days and entries."""
    party = Entry("Sale", date(2026, 12, 29), date(2027, 1, 2), True, "live")
    december = weeks(date(2026, 12, 1), [party], TODAY, 0)[-1]
    january = weeks(date(2027, 1, 1), [party], TODAY, 0)[0]
    assert [cell.day for cell in december.days] == [cell.day for cell in january.days]
    assert (december.days[0].day, december.days[-1].day) == (date(2026, 12, 28), date(2027, 1, 3))
    assert [cell.is_month for cell in december.days] == [True] * 4 + [False] * 3
    assert [cell.is_month for cell in january.days] == [False] * 4 + [True] * 3
    assert december.rows == january.rows
    assert [(cell.days, cell.begins, cell.ends) for cell in january.rows[0] if cell.entry] == [(5, True, True)]


@pytest.mark.parametrize("year", range(2023, 2033))
@pytest.mark.parametrize("first_weekday", [0, 5, 6])
def test_every_year_end_has_whole_weeks(year: int, first_weekday: int) -> None:
    """All days of December and January, once each, in weeks of seven that begin on the day they are to begin on."""
    for month in (date(year, 12, 1), date(year + 1, 1, 1), date(year + 1, 2, 1)):
        days = [cell for week in weeks(month, [], TODAY, first_weekday) for cell in week.days]
        assert [each.day for each in days] == [days[0].day + timedelta(days=n) for n in range(len(days))]
        assert {days[n].day.weekday() for n in range(0, len(days), 7)} == {first_weekday}
        own = [each.day for each in days if each.is_month]
        assert own == [month + timedelta(days=n) for n in range((month_after(month) - month).days)]
        assert len(days) - len(own) < 14


@pytest.mark.parametrize(
    "locale, first, weekend",
    [("en_US", "2026-11-29", {0, 6}), ("en_GB", "2026-11-30", {5, 6}), ("ar_EG", "2026-11-28", {0, 6})],
)
def test_weeks_begin_as_the_locale_has_them(locale: str, first: str, weekend: set[int]) -> None:
    """Sunday in the United States, Monday in Britain, Saturday in Egypt: heads, days and spans alike."""
    text = f"locale: {locale}\ntasks: {{a: {{title: Opens, milestone: yes, date: 2026-12-31}}}}"
    made = months(calendar(context(text)))
    (december,) = made.months
    assert december.weeks[0].days[0].day.isoformat() == first
    assert [number for number, _ in made.weekdays] == [cell.day.weekday() for cell in december.weeks[0].days]
    assert {n for n, cell in enumerate(december.weeks[0].days) if cell.is_weekend} == weekend
    (opens,) = [cell.chips for week in december.weeks for row in week.rows for cell in row if cell.chips]
    assert [each.title for each in opens] == ["Opens"]


def test_a_fiscal_year_is_shown_in_calendar_months() -> None:
    """Quarters of a year that begins in July: FY2027-Q2 runs from October to December 2026."""
    text = """fiscal_year_start: 7
campaigns: {c: {title: Campaign, tactics: {ads: {title: Ads, flights: [FY2027-Q2]}}}}
"""
    made = months(calendar(context(text)))
    assert [month.title for month in made.months] == ["October 2026", "November 2026", "December 2026"]
    spans = [cell for month in made.months for week in month.weeks for row in week.rows for cell in row if cell.entry]
    assert (spans[0].begins, spans[-1].ends) == (True, True)


def test_weeks_of_the_iso_year_that_begin_in_the_year_before() -> None:
    """ISO week 2027-W53 does not exist; 2026-W53 runs from December 28 to January 3."""
    text = "campaigns: {c: {title: Campaign, tactics: {ads: {title: Ads, flights: [2026-W53]}}}}"
    made = months(calendar(context(text)))
    assert [month.title for month in made.months] == ["December 2026", "January 2027"]
    (entry,) = {cell.entry for month in made.months for week in month.weeks for row in week.rows for cell in row if cell.entry}
    assert (entry.first, entry.last) == (date(2026, 12, 28), date(2027, 1, 3))
    assert made.months[1].days[0].entries[0][1] == "Jan 3, 2027"


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Los_Angeles"])
def test_no_day_depends_on_the_time_zone(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Days are those of the plan, wherever and whenever it is compiled: UTC+14 and UTC-11 make the same page."""
    text = FLIGHTS + "tasks: {a: {title: Opens, milestone: yes, date: 2026-12-31}, b: {title: Then, milestone: yes, date: 2027-01-01}}"
    known = html(context(text), "calendar")
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert html(context(text), "calendar") == known
    finally:
        monkeypatch.undo()
        time.tzset()
    assert 'datetime="2026-06-15" class="omp-cal-today"' in known


BUSY = "campaigns: {c: {title: Campaign, tactics: {" + ", ".join(
    f"t{n}: {{title: Ads {n}, flights: [2026-05-20 to 2026-06-10, 2026-07]}}" for n in range(300)
) + "}}}"  # fmt: skip


def test_months_of_a_busy_site_have_a_page_each() -> None:
    found = context(BUSY)
    assert month_pages([context(FLIGHTS)]) == ()
    assert [f"{each:%Y-%m}" for each in month_pages([found])] == ["2026-05", "2026-06", "2026-07"]
    pages = {each: f"{each:%Y-%m}/" for each in month_pages([found])}
    busy = replace(found, site=SiteContext((found, context(FLIGHTS, "calm")), "./", pages))
    (june,) = months(calendar(busy, every_plan=True)).months
    assert (june.id, june.before, june.after) == ("calendar-2026-06", ("2026-05/", "May"), ("2026-07/", "July"))
    assert june.is_now
    made = months(calendar(busy, every_plan=True, month="2026-07"))
    assert [month.id for month in made.months] == ["calendar-2026-07"]
    assert [(year, [(each.label, each.href) for each in links]) for year, links in made.index] == [
        ("2026", [("May", "2026-05/"), ("Jun", "2026-06/"), ("Jul", None)])
    ]
    assert [each.code for each in made.codes] == ["SPRI", "CALM"]  # June 30 stands in the first week
    assert calendar(busy, every_plan=True, month="2026-08") is None
    document = Document(html(busy, "calendar", every_plan=True))
    assert (document.wrong, document.open, document.unsafe) == ([], [], [])
    assert len(document.ids) == len(set(document.ids))


def test_organisations_have_calendars_of_their_own() -> None:
    ours, theirs = context("organisation: Acme\n" + FLIGHTS, "okc"), context("organisation: Bolt\n" + FLIGHTS, "tulsa")
    site = SiteContext((ours, theirs), "./", {}, {"Acme": "acme/", "Bolt": "bolt/"})
    found = replace(ours, site=site)
    made = months(calendar(found, every_plan=True))
    assert made.calendars == (("All plans", None), ("Acme", "acme/"), ("Bolt", "bolt/"))
    assert [(each.code, each.title, each.href) for each in made.codes] == [
        ("OKC", "Spring launch", "../index/"), ("TULS", "Spring launch", "../index/"),
    ]  # fmt: skip
    bolt = months(calendar(found, every_plan=True, organisation="Bolt"))
    assert bolt.calendars == (("All plans", "./"), ("Acme", "acme/"), ("Bolt", None))
    assert {entry.title for month in bolt.months for each in month.days for entry, _ in each.entries} == {"Ads", "Posts"}
    assert bolt.codes == ()  # one plan needs no code
    assert calendar(found, every_plan=True, organisation="Nobody") is None
    assert months(calendar(found)).calendars == ()
    document = Document(html(found, "calendar", every_plan=True, organisation="Bolt"))
    assert (document.wrong, document.unsafe) == ([], [])


def test_one_month_alone_leads_nowhere() -> None:
    made = months(calendar(context(FLIGHTS), month="2026-06"))
    assert [(month.title, month.before, month.after) for month in made.months] == [("June 2026", None, None)]
