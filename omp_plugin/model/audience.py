"""What one audience may know of a plan: the rest is taken out before anything is typed (plan format, section 9)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from omp_plugin.model.budget import TOTAL, Base
from omp_plugin.model.governance import Fact, Path, Raw
from omp_plugin.model.kinds import Calculation, Id
from omp_plugin.model.plan import COLLECTIONS, Plan
from omp_plugin.model.reading import Fields, Reader, Record, specs
from omp_plugin.model.structures import Collection, ListOf, OneOrMore, TableOf, Visibility, cells
from omp_plugin.model.tasks import DependencyKind
from omp_plugin.problems import Problem
from omp_plugin.source.nodes import Entry, Mapping, Node, Scalar, Sequence, broken
from omp_plugin.source.visibility import ALL, KEY, OPEN, VISIBILITIES, Sifted, is_seen, unsifted

Place = tuple[str, ...]
_COLLECTED = {"lines": "budget lines", "segments": "segments or personas", "personas": "segments or personas"}
"""What references call the collections that are not called like their key."""
_NAMES = re.compile(r"\{([^{}]*)\}")


class Sight(NamedTuple):
    """Who looks at a plan: the audience, the plans that it knows of (`None`: all), and what the plan hides by now.

    A version of long ago tells nothing that the plan hides today.
    """

    audience: str = ALL
    plans: frozenset[str] | None = None
    today: Sifted | None = None


EVERYTHING = Sight()
"""The eyes of those who may see all."""


def sift(node: Mapping, sight: Sight) -> Sifted:
    """The plan without what is above the audience, and without all that names it.

    What says that it is visible to an audience that does not exist is left out for every audience. Problems:
    `wrong-type` for such a word.
    """
    if sight.audience == ALL and sight.today is None and _is_clear(node):
        return unsifted(node)
    sieve = _Sieve(sight)
    seen = sieve.record(node, Plan, ())
    hidden = {of: frozenset(ids - sieve.kept[of]) for of, ids in sieve.hidden.items()}
    if seen is not None and sight.plans is not None and sight.audience != ALL:
        hidden["plans"] = _strangers(seen, sight.plans)
    hidden["entities"] = frozenset().union(*hidden.values()) - frozenset().union(*sieve.kept.values())
    if seen is not None and any(hidden.values()):
        inner = frozenset().union(*(ids for of, ids in hidden.items() if of not in (*COLLECTIONS, "entities")))
        seen = _Unnaming(hidden, inner).record(seen, Plan)
    return Sifted(seen, hidden, frozenset(sieve.paths), sieve.renamed, tuple(sieve.problems), sight.audience)


def _is_clear(node: Mapping) -> bool:
    """True where each word for who may see something is one that there is, so that those who see all see it all."""
    left: list[Node] = [node]
    for each in left:
        if isinstance(each, Mapping):
            for key, value in each.entries:
                if key.text == KEY and not _is_word(value):
                    return False
                if type(value) is not Scalar:
                    left.append(value)
        elif isinstance(each, Sequence):
            left += [item for item in each.items if type(item) is not Scalar]
    return True


def _is_word(value: Node) -> bool:
    return isinstance(value, Scalar) and not value.broken and value.text in (*OPEN, *VISIBILITIES)


def _strangers(node: Mapping, plans: frozenset[str]) -> frozenset[str]:
    """The plan that this one names as its parent, where it is none that the audience knows."""
    parent = node.get("parent")
    return frozenset({parent.text} - plans) if isinstance(parent, Scalar) else frozenset()


@dataclass(slots=True)
class _Sieve:
    """Takes out what is above an audience, and remembers what that was."""

    sight: Sight
    hidden: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    kept: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    paths: set[Place] = field(default_factory=set)
    renamed: dict[Place, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def record(self, node: Mapping, declared: Any, place: Place) -> Mapping | None:
        """The fields that are seen of something that is seen; else `None`."""
        if not self._is_seen(node, place):
            return None
        fields = specs(declared)
        entries = []
        for entry in node:
            spec = fields.get(entry.key.text)
            value = self._value(entry.value, spec.kind, (*place, entry.key.text)) if spec else entry.value
            if value is not None:
                entries.append(Entry(entry.key, value))
        return replace(node, entries=tuple(entries))

    def _is_seen(self, node: Mapping, place: Place) -> bool:
        seen = is_seen(node, self.sight.audience)
        value = node.get(KEY)
        if seen is None and value is not None:
            reader = Reader()
            Visibility().read(value, reader)
            self.problems += reader.problems
        return bool(seen) and not (self.sight.today and place in self.sight.today.paths)

    def _value(self, value: Node, kind: object, place: Place) -> Node | None:
        """What is seen of a field's value."""
        if isinstance(kind, Collection) and isinstance(value, Mapping):
            found = (self._entity(entry, kind.fields.record, place) for entry in value)
            return replace(value, entries=tuple(entry for entry in found if entry))
        if isinstance(kind, Fields) and isinstance(value, Mapping):
            return self.record(value, kind.record, place)
        if isinstance(kind, ListOf) and isinstance(kind.kind, Fields) and isinstance(value, Sequence):
            items = (self._value(item, kind.kind, (*place, "")) for item in value.items)
            return value._replace(items=tuple(item for item in items if item is not None))
        if isinstance(kind, TableOf) and isinstance(kind.value, Fields) and isinstance(value, Mapping):
            rows = ((entry, self._value(entry.value, kind.value, (*place, entry.key.text))) for entry in value)
            return replace(value, entries=tuple(Entry(entry.key, row) for entry, row in rows if row is not None))
        return value

    def _entity(self, entry: Entry, declared: Any, place: Place) -> Entry | None:
        id_, of = entry.key.text, _COLLECTED.get(place[-1], place[-1])
        today = self.sight.today
        now = (*place, today.renamed.get((*place, id_), id_) if today else id_)
        for old in _former(entry.value):
            self.renamed.setdefault((*place, old), now[-1])
        value = entry.value
        seen = self.record(value, declared, now) if isinstance(value, Mapping) else value
        if seen is not None and not (isinstance(seen, Scalar) and seen.broken and self.sight.audience != ALL):
            self.kept[of].add(id_)
            return Entry(entry.key, seen)
        self.paths.add(now)
        self.hidden[of].add(id_)
        self._hide_inner(value, declared)
        return None

    def _hide_inner(self, node: Node, declared: Any) -> None:
        """What lies in something that is hidden is hidden with it."""
        for key, spec in specs(declared).items():
            inner = node.get(key) if isinstance(node, Mapping) else None
            if isinstance(spec.kind, Collection) and isinstance(inner, Mapping):
                self.hidden[_COLLECTED.get(key, key)].update(entry.key.text for entry in inner)


def _former(node: Node) -> Iterator[str]:
    """The ids that an entity had."""
    value = node.get("formerly") if isinstance(node, Mapping) else None
    if isinstance(value, Scalar) and value.listed:
        value = cells(value)
    if isinstance(value, Sequence):
        yield from (item.text for item in value.items if isinstance(item, Scalar))


def _texts(node: Node) -> set[str]:
    """The texts of a value that is one or a list of them."""
    items = node.items if isinstance(node, Sequence) else (node,)
    return {item.text for item in items if isinstance(item, Scalar)}


@dataclass(frozen=True, slots=True)
class _Unnaming:
    """Takes out the references to what is hidden: a reader cannot tell that there was one."""

    hidden: Lookup[str, frozenset[str]]
    inner: frozenset[str]
    """The hidden ids of what lies in other things: tactics, budget lines, segments."""

    def record(self, node: Mapping, declared: type[Record]) -> Mapping:
        """A record whose fields name nothing hidden."""
        fields = specs(declared)
        known = ((entry, fields.get(entry.key.text)) for entry in node)
        return replace(node, entries=tuple(
            Entry(entry.key, self._value(entry.value, spec.kind)) if spec else entry for entry, spec in known
        ))  # fmt: skip

    def _value(self, value: Node, kind: object) -> Node:
        if isinstance(value, Scalar) and self._is_named(value, kind):
            return broken(value.at)
        if isinstance(kind, Base):
            return value if isinstance(value, Scalar) and value.text == TOTAL else self._value(value, kind.lines)
        if isinstance(kind, ListOf):
            return self._items(value, kind)
        if not isinstance(value, Mapping):
            return value
        if isinstance(kind, Fields):
            return self.record(value, kind.record)
        if isinstance(kind, Collection | TableOf):
            return replace(value, entries=tuple(self._entries(value, kind)))
        return value

    def _items(self, value: Node, kind: ListOf[Any]) -> Node:
        if isinstance(value, Scalar):
            if not value.listed and not isinstance(kind, OneOrMore):
                return value
            value = cells(value) if value.listed else Sequence((value,), value.at)
        if not isinstance(value, Sequence):
            return value
        kept = (item for item in value.items if not (isinstance(item, Scalar) and self._is_named(item, kind.kind)))
        return value._replace(items=tuple(self._value(item, kind.kind) for item in kept))

    def _entries(self, value: Mapping, kind: Collection[Any] | TableOf[Any, Any]) -> Iterator[Entry]:
        inner: Any = kind.fields if isinstance(kind, Collection) else kind.value
        for entry in value:
            if isinstance(kind, TableOf) and self._is_named(entry.key, kind.key):
                continue
            if isinstance(inner, Fields) and inner.record is Fact and self._states_hidden(entry.value):
                continue
            if isinstance(inner, Raw) and _texts(entry.value) & self.hidden["entities"]:
                continue
            yield Entry(entry.key, self._value(entry.value, inner))

    def _is_named(self, value: Scalar, kind: object) -> bool:
        """True for a reference to something hidden, in the form of its kind."""
        text = value.text.strip()
        if isinstance(kind, Id):
            return text in self.hidden.get(kind.of, ())
        if isinstance(kind, DependencyKind):
            return text.split(" ", 1)[0] in self.hidden.get("tasks", ())
        if isinstance(kind, Path):
            return self._leads_to_hidden(text)
        if isinstance(kind, Calculation):
            return any(name.strip() in self.hidden.get("kpis", ()) for name in _NAMES.findall(text))
        return False

    def _states_hidden(self, fact: Node) -> bool:
        value = fact.get("is") if isinstance(fact, Mapping) else None
        return isinstance(value, Scalar) and any(self._leads_to_hidden(path) for path in _NAMES.findall(value.text))

    def _leads_to_hidden(self, path: str) -> bool:
        """True for a dotted path with something hidden on its way."""
        first, *rest = path.strip().split(".")
        if first not in COLLECTIONS:
            return not self.hidden["entities"].isdisjoint(rest)
        return not self.hidden.get(first, frozenset()).isdisjoint(rest[:1]) or not self.inner.isdisjoint(rest[1:])
