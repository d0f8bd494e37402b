"""`plan.json`: the compiled plan (plan format, section 12). Numbers are texts, unknown is null, dates are ISO 8601."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from omp_plugin import FORMAT
from omp_plugin.compute.compiled import Compiled
from omp_plugin.compute.results import (
    BudgetResults,
    CampaignResult,
    ConversionResult,
    GoalResult,
    KpiResult,
    ScheduledTask,
    Sums,
)
from omp_plugin.export.numbers import money, number
from omp_plugin.model.plan import Plan
from omp_plugin.model.units import is_money_unit
from omp_plugin.problems import Problem
from omp_plugin.source.budget_csv import AMOUNTS

Json = dict[str, Any]
_CONTROL = re.compile("[\x7f-\x9f\u2028\u2029]")
"""What JSON may hold as it is, and programs that read lines stumble over."""


def plan_json(compiled: Compiled) -> Json:
    """The compiled plan as JSON values; a plan that cannot be read has its id and problems only."""
    plan, results = compiled.plan, compiled.results
    problems = [problem_json(each) for each in compiled.problems]
    if plan is None or results is None:
        return {"omp": int(FORMAT), "id": compiled.id, "problems": problems}
    health = results.health
    return {
        "omp": int(FORMAT),
        "id": plan.id,
        "title": plan.label,
        "version": plan.version,
        "status": plan.status,
        "period": {"start": _day(plan.period.first), "finish": _day(plan.period.last)} if plan.period else None,
        "as_of": _day(results.today.as_of),
        "actuals_through": _day(results.today.actuals_through),
        "currency": plan.currency,
        "health": {
            "status": health.status,
            "goals": health.goals,
            "kpis": health.kpis,
            "schedule": health.schedule,
            "budget": health.budget,
        },
        "goals": {id_: _goal(plan, each) for id_, each in results.goals.goals.items()},
        "kpis": {id_: _kpi(plan, each) for id_, each in results.kpis.kpis.items()},
        "funnels": {
            id_: [_conversion(each) for each in funnel.conversions] for id_, funnel in results.kpis.funnels.items()
        },
        "campaigns": {id_: _campaign(plan, each) for id_, each in results.campaigns.items()},
        "tasks": {id_: _task(plan, each) for id_, each in results.schedule.tasks.items()},
        "critical_path": list(results.schedule.critical_path),
        "budget": _budget(plan, results.budget) if results.budget else None,
        "problems": problems,
    }


def to_text(value: object) -> str:
    """JSON as files hold it: indented, in the order given, UTF-8, control characters escaped, a newline at its end."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def problem_json(problem: Problem) -> Json:
    """A problem with its place."""
    path, line, column = problem.position
    return {
        "path": path,
        "line": line,
        "column": column,
        "level": problem.level,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _in_unit(plan: Plan, kpi: str | None, value: Fraction | None) -> str | None:
    """A value of a KPI: to the minor unit where it is money, else as a number."""
    written = plan.kpis.get(kpi or "")
    unit = written.unit if written else None
    if unit and is_money_unit(unit, plan.currency, plan.rates.values):
        return money(value, unit)
    return number(value)


def _goal(plan: Plan, goal: GoalResult) -> Json:
    return {
        "title": plan.goals[goal.id].label,
        "kpi": goal.kpi,
        "target": _in_unit(plan, goal.kpi, goal.target),
        "planned": _in_unit(plan, goal.kpi, goal.planned),
        "coverage": number(goal.coverage),
        "status": goal.status,
    }


def _kpi(plan: Plan, kpi: KpiResult) -> Json:
    def value(of: Fraction | None) -> str | None:
        return _in_unit(plan, kpi.id, of)

    return {
        "title": plan.kpis[kpi.id].label,
        "unit": plan.kpis[kpi.id].unit,
        "period": kpi.period.text if kpi.period else None,
        "actual": value(kpi.actual),
        "expected": value(kpi.expected),
        "attainment": number(kpi.attainment),
        "status": kpi.status,
        "diagnosis": kpi.diagnosis,
        "target": value(kpi.target),
        "series": [
            {"period": point.period.text, "actual": value(point.actual), "expected": value(point.expected)}
            for point in kpi.series
        ],
    }


def _conversion(each: ConversionResult) -> Json:
    return {
        "from": each.from_,
        "to": each.to,
        "conversion": number(each.conversion),
        "range": each.range.text if each.range else None,
        "status": each.status,
        "diagnosis": each.diagnosis,
    }


def _campaign(plan: Plan, campaign: CampaignResult) -> Json:
    return {
        "title": plan.campaigns[campaign.id].label,
        "owner": plan.campaigns[campaign.id].owner,
        "start": _day(campaign.start),
        "finish": _day(campaign.finish),
        "progress": number(campaign.progress),
        **_states(campaign.sums, plan.currency),
        "delivers": {kpi: _in_unit(plan, kpi, value) for kpi, value in campaign.delivers.items()},
        "status": campaign.status,
    }


def _task(plan: Plan, task: ScheduledTask) -> Json:
    written = plan.tasks[task.id]
    return {
        "title": written.label,
        "start": _day(task.start),
        "finish": _day(task.finish),
        "duration_days": number(task.duration_days),
        "slack_days": number(task.slack_days),
        "critical": task.critical,
        "done": number(written.progress),
        "status": written.state,
        "overdue": task.overdue,
    }


def _states(sums: Sums | None, currency: str) -> Json:
    return {state: money(getattr(sums, state) if sums else None, currency) for state in AMOUNTS}


def _sums(sums: Sums, currency: str) -> Json:
    return {
        **_states(sums, currency),
        "available": money(sums.available, currency),
        "variance": money(sums.variance, currency),
    }


def _budget(plan: Plan, budget: BudgetResults) -> Json:
    currency = plan.currency

    def amount(value: Decimal | None) -> str | None:
        return money(value, currency)

    def group(parts: Mapping[str, Sums]) -> Json:
        return {key: _sums(sums, currency) for key, sums in parts.items()}

    return {
        "total": None if plan.budget and "total" in plan.budget.open else amount(budget.reference),
        "reserve": amount(budget.reserve) if budget.is_reserve_known else None,
        "planned": amount(budget.sums.planned),
        "committed": amount(budget.sums.committed),
        "actual": amount(budget.sums.actual),
        "available": amount(budget.sums.available),
        "forecast": amount(budget.forecast),
        "variance": amount(budget.variance),
        "status": budget.status,
        "by_period": group({period.text: sums for period, sums in budget.by_period.items()}),
        "by_campaign": group(budget.by_campaign),
        "by_category": group(budget.by_category),
    }
