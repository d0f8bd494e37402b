"""A whole schedule with its problems, kept in `tests/goldens/`; written anew with `UPDATE_GOLDENS=1`."""

from __future__ import annotations

import os

from omp_plugin.compute.results import Schedule, ScheduledTask
from omp_plugin.export.problems import as_text
from tests.helpers import ROOT, compiled

GOLDENS = ROOT / "tests" / "goldens"
OF_THE_SCHEDULE = {
    "dependency-cycle", "dependency-violated", "does-not-fit", "starts-on-day-off", "ends-before-start", "deadline-missed", "outside-period",
}  # fmt: skip


def row(task: ScheduledTask) -> str:
    days = f"{task.start} {task.finish}" if task.start else "-".ljust(21)
    marks = "".join(word for word, is_so in ((" critical", task.critical), (" overdue", task.overdue)) if is_so)
    left = "" if task.deadline_slack is None else f" deadline{task.deadline_slack:+d}"
    ticks = f" x{len(task.occurrences)}" if task.occurrences else ""
    why = f" | {task.driver.why}" if task.driver else ""
    return f"{task.id:16} {days} {task.duration_days!s:>4} d, slack {task.slack_days!s:>4}{marks}{left}{ticks}{why}"


def text_of(schedule: Schedule) -> str:
    path = " > ".join(schedule.critical_path)
    head = f"{schedule.start} to {schedule.finish}, {schedule.status}\ncritical path: {path}\n\n"
    return head + "".join(f"{row(task)}\n" for task in schedule.tasks.values())


def test_the_schedule_of_a_fair() -> None:
    result = compiled((GOLDENS / "schedule.yml").read_text("utf-8"))
    assert result.results is not None
    problems = [each for each in result.problems if each.code in OF_THE_SCHEDULE]
    found = f"{text_of(result.results.schedule)}\n{as_text(problems)}"
    golden = GOLDENS / "schedule.txt"
    if os.environ.get("UPDATE_GOLDENS"):
        golden.write_text(found, "utf-8")
    assert found == golden.read_text("utf-8")
