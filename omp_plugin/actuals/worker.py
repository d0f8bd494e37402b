"""The process that reads data: a request comes in, a line goes out for each of its queries."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from omp_plugin import limits
from omp_plugin.actuals.answers import Refused, rows_of

SPARE_CPU_SECONDS = 1
"""Seconds between the polite end of a process that computes too long and the other one."""


def main() -> None:
    """Answers one request, with no more time and memory than it may have."""
    request = json.loads(sys.stdin.buffer.read())
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a driver that prints is no answer
        _limit(is_file=request["kind"] == "file")
        for answer in _answers(request):
            answers.write(json.dumps(answer).encode() + b"\n")
            answers.flush()


def _limit(*, is_file: bool) -> None:
    """Holds this process to its limits, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: what is left is the end of the whole process
        return
    memory, seconds = limits.QUERY_MEMORY_MB * 1024**2, limits.QUERY_CPU_SECONDS
    bounds = [(resource.RLIMIT_AS, (memory, memory)), (resource.RLIMIT_CORE, (0, 0))]
    bounds += [(resource.RLIMIT_CPU, (seconds, seconds + SPARE_CPU_SECONDS))] if is_file else []
    for kind, bound in bounds:
        with suppress(ValueError, OSError):  # macOS knows a limit of memory, and refuses to set it
            resource.setrlimit(kind, bound)


def _answers(request: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    try:
        if request["kind"] == "file":
            from omp_plugin.actuals.tables import open_file as opened
        else:
            from omp_plugin.actuals.databases import open_database as opened
        ask = opened(request)
    except Exception as error:
        yield from [_refused(error)] * len(request["queries"])
        return
    for query in request["queries"]:
        try:
            columns, found = ask(query)
            rows = [[_period(period), _value(value)] for period, value in rows_of(columns, found)]
            answer: Mapping[str, Any] = {"rows": rows}
        except Exception as error:
            answer = _refused(error)
        yield answer


def _refused(error: Exception) -> Mapping[str, Any]:
    """What is said of an error: what was made to be said, and of all others nothing but that there was one."""
    if isinstance(error, MemoryError):
        message = f"the query takes more than {limits.QUERY_MEMORY_MB} MB of memory"
        error = Refused("too-large", message, "ask for less")
    if isinstance(error, ImportError):
        error = Refused("missing", error.name or "", "")
    if not isinstance(error, Refused):
        error = Refused("wrong-type", "the data cannot be read", "write the file anew, or ask for less")
    return {"code": error.code, "message": error.message, "hint": error.hint}


def _period(value: Any) -> str | None:
    """A period as a text: days without their time."""
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else None if value is None else str(value)[: limits.TEXT_BYTES]


def _value(value: Any) -> str | None:
    """A number as a text that loses nothing; what is no number as it is, for the message."""
    if value is None:
        return None
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else str(value)
    if isinstance(value, Decimal):
        return format(value, "f") if value.is_finite() and abs(value.adjusted()) < 400 else str(value)
    return str(value)[:80]


if __name__ == "__main__":
    main()
