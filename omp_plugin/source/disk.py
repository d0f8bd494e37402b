"""Plan folders on disk to sources: which files a plan has, and which of them may not be read (security: paths)."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from omp_plugin import limits
from omp_plugin.problems import Position, Problem, problem
from omp_plugin.source.folder import PLAN_FILE, PlanSource
from omp_plugin.source.opening import read_inside

NEARLY_PLAN = ("plan.yml", "plan.yaml")
"""What a file is called, in small letters, that somebody wrote as the file of a plan."""
_PATTERNS = ("*.yml", "*.yaml", "*.csv", "campaigns/*.md")


def find_plans(root: Path) -> list[Path]:
    """The folders under `root` (itself included) that hold a `plan.yml`, in the order of their paths."""
    return sorted(_walk(root))


def misnamed_plans(root: Path) -> list[Path]:
    """Files under `root` that are nearly called as a plan's is, in folders that are no plans for want of one."""
    every = (Path(here, name) for here, files in _folders(root) if PLAN_FILE not in files for name in files)
    return sorted(path for path in every if path.name.lower() in NEARLY_PLAN)


def _walk(folder: Path) -> Iterator[Path]:
    return (Path(here) for here, files in _folders(folder) if PLAN_FILE in files)


def _folders(root: Path) -> Iterator[tuple[str, list[str]]]:
    """Folders with the names of their files; none that tools keep for themselves."""
    for here, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield here, files


def load_plan(folder: Path, shown: str | None = None) -> PlanSource:
    """The sources of the plan in `folder`; `shown` is the folder as messages name it.

    Problems: `unsafe-path` for a link that leads out of the folder and for anything that is no ordinary file,
    `unknown-key` for a file with an ending in capitals, `too-large` for a file over its limit (it is not read).
    """
    name = shown if shown is not None else folder.as_posix()
    root = folder.resolve()
    files: dict[str, bytes] = {}
    problems = list(_in_capitals(folder, name))
    for path in sorted({path for pattern in _PATTERNS for path in folder.glob(pattern)}):
        if path.name.startswith("."):
            continue  # settings of other tools, backups of editors
        inner = path.relative_to(folder).as_posix()
        found = _read(path, root, Position(str(PurePosixPath(name) / inner), 1, 1))
        if isinstance(found, Problem):
            problems.append(found)
        else:
            files[inner] = found
    return PlanSource(name, files, tuple(problems), root.name, root)


def _in_capitals(folder: Path, name: str) -> Iterator[Problem]:
    """Sources with an ending in capitals, as spreadsheets write it: not read on every system, so on none."""
    for path in sorted(folder.iterdir() if folder.is_dir() else ()):
        small = path.suffix.lower()
        if small in (".yml", ".yaml", ".csv") and path.suffix != small and not path.name.startswith("."):
            at = Position(str(PurePosixPath(name) / path.name), 1, 1)
            yield problem(at, "unknown-key", f'"{path.name}" is not read', f'rename it to "{path.stem}{small}"')


def _read(path: Path, root: Path, at: Position) -> bytes | Problem:
    """The bytes of a file, one more than the limit at most: the reader says what is too large."""
    real = _real(path, root, at)
    if isinstance(real, Problem):
        return real
    try:
        return read_inside(real, root, limits.PLAN_FILE_BYTES + 1)
    except OSError as error:
        message = f"this file cannot be read: {error.strerror}"
        return problem(at, "unsafe-path", message, "let those who build the site read it")


def _real(path: Path, root: Path, at: Position) -> Path | Problem:
    """Where a file really is, or why nobody reads it."""
    try:
        real = path.resolve(strict=True)
        mode = real.stat().st_mode
    except (OSError, RuntimeError):
        return problem(at, "unsafe-path", "this link leads nowhere", "replace it by the file itself")
    if not real.is_relative_to(root):
        return problem(at, "unsafe-path", "this link leads out of the plan's folder", "replace it by the file itself")
    if not stat.S_ISREG(mode):
        return problem(at, "unsafe-path", "this is no ordinary file (but a pipe or a device)", "replace it by a file")
    return real
