"""Names of versions, and where the repository of a folder is: known without running git."""

from __future__ import annotations

import re
from pathlib import Path

RefsState = tuple[tuple[str, int, int], ...]
"""Files that say what a repository's refs are, with their times and sizes."""
_REF = re.compile(r"[^\W_][\w./+@=-]{0,199}(?:[~^][0-9]{0,4}){0,8}")
_NEVER = re.compile(r"\.\.|@\{|//|/\.|\.lock(?:/|$)|[./]$")


class Unavailable(Exception):
    """Git is not there, or refuses the repository; the message says why."""


def is_ref(name: str) -> bool:
    """True for what can name a version: a tag, a branch or a commit, with `~2` or `^` behind it if need be."""
    return _REF.fullmatch(name) is not None and _NEVER.search(re.split("[~^]", name)[0]) is None


def find_root(folder: Path) -> Path | None:
    """The work tree that a folder lies in: where `.git` is. No process is needed to know that there is none."""
    here = folder.resolve()
    return next((path for path in (here, *here.parents) if (path / ".git").exists()), None)


def refs_state(root: Path) -> RefsState | None:
    """What is another whenever a ref of the repository in a folder is; `None` where that cannot be told so."""
    inside = root / ".git"
    if not inside.is_dir() or (inside / "reftable").exists():
        return None  # a work tree of a repository that lies elsewhere, or refs that are no files
    try:
        paths = (inside / "HEAD", inside / "packed-refs", inside / "shallow", *sorted((inside / "refs").rglob("*")))
        found = [(path, path.stat()) for path in paths if path.exists()]
    except OSError:
        return None
    return tuple((str(path), each.st_mtime_ns, each.st_size) for path, each in found)
