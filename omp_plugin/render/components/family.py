"""A plan in its family: the plans below it with what they add up to, and the plan above with what it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from omp_plugin.compute.family import Computed, GoalRollUp, MoneyRollUp, goals_below, money_below
from omp_plugin.render.components.component import Component
from omp_plugin.render.components.portfolio_stats import shown_status
from omp_plugin.render.measured import Measured, measured
from omp_plugin.render.tables import NONE, Cell, Row, TableView, columns, number, right, status, table, text
from omp_plugin.words import _, marked

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext


@dataclass(frozen=True, slots=True)
class FamilyView:
    """The tables: plans below with their money, goals with what the plans below bring, goals of the plan above."""

    tables: tuple[TableView, ...]


def plan_family(ctx: PlanContext) -> FamilyView | None:
    """The plans that name this one as their parent and what they add up to, and what this one brings to its parent."""
    plans = ctx.site.around(ctx.plan) if ctx.site else ()
    below = [each for each in plans if each.plan.parent == ctx.plan.id and each.plan.id != ctx.plan.id]
    above = next((each for each in plans if each.plan.id == ctx.plan.parent and each.plan.id != ctx.plan.id), None)
    made = [_below(ctx, below), _goals(ctx, below), _above(above, ctx) if above else None]
    found = tuple(each for each in made if each)
    return FamilyView(found) if found else None


def _computed(ctx: PlanContext) -> Computed:
    return ctx.plan, ctx.results


def _below(ctx: PlanContext, below: Sequence[PlanContext]) -> TableView | None:
    """A row for each plan, then their sum, the plan's own money and what is left between them."""
    money = money_below(_computed(ctx), [_computed(each) for each in below])
    heads = columns(_("Plan"), _("Health"), right(_("Budget")), right(_("Forecast")))
    rows = tuple(_plan_row(ctx, each, money) for each in below)
    found = table(_("Plans below this one"), heads, rows, anchor="plans-below")
    if not found or not money:
        return found
    left = [each.plan.short_label for each in below if each.plan.id in money.left_out]
    note = _("Not in the sum, for want of a rate: {plans}.").format(plans=", ".join(left)) if left else ""
    summed = replace(found.groups[0], rows=(*rows, *_sums(ctx, money)))
    return replace(found, groups=(summed,), notes=(note,) if note else ())


def _plan_row(ctx: PlanContext, each: PlanContext, money: MoneyRollUp | None) -> Row:
    budget = money.budgets.get(each.plan.id) if money else None
    forecast = money.forecasts.get(each.plan.id) if money else None
    name = text(each.plan.short_label, href=each.href("index"))
    return Row("", (name, status(shown_status(each)), _money(ctx, budget), _money(ctx, forecast)))


def _sums(ctx: PlanContext, money: MoneyRollUp) -> Iterator[Row]:
    yield Row("", (_strong(_("Together")), NONE, _money(ctx, money.budget), _money(ctx, money.forecast)))
    if money.own is not None and money.gap is not None:
        yield Row("", (_strong(_("Budget of this plan")), NONE, _money(ctx, money.own), NONE))
        words = _("Not yet given to a plan") if money.gap >= 0 else _("More than this plan has")
        yield Row("", (_strong(words), NONE, _money(ctx, abs(money.gap)), NONE))


def _money(ctx: PlanContext, amount: Decimal | None) -> Cell:
    return number(ctx.formats.money(amount, ctx.plan.currency)) if amount is not None else NONE


def _strong(words: str) -> Cell:
    return text(words)._replace(is_strong=True)


def _goals(ctx: PlanContext, below: Sequence[PlanContext]) -> TableView | None:
    """The goals of this plan that plans below work for: what these plan to deliver, and what is missing."""
    found = goals_below(_computed(ctx), [_computed(each) for each in below])
    names = {each.plan.id: each.plan.short_label for each in below}
    known = measured(ctx)
    heads = columns(_("Goal"), right(_("Target")), right(_("Planned below")), _("By plan"), right(_("Gap")))
    rows = (_goal_row(ctx, each, names, known[each.kpi]) for each in found)
    return table(_("What the plans below bring"), heads, rows, anchor="goals-below")


def _goal_row(ctx: PlanContext, each: GoalRollUp, names: dict[str, str], kpi: Measured) -> Row:
    parts = "; ".join(f"{names[part.plan]}: {kpi.value(part.planned)}" for part in each.parts)
    title = text(ctx.plan.goals[each.goal].label, href=ctx.href("goals", f"goal-{each.goal}"))
    return Row("", (title, number(kpi.value(each.target)), _value(kpi, each.planned), text(parts), _gap(kpi, each)))


def _value(kpi: Measured, value: Fraction | None) -> Cell:
    return NONE if value is None else number(kpi.value(value))


def _gap(kpi: Measured, each: GoalRollUp) -> Cell:
    if each.gap is None:
        return NONE
    return number(kpi.value(each.gap)) if each.gap > 0 else text(_("covered"))


def _above(above: PlanContext, ctx: PlanContext) -> TableView | None:
    """The goals of the plan above that this one works for, with its part of them."""
    found = goals_below(_computed(above), [_computed(ctx)])
    known = measured(above)
    heads = columns(_("Goal"), right(_("Target there")), right(_("Planned here")), right(_("Part")))
    rows = (_part_row(above, ctx, each, known[each.kpi]) for each in found)
    title = _("Part of {plan}").format(plan=above.plan.short_label)
    return table(title, heads, rows, anchor="plan-above")


def _part_row(above: PlanContext, ctx: PlanContext, each: GoalRollUp, kpi: Measured) -> Row:
    title = text(above.plan.goals[each.goal].label, href=above.href("goals", f"goal-{each.goal}"))
    share = each.planned / each.target if each.planned is not None and each.target else None
    part = number(ctx.formats.percent(share)) if share is not None else NONE
    return Row("", (title, number(kpi.value(each.target)), _value(kpi, each.planned), part))


COMPONENTS = (
    Component(
        "plan_family",
        plan_family,
        "the plans below this one and the plan above, with what they add up to",
        marked("No plan belongs to this one, and it belongs to none."),
    ),
)
