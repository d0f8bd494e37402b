"""One publisher at a time: a lock that the system lets go of when its holder ends, however it ends."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

WAIT = 600.0
"""Seconds after which waiting for another publisher is given up."""
_PAUSE = 0.2


class Busy(Exception):
    """Somebody else has been publishing for too long."""


@contextmanager
def locked(path: Path, waiting: Callable[[], None], wait: float = WAIT) -> Iterator[int]:
    """Holds the lock file `path`, which is gone afterwards, and gives its descriptor.

    A child that inherits the descriptor holds the lock, too: what a killed publisher left running is waited for.
    `waiting` is called once if there is somebody to wait for. Raises `Busy` after `wait` seconds.
    """
    descriptor = _taken(path, waiting, wait)
    try:
        yield descriptor
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(descriptor)


def _taken(path: Path, waiting: Callable[[], None], wait: float) -> int:
    until, is_told = time.monotonic() + wait, False
    while (descriptor := _try(path)) is None:
        if time.monotonic() > until:
            raise Busy(f"another publisher has held {path} for {wait:.0f} seconds")
        if not is_told:
            waiting()
            is_told = True
        time.sleep(_PAUSE)
    return descriptor


def _try(path: Path) -> int | None:
    """The lock, unless somebody has it; a file that its holder removed meanwhile is no lock any more, and its folder
    may be gone with it."""
    with suppress(FileExistsError):
        os.mkdir(path.parent, 0o700)
    with suppress(FileNotFoundError):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        with suppress(FileNotFoundError):
            if _lock(descriptor) and os.path.samestat(os.fstat(descriptor), os.stat(path)):
                return descriptor
        os.close(descriptor)
    return None


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
