"""The network of tasks as instants and arcs: placing them forward and backward, and how late each may be.

Instants are boundaries between days (see `calendar`): a start is the beginning of its day, a finish the end of its day,
a milestone's start and finish are both the end of its day; links bind these instants (plan format, section 4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from omp_plugin.compute.calendar import WorkCalendar
from omp_plugin.model.tasks import LinkType
from omp_plugin.problems import Position

Measure = Literal["work", "elapsed", "instant"]
Direction = Literal["forward", "backward", "fixed"]


class Arc(NamedTuple):
    """`after` follows `before`; the lag is in working days, or in calendar days where `elapsed`. A lead is negative.

    `is_of_ends`: it is a lead of working days from the end of a day to the end of a day, so it leads to the end of one.
    """

    before: str
    after: str
    type: LinkType
    lag: int
    elapsed: bool
    at: Position
    is_of_ends: bool = False


class Activity(NamedTuple):
    """What a task is to the network. `start` and `finish` are instants: bounds for a forward one, the place of a fixed
    one.
    """

    measure: Measure
    length: int
    direction: Direction
    start: int | None = None
    finish: int | None = None


@lru_cache(maxsize=1024)
def free(measure: Measure, length: int, direction: Direction = "forward") -> Activity:
    """An activity that no date binds: those of equal length are one."""
    return Activity(measure, length, direction)


class Placed(NamedTuple):
    """Where an activity lies, and the arc that fixed it (`None`: something written, or the plan's first day).

    `shortfall` counts the working days that a backward activity lacks before the plan's first day.
    """

    start: int
    finish: int
    driver: Arc | None = None
    shortfall: int = 0


@dataclass(slots=True)
class Places:
    """Where the activities lie, and the arc that fixed each, the task that it follows, or nothing: all in one order."""

    starts: dict[str, int] = field(default_factory=dict)
    finishes: dict[str, int] = field(default_factory=dict)
    drivers: dict[str, Arc | str | None] = field(default_factory=dict)
    short: set[str] = field(default_factory=set)
    """Backward activities that do not fit into the plan."""

    def put(self, id_: str, placed: Placed) -> None:
        """Adds an activity."""
        self.starts[id_], self.finishes[id_], self.drivers[id_] = placed[:3]


@dataclass(slots=True)
class Network:
    """Activities with what they wait for; `first` is the plan's first instant.

    Most tasks begin when others have finished, whatever else a link can say; those have no arcs.
    """

    calendar: WorkCalendar
    first: int
    activities: dict[str, Activity]
    waits_for: dict[str, list[str]] = field(default_factory=dict)
    """The tasks under each task's own `after`."""
    arcs: dict[str, list[Arc]] = field(default_factory=dict)
    """Those arcs, but of tasks of working days without a date that begin when all before them have finished."""
    leads: dict[str, list[Arc]] = field(default_factory=dict)
    """The arcs under a task's own `before`, where it has one."""

    def links(self) -> dict[str, list[str]]:
        """What each task waits for, by links under its own `after` and under the `before` of others."""
        links = dict(self.waits_for)
        for id_, arcs in self.leads.items():
            for arc in arcs:
                links[arc.after] = [*links[arc.after], id_]
        return links


def shift(calendar: WorkCalendar, instant: int, arc: Arc) -> int:
    """The instant that an arc leads to, inside the calendar: a chain of long lags would leave the years that exist."""
    if arc.elapsed:
        return min(max(instant + arc.lag, calendar.days[0]), calendar.days[-1] + 1)
    if arc.is_of_ends:
        return calendar.end_before(instant, -arc.lag)
    return calendar.add_working(instant, arc.lag)


def unshift(calendar: WorkCalendar, bound: int, arc: Arc) -> int:
    """The latest instant from which an arc does not pass `bound`."""
    if arc.is_of_ends:
        return calendar.latest_with_end_before(bound, -arc.lag)
    return bound - arc.lag if arc.elapsed else calendar.latest_before(bound, arc.lag)


def bound_of(calendar: WorkCalendar, arc: Arc, places: Places) -> int:
    """The earliest instant that an arc allows for the start (`FS`, `SS`) or finish (`FF`, `SF`) of what follows."""
    instant = (places.finishes if arc.type[0] == "F" else places.starts)[arc.before]
    return shift(calendar, instant, arc) if arc.lag else instant


def follow(network: Network, id_: str, places: Places) -> None:
    """Places a task without arcs: it begins when the last of those before it has finished."""
    start, driver, finishes = network.first, None, places.finishes
    for name in network.waits_for[id_]:
        finish = finishes[name]
        if finish > start:
            start, driver = finish, name
    calendar = network.calendar
    places.starts[id_], finishes[id_] = calendar.span(calendar.counts[start], network.activities[id_].length)
    places.drivers[id_] = driver


def forward(network: Network, activity: Activity, arcs: Sequence[Arc], places: Places) -> Placed:
    """As early as possible: not before `start`, the arcs under `after`, and the plan's first working day."""
    calendar = network.calendar
    start, driver = (network.first, None) if activity.start is None else (activity.start, None)
    finish, finish_driver = start, None
    for arc in arcs:
        bound = bound_of(calendar, arc, places)
        if arc.type[1] == "S":
            if bound > start:
                start, driver = bound, arc
        elif bound > finish:
            finish, finish_driver = bound, arc
    if activity.measure == "instant":
        # A milestone is the end of a day: not earlier than that of the plan's first day, or of the one written.
        least = (network.first if activity.start is None else activity.start) + 1
        instant = max(start, finish, least)
        return Placed(instant, instant, None if instant == least else finish_driver if finish > start else driver)
    early = _from(calendar, activity, start)
    return (
        Placed(*early, driver) if early[1] >= finish else Placed(*_reaching(calendar, activity, finish), finish_driver)
    )


def _from(calendar: WorkCalendar, activity: Activity, start: int) -> tuple[int, int]:
    """Start and finish of an activity that starts on the first working day from an instant on."""
    if activity.measure == "work":
        return calendar.span(calendar.count_before(start), activity.length)
    begin = calendar.next_start(start)
    return begin, begin + activity.length


def _reaching(calendar: WorkCalendar, activity: Activity, finish: int) -> tuple[int, int]:
    """Start and finish of an activity that starts on the earliest working day to finish at or after an instant."""
    if activity.measure == "work":
        last = calendar.count_before(finish - 1)
        return calendar.span(max(last - activity.length + 1, 0), activity.length)
    return _from(calendar, activity, finish - activity.length)


def backward(network: Network, activity: Activity, arcs: Sequence[Arc], starts: Mapping[str, int]) -> Placed:
    """As late as possible: finished by the last working day before everything under `before`, which has `starts`."""
    calendar = network.calendar
    bounds = [(unshift(calendar, starts[arc.after], arc), arc) for arc in arcs]
    bound, driver = min(bounds, key=lambda pair: pair[0])
    latest = late_place(calendar, activity, calendar.day(calendar.count_before(bound) - 1) + 1, None)
    first = latest[1] - 1 if activity.measure == "instant" else latest[0]
    if first >= network.first:
        return Placed(*latest, driver)
    shortfall = calendar.count_before(network.first) - calendar.count_before(first)
    return Placed(*latest, driver, shortfall)


def late_place(calendar: WorkCalendar, activity: Activity, finish: int, start: int | None) -> tuple[int, int]:
    """The latest start and finish with the finish at or before one instant and the start at or before the other."""
    if activity.measure == "instant":
        instant = finish if start is None else min(finish, start)
        return instant, instant
    if activity.measure == "elapsed":
        begin = calendar.last_start(finish - activity.length)
        begin = begin if start is None else min(begin, calendar.last_start(start))
        return begin, begin + activity.length
    index = calendar.count_before(finish) - activity.length
    if start is not None:
        index = min(index, calendar.count_before(start + 1) - 1)
    return calendar.span(max(index, 0), activity.length)


def slacks(network: Network, places: Places, order: Sequence[str]) -> dict[str, int]:
    """Total slack of each placed activity in working days; `order` is topological over all arcs.

    The backward pass begins at the network's latest finish; written dates do not bind it.
    """
    counts, days, starts, waits_for = network.calendar.counts, network.calendar.days, places.starts, network.waits_for
    late = _Late(network, places)
    begins, bound, finishes = late.begins, late.starts, late.finishes
    arcs, activities = network.arcs, network.activities
    result = {}
    for id_ in reversed(order):
        index = counts[finishes[id_]] - activities[id_].length
        if id_ in arcs or id_ in bound or index < 0:
            begin = late.place(id_)
            index = counts[begin]
        else:
            begin = begins[id_] = days[index]
        if id_ not in arcs:
            for name in waits_for[id_]:
                if begin < finishes[name]:  # noqa: PLR1730 # a call of min() for each link takes longer than all else
                    finishes[name] = begin
        result[id_] = index - counts[starts[id_]]
    return result


class _Late:
    """The backward pass: `begins` of the activities it has placed; how late others may start and finish for those."""

    def __init__(self, network: Network, places: Places) -> None:
        self.network = network
        self.places = places
        self.begins: dict[str, int] = {}
        self.starts: dict[str, int] = {}
        self.finishes = dict.fromkeys(places.starts, max(places.finishes.values(), default=0))

    def place(self, id_: str) -> int:
        """Places an activity, which binds those before its arcs, and returns its start."""
        calendar, activity = self.network.calendar, self.network.activities[id_]
        if activity.direction == "fixed":
            activity = _unbound(calendar, activity, self.places.starts[id_], self.places.finishes[id_])
        begin, end = late_place(calendar, activity, self._finish(id_), self.starts.get(id_))
        for arc in self.network.arcs.get(id_, ()):
            bound = begin if arc.type[1] == "S" else end
            if arc.lag:
                bound = unshift(calendar, bound, arc)
            held = self.starts if arc.type[0] == "S" else self.finishes
            held[arc.before] = min(bound, held.get(arc.before, bound))
        self.begins[id_] = begin
        return begin

    def _finish(self, id_: str) -> int:
        """The latest finish, also by the arcs under the activity's own `before`."""
        finish = self.finishes[id_]
        for arc in self.network.leads.get(id_, ()):
            if arc.after in self.begins:
                finish = min(finish, unshift(self.network.calendar, self.begins[arc.after], arc))
        return finish


def _unbound(calendar: WorkCalendar, activity: Activity, start: int, finish: int) -> Activity:
    """A fixed activity as the backward pass sees it: it keeps its working days, not its dates."""
    if activity.measure == "instant":
        return activity
    days = calendar.count_before(finish) - calendar.count_before(start)
    return free("work", days) if days else free("elapsed", finish - start)
