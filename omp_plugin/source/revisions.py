"""A git repository, read without touching its work tree: the one place that calls git.

Nothing an author or a repository says is run or fetched: no hooks, filters, pagers or transports, no settings of the
caller's environment, names of refs checked before git sees them. Objects come from one `git cat-file --batch`.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import NamedTuple

from omp_plugin import limits
from omp_plugin.source.folder import PLAN_FILE
from omp_plugin.source.refs import Unavailable, is_ref

_HEX = re.compile(r"[0-9a-f]{4,64}")
_HEADER = re.compile(rb"([0-9a-f]{40,64}) (commit|tree|blob|tag) ([0-9]+)\n")
_QUIET = (
    "--no-pager", "--no-replace-objects", "--literal-pathspecs", "--no-optional-locks",
    "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false",
    "-c", "protocol.allow=never", "-c", "log.showSignature=false",
)  # fmt: skip
_KEPT = ("PATH", "HOME", "XDG_CONFIG_HOME", "SYSTEMROOT", "USERPROFILE")
"""What git needs of the environment: itself, and where its user says which repositories are safe."""
_REFS = ("refs/tags/", "refs/heads/", "refs/remotes/origin/")
_TAG = (
    "%(refname:strip=2)", "%(objecttype)", "%(*objecttype)", "%(objectname)", "%(*objectname)",
    "%(committerdate:unix)", "%(*committerdate:unix)",
)  # fmt: skip
"""What is asked of each tag: of itself, and of what it leads to."""
_TREE_BYTES = 16 * 1024 * 1024


class Tag(NamedTuple):
    """A tag that leads to a commit, and when that was committed (seconds)."""

    name: str
    commit: str
    time: int

    @property
    def rank(self) -> tuple[int, list[tuple[int, str]]]:
        """Later commits are later versions; of one day's, v1.10 comes after v1.9."""
        parts = re.findall(r"[0-9]+|[^0-9]+", self.name)
        return self.time, [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


class Entry(NamedTuple):
    """A file or folder in a tree."""

    name: str
    mode: str
    id: str

    @property
    def is_file(self) -> bool:
        """True for ordinary files: no folders, links or other repositories."""
        return self.mode.startswith("100")


class Repository:
    """The objects and refs of the repository at `root`; to be closed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._reader: subprocess.Popen[bytes] | None = None
        self._trees: dict[str, list[Entry] | None] = {}
        self._plans: dict[str, list[str]] = {}

    def __enter__(self) -> Repository:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process that reads objects."""
        if self._reader is not None:
            self._reader.communicate()
            self._reader = None

    def commit(self, name: str) -> str | None:
        """The commit that a name leads to: a tag before a branch before a branch of `origin` before a commit's id."""
        if not is_ref(name):
            return None
        is_whole = _HEX.fullmatch(re.split("[~^]", name)[0]) or name.startswith("HEAD")
        for place in (*(prefix + name for prefix in _REFS), *([name] if is_whole else ())):
            found = self.object(f"{place}^{{commit}}", _TREE_BYTES)
            if found:
                return found[0]
        return None

    def object(self, name: str, most: int) -> tuple[str, bytes] | None:
        """The id and the first `most` bytes of an object; `None` where it is not here."""
        if "\n" in name or "\0" in name:
            return None
        reader = self._reading()
        assert reader.stdin
        assert reader.stdout
        try:
            reader.stdin.write(os.fsencode(name) + b"\n")
            reader.stdin.flush()
        except OSError:
            raise Unavailable(self._complaint()) from None
        match = _HEADER.fullmatch(line := reader.stdout.readline())
        if not line:
            raise Unavailable(self._complaint())
        return (match[1].decode(), _content(reader, int(match[3]), most)) if match else None

    def _reading(self) -> subprocess.Popen[bytes]:
        if self._reader is None:
            self._reader = self._start("cat-file", "--batch")
        return self._reader

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                ["git", *_QUIET, "-C", str(self.root), *arguments],  # the caller's git, wherever it is
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=_environment(),
            )
        except OSError:
            raise Unavailable("git cannot be run here") from None

    def _complaint(self) -> str:
        """What git said when it gave up, on one line."""
        reader, self._reader = self._reader, None
        said = reader.communicate()[1].decode("utf-8", "replace") if reader else ""
        lines = [line for line in said.splitlines() if line.startswith("fatal: ")]
        return "git: " + (lines[0].removeprefix("fatal: ")[:200] if lines else "the repository cannot be read")

    def _lines(self, separator: bytes, *arguments: str) -> list[str]:
        """What git prints, in pieces; nothing where it fails."""
        process = self._start(*arguments)
        out = process.communicate()[0]
        found = out.split(separator) if process.returncode == 0 else []
        return [os.fsdecode(line) for line in found if line]

    def tree(self, commit: str, folder: str) -> str | None:
        """The id of a folder at a commit; empty for the root."""
        found = self.object(f"{commit}:{folder}" if folder else f"{commit}^{{tree}}", _TREE_BYTES)
        return found[0] if found and self.entries(found[0]) is not None else None

    def entries(self, tree: str) -> list[Entry] | None:
        """What lies in a tree; `None` for what is none."""
        if tree not in self._trees:
            found = self.object(f"{tree}^{{tree}}", _TREE_BYTES)
            self._trees[tree] = list(_entries(found[1], len(tree) // 2)) if found else None
        return self._trees[tree]

    def files(self, tree: str) -> dict[str, bytes]:
        """The sources of a plan whose folder is a tree, by name: YAML and CSV files, and campaigns."""
        found: dict[str, bytes] = {}
        for entry in self.entries(tree) or ():
            if entry.name == "campaigns" and not entry.is_file:
                briefs = (each for each in self.entries(entry.id) or () if each.name.endswith(".md"))
                self._read(found, briefs, "campaigns/")
            elif entry.name.endswith((".yml", ".yaml", ".csv")):
                self._read(found, [entry], "")
        return dict(sorted(found.items()))

    def _read(self, found: dict[str, bytes], entries: Iterator[Entry] | Sequence[Entry], prefix: str) -> None:
        for entry in entries:
            if entry.is_file and not entry.name.startswith("."):
                blob = self.object(entry.id, limits.PLAN_FILE_BYTES + 1)
                if blob:
                    found[prefix + entry.name] = blob[1]

    def blob(self, tree: str, name: str, most: int) -> bytes | None:
        """The first `most` bytes of a file by its path below a tree."""
        found = self.object(f"{tree}:{name}", most) if tree else None
        return found[1] if found and self.entries(found[0]) is None else None

    def plans(self, commit: str) -> list[str]:
        """The folders that hold a plan at a commit."""
        if commit not in self._plans:
            paths = self._lines(b"\0", "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
            folders = (PurePosixPath(path).parent for path in paths if PurePosixPath(path).name == PLAN_FILE)
            self._plans[commit] = sorted("" if str(folder) == "." else str(folder) for folder in folders)
        return self._plans[commit]

    def tags(self) -> list[Tag]:
        """The tags that lead to commits, the latest version first."""
        found = []
        for line in self._lines(b"\n", "for-each-ref", f"--format={'%00'.join(_TAG)}", "refs/tags"):
            name, kind, kind_behind, id_, id_behind, time, time_behind = line.split("\0")
            if kind == "commit":
                found.append(Tag(name, id_, int(time or 0)))
            elif kind_behind == "commit":
                found.append(Tag(name, id_behind, int(time_behind or 0)))
        return sorted((tag for tag in found if is_ref(tag.name)), key=lambda tag: tag.rank, reverse=True)

    def between(self, old: str, new: str, folders: Sequence[str], most: int) -> list[str]:
        """The commits after `old` up to `new` that touched one of the folders, the newest first."""
        paths = [folder or "." for folder in dict.fromkeys(folders)]
        return self._lines(b"\n", "rev-list", f"--max-count={most}", "--topo-order", new, f"^{old}", "--", *paths)

    def line(self, new: str, folder: str, most: int) -> list[str]:
        """The commits up to `new` that changed a folder, the newest first; of merged branches the merges only."""
        return self._lines(b"\n", "rev-list", f"--max-count={most}", "--first-parent", new, "--", folder or ".")

    def is_shallow(self) -> bool:
        """True for a clone without the whole history."""
        return self._lines(b"\n", "rev-parse", "--is-shallow-repository") == ["true"]


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {
        "LC_ALL": "C", "TZ": "UTC", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none", "GIT_PAGER": "cat", "GIT_CEILING_DIRECTORIES": "", "GIT_ATTR_NOSYSTEM": "1",
    }  # fmt: skip


def _content(reader: subprocess.Popen[bytes], size: int, most: int) -> bytes:
    """The beginning of an object; the rest of it, and the line break behind it, are read over."""
    assert reader.stdout
    content = reader.stdout.read(min(size, most))
    left = size + 1 - len(content)
    while left > 0 and (skipped := reader.stdout.read(min(left, 1 << 16))):
        left -= len(skipped)
    return content


def _entries(raw: bytes, id_bytes: int) -> Iterator[Entry]:
    at = 0
    while at < len(raw):
        space, end = raw.find(b" ", at), raw.find(b"\0", at)
        if space < 0 or end < 0:
            return
        yield Entry(os.fsdecode(raw[space + 1 : end]), raw[at:space].decode(), raw[end + 1 : end + 1 + id_bytes].hex())
        at = end + 1 + id_bytes
