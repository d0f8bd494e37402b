"""Where the marks of a timeline stand: bars, milestones, links and notes of a list of rows (design, section 8).

All numbers are px at a root of 20 px; shapes are the `d` of SVG paths, so that a thousand rows stay small.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from omp_plugin.render.axis import DAY, Axis
from omp_plugin.render.shapes import bar, diamond, number, rail, text_width

ROW = 30.0
BAR, SUMMARY, EARLIER = 12.0, 7.0, 4.0
CENTRE = 13.0
"""A mark's centre below the top of its row: 2 px above the middle, which leaves room for the earlier dates."""
RADIUS, LEAST = 3.0, 4.0
DIAMOND, RING, OLD_DIAMOND = 6.5, 9.5, 5.0
FADE = 21
"""Days over which a bar without a finish fades."""

Kind = Literal["summary", "task", "milestone", "repeat"]


@dataclass(frozen=True, slots=True)
class Item:
    """What one row shows. `done` is a ratio, `note` the one annotation; `was` are the days of an earlier version."""

    id: str
    kind: Kind
    state: str = "todo"
    start: date | None = None
    finish: date | None = None
    done: float = 0.0
    critical: bool = False
    note: str = ""
    icon: str = ""
    was: tuple[date, date] | None = None
    occurrences: tuple[date, ...] = ()
    fades: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A text beside a mark; `anchor` is the SVG word for the side that `x` is on; the icon stands left of the text."""

    x: float
    y: float
    anchor: Literal["start", "end"]
    text: str
    icon: str = ""
    icon_x: float = 0.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A drawn row: the light part with its outline, the dark part, the second outline, the earlier dates.

    `sign` is where a milestone's ✓ or ! is drawn. `left`, `right`, `top` and `bottom` are the edges of the mark.
    """

    item: Item
    left: float
    right: float
    top: float
    bottom: float
    light: str
    dark: str = ""
    ring: str = ""
    earlier: str = ""
    sign: tuple[float, float] | None = None
    fade: tuple[str, ...] = ()
    note: Note | None = None


def marks(items: Sequence[Item], axis: Axis) -> tuple[Mark | None, ...]:
    """The mark of each row; `None` for an item without dates or wholly outside the span."""
    return tuple(_mark(item, index * ROW, axis) for index, item in enumerate(items))


def is_outside(item: Item, axis: Axis) -> bool:
    """True for an item with dates of which no day lies in the span."""
    start, finish = item.start or item.finish, item.finish or item.start
    return start is not None and finish is not None and (finish < axis.first or start > axis.last)


def _mark(item: Item, top: float, axis: Axis) -> Mark | None:
    if (item.start is None and item.finish is None) or is_outside(item, axis):
        return None
    middle = top + CENTRE
    if item.kind == "milestone":
        return _milestone(item, middle, axis)
    if item.kind == "repeat":
        return _repeat(item, middle, axis)
    if item.fades and item.start:
        return _fading(item, item.start, middle, axis)
    return _bar(item, middle, axis)


def _bar(item: Item, middle: float, axis: Axis) -> Mark:
    left, right, is_cut_left, is_cut_right = _edges(item, axis)
    height = SUMMARY if item.kind == "summary" else BAR
    top = middle + (2 if item.kind == "summary" else 0) - height / 2
    radius = SUMMARY / 2 if item.kind == "summary" else RADIUS
    near, far = (0.0 if is_cut_left else radius), (0.0 if is_cut_right else radius)
    light = bar(left, top, right - left, height, (near, far))
    done = (right - left) * min(max(item.done, 0.0), 1.0)
    dark = bar(left, top, done, height, (near, far if item.done >= 1 else 0.0)) if done > 0 else ""
    earlier = _earlier_bar(item, middle, axis)
    mark = Mark(item, left, right, top, top + height, light, dark, earlier=earlier)
    return _with_note(mark, axis, middle)


def _edges(item: Item, axis: Axis) -> tuple[float, float, bool, bool]:
    """The left and right end of a bar, cut at the span, and whether each is cut; at least `LEAST` px apart."""
    start, finish = item.start or item.finish or axis.first, item.finish or item.start or axis.last
    left = max(axis.x(start), 0.0)
    right = min(axis.x(finish + DAY), axis.x(axis.last + DAY))
    return left, max(right, left + LEAST), start < axis.first, finish > axis.last


def _earlier_bar(item: Item, middle: float, axis: Axis) -> str:
    """The outline of the earlier dates, below the bar; nothing where they are the same or outside the span."""
    if item.was is None or item.was == (item.start, item.finish):
        return ""
    old = Item(item.id, "task", start=item.was[0], finish=item.was[1])
    if is_outside(old, axis):
        return ""
    left, right, is_cut_left, is_cut_right = _edges(old, axis)
    half = EARLIER / 2
    near, far = (0.0 if is_cut_left else half), (0.0 if is_cut_right else half)
    return bar(left, middle + 8.5 - half, right - left, EARLIER, (near, far))


def _milestone(item: Item, middle: float, axis: Axis) -> Mark:
    x = axis.midday(item.finish or item.start or axis.first)
    ring = diamond(x, middle, RING) if item.critical else ""
    earlier = ""
    if item.was and item.was[1] != item.finish and axis.holds(item.was[1]):
        earlier = moved(axis.midday(item.was[1]), x, middle)
    reach = RING if item.critical else DIAMOND
    light = diamond(x, middle, DIAMOND - 1 if item.critical else DIAMOND)  # a gap to the second outline
    mark = Mark(item, x - reach, x + reach, middle - reach, middle + reach, light, "", ring, earlier, sign=(x, middle))
    return _with_note(mark, axis, middle)


def moved(old: float, new: float, middle: float) -> str:
    """A hollow diamond at the old date, joined to the new one by a line."""
    toward = OLD_DIAMOND if new > old else -OLD_DIAMOND
    return f"{diamond(old, middle, OLD_DIAMOND)}M{number(old + toward)} {number(middle)}H{number(new)}"


def _repeat(item: Item, middle: float, axis: Axis) -> Mark:
    left, right, _, _ = _edges(item, axis)
    columns = sorted({round(axis.midday(day)) for day in item.occurrences if axis.holds(day)})
    ticks = "".join(f"M{x} {number(middle - BAR / 2)}v{number(BAR)}" for x in columns)
    mark = Mark(item, left, right, middle - BAR / 2, middle + BAR / 2, rail(left, right, middle), ticks)
    return _with_note(mark, axis, middle)


def _fading(item: Item, start: date, middle: float, axis: Axis) -> Mark:
    """Three parts of a bar, each lighter than the one before, for work whose finish nobody has said."""
    left, limit, top = max(axis.x(start), 0.0), axis.x(axis.last + DAY), middle - BAR / 2
    right = min(left + FADE * axis.scale, limit)
    third = (right - left) / 3
    parts = tuple(bar(left + n * third, top, third, BAR, (RADIUS if n == 0 else 0, 0)) for n in range(3))
    return _with_note(Mark(item, left, right, top, top + BAR, "", fade=parts), axis, middle)


def _with_note(mark: Mark, axis: Axis, middle: float) -> Mark:
    """The annotation right of the mark; left where there is no room, and left out where there is none either."""
    if not mark.item.note:
        return mark
    width = text_width(mark.item.note) + (16 if mark.item.icon else 0)
    y = middle + 4
    if mark.right + 8 + width <= axis.width:
        x = mark.right + 8
        note = Note(x + (16 if mark.item.icon else 0), y, "start", mark.item.note, mark.item.icon, x)
    elif mark.left - 8 - width >= 0:
        x = mark.left - 8
        note = Note(x, y, "end", mark.item.note, mark.item.icon, x - width)
    else:
        return mark
    return replace(mark, note=note)


@dataclass(frozen=True, slots=True)
class LaneMark:
    """A plan milestone in the lane on top: its diamond at (x, y), and its label where one fits."""

    item: Item
    x: float
    y: float
    light: str
    ring: str
    earlier: str
    note: Note | None


@dataclass(frozen=True, slots=True)
class Lane:
    """The plan's milestones on up to five lines."""

    height: float
    marks: tuple[LaneMark, ...]


LANE_LINES, LANE_LINE, LANE_EDGE = 5, 20.0, 14.0


def lane(items: Iterable[Item], axis: Axis) -> Lane:
    """Each milestone on the first line where its label does not overlap another; `note` is the label.

    Where all lines are taken the diamond stands on the last one without a label: the table names it.
    """
    ends: list[list[tuple[float, float]]] = [[] for _ in range(LANE_LINES)]
    found = [
        _lane_mark(item, axis, ends)
        for item in sorted(items, key=lambda item: (item.finish or axis.first, item.id))
        if item.finish and axis.holds(item.finish)
    ]
    lines = max((n for n, taken in enumerate(ends, 1) if taken), default=0)
    return Lane(lines * LANE_LINE + LANE_EDGE, tuple(found))


def _lane_mark(item: Item, axis: Axis, ends: list[list[tuple[float, float]]]) -> LaneMark:
    x = axis.midday(item.finish or axis.first)
    width = text_width(item.note)
    is_right = x + 12 + width <= axis.width
    old = axis.midday(item.was[1]) if item.was and axis.holds(item.was[1]) else x
    left = min(x, old) - 8 - (0 if is_right else width + 6)
    right = x + (width + 16 if is_right else 12)
    line = next((n for n, taken in enumerate(ends) if all(right < a or left > b for a, b in taken)), None)
    has_label = line is not None and left >= -8
    line = LANE_LINES - 1 if line is None else line
    ends[line].append((left, right))
    y = LANE_EDGE / 2 + LANE_LINE * (line + 0.5)
    note = Note(x + (12 if is_right else -12), y + 4, "start" if is_right else "end", item.note) if has_label else None
    earlier = moved(old, x, y) if old != x else ""
    return LaneMark(item, x, y, diamond(x, y, DIAMOND), diamond(x, y, RING) if item.critical else "", earlier, note)


def by_id(found: Iterable[Mark | None]) -> Mapping[str, tuple[int, Mark]]:
    """The row's index and mark by the item's id, for the links between them."""
    return {mark.item.id: (index, mark) for index, mark in enumerate(found) if mark and mark.item.kind != "summary"}
