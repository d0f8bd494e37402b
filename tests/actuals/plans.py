"""Plans on the disk with data beside them, and what they compute."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from omp_plugin.actuals.reach import Reach
from omp_plugin.build import Options, compile_plan
from omp_plugin.compute.compiled import Compiled
from omp_plugin.source.disk import load_plan
from tests.helpers import HEAD, TODAY

ORDERS = b"day,amount,share\n2026-07-03,10.50,0.25\n2026-07-31,4.50,0.35\n2026-08-02,7,0.5\n"


def write(folder: Path, kpis: Mapping[str, str], files: Mapping[str, bytes]) -> Path:
    """A plan folder: KPIs by id, each with its fields as one line of YAML, from line 7 on; and files beside it."""
    lines = [f"  {id_}: {{{fields}}}" for id_, fields in kpis.items()]
    files = {"plan.yml": "\n".join([f"{HEAD}kpis:", *lines, ""]).encode(), **files}
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def plan_of(folder: Path, reach: Reach | None = None) -> Compiled:
    """The plan in a folder, compiled."""
    return compile_plan(load_plan(folder, "plans/x"), Options(TODAY, reach=reach or Reach()))


def series(compiled: Compiled, kpi: str) -> list[tuple[str, str]]:
    """The measured values of a KPI by period, exact."""
    assert compiled.results is not None
    points = compiled.results.kpis.kpis[kpi].series
    return [(point.period.text, str(point.actual)) for point in points if point.actual is not None]


def status(compiled: Compiled, kpi: str) -> str:
    """The status of a KPI."""
    assert compiled.results is not None
    return compiled.results.kpis.kpis[kpi].status


def errors(compiled: Compiled) -> list[tuple[int, str, str]]:
    """Line, code and message of all errors."""
    return [(each.position.line, each.code, each.message) for each in compiled.problems if each.level == "error"]


def query(text: str, file: str = "data/orders.csv") -> str:
    """The field `actual` of a KPI that asks a file."""
    return f'actual: {{file: {file}, query: "{text}"}}'


def tree(folder: Path) -> list[str]:
    """All files below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
