"""Health: the worst of the four facets, as far as they are known (plan format, section 7)."""

from __future__ import annotations

from itertools import product

import pytest

from omp_plugin.compute.health import compute_health
from omp_plugin.compute.results import BudgetResults, GoalResults, Health, KpiResults, Schedule, Status, Sums
from omp_plugin.model.plan import VOCABULARY, Plan, type_plan
from omp_plugin.source.folder import PlanSource, read_plan


def plan_of(text: str) -> Plan:
    """The plan that a text states."""
    node, _ = read_plan(PlanSource("plans/x", {"plan.yml": f"omp: 1\n{text}".encode()}), VOCABULARY)
    assert node is not None
    plan, _ = type_plan(node, "x", "plans/x/plan.yml")
    assert plan is not None
    return plan


def health_of(
    goals: Status, kpis: Status, schedule: Status, budget: Status | None, text: str = "tasks: {a: {}}"
) -> Health:
    """The health of a plan whose facets are these."""
    return compute_health(
        plan_of(text),
        GoalResults({}, goals),
        KpiResults({}, {}, kpis, ()),
        Schedule({}, (), None, None, schedule, ()),
        None if budget is None else BudgetResults({}, Sums(), {}, {}, {}, budget, ()),
    )


@pytest.mark.parametrize(
    "goals, kpis, schedule, budget, status",
    [
        ("on-track", "on-track", "on-track", "on-track", "on-track"),
        ("on-track", "at-risk", "on-track", "on-track", "at-risk"),
        ("on-track", "at-risk", "off-track", "on-track", "off-track"),
        ("unknown", "not-measured", "on-track", "at-risk", "at-risk"),
        ("unknown", "not-measured", "on-track", None, "on-track"),
        ("unknown", "not-measured", "unknown", "unknown", "unknown"),
    ],
)
def test_the_worst_of_the_known_facets(
    goals: Status, kpis: Status, schedule: Status, budget: Status | None, status: Status
) -> None:
    health = health_of(goals, kpis, schedule, budget)
    assert health == Health(status, goals, kpis, schedule, budget or "unknown")


def test_a_plan_without_tasks_is_not_judged_by_its_schedule() -> None:
    health = health_of("unknown", "not-measured", "on-track", None, text="title: T")
    assert (health.status, health.schedule) == ("unknown", "unknown")


def test_a_worse_facet_never_makes_a_better_plan() -> None:
    ranks: dict[Status, int] = {"on-track": 0, "at-risk": 1, "off-track": 2}
    for facets in product(ranks, repeat=4):
        assert ranks[health_of(*facets).status] == max(ranks[facet] for facet in facets)


def test_the_owners_word_changes_nothing() -> None:
    health = health_of("off-track", "on-track", "on-track", None, text="health: {status: on-track}\ntasks: {a: {}}")
    assert health.status == "off-track"
