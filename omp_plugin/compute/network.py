"""The network of tasks as instants and arcs: placing them forward and backward, and how late each may be.

Instants are boundaries between days (see `calendar`): a start is the beginning of its day, a finish the end of its day,
a milestone's start and finish are both the end of its day; links bind these instants (plan format, section 4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
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
    """A task of the network. `start` and `finish` are instants: bounds for a forward one, the place of a fixed one."""

    id: str
    measure: Measure
    length: int
    direction: Direction
    start: int | None = None
    finish: int | None = None


class Placed(NamedTuple):
    """Where an activity lies, and the arc that fixed it (`None`: something written, or the plan's first day).

    `shortfall` counts the working days that a backward activity lacks before the plan's first day.
    """

    start: int
    finish: int
    driver: Arc | None = None
    shortfall: int = 0


@dataclass(slots=True)
class Network:
    """Activities with the arcs into (`waits_for`) and out of (`leads`) each; `first` is the plan's first instant."""

    calendar: WorkCalendar
    first: int
    activities: dict[str, Activity]
    waits_for: dict[str, list[Arc]] = field(default_factory=dict)
    """The arcs that move a task: those under its own `after`."""
    leads: dict[str, list[Arc]] = field(default_factory=dict)
    """The arcs under a task's own `before`."""

    def arcs(self) -> Iterator[Arc]:
        """All arcs."""
        return chain.from_iterable(chain(self.waits_for.values(), self.leads.values()))

    def links(self) -> dict[str, list[str]]:
        """What each task waits for, by links under its own `after` and under the `before` of others."""
        links = {id_: [arc.before for arc in arcs] for id_, arcs in self.waits_for.items()}
        for id_, arcs in self.leads.items():
            for arc in arcs:
                links[arc.after].append(id_)
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


def bound_of(calendar: WorkCalendar, arc: Arc, before: Placed) -> int:
    """The earliest instant that an arc allows for the start (`FS`, `SS`) or finish (`FF`, `SF`) of what follows."""
    instant = before.finish if arc.type[0] == "F" else before.start
    return shift(calendar, instant, arc) if arc.lag else instant


def place(network: Network, activity: Activity, placed: Mapping[str, Placed]) -> Placed:
    """Where an activity lies, once all that it depends on is placed."""
    if activity.direction == "fixed":
        assert activity.start is not None
        assert activity.finish is not None
        return Placed(activity.start, activity.finish)
    if activity.direction == "backward":
        return _backward(network, activity, placed)
    return _forward(network, activity, placed)


def _forward(network: Network, activity: Activity, placed: Mapping[str, Placed]) -> Placed:
    """As early as possible: not before `start`, the arcs under `after`, and the plan's first working day."""
    calendar = network.calendar
    start, driver = (network.first, None) if activity.start is None else (activity.start, None)
    finish, finish_driver = start, None
    for arc in network.waits_for.get(activity.id, ()):
        bound = bound_of(calendar, arc, placed[arc.before])
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


def _backward(network: Network, activity: Activity, placed: Mapping[str, Placed]) -> Placed:
    """As late as possible: finished by the last working day before everything under `before`."""
    calendar = network.calendar
    arcs = network.leads[activity.id]
    bounds = [(unshift(calendar, placed[arc.after].start, arc), arc) for arc in arcs]
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


def slacks(network: Network, placed: Mapping[str, Placed], order: Sequence[str]) -> dict[str, int]:
    """Total slack of each placed activity in working days; `order` is topological over all arcs.

    The backward pass begins at the network's latest finish; written dates do not bind it.
    """
    calendar = network.calendar
    after: dict[str, list[Arc]] = {}
    for arc in network.arcs():
        if arc.after in placed:
            after.setdefault(arc.before, []).append(arc)
    end = max((place.finish for place in placed.values()), default=0)
    late: dict[str, tuple[int, int]] = {}
    result = {}
    for id_ in reversed(order):
        finish, start = end, None
        for arc in after.get(id_, ()):
            bound = late[arc.after][0 if arc.type[1] == "S" else 1]
            if arc.lag:
                bound = unshift(calendar, bound, arc)
            if arc.type[0] == "S":
                start = bound if start is None or bound < start else start
            elif bound < finish:
                finish = bound
        place = placed[id_]
        late[id_] = found = late_place(calendar, _free(calendar, network.activities[id_], place), finish, start)
        result[id_] = calendar.count_before(found[0]) - calendar.count_before(place.start)
    return result


def _free(calendar: WorkCalendar, activity: Activity, place: Placed) -> Activity:
    """An activity as the backward pass sees it: a fixed one keeps its working days, not its dates."""
    if activity.direction != "fixed" or activity.measure == "instant":
        return activity
    days = calendar.count_before(place.finish) - calendar.count_before(place.start)
    if days:
        return Activity(activity.id, "work", days, "forward")
    return Activity(activity.id, "elapsed", place.finish - place.start, "forward")
