"""What a shard of a site says of itself: which one it is, what it was made of, its files with their digests.

A manifest comes from another machine: whoever reads one believes nothing of it that is not looked up.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

MANIFEST, SITE = "omp-shard.json", "site"
"""The file, and the folder of the shard's pages beside it."""
FORMAT = 1
SEARCHED = "search"
"""What a manifest's inputs call that with which the site is searched: `theme`, or `pagefind`."""
MOST_BYTES = 64 * 1024 * 1024
"""A manifest of half a million files."""


class Unfit(Exception):
    """A shard that is not whole, or shards that make no site; the message says why."""


class Sum(NamedTuple):
    """The size and SHA-256 of a file."""

    size: int
    sha256: str


class Manifest(NamedTuple):
    """The `number`th shard `of` so many: its files, and the addresses of all pages of the site in their order."""

    number: int
    of: int
    inputs: Mapping[str, str]
    pages: tuple[str, ...]
    files: Mapping[str, Sum]

    def text(self) -> bytes:
        """As it is kept."""
        files = {name: list(each) for name, each in sorted(self.files.items())}
        shard = {"format": FORMAT, "shard": [self.number, self.of], "inputs": dict(self.inputs)}
        return (json.dumps({**shard, "pages": self.pages, "files": files}, indent=1) + "\n").encode()


def read_manifest(folder: Path) -> Manifest:
    """What a shard says. Raises `Unfit`."""
    path = folder / MANIFEST
    if not path.is_file() or path.is_symlink():
        raise Unfit(f"{folder} is no shard: there is no {MANIFEST} in it")
    if path.stat().st_size > MOST_BYTES:
        raise Unfit(f"{path} is too large")
    try:
        found = json.loads(path.read_bytes())
        if found["format"] != FORMAT:
            raise Unfit(f"{path} has a format that this version of omp does not know")
        return _checked(found)
    except (ValueError, KeyError, TypeError, RecursionError, AttributeError):
        raise Unfit(f"{path} is damaged") from None


def _checked(found: Any) -> Manifest:
    """A manifest of the right shape. Raises `ValueError`, `TypeError`, `KeyError` or `AttributeError`."""
    number, count = found["shard"]
    files = {str(name): Sum(*each) for name, each in found["files"].items()}
    numbers = [number, count, *(each.size for each in files.values())]
    texts = [*found["inputs"].values(), *found["pages"], *(each.sha256 for each in files.values())]
    if any(type(each) is not int or each < 0 for each in numbers) or any(type(each) is not str for each in texts):
        raise ValueError
    return Manifest(number, count, dict(found["inputs"]), tuple(found["pages"]), files)


def files_below(site: Path) -> dict[str, Sum]:
    """The files of a shard's folder. Raises `Unfit` for what is neither a file nor a folder."""
    return {name: _sum((site / name).read_bytes()) for name in names_below(site)}


def names_below(folder: Path) -> Iterator[str]:
    """The names of all files below a folder. Raises `Unfit` for links and devices."""
    left = [""]
    while left:
        above = left.pop()
        with os.scandir(folder / above) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                left.append(f"{above}{entry.name}/")
            elif entry.is_file(follow_symlinks=False):
                yield f"{above}{entry.name}"
            else:
                raise Unfit(f"{entry.path} is neither a file nor a folder")


def _sum(content: bytes) -> Sum:
    return Sum(len(content), sha256(content).hexdigest())


def content_of(path: Path, expected: Sum) -> bytes:
    """A file, which has to be what its manifest says; no link is followed. Raises `Unfit`."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    with open(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        is_fit = stat.S_ISREG(found.st_mode) and found.st_size == expected.size
        content = file.read(found.st_size + 1) if is_fit else b""
    if not is_fit or _sum(content) != expected:
        raise Unfit(f"{path} is not what its shard was built with")
    return content
