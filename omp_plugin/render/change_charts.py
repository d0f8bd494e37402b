"""The geometry of two charts of versions: the bridge between two totals, and dates that moved.

Horizontal places are parts of the box, so that the charts fit any width while their texts keep their size; heights are
pixels of a root of 20 px.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from omp_plugin.render.shapes import number

TOP, HEIGHT = 24.0, 110.0
"""Where the highest level of the bridge is drawn, and how much lower its axis begins."""
LEAST = 3.0
"""A step is at least so high, in px."""
BAR = Fraction(3, 5)
"""The part of its column that a bar takes."""
_EDGE = 3.0
_LABELS = 6


class Floor(NamedTuple):
    """Where an axis begins; `is_cut` where that is not zero, which the chart then says."""

    value: Fraction
    is_cut: bool


def floor(levels: Sequence[Fraction]) -> Floor:
    """A round value below all levels; zero where they are not all far from it in the same way."""
    low, high = min(levels), max(levels)
    reach = high - low
    if low <= 0 or not reach or low * 2 < high:
        return Floor(Fraction(0), is_cut=False)
    step = _round(reach)
    value = Fraction((low - reach / 5) // step * step)
    return Floor(value, is_cut=True) if value > 0 else Floor(Fraction(0), is_cut=False)


def _round(reach: Fraction) -> Fraction:
    """The largest 1, 2 or 5 of a power of ten that a reach holds."""
    unit = Fraction(1)
    while unit * 10 <= reach:
        unit *= 10
    while unit > reach:
        unit /= 10
    return next(unit * count for count in (5, 2, 1) if unit * count <= reach)


class Bar(NamedTuple):
    """A bar of the bridge: its column's middle, its sides in per cent, its top and height in px.

    `link` is the height of the line that leads to the next bar, and where that begins and ends; `value` is where its
    text stands.
    """

    kind: str
    middle: str
    x: str
    width: str
    y: str
    height: str
    value: str
    link: tuple[str, str, str] | None
    bottom: str


def bars(old: Fraction, steps: Sequence[Fraction], new: Fraction, start: Floor) -> tuple[Bar, ...]:
    """The old total, each step from where the one before ended, and the new total."""
    levels = [old]
    for step in steps:
        levels.append(levels[-1] + step)
    scale = _Scale(start.value, max(*levels, new), len(steps) + 2)
    found = [scale.bar(0, "total", start.value, old, old)]
    for index, step in enumerate(steps):
        kind = "up" if step > 0 else "down"
        found.append(scale.bar(index + 1, kind, levels[index], levels[index + 1], levels[index + 1]))
    found.append(scale.bar(len(steps) + 1, "total", start.value, new, None))
    return tuple(found)


class _Scale(NamedTuple):
    low: Fraction
    high: Fraction
    columns: int

    def y(self, value: Fraction) -> float:
        """The height of a value."""
        reach = self.high - self.low
        return TOP + HEIGHT * (1 - float((value - self.low) / reach)) if reach else TOP

    def bar(self, column: int, kind: str, first: Fraction, last: Fraction, level: Fraction | None) -> Bar:
        """A bar between two values, and the line at `level` to the next one."""
        share = Fraction(100, self.columns)
        left, right = share * column + share * (1 - BAR) / 2, share * column + share * (1 + BAR) / 2
        top, bottom = sorted((self.y(first), self.y(last)))
        height = max(bottom - top, LEAST)
        link = None
        if level is not None:
            link = (number(self.y(level)), percent(right), percent(left + share))
        middle = percent(share * column + share / 2)
        return Bar(
            kind, middle, percent(left), percent(right - left), number(top), number(height), number(top - 7), link,
            number(top + height),
        )  # fmt: skip


def percent(value: Fraction | float) -> str:
    """A part of the box."""
    return f"{number(float(value))}%"


class Mark(NamedTuple):
    """A month on the axis of dates; those without a text are lines only."""

    x: str
    month: date
    is_named: bool


class Dates(NamedTuple):
    """An axis of days from `first` to `last`."""

    first: date
    last: date

    def x(self, day: date) -> str:
        """Where a day is."""
        reach = (self.last - self.first).days or 1
        share = Fraction((day - self.first).days, reach)
        return percent(_EDGE + float(share) * (100 - 2 * _EDGE))

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The beginnings of the months in it, so many of them named as there is room for."""
        months = [self.first.replace(day=1)]
        while months[-1] <= self.last:
            months.append(_next(months[-1]))
        inside = [month for month in months if self.first <= month <= self.last]
        every = -(-len(inside) // _LABELS) or 1
        return tuple(Mark(self.x(month), month, index % every == 0) for index, month in enumerate(inside))


def dates(days: Sequence[date]) -> Dates:
    """An axis that holds all days, from the first of a month to the last of one."""
    return Dates(min(days).replace(day=1), _next(max(days)) - timedelta(days=1))


def _next(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
