"""`omp why`: what fixes the date of a task."""

from __future__ import annotations

import argparse
import sys

from omp_plugin.cli.asked import Misuse, add_as_of, add_audience, compiled_of
from omp_plugin.problems import did_you_mean


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="the plan's id, or its folder")
    parser.add_argument("task", metavar="TASK", help="the task's id")
    add_as_of(parser)
    add_audience(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    from omp_plugin.export.summary import explain

    compiled = compiled_of(chosen)
    if compiled.plan is None or compiled.results is None:
        raise Misuse(f"{compiled.id} cannot be read: run `omp check {chosen.plan}`")
    if chosen.task not in compiled.plan.tasks:
        raise Misuse(f'there is no task "{chosen.task}"; {did_you_mean(chosen.task, compiled.plan.tasks)}')
    sys.stdout.write(explain(compiled.plan, compiled.results, chosen.task))
    return 0
