"""The latest commit that changed a plan, and whether the plan still is what it was then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from omp_plugin.source.commit import parents, read_commit
from omp_plugin.source.folder import PlanSource
from omp_plugin.source.version import LastChange

if TYPE_CHECKING:
    from omp_plugin.source.revisions import Repository

_BYTES = 1024 * 1024


def read_last_change(repository: Repository, source: PlanSource, folder: str) -> LastChange | None:
    """The latest commit that changed the plan's folder; of merged branches the merge.

    There is none of a plan that was never committed, nor where a shallow clone ends before it.
    """
    ids = repository.line("HEAD", folder, 1)
    raw = repository.object(ids[0], _BYTES) if ids else None
    if raw is None or any(repository.object(f"{each}^{{commit}}", 0) is None for each in parents(raw[1])[:1]):
        return None
    tree = repository.tree("HEAD", folder)
    committed = repository.files(tree) if tree else {}
    return LastChange(read_commit(ids[0], raw[1]), not are_same(source.files, committed))


def are_same(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> bool:
    """True for the same files, however their lines end."""
    return dict(_unified(one)) == dict(_unified(other))


def _unified(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    return ((name, content.replace(b"\r\n", b"\n")) for name, content in files.items())
