"""Every figure that a plan comes to, exact, under the path that it has in `plan.json` (plan format, section 12)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import TypeAlias, Union

from omp_plugin.compute.compile import EXACT
from omp_plugin.compute.results import BudgetResults, KpiResult, Results, ScheduledTask, Sums
from omp_plugin.model.plan import Plan

Figures: TypeAlias = Mapping[str, Union["Figures", Fraction, None]]
"""Figures by name, nested; `None` is a figure without a value."""


def figures(plan: Plan, results: Results) -> Figures:
    """All figures of a plan: those of goals, KPIs, funnels, campaigns, tasks and the budget."""
    with localcontext(EXACT):
        return {
            "goals": {
                id_: {"target": each.target, "planned": each.planned, "coverage": each.coverage}
                for id_, each in results.goals.goals.items()
            },
            "kpis": {id_: _kpi(each) for id_, each in results.kpis.kpis.items()},
            "funnels": {id_: _conversions(results, id_) for id_ in results.kpis.funnels},
            "campaigns": {id_: _campaign(results, id_) for id_ in results.campaigns},
            "tasks": {id_: _task(plan, id_, each) for id_, each in results.schedule.tasks.items()},
            "budget": _budget(results.budget) if results.budget else {},
        }


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


def _conversions(results: Results, id_: str) -> Figures:
    """The rates between neighbouring stages, counted from 0, and by the names that the plan gives them."""
    conversions = results.kpis.funnels[id_].conversions
    by_place = {str(index): {"conversion": each.conversion} for index, each in enumerate(conversions)}
    return by_place | {f"{each.from_}-to-{each.to}": {"conversion": each.conversion} for each in conversions}


def _campaign(results: Results, id_: str) -> Figures:
    each = results.campaigns[id_]
    money = _sums(each.sums) if each.sums else dict.fromkeys(_sums(Sums()))
    return {"progress": each.progress, **money, "delivers": dict(each.delivers)}


def _task(plan: Plan, id_: str, task: ScheduledTask) -> Figures:
    return {
        "duration_days": _exact(task.duration_days),
        "slack_days": _exact(task.slack_days),
        "done": _exact(plan.tasks[id_].progress),
    }


def _budget(budget: BudgetResults) -> Figures:
    return {
        **_sums(budget.sums),
        "total": _exact(budget.total),
        "reserve": _exact(budget.reserve),
        "revenue": _exact(budget.revenue),
        "forecast": _exact(budget.forecast),
        "variance": _exact(budget.variance),
        "by_period": {period.text or str(period.first): _sums(sums) for period, sums in budget.by_period.items()},
        "by_campaign": {id_: _sums(sums) for id_, sums in budget.by_campaign.items()},
        "by_category": {name: _sums(sums) for name, sums in budget.by_category.items()},
    }


def _sums(sums: Sums) -> dict[str, Fraction | None]:
    return {
        name: _exact(getattr(sums, name))
        for name in ("planned", "committed", "actual", "available", "forecast", "variance")
    }


def _exact(value: Decimal | int | None) -> Fraction | None:
    return None if value is None else Fraction(value)
