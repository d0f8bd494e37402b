"""The plan's status: the worst of goals, KPIs, schedule and budget, where known (plan format, section 7)."""

from __future__ import annotations

from omp_plugin.compute.results import BudgetResults, GoalResults, Health, KpiResults, Schedule, Status, worst
from omp_plugin.model.plan import Plan


def compute_health(
    plan: Plan, goals: GoalResults, kpis: KpiResults, schedule: Schedule, budget: BudgetResults | None
) -> Health:
    """The four facets and the worst of them. A plan without tasks or without a budget is not judged by them."""
    work: Status = schedule.status if plan.tasks else "unknown"
    money: Status = budget.status if budget else "unknown"
    return Health(worst([goals.status, kpis.status, work, money]), goals.status, kpis.status, work, money)
