"""The geometry of small charts: parts of a bar, lines over time. Numbers in, coordinates out.

Bars are drawn in per cent of their box, so that they fit any width while their texts keep their size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from omp_plugin.render.rounding import Number
from omp_plugin.render.shapes import number, text_width

NARROWEST = 280
"""Width in px for which it is decided whether a text fits into its part of a bar."""


def share(value: Number, scale: Number) -> str:
    """A length as a part of the box, `29.2%`; nothing below zero, nothing beyond the box."""
    ratio = Fraction(value) / Fraction(scale) if scale else Fraction(0)
    return f"{number(float(min(max(ratio, Fraction(0)), Fraction(1)) * 100))}%"


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: where it begins, how wide it is, and the text in it where that fits."""

    kind: str
    x: str
    width: str
    text: str


def segments(parts: Sequence[tuple[str, Number, str]], scale: Number) -> tuple[Segment, ...]:
    """The parts of a bar one after the other; those that are nothing or less are left out."""
    found, at = [], Fraction(0)
    for kind, value, text in parts:
        size = Fraction(value)
        if size <= 0 or not scale:
            continue
        room = float(size / Fraction(scale)) * NARROWEST - 5
        found.append(Segment(kind, share(at, scale), share(size, scale), text if text_width(text, 11) <= room else ""))
        at += size
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Pointer:
    """A mark across a bar with its label; `anchor` keeps the label inside the box."""

    x: str
    anchor: str
    label: str


def pointer(value: Number, scale: Number, label: str) -> Pointer:
    """A mark at a value: the label stands left of it in the right half of the bar, else right of it."""
    ratio = Fraction(value) / Fraction(scale) if scale else Fraction(0)
    return Pointer(share(value, scale), "end" if ratio > Fraction(1, 2) else "start", label)


Point = tuple[float, float]


def _line(points: Sequence[Point]) -> str:
    """A line through the points; a single one is a dot of the line's width."""
    first, *rest = points
    if not rest:
        return f"M{number(first[0])} {number(first[1])}h.1"
    return f"M{number(first[0])} {number(first[1])}" + "".join(f"L{number(x)} {number(y)}" for x, y in rest)


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of a grid with its label."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The upper end of an axis that begins at zero, and the values at which it has lines."""

    top: int
    steps: tuple[int, ...]


def scale(largest: Number) -> Scale:
    """Up to four even steps of round size, as close above the value as they can be: to 60,000 by 15,000 for 52,600."""
    whole = max(int(-(-Fraction(largest) // 1)), 1)
    unit = 10 ** (len(str(whole)) - 1)
    sizes = {unit * tenths // 10 for tenths in (1, 2, 3, 5, 10, 15, 20, 25, 30, 50) if unit * tenths % 10 == 0}
    counts = [(-(-whole // size), size) for size in sizes]
    count, step = min((pair for pair in counts if pair[0] <= 4), key=lambda pair: (pair[0] * pair[1], -pair[0]))
    return Scale(step * count, tuple(step * n for n in range(count + 1)))


@dataclass(frozen=True, slots=True)
class Plot:
    """A box in px in which values over time are drawn, from zero."""

    left: int
    top: int
    width: int
    height: int
    first: date
    last: date
    most: int

    def x(self, day: date) -> float:
        """Where a day is."""
        days = (self.last - self.first).days or 1
        return self.left + self.width * min(max((day - self.first).days / days, 0), 1)

    def y(self, value: Number) -> float:
        """Where a value is."""
        return self.top + self.height * (1 - float(Fraction(value) / self.most))

    def line(self, points: Sequence[tuple[date, Number]]) -> str:
        """A line through values by day."""
        return _line([(self.x(day), self.y(value)) for day, value in points]) if points else ""

    def levels(self, steps: Sequence[int]) -> Iterator[tuple[str, int]]:
        """The height of each step."""
        return ((number(self.y(step)), step) for step in steps)
