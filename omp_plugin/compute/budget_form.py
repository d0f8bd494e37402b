"""What is wrong with the form of budget lines: half pairs, two ways, periods, rings (plan format, section 6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from omp_plugin.model.budget import Line
from omp_plugin.model.dates import Period
from omp_plugin.model.reading import shorten
from omp_plugin.model.structures import NOTHING
from omp_plugin.problems import Problem, problem
from omp_plugin.source.budget_csv import AMOUNTS

WAYS = (("planned",), ("units", "unit_cost"), ("monthly",), ("share", "of"))
"""The ways to say what a line plans; where a line has several, the first counts."""
PLANNING = ("planned", "units", "unit_cost", "monthly", "from_", "until", "share", "of")
"""All fields that what a line plans depends on."""
_PAIRS = (("units", "unit_cost"), ("unit_cost", "units"), ("share", "of"), ("of", "share"))
_SHOWN = 6


def is_share(line: Line) -> bool:
    """True for a part of other lines: `of: total` leaves those out."""
    return "share" in line.places


def has_own_amount(line: Line) -> bool:
    """True for a line that states an amount itself, whatever else it says."""
    return bool(line.planned) or None not in (line.units, line.unit_cost) or line.monthly is not None


def is_certain(line: Line) -> bool:
    """False where something that its planned money depends on is open or could not be read, if only in part."""
    values = [getattr(line, name) for name in PLANNING if name in line.places]
    unread = any(value is None or value is NOTHING for value in values)
    return not unread and line.open.isdisjoint(PLANNING) and line.flawed.isdisjoint(PLANNING)


def form_problems(line: Line, period: Period | None) -> Iterator[Problem]:
    """What is wrong with a line as written: `duplicate-key`, `missing-key`, `outside-period`, `ends-before-start`."""
    yield from _second_ways(line)
    yield from _broken_pairs(line)
    if period:
        yield from _outside(line, period)
        yield from _backwards(line, period)


def _second_ways(line: Line) -> Iterator[Problem]:
    """Every way to plan the line but the first in the source."""
    ways = [[(line.places[name], name) for name in way if name in line.places] for way in WAYS]
    (_, first), *others = sorted(min(way) for way in ways if way) or [(line.at, "")]
    for at, name in others:
        message = f'"{name}" plans this line a second time: "{first}" in line {line.places[first].line} does already'
        yield problem(at, "duplicate-key", message, "keep one of the two, or make two lines of them")


def _broken_pairs(line: Line) -> Iterator[Problem]:
    for one, other in _PAIRS:
        if one in line.places and other not in line.places:
            message = f'"{one}" says nothing without "{other}"'
            yield problem(line.places[one], "missing-key", message, f'add "{other}: ..." beside it')


def _outside(line: Line, whole: Period) -> Iterator[Problem]:
    for state in AMOUNTS:
        for period, at in getattr(line, state).places.items():
            if period and _is_outside(period, whole):
                message = f'"{period.text}" does not lie inside the plan\'s period, {whole.first} to {whole.last}'
                yield problem(at, "outside-period", message, f"move the {state} amount, or change the plan's period")


def _is_outside(period: Period, whole: Period) -> bool:
    """True for what does not lie inside; half of a week, month or quarter is enough.

    A plan that begins on the 3rd is still planned by month.
    """
    if whole.holds(period.first) and whole.holds(period.last):
        return False
    inside = (min(period.last, whole.last) - max(period.first, whole.first)).days + 1
    return period.grain not in ("week", "month", "quarter") or 2 * inside < period.days


def _backwards(line: Line, whole: Period) -> Iterator[Problem]:
    """`until` before `from`; either of them may be the plan's own first or last day."""
    start, end = line.from_ or whole, line.until or whole
    if end.last < start.first:
        at = line.where("until" if line.until else "from_")
        message = f"the months end on {end.last}, before they start on {start.first}"
        yield problem(at, "ends-before-start", message, 'write a month at "until" that is not before the one at "from"')


def ring_problems(shares: Mapping[str, Line], rests_on: Mapping[str, set[str]]) -> Iterator[Problem]:
    """`dependency-cycle` for shares that are, in the end, shares of themselves: each ring once."""
    for ring in _rings(rests_on):
        shown = ring if len(ring) <= _SHOWN else [*ring[:_SHOWN], f"... {len(ring) - _SHOWN:,} more ..."]
        chain = " of ".join(f'"{shorten(id_)}"' for id_ in (*shown, ring[0]))
        message = f"these lines are shares of each other: {chain}"
        hint = 'let one of them state its own amount, such as "planned: 500"'
        yield problem(shares[ring[0]].where("of"), "dependency-cycle", message, hint)


def _rings(rests_on: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """Rings among lines that each rest on another of them, from the smallest id, by following every smallest base."""
    seen: set[str] = set()
    for start in sorted(rests_on):
        path: dict[str, int] = {}
        step = start
        while step not in seen:
            seen.add(step)
            path[step] = len(path)
            step = min(rests_on[step] & rests_on.keys())
        if step in path:
            ring = list(path)[path[step] :]
            least = ring.index(min(ring))
            yield ring[least:] + ring[:least]
