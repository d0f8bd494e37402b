"""What a command takes: seconds of processor and by the clock, and the most memory that it or a child of it had."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from omp_plugin.render.environment import Renderer
from omp_plugin.render.page_templates import PageTemplates
from omp_plugin.render.ready import PACKAGE, modules

# An installed package has its bytecode; a checkout gets it on the first run, unless the environment forbids it.
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "OMP_CACHE")},
    "SOURCE_DATE_EPOCH": "1800000000", "NO_MKDOCS_2_WARNING": "1",
}  # fmt: skip


class Used(NamedTuple):
    """Seconds of processor (children included), seconds by the clock, megabytes, and what was printed last."""

    cpu: float
    wall: float
    memory: float
    said: str = ""


def like_installed(folder: Path) -> None:
    """Gives what is measured the compiled templates that a wheel brings and a checkout has not."""
    package = folder / PACKAGE
    package.mkdir()
    for name, text in modules({".html": Renderer().environment, ".md": PageTemplates().environment}):
        (package / name).write_text(text, encoding="utf-8")
    ENVIRONMENT["PYTHONPATH"] = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))


def run(command: Sequence[str | Path], folder: Path, **more: str) -> Used:
    """One run of a command, which must succeed; `more` are variables of its environment."""
    with tempfile.TemporaryFile() as said:
        start = perf_counter()
        given = list(map(str, command))
        process = subprocess.Popen(given, cwd=folder, env={**ENVIRONMENT, **more}, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        wall = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))} in {folder} exits {process.returncode}:\n{text}")
    memory = used.ru_maxrss / (1_000_000 if sys.platform == "darwin" else 1_000)
    return Used(used.ru_utime + used.ru_stime, wall, memory, text.strip().rpartition("\n")[2])


def median_of(runs: Iterable[Used]) -> Used:
    """Each figure's median."""
    every = list(runs)
    cpu, wall, memory = (statistics.median(each[index] for each in every) for index in range(3))
    return Used(cpu, wall, memory)
