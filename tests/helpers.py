"""Plans from strings, for tests: the files of a plan, its compilation, and problems as one line each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from textwrap import dedent

from omp_plugin.build import Options, compile_plan
from omp_plugin.compute.compiled import Compiled
from omp_plugin.compute.results import ScheduledTask
from omp_plugin.problems import Problem
from omp_plugin.source.folder import PlanSource

ROOT = Path(__file__).parents[1]
PLANS = ROOT / "plans"
TODAY = date(2026, 11, 22)
HEAD = "omp: 1\ntitle: T\nowner: ann\nperiod: 2026-07-01 to 2027-06-30\npeople: {ann: {name: Ann}}\n"
"""What every plan needs: five lines, so that the text after it begins on line 6."""

Files = str | bytes | Mapping[str, str | bytes]


def source_of(files: Files, folder: str = "plans/x") -> PlanSource:
    """The sources of a plan: a text is its `plan.yml`, indented as the test likes."""
    named = files if isinstance(files, Mapping) else {"plan.yml": files}
    return PlanSource(folder, {name: text if isinstance(text, bytes) else text.encode() for name, text in named.items()})


def compiled(files: Files, today: date = TODAY) -> Compiled:
    """A plan compiled from its whole text."""
    return compile_plan(source_of(files), Options(today))


def said(problem: Problem) -> str:
    """A problem as `file:line:column code`, the file relative to the plan's folder."""
    path, line, column = problem.position
    return f"{path.removeprefix('plans/x/')}:{line}:{column} {problem.code}"


def errors(result: Compiled) -> list[str]:
    """The errors of a plan, as `file:line:column code`."""
    return [said(each) for each in result.problems if each.level == "error"]


def codes(result: Compiled) -> set[str]:
    """The codes of all problems of a plan."""
    return {each.code for each in result.problems}


def the(result: Compiled, code: str) -> Problem:
    """The one problem of that code."""
    found = [each for each in result.problems if each.code == code]
    assert len(found) == 1, [str(each) for each in result.problems]
    return found[0]


def tasks_of(text: str, *, period: str = "2026-07-01 to 2027-06-30", calendar: str = "") -> dict[str, ScheduledTask]:
    """The scheduled tasks of a plan, from the text below `tasks:`."""
    head = HEAD.replace("2026-07-01 to 2027-06-30", period)
    body = "tasks:\n" + "".join(f"  {line}\n" for line in dedent(text).strip("\n").splitlines())
    result = compiled(head + (f"calendar: {calendar}\n" if calendar else "") + body)
    assert result.results is not None, result.problems
    return dict(result.results.schedule.tasks)


def dates(tasks: Mapping[str, ScheduledTask]) -> dict[str, str]:
    """When each task takes place: `07-01..07-03` with month and day, `07-03` for one day, `-` where it is unknown."""
    return {id_: _days(task) for id_, task in tasks.items()}


def _days(task: ScheduledTask) -> str:
    if task.start is None or task.finish is None:
        return "-"
    first, last = task.start.strftime("%m-%d"), task.finish.strftime("%m-%d")
    return first if first == last else f"{first}..{last}"
