"""Rows of a period and a value as the actuals of a KPI, written as an author would write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from omp_plugin import limits
from omp_plugin.actuals.reach import Row
from omp_plugin.model.amount_hints import number_meant
from omp_plugin.model.amounts import EXACT
from omp_plugin.model.data_sources import Sourced
from omp_plugin.model.dates import meant
from omp_plugin.model.reading import shorten
from omp_plugin.problems import Problem, problem
from omp_plugin.source.nodes import Entry, Mapping, Scalar

_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]00:00(?::00(?:\.0+)?)?(?:Z|\+00(?::?00)?)?)?")
_SMALLEST = Decimal(1).scaleb(-limits.DIGITS)
NAMED = 3
"""So many rows that are wrong are named; of the others there is a count."""


def measured(of: Sourced, rows: Sequence[Row]) -> tuple[Mapping, list[Problem]]:
    """The actuals of a KPI, at its source. Dates stand for the period of its cadence; ratios become percentages.

    Problems: `wrong-type` for rows without a period or a number, `duplicate-key` for a period that is given twice:
    the first value counts.
    """
    at = of.source.where("file" if of.source.file else "connection")
    entries: dict[str, Entry] = {}
    wrong: list[Row] = []
    twice = []
    for period, value in rows:
        name = _period(period, of.cadence)
        number = _number(value, is_percent=of.is_percent)
        if name is None or number is None:
            wrong.append((period, value))
        elif name in entries:
            twice.append(name)
        else:
            entries[name] = Entry(Scalar(name, at), Scalar(number, at))
    where = of.source.where("query" if of.source.query else "file")
    found = _problems(of.kpi, wrong, list(dict.fromkeys(twice)))
    return Mapping(tuple(entries.values()), at), [problem(where, *each) for each in found]


def _problems(kpi: str, wrong: Sequence[Row], twice: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    if wrong:
        rows = [f"{_said(value)} in {_said(period)}" for period, value in wrong]
        hint = "; ".join(_meant(wrong[:NAMED])) or "leave such rows out (where value is not null)"
        message = f'rows of "{kpi}" have no period or no number: {_listed(rows)}'
        yield "wrong-type", message, f"{hint}: a missing value is not zero" if "null" in hint else hint
    if twice:
        message = f'"{kpi}" has more than one value in {_listed(twice)}'
        yield "duplicate-key", message, "add them up: select ..., sum(...) as value from data group by period"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _meant(wrong: Sequence[Row]) -> list[str]:
    """What to write in the data for periods and numbers that are written otherwise than the format writes them."""
    periods = [(text, meant(text)) for text, _ in wrong if text]
    numbers = [(text, number_meant(text) or "") for _, text in wrong if text and len(text) <= limits.DIGITS]
    found = [(text, dates[0]) for text, dates in periods if len(dates) == 1]
    found += [(text, number.replace(",", "")) for text, number in numbers]
    return list(dict.fromkeys(f"write {fit} for {_said(text)}" for text, fit in found if fit and fit != text.strip()))


def _said(text: str | None) -> str:
    return "NULL" if text is None else f'"{shorten(text)}"'


def _period(text: str | None, cadence: str | None) -> str | None:
    """A period as the plan format writes it: a day is the week, month or quarter of the cadence that holds it."""
    if text is None or not text.strip():
        return None
    match = _DAY.fullmatch(text.strip())
    try:
        return _of_cadence(date.fromisoformat(match[1]), cadence) if match else text.strip()
    except ValueError:
        return text.strip()  # a day that there is not, which is said when the plan is typed


def _of_cadence(day: date, cadence: str | None) -> str:
    if cadence == "week":
        monday = day - timedelta(days=day.weekday())
        year, week, _ = monday.isocalendar()
        return f"{year:04}-W{week:02}"
    if cadence == "month":
        return f"{day.year:04}-{day.month:02}"
    if cadence == "quarter":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    return day.isoformat()


def _number(text: str | None, *, is_percent: bool) -> str | None:
    """A number in full, to as many digits as a plan may write; a ratio as its percentage."""
    number = EXACT.create_decimal((text or "").strip())
    if not number.is_finite() or number.adjusted() > 3 * limits.DIGITS:
        return None
    exact = EXACT.multiply(number, Decimal(100 if is_percent else 1))
    exact = EXACT.quantize(exact, _SMALLEST) if _digits(exact) > limits.DIGITS else exact
    written = format(exact, "f")
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return f"{'0' if written == '-0' else written}{'%' if is_percent else ''}"


def _digits(number: Decimal) -> int:
    """Digits behind the point."""
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
