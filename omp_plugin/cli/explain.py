"""`omp explain`: what a problem code means, with a wrong and a right example."""

from __future__ import annotations

import argparse
from textwrap import fill

from omp_plugin.cli.asked import Misuse
from omp_plugin.manual import Entry, entries
from omp_plugin.problems import LEVELS, did_you_mean

_WIDTH = 100
"""Columns of a terminal, the same for everybody."""


def add(parser: argparse.ArgumentParser) -> None:
    help_ = "the code of a problem, such as goal-not-covered; without it, all codes are listed"
    parser.add_argument("code", metavar="CODE", nargs="?", help=help_)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    manual = entries()
    if chosen.code is None:
        print("\n".join(f"{code:26} {level:8} {manual[code].short}" for code, level in LEVELS.items()))
        return 0
    if chosen.code not in manual:
        near = did_you_mean(chosen.code, LEVELS)
        raise Misuse(f'there is no problem "{chosen.code}"; {near if "?" in near else "`omp explain` lists all"}')
    print(_page(manual[chosen.code]), end="")
    return 0


def _page(entry: Entry) -> str:
    """The entry below its code and level, its sentences broken into lines."""
    lines = [f"{entry.code} ({LEVELS[entry.code]} by default)", ""]
    for line in entry.text.splitlines():
        lines.append(line if line.startswith(" ") else fill(line, _WIDTH, break_on_hyphens=False))
    return "".join(f"{line}\n" for line in lines)
