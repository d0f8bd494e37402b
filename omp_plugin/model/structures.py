"""The kinds of composed values: lists, values by period, values by id, collections of entities."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from omp_plugin import limits
from omp_plugin.model.dates import Period
from omp_plugin.model.kinds import ID, Choice, Id, Span, Text
from omp_plugin.model.number_kinds import Amount
from omp_plugin.model.reading import TBD, Fields, Kind, Reader, Record, Schema, given, shorten
from omp_plugin.problems import Position
from omp_plugin.source.nodes import Mapping, Node, Scalar, Sequence, is_empty
from omp_plugin.source.visibility import VISIBILITIES

T = TypeVar("T")
K = TypeVar("K")
E_ = TypeVar("E_", bound="Entity")


@dataclass(frozen=True, slots=True)
class Items(Generic[T]):
    """A list with the place of each item."""

    values: tuple[T, ...] = ()
    places: tuple[Position, ...] = ()

    def __iter__(self) -> Iterator[T]:
        return iter(self.values)

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True, slots=True)
class Table(Generic[K, T]):
    """Values by period or id, with the place of each key (`at` of the value is in `value_places`).

    `unknown` are keys whose value is open (TBD) or could not be read.
    """

    values: Lookup[K, T] = field(default_factory=lambda: MappingProxyType({}))
    places: Lookup[K, Position] = field(default_factory=lambda: MappingProxyType({}))
    value_places: Lookup[K, Position] = field(default_factory=lambda: MappingProxyType({}))
    unknown: frozenset[K] = frozenset()

    def __iter__(self) -> Iterator[K]:
        return iter(self.values)

    def __len__(self) -> int:
        return len(self.values)

    def get(self, key: K) -> T | None:
        """The value of that key."""
        return self.values.get(key)


NOTHING: Table[Any, Any] = Table()
NO_ITEMS: Items[Any] = Items()


class ListOf(Generic[T]):
    """A list of values of one kind. In a CSV cell the items are separated by `;`."""

    def __init__(self, kind: Kind[T], what: str) -> None:
        self.kind = kind
        self.what = what

    def read(self, node: Node, reader: Reader) -> Items[T] | None:
        """Problems: `wrong-type` for anything but a list, and those of the items."""
        if isinstance(node, Scalar) and node.listed:
            node = cells(node)
        if isinstance(node, Scalar):
            if reader.text_of(node, f"a list of {self.what}") is not None:
                reader.wrong(node, f"a list of {self.what}", f"write [{shorten(node.text)}]")
            return None
        if not isinstance(node, Sequence):
            reader.wrong(node, f"a list of {self.what}", 'begin each item with "- "')
            return None
        return self._items(node, reader)

    def _items(self, node: Sequence, reader: Reader) -> Items[T]:
        found = [(self.kind.read(item, reader), item.at) for item in node.items if not is_empty(item)]
        kept = [(value, at) for value, at in found if value is not None]
        return Items(*zip(*kept, strict=True)) if kept else Items()

    def schema(self) -> Schema:
        """An array."""
        return _or_open({"type": ["array", "null"], "items": self.kind.schema()})


class OneOrMore(ListOf[T]):
    """A list, or one value that stands for a list of one."""

    def read(self, node: Node, reader: Reader) -> Items[T] | None:
        """Problems: those of the items."""
        if isinstance(node, Scalar) and not node.listed:
            return self._items(Sequence((node,), node.at), reader)
        return super().read(node, reader)

    def schema(self) -> Schema:
        """A value or an array of them."""
        return {"anyOf": [self.kind.schema(), super().schema()]}


def cells(node: Scalar) -> Sequence:
    """The items of a CSV cell, each with its own column."""
    parts, column = [], node.at.column
    for part in node.text.split(";"):
        if part.strip():
            at = node.at._replace(column=column + len(part) - len(part.lstrip()))
            parts.append(Scalar(part.strip(), at, listed=True))
        column += len(part) + 1
    return Sequence(tuple(parts), node.at)


class TableOf(Generic[K, T]):
    """A mapping from keys of one kind to values of another: by period, or by the id of something."""

    def __init__(self, key: Kind[K], value: Kind[T], what: str) -> None:
        self.key = key
        self.value = value
        self.what = what

    def read(self, node: Node, reader: Reader) -> Table[K, T] | None:
        """Problems: `wrong-type`, `duplicate-key` (one period written in two ways), and those of the values."""
        if not isinstance(node, Mapping):
            if reader.text_of(node, self.what) is not None:
                example = "2026-Q3: 500" if "period" in self.what else "key: value"
                reader.wrong(node, self.what, f'write a line for each, such as "{example}"')
            return None
        values: dict[K, T] = {}
        places: dict[K, Position] = {}
        value_places: dict[K, Position] = {}
        unknown: set[K] = set()
        for written, inner in node.entries:
            key = self.key.read(written, reader)
            value = None if is_empty(inner) else self.value.read(inner, reader)
            if key is None or value is None:
                unknown.update([] if key is None or is_empty(inner) else [key])
                continue
            at, count = written.at, len(places)
            before = places.setdefault(key, at)
            if len(places) == count:
                message = f'"{shorten(written.text)}" was given before, in line {before.line}'
                reader.report(at, "duplicate-key", message, "keep one of the two")
                continue
            values[key], value_places[key] = value, inner.at
        found = MappingProxyType(values), MappingProxyType(places), MappingProxyType(value_places)
        return Table(*found, frozenset(unknown))

    def schema(self) -> Schema:
        """An object."""
        return _or_open({"type": ["object", "null"], "additionalProperties": self.value.schema()})


class Amounts(TableOf[Period | None, Any]):
    """Money by period, or one amount for the plan's whole period, which then stands under the key `None`."""

    def __init__(self, *, estimate: bool = False) -> None:
        super().__init__(Span(), Amount(estimate=estimate), "money by period, or one amount")

    def read(self, node: Node, reader: Reader) -> Table[Period | None, Any] | None:
        """Problems: those of periods and amounts."""
        if not isinstance(node, Scalar):
            return super().read(node, reader)
        value = self.value.read(node, reader)
        if value is None:
            return None
        return Table({None: value}, {None: node.at}, {None: node.at})

    def schema(self) -> Schema:
        """An amount or an object of them."""
        return {"anyOf": [self.value.schema(), super().schema()]}


class Visibility(Choice):
    """Who may see something; while that is open, nobody but those who may see all."""

    def __init__(self) -> None:
        super().__init__(*VISIBILITIES)

    def read(self, node: Node, reader: Reader) -> str | None:
        """Problems: `wrong-type`."""
        visibility = super().read(node, reader)
        return VISIBILITIES[-1] if isinstance(node, Scalar) and node.text == TBD else visibility


class Entity(Record):
    """Something with an id of its own in a collection (plan format, section 1)."""

    id: str
    title: str = given(Text(), "its name as people say it", default="")
    visibility: str = given(Visibility(), "who may see it", default="public")
    formerly: Items[str] = given(
        ListOf(Id("former ids"), "ids"), "ids it had before; old links keep working", default=NO_ITEMS
    )

    @property
    def label(self) -> str:
        """The title, or the id made readable where none is written."""
        return self.title or self.id.replace("-", " ").capitalize()


def _instead(text: str) -> str:
    """What the author may have meant as an id, where that can be told."""
    slug = re.sub("[^a-z0-9]+", "-", shorten(text).lower()).strip("-")
    return f'write "{slug}": ' if text.isascii() and ID.fullmatch(slug) else ""


class Collection(Generic[E_]):
    """A mapping from ids to entities of one class, as written or in the order of a key."""

    def __init__(self, entity: type[E_], what: str, order: Callable[[E_], int] | None = None) -> None:
        self.fields = Fields(entity, what)
        self.order = order

    def read(self, node: Node, reader: Reader) -> Lookup[str, E_] | None:
        """Problems: `bad-id`, `wrong-type`, `too-large` (number), and those of the entities."""
        if not isinstance(node, Mapping):
            expected = f"a block of {self.fields.what}s, each below an id of its own,"
            if not isinstance(node, Scalar) or reader.text_of(node, expected) is not None:
                reader.wrong(node, expected, "write `some-id:` above its fields")
            reader.lost |= {(self.fields.what, "")} if not isinstance(node, Scalar) or node.text != TBD else set()
            return None
        found: dict[str, E_] = {}
        if len(node.entries) > limits.ENTITIES:
            message = f"more than {limits.ENTITIES:,} {self.fields.what}s; the rest is not read"
            reader.report(node.entries[limits.ENTITIES].key.at, "too-large", message, "split the plan in several")
        for entry in node.entries[: limits.ENTITIES]:
            if not (entry.key.broken or ID.fullmatch(entry.key.text)):
                self._bad_id(entry.key, reader)
            entity = self.fields.read(entry.value, reader, id=entry.key.text)
            if entity is not None and not ("visibility" in entity.places and _is_hidden(entry.value)):
                found[entry.key.text] = entity
        return MappingProxyType(self.in_order(found))

    def in_order(self, found: dict[str, E_]) -> dict[str, E_]:
        """The entities in the order of the key that the collection has one by, else as they are."""
        order = self.order
        return dict(sorted(found.items(), key=lambda item: order(item[1]))) if order else found

    @staticmethod
    def _bad_id(key: Scalar, reader: Reader) -> None:
        message = f'"{shorten(key.text)}" cannot be an id'
        hint = f"{_instead(key.text)}ids are small letters, digits and -, and begin with a letter or digit"
        reader.report(key.at, "bad-id", message, hint)

    def schema(self) -> Schema:
        """An object of entities by id."""
        return _or_open({
            "type": ["object", "null"],
            "additionalProperties": {"anyOf": [self.fields.schema(), {"type": "null"}]},
            "propertyNames": {"pattern": f"^{ID.pattern}$"},
        })


def _or_open(schema: Schema) -> Schema:
    """What the schema describes, or TBD in its place."""
    return {"anyOf": [schema, {"const": TBD}]}


def _is_hidden(node: Node) -> bool:
    """True for an entity whose visibility is no known word: it is left out (plan format, section 9)."""
    visibility = node.get("visibility") if isinstance(node, Mapping) else None
    return isinstance(visibility, Scalar) and visibility.text not in ("", TBD, *VISIBILITIES)


TEXTS: OneOrMore[str] = OneOrMore(Text(), "texts")
PEOPLE: OneOrMore[str] = OneOrMore(Id("people"), "people")


def items(kind: Kind[Any], what: str, doc: str) -> Any:
    """Declares a field that is a list, empty where it is not written."""
    return given(ListOf(kind, what), doc, default=NO_ITEMS)


def texts(doc: str) -> Any:
    """Declares a field that is one text or a list of them, empty where it is not written."""
    return given(TEXTS, doc, default=NO_ITEMS)


def collection(entity: type[E_], what: str, doc: str, *, order: Callable[[E_], int] | None = None) -> Any:
    """Declares a field that is a collection, empty where it is not written."""
    return given(Collection(entity, what, order), doc, default=MappingProxyType({}))


def by_period(kind: Kind[Any], what: str, doc: str) -> Any:
    """Declares a field that gives values by period, empty where it is not written."""
    return given(TableOf(Span(), kind, f"{what} by period"), doc, default=NOTHING)


def by_id(key: Id, kind: Kind[Any], what: str, doc: str) -> Any:
    """Declares a field that gives values by the id of something, empty where it is not written."""
    return given(TableOf(key, kind, what), doc, default=NOTHING)
