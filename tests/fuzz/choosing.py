"""Choices that are made by the bytes of a case, so that fuzzing can change one of them and keep the others."""

from __future__ import annotations

from random import Random
from zlib import crc32


class Chosen(Random):
    """Chance that a case decides: two bytes a choice while there are any, then what their checksum begins."""

    def __init__(self, raw: bytes) -> None:
        super().__init__(crc32(raw))
        self._left = iter(raw)

    def random(self) -> float:
        high, low = next(self._left, None), next(self._left, None)
        return super().random() if high is None or low is None else (high * 256 + low) / 65_536

    def getrandbits(self, k: int) -> int:
        found = 0
        for _ in range((k + 7) // 8):
            byte = next(self._left, None)
            found = found << 8 | (super().getrandbits(8) if byte is None else byte)
        return found & ((1 << k) - 1)
