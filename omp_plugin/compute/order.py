"""Orders of dependent things: what comes first, and which of them wait for each other in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def is_in_order(waits_for: Mapping[str, Iterable[str]]) -> bool:
    """True where each key comes after all it waits for as they are, which is how most plans are written."""
    seen: set[str] = set()
    for key, names in waits_for.items():
        for name in names:
            if name not in seen:
                return False
        seen.add(key)
    return True


def in_order(waits_for: Mapping[str, Iterable[str]]) -> tuple[list[str], list[str]]:
    """The keys so that each comes after all it waits for, and those that can never come (circles, and what follows).

    Names that are no keys are ignored. Keys that are free at the same time keep their order.
    """
    followers: dict[str, list[str]] = {key: [] for key in waits_for}
    left: dict[str, int] = {}
    for key, names in waits_for.items():
        known = [name for name in names if name in followers]
        left[key] = len(known)
        for name in known:
            followers[name].append(key)
    ready = [key for key, count in left.items() if count == 0]
    for key in ready:
        for follower in followers[key]:
            left[follower] -= 1
            if left[follower] == 0:
                ready.append(follower)
    done = set(ready)
    return ready, [key for key in waits_for if key not in done]


def circles(waits_for: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """A shortest circle through each group of keys that wait for each other, smallest name first, in their order."""
    _, stuck = in_order(waits_for)
    left = set(stuck)
    found: list[list[str]] = []
    for key in sorted(stuck):
        if key not in left:
            continue
        circle = _shortest_circle(key, waits_for, left)
        if circle:
            found.append(circle)
            left -= _group(key, waits_for, left)
    return found


def _shortest_circle(key: str, waits_for: Mapping[str, Iterable[str]], within: set[str]) -> list[str]:
    came_from: dict[str, str] = {}
    queue = [key]
    for here in queue:
        for name in waits_for[here]:
            if name == key:
                return _path(key, here, came_from)
            if name in within and name not in came_from:
                came_from[name] = here
                queue.append(name)
    return []


def _path(key: str, end: str, came_from: Mapping[str, str]) -> list[str]:
    path = [end]
    while path[-1] != key:
        path.append(came_from[path[-1]])
    return path[::-1]


def _group(key: str, waits_for: Mapping[str, Iterable[str]], within: set[str]) -> set[str]:
    """The keys that `key` reaches and that reach `key`."""
    forward = _reached(key, waits_for, within)
    reverse: dict[str, list[str]] = {}
    for name in forward:
        for other in waits_for[name]:
            reverse.setdefault(other, []).append(name)
    return forward & _reached(key, {name: reverse.get(name, []) for name in forward}, forward)


def _reached(key: str, edges: Mapping[str, Iterable[str]], within: set[str]) -> set[str]:
    seen = {key}
    queue = [key]
    for here in queue:
        for name in edges.get(here, ()):
            if name in within and name not in seen:
                seen.add(name)
                queue.append(name)
    return seen
