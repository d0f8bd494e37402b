"""The geometry of a KPI's small figures: sparkline, attainment bar and gauge. Exact values in, coordinates out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import NamedTuple

from omp_plugin.render.shapes import number

Point = tuple[float, float]
EDGE = 5.0
"""Room around the lines for the end dot and the lines' own width."""
BAR_WIDTH, BAR_TOP = 64.0, Fraction(5, 4)
"""The attainment bar shows 0 to 125%."""


class Size(NamedTuple):
    """A figure's width and height in px."""

    width: int
    height: int


CARD = Size(124, 44)
TABLE = Size(88, 28)


class Reading(NamedTuple):
    """A value at the end of a period, as an ordinal day; `follows` is false where a period before it is missing."""

    day: int
    value: Fraction
    follows: bool = True


Bounds = tuple[Fraction | None, Fraction | None]


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Lines as the `d` of SVG paths, empty where there is nothing to draw.

    `gaps` bridges missing periods, `flat` stands in for values that are still to come, `dot` is the latest value and
    `band` the top and height of the operating range.
    """

    size: Size
    actual: str = ""
    gaps: str = ""
    plan: str = ""
    flat: str = ""
    dot: tuple[str, str] | None = None
    band: tuple[str, str] | None = None


def sparkline(size: Size, actual: Sequence[Reading], plan: Sequence[Reading], band: Bounds | None = None) -> Sparkline:
    """Measured and expected values over time, from the smallest to the largest of both, without axes."""
    if not actual:
        return Sparkline(size, flat=f"M{number(EDGE)} {number(size.height / 2)}H{number(size.width - EDGE)}")
    frame = _frame(size, actual, plan, band)
    points = [frame.at(reading) for reading in actual]
    pairs = list(zip(pairwise(points), actual[1:], strict=True))
    x, y = points[-1]
    return Sparkline(
        size,
        _path(_runs(points, actual)),
        _path([[first, second] for (first, second), reading in pairs if not reading.follows]),
        _path([[frame.at(reading) for reading in plan]] if len(plan) > 1 else []),
        dot=(number(x), number(y)),
        band=_band(frame, band) if band else None,
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Days and values to px; values are counted in parts of one size (`scale` make one), so that none is too large."""

    size: Size
    first: int
    days: int
    scale: int
    low: int
    span: int

    def at(self, reading: Reading) -> Point:
        room = self.size.width - 2 * EDGE
        part = (reading.day - self.first) / self.days if self.days else 1.0
        return EDGE + room * part, self.height_of(reading.value)

    def height_of(self, value: Fraction) -> float:
        part = (_parts(value, self.scale) - self.low) / self.span if self.span else 0.5
        return EDGE + (self.size.height - 2 * EDGE) * (1 - part)


def _frame(size: Size, actual: Sequence[Reading], plan: Sequence[Reading], band: Bounds | None) -> _Frame:
    days = [reading.day for reading in (*actual, *plan)]
    values = [reading.value for reading in (*actual, *plan)] + [bound for bound in band or () if bound is not None]
    scale = lcm(*(value.denominator for value in values))
    counts = [_parts(value, scale) for value in values]
    return _Frame(size, min(days), max(days) - min(days), scale, min(counts), max(counts) - min(counts))


def _parts(value: Fraction, scale: int) -> int:
    return value.numerator * (scale // value.denominator)


def _band(frame: _Frame, band: Bounds) -> tuple[str, str] | None:
    """The operating range; an open side reaches the edge."""
    low, high = band
    if low is None and high is None:
        return None
    top = frame.height_of(high) if high is not None else 0.0
    bottom = frame.height_of(low) if low is not None else float(frame.size.height)
    return number(top), number(max(bottom - top, 1.0))


def _runs(points: Sequence[Point], readings: Sequence[Reading]) -> Iterator[list[Point]]:
    """The points between which no period is missing."""
    run: list[Point] = []
    for point, reading in zip(points, readings, strict=True):
        if run and not reading.follows:
            yield run
            run = []
        run.append(point)
    yield run


def _path(lines: Sequence[Sequence[Point]] | Iterator[list[Point]]) -> str:
    """Lines through points; a single point is a dot of the line's width."""
    return "".join(_line(line) for line in lines)


def _line(points: Sequence[Point]) -> str:
    (x, y), *rest = points
    start = f"M{number(x)} {number(y)}"
    return start + ("".join(f"L{number(x)} {number(y)}" for x, y in rest) if rest else "h.1")


def bar_length(attainment: Fraction) -> str:
    """How far the attainment bar is filled, in px of its 64: 100% is 51.2, 125% and more is all of it."""
    return number(float(min(max(attainment, Fraction(0)), BAR_TOP) / BAR_TOP) * BAR_WIDTH)


NEAR_END = Fraction(1, 4)
"""Part of a gauge's scale at its ends in which a name cannot stand in the middle of its range."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """A rate on a scale from 0 to 100%, in per cent of the scale: the range's start and width, and the pointer.

    `label` is where the range's name stands below it: its place, and the end of the text that is there.
    """

    pointer: str
    band: tuple[str, str] | None
    label: tuple[str, str] = ("50%", "middle")


def gauge(rate: Fraction, low: Fraction | None, high: Fraction | None) -> Gauge:
    """Where a rate stands against its operating range; what lies beyond the scale stands at its end."""
    if low is None and high is None:
        return Gauge(_part(rate), None)
    start, end = _on_scale(low or Fraction(0)), _on_scale(high if high is not None else Fraction(1))
    return Gauge(_part(rate), (_part(start), _part(max(end - start, Fraction(0)))), _below((start + end) / 2))


def _below(middle: Fraction) -> tuple[str, str]:
    """The place of a name below a range; near an end of the scale it stays inside of it."""
    if middle < NEAR_END:
        return "0%", "start"
    return ("100%", "end") if middle > 1 - NEAR_END else (_part(middle), "middle")


def _on_scale(value: Fraction) -> Fraction:
    return min(max(value, Fraction(0)), Fraction(1))


def _part(value: Fraction) -> str:
    return f"{number(float(_on_scale(value)) * 100)}%"
