"""Measures `mkdocs serve`: from the save of one line of one plan to the site that shows it; see README.md.

    python benchmarks/serve.py [--plans 5] [--times 5]
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import tempfile
from pathlib import Path
from time import perf_counter, process_time

from mkdocs.commands.build import build  # noqa: TID251 # what is measured is the host's build
from mkdocs.config import load_config  # noqa: TID251
from sites import saved, write_plans


def once(site: Path, *, is_first: bool = False) -> tuple[float, float]:
    """Seconds by the clock, and of processor, that one build takes as `serve` does it: the configuration, then all."""
    start, used = perf_counter(), process_time()
    config = load_config(str(site / "mkdocs.yml"), site_dir=str(site / "site"))
    if is_first:
        config.plugins.on_startup(command="serve", dirty=False)
    build(config, serve_url="http://127.0.0.1:8000/")
    return perf_counter() - start, process_time() - used


def main() -> None:
    """Prints a row of the table of README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=5, help="how many plans the site has")
    parser.add_argument("--times", type=int, default=5, help="how many saves the medians are of")
    asked = parser.parse_args()
    os.environ |= {"SOURCE_DATE_EPOCH": "1800000000", "NO_MKDOCS_2_WARNING": "1"}
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "plans"
        write_plans(site, asked.plans)
        first = once(site, is_first=True)
        runs = []
        for number in range(1, asked.times + 1):
            saved(site, number)
            runs.append(once(site))
        pages = len(list((site / "site").rglob("index.html")))
    wall, cpu = (statistics.median(run[each] for run in runs) for each in (0, 1))
    print("| plans | pages | first build, s CPU | save to page, s by the clock | s CPU |\n|---|---|---|---|---|")
    print(f"| {asked.plans} | {pages} | {first[1]:.2f} | {wall:.2f} | {cpu:.2f} |")


if __name__ == "__main__":
    main()
