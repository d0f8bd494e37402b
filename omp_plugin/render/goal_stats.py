"""The four figures above the goals map: what is planned, what is left over, what it hangs on, what has no campaign."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from omp_plugin.compute.goals import campaigns_by_goal
from omp_plugin.compute.results import GoalResult
from omp_plugin.render.components.facets import covered_goal
from omp_plugin.render.coverage import covered, unit_words
from omp_plugin.render.measured import Measured, measured
from omp_plugin.render.stat import Stat
from omp_plugin.words import _, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext


def goal_stats(ctx: PlanContext) -> tuple[Stat, ...]:
    """The figures of the goal that the plan is judged by first; none where no coverage is known."""
    result = covered_goal(ctx)
    kpi = measured(ctx).get(result.kpi or "") if result else None
    return tuple(_stats(ctx, result, kpi)) if result and kpi else ()


def _stats(ctx: PlanContext, result: GoalResult, kpi: Measured) -> Iterator[Stat]:
    planned, target = result.planned or Fraction(0), result.target or Fraction(0)
    of_target = _("{percent} of the {target} target").format(percent=covered(ctx, result), target=_amount(kpi, target))
    proof = ctx.proof(f"goals.{result.id}.planned")
    yield Stat(_("Planned contribution"), kpi.value(planned), of_target, more=kpi.kpi.label, proof=proof)
    yield _cushion(ctx, result, kpi, planned - target)
    if result.contributions:
        yield _largest(ctx, result, kpi)
    yield _without_campaign(ctx)


def _amount(kpi: Measured, value: Fraction) -> str:
    return f"{kpi.value(value)}{unit_words(kpi)}"


def _cushion(ctx: PlanContext, result: GoalResult, kpi: Measured, left: Fraction) -> Stat:
    """What is planned beyond the target, and which campaign it would make up for; or what is missing."""
    if left < 0:
        return Stat(_("Short of target"), _amount(kpi, -left), _("More is needed from the campaigns"), status="at-risk")
    spare = {id_: value for id_, value in result.contributions.items() if 0 < value <= left}
    if not spare:
        return Stat(_("Cushion"), _amount(kpi, left), _("Losing any one campaign would miss the target"))
    id_ = max(spare, key=lambda each: spare[each])
    name = ctx.plan.campaigns[id_].label
    return Stat(_("Cushion"), _amount(kpi, left), _("Makes up for losing all of {campaign}").format(campaign=name))


def _largest(ctx: PlanContext, result: GoalResult, kpi: Measured) -> Stat:
    id_, value = max(result.contributions.items(), key=lambda each: each[1])
    note = _amount(kpi, value)
    if result.target:
        percent = ctx.formats.percent(value / result.target)
        note = _("{amount}, {percent} of target").format(amount=note, percent=percent)
    return Stat(_("Largest single source"), ctx.plan.campaigns[id_].label, note)


def _without_campaign(ctx: PlanContext) -> Stat:
    label, by_goal = _("Goals without a campaign"), campaigns_by_goal(ctx.plan)
    missing = [goal.label for id_, goal in ctx.plan.goals.items() if not by_goal.get(id_)]
    if not missing:
        return Stat(label, pgettext("goals without a campaign", "None"), _("Every goal has at least one campaign"))
    return Stat(label, ctx.formats.number(len(missing)), ", ".join(missing[:3]), status="at-risk")
