"""Campaigns that speak to the same people in the same channel in the same weeks, within a plan or across plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

from omp_plugin.compute.results import Results
from omp_plugin.model.campaigns import Campaign
from omp_plugin.model.plan import Plan

WEEK = timedelta(days=7)
MOST_PAIRS = 20_000
"""Most pairs of campaigns that are held against each other; a site with more has no calendar that anybody can read."""


class Use(NamedTuple):
    """A campaign in a channel before an audience, as its plan writes both, in some weeks by their Mondays."""

    plan: str
    campaign: str
    channel: str
    audience: str
    weeks: frozenset[date]


class Overlap(NamedTuple):
    """Two campaigns, as ids of plan and campaign, that share channel and audiences from the week of `first` to that of
    `last` (Mondays)."""

    first: date
    last: date
    one: tuple[str, str]
    other: tuple[str, str]
    channel: str
    audiences: tuple[str, ...]


def overlaps(plans: Iterable[tuple[Plan, Results]]) -> tuple[Overlap, ...]:
    """The overlaps from the present week of each plan on, by time; each stretch of weeks is one.

    Channels and audiences are the same where they are called the same, whatever the case: plans have ids of their own.
    """
    shared: dict[tuple[str, str], list[Use]] = {}
    for plan, results in plans:
        for use in _uses(plan, results):
            shared.setdefault((use.channel.casefold(), use.audience.casefold()), []).append(use)
    found: dict[tuple[date, date, tuple[str, str], tuple[str, str], str], list[str]] = {}
    for uses in shared.values():
        for first, last, one, other in _meetings(uses):
            found.setdefault((first, last, one[:2], other[:2], one.channel), []).append(one.audience)
    return tuple(Overlap(*key, tuple(sorted(found[key]))) for key in sorted(found))


def _meetings(uses: Sequence[Use]) -> Iterator[tuple[date, date, Use, Use]]:
    for count, (one, other) in enumerate(combinations(sorted(uses, key=lambda each: each[:4]), 2)):
        if count >= MOST_PAIRS:
            return
        if one[:2] != other[:2]:
            for first, last in _stretches(one.weeks & other.weeks):
                yield first, last, one, other


def _stretches(weeks: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Neighbouring weeks as the first and last of them."""
    first = last = None
    for week in sorted(weeks):
        if first is not None and last is not None and week != last + WEEK:
            yield first, last
            first = week
        first, last = first or week, week
    if first is not None and last is not None:
        yield first, last


def _uses(plan: Plan, results: Results) -> Iterator[Use]:
    names: Mapping[str, str] = {
        each.id: each.label for many in (plan.market.segments, plan.market.personas) for each in many.values()
    } if plan.market else {}  # fmt: skip
    for campaign in plan.campaigns.values():
        if campaign.status in ("cancelled", "done"):
            continue
        for channel, weeks in _channels(campaign, results).items():
            for id_ in campaign.audience:
                yield Use(plan.id, campaign.id, channel, names.get(id_, id_), frozenset(weeks))


def _channels(campaign: Campaign, results: Results) -> Mapping[str, set[date]]:
    """The weeks of each channel: those of the flights in it; without any flight the campaign's own, in all channels."""
    now = results.today.as_of
    flights = [(each.channel, flight) for each in campaign.tactics.values() for flight in each.flights if each.channel]
    found: dict[str, set[date]] = {}
    for channel, flight in flights:
        found.setdefault(channel or "", set()).update(_weeks(flight.first, flight.last, now))
    computed = results.campaigns.get(campaign.id)
    if not flights and computed and computed.start and computed.finish:
        for channel in campaign.channels:
            found[channel] = set(_weeks(computed.start, computed.finish, now))
    return found


def _weeks(first: date, last: date, now: date) -> Iterator[date]:
    first = max(first, now)
    week = first - timedelta(days=first.weekday())
    while week <= last and last >= now:
        yield week
        week += WEEK
