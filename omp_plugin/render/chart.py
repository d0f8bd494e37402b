"""The axis of a timeline as its template draws it, with its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from omp_plugin.render.axis import FIT, MARGIN, Axis, Tick
from omp_plugin.render.day_words import short_date
from omp_plugin.render.day_words import tick as tick_word
from omp_plugin.render.formats import Formats
from omp_plugin.render.lane import Lane
from omp_plugin.render.shapes import number, text_width
from omp_plugin.words import _, spoken

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

PILL = 16.0
"""What the pill that names today adds to the width of its text."""


@dataclass(frozen=True, slots=True)
class AxisLabel:
    """A word on the axis."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Pill:
    """The pill on the axis that names today: its left edge and width; `x` is where the line goes down."""

    x: float
    left: float
    width: float
    text: str

    @property
    def middle(self) -> float:
        """Where its text is centred."""
        return self.left + self.width / 2


@dataclass(frozen=True, slots=True, eq=False)
class AxisView:
    """The axis: `strong` and `hair` are the x of lines down the chart, `past` the width of the time gone by."""

    width: float
    above: tuple[AxisLabel, ...]
    below: tuple[AxisLabel, ...]
    strong: tuple[str, ...]
    hair: tuple[str, ...]
    weekends: tuple[Tick, ...]
    today: Pill | None
    past: float

    @property
    def is_wide(self) -> bool:
        """True for a chart that no page is wide enough for."""
        return self.width > FIT + MARGIN

    def lines(self, xs: Iterable[str], height: float) -> str:
        """Upright lines of that height as one path."""
        return "".join(f"M{x} 0v{number(height)}" for x in xs)


def axis_view(ctx: PlanContext, axis: Axis, today: date) -> AxisView:
    """The axis in the plan's language."""
    return _axis_view(ctx.formats, axis, today, spoken())


@lru_cache(maxsize=64)
def _axis_view(formats: Formats, axis: Axis, today: date, _spoken: object) -> AxisView:
    """Plans of the same period have the same."""
    below = tuple(_labels(axis.below, [tick_word(tick.period, formats.locale) for tick in axis.below], is_tight=False))
    strong = [number(tick.x) for tick in (axis.above or axis.below) if tick.x > 0]
    hair = [number(tick.x) for tick in axis.below if tick.x > 0 and number(tick.x) not in strong]
    x = axis.midday(today)
    now = _("Today {date}").format(date=short_date(today, formats.locale))
    pill = _pill(x, axis.width, now) if axis.holds(today) else None
    words = [formats.period(tick.period) for tick in axis.above]
    above = tuple(_beside(pill, _labels(axis.above, words, is_tight=True), axis.above))
    past = min(max(x, 0.0), axis.width) if axis.first <= today else 0.0
    return AxisView(axis.width, above, below, tuple(strong), tuple(hair), axis.weekends, pill, past)


def _labels(ticks: Sequence[Tick], words: Sequence[str], *, is_tight: bool) -> Iterable[AxisLabel]:
    """The labels that have room; an upper one needs room for its whole word."""
    for tick, word in zip(ticks, words, strict=True):
        if tick.labelled and (not is_tight or tick.width >= text_width(word) + 6):
            yield AxisLabel(tick.x + 7, word)


def _beside(pill: Pill | None, labels: Iterable[AxisLabel], ticks: Sequence[Tick]) -> Iterable[AxisLabel]:
    """The upper labels, those under the pill moved to its right, or left out where their tick ends before that."""
    for label in labels:
        end = label.x + text_width(label.text)
        if pill is None or end < pill.left or label.x > pill.left + pill.width:
            yield label
            continue
        x = pill.left + pill.width + 6
        tick = next(tick for tick in ticks if tick.x <= label.x < tick.x + tick.width)
        if x + text_width(label.text) <= tick.x + tick.width:
            yield AxisLabel(x, label.text)


def _pill(x: float, width: float, text: str) -> Pill:
    size = text_width(text) + PILL
    return Pill(x, min(max(x - size / 2, 0.0), width - size), size, text)


def guides(lane: Lane) -> tuple[str, ...]:
    """Where the dotted lines of the plan's milestones go down the chart."""
    return tuple(dict.fromkeys(number(mark.x) for mark in lane.marks))
