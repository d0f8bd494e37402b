"""Who made a change, and why: from the commits between two versions, each with the sources before and after it.

A commit's reason is what stands behind `Plan-Note:`, else its subject. A note may name what it is about:
`Plan-Note: tasks.loyalty-launch: vendor contract closed late`; one about `plan` sums the version up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from omp_plugin.compare.changes import Change
from omp_plugin.compare.money import Version
from omp_plugin.compute.homes import lines_by_campaign
from omp_plugin.model.plan import VOCABULARY
from omp_plugin.source.folder import PLAN_FILE, PlanSource, read_plan
from omp_plugin.source.nodes import Mapping as Node
from omp_plugin.source.nodes import Node as Any_
from omp_plugin.source.nodes import Scalar
from omp_plugin.source.version import Commit, Step

_ABOUT = re.compile(r"((?:plan|budget|[a-z_]+\.[a-z0-9.-]+)):[ ]+(.+)")
_SCHEDULE = ("start", "finish", "duration", "after", "before", "date", "milestone", "repeat", "except")
_MONEY = ("planned", "units", "unit_cost", "share", "of", "monthly", "from", "until", "campaign", "split")
_DEEP = 4
"""Keys of a path that are told apart: `budget.lines.paid-clicks.planned`."""


class Reason(NamedTuple):
    """Who made a change and why; `why` is empty where nobody said."""

    commit: Commit
    why: str


class Told(NamedTuple):
    """A commit, the paths that it touched, and its notes by what they are about (empty: all of it)."""

    commit: Commit
    touched: frozenset[str]
    notes: Mapping[str, str]

    @property
    def why(self) -> str:
        """The note about the whole commit, else its subject."""
        return self.notes.get("") or self.commit.subject


def told(steps: Sequence[Step]) -> tuple[Told, ...]:
    """The commits with what they touched, the newest first."""
    return tuple(Told(step.commit, _touched(step), _notes(step.commit)) for step in steps)


def in_short(steps: Sequence[Told]) -> str:
    """What the authors say of the version as a whole; empty where they say nothing."""
    return next((step.notes["plan"] for step in steps if "plan" in step.notes), "")


def reason(change: Change, steps: Sequence[Told], old: Version, new: Version) -> Reason | None:
    """Who made a change and why: the last commit whose note is about it, else the last that touched it."""
    names = {name for name in (change.entity, change.was) if name}
    for step in steps:
        note = next((step.notes[name] for name in sorted(names) if name in step.notes), None)
        if note:
            return Reason(step.commit, note)
    paths = set(_paths(change, names, old, new))
    for step in steps:
        if paths & step.touched:
            return Reason(step.commit, step.why)
    return None


def _paths(change: Change, names: set[str], old: Version, new: Version) -> Iterator[str]:
    """Where a change may have been written."""
    for name in sorted(names):
        place = "" if name == "plan" else f"{name}."
        if not change.field or change.kind == "renamed":
            yield name
        elif change.kind == "moved" or change.field in ("finish", "date", *_SCHEDULE):
            yield from (f"{place}{field}" for field in _SCHEDULE)
        else:
            yield from (f"{place}{part}" for part in _prefixes(change.field))
    if change.field == "budget":
        yield from _lines(names, old, new)


def _prefixes(path: str) -> Iterator[str]:
    parts = path.split(".")
    yield from (".".join(parts[:count]) for count in range(1, len(parts) + 1))


def _lines(campaigns: set[str], old: Version, new: Version) -> Iterator[str]:
    """The budget lines of campaigns."""
    for side in (old, new):
        for id_, line in lines_by_campaign(side.plan):
            if f"campaigns.{id_}" in campaigns:
                yield from (f"budget.lines.{line.id}.{field}" for field in _MONEY)


def _notes(commit: Commit) -> dict[str, str]:
    found: dict[str, str] = {}
    for note in commit.notes:
        match = _ABOUT.fullmatch(note)
        about = match[1] if match and (match[1] == "plan" or match[1].split(".")[0] in VOCABULARY.keys) else ""
        found.setdefault(about, match[2] if match and about else note)
    return found


def _touched(step: Step) -> frozenset[str]:
    """The paths whose values differ; only the files that differ are read."""
    one, other = (source.files if source else {} for source in (step.before, step.after))
    same = {name for name, content in one.items() if other.get(name) == content}
    before, after = (_values(source, same) if source else {} for source in (step.before, step.after))
    changed = (path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    return frozenset(prefix for path in changed for prefix in _prefixes(path))


def _values(source: PlanSource, same: set[str]) -> Mapping[str, object]:
    """The values of a plan by path, without the files that are the same."""
    found: dict[str, object] = {}
    for name in sorted(source.files.keys() - same):
        alone = source._replace(files={PLAN_FILE: b"omp: 1\n", name: source.files[name]})
        node = read_plan(alone, VOCABULARY)[0]
        found.update(_flat(node, "", _DEEP) if node else ())
    return found


def _flat(node: Node, prefix: str, depth: int) -> Iterator[tuple[str, object]]:
    for entry in node:
        path = prefix + entry.key.text
        if isinstance(entry.value, Node) and depth > 1:
            yield path, ()
            yield from _flat(entry.value, f"{path}.", depth - 1)
        else:
            yield path, _texts(entry.value)


def _texts(node: Any_) -> object:
    """A value without its places."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Node):
        return tuple((entry.key.text, _texts(entry.value)) for entry in node)
    return tuple(_texts(item) for item in node.items)
