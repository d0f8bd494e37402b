"""The arrows between the rows of a timeline: what waits for what (design, section 8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from omp_plugin.model.tasks import LinkType
from omp_plugin.render.geometry import CENTRE, ROW, Mark, Note
from omp_plugin.render.shapes import head, number, text_width
from omp_plugin.words import _

MOST = 80
"""With more links only those on the critical path are drawn."""
CORNER = 3.0
Ends = Mapping[str, tuple[int, Mark]]


class Link(NamedTuple):
    """A task and the one that waits for it; `name` is what a stub calls the first."""

    task: str
    successor: str
    type: LinkType = "FS"
    critical: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Arrows:
    """Lines and heads of all links as four paths; `is_thinned` where only the critical ones are drawn."""

    lines: str
    heads: str
    critical_lines: str
    critical_heads: str
    stubs: tuple[Note, ...]
    is_thinned: bool


NO_ARROWS = Arrows("", "", "", "", (), is_thinned=False)


def inside(links: Iterable[Link], ends: Ends) -> list[Link]:
    """The links between marks."""
    return [link for link in links if link.task in ends and link.successor in ends]


def arrows(links: Sequence[Link], ends: Ends, *, is_thinned: bool | None = None) -> Arrows:
    """The arrows between the marks in `ends`; a link from a task that is not among them becomes a stub.

    `is_thinned` is given for a part of a chart, which goes by what the whole has.
    """
    if not links and not is_thinned:
        return NO_ARROWS
    found = inside(links, ends)
    is_thinned = len(found) > MOST if is_thinned is None else is_thinned
    drawn = [(link, *_arrow(link, ends)) for link in found if link.critical or not is_thinned]
    return Arrows(
        "".join(line for link, line, _ in drawn if not link.critical),
        "".join(tip for link, _, tip in drawn if not link.critical),
        "".join(line for link, line, _ in drawn if link.critical),
        "".join(tip for link, _, tip in drawn if link.critical),
        tuple(_stubs(links, ends)),
        is_thinned,
    )


def _arrow(link: Link, ends: Ends) -> tuple[str, str]:
    """The line and the head: down (or up) to the row's boundary, across, and on to the successor's edge."""
    (row, mark), (next_row, successor) = ends[link.task], ends[link.successor]
    is_down = next_row > row
    x, end_x = _at(mark, link.type[0]), _at(successor, link.type[1])
    y = mark.bottom if is_down else mark.top
    boundary = (row + 1 if is_down else row) * ROW
    end_y = successor.top if is_down else successor.bottom
    stop = end_y - 4 if is_down else end_y + 4
    return _bent([(x, y), (x, boundary), (end_x, boundary), (end_x, stop)]), head(end_x, end_y, is_down=is_down)


def _at(mark: Mark, side: str) -> float:
    """Where a link meets a mark: 5 px before a finish, 6 px after a start, a milestone's corner."""
    middle = (mark.left + mark.right) / 2
    if mark.item.kind == "milestone":
        return middle
    return max(mark.right - 5, middle) if side == "F" else min(mark.left + 6, middle)


def _bent(points: list[tuple[float, float]]) -> str:
    """A line through the points with rounded corners; points on a straight line are left out."""
    (x, y), *_, (end_x, end_y) = points
    if abs(end_x - x) < 1:
        return f"M{number(x)} {number(y)}V{number(end_y)}"
    parts = [f"M{number(x)} {number(y)}"]
    for (ax, ay), (bx, by), (cx, cy) in zip(points, points[1:], points[2:], strict=False):
        # The way across has a corner at each end, the ways up and down have one.
        reach = min(CORNER, abs(cx - ax) / 2, abs(cy - ay))
        come = (_sign(bx - ax) * reach, _sign(by - ay) * reach)
        go = (_sign(cx - bx) * reach, _sign(cy - by) * reach)
        straight = f"H{number(bx - come[0])}" if come[0] else f"V{number(by - come[1])}"
        parts.append(f"{straight}q{_pair(*come)} {_pair(come[0] + go[0], come[1] + go[1])}")
    return f"{''.join(parts)}V{number(end_y)}"


def _pair(x: float, y: float) -> str:
    return f"{number(x)} {number(y)}"


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _stubs(links: Sequence[Link], ends: Ends) -> list[Note]:
    """A text left of each task that waits for tasks that are not drawn, where there is room for it."""
    waits: dict[str, list[str]] = {}
    for link in links:
        if link.successor in ends and link.task not in ends and link.name:
            waits.setdefault(link.successor, []).append(link.name)
    found = []
    for task, names in waits.items():
        row, mark = ends[task]
        more = f" +{len(names) - 1}" if len(names) > 1 else ""
        text = _("after {tasks} →").format(tasks=f"{names[0]}{more}")
        is_free = mark.note is None or mark.note.anchor == "start"
        x = mark.reach[0] - 6
        if is_free and x - text_width(text, 11) >= 0:
            found.append(Note(x, row * ROW + CENTRE + 4, "end", text))
    return found
