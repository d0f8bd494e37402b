"""`actuals.csv`: a row is one measured value of one KPI (plan format, section 5)."""

from __future__ import annotations

from dataclasses import replace

from omp_plugin import limits
from omp_plugin.problems import Problem, did_you_mean, problem
from omp_plugin.source.csv_reader import Table, capped, missing_columns, nameless_columns, unknown_columns
from omp_plugin.source.nodes import Entry, Mapping, Scalar

COLUMNS = ("kpi", "period", "value", "note")
_NEEDED = COLUMNS[:3]


def with_actuals(kpis: Mapping, table: Table, hidden: frozenset[str] = frozenset()) -> tuple[Mapping, list[Problem]]:
    """The KPIs with the values of the table under `actual` and its notes under `notes`, by period.

    Nothing is said of rows of KPIs that are `hidden` from the audience.

    Problems: `unknown-key` (a column), `missing-key` (a cell), `unknown-reference` (no such KPI), `duplicate-key` (a
    value given twice for one period, in the table or also in the KPI).
    """
    unknown = unknown_columns(table, COLUMNS)
    problems = [*unknown, *missing_columns(table, _NEEDED, unknown)]
    readable = [row for row in table.rows if not _is_of(row, hidden)] if set(_NEEDED) <= set(table.columns) else []
    problems += nameless_columns(readable)
    by_kpi: dict[str, list[Mapping]] = {}
    known = {entry.key.text for entry in kpis}
    for row in readable:
        missing = [name for name in _NEEDED if row.get(name) is None]
        kpi = row.get("kpi")
        if missing or not isinstance(kpi, Scalar):
            problems.append(problem(row.at, "missing-key", f"this row has no {' and no '.join(missing)}", "fill it in"))
        elif kpi.text not in known:
            hint = did_you_mean(kpi.text, known) if len(problems) < limits.HINTS_PER_FILE else ""
            problems.append(problem(kpi.at, "unknown-reference", f'there is no KPI "{kpi.text}"', hint))
        else:
            by_kpi.setdefault(kpi.text, []).append(row)
    entries = []
    for entry in kpis:
        rows = by_kpi.get(entry.key.text, [])
        merged, found = _merged(entry, rows)
        entries.append(merged)
        problems += found
    return replace(kpis, entries=tuple(entries)), capped(problems)


def _is_of(row: Mapping, kpis: frozenset[str]) -> bool:
    kpi = row.get("kpi")
    return isinstance(kpi, Scalar) and kpi.text in kpis


def _merged(kpi: Entry, rows: list[Mapping]) -> tuple[Entry, list[Problem]]:
    if not rows or not isinstance(kpi.value, Mapping):
        return kpi, []
    fields = {entry.key.text: entry for entry in kpi.value}
    problems: list[Problem] = []
    for column, key in (("value", "actual"), ("note", "notes")):
        cells = [(row.get("period"), row.get(column)) for row in rows]
        new = [Entry(period, cell) for period, cell in cells if isinstance(period, Scalar) and cell is not None]
        if new:
            problems += _add(fields, key, new)
    return Entry(kpi.key, replace(kpi.value, entries=tuple(fields.values()))), problems


def _add(fields: dict[str, Entry], key: str, new: list[Entry]) -> list[Problem]:
    old = fields.get(key)
    if old and not isinstance(old.value, Mapping):
        message = f'"{key}" is given here and in {old.key.at.path}:{old.key.at.line}'
        return [problem(new[0].key.at, "duplicate-key", message, "keep one of the two")]
    known = {entry.key.text: entry for entry in old.value} if old and isinstance(old.value, Mapping) else {}
    problems = []
    for entry in new:
        before = known.setdefault(entry.key.text, entry)
        if before is not entry:
            message = f'a value for {entry.key.text} was given before, in {before.key.at.path}:{before.key.at.line}'
            problems.append(problem(entry.key.at, "duplicate-key", message, "keep one of the two"))
    at = old.value.at if old else new[0].key.at
    outer = old.key if old else Scalar(key, at)
    fields[key] = Entry(outer, Mapping(tuple(known.values()), at))
    return problems
