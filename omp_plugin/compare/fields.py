"""The fields of a record as values that can be compared: what is planned apart from texts and from what happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from omp_plugin.compare.changes import Form, Value
from omp_plugin.model.amounts import Money, Quantity
from omp_plugin.model.dates import Period
from omp_plugin.model.kinds import Address, Id, Link, Text
from omp_plugin.model.number_kinds import Percent
from omp_plugin.model.reading import Record, specs
from omp_plugin.model.structures import Collection, Items, Table

FACTUAL = frozenset({
    "unit", "outcome", "category", "supplier", "channel", "channels", "region", "locale", "holidays", "role", "team",
    "department", "name", "day",
})  # fmt: skip
"""Texts that say what is planned and not only how it reads."""
PROGRESS: Mapping[str, frozenset[str]] = {
    "Plan": frozenset({"status", "as_of", "actuals_through", "health", "approved", "version"}),
    "Campaign": frozenset({"status", "learnings"}),
    "Task": frozenset({"done", "status", "evidence"}),
    "Kpi": frozenset({"actual", "notes"}),
    "Budget": frozenset({"reserve_drawn"}),
    "Line": frozenset({"committed", "actual", "forecast"}),
    "Review": frozenset({"log"}),
    "Risk": frozenset({"status"}),
    "Assumption": frozenset({"status", "evidence"}),
    "Hire": frozenset({"status"}),
    "PresenceCheck": frozenset({"answer", "evidence"}),
    "QualityCheck": frozenset({"status"}),
}
"""What happened and what was found, by class of record: it does not change what is planned."""
ELSEWHERE: Mapping[str, frozenset[str]] = {
    "Plan": frozenset({"omp", "baseline", "checks", "publish_data"}),
    "Campaign": frozenset({"order", "budget"}),
    "Task": frozenset({"start", "finish", "duration", "after", "before", "date", "milestone", "repeat", "except"}),
    "Budget": frozenset({"total", "reserve", "revenue"}),
    "Line": frozenset({"planned", "units", "unit_cost", "share", "of", "monthly", "from", "until"}),
}
"""What is compared by what it comes to (dates, money), and settings that say nothing about the plan."""


class Leaf(NamedTuple):
    """One value of a field. `name` is the field's name, with the period or id behind it for one value of many."""

    name: str
    value: Value
    form: Form = "text"
    unit: str = ""
    of: str = ""


class Read(NamedTuple):
    """A record taken apart: values by a key that is the same however they are written, texts, and what happened."""

    planned: dict[str, Leaf]
    texts: dict[str, object]
    progress: dict[str, object]


def take_apart(old: Record, new: Record, currency: str) -> tuple[Read, Read]:
    """The fields that two records do not have alike, but not collections, which hold entities of their own."""
    asked = _differing(old, new)
    one, other = Read({}, {}, {}), Read({}, {}, {})
    _read(old, asked, "", currency, one)
    _read(new, asked, "", currency, other)
    return one, other


def _differing(old: Record, new: Record) -> Set[str]:
    """Attributes worth a closer look. Tables always are: what they hold by an id may be the same under another one."""
    one, other = vars(old), vars(new)
    differ = {name for name in one.keys() | other.keys()
              if (value := one.get(name)) != other.get(name) or isinstance(value, Table)}  # fmt: skip
    return differ | old.open | new.open


def _read(record: Record, asked: Set[str], prefix: str, currency: str, found: Read) -> None:
    kind = type(record).__name__
    for key, spec in specs(type(record)).items():
        if spec.name not in asked:
            continue
        name = prefix + key
        value = getattr(record, spec.name)
        if not value and value is getattr(type(record), spec.name) and spec.name not in record.open:
            continue  # not written, and nothing by default
        if key in ELSEWHERE.get(kind, ()) or key == "formerly" or isinstance(spec.kind, Collection):
            continue
        if key in PROGRESS.get(kind, ()):
            found.progress[name] = plain(value)
        elif spec.name in record.open and not isinstance(value, Record):
            of = spec.kind.of if isinstance(spec.kind, Id) else ""
            found.planned[name] = Leaf(name, "TBD", "id" if of else "text", of=of)
        elif _is_text(spec.kind, key) or _holds_records(value):
            found.texts[name] = plain(value)
        elif isinstance(value, Record):
            _read(value, {each.name for each in specs(type(value)).values()}, f"{name}.", currency, found)
        elif value is not None:
            found.planned.update(_leaves(name, spec.kind, value, currency))


def _is_text(kind: object, key: str) -> bool:
    inner = getattr(kind, "value", None) or getattr(kind, "kind", None) or kind
    return isinstance(inner, Text | Link | Address) and key not in FACTUAL


def _holds_records(value: object) -> bool:
    values = value.values.values() if isinstance(value, Table) else value.values if isinstance(value, Items) else ()
    return isinstance(next(iter(values), None), Record)


def _leaves(name: str, kind: object, value: object, currency: str) -> Iterator[tuple[str, Leaf]]:
    """The values of a field: one, or one a key."""
    if isinstance(value, Table):
        of = getattr(getattr(kind, "key", None), "of", "")
        for key, each in value.values.items():
            label, place = _of_key(key)
            leaf = _leaf(f"{name}.{label}" if label else name, getattr(kind, "value", None), each, currency)
            yield f"{name}.{place}", leaf._replace(of=of or leaf.of)
    elif isinstance(value, Items):
        if value.values:
            inner = getattr(kind, "kind", None) or getattr(getattr(kind, "lines", None), "kind", None)
            is_id = isinstance(inner, Id)
            texts = tuple(sorted({_text(each) for each in value.values}))
            yield name, Leaf(name, texts, "ids" if is_id else "texts", of=inner.of if isinstance(inner, Id) else "")
    else:
        yield name, _leaf(name, kind, value, currency)


def _of_key(key: object) -> tuple[str, str]:
    """A key of a table as people write it, and as it is the same in every way of writing."""
    if isinstance(key, Period):
        return key.text or f"{key.first} to {key.last}", f"{key.first}/{key.last}"
    return ("", "") if key is None else (str(key), str(key))


def _leaf(name: str, kind: object, value: object, currency: str) -> Leaf:
    if isinstance(value, Money):
        if value.low is not None:
            return Leaf(name, f"{value.currency or currency} {value.low}..{value.amount}")
        return Leaf(name, Fraction(value.amount), "money", value.currency or currency)
    if isinstance(value, Quantity):
        return Leaf(name, Fraction(value.value), "value", value.unit)
    if isinstance(value, Period):
        return Leaf(name, value, "date")
    if isinstance(value, bool):
        return Leaf(name, "yes" if value else "no")
    if isinstance(value, Decimal | int):
        return Leaf(name, Fraction(value), "percent" if isinstance(kind, Percent) else "number")
    if isinstance(kind, Id):
        return Leaf(name, str(value), "id", of=kind.of)
    return Leaf(name, _text(value))


def _text(value: object) -> str:
    if isinstance(value, Period):
        return value.text or f"{value.first} to {value.last}"
    return " ".join(str(getattr(value, "text", value)).split())


_NOT_SAID = ("at", "places", "path", "flawed")


def plain(value: object) -> object:
    """A value of whatever form without the places where it is written, so that equal ones are equal."""
    if isinstance(value, Record):
        fields = ((name, getattr(value, name)) for name in sorted(vars(value)) if name not in _NOT_SAID)
        return type(value).__name__, tuple((name, plain(each)) for name, each in fields)
    if isinstance(value, Items):
        return tuple(plain(each) for each in value.values)
    if isinstance(value, Table):
        return plain(value.values)
    if isinstance(value, Mapping):
        return tuple(sorted(((str(key), plain(each)) for key, each in value.items()), key=lambda item: item[0]))
    if isinstance(value, frozenset):
        return tuple(sorted(value))
    return _node(value)


def _node(value: object) -> object:
    """A source's value that was not typed (the changes of a scenario) as its texts."""
    if hasattr(value, "entries"):
        return tuple((entry.key.text, _node(entry.value)) for entry in value.entries)
    if hasattr(value, "items") and hasattr(value, "at"):
        return tuple(_node(each) for each in value.items)
    return value.text if hasattr(value, "text") and hasattr(value, "at") else value
