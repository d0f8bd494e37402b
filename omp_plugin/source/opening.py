"""Files of strangers are read where they were looked up: what is exchanged for a link in between is not followed."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_QUIET = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _QUIET
_FILE = os.O_RDONLY | _NO_LINK | getattr(os, "O_NONBLOCK", 0) | _QUIET  # a pipe that nobody writes to does not wait


def read_inside(real: Path, root: Path, most: int) -> bytes:
    """The first `most` bytes of an ordinary file; `real` is its path without links, below `root`, which has none too.

    Raises `OSError` where a folder on the way or the file itself is a link by now, no ordinary file, or out of `root`.
    """
    if real == root or not real.is_relative_to(root):
        raise OSError(errno.EXDEV, "it lies elsewhere by now")
    descriptor = _opened(root, real.relative_to(root).parts)
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is no ordinary file")
        if not _has_steps() and (real.resolve(strict=True) != real or not os.path.samestat(found, os.lstat(real))):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        return file.read(most)


def _has_steps() -> bool:
    """True where a file can be opened from an open folder (POSIX); elsewhere what was opened is compared afterwards."""
    return os.open in os.supports_dir_fd and bool(_NO_LINK)


def _opened(root: Path, parts: tuple[str, ...]) -> int:
    """Goes down folder by folder, each opened from the one before, so that none of them is looked up twice."""
    if not _has_steps():
        return os.open(root.joinpath(*parts), _FILE)
    here = os.open(root, _FOLDER)
    try:
        for part in parts[:-1]:
            above, here = here, os.open(part, _FOLDER | _NO_LINK, dir_fd=here)
            os.close(above)
        return os.open(parts[-1], _FILE, dir_fd=here)
    finally:
        os.close(here)
