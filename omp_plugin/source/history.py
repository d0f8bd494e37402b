"""The earlier versions of a site's plans: those that a plan names as its baseline, else the latest tag that differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from omp_plugin import limits
from omp_plugin.problems import Position, Problem, problem
from omp_plugin.source.approval import read_approval
from omp_plugin.source.commit import committed_at, committed_on, parents, read_commit
from omp_plugin.source.folder import PLAN_FILE, PlanSource
from omp_plugin.source.last_change import are_same, read_last_change
from omp_plugin.source.missing import missing, short
from omp_plugin.source.plan_file import has_plan, plan_file, title_in
from omp_plugin.source.refs import Unavailable, find_root
from omp_plugin.source.version import HERE, Commit, LastChange, Missing, Step, Version

if TYPE_CHECKING:
    from omp_plugin.source.revisions import Repository

Stated = Sequence[tuple[str, Position]]
"""The names of versions that a plan states, with their places."""
_Found = TypeVar("_Found")
_COMMIT_BYTES = 1024 * 1024


@dataclass(slots=True)
class _Shelf:
    """A repository, and what was read from it."""

    repository: Repository
    sources: dict[str, dict[str, PlanSource]] = field(default_factory=dict)
    """The sources in a folder, by that folder's tree and by the names they are shown under."""


class History:
    """The past of plans. `places` are their folders on the disk by the folder that messages show; to be closed.

    With `by_default`, a plan that states no baseline has the latest tag that contains it and differs from it. With
    `with_steps`, versions carry the commits that lead from them to now; `sameness` says when two do not differ.
    `with_past` is needed for `tagged`.
    """

    def __init__(
        self,
        places: Mapping[str, Path],
        *,
        by_default: bool = True,
        with_steps: bool = True,
        with_past: bool = False,
        sameness: Callable[[PlanSource, PlanSource], bool] | None = None,
    ) -> None:
        self._places = dict(places)
        self._is_same = sameness or _is_same
        self._by_default = by_default
        self._with_steps = with_steps
        self._with_past = with_past
        self._shelves: dict[Path, _Shelf] = {}

    def __enter__(self) -> History:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the processes that read objects."""
        for shelf in self._shelves.values():
            shelf.repository.close()

    def versions(self, source: PlanSource, stated: Stated) -> tuple[list[Version], list[Problem]]:
        """The versions that a plan is compared with, in the order of its baselines.

        Problems: `unknown-baseline` for a stated one that cannot be read. Without git, and where no tag contains the
        plan, there is nothing to compare with, which is no problem.
        """
        if not stated and not self._by_default:
            return [], []
        found = [(at, self.find(source, name)) for name, at in dict(reversed(stated)).items()] if stated else []
        found.reverse()
        versions = [each for _, each in found if isinstance(each, Version)]
        problems = [_unknown(at, each) for at, each in found if isinstance(each, Missing)]
        latest = None if stated else self._latest(source)
        return ([latest] if latest else versions), problems

    def find(self, source: PlanSource, name: str, until: str = HERE) -> Version | Missing:
        """A plan at a git ref, with the steps from there `until` another ref or now."""
        shelf = self._shelf(source)
        if shelf is None:
            hint = "keep the plans in git to compare versions, or name none"
            return Missing(f'version "{short(name)}" cannot be read: the plan lies in no git repository', hint)
        try:
            return self._find(shelf, source, name, until)
        except Unavailable as error:
            hint = "run the command where git can read the repository"
            return Missing(f'version "{short(name)}" cannot be read: {error}', hint)

    def folders(self, root: Path, name: str) -> list[str] | Missing:
        """The folders below `root` that hold plans at a git ref, from the top of the repository."""
        top = find_root(root)
        if top is None:
            return Missing("there is no git repository here", "run the command inside the repository of the plans")
        repository, below = self._open(top).repository, _inner(root, top)
        try:
            commit = repository.commit(name)
            if commit is None:
                return missing(repository, name)
            return [each for each in repository.plans(commit) if not below or f"{each}/".startswith(f"{below}/")]
        except Unavailable as error:
            return Missing(str(error), "run the command where git can read the repository")

    def place(self, places: Mapping[str, Path]) -> None:
        """Says where more plans lie."""
        self._places.update(places)

    def take(self, root: Path, name: str, folder: str) -> Version:
        """The plan in one of those folders, which from here on is the plan as it is now."""
        top = find_root(root)
        assert top
        shelf, shown = self._open(top), f"{name}:{folder}"
        commit = shelf.repository.commit(name) or ""
        raw = shelf.repository.object(commit, _COMMIT_BYTES)
        self._places[shown] = top / folder
        return Version(name, commit, committed_on(raw[1] if raw else b""), self._read(shelf, commit, folder, shown, ""))

    def _find(self, shelf: _Shelf, source: PlanSource, name: str, until: str) -> Version | Missing:
        repository = shelf.repository
        commit = repository.commit(name)
        if commit is None:
            return missing(repository, name)
        folder = self._folder(shelf, source, commit)
        if folder is None:
            hint = "name a version that has it, or leave `baseline` out"
            return Missing(f'version "{short(name)}" has no plan "{source.id}"', hint)
        return self._version(shelf, source, (name, commit, folder), until)

    def _version(self, shelf: _Shelf, source: PlanSource, at: tuple[str, str, str], until: str = HERE) -> Version:
        """The version at a name, commit and folder."""
        name, commit, folder = at
        raw = shelf.repository.object(commit, _COMMIT_BYTES)
        old = self._read(shelf, commit, folder, f"{name}:{folder}", source.id)
        version = Version(name, commit, committed_on(raw[1] if raw else b""), old)
        if not self._with_steps:
            return version
        steps = self._steps(shelf, source, commit, folder, until)
        return version._replace(steps=steps, is_cut=len(steps) == limits.COMMITS or shelf.repository.is_shallow())

    def _latest(self, source: PlanSource) -> Version | None:
        """The plan at the latest tag, not younger than what is checked out, that contains it and differs from it."""
        shelf = self._shelf(source)
        if shelf is None:
            return None
        try:
            head = shelf.repository.object("HEAD^{commit}", _COMMIT_BYTES)
            if head is None:
                return None
            tags = [tag for tag in shelf.repository.tags() if tag.time <= committed_at(head[1])]
            for tag in tags[: limits.TAGS]:
                folder = self._folder(shelf, source, tag.commit)
                old = None if folder is None else self._any(shelf, tag.commit, folder, source.id)
                if folder is not None and old is not None and not self._is_same(source, old):
                    return self._version(shelf, source, (tag.name, tag.commit, folder))
        except Unavailable:
            return None  # nothing was asked for by name
        return None

    def tagged(self, source: PlanSource) -> list[Version]:
        """The plan at the latest tags that contain it, the oldest first, each with the steps to the next one.

        Tags younger than what is checked out do not count, nor those at which the plan is as it was at the one before.
        """
        shelf = self._shelf(source) if self._with_past else None
        try:
            places = list(self._tagged(shelf, source))[-limits.VERSIONS :] if shelf else []
            nexts = [*(commit for _, commit, _ in places[1:]), HERE]
            return [self._version(shelf, source, at, until) for at, until in zip(places, nexts, strict=False) if shelf]
        except Unavailable:
            return []  # nothing was asked for by name

    def approval(self, source: PlanSource) -> Commit | None:
        """The commit that approved the plan as it is; only with the past."""
        return self._read_past(source, read_approval)

    def last_change(self, source: PlanSource) -> LastChange | None:
        """The latest commit that changed the plan; only with the past."""
        return self._read_past(source, read_last_change)

    def _read_past(
        self, source: PlanSource, read: Callable[[Repository, PlanSource, str], _Found | None]
    ) -> _Found | None:
        shelf = self._shelf(source) if self._with_past else None
        if shelf is None:
            return None
        try:
            return read(shelf.repository, source, _inner(self._places[source.folder], shelf.repository.root))
        except Unavailable:
            return None  # nothing was asked for by name

    def _tagged(self, shelf: _Shelf, source: PlanSource) -> Iterator[tuple[str, str, str]]:
        """Name, commit and folder of the plan at each tag where it differs from the tag before, the oldest first."""
        head = shelf.repository.object("HEAD^{commit}", _COMMIT_BYTES)
        tags = shelf.repository.tags()[: limits.TAGS] if head else []
        before: PlanSource | None = None
        for tag in reversed([tag for tag in tags if head and tag.time <= committed_at(head[1])]):
            folder = self._folder(shelf, source, tag.commit)
            here = self._any(shelf, tag.commit, folder, source.id) if folder is not None else None
            if folder is not None and here and not (before and self._is_same(here, before)):
                before = here
                yield tag.name, tag.commit, folder

    def _shelf(self, source: PlanSource) -> _Shelf | None:
        place = self._places.get(source.folder)
        root = find_root(place) if place else None
        return self._open(root) if root else None

    def _open(self, root: Path) -> _Shelf:
        from omp_plugin.source.revisions import Repository  # most checks of plans need none of it

        if root not in self._shelves:
            self._shelves[root] = _Shelf(Repository(root))
        return self._shelves[root]

    def _folder(self, shelf: _Shelf, source: PlanSource, commit: str) -> str | None:
        """Where a plan lay at a commit: where it lies now, else in a folder of its name or with a plan of its title.

        Folders that hold another plan now are not looked at.
        """
        repository, here = shelf.repository, _inner(self._places[source.folder], shelf.repository.root)
        if has_plan(repository, commit, here):
            return here
        places = (place.resolve() for place in self._places.values())
        now = {_inner(place, repository.root) for place in places if place.is_relative_to(repository.root)}
        others = [folder for folder in repository.plans(commit) if folder not in now]
        named = [folder for folder in others if PurePosixPath(folder).name == source.id]
        if named:
            return named[0] if len(named) == 1 else None
        title = title_in(source.files.get(PLAN_FILE, b""))
        alike = [folder for folder in others if title and title == title_in(plan_file(repository, commit, folder))]
        return alike[0] if len(alike) == 1 else None

    def _steps(self, shelf: _Shelf, source: PlanSource, old: str, folder: str, until: str) -> tuple[Step, ...]:
        repository, here = shelf.repository, _inner(self._places[source.folder], shelf.repository.root)
        new = repository.commit("HEAD" if until == HERE else until)
        if new is None:
            return ()
        ids = repository.between(old, new, [here, folder], limits.COMMITS)
        return tuple(step for id_ in ids if (step := self._step(shelf, source, id_)))

    def _step(self, shelf: _Shelf, source: PlanSource, id_: str) -> Step | None:
        raw = shelf.repository.object(id_, _COMMIT_BYTES)
        if raw is None:
            return None
        before = next(iter(parents(raw[1])), None)
        commit = read_commit(id_, raw[1])
        return Step(commit, self._at(shelf, source, before) if before else None, self._at(shelf, source, id_))

    def _at(self, shelf: _Shelf, source: PlanSource, commit: str) -> PlanSource | None:
        if shelf.repository.object(f"{commit}^{{commit}}", 0) is None:
            return None  # beyond the end of a shallow clone
        folder = self._folder(shelf, source, commit)
        return None if folder is None else self._any(shelf, commit, folder, source.id)

    def _read(self, shelf: _Shelf, commit: str, folder: str, shown: str, id_: str) -> PlanSource:
        """The sources of a plan, read once for all commits that have the same."""
        tree = shelf.repository.tree(commit, folder) or ""
        known = shelf.sources.setdefault(tree, {})
        if shown not in known:
            name = id_ or PurePosixPath(folder).name or shelf.repository.root.name
            blob = partial(shelf.repository.blob, tree)
            known[shown] = PlanSource(shown, shelf.repository.files(tree) if tree else {}, (), name, None, blob)
        return known[shown]

    def _any(self, shelf: _Shelf, commit: str, folder: str, id_: str) -> PlanSource:
        """The sources of a plan that is only compared: under whatever name they were read before."""
        known = shelf.sources.get(shelf.repository.tree(commit, folder) or "")
        return next(iter(known.values())) if known else self._read(shelf, commit, folder, "", id_)


def _inner(path: Path, root: Path) -> str:
    """A folder as git names it, from the top of the work tree; empty for the top itself."""
    return path.resolve().relative_to(root).as_posix().removeprefix(".")


def _is_same(one: PlanSource, other: PlanSource) -> bool:
    return are_same(one.files, other.files)


def _unknown(at: Position, missing: Missing) -> Problem:
    return problem(at, "unknown-baseline", missing.message, missing.hint)
