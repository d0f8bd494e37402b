"""Campaigns before the same audience in the same channel in the same week."""

from __future__ import annotations

from datetime import date

from omp_plugin.compute.overlaps import overlaps
from tests.compute.test_family import named

MARKET = "as_of: 2026-11-18\nmarket: {segments: {owners: {title: Owners}}, personas: {ana: {title: Ana}}}\ncampaigns:\n"
ONE = "  one: {channels: [Email], audience: [owners], start: 2026-11-02, finish: 2026-12-06}\n"
TWO = "  two: {audience: [owners, ana], tactics: {t: {channel: email, flights: [2026-11-09 to 2026-11-20, 2026-12-02 to 2026-12-20]}}}\n"


def spans(*texts: str) -> list[tuple[str, str, str, str]]:
    """Campaigns with first and last week of each overlap."""
    found = overlaps(named(MARKET + text, f"p{place}") for place, text in enumerate(texts))
    return [(each.one[1], each.other[1], str(each.first), str(each.last)) for each in found]


def test_each_stretch_of_weeks_from_now_on() -> None:
    assert spans(ONE + TWO) == [("one", "two", "2026-11-16", "2026-11-16"), ("one", "two", "2026-11-30", "2026-11-30")]


def test_across_plans_by_what_they_are_called() -> None:
    assert spans(ONE, TWO.replace("channel: email", "channel: EMAIL")) == spans(ONE + TWO)


def test_another_channel_audience_or_week_is_no_overlap() -> None:
    assert spans(ONE, TWO.replace("channel: email", "channel: Search")) == []
    assert spans(ONE, TWO.replace("[owners, ana]", "[ana]")) == []
    assert spans(ONE.replace("2026-12-06", "2026-11-08"), TWO) == []
    assert spans(ONE, TWO.replace("two: {", "two: {status: cancelled, ")) == []


def test_audiences_that_meet_at_once_are_one_overlap() -> None:
    (found,) = overlaps([named(MARKET + ONE.replace("[owners]", "[owners, ana]") + ONE.replace("one", "other").replace("[owners]", "[ana, owners]"), "p")])
    assert found.audiences == ("Ana", "Owners")


def test_weeks_begin_on_mondays() -> None:
    (found,) = overlaps([named(MARKET + ONE + ONE.replace("one", "other").replace("2026-11-02", "2026-12-06"), "p")])
    assert (found.first, found.last) == (date(2026, 11, 30), date(2026, 11, 30))
