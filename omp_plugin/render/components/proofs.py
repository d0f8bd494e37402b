"""Where every computed number comes from: formula, inputs, file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from omp_plugin.compute.trace import Figure, Input, Trace
from omp_plugin.compute.traces import traces
from omp_plugin.compute.traces_of_kpis import conversion_path
from omp_plugin.model.amounts import is_currency_code
from omp_plugin.problems import Position
from omp_plugin.render.components.component import Component
from omp_plugin.render.field_words import FIELDS
from omp_plugin.render.funnels import step_name
from omp_plugin.render.rounding import rounded
from omp_plugin.render.shown_on import shown_on
from omp_plugin.render.state_words import WORDS, in_words
from omp_plugin.render.tables import Part
from omp_plugin.words import _, marked, ngettext, speaking, spoken

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

SECTIONS = {
    "health": marked("Health"), "goals": marked("Goals"), "kpis": marked("KPIs"), "funnels": marked("Funnels"),
    "campaigns": marked("Campaigns"), "tasks": marked("Tasks"), "budget": marked("Budget"),
}  # fmt: skip
COMPUTED: Mapping[str, str] = {
    "schedule": marked("schedule"), "coverage": marked("coverage"), "expected": marked("expected"),
    "attainment": marked("attainment"), "progress": marked("progress"), "available": marked("free to commit"),
    "variance": marked("variance"), "slack_days": marked("slack days"),
}  # fmt: skip
"""The numbers that are no fields, by the last part of their paths; what a campaign delivers has a KPI's id there."""


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
    name: str
    value: str
    formula: str
    inputs: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What the numbers are of: an entity, or the plan; with the pages that show them."""

    path: str
    label: str
    proofs: tuple[Proof, ...]
    shown: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskProof:
    """A task in one row: its numbers by name, what fixes its dates, its length as it is written, who shows it."""

    path: str
    label: str
    numbers: Mapping[str, str]
    formula: str
    inputs: tuple[Source, ...]
    length: Source | None
    shown: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """The numbers of one subject; those of tasks, which may be thousands, in one row each."""

    id: str
    title: str
    folder: str
    subjects: tuple[Subject, ...] = ()
    tasks: tuple[TaskProof, ...] = ()
    finish: str = ""


def sources(ctx: PlanContext) -> tuple[Section, ...] | None:
    """All computed numbers by subject."""
    found = ctx.last(*_traces(ctx))
    by_subject = groupby(found, key=lambda trace: trace.path.partition(".")[0])
    return tuple(_section(ctx, id_, tuple(each)) for id_, each in by_subject) or None


def anchors(ctx: PlanContext) -> frozenset[str]:
    """The ids of the entries of a plan's numbers on the page of sources: their paths, of tasks those of the tasks."""
    with speaking(ctx.plan.locale):  # as the page of sources will
        found = ctx.once(*_traces(ctx))
    return frozenset(_entity(each) if each.path.startswith("tasks.") else each.path for each in found)


def _traces(ctx: PlanContext) -> tuple[object, Callable[[], Sequence[Trace]]]:
    """All computed numbers in the language that is spoken: what they are kept by, and what works them out."""
    return ("traces", spoken()), partial(traces, ctx.plan, ctx.results)


def _section(ctx: PlanContext, id_: str, found: Sequence[Trace]) -> Section:
    title, folder = _(SECTIONS[id_]), _folder(ctx)
    by_entity = [(path, tuple(each)) for path, each in groupby(found, key=_entity)]
    if id_ == "tasks":
        rows = tuple(_task(ctx, path, each) for path, each in by_entity)
        finish = ctx.results.schedule.finish
        return Section(id_, title, folder, tasks=rows, finish=ctx.formats.date(finish) if finish else "")
    subjects = (Subject(path, each[0].label, _proofs(ctx, each), shown_on(ctx, path)) for path, each in by_entity)
    return Section(id_, title, folder, tuple(subjects))


def _entity(trace: Trace) -> str:
    """What a number is of: a campaign, a budget line. Its path is `campaigns.x.delivers.orders`."""
    parts = trace.path.split(".")
    return ".".join(parts[:2] if parts[0] == "campaigns" else parts[:-1])


def _name(ctx: PlanContext, trace: Trace) -> str:
    """What a number is called within that: expected, slack days, delivers orders."""
    name = trace.path.removeprefix(_entity(trace)).strip(".")
    if name.startswith("delivers."):
        return _("delivers {kpi}").format(kpi=name.partition(".")[2].replace("_", " ").replace("-", " "))
    return _step(ctx, trace.path) if trace.path.startswith("funnels.") else _(COMPUTED.get(name) or FIELDS[name])


def _step(ctx: PlanContext, path: str) -> str:
    """From which stage of a funnel to which: its rates are called so."""
    funnel = ctx.results.kpis.funnels[path.split(".")[1]]
    return next(step_name(funnel, way) for way in funnel.conversions if conversion_path(funnel.id, way) == path)


def _proofs(ctx: PlanContext, found: Iterable[Trace]) -> tuple[Proof, ...]:
    return tuple(
        Proof(each.path, _name(ctx, each), figure_text(ctx, each.figure), each.formula, _sources(ctx, each.inputs))
        for each in found
    )


def _task(ctx: PlanContext, path: str, found: Sequence[Trace]) -> TaskProof:
    """The finish says all that the start says, and the length; how slack is counted is said once for all tasks."""
    numbers = {each.path.rpartition(".")[2]: figure_text(ctx, each.figure) for each in found}
    finish = next(each for each in found if each.path.endswith(".finish"))
    *inputs, length = _sources(ctx, finish.inputs)
    length_shown = length if "start" in numbers else None
    return TaskProof(
        path, finish.label, numbers, finish.formula, tuple(inputs), length_shown, shown_on(ctx, path)
    )


def _sources(ctx: PlanContext, inputs: Iterable[Input]) -> tuple[Source, ...]:
    folder = _folder(ctx)
    return tuple(Source(each.label, figure_text(ctx, each.figure), _place(each.at, folder)) for each in inputs)


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
        return in_words(value) if value in WORDS else value
    if figure.unit == "%":
        return formats.percent(value, _decimals(value))
    if is_currency_code(figure.unit):
        return formats.money(value, figure.unit)
    if figure.unit == "days" and isinstance(value, int):
        return ngettext("{n} day", "{n} days", value).format(n=formats.number(value))
    return f"{formats.number(value)} {figure.unit}".strip()


def _decimals(ratio: Decimal | Fraction | int) -> int:
    """So many decimals of a percentage that one can reckon with it: 0.3% of 0.3% would be anything."""
    exact = Fraction(ratio)
    if (exact * 100).denominator == 1:
        return 0
    return next((n for n in (1, 2) if abs(Fraction(rounded(exact, n + 2)) - exact) * 1000 <= abs(exact)), 3)


COMPONENTS = (
    Component(
        "sources",
        sources,
        "every computed number with formula, inputs, file and line",
        marked("Nothing is computed from this plan."),
    ),
)
