"""The plan beside what it would be: its what-if scenarios."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from omp_plugin.compute.results import Results
from omp_plugin.render.components.component import Component
from omp_plugin.render.scenario_words import Changed, changed
from omp_plugin.render.tables import NONE, Cell, Column, Row, RowGroup, TableView, number, status, text
from omp_plugin.words import _, marked

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext


@dataclass(frozen=True, slots=True)
class ScenarioNote:
    """What a scenario asks and what it changes."""

    id: str
    title: str
    note: str
    changes: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """The plan beside its scenarios, and what each of them changes."""

    table: TableView
    notes: tuple[ScenarioNote, ...]


def scenario_table(ctx: PlanContext) -> ScenarioView | None:
    """The plan's figures beside those of each scenario, with the difference below each."""
    names = [id_ for id_ in ctx.plan.scenarios if id_ in ctx.results.scenarios]
    if not names:
        return None
    heads = (
        Column(_("Figure")), Column(_("Plan"), is_number=True),
        *(Column(ctx.plan.scenarios[id_].label, is_number=True) for id_ in names),
    )  # fmt: skip
    others = [ctx.results.scenarios[id_] for id_ in names]
    note = _("The second line of a cell is the difference to the plan.")
    view = TableView(_("The plan beside its scenarios"), heads, (RowGroup(tuple(_rows(ctx, others))),), note)
    return ScenarioView(view, tuple(_note(ctx, id_) for id_ in names))


def _rows(ctx: PlanContext, others: list[Results]) -> list[Row]:
    all_of = [ctx.results, *others]
    found = [Row("", (text(_("Health")), *(_status_cell(each, all_of[0]) for each in all_of)))]
    found.append(Row("", (text(_("Schedule")), *(status(each.health.schedule) for each in all_of))))
    found.append(Row("", (text(_("Last task finishes")), *(_finish(ctx, each) for each in all_of))))
    found += _goal_rows(ctx, all_of)
    if ctx.results.budget is not None:
        found += [
            _money_row(ctx, _("Planned spend"), all_of, lambda each: each.budget.sums.planned if each.budget else None),
            _money_row(
                ctx, _("Forecast at finish"), all_of, lambda each: each.budget.forecast if each.budget else None
            ),
            _money_row(
                ctx, _("Variance"), all_of, lambda each: each.budget.variance if each.budget else None, signed=True
            ),
        ]
    return found


def _status_cell(each: Results, plan: Results) -> Cell:
    cell = status(each.health.status)
    return (
        cell
        if each is plan or each.health.status == plan.health.status
        else Cell("status", status=cell.status, is_strong=True)
    )


def _finish(ctx: PlanContext, each: Results) -> Cell:
    finish, planned = each.schedule.finish, ctx.results.schedule.finish
    if finish is None:
        return NONE
    days = (finish - planned).days if planned else 0
    return number(ctx.formats.date(finish), sub=_("{n} d").format(n=ctx.formats.signed(days)) if days else "")


def _goal_rows(ctx: PlanContext, all_of: list[Results]) -> list[Row]:
    found = []
    for goal in ctx.plan.goals.values():
        values = [each.goals.goals[goal.id].coverage if goal.id in each.goals.goals else None for each in all_of]
        if any(value is not None for value in values):
            cells = (_coverage(ctx, value, values[0]) for value in values)
            found.append(Row("", (text(_("Coverage: {goal}").format(goal=goal.label)), *cells)))
    return found


def _coverage(ctx: PlanContext, value: Fraction | None, plan: Fraction | None) -> Cell:
    if value is None:
        return NONE
    points = ""
    if plan is not None and value != plan:
        points = _("{n} pt").format(n=ctx.formats.signed((value - plan) * 100))
    return number(ctx.formats.percent(value), sub=points)


def _money_row(
    ctx: PlanContext,
    label: str,
    all_of: list[Results],
    of: Callable[[Results], Decimal | None],
    *,
    signed: bool = False,
) -> Row:
    values = [of(each) for each in all_of]
    return Row("", (text(label), *(_money(ctx, value, values[0], signed=signed) for value in values)))


def _money(ctx: PlanContext, value: Decimal | None, plan: Decimal | None, *, signed: bool) -> Cell:
    if value is None:
        return NONE
    formats = ctx.formats
    more = formats.signed_money(value - plan) if plan is not None and value != plan else ""
    return number(formats.signed_money(value) if signed else formats.money(value), sub=more)


def _note(ctx: PlanContext, id_: str) -> ScenarioNote:
    scenario = ctx.plan.scenarios[id_]
    values = scenario.changes.values
    changes = tuple(changed(ctx, path, getattr(node, "text", "…")) for path, node in values.items())
    return ScenarioNote(id_, scenario.label, scenario.note or "", changes)


COMPONENTS = (
    Component(
        "scenario_table", scenario_table, "the plan beside its what-if scenarios",
        marked("This plan has no scenarios."),
    ),
)  # fmt: skip
