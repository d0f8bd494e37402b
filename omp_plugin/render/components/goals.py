"""Goals: what is to be reached, whether the campaigns plan enough for it, and how all hangs together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omp_plugin.compute.results import GoalResult
from omp_plugin.model.goals import Goal
from omp_plugin.render.components.component import Component
from omp_plugin.render.components.facets import covered_goal
from omp_plugin.render.coverage import GoalCoverage, coverages, covered, unit_words
from omp_plugin.render.goal_stats import goal_stats
from omp_plugin.render.goal_tree import Item, Loose, Tree, depth
from omp_plugin.render.measured import Measured, goal_words, measured
from omp_plugin.render.stat import Stat
from omp_plugin.render.tables import (
    NONE,
    OPEN,
    Cell,
    Column,
    columns,
    field,
    number,
    owner,
    right,
    status,
    text,
    when,
)
from omp_plugin.words import _, marked, ngettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

SMART = {
    "specific": marked("Specific"), "measurable": marked("Measurable"), "achievable": marked("Achievable"),
    "relevant": marked("Relevant"), "time_bound": marked("Time-bound"),
}  # fmt: skip
NOTE = marked(
    "Coverage is what the campaigns plan to deliver, of the target; status is the worse of it and of the KPI."
)
ABSENT = marked("No goals are listed.")


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
    """The goals with target, planned figure, coverage, status, owner and due day; folded, how they are tested.

    The objective has a column only where goals serve several: else the map says it once.
    """
    kpis, results = measured(ctx), ctx.results.goals.goals
    known = [(goal, results[id_]) for id_, goal in ctx.plan.goals.items() if id_ in results]
    rows = tuple(
        _row(ctx, place, goal, result, kpis.get(result.kpi or "")) for place, (goal, result) in enumerate(known, 1)
    )
    caption = ngettext("{n} goal", "{n} goals", len(rows)).format(n=ctx.formats.number(len(rows)))
    return GoalTable(caption, _(NOTE), _heads(ctx), rows) if rows else None


def _heads(ctx: PlanContext) -> tuple[Column, ...]:
    objective = [_("Objective")] if _has_objectives(ctx) else []
    figures = [right(label) for label in (_("Target"), _("Planned"), _("Coverage"))]
    return columns(_("Goal"), *objective, _("KPI"), *figures, _("Status"), _("Owner"), right(_("Due")))


def _has_objectives(ctx: PlanContext) -> bool:
    return len({goal.objective for goal in ctx.plan.goals.values()}) > 1


def _row(ctx: PlanContext, place: int, goal: Goal, result: GoalResult, kpi: Measured | None) -> GoalRow:
    objective = ctx.plan.objectives.get(goal.objective or "")
    served = Cell("text", objective.label, href=ctx.href("goals", f"objective-{objective.id}")) if objective else NONE
    measure = Cell("text", kpi.kpi.label, href=ctx.href("kpis", f"kpi-{kpi.id}")) if kpi else NONE

    def proof(name: str) -> str | None:
        return ctx.proof(f"goals.{goal.id}.{name}")

    cells = (
        Cell("text", goal.label),
        *([field(goal, "objective", served)] if _has_objectives(ctx) else []),
        field(goal, "kpi", measure),
        _target(goal, result, kpi),
        number(kpi.value(result.planned), proof=proof("planned")) if kpi and result.planned is not None else NONE,
        number(covered(ctx, result), proof=proof("coverage")) if result.coverage is not None else NONE,
        status(result.status, goal_words(result, kpi), proof("status")),
        owner(goal),
        when(ctx, goal, "due"),
    )
    label = _("G{n}").format(n=ctx.formats.number(place))
    smart, steps = tuple(_smart(goal)), tuple(_milestones(ctx, goal, kpi))
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
    for name, label in SMART.items():
        value = getattr(goal.smart, name)
        yield _(label), OPEN if name in goal.smart.open else text(value)


def _milestones(ctx: PlanContext, goal: Goal, kpi: Measured | None) -> Iterator[tuple[str, str]]:
    """The values to pass on the way, by period."""
    for period in sorted(goal.milestones):
        quantity = goal.milestones.values[period]
        yield ctx.formats.period(period), ctx.formats.quantity(quantity.value, kpi.kpi.unit if kpi else quantity.unit)


@dataclass(frozen=True, slots=True)
class GoalMap:
    """Everything from objectives down to KPIs, and what is linked to nothing.

    `note` says what the bars show; `is_flat` is true where no campaign has a KPI below it.
    """

    heading: str
    note: str
    stats: tuple[Stat, ...]
    roots: tuple[Item, ...]
    loose: tuple[Loose, ...]
    is_flat: bool


def goal_map(ctx: PlanContext, heading: str = "") -> GoalMap | None:
    """Objectives, the goals that serve them, the campaigns of each goal and the KPIs that these move.

    `heading` is drawn with the map, below its figures, where a page leaves it to the component.
    """
    tree = Tree(ctx)
    roots = tuple(tree.roots())
    note = _("Bars show what each campaign plans to add to its goal, on one scale a goal.")
    has_bars = any(result.contributions for result in ctx.results.goals.goals.values())
    if not roots:
        return None
    is_flat = max(map(depth, roots)) < 4
    return GoalMap(heading, note if has_bars else "", goal_stats(ctx), roots, tuple(tree.loose()), is_flat)


@dataclass(frozen=True, slots=True)
class CoverageView:
    """A bar for each goal whose coverage is known, a sentence for each of the others.

    With a `heading` of its own it is brief: the goal that the plan is judged by first, and the names of those unknown.
    """

    known: tuple[GoalCoverage, ...]
    unknown: tuple[GoalCoverage, ...]
    heading: str = ""
    href: str | None = None


def coverage(ctx: PlanContext, goal: str | None = None, heading: str = "") -> CoverageView | None:
    """What the campaigns plan to deliver for each goal, or for one of them, against its target."""
    found = coverages(ctx, goal)
    known = tuple(each for each in found if not each.reason)
    unknown = tuple(each for each in found if each.reason)
    if not found:
        return None
    worst = covered_goal(ctx) if heading and goal is None else None
    shown = tuple(each for each in known if worst is None or each.id == worst.id)
    return CoverageView(shown, unknown, heading, ctx.href("goals"))


COMPONENTS = (
    Component("goal_table", goal_table, "the goals with target, coverage, status and the five tests", ABSENT),
    Component("goal_map", goal_map, "the tree from objectives to KPIs, and what is linked to no goal", ABSENT),
    Component("coverage", coverage, "what the campaigns plan to deliver for each goal", ABSENT),
)
