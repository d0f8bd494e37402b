"""Fails when the tests take fewer of the engine's branches than asked.

usage: branches.py COVERAGE.JSON PERCENT. The engine is the package without its two doors, `plugin.py` and `cli/`, and
without what runs in a process of its own, where branches are not counted: the readers of data files and databases, and
what the host's build of a shard does.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path, PurePosixPath

DOORS = {"plugin.py", "cli"}
_ACTUALS, _SHARDS = ("databases", "tables", "workbook", "worker"), ("inputs", "shards")
APART = {f"omp_plugin/actuals/{name}.py" for name in _ACTUALS} | {f"omp_plugin/publish/{name}.py" for name in _SHARDS}


def is_engine(name: str) -> bool:
    """True for a module whose branches are counted."""
    return name not in APART and not DOORS & set(PurePosixPath(name).parts)


def branches(report: dict[str, dict[str, dict[str, dict[str, int]]]]) -> tuple[int, int]:
    """Branches taken and branches there are, over the engine's modules."""
    engine = [file["summary"] for name, file in report["files"].items() if is_engine(name)]
    return sum(s["covered_branches"] for s in engine), sum(s["num_branches"] for s in engine)


def main(report: str, percent: str) -> int:
    """0 when at least `percent` of the branches are taken, else 1."""
    taken, there = branches(json.loads(Path(report).read_text(encoding="utf-8")))
    share = 100 * taken / there if there else 0.0
    print(f"branches of the engine: {taken} of {there} taken, {share:.1f} % (at least {percent} %)")
    return 0 if share >= float(percent) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
