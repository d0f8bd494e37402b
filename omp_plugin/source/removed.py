"""Plans that tagged versions had and that are gone: where they lay, who took them out and when, where they are now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from omp_plugin import limits
from omp_plugin.source.commit import committed_at, read_commit
from omp_plugin.source.folder import PLAN_FILE
from omp_plugin.source.plan_file import plan_file, title_in
from omp_plugin.source.refs import Unavailable, find_root
from omp_plugin.source.text import HIDDEN, SUBSTITUTE
from omp_plugin.source.version import Commit

if TYPE_CHECKING:
    from omp_plugin.source.revisions import Repository

_BYTES = 1024 * 1024
_LONGEST = 200


class Gone(NamedTuple):
    """A plan that is gone: its folder below the docs folder, its title, and the latest version that has it.

    `commit` took it out, where that is known. `moved` is the folder that the plan lies in now, empty for one that was
    removed.
    """

    folder: str
    title: str
    version: str
    commit: Commit | None
    moved: str = ""


def gone_plans(docs: Path, now: Mapping[str, bytes]) -> list[Gone]:
    """The plans that the latest tags have below the docs folder and that are not among those that are there `now`:
    their `plan.yml` by folder.

    Nothing without git, and nothing where it cannot be read: nobody asked for it by name.
    """
    top = find_root(docs)
    if top is None:
        return []
    from omp_plugin.source.revisions import Repository  # sites without git need none of it

    below = docs.resolve().relative_to(top).as_posix().removeprefix(".")
    try:
        with Repository(top) as repository:
            return list(_gone(repository, below, now))
    except Unavailable:
        return []


def _gone(repository: Repository, docs: str, now: Mapping[str, bytes]) -> Iterator[Gone]:
    """The latest version of each, looked for from the latest tag on; tags younger than what is here do not count."""
    head = repository.object("HEAD^{commit}", _BYTES)
    if head is None:
        return
    taken = set(now)
    for tag in [tag for tag in repository.tags() if tag.time <= committed_at(head[1])][: limits.VERSIONS]:
        there = dict(_folders(repository, tag.commit, docs))
        for folder in sorted(there.keys() - taken):
            title = _title(plan_file(repository, tag.commit, there[folder])) or PurePosixPath(folder).name
            new = {each: _title(text) for each, text in now.items() if each not in there}
            by = _taken_out_by(repository, tag.commit, head[0], there[folder])
            yield Gone(folder, title, tag.name, by, _now_at(folder, title, new))
        taken |= there.keys()


def _folders(repository: Repository, commit: str, docs: str) -> Iterator[tuple[str, str]]:
    """The folders of plans at a commit: below the docs folder, and from the top of the repository."""
    for place in repository.plans(commit):
        if place != docs and PurePosixPath(place).is_relative_to(docs):
            yield PurePosixPath(place).relative_to(docs).as_posix(), place


def _now_at(folder: str, title: str, new: Mapping[str, str]) -> str:
    """The one new folder of that name, else the one whose plan has that title."""
    named = [each for each in new if PurePosixPath(each).name == PurePosixPath(folder).name]
    alike = [each for each in new if new[each] == title]
    return named[0] if len(named) == 1 else alike[0] if len(alike) == 1 else ""


def _taken_out_by(repository: Repository, old: str, new: str, place: str) -> Commit | None:
    """The last commit that touched the plan's file: it is gone, so that commit removed it."""
    found = repository.between(old, new, [f"{place}/{PLAN_FILE}"], 1)
    raw = repository.object(found[0], _BYTES) if found else None
    return read_commit(found[0], raw[1]) if raw else None


def _title(text: bytes) -> str:
    return HIDDEN.sub(SUBSTITUTE, " ".join(title_in(text).decode("utf-8", "replace").split())[:_LONGEST])
