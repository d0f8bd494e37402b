"""The JSON Schema of the published `plan.json` (plan format, section 12), 2020-12.

It promises what the format promises: more keys may be there, none of these may be missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from omp_plugin import FORMAT
from omp_plugin.compute.results import Status
from omp_plugin.problems import Level
from omp_plugin.source.budget_csv import AMOUNTS

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_FLAG: Schema = {"type": "boolean"}
_NUMBER: Schema = {"$ref": "#/$defs/number"}
_DAY: Schema = {"$ref": "#/$defs/day"}
_STATUS: Schema = {"$ref": "#/$defs/status"}
_DEFINED: Schema = {
    "number": {
        "description": "An exact number as text; money to the minor unit of its currency; null where it is unknown",
        "type": ["string", "null"],
        "pattern": "^-?[0-9]+(\\.[0-9]+)?$",
    },
    "day": {
        "description": "A day (ISO 8601); null where it is unknown",
        "type": ["string", "null"],
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    },
    "status": {"enum": list(get_args(Status))},
}


def plan_schema() -> Schema:
    """The schema of a compiled plan; one that cannot be read has its id and problems only."""
    readable = _object({
        "title": _TEXT, "version": _TEXT_OR_NULL, "status": _TEXT, "period": _or_null(_fields(_DAY, "start finish")),
        "as_of": _DAY, "actuals_through": _DAY, "currency": _TEXT,
        "health": _fields(_STATUS, "status goals kpis schedule budget"),
        "goals": _by_id(_goal()), "kpis": _by_id(_kpi()), "funnels": _by_id(_list(_conversion())),
        "campaigns": _by_id(_campaign()), "tasks": _by_id(_task()), "critical_path": _list(_TEXT),
        "budget": _or_null(_budget()),
    })  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A compiled marketing plan",
        **_object({"omp": {"const": int(FORMAT)}, "id": _TEXT, "problems": _list(_problem())}),
        "if": {"required": ["title"]},
        "then": readable,
        "$defs": _DEFINED,
    }


def _object(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _fields(each: Schema, names: str) -> Schema:
    return _object(dict.fromkeys(names.split(), each))


def _by_id(each: Schema) -> Schema:
    return {"type": "object", "additionalProperties": each}


def _list(each: Schema) -> Schema:
    return {"type": "array", "items": each}


def _or_null(each: Schema) -> Schema:
    return {"anyOf": [each, {"type": "null"}]}


def _numbers(names: Iterable[str]) -> Schema:
    return dict.fromkeys(names, _NUMBER)


def _goal() -> Schema:
    numbers = _numbers(("target", "planned", "coverage"))
    return _object({"title": _TEXT, "kpi": _TEXT_OR_NULL, **numbers, "status": _STATUS})


def _kpi() -> Schema:
    values = _numbers(("actual", "expected"))
    return _object({
        "title": _TEXT, "unit": _TEXT_OR_NULL, "period": _TEXT_OR_NULL, **values, **_numbers(("attainment", "target")),
        "status": _STATUS, "diagnosis": _TEXT_OR_NULL, "series": _list(_object({"period": _TEXT, **values})),
    })  # fmt: skip


def _conversion() -> Schema:
    texts = {"range": _TEXT_OR_NULL, "status": _STATUS, "diagnosis": _TEXT_OR_NULL}
    return _object({"from": _TEXT, "to": _TEXT, "conversion": _NUMBER, **texts})


def _campaign() -> Schema:
    head = {"title": _TEXT, "owner": _TEXT_OR_NULL, "start": _DAY, "finish": _DAY, "progress": _NUMBER}
    return _object({**head, **_numbers(AMOUNTS), "delivers": _by_id(_NUMBER), "status": _STATUS})


def _task() -> Schema:
    numbers = _numbers(("duration_days", "slack_days", "done"))
    head = {"title": _TEXT, "start": _DAY, "finish": _DAY}
    return _object({**head, **numbers, "critical": _FLAG, "status": _TEXT, "overdue": _FLAG})


def _budget() -> Schema:
    sums = _object(_numbers((*AMOUNTS, "available", "variance")))
    numbers = _numbers(("total", "reserve", *AMOUNTS, "available", "variance"))
    groups = dict.fromkeys(("by_period", "by_campaign", "by_category"), _by_id(sums))
    return _object({**numbers, "status": _STATUS, **groups})


def _problem() -> Schema:
    texts = dict.fromkeys(("path", "code", "message", "hint"), _TEXT)
    whole = {"type": "integer", "minimum": 0}
    return _object({**texts, "line": whole, "column": whole, "level": {"enum": list(get_args(Level))}})
