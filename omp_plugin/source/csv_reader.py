"""CSV to nodes: a header row, then one mapping a row, every cell with its line and column (plan format, section 1)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import NamedTuple

from omp_plugin import limits
from omp_plugin.problems import Position, Problem, did_you_mean, problem, stands_for
from omp_plugin.source.nodes import Entry, Mapping, Node, Scalar, broken

NAMELESS = ("this column holds values and has no name", "name it in the first row, or empty its cells")
"""What to say of cells below an empty one of the header, and what to do."""
_QUOTED = re.compile(r'"[^"]*(?:""[^"]*)*"')


class Table(NamedTuple):
    """The rows of a CSV file below its header; empty cells are left out. Without columns, it could not be read.

    The key of a cell stands where the header names it, so that what is wrong with a column is said once, there.
    """

    heads: tuple[Scalar, ...]
    rows: tuple[Mapping, ...]
    at: Position

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(head.text for head in self.heads)


def read_table(text: str, path: str) -> tuple[Table, list[Problem]]:
    """The rows of a CSV text.

    Problems: `syntax` (no header, other separators than commas, a row with more cells than the header, quotes that
    never close), `duplicate-key` (a column named twice), `too-large` (columns, rows).
    """
    start = Position(path, 1, 1)
    otherwise = _otherwise_separated(text, path)
    if otherwise:
        return Table((), (), start), [otherwise]
    records = _records(text, path)
    problems: list[Problem] = []
    header = next(records, None)
    if isinstance(header, Problem) or header is None:
        missing = problem(start, "syntax", "this file has no header row", "name the columns in the first row")
        return Table((), (), start), [header or missing]
    heads = tuple(header[: limits.COLUMNS])
    if len(header) > limits.COLUMNS:
        problems.append(_too_wide(header, limits.COLUMNS))
    problems += _repeated(header)
    rows = _rows(heads, records, problems)
    return Table(heads, tuple(rows), start), capped(problems)


def _otherwise_separated(text: str, path: str) -> Problem | None:
    """What is wrong with a header row that has semicolons or tabs in place of commas, as some spreadsheets write it."""
    number, line = next(((n, line) for n, line in enumerate(StringIO(text), 1) if line.strip()), (1, ""))
    found = [mark for mark in (";", "\t") if mark in line.strip() and "," not in line]
    if not found:
        return None
    names = ",".join(name.strip(' "\n') for name in line.strip().split(found[0]))
    shown = names if len(names) <= 60 else f"{names[:60].rpartition(',')[0]},..."
    mark = '";"' if found[0] == ";" else "tabs"
    message = f"the columns are separated by {mark} where commas are due"
    hint = f'save it as "CSV (comma delimited)", with a comma as list separator: the first row is then "{shown}"'
    return problem(Position(path, number, 1), "syntax", message, hint)


def _rows(
    heads: tuple[Scalar, ...], records: Iterator[list[Scalar] | Problem], problems: list[Problem]
) -> list[Mapping]:
    rows: list[Mapping] = []
    for record in records:
        if isinstance(record, Problem):
            problems.append(record)
            break
        if len(rows) >= limits.ROWS:
            problems.append(_too_long(record))
            break
        if len(record) > len(heads):
            problems.append(_too_wide(record, len(heads)))
        cells = [Entry(head, cell) for head, cell in zip(heads, record, strict=False) if cell.text]
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
    """`unknown-key` for each column that has another name than those known; the hint names those not there yet."""
    others = [head for head in table.heads if head.text and head.text not in known][: limits.PROBLEMS_PER_FILE]
    free = [name for name in known if name not in table.columns]
    meant = [stands_for(head.text, free) for head in others]
    rest = [name for name in free if name not in meant]
    hints = [did_you_mean(head.text, [near] if near else rest) for head, near in zip(others, meant, strict=True)]
    return [
        problem(head.at, "unknown-key", f'unknown column "{head.text}"', hint or "take it out")
        for head, hint in zip(others, hints, strict=True)
    ]


def missing_columns(table: Table, needed: Iterable[str], unknown: list[Problem]) -> list[Problem]:
    """`missing-key` for each column that is needed and not there, unless `unknown` columns may stand for them."""
    return [
        problem(table.at, "missing-key", f'there is no column "{name}"', f'name a column of the first row "{name}"')
        for name in needed
        if name not in table.columns and table.heads and not unknown
    ]


def nameless_columns(rows: Iterable[Mapping]) -> list[Problem]:
    """`missing-key` for each column that has no name and holds values."""
    places = {entry.key.at for row in rows for entry in row if not entry.key.text}
    return [problem(at, "missing-key", *NAMELESS) for at in sorted(places)]


def _unique(cells: list[Entry]) -> list[Entry]:
    return list({cell.key.text: cell for cell in reversed(cells)}.values())[::-1]


def _repeated(header: list[Scalar]) -> list[Problem]:
    seen: set[str] = set()
    found = []
    for cell in header:
        if cell.text and cell.text in seen:
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


def collection(table: Table) -> tuple[Node, list[Problem]]:
    """A table with the column `id` as a mapping from id to entity; a column `a.b` fills key `b` of the mapping `a`.

    Broken where there is no such column. Problems: `missing-key` (no `id`), `duplicate-key` (an id twice).
    """
    if "id" not in table.columns:
        return broken(table.at), _without_ids(table)
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


def _without_ids(table: Table) -> list[Problem]:
    """What to say of a table without the column `id`: nothing more where it could not be read."""
    for head in table.heads:
        if stands_for(head.text, ["id"]):
            return [problem(head.at, "missing-key", 'there is no column "id"', f'write "id" in place of "{head.text}"')]
    hint = "name the column that holds the ids `id`"
    return [problem(table.at, "missing-key", 'there is no column "id"', hint)] if table.heads else []


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
    return Mapping(tuple(inner), inner[0].value.at) if inner else entry.value
