"""The flighting plan: which tactic runs in which week, and in which weeks each channel is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from omp_plugin.model.campaigns import Campaign, Tactic
from omp_plugin.model.dates import Period
from omp_plugin.render.axis import periods
from omp_plugin.render.components.component import Component
from omp_plugin.render.day_words import day_number, month_name
from omp_plugin.render.tables import NONE, Cell, field, number, text
from omp_plugin.words import _, marked, ngettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

MOST_WEEKS = 53
MOST_TICKS = 5
"""Names that have room above the strips of a narrow page."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring columns in which something runs, has run or does not."""

    columns: int
    is_on: bool = False
    is_over: bool = False


class Run(NamedTuple):
    """A bar of the strip that narrow pages have in place of columns; places are parts of its width, in percent."""

    x: str
    width: str
    is_over: bool


class Tick(NamedTuple):
    """A name above the strips."""

    x: str
    name: str


@dataclass(frozen=True, slots=True)
class FlightRow:
    """A tactic or a channel: what it is called, more of it in words (its days among them), its cost, when it runs."""

    name: Cell
    about: str
    budget: Cell
    stretches: tuple[Stretch, ...]

    @property
    def runs(self) -> tuple[Run, ...]:
        """The weeks in which it runs, as bars of a strip."""
        return tuple(runs(self.stretches))


@dataclass(frozen=True, slots=True)
class FlightGroup:
    """The tactics of a campaign; the channels have no number."""

    title: Cell
    number: int | None
    rows: tuple[FlightRow, ...]


@dataclass(frozen=True, slots=True)
class FlightingView:
    """Tactics by week (or month, in long plans); `above` are the units over the columns, with how many each spans."""

    above: tuple[tuple[str, int], ...]
    columns: tuple[tuple[str, bool], ...]
    unit: str
    groups: tuple[FlightGroup, ...]
    is_alone: bool
    has_money: bool

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Where the units above begin, in a strip: as many as have room on a narrow page."""
        return tuple(ticks(self.above))

    @property
    def today(self) -> str:
        """The middle of the column that holds today, in a strip; empty where none does."""
        place = next((n for n, (_name, is_now) in enumerate(self.columns) if is_now), None)
        return "" if place is None else part_of(2 * place + 1, 2 * len(self.columns))


def flighting(ctx: PlanContext, campaign: str | None = None) -> FlightingView | None:
    """The tactics with flights, by campaign, and below them the channels; of one campaign alone if named."""
    shown = {each.id: each for each in ctx.plan.campaigns.values() if campaign in (None, each.id)}
    flights = [flight for each in shown.values() for tactic in each.tactics.values() for flight in tactic.flights]
    if not flights:
        return None
    first, last = min(each.first for each in flights), max(each.last for each in flights)
    is_weekly = (last - first).days < 7 * MOST_WEEKS
    drawn = _Rows(ctx, tuple(periods(first, last, "week" if is_weekly else "month")), is_weekly)
    places = {id_: place for place, id_ in enumerate(ctx.plan.campaigns, 1)}
    groups = [group for id_, each in shown.items() if (group := drawn.group(each, places[id_])).rows]
    channels = drawn.channels([tactic for each in shown.values() for tactic in each.tactics.values()])
    if campaign is None and len(channels.rows) > 1:
        groups.append(channels)
    unit = "week" if is_weekly else "month"
    has_money = any(row.budget != NONE for group in groups for row in group.rows)
    return FlightingView(drawn.above(), drawn.heads(), unit, tuple(groups), campaign is not None, has_money)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows over the columns of one plan."""

    ctx: PlanContext
    columns: Sequence[Period]
    is_weekly: bool

    def heads(self) -> tuple[tuple[str, bool], ...]:
        """What each column is called, and whether it holds today."""
        today = self.ctx.results.today.as_of
        return tuple((self._head(each), each.holds(today)) for each in self.columns)

    def _head(self, column: Period) -> str:
        locale = self.ctx.formats.locale
        return day_number(column.first, locale) if self.is_weekly else month_name(column.first, locale, short=True)

    def above(self) -> tuple[tuple[str, int], ...]:
        """Months over weeks, years over months."""
        return tuple(self._above())

    def _above(self) -> Iterator[tuple[str, int]]:
        """Months in short, the first and those that begin a year with it."""
        formats, named = self.ctx.formats, set()
        for (year, month), group in groupby(self.columns, self._unit):
            count, day = len(list(group)), date(year, month, 1)
            has_year = year not in named and count > 2
            named |= {year} if has_year else set()
            short = month_name(day, formats.locale, short=True)
            yield (formats.month(day) if has_year else short) if self.is_weekly else str(year), count

    def _unit(self, column: Period) -> tuple[int, int]:
        return column.first.year, column.first.month if self.is_weekly else 1

    def group(self, campaign: Campaign, place: int) -> FlightGroup:
        """The tactics of a campaign that have flights."""
        title = text(campaign.label, href=self.ctx.href(f"campaigns/{campaign.id}"))
        rows = tuple(self._tactic(tactic) for tactic in campaign.tactics.values() if len(tactic.flights))
        return FlightGroup(title, place, rows)

    def _tactic(self, tactic: Tactic) -> FlightRow:
        cost = number(self.ctx.formats.written(tactic.budget)) if tactic.budget else NONE
        days = ", ".join(self._days(flight) for flight in sorted(tactic.flights))
        about = " · ".join(filter(None, (tactic.channel, days)))
        return FlightRow(text(tactic.label), about, field(tactic, "budget", cost), self._stretches(tactic.flights))

    def _days(self, flight: Period) -> str:
        formats = self.ctx.formats
        if flight.grain != "span":
            return formats.short_period(flight)
        return " – ".join(dict.fromkeys((formats.short(flight.first), formats.short(flight.last))))

    def channels(self, tactics: Sequence[Tactic]) -> FlightGroup:
        """A row for each channel: the weeks in which any tactic on it runs."""
        found: dict[str, list[Tactic]] = {}
        for tactic in tactics:
            if tactic.channel and len(tactic.flights):
                found.setdefault(tactic.channel.casefold(), []).append(tactic)
        rows = tuple(self._channel(each) for each in found.values())
        return FlightGroup(text(_("By channel")), None, rows)

    def _channel(self, tactics: Sequence[Tactic]) -> FlightRow:
        flights = [flight for tactic in tactics for flight in tactic.flights]
        money = [tactic.budget for tactic in tactics if tactic.budget]
        is_known = money and all(each.currency in (None, self.ctx.plan.currency) for each in money)
        total = number(self.ctx.formats.money(sum((each.amount for each in money), Decimal(0)))) if is_known else NONE
        count = ngettext("{n} tactic", "{n} tactics", len(tactics)).format(n=self.ctx.formats.number(len(tactics)))
        return FlightRow(text(tactics[0].channel), count, total, self._stretches(flights))

    def _stretches(self, flights: Iterable[Period]) -> tuple[Stretch, ...]:
        return tuple(stretches(self.columns, sorted(flights), self.ctx.results.today.as_of))


def stretches(columns: Sequence[Period], flights: Sequence[Period], today: date) -> Iterator[Stretch]:
    """Runs of columns by whether any flight touches them, and of those by whether all such flights are over."""
    touched = (
        tuple(each for each in flights if each.first <= head.last and each.last >= head.first) for head in columns
    )
    for (is_on, is_over), group in groupby(touched, key=lambda on: (bool(on), all(each.last < today for each in on))):
        yield Stretch(len(list(group)), is_on, is_on and is_over)


def runs(found: Iterable[Stretch]) -> Iterator[Run]:
    """The stretches in which something runs, as parts of them all."""
    listed = tuple(found)
    count, place = sum(each.columns for each in listed), 0
    for each in listed:
        if each.is_on:
            yield Run(part_of(place, count), part_of(each.columns, count), each.is_over)
        place += each.columns


def ticks(above: Sequence[tuple[str, int]]) -> Iterator[Tick]:
    """Each unit or every second, third, ... one, whatever is the most that `MOST_TICKS` allows; none of a stub."""
    count, place, step = sum(columns for _name, columns in above), 0, -(-len(above) // MOST_TICKS)
    for n, (name, columns) in enumerate(above):
        if n % step == 0 and place + step <= count:
            yield Tick(part_of(place, count), name)
        place += columns


def part_of(place: int, count: int) -> str:
    """A part of a width, in percent."""
    return f"{round(100 * place / count, 2):g}%"


COMPONENTS = (
    Component(
        "flighting",
        flighting,
        "which tactic of which channel runs in which week",
        marked("No tactic has flights yet."),
    ),
)
