"""The time axis of a chart: from days to pixels, with ticks that suit the length of the span (design, section 8).

Pixels are those of a root of 20 px; a chart's size in `rem` is pixels / 20. A day begins at `x(day)` and ends at
`x(day + 1)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from omp_plugin.model.dates import Period

Unit = Literal["day", "week", "month", "quarter", "year"]
DAY = timedelta(days=1)
FIT = 788.0
"""The width in px that a span is stretched to where its ticks allow it: the chart of a one-year plan in 70rem."""
NARROW = 608.0
"""The same in Material's own 61rem."""
MARGIN = 28.0
"""After the last day: 816 or 636 px in all, which with the labels is what such pages have room for."""
LABEL = 34.0
"""Narrower ticks (px) show every second label."""
_MONTHS: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Grain:
    """How a span of up to `days` days is drawn: px a day at least, and the two bands of the axis."""

    days: int
    least: float
    below: Unit
    above: Unit | None


GRAINS = (
    Grain(31, 24.0, "day", "month"),
    Grain(120, 7.0, "week", "month"),
    Grain(550, 1.5, "month", "quarter"),
    Grain(1_100, 0.75, "quarter", "year"),
    Grain(1_000_000, 0.1, "year", None),
)


@dataclass(frozen=True, slots=True)
class Tick:
    """One unit of a band: where it begins, how wide its visible part is, and whether its label is shown."""

    period: Period
    x: float
    width: float
    labelled: bool


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """A span of days (both inclusive) on `width` px, with an upper and a lower band of ticks."""

    first: date
    last: date
    scale: float
    grain: Grain
    above: tuple[Tick, ...]
    below: tuple[Tick, ...]
    width: float
    """The chart's width, with a margin after the last day."""
    end: float
    """Where the last day ends."""

    @property
    def days(self) -> int:
        """Days in the span."""
        return (self.last - self.first).days + 1

    def x(self, day: date) -> float:
        """Where a day begins; days outside the span lie outside the chart."""
        return (day - self.first).days * self.scale

    def midday(self, day: date) -> float:
        """The middle of a day."""
        return self.x(day) + self.scale / 2

    def holds(self, day: date) -> bool:
        """True for a day of the span."""
        return self.first <= day <= self.last

    @property
    def weekends(self) -> tuple[Tick, ...]:
        """Saturdays and Sundays, where days are drawn one by one."""
        return tuple(tick for tick in self.below if self.grain.below == "day" and tick.period.first.weekday() >= 5)


@lru_cache(maxsize=256)
def axis(first: date, last: date, fit: float = FIT) -> Axis:
    """The axis of a span: the finest grain that its length allows, stretched to `fit` where it would be narrower."""
    days = (last - first).days + 1
    grain = next((grain for grain in GRAINS if days <= grain.days), GRAINS[-1])
    scale = max(grain.least, fit / days)
    above = tuple(_ticks(first, last, grain.above, scale)) if grain.above else ()
    below = tuple(_ticks(first, last, grain.below, scale))
    return Axis(first, last, scale, grain, above, below, width=round(days * scale + MARGIN), end=days * scale)


def narrow_axis(wide: Axis) -> Axis | None:
    """The same span for a narrower page; `None` for one that the page is too narrow for as well."""
    found = axis(wide.first, wide.last, NARROW)
    return found if found.width <= NARROW + MARGIN else None


def whole_months(first: date, last: date) -> tuple[date, date]:
    """The span widened to begin on the first of its month."""
    return first.replace(day=1), last


def _ticks(first: date, last: date, unit: Unit, scale: float) -> Iterator[Tick]:
    for index, period in enumerate(periods(first, last, unit)):
        begin, end = max(period.first, first), min(period.last, last)
        width = ((end - begin).days + 1) * scale
        full = period.days * scale
        room = width >= min(full, LABEL) and (full >= LABEL or index % 2 == 0)
        yield Tick(period, (begin - first).days * scale, width, room)


def periods(first: date, last: date, unit: Unit) -> Iterator[Period]:
    """The units that touch the span, the first and last as whole ones."""
    period = _unit_of(first, unit)
    while period.first <= last:
        yield period
        period = _unit_of(period.last + DAY, unit)


def _unit_of(day: date, unit: Unit) -> Period:
    """The unit that a day lies in; weeks begin on Monday."""
    if unit == "day":
        return Period(day, day, day.isoformat(), "day")
    if unit == "week":
        monday = day - day.weekday() * DAY
        return Period(monday, monday + 6 * DAY, f"{monday:%G-W%V}", "week")
    count = _MONTHS[unit]
    start = date(day.year, (day.month - 1) // count * count + 1, 1)
    months = day.year * 12 + start.month - 1 + count
    return Period(start, date(months // 12, months % 12 + 1, 1) - DAY, _name(start, unit), unit)


def _name(start: date, unit: Unit) -> str:
    """A calendar unit as authors write it."""
    if unit == "quarter":
        return f"{start.year}-Q{(start.month + 2) // 3}"
    return f"{start:%Y-%m}" if unit == "month" else str(start.year)
