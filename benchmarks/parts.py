"""Measures parts of the work beside their limits: imports, figures, checks, a schedule; see README.md.

    python benchmarks/parts.py [--times 7] [--peers [FOLDER]]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from engine import TODAY, large_network, schedule_many, seconds
from measuring import run
from peers import CACHE, Peers
from run import cold
from sites import TASKS, plan, write_plans

from omp_plugin.build import Options, compile_plan
from omp_plugin.render.components import render_component
from omp_plugin.render.context import PlanContext, plan_context
from omp_plugin.render.environment import Renderer
from omp_plugin.render.sparkline import CARD, Reading, sparkline
from omp_plugin.render.trends import Spark
from omp_plugin.source.folder import PlanSource

HEAVY = ("pandas", "numpy", "matplotlib", "networkx", "duckdb", "sqlalchemy", "openpyxl")
MONTHS = 12
IMPORTS = """
import sys
from time import process_time
import mkdocs.commands.build, mkdocs.config.defaults
start = process_time()
import omp_plugin.plugin
print(process_time() - start)
"""
LOADED = f"""
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
build(load_config("mkdocs.yml", site_dir="site"))
print(" ".join(name for name in {HEAVY!r} if name in sys.modules) or "none")
"""
PYGAL = """
import pygal, statistics, sys
from time import process_time
values, taken = list(map(float, sys.argv[1].split(","))), []
for _ in range(30):
    start = process_time()
    chart = pygal.Line()
    chart.add("", values)
    chart.render_sparkline()
    taken.append(process_time() - start)
print(statistics.median(taken))
"""
NETWORKX = """
import json, networkx, statistics, sys
from time import process_time
found, taken = json.load(open(sys.argv[1])), []
graph = networkx.DiGraph()
graph.add_weighted_edges_from(found)
for _ in range(5):
    start = process_time()
    networkx.dag_longest_path(graph)
    taken.append(process_time() - start)
print(statistics.median(taken))
"""


def a_plan() -> PlanContext:
    """A plan of 40 tasks as pages see it."""
    compiled = compile_plan(PlanSource("plans/plan-001", {"plan.yml": "\n".join(plan(0)).encode()}), Options(TODAY))
    found = plan_context(compiled, lambda page, anchor: f"../{page}/#{anchor}")
    assert found is not None
    assert len(found.plan.tasks) == TASKS
    return found


def timeline() -> Callable[[], object]:
    """The timeline of such a plan, from its dates to HTML; nothing is kept from one time to the next."""
    ctx, renderer = a_plan(), Renderer()
    return lambda: render_component(renderer, replace(ctx, views={}, kept={}), "timeline")


def values() -> list[int]:
    """A year of a KPI."""
    return [500 + 90 * month + (month * 37) % 120 for month in range(MONTHS)]


def spark() -> Callable[[], object]:
    """A sparkline of twelve values beside what was planned, from values to SVG."""
    days = [date(2026 + month // 12, month % 12 + 1, 28).toordinal() for month in range(MONTHS)]
    actual = [Reading(day, Fraction(value)) for day, value in zip(days, values(), strict=True)]
    planned = [Reading(day, Fraction(500 + 100 * number)) for number, day in enumerate(days)]
    macro = Renderer().environment.get_template("omp/_kpis.html").module.sparkline
    return lambda: macro(Spark(sparkline(CARD, actual, planned), "Orders by month", is_old=False))


def checks(folder: Path, times: int) -> Iterator[tuple[str, float, float | None, str]]:
    """One plan from cold, and what each of a hundred takes more."""
    for name, plans in (("one", 1), ("many", 100)):
        write_plans(folder / name, plans)
    one, many = [], []
    cold(["check"], folder / "one")
    for _ in range(times):
        one.append(cold(["check"], folder / "one"))
        many.append(cold(["check"], folder / "many"))
    yield "`omp check` of one plan from cold, CPU", statistics.median(each.cpu for each in one), 0.35, "s"
    yield "the same by the clock", statistics.median(each.wall for each in one), None, "s"
    more = statistics.median(b.cpu - a.cpu for a, b in zip(one, many, strict=True)) / 99
    yield "`omp check`, each of 100 plans after start-up", more, 0.010, "ms"


def figures(times: int, peers: Peers | None) -> Iterator[tuple[str, float, float | None, str]]:
    """Each figure with its limit and the unit that it is shown in; seconds of processor."""
    with tempfile.TemporaryDirectory() as folder:
        imports = [float(run([sys.executable, "-c", IMPORTS], Path(folder)).said) for _ in range(times + 1)][1:]
        yield "import of the plugin over MkDocs", statistics.median(imports), 0.120, "ms"
        yield "a timeline of 40 tasks", statistics.median(seconds(timeline(), 20 * times)), 0.0015, "ms"
        yield "a sparkline", statistics.median(seconds(spark(), 100 * times)), 0.00015, "ms"
        if peers and (taken := peers.printed(PYGAL, ",".join(map(str, values())))):
            yield "pygal: a sparkline of the same values", float(taken), None, "ms"
        yield "a schedule of 10,000 tasks", statistics.median(schedule_many(times)), 0.060, "ms"
        edges = Path(folder) / "edges.json"
        edges.write_text(json.dumps(large_network()), encoding="utf-8")
        if peers and (taken := peers.printed(NETWORKX, str(edges))):
            yield "networkx: the longest path alone in the same network", float(taken), None, "ms"
        yield from checks(Path(folder), times)


def loaded() -> str:
    """The heavy modules that are imported when a site is built."""
    with tempfile.TemporaryDirectory() as folder:
        write_plans(Path(folder) / "site", 1)
        return run([sys.executable, "-W", "ignore", "-c", LOADED], Path(folder) / "site").said


def main() -> int:
    """Prints a table; 0 when every limit is kept, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=7, help="how many times each is measured, at least")
    help_ = f"measure pygal and networkx beside it; they are installed in that folder ({CACHE})"
    parser.add_argument("--peers", type=Path, nargs="?", const=CACHE, metavar="FOLDER", help=help_)
    asked = parser.parse_args()
    peers = Peers(asked.peers.resolve()) if asked.peers else None
    if peers:
        peers.install()
    kept = True
    print("| what | measured | limit |\n|---|---|---|")
    for name, found, most, unit in figures(asked.times, peers):
        scale = 1000 if unit == "ms" else 1
        limit = f"{most * scale:g} {unit}" if most else ""
        print(f"| {name} | {found * scale:.3g} {unit} | {limit} |", flush=True)
        kept = kept and (most is None or found <= most)
    print(f"| heavy modules imported by a build, of {', '.join(HEAVY)} | {loaded()} | none |")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
