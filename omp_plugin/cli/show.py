"""`omp show`: what a plan computes to."""

from __future__ import annotations

import argparse
import sys

from omp_plugin.cli.asked import add_as_of, add_audience, compiled_of


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="the plan's id, or its folder")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="a summary, or all of it (text)")
    add_as_of(parser)
    add_audience(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    from omp_plugin.export.plan_json import plan_json, to_text
    from omp_plugin.export.problems import as_text
    from omp_plugin.export.summary import summary

    compiled = compiled_of(chosen)
    errors = [problem for problem in compiled.problems if problem.level == "error"]
    if chosen.format == "json":
        sys.stdout.write(to_text(plan_json(compiled)))
    else:
        sys.stdout.write(summary(compiled))
        sys.stderr.write(as_text(errors))
    return int(bool(errors))
