"""What a scenario changes, in the plan's names of things: the line, campaign or task, its field, and the new value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from omp_plugin.compute.measure import value_of
from omp_plugin.model.amounts import parse_estimate, parse_quantity
from omp_plugin.model.dates import Unreadable, parse_date, parse_duration
from omp_plugin.model.kpis import Kpi
from omp_plugin.render.change_names import find
from omp_plugin.render.field_words import choice, label_of_field, words_of
from omp_plugin.render.measured import measured
from omp_plugin.render.places import place
from omp_plugin.words import _

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

MONEY = {
    "planned", "committed", "actual", "forecast", "monthly", "unit_cost", "cap", "budget", "total", "reserve",
    "reserve_drawn", "revenue",
}  # fmt: skip
"""Fields of lines, campaigns and budget that are amounts of money."""


class Changed(NamedTuple):
    """One value that a scenario changes: whose, which field (with its period or what it is of), and what it becomes."""

    label: str
    field: str
    value: str


def changed(ctx: PlanContext, path: str, value: str) -> Changed:
    """A path such as `budget.lines.clicks.forecast.2026-Q4` in words; a path that leads nowhere stands for itself."""
    parts = path.split(".")
    for length in range(len(parts) - 1, 0, -1):
        found = find(ctx.plan, ".".join(parts[:length]))
        if found.entity is not None:
            label = ": ".join(each.label for each in (*found.around, found.entity))
            name, of = parts[length], ".".join(parts[length + 1 :])
            kpi = found.entity if isinstance(found.entity, Kpi) else ctx.plan.kpis.get(of)
            return Changed(label, _field(ctx, words_of(name), of), _value(ctx, name, value, kpi))
    field = path.removeprefix("budget.")
    if find(ctx.plan, path).entity is not None:
        return Changed(place(ctx, parts[-1]).text, "", value)
    return Changed("", label_of_field(field), _value(ctx, field, value, None))


def _field(ctx: PlanContext, words: str, of: str) -> str:
    """The field, with the period or the entity that it is of."""
    if not of:
        return words
    return _("{field}, {part}").format(field=words, part=_part(ctx, of))


def _part(ctx: PlanContext, of: str) -> str:
    try:
        return ctx.formats.period(parse_date(of, ctx.plan.fiscal_year_start))
    except Unreadable:
        return place(ctx, of).text


def _value(ctx: PlanContext, name: str, text: str, kpi: Kpi | None) -> str:
    """A value as pages write it; one of another form, or that cannot be read, as its author wrote it."""
    try:
        if kpi is not None and name not in MONEY - {"actual"}:
            number = value_of(ctx.plan, kpi, parse_quantity(text))
            return measured(ctx)[kpi.id].value(number) if number is not None and kpi.id in measured(ctx) else text
        if name in MONEY:
            return ctx.formats.written(parse_estimate(text, ctx.plan.currency))
        if name == "duration":
            return ctx.formats.duration(parse_duration(text))
        if name in ("start", "finish", "date", "deadline", "due"):
            return ctx.formats.period(parse_date(text, ctx.plan.fiscal_year_start))
    except Unreadable:
        return text
    return choice(name, text)
