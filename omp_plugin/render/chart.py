"""A timeline as its template draws it: the axis with its words, and blocks of rows with all their marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import TYPE_CHECKING

from omp_plugin.render.axis import FIT, MARGIN, Axis, Tick
from omp_plugin.render.day_words import short_date
from omp_plugin.render.day_words import tick as tick_word
from omp_plugin.render.geometry import ROW, Mark, by_id, marks
from omp_plugin.render.ink import Ink, inks
from omp_plugin.render.lane import Lane
from omp_plugin.render.links import Arrows, Link, arrows
from omp_plugin.render.shapes import number, text_width
from omp_plugin.render.timeline_rows import Label, TimelineRow
from omp_plugin.words import _

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

TALL, SLICE = 24, 5
"""A chart of more rows than `TALL` may not fit a sheet of paper, so it is printed in slices of so many rows."""
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Words:
    """What a chart is called (title), what it says (finding), and the key that makes its ids unique."""

    key: str
    title: str
    finding: str


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that are drawn together: labels at the left, one chart at the right."""

    words: Words
    labels: tuple[Label, ...]
    marks: tuple[Mark, ...]
    arrows: Arrows
    height: float
    summaries: tuple[float, ...] = ()

    @property
    def inks(self) -> tuple[Ink, ...]:
        """The marks by their look."""
        return inks(self.marks)

    @property
    def slices(self) -> tuple[tuple[float, float], ...]:
        """Top and height of the parts in which a tall chart is printed, so that a sheet ends between two rows."""
        if self.height <= TALL * ROW:
            return ()
        step = SLICE * ROW
        tops = [number * step for number in range(ceil(self.height / step))]
        return tuple((top, min(step, self.height - top)) for top in tops)

    @property
    def earlier(self) -> str:
        """The outlines of all earlier dates."""
        return "".join(mark.earlier for mark in self.marks)

    @property
    def rules(self) -> str:
        """The lines between campaigns."""
        return "".join(f"M0 {number(y)}h9999" for y in self.summaries)


def axis_view(ctx: PlanContext, axis: Axis, today: date) -> AxisView:
    """The axis in the plan's language."""
    formats = ctx.formats
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


def block(words: Words, rows: Sequence[TimelineRow], links: Sequence[Link], axis: Axis) -> Block:
    """The chart of some rows; links to tasks that are not among them become stubs."""
    items = [row.item for row in rows]
    found = marks(items, axis)
    drawn = tuple(mark for mark in found if mark)
    starts = tuple(index * ROW for index, item in enumerate(items) if item.kind == "summary")
    labels = tuple(row.label for row in rows)
    return Block(words, labels, drawn, arrows(links, by_id(found)), len(rows) * ROW, starts)


def guides(lane: Lane) -> tuple[str, ...]:
    """Where the dotted lines of the plan's milestones go down the chart."""
    return tuple(dict.fromkeys(number(mark.x) for mark in lane.marks))
