"""A branch of a repository and its counterpart elsewhere: where each stands, fetched, moved and pushed through git."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

_BRANCH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./+-]{0,99}")
_NEVER = re.compile(r"\.\.|//|/\.|\.lock(?:/|$)|[./]$")
_RACE = re.compile(r"\[(?:remote )?rejected\].*(?:fetch first|non-fast-forward|lock|old value|already exists)")
"""What git says of a push when somebody else's came first."""
NONE = "0" * 40
"""Where a branch stands that is not there."""


class GitFailed(Exception):
    """Git did not do what it was asked; the message is what it said."""


class Pushed(NamedTuple):
    """What became of a push: through, beaten by another (`is_race`), or refused for the reason `said`."""

    is_through: bool
    is_race: bool
    said: str


class Branch:
    """The local branch `name` of the repository around `root`, and the one of that name in `remote`."""

    def __init__(self, root: Path, name: str, remote: str) -> None:
        self.root, self.name, self.remote = root, name, remote
        self.ref = f"refs/heads/{name}"
        self._entries: dict[str, dict[str, str]] = {NONE: {}}

    def git(self, *arguments: str) -> str:
        """What git prints. Raises `GitFailed`."""
        done = self._run(*arguments)
        if done.returncode != 0:
            raise GitFailed(_said(done.stderr) or f"git {arguments[0]} failed")
        return done.stdout.strip()

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        try:
            return subprocess.run(
                ["git", *arguments], cwd=self.root, capture_output=True, text=True, errors="replace", check=False
            )
        except OSError:
            raise GitFailed("git cannot be run here") from None

    def tip(self) -> str:
        """The commit that the local branch leads to, or `NONE`."""
        done = self._run("rev-parse", "--quiet", "--verify", f"{self.ref}^{{commit}}")
        return done.stdout.strip() if done.returncode == 0 else NONE

    def move(self, old: str, new: str) -> None:
        """Lets the local branch lead elsewhere, if it still leads to `old`. Raises `GitFailed`."""
        if new == NONE and old != NONE:
            self.git("update-ref", "-d", self.ref, old)
        elif new != old:
            self.git("update-ref", self.ref, new, old)

    def fetch(self) -> str:
        """Where the branch stands in the remote, its commits brought here; `NONE` if it is not there."""
        found = self._run("ls-remote", "--exit-code", "--", self.remote, self.ref)
        if found.returncode == 2:
            return NONE
        if found.returncode != 0:
            raise GitFailed(f"{self.remote}: {_said(found.stderr)}")
        self.git("fetch", "--quiet", "--no-tags", "--", self.remote, self.ref)
        return self.git("rev-parse", "FETCH_HEAD^{commit}")

    def push(self) -> Pushed:
        """Sends the local branch, which must go on from the remote's."""
        done = self._run("push", "--porcelain", "--", self.remote, f"{self.ref}:{self.ref}")
        said = done.stdout + done.stderr
        return Pushed(done.returncode == 0, _RACE.search(said) is not None, _said(done.stderr) or _said(done.stdout))

    def goes_on(self, old: str, new: str) -> bool:
        """True where `new` has all that `old` has."""
        return old == NONE or (new != NONE and self._run("merge-base", "--is-ancestor", old, new).returncode == 0)

    def entries(self, commit: str) -> dict[str, str]:
        """What lies at the top of a commit: mode, type and id by name."""
        if commit not in self._entries:
            pairs = (line.split("\t", 1) for line in self.git("ls-tree", "-z", commit).split("\0") if line)
            self._entries[commit] = {name: what for what, name in pairs}
        return self._entries[commit]

    def text(self, commit: str, name: str) -> str | None:
        """A file at the top of a commit."""
        return self.git("cat-file", "blob", f"{commit}:{name}") if name in self.entries(commit) else None

    def check(self) -> None:
        """Raises `GitFailed` where nothing can be published on the branch."""
        if not _BRANCH.fullmatch(self.name) or _NEVER.search(self.name):
            raise GitFailed(f'"{ascii(self.name)[1:-1][:80]}" cannot name a branch')
        if self._run("symbolic-ref", "--quiet", "HEAD").stdout.strip() == self.ref:
            raise GitFailed(f'"{self.name}" is checked out here: it holds built sites, no plans; name another --branch')
        if self._run("var", "GIT_COMMITTER_IDENT").returncode != 0:
            raise GitFailed("git does not know who commits: set user.name and user.email")

    def folder(self) -> Path:
        """Where the repository keeps what it knows, for all its work trees."""
        return (self.root / self.git("rev-parse", "--git-common-dir")).resolve()


def _said(text: str) -> str:
    """What git said, without its advice, on one line."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("hint:")]
    return "; ".join(lines)[:400]
