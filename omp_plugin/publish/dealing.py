"""How the plans of a site are dealt to the shards that several machines build."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

MOST = 10_000


class Shard(NamedTuple):
    """The `number`th `of` so many shards."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    @property
    def is_first(self) -> bool:
        """True for the shard with what belongs to no plan."""
        return self.number == 1

    def plans(self, folders: Collection[str]) -> frozenset[str]:
        """The plans of this shard. They are dealt in the order of their folders, to the first shard last."""
        ordered = sorted(folders)
        return frozenset(ordered[self.of - self.number :: self.of])


WHOLE = Shard(1, 1)
"""All of a site."""


def shard_of(text: str) -> Shard:
    """A shard as `2/8` names it. Raises `ValueError`."""
    match = re.fullmatch(r"([0-9]{1,5})/([0-9]{1,5})", text)
    found = Shard(int(match[1]), int(match[2])) if match else None
    if found is None or not 1 <= found.number <= found.of <= MOST:
        raise ValueError(f'"{text}" is no shard: write 2/8 for the second of eight')
    return found
