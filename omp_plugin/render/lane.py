"""The lane above a timeline: the plan's milestones with their names, on as few lines as needed (design, section 8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from omp_plugin.render.axis import Axis
from omp_plugin.render.geometry import DIAMOND, Item, Note, earlier_x, moved, sign
from omp_plugin.render.shapes import diamond, text_width

LINES, LINE, EDGE = 5, 20.0, 14.0
"""At most so many lines of so many px, and what the lane has above and below them."""
BESIDE, APART, ALONE = 12.0, 16.0, 8.0
"""From a diamond's middle to its name; to the next mark beyond the name; to the next mark where it has no name."""
Taken = list[list[tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class LaneMark:
    """A milestone of the plan: its diamond at (x, y) with a ✓ or !, the earlier date, and its name where one fits."""

    item: Item
    x: float
    y: float
    light: str
    sign: str
    earlier: str
    note: Note | None


@dataclass(frozen=True, slots=True)
class Lane:
    """The plan's milestones by day."""

    height: float
    marks: tuple[LaneMark, ...]


def lane(items: Iterable[Item], axis: Axis) -> Lane:
    """Each milestone on the first line where its name (`note`) overlaps nothing.

    Where no line has room for the name, the diamond stands alone: the table names it. Where there are more milestones
    than even that has room for, the last line has diamonds only, which may cover each other.
    """
    dated = [item for item in items if item.finish and axis.holds(item.finish)]
    ordered = sorted(dated, key=lambda item: (item.finish or axis.first, item.id))
    taken: Taken = [[] for _ in range(LINES)]
    found = [_placed(item, axis, taken) for item in ordered]
    if not all(found):
        taken = [[] for _ in range(LINES - 1)]
        found = [_placed(item, axis, taken) or _drawn(item, axis, LINES - 1) for item in ordered]
    lines = max((round((mark.y - EDGE / 2) / LINE + 0.5) for mark in found if mark), default=0)
    return Lane(lines * LINE + EDGE, tuple(mark for mark in found if mark))


def _placed(item: Item, axis: Axis, taken: Taken) -> LaneMark | None:
    """A milestone on the first line with room for its name, else for its diamond; `None` where no line has any."""
    x, old = axis.midday(item.finish or axis.first), earlier_x(item, axis)
    first, last = (x, x) if old is None else (min(x, old), max(x, old))
    width = text_width(item.note)
    is_right = last + BESIDE + width <= axis.width
    left, right = (first - ALONE, last + APART + width) if is_right else (first - APART - width, last + BESIDE)
    line = _free(taken, left, right) if left >= -ALONE else None
    if line is not None:
        taken[line].append((left, right))
        return _drawn(item, axis, line, last + BESIDE if is_right else first - BESIDE, is_right=is_right)
    line = _free(taken, first - ALONE, last + ALONE)
    if line is None:
        return None
    taken[line].append((first - ALONE, last + ALONE))
    return _drawn(item, axis, line)


def _drawn(item: Item, axis: Axis, line: int, at: float | None = None, *, is_right: bool = True) -> LaneMark:
    """A milestone on a line, with its name beside `at` where that is given."""
    x, old, y = axis.midday(item.finish or axis.first), earlier_x(item, axis), EDGE / 2 + LINE * (line + 0.5)
    note = None if at is None else Note(at, y + 4, "start" if is_right else "end", item.note)
    earlier = "" if old is None else moved(old, x, y)
    return LaneMark(item, x, y, diamond(x, y, DIAMOND), sign(item, x, y), earlier, note)


def _free(taken: Taken, left: float, right: float) -> int | None:
    """The first line on which nothing stands between the two; `None` where each has something."""
    return next((n for n, each in enumerate(taken) if all(right < a or left > b for a, b in each)), None)
