"""The geometry of small charts: parts of a bar, lines over time. Numbers in, coordinates out.

Bars are drawn in per cent of their box, so that they fit any width while their texts keep their size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from omp_plugin.render.rounding import Number
from omp_plugin.render.shapes import number, text_width

NARROWEST = 280
"""Width in px for which it is decided whether a text fits into its part of a bar."""


def share(value: Number, scale: Number) -> str:
    """A length as a part of the box, `29.2%`; nothing below zero, nothing beyond the box."""
    up, down = value.as_integer_ratio()
    scale_up, scale_down = scale.as_integer_ratio()
    part, whole = up * scale_down, down * scale_up
    if whole < 0:
        part, whole = -part, -whole
    return f"{number(100 * min(max(part, 0), whole) / whole if whole else 0.0)}%"


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
Line = Sequence[Point]


def line_through(points: Sequence[Point]) -> str:
    """A line through points; a single one is a dot of the line's width."""
    if not points:
        return ""
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
        up, down = value.as_integer_ratio()
        return self.top + self.height * (1 - up / (down * self.most))

    def points(self, values: Sequence[tuple[date, Number]]) -> Line:
        """Where values by day are."""
        return [(self.x(day), self.y(value)) for day, value in values]

    def levels(self, steps: Sequence[int]) -> Iterator[tuple[str, int]]:
        """The height of each step."""
        return ((number(self.y(step)), step) for step in steps)


LETTER, LEADING, GAP = 11.0, 13, 8
"""The size of texts in a chart, from one of their lines to the next, and from a mark to its text, in px."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text at a place of a chart, in up to two lines; `anchor` is the end of the text that is there."""

    x: str
    y: str
    anchor: str
    lines: tuple[str, ...]


def reach(lines: Sequence[Line], left: float, right: float) -> tuple[float, float] | None:
    """The highest and the lowest place of lines between two verticals; `None` where there is none."""
    found = [y for line in lines for x, y in line if left <= x <= right]
    found += [y for line in lines for x in (left, right) for y in _at(line, x)]
    return (min(found), max(found)) if found else None


def _at(line: Line, x: float) -> Iterator[float]:
    """The height of a line at a vertical that it crosses."""
    for (before, start), (after, end) in pairwise(line):
        if before < x < after:
            yield start + (end - start) * (x - before) / (after - before)


def label_above(plot: Plot, lines: Sequence[Line], mark: Point, text: str) -> Label | None:
    """A text above all lines, ending left of a mark; `None` where the plot has no room for it."""
    right, width = mark[0] - GAP, text_width(text, LETTER)
    top, _ = reach(lines, right - width, right) or (mark[1], mark[1])
    y = min(top, mark[1]) - GAP
    if right - width < plot.left + 4 or y < plot.top + LETTER:
        return None
    return Label(number(right), number(y), "end", (text,))


def label_below(plot: Plot, lines: Sequence[Line], mark: Point, text: str) -> Label | None:
    """A text below all lines, beginning right of a mark; `None` where the plot has no room for it."""
    left, width = mark[0] + GAP, text_width(text, LETTER)
    _, bottom = reach(lines, left, left + width) or (mark[1], mark[1])
    y = max(bottom, mark[1]) + LETTER + 2
    if left + width > plot.left + plot.width or y > plot.top + plot.height - 3:
        return None
    return Label(number(left), number(y), "start", (text,))


def label_over(plot: Plot, lines: Sequence[Line], text: str) -> Label:
    """A text at the left edge of a plot, above the lines there: where it is beside no mark."""
    left, width = plot.left + 4.0, text_width(text, LETTER)
    top, _ = reach(lines, left, left + width) or (float(plot.top + plot.height), 0.0)
    return Label(number(left), number(max(top - GAP, plot.top + LETTER)), "start", (text,))


def apart(first: float, second: float, least: float) -> tuple[float, float]:
    """Two heights moved apart evenly until they are `least` from each other, in the order they have."""
    more = (least - abs(first - second)) / 2
    if more <= 0:
        return first, second
    return (first - more, second + more) if first <= second else (first + more, second - more)


def thinned(ticks: Sequence[tuple[float, str]], end: float) -> tuple[Tick, ...]:
    """Marks of an axis from left to right; a label that would touch the one before it, or the end, is left out."""
    found: list[Tick] = []
    free = float("-inf")
    for x, text in ticks:
        width = text_width(text, LETTER) + 6
        fits = x >= free and (x + width <= end or not found)
        free = x + width if fits else free
        found.append(Tick(number(x), text if fits else ""))
    return tuple(found)
