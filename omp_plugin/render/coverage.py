"""Coverage of goals as it is shown: what each campaign adds, against the target (plan format, section 3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from omp_plugin.compute.goals import COVERED, NEARLY_COVERED
from omp_plugin.compute.results import GoalResult
from omp_plugin.model.goals import Goal
from omp_plugin.render.charts import Pointer, Segment, pointer, segments, share
from omp_plugin.render.measured import Measured, measured, percent_beside
from omp_plugin.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a campaign plans to add, with its number in the plan."""

    number: str
    label: str
    href: str | None
    value: str
    share: str


@dataclass(frozen=True, slots=True)
class GoalCoverage:
    """A goal's coverage as a bar of its campaigns; `reason` says why it is not known, where it is not.

    `path` is what its figures begin with.
    """

    id: str
    title: str
    href: str | None
    coverage: str
    status: str
    label: str
    measure: str
    segments: tuple[Segment, ...]
    target: Pointer | None
    parts: tuple[Contribution, ...]
    total: str
    finding: str
    reason: str
    path: str


def coverages(ctx: PlanContext, goal: str | None) -> tuple[GoalCoverage, ...]:
    """The coverage of each goal, or of one of them, in the author's order."""
    results, kpis = ctx.results.goals.goals, measured(ctx)
    found = ((each, results[id_]) for id_, each in ctx.plan.goals.items() if id_ in results and goal in (None, id_))
    return tuple(_coverage(ctx, each, result, kpis.get(result.kpi or "")) for each, result in found)


def covered(ctx: PlanContext, result: GoalResult) -> str:
    """The coverage as a percentage that does not seem to reach what it misses."""
    return percent_beside(ctx, result.coverage, (COVERED, NEARLY_COVERED))


def gap_words(kpi: Measured, result: GoalResult) -> str:
    """Covered, or what is missing: $1,800 short."""
    if result.coverage is None or result.planned is None or result.target is None:
        return ""
    if result.coverage >= COVERED:
        return pgettext("goal", "Covered")
    return _("{amount} short").format(amount=kpi.value(abs(result.target - result.planned)))


def unit_words(kpi: Measured) -> str:
    """The unit where it is a word: 4,000 subscribers."""
    unit = kpi.kpi.unit
    is_word = unit and unit not in ("%", "x", "×") and not kpi.ctx.formats.is_money(unit)
    return f" {unit}" if is_word else ""


def why_unknown(goal: Goal, result: GoalResult, kpi: Measured | None) -> str:
    """Why the coverage of a goal is not known, and what to add."""
    if kpi is None:
        return _("Coverage is not known: the goal names no KPI.")
    if result.planned is None:
        return _("Coverage is not known: no campaign states a figure for {kpi}.").format(kpi=kpi.kpi.label)
    if "target" in goal.open or "target" in kpi.kpi.open:
        return _("Coverage is not known: the target is TBD.")
    if result.target == 0:
        return _("Coverage is not known: the target is zero.")
    return _("Coverage is not known: there is no target.")


def _coverage(ctx: PlanContext, goal: Goal, result: GoalResult, kpi: Measured | None) -> GoalCoverage:
    is_known = kpi is not None and result.coverage is not None
    values = [value for value in result.contributions.values() if value > 0]
    scale = max(sum(values, Fraction(0)), result.target or Fraction(0))
    total = kpi.value(result.planned) if kpi else ""
    return GoalCoverage(
        goal.id,
        goal.label,
        ctx.href("goals", f"goal-{goal.id}"),
        covered(ctx, result) if is_known else pgettext("coverage of a goal", "not known"),
        result.coverage_status,
        gap_words(kpi, result) if kpi else "",
        f"{kpi.kpi.label}{_unit(kpi)}" if kpi else "",
        segments(_segments(ctx, result), scale) if is_known else (),
        _pointer(kpi, result.target, scale) if kpi and is_known else None,
        tuple(_parts(ctx, result, kpi)) if kpi else (),
        total,
        _finding(result, kpi, total) if kpi and is_known else "",
        "" if is_known else why_unknown(goal, result, kpi),
        f"goals.{goal.id}",
    )


def _unit(kpi: Measured) -> str:
    words = unit_words(kpi).strip()
    return f", {words}" if words and words.lower() not in kpi.kpi.label.lower() else ""


def _segments(ctx: PlanContext, result: GoalResult) -> Sequence[tuple[str, Fraction, str]]:
    """A part for each campaign, in two alternating tints, carrying its number."""
    numbers = {id_: place for place, id_ in enumerate(ctx.plan.campaigns, 1)}
    return [
        ("odd" if place % 2 == 0 else "even", value, ctx.formats.number(numbers[id_]))
        for place, (id_, value) in enumerate(result.contributions.items())
    ]


def _pointer(kpi: Measured, target: Fraction | None, scale: Fraction) -> Pointer:
    return pointer(target or 0, scale, _("Target {value}").format(value=kpi.value(target)))


def _parts(ctx: PlanContext, result: GoalResult, kpi: Measured) -> Iterator[Contribution]:
    """What each campaign adds, with its share of the target."""
    numbers = {id_: place for place, id_ in enumerate(ctx.plan.campaigns, 1)}
    for id_, value in result.contributions.items():
        part = ctx.formats.percent(value / result.target) if result.target else ""
        href = ctx.href(f"campaigns/{id_}", "")
        label = ctx.plan.campaigns[id_].label
        yield Contribution(ctx.formats.number(numbers[id_]), label, href, kpi.value(value), part)


def _finding(result: GoalResult, kpi: Measured, total: str) -> str:
    count, target, percent = len(result.contributions), kpi.value(result.target), covered(kpi.ctx, result)
    said = ngettext(
        "{n} campaign plans {planned} of {target}: {percent}. The list below has each campaign.",
        "{n} campaigns plan {planned} of {target}: {percent}. The list below has each campaign.",
        count,
    )
    return said.format(n=kpi.ctx.formats.number(count), planned=total, target=target, percent=percent)


def bar_of(value: Fraction | None, largest: Fraction) -> str:
    """The length of a small bar on a scale that several share; empty without a value."""
    return share(value, largest) if value is not None and largest > 0 else ""
