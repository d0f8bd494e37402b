"""Which fields of a plan's records say something, and every record with the entity it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from omp_plugin.check.words import quoted
from omp_plugin.model.plan import Plan
from omp_plugin.model.reading import Record, Spec, specs
from omp_plugin.model.structures import NO_ITEMS, Collection, Entity, Items
from omp_plugin.model.walk import nested, nesting


def is_given(record: Record, name: str) -> bool:
    """True for a field that says something, be it TBD (`open-value`) or unreadable (reported where it was read)."""
    if name not in record.places:
        return False
    value = getattr(record, name)
    return not isinstance(value, Items) or len(value) > 0 or value is NO_ITEMS or name in record.open


class Found(NamedTuple):
    """A record, and the entity that it is or belongs to: its kind in words, and `None` for the plan itself."""

    record: Record
    kind: str
    entity: Entity | None

    @property
    def owner(self) -> str:
        """The entity as messages name it."""
        return f"{self.kind} {quoted(self.entity)}" if self.entity else "the plan"


def fields_of(record: Record) -> Mapping[str, Spec]:
    """The fields that authors write of a record, by key."""
    declared: Any = type(record)
    return specs(declared)


def records(plan: Plan) -> list[Found]:
    """The plan and all records in it, in the order of the format."""
    found: list[Found] = []
    _gather(Found(plan, "plan", None), found)
    return found


def _gather(each: Found, found: list[Found]) -> None:
    found.append(each)
    declared: Any = type(each.record)
    for spec in nesting(declared):
        value = getattr(each.record, spec.name)
        if value:
            kind = spec.kind.fields.what if isinstance(spec.kind, Collection) else each.kind
            for record in nested(value):
                _gather(Found(record, kind, record if isinstance(record, Entity) else each.entity), found)
