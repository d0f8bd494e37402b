"""Measures `mkdocs serve`: from the save of one line of one plan to the site that shows it; see README.md.

    python benchmarks/serve.py [--plans 5] [--times 5]
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from types import FunctionType
from typing import Any

from mkdocs.commands import serve as host  # noqa: TID251 # what is measured is the host's server
from mkdocs.config import load_config  # noqa: TID251
from sites import saved, write_plans

URL = "http://127.0.0.1:8000/"


class Server:
    """A server of the host that builds when it is told to; it listens to nothing."""

    def __init__(self, site: Path) -> None:
        self._site = site
        # The host's own builder stands inside a function of its module.
        self.builder: Callable[[], None] = FunctionType((lambda: None).__code__, vars(host), "builder")
        self.builder.__module__ = host.__name__
        config = self._configuration()
        config.plugins.on_startup(command="serve", dirty=False)
        host.build(config, serve_url=URL)
        config.plugins.on_serve(self, config=config, builder=self.builder)
        self._update: Any = self.builder

    def watch(self, path: str) -> None:
        """Nothing is watched."""

    def _configuration(self) -> Any:
        config = load_config(str(self._site / "mkdocs.yml"), site_dir=str(self._site / "site"))
        config.site_url = URL
        return config

    def rebuild(self) -> None:
        """What the host does after a save by itself."""
        host.build(self._configuration(), serve_url=URL)

    def save(self) -> None:
        """What the server does after a save."""
        self._update.func(self._update.args[0], self.rebuild)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of processor."""
    start, used = perf_counter(), process_time()
    work()
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
        saved(site, 0)
        servers: list[Server] = []
        first = timed(lambda: servers.append(Server(site)))
        runs = []
        for number in range(1, asked.times + 1):
            saved(site, number)
            runs.append(timed(servers[0].save))
        pages = len(list((site / "site").rglob("index.html")))
    wall, cpu = (statistics.median(run[each] for run in runs) for each in (0, 1))
    print("| plans | pages | first build, s CPU | save to page, s by the clock | s CPU | of a build |")
    print("|---|---|---|---|---|---|")
    print(f"| {asked.plans} | {pages} | {first[1]:.2f} | {wall:.2f} | {cpu:.2f} | 1/{first[1] / cpu:.0f} |")


if __name__ == "__main__":
    main()
