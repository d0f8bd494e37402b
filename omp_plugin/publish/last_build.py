"""What one build of `serve` takes over from the build before, by all that it is made of."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class LastBuild(Generic[Key, Value]):
    """What this build made or took over; what it did not ask for, the next build does not find."""

    def __init__(self) -> None:
        self._now: dict[Key, Value] = {}
        self._before: dict[Key, Value] = {}

    def next_build(self) -> None:
        """Forgets what the last build had no use for."""
        self._before, self._now = self._now, {}

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of a key, made where neither build has made it."""
        for known in (self._now, self._before):
            if key in known:
                self._now[key] = known[key]
                return self._now[key]
        self._now[key] = make()
        return self._now[key]
