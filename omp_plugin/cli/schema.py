"""`omp schema`: the JSON Schema of plan files, for YAML editors."""

from __future__ import annotations

import argparse
import json

from omp_plugin.cli.asked import Misuse
from omp_plugin.problems import did_you_mean


def add(parser: argparse.ArgumentParser) -> None:
    help_ = "plan (default), campaign, kpis, tasks, ..."
    parser.add_argument("file", nargs="?", default="plan", metavar="FILE", help=help_)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    from omp_plugin.model.schema import FILES, schema_of

    if chosen.file not in FILES:
        raise Misuse(f'there is no schema of "{chosen.file}"; {did_you_mean(chosen.file, FILES)}')
    print(json.dumps(schema_of(chosen.file), indent=2))
    return 0
