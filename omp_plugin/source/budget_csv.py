"""`budget.csv`: a row is one budget line in one period (plan format, section 6)."""

from __future__ import annotations

import re

from omp_plugin.problems import Problem, problem, stands_for
from omp_plugin.source.csv_reader import Table, capped, missing_columns, unknown_columns
from omp_plugin.source.nodes import Entry, Mapping, Node, Scalar, broken
from omp_plugin.source.visibility import KEY

AMOUNTS = ("planned", "committed", "actual", "forecast")
"""What is said of a line in each period: how much is allocated, ordered, invoiced and expected."""
FIELDS = ("title", "campaign", "tactic", "goal", "category", "supplier", "cap", "visibility")
COLUMNS = ("line", "period", *FIELDS, *AMOUNTS)
_TOTAL = re.compile(r"(?:grand |sub-? ?)?totals?:?|sum:?", re.IGNORECASE)


def budget_lines(table: Table) -> tuple[Node, list[Problem]]:
    """The rows as budget lines by id: an amount with a period goes under it, one without is for the whole plan.

    Broken where no column names the lines; what another column may have said that is not known is broken, too.

    Problems: `unknown-key` (a column), `missing-key` (no line), `bad-id` (a row of totals), `duplicate-key` (two
    amounts of a line in one period, or a title, campaign or category that contradicts an earlier row).
    """
    unknown = unknown_columns(table, COLUMNS)
    problems = [*unknown, *missing_columns(table, ("line",), unknown)]
    if "line" not in table.columns:
        return broken(table.at), problems
    rows, found = _by_line(table)
    problems += found
    unread = _unread(table)
    entries = [Entry(broken(each.position), broken(each.position)) for each in found if each.code == "missing-key"][:1]
    for id_, group in rows.items():
        node, found = _line(group, unread)
        problems += found
        key = group[0].get("line")
        assert isinstance(key, Scalar)
        entries.append(Entry(Scalar(id_, key.at), node))
    return Mapping(tuple(entries), table.at), capped(problems)


def _by_line(table: Table) -> tuple[dict[str, list[Mapping]], list[Problem]]:
    """The rows of each line. Problems: `missing-key` for a row of no line, `bad-id` for one of totals."""
    rows: dict[str, list[Mapping]] = {}
    problems = []
    for row in table.rows:
        line = row.get("line")
        total = _total_in(row)
        if total:
            message = f'"{total.text}" is no budget line: totals are computed'
            problems.append(problem(row.at, "bad-id", message, "take this row out"))
        elif isinstance(line, Scalar):
            rows.setdefault(line.text, []).append(row)
        else:
            problems.append(problem(row.at, "missing-key", "this row names no line", 'fill the column "line"'))
    return rows, problems


def _total_in(row: Mapping) -> Scalar | None:
    """The cell that says that a row adds up the others, as spreadsheets have it; `total` is an id like any other."""
    cell = row.get("line") or row.get("title") or row.get("campaign") or row.get("category")
    if not isinstance(cell, Scalar) or not _TOTAL.fullmatch(cell.text):
        return None
    return None if row.get("line") and cell.text.islower() else cell


def _unread(table: Table) -> list[str]:
    """The fields and amounts that columns with unknown names may hold."""
    unknown = [name for name in table.columns if name and name not in COLUMNS]
    free = [name for name in COLUMNS if name not in table.columns and name != KEY]
    found = {stands_for(name, free) for name in unknown}
    if unknown:
        found |= {"period", "planned"}.intersection(free)
    if "period" in found:
        found |= set(AMOUNTS)
    return [name for name in (*FIELDS, *AMOUNTS) if name in found]


def _line(rows: list[Mapping], unread: list[str]) -> tuple[Mapping, list[Problem]]:
    fields: dict[str, Entry] = {}
    problems: list[Problem] = []
    for row in rows:
        for entry in row:
            if entry.key.text in ("", *FIELDS):
                before = fields.setdefault(entry.key.text, entry)
                found = _contradiction(before, entry)
                if found and entry.key.text in (KEY, "campaign", "tactic"):  # nobody can tell which of them counts
                    fields[entry.key.text] = Entry(before.key, broken(before.value.at))
                problems += found
    for name in unread:
        fields[name] = Entry(Scalar(name, rows[0].at), broken(rows[0].at))
    for name in AMOUNTS:
        node, found = _amounts(rows, name) if name not in unread else (None, [])
        problems += found
        if node:
            fields[name] = Entry(Scalar(name, node.at), node)
    return Mapping(tuple(fields.values()), rows[0].at), problems


def _contradiction(before: Entry, entry: Entry) -> list[Problem]:
    first, second = before.value, entry.value
    if not (isinstance(first, Scalar) and isinstance(second, Scalar)) or entry.key.text not in FIELDS:
        return []
    if first.broken or first.text == second.text:
        return []
    message = f'{entry.key.text} "{second.text}" contradicts "{first.text}" of the same line in row {first.at.line}'
    return [problem(second.at, "duplicate-key", message, "a line has one; give it in one row or the same in all")]


def _amounts(rows: list[Mapping], name: str) -> tuple[Node | None, list[Problem]]:
    whole: Node | None = None
    by_period: dict[str, Entry] = {}
    problems = []
    for row in rows:
        value, period = row.get(name), row.get("period")
        if value is None:
            continue
        if not isinstance(period, Scalar):
            if whole or by_period:
                problems.append(_twice(name, "the whole plan", value))
            whole = whole or value
        elif period.text in by_period or whole:
            problems.append(_twice(name, period.text, value))
        else:
            by_period[period.text] = Entry(period, value)
    if problems:
        return broken(problems[0].position), problems  # nobody can tell what it comes to
    if by_period:
        return Mapping(tuple(by_period.values()), next(iter(by_period.values())).value.at), problems
    return whole, problems


def _twice(name: str, period: str, value: Node) -> Problem:
    message = f"{name} of this line for {period} was given before"
    return problem(value.at, "duplicate-key", message, "add the amounts up in one row")
