"""The flighting plan: tactics and channels by week."""

from __future__ import annotations

from datetime import date

from omp_plugin.model.dates import parse_date
from omp_plugin.render.axis import periods
from omp_plugin.render.components.flighting import Run, Stretch, Tick, flighting, part_of, runs, stretches, ticks
from tests.render.plans import Document, context, html

FLIGHTS = """
campaigns:
  search:
    title: Search
    tactics:
      ads: {title: Ads, channel: Search, budget: 1200, flights: [2026-06-01 to 2026-06-30, 2026-09]}
      more: {title: More ads, channel: search, budget: 300, flights: [2026-06-22 to 2026-07-12]}
      posts: {title: Posts, channel: X, flights: [2026-04-06 to 2026-05-29]}
      idle: {title: Idle, channel: TV}
"""


def test_flights_by_week() -> None:
    made = flighting(context(FLIGHTS))
    assert made is not None
    assert made.unit == "week"
    ads, _, posts = made.groups[0].rows
    width = len(made.columns)
    assert sum(count for _, count in made.above) == width
    assert [sum(each.columns for each in row.stretches) for row in (ads, posts)] == [width, width]
    assert ads.about == "Search · Jun 1 – Jun 30, Sep"
    assert [each.is_over for each in posts.stretches if each.is_on] == [True]
    assert ads.budget.text == "$1,200"
    assert posts.budget.kind == "none"
    assert [name for name, is_now in made.columns if is_now] == ["15"]
    assert made.above[0][0] == "Apr 2026"


def test_channels_in_the_weeks_in_which_any_tactic_runs() -> None:
    made = flighting(context(FLIGHTS))
    assert made is not None
    channels = made.groups[-1]
    assert [(row.name.text, row.about, row.budget.text) for row in channels.rows] == [
        ("Search", "2 tactics", "$1,500"),
        ("X", "1 tactic", ""),
    ]
    # June 1 to July 12 without a gap, then September.
    assert [each.columns for each in channels.rows[0].stretches if each.is_on] == [6, 5]


def test_narrow_pages_have_strips() -> None:
    made = flighting(context(FLIGHTS))
    assert made is not None
    ads, _, posts = made.groups[0].rows
    assert len(ads.runs) == 2
    assert [(each.x, each.is_over) for each in posts.runs] == [("0%", True)]
    assert made.today == part_of(2 * [is_now for _, is_now in made.columns].index(True) + 1, 2 * len(made.columns))
    assert [each.name for each in made.ticks][:2] == ["Apr 2026", "Jun"]
    document = Document(html(context(FLIGHTS), "flighting"))
    assert document.classes("omp-flight-strip") == sum(len(group.rows) for group in made.groups)


def test_places_of_a_strip() -> None:
    found = list(runs([Stretch(2), Stretch(3, is_on=True, is_over=True), Stretch(3, is_on=True)]))
    assert found == [Run("25%", "37.5%", is_over=True), Run("62.5%", "37.5%", is_over=False)]
    assert [each.name for each in ticks([(str(n), 4) for n in range(14)])] == ["0", "3", "6", "9", "12"]
    assert list(ticks([("a", 5), ("b", 5)])) == [Tick("0%", "a"), Tick("50%", "b")]
    assert list(runs([Stretch(4)])) == []


def test_one_campaign_stands_without_a_heading_of_its_own() -> None:
    made = flighting(context(FLIGHTS), "search")
    assert made is not None
    assert (made.is_alone, len(made.groups)) == (True, 1)
    assert Document(html(context(FLIGHTS), "flighting", campaign="search")).classes("omp-group") == 0
    assert flighting(context(FLIGHTS), "nothing") is None


def test_flights_over_years_are_by_month() -> None:
    made = flighting(context(FLIGHTS.replace("2026-04-06 to 2026-05-29", "2025-01-06 to 2026-12-18")))
    assert made is not None
    assert made.unit == "month"
    assert len(made.columns) == 24
    assert made.above == (("2025", 12), ("2026", 12))


def test_without_money_there_is_no_column_for_it() -> None:
    text = "campaigns: {c: {tactics: {t: {title: T, flights: [2026-06]}}}}"
    made = flighting(context(text))
    assert made is not None
    assert not made.has_money
    assert "Budget" not in Document(html(context(text), "flighting")).text


def test_stretches_join_what_touches() -> None:
    columns = list(periods(date(2026, 6, 1), date(2026, 7, 12), "week"))
    flights = [parse_date("2026-06-03"), parse_date("2026-W24"), parse_date("2026-W26")]
    found = [(each.columns, each.is_on, each.is_over) for each in stretches(columns, flights, date(2026, 6, 20))]
    assert found == [(2, True, True), (1, False, False), (1, True, False), (2, False, False)]


def test_markup_is_whole_and_safe() -> None:
    found = Document(html(context(FLIGHTS.replace("More ads", "<i onclick=x>")), "flighting"))
    assert (found.wrong, found.open, found.unsafe) == ([], [], [])
