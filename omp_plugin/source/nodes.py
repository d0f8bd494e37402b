"""What a source says before it is typed: texts, lists and mappings, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from omp_plugin.problems import Position


class Scalar(NamedTuple):
    """One text as written.

    `listed` is set for a cell of a CSV file, where a list is written with `;` between its items. `broken` stands for
    something that could not be read and has been reported: nothing more is said about it.
    """

    text: str
    at: Position
    listed: bool = False
    broken: bool = False


class Sequence(NamedTuple):
    """A list as written."""

    items: tuple[Node, ...]
    at: Position


class Entry(NamedTuple):
    """One key of a mapping with its value."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping as written, its keys unique."""

    entries: tuple[Entry, ...]
    at: Position

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def find(self, key: str) -> Entry | None:
        """The entry of that key."""
        for entry in self.entries:
            if entry.key.text == key:
                return entry
        return None

    def get(self, key: str) -> Node | None:
        """The value of that key."""
        entry = self.find(key)
        return entry.value if entry else None


Node: TypeAlias = Scalar | Sequence | Mapping


def is_empty(node: Node) -> bool:
    """True for a key without a value (`owner:`), which says nothing."""
    return isinstance(node, Scalar) and node.text == "" and not node.broken


def broken(at: Position) -> Scalar:
    """Stands where something unreadable stood."""
    return Scalar("", at, broken=True)
