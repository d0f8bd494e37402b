"""Where every computed number comes from: formula, inputs, file and line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from omp_plugin.compute.trace import Figure, Input, Trace
from omp_plugin.compute.traces import traces
from omp_plugin.model.amounts import is_currency_code
from omp_plugin.problems import Position
from omp_plugin.render.components.component import Component

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

SECTIONS = {
    "health": "Health", "goals": "Goals", "kpis": "KPIs", "campaigns": "Campaigns", "tasks": "Tasks",
    "budget": "Budget",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """An input of a number, and where it is written (empty for what is itself computed)."""

    label: str
    value: str
    place: str


@dataclass(frozen=True, slots=True)
class Proof:
    """A computed number with its formula and inputs; `value` is empty where it is unknown."""

    path: str
    label: str
    value: str
    formula: str
    inputs: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The numbers of one subject."""

    id: str
    title: str
    folder: str
    proofs: tuple[Proof, ...]


def sources(ctx: PlanContext) -> tuple[Section, ...] | None:
    """All computed numbers by subject."""
    found = traces(ctx.plan, ctx.results)
    by_subject = groupby(found, key=lambda trace: trace.path.partition(".")[0])
    return (
        tuple(Section(id_, SECTIONS[id_], _folder(ctx), tuple(_proofs(ctx, each))) for id_, each in by_subject) or None
    )


def _proofs(ctx: PlanContext, found: Iterable[Trace]) -> Iterable[Proof]:
    for trace in found:
        value = figure_text(ctx, trace.figure)
        yield Proof(trace.path, trace.label, value, trace.formula, tuple(_source(ctx, each) for each in trace.inputs))


def _source(ctx: PlanContext, each: Input) -> Source:
    return Source(each.label, figure_text(ctx, each.figure), _place(each.at, _folder(ctx)))


def _folder(ctx: PlanContext) -> str:
    """The plan's folder, which all its files share."""
    return ctx.plan.path.removesuffix("plan.yml")


def _place(at: Position | None, folder: str) -> str:
    return f"{at.path.removeprefix(folder)}:{at.line}" if at else ""


def figure_text(ctx: PlanContext, figure: Figure) -> str:
    """A value in the plan's language; empty for an unknown one."""
    value, formats = figure.value, ctx.formats
    if value is None:
        return ""
    if isinstance(value, date):
        return formats.date(value)
    if isinstance(value, str):
        return value.replace("-", " ")
    if figure.unit == "%":
        return formats.percent(value, 1)
    if is_currency_code(figure.unit):
        return formats.money(value, figure.unit)
    return f"{formats.number(value)} {figure.unit}".strip()


COMPONENTS = (
    Component(
        "sources",
        sources,
        "every computed number with formula, inputs, file and line",
        "Nothing is computed from this plan.",
    ),
)
