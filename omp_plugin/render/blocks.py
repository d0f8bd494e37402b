"""Rows of a timeline that are drawn together: as one drawing, by campaign, or in blocks one below another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from omp_plugin.render.axis import Axis
from omp_plugin.render.geometry import ROW, Mark, by_id, marks
from omp_plugin.render.ink import Ink, inks
from omp_plugin.render.links import MOST, Arrows, Ends, Link, arrows, inside
from omp_plugin.render.shapes import number
from omp_plugin.render.timeline_rows import Label, TimelineRow

MOST_ROWS = 60
"""A chart of more rows is folded by campaign, and where it cannot be, it is several blocks."""
BLOCK = 50
"""The rows of such a block: browsers leave out those that are not in sight."""
TALL, SLICE = 24, 5
"""A chart of more rows than `TALL` may not fit a sheet of paper, so it is printed in slices of so many rows."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a chart is called (title), what it says (finding), and the key that makes its ids unique."""

    key: str
    title: str
    finding: str


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that are drawn together: labels at the left, one chart at the right.

    `top` is where the first of them stands among the rows that coordinates are counted from. `parts` are the campaigns
    of a chart that is printed by campaign: their marks and inner links are theirs, `arrows` what is between them.
    `stack` are the blocks of a chart with very many rows, which are drawn in place of it.
    """

    words: Words
    labels: tuple[Label, ...]
    marks: tuple[Mark, ...]
    arrows: Arrows
    height: float
    summaries: tuple[float, ...] = ()
    top: float = 0.0
    parts: tuple[Block, ...] = ()
    stack: tuple[Block, ...] = ()

    @property
    def inks(self) -> tuple[Ink, ...]:
        """The marks by their look."""
        return inks(self.marks)

    @property
    def is_tall(self) -> bool:
        """True for a chart that may not fit a sheet of paper."""
        return self.height > TALL * ROW

    @property
    def slices(self) -> tuple[tuple[float, float], ...]:
        """Top and height of the parts in which a tall chart is printed, so that a sheet ends between two rows."""
        if not self.is_tall:
            return ()
        step = SLICE * ROW
        tops = [number * step for number in range(ceil(self.height / step))]
        return tuple((self.top + top, min(step, self.height - top)) for top in tops)

    @property
    def is_full(self) -> bool:
        """True for a block of a stack with the height that the stylesheet knows: only the last one has another."""
        return self.height == BLOCK * ROW

    @property
    def earlier(self) -> str:
        """The outlines of all earlier dates."""
        return "".join([mark.earlier for mark in self.marks])

    @property
    def rules(self) -> str:
        """The lines between campaigns."""
        return "".join([f"M0 {number(y)}h9999" for y in self.summaries])


def block(words: Words, rows: Sequence[TimelineRow], links: Sequence[Link], axis: Axis) -> Block:
    """The chart of some rows; links to tasks that are not among them become stubs."""
    found = marks([row.item for row in rows], axis)
    ends = by_id(found)
    whole = _rows(words, rows, found, arrows(links, ends), 0)
    return replace(whole, stack=tuple(_stack(whole, rows, links, found, ends))) if len(rows) > MOST_ROWS else whole


def parted(
    words: Words, parts: Sequence[tuple[Words, Sequence[TimelineRow]]], links: Sequence[Link], axis: Axis
) -> Block:
    """The chart of several campaigns, each with a chart of its own rows for paper."""
    rows = [row for _, each in parts for row in each]
    found = marks([row.item for row in rows], axis)
    ends = by_id(found)
    is_thinned = len(inside(links, ends)) > MOST
    home = {row.item.id: part for part, (_, each) in enumerate(parts) for row in each}
    across = [link for link in links if home.get(link.task) != home.get(link.successor)]
    whole = _rows(words, rows, found, arrows(across, ends, is_thinned=is_thinned), 0)
    made, first = [], 0
    for part, (named, each) in enumerate(parts):
        own = {row.item.id: ends[row.item.id] for row in each if row.item.id in ends}
        mine = [link for link in links if home.get(link.successor) == part]
        part_marks = found[first : first + len(each)]
        made.append(_rows(named, each, part_marks, arrows(mine, own, is_thinned=is_thinned), first))
        first += len(each)
    return replace(whole, parts=tuple(made))


def _rows(
    words: Words, rows: Sequence[TimelineRow], found: Iterable[Mark | None], lines: Arrows, first: int
) -> Block:
    """Rows of which `first` stand above."""
    starts = tuple((first + n) * ROW for n, row in enumerate(rows) if row.item.kind == "summary")
    drawn, labels = tuple(mark for mark in found if mark), tuple(row.label for row in rows)
    return Block(words, labels, drawn, lines, len(rows) * ROW, starts, first * ROW)


def _stack(
    whole: Block, rows: Sequence[TimelineRow], links: Sequence[Link], found: Sequence[Mark | None], ends: Ends
) -> Iterator[Block]:
    """Blocks of `BLOCK` rows; a link that crosses several is drawn in each, which shows what lies within."""
    is_thinned = whole.arrows.is_thinned
    for first in range(0, len(rows), BLOCK):
        last = min(first + BLOCK, len(rows))
        mine = [link for link in links if _touches(link, ends, first, last)]
        words = replace(whole.words, key=f"{whole.words.key}-{first // BLOCK + 1}")
        lines = arrows(mine, ends, is_thinned=is_thinned)
        yield _rows(words, rows[first:last], found[first:last], lines, first)


def _touches(link: Link, ends: Ends, first: int, last: int) -> bool:
    """True for a link of which a part lies in these rows."""
    rows = [ends[id_][0] for id_ in (link.task, link.successor) if id_ in ends]
    return link.successor in ends and min(rows) < last and max(rows) >= first
