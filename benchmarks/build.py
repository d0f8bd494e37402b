"""Measures cold builds of sites of plans beside the same words and tables as Markdown, in turn; see README.md.

    python benchmarks/build.py [--plans 1 5] [--times 5]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import Any

from sites import write_plain, write_plans

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
    "SOURCE_DATE_EPOCH": "1800000000", "NO_MKDOCS_2_WARNING": "1",
}  # fmt: skip


def measured(site: Path) -> dict[str, float]:
    """One cold build in a process of its own: seconds of processor in all, and of them in the plugin's events."""
    before = os.times()
    command = [sys.executable, __file__, "--one", str(site)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT)
    after = os.times()
    if done.returncode:
        sys.exit(f"the build of {site} failed:\n{done.stderr}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return {**found, "cpu": used}


def one(site: Path) -> None:
    """Builds a site, and prints how long the plugin's own events took."""
    from mkdocs.commands.build import build  # noqa: TID251 # what is measured is the host's build
    from mkdocs.config import load_config  # noqa: TID251

    config = load_config(str(site / "mkdocs.yml"), site_dir=str(site / "site"))
    config.plugins.on_startup(command="build", dirty=False)
    taken = [0.0]
    for handlers in config.plugins.events.values():
        handlers[:] = [_timed(each, taken) if _is_ours(each) else each for each in handlers]
    build(config)
    print(json.dumps({"ours": taken[0]}))


def _is_ours(handler: Any) -> bool:
    return type(getattr(handler, "__self__", None)).__name__ == "OmpPlugin"


def _timed(handler: Any, taken: list[float]) -> Any:
    def timed(*args: Any, **kwargs: Any) -> Any:
        start = process_time()
        try:
            return handler(*args, **kwargs)
        finally:
            taken[0] += process_time() - start

    return timed


def compare(folder: Path, plans: int, times: int) -> str:
    """Builds both sites in turn, and gives a row of the table."""
    ours, plain = folder / "plans", folder / "plain"
    write_plans(ours, plans)
    measured(ours)  # an installed package has its bytecode
    write_plain(plain, ours / "site")
    measured(plain)
    runs = [(measured(ours), measured(plain)) for _ in range(times)]
    pages = len(list((ours / "site").rglob("index.html")))
    cpu, other = (statistics.median(run[each]["cpu"] for run in runs) for each in (0, 1))
    own = statistics.median(run[0]["ours"] for run in runs)
    ratio = statistics.median(first["cpu"] / second["cpu"] for first, second in runs)
    return f"| {plans} | {pages} | {cpu:.2f} | {other:.2f} | {ratio:.2f} | {own * 1000 / pages:.1f} |"


def main() -> None:
    """Prints the table of README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, nargs="+", default=[1, 5], help="how many plans each site has")
    parser.add_argument("--times", type=int, default=5, help="how many builds of each the medians are of")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        one(asked.one)
        return
    print("| plans | pages | CPU, s | plain, s | ratio | our own code, ms a page |\n|---|---|---|---|---|---|")
    for plans in asked.plans:
        with tempfile.TemporaryDirectory() as folder:
            print(compare(Path(folder), plans, asked.times), flush=True)


if __name__ == "__main__":
    main()
