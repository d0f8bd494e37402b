"""What is wrong with the sources of a plan, without what would tell of parts that an audience must not see."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from omp_plugin.problems import Position, Problem
from omp_plugin.source.nodes import Entry, Mapping, Node, Scalar, Sequence
from omp_plugin.source.visibility import ALL, Sifted

_WORD = re.compile(r"[a-z0-9][a-z0-9-]*")
UNREADABLE = "this file cannot be read"
HINT = "check it for the audience that sees everything"


class _Ground(NamedTuple):
    """Where the nodes of files begin, in order, and which of them are seen."""

    starts: list[Position]
    seen: list[bool]

    def owner(self, at: Position) -> int:
        """The number of the node that a place belongs to, the last that begins before it; below 0 where none does."""
        place = bisect(self.starts, at) - 1
        return place if place >= 0 and self.starts[place].path == at.path else -1


def audible(problems: list[Problem], whole: Mapping, read: Sifted) -> list[Problem]:
    """The problems of reading a plan that an audience is told of; those who see everything are told of all.

    Those inside of what is left out, and those that name it, are not reported; of a file nothing of which could be read
    nobody knows what may be told, so that only the fact is.
    """
    if not problems or read.audience == ALL:
        return problems
    ground = _ground(whole, read.node)
    names = frozenset().union(*read.hidden.values())
    return list(_told(problems, ground, names))


def _told(problems: Iterable[Problem], ground: _Ground, names: frozenset[str]) -> Iterator[Problem]:
    for each in problems:
        owner = ground.owner(each.position)
        if owner < 0:
            yield each._replace(message=UNREADABLE, hint=HINT) if each.code != "unsafe-path" else each
        elif ground.seen[owner] and names.isdisjoint(_WORD.findall(f"{each.message} {each.hint}")):
            yield each


def _ground(whole: Mapping, seen: Mapping | None) -> _Ground:
    kept = set(_places(seen)) if seen else set()
    starts = sorted(set(_places(whole)) - set(_broken(whole)))
    return _Ground(starts, [each in kept for each in starts])


def _places(node: Node) -> Iterator[Position]:
    """Where a node and all in it begin; what is broken says nothing of what stands there."""
    if isinstance(node, Mapping):
        for entry in node:
            if entry.key.at != entry.value.at or not (isinstance(entry.value, Scalar) and entry.value.broken):
                yield entry.key.at
            yield from _places(entry.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _places(item)
    elif not node.broken:
        yield node.at


def _broken(node: Node) -> Iterator[Position]:
    """Where what could not be read stands: a file of its own, or one value."""
    if isinstance(node, Scalar):
        yield from [node.at] if node.broken else []
        return
    for inner in node.items if isinstance(node, Sequence) else (entry.value for entry in node):
        yield from _broken(inner)


def audible_rows(problems: list[Problem], rows: Iterable[Mapping], hidden: frozenset[str]) -> list[Problem]:
    """The problems of a table of measured values, without those in rows of KPIs that are hidden."""
    if not hidden or not problems:
        return problems
    starts = sorted((row.at, not _is_of(row.find("kpi"), hidden)) for row in rows)
    ground = _Ground([at for at, _ in starts], [is_seen for _, is_seen in starts])
    return [each for each in problems if (owner := ground.owner(each.position)) < 0 or ground.seen[owner]]


def _is_of(cell: Entry | None, hidden: frozenset[str]) -> bool:
    return cell is not None and isinstance(cell.value, Scalar) and cell.value.text in hidden
