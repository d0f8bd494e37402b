"""Which entities of two versions are the same: by id, and where an id was renamed by `formerly` (plan format, 1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from omp_plugin.model.structures import Entity

E = TypeVar("E", bound=Entity)


def matched(old: Mapping[str, E], new: Mapping[str, E]) -> Iterator[tuple[E | None, E | None]]:
    """Pairs of old and new, those without a counterpart with `None`: the new version's order, what is gone at the end.

    An id that both have is the same entity, whatever `formerly` says of it. Versions may be given in either order.
    """
    before = renames(old, new)
    for id_, entity in new.items():
        yield old.get(before.get(id_, id_)), entity
    gone = old.keys() - new.keys() - set(before.values())
    for id_, entity in old.items():
        if id_ in gone:
            yield entity, None


def renames(old: Mapping[str, E], new: Mapping[str, E]) -> dict[str, str]:
    """The old id of each entity that has another one now."""
    gone = {id_ for id_ in old if id_ not in new}
    come = {id_ for id_ in new if id_ not in old}
    found: dict[str, str] = {}
    for earlier, later in sorted(_said(old, new, gone, come)):
        if earlier not in found.values() and later not in found:
            found[later] = earlier
    return found


def _said(
    old: Mapping[str, E], new: Mapping[str, E], gone: set[str], come: set[str]
) -> Iterator[tuple[str, str]]:
    """Pairs of an old and a new id that either version says are the same."""
    for id_ in come:
        yield from ((name, id_) for name in new[id_].formerly if name in gone)
    for id_ in gone:
        yield from ((id_, name) for name in old[id_].formerly if name in come)
