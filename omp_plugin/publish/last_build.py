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
        self._is_closed = False

    def next_build(self) -> None:
        """Forgets what the last build had no use for."""
        self._before, self._now, self._is_closed = self._now, {}, False

    def state(self) -> dict[Key, Value]:
        """What this build made or took over."""
        return self._now

    def start(self, before: dict[Key, Value]) -> None:
        """Begins after another build than the last one here."""
        self._before, self._now, self._is_closed = before, {}, False

    def close(self) -> None:
        """Keeps nothing more until the next build: a site that is updated in place makes each thing anew."""
        self._is_closed = True

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of a key, made where neither build has made it."""
        for known in (self._now, self._before):
            if key in known:
                value = known[key]
                break
        else:
            value = make()
        if not self._is_closed:
            self._now[key] = value
        return value
