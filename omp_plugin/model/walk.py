"""All records of a plan, by the declarations of their fields: only fields that may hold records are looked into."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from omp_plugin.model.kpis import Actuals
from omp_plugin.model.reading import Fields, Record, Spec, specs
from omp_plugin.model.structures import Collection, Items, ListOf, Table, TableOf


def walk(record: Record) -> list[Record]:
    """A record and all records in it, in the order of the format."""
    found: list[Record] = []
    _gather(record, found)
    return found


def _gather(record: Record, found: list[Record]) -> None:
    found.append(record)
    declared: Any = type(record)
    for spec in nesting(declared):
        value = getattr(record, spec.name)
        if value:
            for inner in nested(value):
                _gather(inner, found)


def nested(value: object) -> list[Record]:
    """The records that a field's value holds."""
    if isinstance(value, Record):
        return [value]
    values = value.values.values() if isinstance(value, Table) else value.values() if isinstance(value, Mapping) else ()
    return [each for each in (value if isinstance(value, Items) else values) if isinstance(each, Record)]


@cache
def nesting(declared: Any) -> tuple[Spec, ...]:
    """The fields of a class of records that may hold records themselves."""
    return tuple(spec for spec in specs(declared).values() if _may_nest(spec.kind))


def _may_nest(kind: object) -> bool:
    if isinstance(kind, ListOf):
        return _may_nest(kind.kind)
    if isinstance(kind, TableOf):
        return _may_nest(kind.value)
    return isinstance(kind, Fields | Collection | Actuals)
