"""The references in the guide, written from the code: fields of the model, commands, components, options, limits."""

from __future__ import annotations

import argparse
import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from omp_plugin import cli
from omp_plugin.compute.results import Status
from omp_plugin.model import kinds, number_kinds, structures
from omp_plugin.model.budget import Base, BudgetKind
from omp_plugin.model.governance import Path, Raw
from omp_plugin.model.kpis import Actuals
from omp_plugin.model.plan import COLLECTIONS, Plan
from omp_plugin.model.reading import Fields, Spec, specs
from omp_plugin.model.structures import Entity
from omp_plugin.model.tasks import DependencyKind
from omp_plugin.pages.plan_pages import PLAN_PAGES

_SHARED = tuple(specs(Entity))
_REFERENCE = re.compile(r"\s*\(plan format[^)]*\)")
_IDS = {
    "plans": "id of another plan", "former ids": "id", "entities": "id of anything in the plan",
    "tactics": "id of a tactic", "segments or personas": "id of a segment or persona",
    "budget lines": "id of a budget line", "stages": "id", "currencies": "currency code", "checks": "problem code",
    "conversions": "`<from>-to-<to>`",
}  # fmt: skip


def record_fields() -> str:
    """Every key of every record, from the model."""
    parts = [_shared()]
    for record, places in _records().items():
        where = f"In {', '.join(f'`{place}`' for place in places)}. " if places else ""
        note = " Has the [shared keys](#shared-keys) too." if issubclass(record, Entity) else ""
        parts.append(f"## {heading(record)}\n\n{where}{_sentence(record)}{note}\n\n{_table(record)}")
    return "\n".join(parts)


def _shared() -> str:
    text = "Every entry of a collection has these, besides its own."
    return f"## Shared keys\n\n{text}\n\n{_rows(list(specs(Entity).values()), Entity)}"


def _records() -> dict[Any, list[str]]:
    """All records with the paths at which they stand, in the order of the plan's keys."""
    found: dict[Any, list[str]] = {Plan: []}
    for key, spec in specs(Plan).items():
        _collect(spec.kind, key, found)
    return found


def _collect(kind: Any, path: str, found: dict[Any, list[str]]) -> None:
    for record, inner in _inside(kind, path):
        if record in found:
            found[record].append(inner)
            continue
        found[record] = [inner]
        for key, spec in specs(record).items():
            _collect(spec.kind, f"{inner}.{key}", found)


def _inside(kind: Any, path: str) -> Iterator[tuple[Any, str]]:
    """The records that a kind holds."""
    if isinstance(kind, structures.Collection):
        yield kind.fields.record, f"{path}.<id>"
    elif isinstance(kind, Fields):
        yield kind.record, path
    elif isinstance(kind, structures.ListOf):
        yield from _inside(kind.kind, f"{path}[]")
    elif isinstance(kind, Actuals):
        yield kind.source.record, path
    elif isinstance(kind, structures.TableOf):
        yield from _inside(kind.value, f"{path}.<{_key_name(kind)}>")


def _key_name(kind: Any) -> str:
    return "period" if isinstance(kind.key, kinds.Span) else "id"


def heading(record: Any) -> str:
    """The name of a record as a heading: `NextStep` is `Next step`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", record.__name__).capitalize()
    return words.upper() if words in ("Kpi", "Pestel", "Raci", "Smart", "Swot") else words


def _sentence(record: Any) -> str:
    """The first sentence of the record's docstring."""
    text = _REFERENCE.sub("", " ".join((record.__doc__ or "").split()))
    return re.split(r"(?<=[.!?]) (?=[A-Z])", text)[0]


def _table(record: Any) -> str:
    own = [spec for key, spec in specs(record).items() if not (issubclass(record, Entity) and key in _SHARED)]
    return _rows(own, record)


def _rows(found: list[Spec], record: Any) -> str:
    lines = ["| Key | Written as | Meaning |", "| --- | --- | --- |"]
    for spec in found:
        required = " **Required.**" if spec.required else ""
        meaning = f"{_sentence_of(spec.doc + _default(spec, record))}{required}"
        cells = (f"`{spec.key}`", written(spec.kind), meaning)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _sentence_of(doc: str) -> str:
    """A description as a sentence; one that begins with a word of the format keeps it as it is written."""
    text = re.sub(r"^(yes|no)\b", r"`\1`", doc)
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('?') else '.'}"


def _default(spec: Spec, record: Any) -> str:
    if "default" in spec.doc:
        return ""
    value = getattr(record, spec.name)
    if value == "" or not isinstance(value, str | Decimal):
        return ""
    return f"; default `{value}`" if isinstance(value, str) else f"; default `{value * 100:f}%`".replace(".00%", "%")


def written(kind: Any) -> str:
    """How a value of a kind is written, in words. A kind without words fails: it must be documented."""
    return _WORDS[type(kind)](kind)


def _link(record: Any) -> str:
    return f"[{heading(record)}](#{heading(record).lower().replace(' ', '-')})"


def _id(kind: kinds.Id) -> str:
    return _IDS.get(kind.of) or f"id in `{kind.of}`"


def _choice(kind: kinds.Choice) -> str:
    return ", ".join(f"`{word}`" for word in kind.words)


def _by(kind: Any) -> str:
    key = "period" if isinstance(kind.key, kinds.Span) else "path" if isinstance(kind.key, Path) else _id(kind.key)
    return f"mapping: {key} → {written(kind.value)}"


_WORDS: Mapping[type[Any], Callable[[Any], str]] = {
    kinds.Text: lambda _: "text",
    kinds.Choice: _choice,
    structures.Visibility: _choice,
    kinds.YesNo: lambda _: "`yes`, `no`",
    kinds.Date: lambda _: "date",
    kinds.Span: lambda _: "period",
    kinds.Length: lambda _: "duration",
    kinds.Calculation: lambda _: "formula",
    kinds.Link: lambda _: "web address",
    kinds.Address: lambda _: "text or web address",
    kinds.Currency: lambda _: "currency code",
    kinds.Id: _id,
    number_kinds.Amount: lambda kind: "money or estimate" if kind.estimate else "money",
    number_kinds.Count: lambda _: "number",
    number_kinds.Whole: lambda kind: f"whole number, {kind.low} to {kind.high}",
    number_kinds.Percent: lambda _: "percent",
    number_kinds.Value: lambda _: "value",
    number_kinds.Bounds: lambda _: "range",
    number_kinds.Stop: lambda _: "limit",
    structures.ListOf: lambda kind: f"list: {written(kind.kind)}",
    structures.OneOrMore: lambda kind: f"{written(kind.kind)}, or a list",
    structures.TableOf: _by,
    structures.Amounts: lambda kind: f"{written(kind.value)}, or a mapping: period → {written(kind.value)}",
    structures.Collection: lambda kind: f"mapping: id → {_link(kind.fields.record)}",
    Fields: lambda kind: _link(kind.record),
    BudgetKind: lambda kind: f"{_link(kind.record)}, or `none`",
    Actuals: lambda kind: f"{written(kind.values)}, or a {_link(kind.source.record)}",
    Base: lambda _: "`total`, or a list of ids of budget lines",
    DependencyKind: lambda kind: f"task, with an optional {'lead' if kind.before else 'link and lag'}",
    Raw: lambda _: "any value",
    Path: lambda _: "path",
}


def commands() -> dict[str, argparse.ArgumentParser]:
    """The commands of `omp`, by name."""
    parser = cli.parser()
    (actions,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return dict(actions.choices)


def command(name: str) -> str:
    """The arguments of a command, from its parser."""
    lines = ["| Argument | Values | Meaning |", "| --- | --- | --- |"]
    for action in commands()[name]._actions:
        if action.dest == "help":
            continue
        said = ", ".join(f"`{option}`" for option in action.option_strings) or f"`{action.metavar}`"
        said += "" if action.option_strings or action.nargs is None else " (may be left out)"
        default = f" (default `{action.default}`)" if action.choices else ""
        values = ", ".join(f"`{choice}`" for choice in action.choices or ()) or (
            f"`{action.metavar}`" if action.option_strings and action.metavar else ""
        )
        lines.append(f"| {said} | {values}{default} | {_capital(action.help or '')} |")
    return "\n".join(lines) + "\n"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def files() -> str:
    """The keys that may live in a file of their own as a table."""
    return ", ".join(f"`{key}`" for key in (*COLLECTIONS, "budget")) + ".\n"


def components() -> str:
    """The components of pages, with their arguments."""
    from omp_plugin.render.components import BY_NAME

    lines = ["| Component | Shows |", "| --- | --- |"]
    for each in sorted(BY_NAME.values(), key=lambda component: component.name):
        lines.append(f"| `{each.name}({', '.join(arguments(each.view))})` | {_sentence_of(each.doc)} |")
    return "\n".join(lines) + "\n"


def arguments(view: Callable[..., object]) -> list[str]:
    """What a component can be called with, as written: those that may be left out with `=`."""
    given = list(inspect.signature(view).parameters.values())[1:]
    return [each.name if each.default is each.empty else f"{each.name}=" for each in given]


def plan_pages() -> str:
    """The generated pages of a plan, and the keys that call for each."""
    lines = ["| Page | In the menu | Generated when the plan has |", "| --- | --- | --- |"]
    for name, label, keys in PLAN_PAGES:
        lines.append(f"| `{name}` | {label} | {' or '.join(f'`{key}`' for key in keys) or 'always'} |")
    return "\n".join(lines) + "\n"


def statuses() -> tuple[str, ...]:
    """Every status word."""
    return tuple(Status.__args__)  # type: ignore[attr-defined]


PARTS: Mapping[str, Callable[..., str]] = {
    "fields": record_fields, "command": command, "collections": files,
    "components": components, "pages": plan_pages,
}  # fmt: skip
"""The parts that are written from the code, by name."""
