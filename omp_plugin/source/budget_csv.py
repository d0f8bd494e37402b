"""`budget.csv`: a row is one budget line in one period (plan format, section 6)."""

from __future__ import annotations

from omp_plugin.problems import Problem, problem
from omp_plugin.source.csv_reader import Table, capped, unknown_columns
from omp_plugin.source.nodes import Entry, Mapping, Node, Scalar, broken
from omp_plugin.source.visibility import KEY

AMOUNTS = ("planned", "committed", "actual", "forecast")
"""What is said of a line in each period: how much is allocated, ordered, invoiced and expected."""
FIELDS = ("title", "campaign", "tactic", "goal", "category", "supplier", "cap", "visibility")
COLUMNS = ("line", "period", *FIELDS, *AMOUNTS)


def budget_lines(table: Table) -> tuple[Mapping, list[Problem]]:
    """The rows as budget lines by id: an amount with a period goes under it, one without is for the whole plan.

    Problems: `unknown-key` (a column), `missing-key` (no line), `duplicate-key` (two amounts of a line in one period,
    or a title, campaign or category that contradicts an earlier row).
    """
    problems = unknown_columns(table, COLUMNS)
    rows: dict[str, list[Mapping]] = {}
    for row in table.rows:
        line = row.get("line")
        if isinstance(line, Scalar):
            rows.setdefault(line.text, []).append(row)
        else:
            problems.append(problem(row.at, "missing-key", "this row names no line", 'fill the column "line"'))
    entries = []
    for id_, group in rows.items():
        node, found = _line(group)
        problems += found
        key = group[0].get("line")
        assert isinstance(key, Scalar)
        entries.append(Entry(Scalar(id_, key.at), node))
    return Mapping(tuple(entries), table.at), capped(problems)


def _line(rows: list[Mapping]) -> tuple[Mapping, list[Problem]]:
    fields: dict[str, Entry] = {}
    problems: list[Problem] = []
    for row in rows:
        for entry in row:
            if entry.key.text in FIELDS:
                before = fields.setdefault(entry.key.text, entry)
                found = _contradiction(before, entry)
                if found and entry.key.text == KEY:
                    fields[KEY] = Entry(before.key, broken(before.value.at))  # nobody can tell which of them counts
                problems += found
    for name in AMOUNTS:
        node, found = _amounts(rows, name)
        problems += found
        if node:
            fields[name] = Entry(Scalar(name, node.at), node)
    return Mapping(tuple(fields.values()), rows[0].at), problems


def _contradiction(before: Entry, entry: Entry) -> list[Problem]:
    first, second = before.value, entry.value
    if not (isinstance(first, Scalar) and isinstance(second, Scalar)) or first.text == second.text:
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
    if by_period:
        return Mapping(tuple(by_period.values()), next(iter(by_period.values())).value.at), problems
    return whole, problems


def _twice(name: str, period: str, value: Node) -> Problem:
    message = f"{name} of this line for {period} was given before"
    return problem(value.at, "duplicate-key", message, "add the amounts up in one row")
