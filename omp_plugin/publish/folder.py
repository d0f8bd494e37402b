"""A site published to a folder: built aside, then put in place as a whole, so that readers see the old one or the new.

Beside the folder `site` stands `.site.omp` while somebody publishes: the lock, the site being built, and the old one
while it is removed. What a killed publisher left there is cleared by the next.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from os import getpid
from pathlib import Path
from typing import NamedTuple

from omp_plugin.publish.lock import locked
from omp_plugin.publish.swap import recover, swap

MARKER = ".omp-site"
"""The file that tells a folder from everybody else's: it is the last that is written into a site."""
_NEXT, _OLD, _LOCK = "next-", "old", "lock"


class Kind(NamedTuple):
    """What a folder is for: what the marker in it says, and what the command has done to it."""

    says: str
    done: str


PUBLISHED = Kind("This folder is written by `omp publish --to`, which replaces all of it.\n", "published")
SHARD = Kind("This folder is written by `omp build --shard`, which replaces all of it.\n", "built")
MERGED = Kind("This folder is written by `omp merge --to`, which replaces all of it.\n", "merged")
RENDERED = Kind("This folder is written by `omp render --to`, which replaces all of it.\n", "rendered")


class Refused(Exception):
    """The folder is not one that may be replaced; the message says why and what to do."""


def publish_folder(
    target: Path, build: Callable[[Path, int], None], waiting: Callable[[], None], kind: Kind = PUBLISHED
) -> None:
    """Builds a site and puts it at `target`, where it is seen as a whole or not at all.

    `build` writes the site into a folder that is there and empty, or raises; it is given the lock, for its own
    children. `waiting` is called if another publisher must be waited for. Raises `Refused` for a target with anything
    in it that is not ours, and whatever `build` raises.
    """
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    room = work_room(target)
    try:
        with locked(room / _LOCK, waiting) as lock:
            recover(target, room / _OLD)
            clear(room)
            check_target(target, kind)
            try:
                _publish(target, room, lambda made: build(made, lock), kind)
            finally:
                clear(room)
    finally:
        _leave(room)


def work_room(target: Path) -> Path:
    """The folder beside the target where the work is done: on the same disk."""
    return target.with_name(f".{target.name}.omp")


def check_target(target: Path, kind: Kind = PUBLISHED) -> None:
    """Raises `Refused` for a place that must not be replaced: a file, or a folder with anything in it but our site."""
    if target.is_mount():
        raise Refused(f"{target} is where a disk is mounted: publish into a folder in it")
    if not target.exists():
        return
    if not target.is_dir():
        raise Refused(f"{target} is no folder")
    if any(target.iterdir()) and not is_site(target, kind):
        raise Refused(f"{target} holds something that omp has not {kind.done}: name an empty folder, or remove it")


def is_site(folder: Path, kind: Kind = PUBLISHED) -> bool:
    """True for a folder of this kind that its writer has finished."""
    marker = folder / MARKER
    return marker.is_file() and not marker.is_symlink() and marker.read_bytes() == kind.says.encode()


def _publish(target: Path, room: Path, build: Callable[[Path], None], kind: Kind) -> None:
    made = room / f"{_NEXT}{getpid()}"
    made.mkdir()
    build(made)
    if target.exists():
        shutil.copymode(target, made)
    (made / MARKER).write_bytes(kind.says.encode())
    swap(target, made, room / _OLD)


def clear(room: Path) -> None:
    """Removes what publishers left, and nothing else; what cannot be removed now is left to the next."""
    for path in room.iterdir():
        if path.name == _OLD or path.name.startswith(_NEXT):
            shutil.rmtree(path, ignore_errors=True)


def _leave(room: Path) -> None:
    try:
        room.rmdir()
    except OSError:
        return  # somebody waits, or another's file is there
