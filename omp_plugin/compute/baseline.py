"""What the baseline adds to the status of the schedule: a milestone that moved later is a risk (plan format, 4)."""

from __future__ import annotations

from collections.abc import Iterator

from omp_plugin.compute.compiled import Earlier
from omp_plugin.compute.health import compute_health
from omp_plugin.compute.results import Results
from omp_plugin.model.plan import Plan
from omp_plugin.model.tasks import Task


def against_baseline(plan: Plan, results: Results, baseline: Earlier) -> Results:
    """The results with the schedule at risk where it was on track and a milestone falls later than in the baseline.

    That holds for the plan's scenarios, too.
    """
    scenarios = {id_: against_baseline(plan, each, baseline) for id_, each in results.scenarios.items()}
    whole = results._replace(scenarios=scenarios)
    if results.schedule.status != "on-track" or not any(moved_later(plan, results, baseline)):
        return whole
    schedule = results.schedule._replace(status="at-risk")
    health = compute_health(plan, results.goals, results.kpis, schedule, results.budget)
    return whole._replace(schedule=schedule, health=health)


def moved_later(plan: Plan, results: Results, baseline: Earlier) -> Iterator[Task]:
    """The milestones that fall on a later day than in the baseline."""
    for task in plan.tasks.values():
        before = next((id_ for id_ in (task.id, *task.formerly) if id_ in baseline.plan.tasks), None)
        was = baseline.results.schedule.tasks.get(before) if before else None
        now = results.schedule.tasks.get(task.id)
        if task.is_milestone and was and now and was.finish and now.finish and now.finish > was.finish:
            yield task
