"""CSV to nodes: a header row, then one mapping a row, every cell with its line and column (plan format, section 1)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import NamedTuple

from omp_plugin import limits
from omp_plugin.problems import Position, Problem, did_you_mean, problem
from omp_plugin.source.nodes import Entry, Mapping, Node, Scalar

_QUOTED = re.compile(r'"[^"]*(?:""[^"]*)*"')


class Table(NamedTuple):
    """The rows of a CSV file below its header; empty cells are left out."""

    columns: tuple[str, ...]
    rows: tuple[Mapping, ...]
    at: Position


def read_table(text: str, path: str) -> tuple[Table, list[Problem]]:
    """The rows of a CSV text.

    Problems: `syntax` (no header, a row with more cells than the header, quotes that never close), `duplicate-key`
    (a column named twice), `too-large` (columns, rows).
    """
    start = Position(path, 1, 1)
    records = _records(text, path)
    problems: list[Problem] = []
    header = next(records, None)
    if isinstance(header, Problem) or header is None:
        missing = problem(start, "syntax", "this file has no header row", "name the columns in the first row")
        return Table((), (), start), [header or missing]
    columns = tuple(cell.text.strip() for cell in header[: limits.COLUMNS])
    if len(header) > limits.COLUMNS:
        problems.append(_too_wide(header, limits.COLUMNS))
    problems += _repeated(header)
    rows = _rows(columns, records, problems)
    return Table(columns, tuple(rows), start), capped(problems)


def _rows(
    columns: tuple[str, ...], records: Iterator[list[Scalar] | Problem], problems: list[Problem]
) -> list[Mapping]:
    rows: list[Mapping] = []
    for record in records:
        if isinstance(record, Problem):
            problems.append(record)
            break
        if len(rows) >= limits.ROWS:
            problems.append(_too_long(record))
            break
        if len(record) > len(columns):
            problems.append(_too_wide(record, len(columns)))
        cells = [Entry(Scalar(name, cell.at), cell) for name, cell in zip(columns, record, strict=False) if cell.text]
        rows.append(Mapping(tuple(_unique(cells)), record[0].at))
    return rows


def capped(problems: list[Problem]) -> list[Problem]:
    """The problems of one table, cut off with `too-large` where there are too many to be of use."""
    if len(problems) <= limits.PROBLEMS_PER_FILE:
        return problems
    kept = problems[: limits.PROBLEMS_PER_FILE]
    message = f"more than {limits.PROBLEMS_PER_FILE} problems in this file; the rest is not listed"
    return [*kept, problem(kept[-1].position, "too-large", message, "mend the ones above first")]


def unknown_columns(table: Table, known: Iterable[str]) -> list[Problem]:
    """`unknown-key` for each column that has another name than those known."""
    others = [name for name in table.columns if name and name not in known]
    return [
        problem(table.at, "unknown-key", f'unknown column "{name}"', did_you_mean(name, known))
        for name in others[: limits.PROBLEMS_PER_FILE]
    ]


def _unique(cells: list[Entry]) -> list[Entry]:
    return list({cell.key.text: cell for cell in reversed(cells)}.values())[::-1]


def _repeated(header: list[Scalar]) -> list[Problem]:
    seen: set[str] = set()
    found = []
    for cell in header:
        if cell.text in seen:
            message = f'column "{cell.text}" is named twice'
            found.append(problem(cell.at, "duplicate-key", message, "keep one of the two"))
        seen.add(cell.text)
    return found


def _too_long(record: list[Scalar]) -> Problem:
    message = f"this table has more than {limits.ROWS:,} rows; the rest is not read"
    return problem(record[0].at, "too-large", message, "split the plan in several")


def _too_wide(record: list[Scalar], width: int) -> Problem:
    if len(record) > limits.COLUMNS:
        message = f"this row has more than {limits.COLUMNS:,} cells; the rest is not read"
        return problem(record[-1].at, "too-large", message, "check the quotes of its cells")
    message = f"this row has {len(record)} cells, the header has {width}"
    return problem(record[width].at, "syntax", message, 'put a cell that holds a comma in "quotes"')


_SAID = {
    "unexpected end of data": "quotes are opened in this row and never closed",
    "expected after": "something stands behind the closing quote of a cell of this row",
    "field larger than field limit": "a cell of this row is longer than any text of a plan",
}
"""What Python's reader complains of, in an author's words."""


def _records(text: str, path: str) -> Iterator[list[Scalar] | Problem]:
    """The records that are not blank; a problem ends them."""
    lines = list(StringIO(text, newline=""))
    reader = csv.reader(lines, strict=True)
    first = 1
    try:
        for record in reader:
            raw = "".join(lines[first - 1 : reader.line_num])
            if any(cell.strip() for cell in record):
                yield _cells(record, raw, Position(path, first, 1))
            first = reader.line_num + 1
    except csv.Error as error:
        said = next((words for part, words in _SAID.items() if part in str(error)), f"{error} in this row")
        hint = 'put the whole cell in quotes, and write a quote inside it twice: ""'
        yield problem(Position(path, first, 1), "syntax", said, hint)


def _cells(record: list[str], raw: str, at: Position) -> list[Scalar]:
    """The cells with the places at which they begin: one in quotes may hold commas and line breaks."""
    cells = []
    line, line_start, start = at.line, 0, 0
    for cell in record[: limits.COLUMNS + 1]:
        cells.append(Scalar(cell.strip(), Position(at.path, line, start - line_start + 1), listed=True))
        end = _cell_end(raw, start)
        line += raw.count("\n", start, end)
        line_start = max(line_start, raw.rfind("\n", start, end) + 1)
        start = end + 1
    return cells


def _cell_end(raw: str, start: int) -> int:
    """Where the cell ends that begins at `start`: at the next comma that is not inside its quotes."""
    quoted = _QUOTED.match(raw, start)
    comma = raw.find(",", quoted.end() if quoted else start)
    return comma if comma >= 0 else len(raw)


def collection(table: Table) -> tuple[Mapping, list[Problem]]:
    """A table with the column `id` as a mapping from id to entity; a column `a.b` fills key `b` of the mapping `a`.

    Problems: `missing-key` (no `id`), `duplicate-key` (an id twice).
    """
    if "id" not in table.columns:
        hint = "name the column that holds the ids `id`"
        return Mapping((), table.at), [problem(table.at, "missing-key", 'there is no column "id"', hint)]
    entries: dict[str, Entry] = {}
    problems = []
    for row in table.rows:
        key = row.get("id")
        if not isinstance(key, Scalar):
            hint = "give it one of small letters, digits and -, such as rain-in-may"
            problems.append(problem(row.at, "missing-key", "this row has no id", hint))
        elif key.text in entries:
            message = f'id "{key.text}" was given before, in line {entries[key.text].key.at.line}'
            problems.append(problem(key.at, "duplicate-key", message, "give every row an id of its own"))
        else:
            fields = tuple(entry for entry in row if entry.key.text != "id")
            entries[key.text] = Entry(key, Mapping(_nested(fields), row.at))
    return Mapping(tuple(entries.values()), table.at), capped(problems)


def _nested(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    plain: list[Entry] = []
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        outer, dot, inner = entry.key.text.partition(".")
        if not dot:
            plain.append(entry)
            continue
        if outer not in groups:
            plain.append(Entry(Scalar(outer, entry.key.at), entry.value))
        groups.setdefault(outer, []).append(Entry(Scalar(inner, entry.key.at), entry.value))
    return tuple(Entry(each.key, _grouped(each, groups)) for each in plain)


def _grouped(entry: Entry, groups: dict[str, list[Entry]]) -> Node:
    inner = groups.get(entry.key.text)
    return Mapping(tuple(inner), inner[0].key.at) if inner else entry.value
