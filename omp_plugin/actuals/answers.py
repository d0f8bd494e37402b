"""What a query may give: rows of a period and a value, no more than fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from omp_plugin import limits

Rows = Sequence[Sequence[Any]]
Ask = Callable[[str | None], tuple[Sequence[str], Rows]]
"""Answers a query by the names of its columns and its rows, one more than the limit at most."""


class Refused(Exception):
    """A query or a file gives no rows; said with the code of the problem, what is wrong and what to do about it."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


def rows_of(columns: Sequence[str], rows: Rows) -> list[tuple[Any, Any]]:
    """Period and value of each row. Refuses other columns than `period, value`, in any order and case; many rows."""
    names = [name.lower() for name in columns]
    if sorted(names) != ["period", "value"]:
        message = f"the query gives the columns {said(columns)} where period and value are due"
        raise Refused("wrong-type", message, "name them: select month as period, sum(amount) as value ...")
    if len(rows) > limits.QUERY_ROWS:
        message = f"the query gives more than {limits.QUERY_ROWS:,} rows"
        raise Refused("too-large", message, "group the rows by period: select ... group by period")
    first, second = names.index("period"), names.index("value")
    return [(row[first], row[second]) for row in rows]


def said(columns: Sequence[str]) -> str:
    """The names of columns as a message lists them."""
    shown = ", ".join(f'"{one_line(name, 40)}"' for name in columns[:8])
    return f"{shown}, ..." if len(columns) > 8 else shown or "of no name"


def one_line(text: str, most: int = 200) -> str:
    """A text as part of a message."""
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return line if len(line) <= most else line[: most - 3] + "..."
