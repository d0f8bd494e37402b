"""The schedule against a second, naive implementation written from the format alone."""

from __future__ import annotations

from datetime import date

import pytest

from omp_plugin.compute.calendar import work_calendar
from omp_plugin.compute.results import Schedule, Today
from omp_plugin.compute.schedule import compute_schedule
from omp_plugin.model.plan import VOCABULARY, type_plan
from omp_plugin.source.folder import PlanSource, read_plan
from tests.oracle.networks import networks, to_yaml
from tests.oracle.schedule import expected

SEEDS = range(2_000)
CHUNKS = 8


def scheduled(text: str) -> Schedule:
    """The engine's schedule of a plan.yml."""
    node, problems = read_plan(PlanSource("plans/x", {"plan.yml": text.encode()}), VOCABULARY)
    assert node is not None
    plan, more = type_plan(node, "x", "plans/x/plan.yml")
    assert plan is not None
    assert not problems + more, text
    calendar, wrong = work_calendar(plan)
    assert not wrong
    return compute_schedule(plan, Today(date(2026, 11, 22), date(2026, 10, 31)), calendar)


def as_expected(schedule: Schedule) -> dict[str, dict[str, object]]:
    """The schedule in the words of the oracle."""
    found: dict[str, list[str]] = {}
    for problem in schedule.problems:
        found.setdefault(problem.code, []).append(problem.message)
    return {
        id_: {
            "start": task.start.isoformat() if task.start else None,
            "finish": task.finish.isoformat() if task.finish else None,
            "slack_days": task.slack_days,
            "critical": task.critical,
        }
        for id_, task in schedule.tasks.items()
    }


def difference(seed: int) -> str:
    """What the two say of the network with that seed, where they differ."""
    plan = networks(seed)
    text = to_yaml(plan)
    schedule = scheduled(text)
    ours, theirs = as_expected(schedule), expected(plan)
    codes = {problem.code for problem in schedule.problems}
    their_codes = {code for task in theirs.values() for code in task["problems"]}
    if codes != their_codes:
        return f"seed {seed}: {sorted(codes)} against {sorted(their_codes)}\n{text}"
    if "does-not-fit" in their_codes:
        return ""  # dates that do not fit are not part of the contract
    for id_, task in theirs.items():
        wanted = {key: value for key, value in task.items() if key != "problems"}
        if ours[id_] != wanted:
            return f"seed {seed}, task {id_}: {ours[id_]} against {wanted}\n{text}"
    return ""


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_schedule_agrees_with_the_oracle(chunk: int) -> None:
    differences = [found for seed in SEEDS[chunk::CHUNKS] if (found := difference(seed))]
    assert not differences, f"{len(differences)} networks differ\n" + "\n".join(differences[:2])
