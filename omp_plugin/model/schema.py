"""The JSON Schema of a plan, for YAML editors and validators; it falls out of the model (plan format, section 2)."""

from __future__ import annotations

from typing import Any

from omp_plugin import FORMAT
from omp_plugin.model.plan import COLLECTIONS, Plan
from omp_plugin.model.reading import Fields, Schema, specs
from omp_plugin.model.structures import Collection, ListOf, TableOf

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def plan_schema() -> Schema:
    """JSON Schema 2020-12 of a `plan.yml`. Keys that may live in files of their own are not required here."""
    definitions: dict[str, Schema] = {}
    whole = _object(Plan, definitions)
    whole["required"] = ["omp", "title", "period", "owner"]
    whole["properties"]["omp"] = {"enum": [FORMAT, int(FORMAT)], "description": "the version of the format"}
    return {
        "$schema": DIALECT,
        "title": "Operational marketing plan",
        "description": f"plan.yml, format version {FORMAT}; every scalar may be written as text",
        **whole,
        "$defs": dict(sorted(definitions.items())),
    }


def key_schema(key: str) -> Schema:
    """The schema of a file that holds the value of one top-level key, such as `kpis.yml`."""
    definitions: dict[str, Schema] = {}
    kind = specs(Plan)[key].kind
    _define(kind, definitions)
    return {"$schema": DIALECT, "title": key, **kind.schema(), "$defs": dict(sorted(definitions.items()))}


def campaign_schema() -> Schema:
    """The schema of the front matter of `campaigns/<id>.md`."""
    definitions: dict[str, Schema] = {}
    _define(specs(Plan)["campaigns"].kind, definitions)
    return {"$schema": DIALECT, "title": "campaign", "$ref": "#/$defs/Campaign", "$defs": definitions}


def _object(record: type[Any], definitions: dict[str, Schema]) -> Schema:
    properties: dict[str, Schema] = {}
    required = []
    for key, spec in specs(record).items():
        _define(spec.kind, definitions)
        properties[key] = {**spec.kind.schema(), "description": spec.doc}
        if spec.required:
            required.append(key)
    whole: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**whole, "required": required} if required else whole


def _define(kind: Any, definitions: dict[str, Schema]) -> None:
    """Adds the records that a kind refers to."""
    if isinstance(kind, Fields):
        name = kind.record.__name__
        if name not in definitions:
            definitions[name] = {}
            definitions[name] = _object(kind.record, definitions)
            definitions[name]["description"] = kind.what
    elif isinstance(kind, Collection):
        _define(kind.fields, definitions)
    elif isinstance(kind, ListOf):
        _define(kind.kind, definitions)
    elif isinstance(kind, TableOf):
        _define(kind.value, definitions)
    elif hasattr(kind, "source"):
        _define(kind.source, definitions)


FILES = ("plan", "campaign", *COLLECTIONS, "budget")
"""What `omp schema` can print: the plan, a campaign's front matter, and files that hold one key."""


def schema_of(what: str) -> Schema:
    """One of `FILES`."""
    if what == "plan":
        return plan_schema()
    return campaign_schema() if what == "campaign" else key_schema(what)
