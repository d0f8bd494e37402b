"""Asks for rows in a process of its own, which is ended when it takes too long or too much memory (security: bombs).

What goes wrong there cannot crash, block or swell the build, and nothing that a driver prints is ever shown.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from omp_plugin import limits
from omp_plugin.actuals.reach import LATE, UNASKED, Answer, Refusal

_FOR_READING = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""What a process that reads a file needs of the environment: where its libraries are."""


class _Ended(NamedTuple):
    """What a process wrote before its end, and whether it was ended for taking too long."""

    lines: list[str]
    is_late: bool


def ask_file(data: bytes, suffix: str, queries: Sequence[str | None]) -> list[Answer]:
    """The answers of the table `data`, which a file holds; without a query, its columns period and value."""
    with tempfile.TemporaryDirectory(prefix="omp-") as folder:
        (Path(folder) / f"data{suffix}").write_bytes(data)
        environment = {name: os.environ[name] for name in _FOR_READING if name in os.environ}
        request = {"kind": "file", "file": f"data{suffix}", "queries": list(queries)}
        computing = f", or {limits.QUERY_CPU_SECONDS} s of computing"
        return _answers(_run(request, folder, environment), len(queries), computing)


def ask_database(url: str, queries: Sequence[str]) -> list[Answer]:
    """The answers of a database. Its URL goes to the other process alone, and comes back from nowhere."""
    request = {"kind": "database", "url": url, "queries": list(queries)}
    return _answers(_run(request, None, dict(os.environ)), len(queries), "")


def _run(request: Mapping[str, Any], folder: str | None, environment: dict[str, str]) -> _Ended:
    command = [sys.executable, "-P", "-B", "-m", "omp_plugin.actuals.worker"]
    environment |= {"PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)), "PYTHONHASHSEED": "0", "TZ": "UTC"}
    try:
        done = subprocess.run(
            command, input=json.dumps(request).encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=limits.QUERY_SECONDS, cwd=folder, env=environment, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        return _Ended(_whole_lines(late.stdout or b""), is_late=True)
    ended_by = getattr(signal, "SIGXCPU", None)
    return _Ended(_whole_lines(done.stdout), is_late=ended_by is not None and done.returncode == -ended_by)


def _whole_lines(written: bytes) -> list[str]:
    """The lines that were written to their end."""
    return [line.decode() for line in written.split(b"\n")[:-1]]


def _answers(ended: _Ended, count: int, computing: str) -> list[Answer]:
    """An answer for each query: those that were given, and for the others why there is none."""
    found: list[Answer] = [_answer(json.loads(line)) for line in ended.lines[:count]]
    missing = count - len(found)
    return found + ([_late(computing) if ended.is_late else _fallen()] + [UNASKED] * (missing - 1) if missing else [])


def _answer(said: Mapping[str, Any]) -> Answer:
    if "code" in said:
        return Refusal(said["code"], said["message"], said["hint"])
    return [(period, value) for period, value in said["rows"]]


def _late(computing: str) -> Refusal:
    most = f"{limits.QUERY_SECONDS} s{computing}"
    return Refusal("too-large", f"{LATE}longer than {most}", "ask for less, or prepare the data beforehand")


def _fallen() -> Refusal:
    message = f"{LATE}more than {limits.QUERY_MEMORY_MB} MB of memory, or what it reads is damaged"
    return Refusal("too-large", message, "ask for less, or write the file anew")
