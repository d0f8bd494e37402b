"""A site put together from its shards, byte for byte the one that a single build writes.

Nothing of a shard is run or imported, and names of files are taken from the disk, never from a manifest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from omp_plugin.publish.folder import MARKER
from omp_plugin.publish.indexing import NotSearchable, index_site
from omp_plugin.publish.manifest import SEARCHED, SITE, Manifest, Unfit, content_of, names_below, read_manifest

SEARCH = "search/search_index.json"
"""The one file that every shard has a part of."""


class _Found(NamedTuple):
    """A shard on disk."""

    folder: Path
    manifest: Manifest

    @property
    def says(self) -> str:
        return f"{self.manifest.number}/{self.manifest.of}"


class Merge:
    """Shards that make a site."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Raises `Unfit` for shards that are missing, there twice, damaged, or of different sites."""
        read = (_Found(folder, read_manifest(folder)) for folder in folders)
        found = sorted(read, key=lambda each: each.manifest[:2])
        _check_numbers(found)
        for each in found[1:]:
            _check_same(found[0], each)
        for each in found:
            _check_names(each)
        self._shards = found
        self._homes = _homes(found)

    @property
    def count(self) -> int:
        """How many shards there are."""
        return len(self._shards)

    @property
    def pages(self) -> int:
        """How many pages the site has."""
        return len(self._shards[0].manifest.pages)

    def write(self, to: Path) -> None:
        """Writes the site into an empty folder, with an index of Pagefind if it is searched with that.

        Raises `Unfit` for a file that is not what it was.
        """
        for name, shards in sorted(self._homes.items()):
            content = self._content(name, shards)
            path = to / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if self._shards[0].manifest.inputs.get(SEARCHED) == "pagefind":
            try:
                index_site(to)
            except NotSearchable as error:
                raise Unfit(str(error)) from None

    def _content(self, name: str, shards: Sequence[_Found]) -> bytes:
        parts = [content_of(each.folder / SITE / name, each.manifest.files[name]) for each in shards]
        return joined(parts, self._shards[0].manifest.pages) if name == SEARCH else parts[0]


def joined(parts: Sequence[bytes], pages: Sequence[str]) -> bytes:
    """A search index of the sections in several, in the order of their pages. Raises `Unfit`."""
    try:
        indices = [json.loads(part) for part in parts]
        if any(set(each) != {"config", "docs"} or each["config"] != indices[0]["config"] for each in indices):
            raise Unfit("the search indices of the shards cannot be put together")
        order = {url: at for at, url in enumerate(pages)}
        sections = [section for each in indices for section in each["docs"]]
        sections.sort(key=lambda section: order[section["location"].partition("#")[0]])
        return json.dumps({**indices[0], "docs": sections}, separators=(",", ":")).encode()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Unfit("the search index of a shard is damaged") from None


def _check_numbers(found: Sequence[_Found]) -> None:
    counts = sorted({each.manifest.of for each in found})
    if len(counts) != 1:
        raise Unfit(f"these are shards of different builds: of {' and of '.join(map(str, counts))}")
    numbers = [each.manifest.number for each in found]
    twice = next((each for at, each in enumerate(found) if each.manifest.number in numbers[:at]), None)
    if twice:
        raise Unfit(f"the shard {twice.says} is there twice: {twice.folder}")
    strange = next((each for each in found if not 1 <= each.manifest.number <= counts[0]), None)
    if strange:
        raise Unfit(f"{strange.folder} says that it is the shard {strange.says}")
    missing = [f"{number}/{counts[0]}" for number in range(1, min(counts[0], 10_000) + 1) if number not in numbers]
    if missing:
        raise Unfit(f"shards are missing: {', '.join(missing[:10])}{' ...' if len(missing) > 10 else ''}")


def _check_same(one: _Found, other: _Found) -> None:
    """Raises `Unfit` where two shards were not made of the same."""
    first, second = one.manifest, other.manifest
    names = sorted({*first.inputs, *second.inputs})
    different = [name for name in names if first.inputs.get(name) != second.inputs.get(name)]
    if different:
        raise Unfit(f"the shards {one.says} and {other.says} were not built from the same: {', '.join(different)}")
    if first.pages != second.pages:
        raise Unfit(f"the shards {one.says} and {other.says} are of sites with different pages")


def _check_names(found: _Found) -> None:
    """Raises `Unfit` where a shard has other files than it says."""
    folder, said = found.folder / SITE, set(found.manifest.files)
    if folder.is_symlink() or (said and not folder.is_dir()):
        raise Unfit(f"the shard {found.says} has no folder {folder}")
    there = set(names_below(folder)) if folder.is_dir() else set()
    missing, more = sorted(said - there), sorted(there - said)
    if any(name.partition("/")[0] == MARKER for name in said):
        raise Unfit(f"the shard {found.says} has a file of the name {MARKER}, which marks a published site")
    if missing:
        raise Unfit(f"the shard {found.says} lacks {missing[0]}")
    if more:
        raise Unfit(f"the shard {found.says} has a file that it does not name: {more[0]}")


def _homes(found: Sequence[_Found]) -> dict[str, list[_Found]]:
    """The shards that have each file: one of them, but for what all of them write alike, and the search index."""
    homes: dict[str, list[_Found]] = {}
    for each in found:
        for name in each.manifest.files:
            homes.setdefault(name, []).append(each)
    for name, shards in homes.items():
        if name != SEARCH and len({each.manifest.files[name] for each in shards}) > 1:
            said = " and ".join(each.says for each in shards[:2])
            raise Unfit(f"the shards {said} have different files of the name {name}")
    clash = next((name for name in sorted(homes) if any(str(each) in homes for each in _above(name))), None)
    if clash:
        raise Unfit(f"the shards have {clash}, and a file in the place of its folder")
    return homes


def _above(name: str) -> Iterator[PurePosixPath]:
    yield from PurePosixPath(name).parents
