"""A built site deployed as a version with mike, and pushed so that nobody else's version is lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import chdir, contextmanager, suppress
from os import getpid
from pathlib import Path
from typing import NamedTuple

from omp_plugin.publish.branch import Branch, GitFailed
from omp_plugin.publish.lock import locked
from omp_plugin.publish.names import BadName, check_beside
from omp_plugin.publish.root import DOOR, STYLESHEET, VERSIONS, Published, read_versions, root_files

ATTEMPTS = 20
"""Most times that a version is deployed again because others were pushed meanwhile."""
_SHARED = {VERSIONS, STYLESHEET, DOOR, ".nojekyll"}
_LOCK = "omp-publish.lock"


class Deployment(NamedTuple):
    """A version to publish: its name, its aliases, and the commit that it was built from, in short."""

    version: str
    aliases: tuple[str, ...]
    source: str

    @property
    def names(self) -> tuple[str, ...]:
        """The folders it takes."""
        return (self.version, *self.aliases)


class Beaten(Exception):
    """The version is not published: others were faster, or the branches have parted; the message says what to do."""


def deploy(branch: Branch, wanted: Deployment, site: Path, tell: Callable[[str], None], *, is_pushed: bool) -> None:
    """Deploys the built site in `site` on the local branch, and pushes it; `tell` is given what happens meanwhile.

    Raises `BadName`, `GitFailed` or `Beaten`, and leaves the local branch as it was.
    """
    with locked(branch.folder() / _LOCK, lambda: tell("waiting for another publisher")), _restored(branch) as start:
        base = _begin(branch, start) if is_pushed else start
        add(branch, wanted, site, base)
        for attempt in range(1, ATTEMPTS + 1):
            if not is_pushed:
                return
            pushed = branch.push()
            if pushed.is_through:
                return
            there = branch.fetch()
            if there == base and not pushed.is_race:
                raise GitFailed(f"{branch.remote} refuses the push: {pushed.said}")
            tell(f"others have published meanwhile: trying again ({attempt})")
            time.sleep(0.05 * attempt * (1 + getpid() % 5))  # so that those who were beaten together do not meet again
            base = _again(branch, base, branch.fetch())
            add(branch, wanted, site, base)
        raise Beaten(f"{ATTEMPTS} pushes were overtaken by others: publish again when they are done")


@contextmanager
def _restored(branch: Branch) -> Iterator[str]:
    """Gives where the branch stands, and puts it back there if anything fails."""
    start = branch.tip()
    try:
        yield start
    except BaseException:
        with suppress(GitFailed):
            branch.move(branch.tip(), start)
        raise


def _begin(branch: Branch, start: str) -> str:
    """Lets the local branch have what the remote has. Versions that were never pushed stay."""
    there = branch.fetch()
    if branch.goes_on(there, start):
        return start
    return _again(branch, start, there)


def _again(branch: Branch, base: str, there: str) -> str:
    """Goes back from what was deployed on `base` to the remote's branch, which must have all that `base` had."""
    if not branch.goes_on(base, there):
        raise Beaten(
            f'the branch "{branch.name}" here has commits that {branch.remote} has not, and the other way round: '
            f"push or rename it (git branch -m {branch.name} old-{branch.name}) and publish again"
        )
    branch.move(branch.tip(), there)
    return there


def add(branch: Branch, wanted: Deployment, site: Path, base: str) -> None:
    """Commits the version and what lies beside all versions. Raises `BadName`, and `GitFailed` if mike fails.

    The branch is looked at before and after: a version of another name that were gone or changed is an error.
    """
    before = read_versions(branch.text(base, VERSIONS))
    _check(wanted, before, branch.entries(base))
    _with_mike(branch, wanted, site)
    after = read_versions(branch.text(branch.tip(), VERSIONS))
    _commit_root(branch, wanted, after)
    is_listed = {wanted.version, *(each.version for each in before)} == {each.version for each in after}
    if not is_listed or not _is_kept(branch, wanted, base, after):
        raise GitFailed(f"the new commit would change other versions than {wanted.version}: nothing was published")


def _check(wanted: Deployment, before: Sequence[Published], there: Collection[str]) -> None:
    """Raises `BadName` where the version or an alias would take the place of something else."""
    versions = {each.version for each in before}
    aliases = {alias for each in before for alias in each.aliases}
    others = {alias for each in before if each.version != wanted.version for alias in each.aliases}
    check_beside(wanted.version, wanted.aliases, versions, others)
    for name in wanted.names:
        if name in there and name not in versions | aliases:
            raise BadName(f'"{name}" is on the branch already, and is no version: choose another name')


def _is_kept(branch: Branch, wanted: Deployment, base: str, after: Sequence[Published]) -> bool:
    """True where all but the version, its aliases and the files of all versions is as it was."""
    old, new = branch.entries(base), branch.entries(branch.tip())
    own = {alias for each in after if each.version == wanted.version for alias in each.aliases}
    return all(old.get(name) == new.get(name) for name in {*old, *new} - {*_SHARED, *wanted.names, *own})


def _with_mike(branch: Branch, wanted: Deployment, site: Path) -> None:
    from mike import commands  # type: ignore[import-untyped]

    message = f"Publish {wanted.version} from {wanted.source}"
    built = {"site_dir": str(site), "use_directory_urls": True}
    aliases = list(wanted.aliases)
    with (
        _committing(branch),
        commands.deploy(built, wanted.version, None, aliases, update_aliases=True, branch=branch.name, message=message),
    ):
        pass  # it is built already, strictly, which mike's own build is not


def _commit_root(branch: Branch, wanted: Deployment, versions: Sequence[Published]) -> None:
    """Commits the files that follow from the list of versions, where they change."""
    from mike import git_utils

    tip = branch.tip()
    found = dict(root_files(versions, branch.text(tip, DOOR)))
    if all((branch.text(tip, name) or "").strip() == text.strip() for name, text in found.items()):
        return
    message = f"Point the older versions to the current one, as of {wanted.version}"
    with _committing(branch), git_utils.Commit(branch.name, message) as commit:
        for name, text in found.items():
            commit.add_file(git_utils.FileInfo(name, text))


@contextmanager
def _committing(branch: Branch) -> Iterator[None]:
    """Where mike works, and what it raises as ours; a commit that would change nothing is none."""
    from mike import git_utils

    try:
        with chdir(branch.root), suppress(git_utils.GitEmptyCommit):
            yield
    except (git_utils.GitError, ValueError) as error:
        raise GitFailed(" ".join(str(error).split())[:400]) from None
