"""Measures the engine in process: compiling the largest example plan, and a schedule of ten thousand tasks."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time

from omp_plugin.build import Options, compile_plan, without_collecting
from omp_plugin.compute.calendar import work_calendar
from omp_plugin.compute.results import Today
from omp_plugin.compute.schedule import compute_schedule
from omp_plugin.model.plan import VOCABULARY, Plan, type_plan
from omp_plugin.source.disk import load_plan
from omp_plugin.source.folder import PlanSource, read_plan

TODAY = date(2026, 11, 22)
TASKS = 10_000


def seconds(work: Callable[[], object], times: int) -> list[float]:
    """Processor seconds of several runs, after one that fills the caches; without collecting, as plans are compiled."""
    work()
    taken = []
    with without_collecting():
        for _ in range(times):
            start = process_time()
            work()
            taken.append(process_time() - start)
    return taken


def compile_largest(folder: Path, times: int) -> list[float]:
    """Read to checked, of one plan folder."""
    source = load_plan(folder)
    return seconds(lambda: compile_plan(source, Options(TODAY)), times)


def schedule_many(times: int) -> list[float]:
    """Dates, slack and drivers of a network of ten thousand tasks, each after two of the forty before it."""
    plan = _network()
    calendar, _ = work_calendar(plan)
    return seconds(lambda: compute_schedule(plan, Today(TODAY, TODAY), calendar), times)


def large_network() -> list[tuple[str, str, int]]:
    """The links of that network with the days of the task before, for other programs."""
    plan = _network()
    days = {id_: task.duration.count if task.duration else 1 for id_, task in plan.tasks.items()}
    return [(link.task, id_, days[link.task]) for id_, task in plan.tasks.items() for link in task.after.values]


def _network() -> Plan:
    chance = random.Random(1)  # noqa: S311 # the same network every time
    head = "omp: 1\ntitle: Many\nperiod: 2026-07-01 to 2036-06-30\nowner: ana\npeople: {ana: {}}\ntasks:"
    lines = head.splitlines()
    for number in range(TASKS):
        before = {f"t{chance.randrange(max(0, number - 40), number)}" for _ in range(2)} if number % 40 else set()
        lines.append(f"  t{number}: {{duration: {chance.randint(1, 9)}d, after: [{', '.join(sorted(before))}]}}")
    node, _ = read_plan(PlanSource("plans/many", {"plan.yml": "\n".join(lines).encode()}), VOCABULARY)
    assert node is not None
    plan, _ = type_plan(node, "many", "plans/many/plan.yml")
    assert plan is not None
    return plan
