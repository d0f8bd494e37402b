"""Where the marks of a timeline stand: bars, milestones, links and notes of a list of rows (design, section 8).

All numbers are px at a root of 20 px; shapes are the `d` of SVG paths, so that a thousand rows stay small.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from omp_plugin.render.axis import Axis
from omp_plugin.render.shapes import bang, bar, diamond, number, rail, text_width, tick

ROW = 30.0
BAR, SUMMARY, EARLIER = 12.0, 7.0, 4.0
CENTRE = 13.0
"""A mark's centre below the top of its row: 2 px above the middle, which leaves room for the earlier dates."""
RADIUS, LEAST = 3.0, 4.0
DIAMOND, RING, OLD_DIAMOND = 6.5, 9.5, 5.0
GAP, ICON = 8.0, 16.0
"""Between a mark and its note; what an icon before the note takes."""
FADE = 21
"""Days over which a bar without a finish fades."""

Kind = Literal["summary", "task", "milestone", "repeat"]


class Item(NamedTuple):
    """What one row shows. `state` is how it looks, `done` a ratio, `note` the one annotation.

    Before the note stands `icon`, a status of the vocabulary; `was` are the days of an earlier version.
    """

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


class Note(NamedTuple):
    """A text beside a mark; `anchor` is the SVG word for the side that `x` is on; the icon stands left of the text."""

    x: float
    y: float
    anchor: Literal["start", "end"]
    text: str
    icon: str = ""
    icon_x: float = 0.0


class Mark(NamedTuple):
    """A drawn row: the light part with its outline, the dark part, the second outline, the earlier dates.

    `sign` is a milestone's ✓ or !. `left`, `right`, `top` and `bottom` are the edges of the mark,
    `earlier_x` is where the diamond of the earlier date stands.
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
    sign: str = ""
    fade: tuple[str, ...] = ()
    note: Note | None = None
    earlier_x: float | None = None

    @property
    def reach(self) -> tuple[float, float]:
        """From where to where nothing else may stand: the mark, with the diamond at the earlier date."""
        if self.earlier_x is None:
            return self.left, self.right
        return min(self.left, self.earlier_x - OLD_DIAMOND), max(self.right, self.earlier_x + OLD_DIAMOND)


def marks(items: Sequence[Item], axis: Axis) -> tuple[Mark | None, ...]:
    """The mark of each row; `None` for an item without dates or wholly outside the span."""
    return tuple(_mark(item, index * ROW, axis) for index, item in enumerate(items))


def is_outside(item: Item, axis: Axis) -> bool:
    """True for an item with dates of which no day lies in the span."""
    start, finish = item.start or item.finish, item.finish or item.start
    return start is not None and finish is not None and (finish < axis.first or start > axis.last)


def is_cut(item: Item, axis: Axis) -> bool:
    """True for an item that begins before the span or ends after it, and has a day in it."""
    start, finish = item.start or item.finish, item.finish or item.start
    if start is None or finish is None or is_outside(item, axis):
        return False
    return start < axis.first or finish > axis.last


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
    height, radius, top = BAR, RADIUS, middle - BAR / 2
    if item.kind == "summary":
        height, radius, top = SUMMARY, SUMMARY / 2, middle + 2 - SUMMARY / 2
    near, far = (0.0 if is_cut_left else radius), (0.0 if is_cut_right else radius)
    light, dark, done = bar(left, top, right - left, height, (near, far)), "", item.done
    if done >= 1:
        dark = light
    elif done > 0:
        dark = bar(left, top, (right - left) * done, height, (near, 0.0))
    note = _note(item, left, right, axis, middle) if item.note else None
    return Mark(
        item, left, right, top, top + height, light, dark, "", _earlier_bar(item, middle, axis), "", (), note
    )  # fmt: skip


def _edges(item: Item, axis: Axis) -> tuple[float, float, bool, bool]:
    """The left and right end of a bar, cut at the span, and whether each is cut; at least `LEAST` px apart."""
    start, finish = item.start or item.finish or axis.first, item.finish or item.start or axis.last
    first, last, scale = axis.first, axis.last, axis.scale
    left = (start - first).days * scale if start > first else 0.0
    right = ((finish - first).days + 1) * scale if finish < last else axis.end
    return left, max(right, left + LEAST), start < first, finish > last


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
    old = earlier_x(item, axis)
    reach = RING if item.critical else DIAMOND
    left, right = x - reach, x + reach
    if old is not None:
        left, right = min(left, old - OLD_DIAMOND), max(right, old + OLD_DIAMOND)
    return Mark(
        item, x - reach, x + reach, middle - reach, middle + reach,
        light=diamond(x, middle, DIAMOND - 1 if item.critical else DIAMOND),  # a gap to the second outline
        ring=diamond(x, middle, RING) if item.critical else "",
        earlier="" if old is None else moved(old, x, middle),
        sign=sign(item, x, middle),
        note=_note(item, left, right, axis, middle) if item.note else None,
        earlier_x=old,
    )  # fmt: skip


def sign(item: Item, x: float, y: float) -> str:
    """What a filled diamond says without its colour: done, or not as it should be."""
    if item.state == "done":
        return tick(x, y)
    return bang(x, y) if item.state in ("risk", "off") else ""


def earlier_x(item: Item, axis: Axis) -> float | None:
    """Where a milestone stood; `None` where it has not moved, or stood outside the span."""
    if item.was is None or item.was[1] == item.finish or not axis.holds(item.was[1]):
        return None
    return axis.midday(item.was[1])


def moved(old: float, new: float, middle: float) -> str:
    """A hollow diamond at the old date, joined to the new one by a line."""
    toward = OLD_DIAMOND if new > old else -OLD_DIAMOND
    return f"{diamond(old, middle, OLD_DIAMOND)}M{number(old + toward)} {number(middle)}H{number(new)}"


def _repeat(item: Item, middle: float, axis: Axis) -> Mark:
    left, right, _, _ = _edges(item, axis)
    columns = sorted({round(axis.midday(day)) for day in item.occurrences if axis.holds(day)})
    ticks = "".join(f"M{x} {number(middle - BAR / 2)}v{number(BAR)}" for x in columns)
    note = _note(item, left, right, axis, middle) if item.note else None
    return Mark(item, left, right, middle - BAR / 2, middle + BAR / 2, rail(left, right, middle), ticks, note=note)


def _fading(item: Item, start: date, middle: float, axis: Axis) -> Mark:
    """Three parts of a bar, each lighter than the one before, for work whose finish nobody has said."""
    left, limit, top = max(axis.x(start), 0.0), axis.end, middle - BAR / 2
    right = min(left + FADE * axis.scale, limit)
    third = (right - left) / 3
    parts = tuple(bar(left + n * third, top, third, BAR, (RADIUS if n == 0 else 0, 0)) for n in range(3))
    note = _note(item, left, right, axis, middle) if item.note else None
    return Mark(item, left, right, top, top + BAR, "", fade=parts, note=note)


def _note(item: Item, left: float, right: float, axis: Axis, middle: float) -> Note | None:
    """The annotation right of what takes that room; left where there is none, and left out where there is none either.
    """
    text, icon = item.note, ICON if item.icon else 0.0
    width, y = text_width(text) + icon, middle + 4
    if right + GAP + width <= axis.width:
        x = right + GAP
        return Note(x + icon, y, "start", text, item.icon, x)
    if left - GAP - width >= 0:
        x = left - GAP
        return Note(x, y, "end", text, item.icon, x - width)
    return None


def by_id(found: Iterable[Mark | None]) -> Mapping[str, tuple[int, Mark]]:
    """The row's index and mark by the item's id, for the links between them."""
    return {mark.item.id: (index, mark) for index, mark in enumerate(found) if mark and mark.item.kind != "summary"}
