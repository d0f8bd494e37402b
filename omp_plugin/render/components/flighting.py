"""The flighting plan: which tactic of which channel runs in which week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from omp_plugin.model.campaigns import Campaign, Tactic
from omp_plugin.model.dates import Period
from omp_plugin.render.axis import periods
from omp_plugin.render.components.component import Component
from omp_plugin.render.day_words import day_number, month_name
from omp_plugin.render.tables import Cell, field, number, text

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

MOST_WEEKS = 53


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring columns in which a tactic runs (with its days in words) or does not."""

    columns: int
    days: str = ""
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class FlightRow:
    """A tactic: what kind, on which channel, what it costs, when it runs."""

    name: Cell
    channel: Cell
    budget: Cell
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class FlightGroup:
    """The tactics of a campaign."""

    campaign: Cell
    number: int
    rows: tuple[FlightRow, ...]


@dataclass(frozen=True, slots=True)
class FlightingView:
    """Tactics by week (or month, in long plans); `above` are the units over the columns, with how many each spans."""

    above: tuple[tuple[str, int], ...]
    columns: tuple[tuple[str, bool], ...]
    unit: str
    groups: tuple[FlightGroup, ...]


def flighting(ctx: PlanContext, campaign: str | None = None) -> FlightingView | None:
    """The tactics with flights, by campaign; the columns span the plan's period and all flights."""
    shown = [each for each in ctx.plan.campaigns.values() if campaign in (None, each.id)]
    flights = [flight for each in shown for tactic in each.tactics.values() for flight in tactic.flights]
    if not flights:
        return None
    first, last = min(each.first for each in flights), max(each.last for each in flights)
    is_weekly = (last - first).days < 7 * MOST_WEEKS
    heads = list(periods(first, last, "week" if is_weekly else "month"))
    groups = tuple(_groups(ctx, heads))
    return FlightingView(
        tuple(_above(ctx, heads, is_weekly=is_weekly)),
        tuple((_head(ctx, head, is_weekly=is_weekly), head.holds(ctx.results.today.as_of)) for head in heads),
        "week" if is_weekly else "month",
        groups if campaign is None else tuple(group for group in groups if group.number == _number(ctx, campaign)),
    )


def _number(ctx: PlanContext, campaign: str) -> int:
    return list(ctx.plan.campaigns).index(campaign) + 1


def _head(ctx: PlanContext, head: Period, *, is_weekly: bool) -> str:
    locale = ctx.formats.locale
    return day_number(head.first, locale) if is_weekly else month_name(head.first, locale, short=True)


def _above(ctx: PlanContext, heads: Sequence[Period], *, is_weekly: bool) -> Iterator[tuple[str, int]]:
    locale = ctx.formats.locale
    for key, group in groupby(heads, key=lambda head: (head.first.year, head.first.month if is_weekly else 1)):
        count = len(list(group))
        month = date(*key, 1)
        yield (month_name(month, locale, short=count < 4) if is_weekly else str(key[0])), count


def _groups(ctx: PlanContext, heads: Sequence[Period]) -> Iterator[FlightGroup]:
    for position, campaign in enumerate(ctx.plan.campaigns.values(), 1):
        rows = tuple(_row(ctx, tactic, heads) for tactic in campaign.tactics.values() if len(tactic.flights))
        if rows:
            yield FlightGroup(_name(ctx, campaign), position, rows)


def _name(ctx: PlanContext, campaign: Campaign) -> Cell:
    return text(campaign.label, href=ctx.href(f"campaigns/{campaign.id}"))


def _row(ctx: PlanContext, tactic: Tactic, heads: Sequence[Period]) -> FlightRow:
    cost = number(ctx.formats.written(tactic.budget)) if tactic.budget else None
    budget = field(tactic, "budget", cost or Cell("none"))
    return FlightRow(text(tactic.label), field(tactic, "channel"), budget, tuple(_stretches(ctx, tactic, heads)))


def _stretches(ctx: PlanContext, tactic: Tactic, heads: Sequence[Period]) -> Iterator[Stretch]:
    """Runs of columns by the flights that touch them."""
    flights = sorted(tactic.flights)
    touched = [
        tuple(flight for flight in flights if flight.first <= head.last and flight.last >= head.first) for head in heads
    ]
    for running, group in groupby(touched):
        count = len(list(group))
        days = ", ".join(ctx.formats.period(flight) for flight in running)
        yield Stretch(count, days, bool(running) and all(each.last < ctx.results.today.as_of for each in running))


COMPONENTS = (
    Component("flighting", flighting, "which tactic of which channel runs in which week", "No tactic has flights yet."),
)
