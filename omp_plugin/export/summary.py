"""A compiled plan for the terminal: how it stands, and what fixes the date of a task."""

from __future__ import annotations

from omp_plugin.compute.compiled import Compiled
from omp_plugin.compute.results import BudgetResults, Results, ScheduledTask
from omp_plugin.export.numbers import money
from omp_plugin.export.problems import count, visible
from omp_plugin.model.plan import Plan

_INDENT = "  "


def summary(compiled: Compiled) -> str:
    """How a plan stands, on a dozen lines."""
    plan, results = compiled.plan, compiled.results
    if plan is None or results is None:
        return f"{compiled.id}: cannot be read, {count(compiled.problems)}\n"
    health = results.health
    lines = [
        f"{plan.label} ({plan.id}){f', {plan.version}' if plan.version else ''}: {health.status}",
        f"as of {results.today.as_of}, actuals through {results.today.actuals_through}",
        f"goals     {health.goals}{_coverage(results)}",
        f"KPIs      {health.kpis}{_kpi_counts(results)}",
        f"schedule  {health.schedule}{_finish(results)}",
        f"budget    {health.budget}{_money(plan, results.budget)}",
        f"problems  {count(compiled.problems)}",
    ]
    return "".join(f"{visible(line)}\n" for line in lines)


def _coverage(results: Results) -> str:
    goals = results.goals.goals.items()
    known = [f"{id_} {float(goal.coverage):.0%}" for id_, goal in goals if goal.coverage is not None]
    return f": {', '.join(known)} covered" if known else ""


def _kpi_counts(results: Results) -> str:
    statuses = [kpi.status for kpi in results.kpis.kpis.values()]
    counted = [f"{statuses.count(word)} {word}" for word in dict.fromkeys(sorted(statuses))]
    return f": {', '.join(counted)}" if counted else ""


def _finish(results: Results) -> str:
    overdue = sum(task.overdue for task in results.schedule.tasks.values())
    ends = f": ends {results.schedule.finish}" if results.schedule.finish else ""
    return f"{ends}{f', {overdue} overdue' if overdue else ''}"


def _money(plan: Plan, budget: BudgetResults | None) -> str:
    if budget is None:
        return ""
    forecast, reference = money(budget.forecast, plan.currency), money(budget.reference, plan.currency)
    return f": forecast {plan.currency} {forecast} of {reference}"


def explain(plan: Plan, results: Results, task: str) -> str:
    """The chain that fixes a task's date, from the task back to something written."""
    here = results.schedule.tasks[task]
    lines = [_line(plan, here)]
    if here.driver is None:
        reason = "it is cancelled" if plan.tasks[task].is_cancelled else "its dates are not known"
        reason = f"it repeats {plan.tasks[task].repeat}" if here.occurrences else reason
        return visible(f"{lines[0]}: {reason}") + "\n"
    seen = {task}
    while here.driver is not None:
        where = f" ({here.driver.at})" if here.driver.at else ""
        lines.append(f"{_INDENT * len(seen)}because {here.driver.why}{where}")
        following = here.driver.task
        if following is None or following in seen:
            break
        seen.add(following)
        here = results.schedule.tasks[following]
        lines.append(f"{_INDENT * len(seen)}{_line(plan, here)}")
    return "".join(f"{visible(line)}\n" for line in lines)


def _line(plan: Plan, task: ScheduledTask) -> str:
    label = plan.tasks[task.id].label
    if task.start is None:
        return f"{label} ({task.id}) is not scheduled"
    days = f"{task.start}" if task.start == task.finish else f"{task.start} to {task.finish}"
    slack = "" if task.slack_days is None else f", slack {task.slack_days} d{' (critical)' if task.critical else ''}"
    return f"{label} ({task.id}): {days}{slack}"
