"""Checks of what is written in the fields themselves: open values, placeholders, the length of the summary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from omp_plugin.check.fields import fields_of, records
from omp_plugin.compute.results import Results
from omp_plugin.model.kinds import Address, Text
from omp_plugin.model.plan import Plan
from omp_plugin.model.reading import Record, Spec, shorten, specs
from omp_plugin.model.structures import Items, ListOf, Table, TableOf
from omp_plugin.model.walk import nested
from omp_plugin.problems import Position, Problem, problem

SUMMARY_WORDS = 600
"""Most words of an executive summary (plan format, section 2)."""
_PLACEHOLDER = re.compile(r"\[(?i:insert)\b[^\]\n]{0,60}\]?|\bTODO\b|(?i:\blorem\s+ipsum\b)|\b[xX]{3,}\b")


def open_value(plan: Plan, results: Results) -> Iterator[Problem]:
    """A field says `TBD`: its value is known to be missing.

    That is honest, and better than a guess: it is never treated as zero, and what depends on it is unknown. The plan's
    page counts the open values, so that they are decided before the plan is approved (plan format, section 1).
    """
    for found in records(plan):
        for key, spec in fields_of(found.record).items() if found.record.open else ():
            if spec.name in found.record.open and not spec.required and not _says_more(found.record, spec):
                message = f'"{key}" of {found.owner} is still open'
                hint = "write its value in place of TBD when it is known"
                yield problem(found.record.where(spec.name), "open-value", message, hint)


def _says_more(record: Record, spec: Spec) -> bool:
    """True for a field of records: what is open in it is said of them."""
    return bool(nested(getattr(record, spec.name)))


def unfilled_placeholder(plan: Plan, results: Results) -> Iterator[Problem]:
    """A text still holds what a template left to be filled in: `[insert ...]`, `TODO`, `lorem ipsum` or `xxx`.

    Readers take it for carelessness, and what should stand there is missing. Where the value is not known yet, `TBD` in
    place of the whole text says so (plan format, section 10).
    """
    for found in records(plan):
        declared: Any = type(found.record)
        texts = _texts(declared)
        for name, place in found.record.places.items():
            if (spec := texts.get(name)) is None:
                continue
            value = getattr(found.record, name)
            for text, at in ((value, place),) if isinstance(value, str) else _written(value):
                if match := _placeholder(text):
                    message = f'"{shorten(match[0])}" in "{spec.key}" of {found.owner} was never filled in'
                    hint = "write what belongs there, or TBD in place of the whole text"
                    yield problem(at, "unfilled-placeholder", message, hint)


def _placeholder(text: str) -> re.Match[str] | None:
    small = text.lower()  # looking for a few letters is far cheaper than for the pattern
    is_likely = "todo" in small or "[insert" in small or "lorem" in small or "xxx" in small
    return _PLACEHOLDER.search(text) if is_likely else None


@cache
def _texts(declared: Any) -> Mapping[str, Spec]:
    """The fields of a class of records in which authors write freely, by name."""
    return {spec.name: spec for spec in specs(declared).values() if _is_text(spec.kind)}


def _is_text(kind: object) -> bool:
    if isinstance(kind, ListOf):
        return _is_text(kind.kind)
    if isinstance(kind, TableOf):
        return _is_text(kind.value)
    return isinstance(kind, Text | Address)


def _written(value: object) -> Iterator[tuple[str, Position]]:
    if isinstance(value, Items):
        yield from zip(value.values, value.places, strict=True)
    elif isinstance(value, Table):
        yield from ((text, value.value_places[key]) for key, text in value.values.items())


def summary_too_long(plan: Plan, results: Results) -> Iterator[Problem]:
    """The executive summary has more than 600 words.

    Whoever decides about the plan reads the summary and little else: it has to fit one page (plan format, section 2).
    """
    words = len((plan.summary or "").split())
    if words > SUMMARY_WORDS:
        message = f"the summary has {words:,} words; more than {SUMMARY_WORDS} are not read"
        yield problem(plan.where("summary"), "summary-too-long", message, "move the details to a page of the plan")
