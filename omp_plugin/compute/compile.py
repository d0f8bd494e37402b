"""Everything that follows from a plan, in the order in which one result needs another."""

from __future__ import annotations

from datetime import date
from decimal import localcontext
from typing import Any

from omp_plugin.compute.budget import compute_budget
from omp_plugin.compute.calendar import work_calendar
from omp_plugin.compute.campaigns import compute_campaigns
from omp_plugin.compute.goals import compute_goals
from omp_plugin.compute.health import compute_health
from omp_plugin.compute.kpis import compute_kpis
from omp_plugin.compute.results import Results, Today
from omp_plugin.compute.scenario import scenario_plans
from omp_plugin.compute.schedule import compute_schedule
from omp_plugin.model.amounts import EXACT
from omp_plugin.model.plan import Plan
from omp_plugin.problems import Problem
from omp_plugin.source.nodes import Mapping


def compute(
    plan: Plan, node: Mapping, today: date, plans: frozenset[str] | None = None
) -> tuple[Results, list[Problem]]:
    """The results of a plan and of its scenarios; `node` is what the plan was typed from, `today` the build's day.

    Problems: those of schedule, KPIs and budget, and of what scenarios change: paths and forms, and references and
    units where `plans`, the ids of the site's plans, are given. What a scenario comes to is not the plan's problem.
    """
    with localcontext(EXACT):
        results, problems = results_of(plan, today)
        scenarios, found = scenario_plans(plan, node, plans)
        computed = {id_: results_of(changed, today, (plan, results))[0] for id_, changed in scenarios.items()}
    whole = Results(
        results.today,
        results.schedule,
        results.kpis,
        results.budget,
        results.goals,
        results.campaigns,
        results.health,
        computed,
    )
    return whole, problems + found


_TIME_KEYS = ("period", "calendar", "as_of", "actuals_through")
_MONEY_KEYS = (*_TIME_KEYS, "currency", "rates", "thresholds", "unread")
_SCHEDULE_KEYS = ("tasks", *_TIME_KEYS)
_KPI_KEYS = ("kpis", "goals", "funnels", *_MONEY_KEYS)
_BUDGET_KEYS = ("budget", "campaigns", *_MONEY_KEYS)
"""The keys that a part is computed from: a scenario that changes none of them has that part of its plan."""


def results_of(plan: Plan, today: date, base: tuple[Plan, Results] | None = None) -> tuple[Results, list[Problem]]:
    """The results of a plan without its scenarios; of a scenario, with what it shares with its `base`."""
    as_of = plan.as_of.last if plan.as_of else today
    days = Today(as_of, plan.actuals_through.last if plan.actuals_through else as_of)
    calendar, problems = work_calendar(plan)
    schedule = _kept(base, plan, _SCHEDULE_KEYS, "schedule") or compute_schedule(plan, days, calendar)
    kpis = _kept(base, plan, _KPI_KEYS, "kpis") or compute_kpis(plan, days, calendar)
    budget = _kept(base, plan, _BUDGET_KEYS, "budget") or compute_budget(plan, days)
    campaigns = compute_campaigns(plan, schedule, budget)
    goals = compute_goals(plan, kpis, campaigns)
    health = compute_health(plan, goals, kpis, schedule, budget)
    problems += [*schedule.problems, *kpis.problems, *(budget.problems if budget else ())]
    return Results(days, schedule, kpis, budget, goals, campaigns, health), problems


def _kept(base: tuple[Plan, Results] | None, plan: Plan, keys: tuple[str, ...], part: str) -> Any:
    """A part of the results of the plan that a scenario is of, where the scenario leaves its keys alone."""
    if base and all(getattr(plan, key) is getattr(base[0], key) for key in keys):
        return getattr(base[1], part)
    return None
