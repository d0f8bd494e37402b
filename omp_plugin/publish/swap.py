"""One folder put in the place of another, in one step where the system has one."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_UNABLE = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM)
"""What kernels and file systems say that cannot exchange two names."""


def swap(target: Path, made: Path, aside: Path) -> None:
    """Puts the folder `made` in the place of `target`; what was there is afterwards at `made` or at `aside`.

    On Linux both names change places in one step. Where that cannot be done, the old folder is put aside first: for
    the blink of an eye there is none, and `recover` brings it back if the second step never came.
    """
    if not target.exists() or not any(target.iterdir()):
        made.rename(target)
    elif not exchange(target, made):
        target.rename(aside)
        try:
            made.rename(target)
        except OSError:
            aside.rename(target)
            raise


def recover(target: Path, aside: Path) -> None:
    """Brings the old folder back where a publisher was killed between two steps."""
    if aside.exists() and not target.exists():
        aside.rename(target)


def exchange(one: Path, other: Path) -> bool:
    """Lets two folders change places in one step; false where that cannot be done here."""
    call = _renameat2()
    if call is None:
        return False
    if call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNABLE:
        return False
    raise OSError(number, os.strerror(number), str(one))


def _renameat2() -> Callable[..., int] | None:
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
