"""Every figure that a plan comes to, exact, under the path that it has in `plan.json` (plan format, section 12)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Generic, TypeAlias, TypeVar, Union

from omp_plugin.compute.results import (
    BudgetResults,
    CampaignResult,
    FunnelResult,
    GoalResult,
    KpiResult,
    Results,
    ScheduledTask,
    Sums,
)
from omp_plugin.model.amounts import EXACT
from omp_plugin.model.dates import Period
from omp_plugin.model.plan import Plan

T = TypeVar("T")
Figures: TypeAlias = Mapping[str, Union["Figures", Fraction, None]]
"""Figures by name, nested; `None` is a figure without a value."""


@dataclass(frozen=True, slots=True)
class Each(Mapping[str, Figures], Generic[T]):
    """The figures of everything in a collection, worked out for what is asked for only."""

    of: Mapping[str, T]
    figures: Callable[[T], Figures]

    def __getitem__(self, id_: str) -> Figures:
        return self.figures(self.of[id_])

    def __iter__(self) -> Iterator[str]:
        return iter(self.of)

    def __len__(self) -> int:
        return len(self.of)


def figures(plan: Plan, results: Results) -> Figures:
    """All figures of a plan: those of goals, KPIs, funnels, campaigns, tasks and the budget."""
    return {
        "goals": Each(results.goals.goals, _goal),
        "kpis": Each(results.kpis.kpis, _kpi),
        "funnels": Each(results.kpis.funnels, _conversions),
        "campaigns": Each(results.campaigns, _campaign),
        "tasks": Each(results.schedule.tasks, lambda task: _task(plan, task)),
        "budget": _budget(results.budget) if results.budget else {},
    }


def _goal(result: GoalResult) -> Figures:
    return {"target": result.target, "planned": result.planned, "coverage": result.coverage}


def _kpi(result: KpiResult) -> Figures:
    series = {
        str(index): {"actual": point.actual, "expected": point.expected} for index, point in enumerate(result.series)
    }
    return {
        "target": result.target,
        "baseline": result.baseline,
        "actual": result.actual,
        "expected": result.expected,
        "attainment": result.attainment,
        "series": series,
    }


def _conversions(funnel: FunnelResult) -> Figures:
    """The rates between neighbouring stages, counted from 0, and by the names that the plan gives them."""
    by_place = {str(index): {"conversion": each.conversion} for index, each in enumerate(funnel.conversions)}
    return by_place | {f"{each.from_}-to-{each.to}": {"conversion": each.conversion} for each in funnel.conversions}


def _campaign(result: CampaignResult) -> Figures:
    money = _sums(result.sums) if result.sums else dict.fromkeys(_sums(Sums()))
    return {"progress": result.progress, **money, "delivers": dict(result.delivers)}


def _task(plan: Plan, task: ScheduledTask) -> Figures:
    return {
        "duration_days": _exact(task.duration_days),
        "slack_days": _exact(task.slack_days),
        "done": _exact(plan.tasks[task.id].progress),
    }


def _budget(budget: BudgetResults) -> Figures:
    with localcontext(EXACT):
        forecast, variance = budget.forecast, budget.variance
    return {
        **_sums(budget.sums),
        "total": _exact(budget.total),
        "reserve": _exact(budget.reserve),
        "revenue": _exact(budget.revenue),
        "forecast": _exact(forecast),
        "variance": _exact(variance),
        "by_period": Each({_name(period): sums for period, sums in budget.by_period.items()}, _sums),
        "by_campaign": Each(budget.by_campaign, _sums),
        "by_category": Each(budget.by_category, _sums),
    }


def _name(period: Period) -> str:
    return period.text or f"{period.first} to {period.last}"


def _sums(sums: Sums) -> Mapping[str, Fraction | None]:
    names = ("planned", "committed", "actual", "available", "forecast", "variance")
    with localcontext(EXACT):
        return {name: _exact(getattr(sums, name)) for name in names}


def _exact(value: Decimal | int | None) -> Fraction | None:
    return None if value is None else Fraction(value)
