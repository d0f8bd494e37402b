"""Goals: what is to be reached, whether the campaigns plan enough for it, and how all hangs together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omp_plugin.compute.results import GoalResult
from omp_plugin.model.goals import Goal
from omp_plugin.render.components.component import Component
from omp_plugin.render.coverage import GoalCoverage, coverages, covered, unit_words
from omp_plugin.render.goal_tree import Item, Loose, Tree
from omp_plugin.render.measured import Measured, measured
from omp_plugin.render.tables import (
    NONE,
    OPEN,
    Cell,
    Column,
    columns,
    field,
    number,
    owner,
    status,
    text,
    when,
)

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

SMART = ("specific", "measurable", "achievable", "relevant", "time_bound")
COLUMNS = columns("Goal", "Objective", "KPI", "Target#", "Planned#", "Coverage#", "Status", "Owner", "Due#")
NOTE = "Coverage is what the campaigns plan to deliver, of the target; status is the worse of it and of the KPI."


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal as a row, with its reason, its five tests and the values to pass on the way."""

    anchor: str
    number: str
    cells: tuple[Cell, ...]
    why: str
    smart: tuple[tuple[str, Cell], ...]
    milestones: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GoalTable:
    """All goals."""

    caption: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[GoalRow, ...]


def goal_table(ctx: PlanContext) -> GoalTable | None:
    """The goals with target, planned figure, coverage, status, owner and due day; folded, how they are tested."""
    kpis, results = measured(ctx), ctx.results.goals.goals
    known = [(goal, results[id_]) for id_, goal in ctx.plan.goals.items() if id_ in results]
    rows = tuple(
        _row(ctx, place, goal, result, kpis.get(result.kpi or "")) for place, (goal, result) in enumerate(known, 1)
    )
    return GoalTable(ctx.formats.count(len(rows), "goal"), NOTE, COLUMNS, rows) if rows else None


def _row(ctx: PlanContext, place: int, goal: Goal, result: GoalResult, kpi: Measured | None) -> GoalRow:
    objective = ctx.plan.objectives.get(goal.objective or "")
    served = Cell("text", objective.label, href=ctx.href("goals", f"objective-{objective.id}")) if objective else NONE
    measure = Cell("text", kpi.kpi.label, href=ctx.href("kpis", f"kpi-{kpi.id}")) if kpi else NONE
    cells = (
        Cell("text", goal.label),
        field(goal, "objective", served),
        field(goal, "kpi", measure),
        _target(goal, result, kpi),
        number(kpi.value(result.planned)) if kpi and result.planned is not None else NONE,
        number(covered(ctx, result)) if result.coverage is not None else NONE,
        status(result.status),
        owner(goal),
        when(ctx, goal, "due"),
    )
    label, smart, steps = f"G{ctx.formats.number(place)}", tuple(_smart(goal)), tuple(_milestones(ctx, goal, kpi))
    return GoalRow(f"goal-{goal.id}", label, cells, goal.why or "", smart, steps)


def _target(goal: Goal, result: GoalResult, kpi: Measured | None) -> Cell:
    """What is to be reached: the goal's own, else its KPI's; either may be open."""
    if "target" in goal.open or (kpi and goal.target is None and "target" in kpi.kpi.open):
        return OPEN
    if kpi is None:
        return number(goal.target.text) if goal.target else NONE
    if result.target is None:
        return number(kpi.range()) if kpi.is_within and kpi.kpi.range else NONE
    return number(kpi.value(result.target), sub=unit_words(kpi).strip())


def _smart(goal: Goal) -> Iterator[tuple[str, Cell]]:
    """The five tests; those without an answer are shown as such."""
    if goal.smart is None:
        return
    for name in SMART:
        value = getattr(goal.smart, name)
        yield name.replace("_", "-").capitalize(), OPEN if name in goal.smart.open else text(value)


def _milestones(ctx: PlanContext, goal: Goal, kpi: Measured | None) -> Iterator[tuple[str, str]]:
    """The values to pass on the way, by period."""
    for period in sorted(goal.milestones):
        quantity = goal.milestones.values[period]
        yield ctx.formats.period(period), ctx.formats.quantity(quantity.value, kpi.kpi.unit if kpi else quantity.unit)


@dataclass(frozen=True, slots=True)
class GoalMap:
    """Everything from objectives down to KPIs, and what is linked to nothing."""

    roots: tuple[Item, ...]
    loose: tuple[Loose, ...]


def goal_map(ctx: PlanContext) -> GoalMap | None:
    """Objectives, the goals that serve them, the campaigns of each goal and the KPIs that these move."""
    tree = Tree(ctx)
    roots = tuple(tree.roots())
    return GoalMap(roots, tuple(tree.loose())) if roots else None


@dataclass(frozen=True, slots=True)
class CoverageView:
    """A bar for each goal whose coverage is known, a sentence for each of the others."""

    known: tuple[GoalCoverage, ...]
    unknown: tuple[GoalCoverage, ...]


def coverage(ctx: PlanContext, goal: str | None = None) -> CoverageView | None:
    """What the campaigns plan to deliver for each goal, or for one of them, against its target."""
    found = coverages(ctx, goal)
    known = tuple(each for each in found if not each.reason)
    return CoverageView(known, tuple(each for each in found if each.reason)) if found else None


COMPONENTS = (
    Component(
        "goal_table", goal_table, "the goals with target, coverage, status and the five tests", "No goals are listed."
    ),
    Component(
        "goal_map", goal_map, "the tree from objectives to KPIs, and what is linked to no goal", "No goals are listed."
    ),
    Component("coverage", coverage, "what the campaigns plan to deliver for each goal", "No goals are listed."),
)
