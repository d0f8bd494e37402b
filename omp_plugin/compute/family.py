"""What the plans below a plan add up to, beside what it states itself: money, and figures of the KPIs they share.

A plan names the plan that it belongs to (`parent`). A KPI of the same id is the same measure in both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from omp_plugin.compute.results import Results
from omp_plugin.model.amounts import EXACT
from omp_plugin.model.kpis import Kpi
from omp_plugin.model.plan import Plan

Computed = tuple[Plan, Results]


@dataclass(frozen=True, slots=True)
class Part:
    """What one plan plans to deliver for a goal of the plan above, in the unit there; `None`: not known."""

    plan: str
    planned: Fraction | None


@dataclass(frozen=True, slots=True)
class GoalRollUp:
    """A goal, its target, and what the plans below plan to deliver for its KPI; `None` where that cannot be added."""

    goal: str
    kpi: str
    target: Fraction | None
    parts: tuple[Part, ...]
    planned: Fraction | None

    @property
    def gap(self) -> Fraction | None:
        """What the plans below leave open: above zero is missing."""
        return None if self.target is None or self.planned is None else self.target - self.planned


@dataclass(frozen=True, slots=True)
class MoneyRollUp:
    """The budgets of the plans below in the currency of the plan above, which may state none (`own`).

    `left_out` are the plans whose currency has no rate there.
    """

    currency: str
    own: Decimal | None
    budgets: Mapping[str, Decimal]
    forecasts: Mapping[str, Decimal]
    left_out: tuple[str, ...]

    @property
    def budget(self) -> Decimal:
        """The sum of the budgets."""
        return sum(self.budgets.values(), Decimal(0))

    @property
    def forecast(self) -> Decimal:
        """The sum of the forecasts at finish."""
        return sum(self.forecasts.values(), Decimal(0))

    @property
    def gap(self) -> Decimal | None:
        """What of the own budget no plan below has."""
        return None if self.own is None else self.own - self.budget


def money_below(above: Computed, below: Sequence[Computed]) -> MoneyRollUp | None:
    """The money of a family; `None` where no plan below has a budget."""
    plan, results = above
    known = [(child, found.budget) for child, found in below if found.budget is not None]
    rates = {child.id: rate for child, _ in known if (rate := _rate(plan, child.currency)) is not None}
    if not known:
        return None
    return MoneyRollUp(
        plan.currency,
        results.budget.reference if results.budget else None,
        {child.id: EXACT.multiply(found.reference, rates[child.id]) for child, found in known if child.id in rates},
        {child.id: EXACT.multiply(found.forecast, rates[child.id]) for child, found in known if child.id in rates},
        tuple(child.id for child, _ in known if child.id not in rates),
    )


def goals_below(above: Computed, below: Sequence[Computed]) -> tuple[GoalRollUp, ...]:
    """The goals of a plan whose KPI some plan below has a goal for, too."""
    plan, results = above
    found = []
    for id_, goal in results.goals.goals.items():
        kpi = plan.kpis.get(goal.kpi or "")
        parts = tuple(part for each in below if kpi and (part := _part(plan, kpi, each)))
        if kpi and parts:
            found.append(GoalRollUp(id_, kpi.id, goal.target, parts, _sum(kpi, parts)))
    return tuple(found)


def _part(plan: Plan, kpi: Kpi, below: Computed) -> Part | None:
    """What a plan's campaigns deliver for a KPI of the plan above; `None` where it has no goal for it."""
    child, results = below
    goals = [each for each in results.goals.goals.values() if each.kpi == kpi.id]
    if not goals:
        return None
    planned, rate = goals[0].planned, _factor(plan, kpi, child.kpis[kpi.id])
    return Part(child.id, None if planned is None or rate is None else planned * rate)


def _sum(kpi: Kpi, parts: Sequence[Part]) -> Fraction | None:
    """Shares of something cannot be added, and nothing can be added to what is not known."""
    values = [each.planned for each in parts if each.planned is not None]
    if len(values) < len(parts) or (kpi.unit == "%" and len(parts) > 1):
        return None
    return sum(values, Fraction(0))


def _factor(plan: Plan, ours: Kpi, theirs: Kpi) -> Fraction | None:
    """What one unit of the KPI below is worth in that of the plan above; `None` where they measure different things."""
    if ours.unit == theirs.unit:
        return Fraction(1)
    rate = _rate(plan, theirs.unit or "") if ours.unit == plan.currency else None
    return None if rate is None else Fraction(rate)


def _rate(plan: Plan, currency: str) -> Decimal | None:
    if currency == plan.currency:
        return Decimal(1)
    rate = plan.rates.values.get(currency)
    return rate.rate if rate else None
