"""Values as the cells of a table: texts that are only text, money to its minor unit, exact numbers, days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from omp_plugin.compute.money import Exchange
from omp_plugin.export.numbers import money
from omp_plugin.model.amounts import Limit, Money, Quantity, Range
from omp_plugin.model.dates import Period
from omp_plugin.model.formula import Formula
from omp_plugin.model.plan import Plan
from omp_plugin.model.reading import Record, specs
from omp_plugin.model.structures import Items, Table
from omp_plugin.model.units import is_money_unit
from omp_plugin.problems import Position
from omp_plugin.source.text import HIDDEN, SUBSTITUTE

Cell = str | Decimal | Fraction | int | date | None
"""Money is `Decimal` with the digits of its minor unit; any other number `Fraction` (ratios: 0.45) or `int`."""

_BREAKS = re.compile("[\t\n\r\v\f\x85]+")
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # and as wide letters
_BEFORE = " \xa0\u3000'"
_SUSPECT = frozenset((*_FORMULA, *_BEFORE))
_NOWHERE = Position("", 1, 1)


def plain(text: str) -> str:
    """A text on one line, without characters that control, reorder or hide."""
    if text.isprintable():
        return text
    return HIDDEN.sub(SUBSTITUTE, _BREAKS.sub(" ", text)).strip(" ")


def is_formula(text: str) -> bool:
    """True for what a spreadsheet could take for a formula."""
    return text[:1] in _SUSPECT and text.lstrip(_BEFORE).startswith(_FORMULA)


@lru_cache(maxsize=4096)
def amount(value: Decimal | Fraction | None, currency: str) -> Decimal | None:
    """Money as a cell: as many digits as the currency has."""
    text = money(value, currency)
    return None if text is None else Decimal(text)


class Cells:
    """Makes cells of what a plan says, in the plan's currency."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._exchange = Exchange(plan)

    def row(self, record: Record, names: Iterable[str]) -> list[Cell]:
        """The fields of a record, by the names of their attributes."""
        return [self.cell(getattr(record, name)) for name in names]

    def in_unit(self, kpi: str | None, value: Fraction | None) -> Cell:
        """A value of a KPI: an amount where it is money."""
        written = self._plan.kpis.get(kpi or "")
        unit = written.unit if written else None
        if unit and is_money_unit(unit, self._plan.currency, self._plan.rates.values):
            return amount(value, unit)
        return value

    def cell(self, value: Any) -> Cell:
        """A written value. A partial date is text as written; money without a rate is text with its code."""
        if value is None or value == "":
            return None
        if isinstance(value, str):
            return plain(value)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int):
            return value
        if isinstance(value, Decimal):
            return Fraction(value)
        return self._composed(value)

    def _composed(self, value: Any) -> Cell:
        if isinstance(value, Money):
            return self._money(value)
        if isinstance(value, Quantity):
            return Fraction(value.value)
        if isinstance(value, Period):
            return value.first if value.grain == "day" else plain(value.text)
        if isinstance(value, Range | Limit | Formula):
            return plain(value.text)
        return plain(self._listed(value)) or None

    def _money(self, value: Money) -> Cell:
        found = self._exchange.convert(value, _NOWHERE)
        return amount(found.amount, self._plan.currency) if found else f"{value.currency} {value.amount:f}"

    def _listed(self, value: Any) -> str:
        """Lists with semicolons between, tables with their keys, records with the names of their fields."""
        if isinstance(value, Items):
            return "; ".join(self._said(each) for each in value)
        if isinstance(value, Table):
            value = {self._said(key): each for key, each in value.values.items()}
        if isinstance(value, Record):
            value = {key: getattr(value, spec.name) for key, spec in specs(type(value)).items()}
        if isinstance(value, Mapping):
            said = ((key, self._said(each)) for key, each in value.items())
            return "; ".join(f"{key}: {text}" for key, text in said if text)
        return str(value)

    def _said(self, value: Any) -> str:
        if isinstance(value, Period | Quantity):
            return value.text or str(value)
        if isinstance(value, Money):
            return f"{value.currency or self._plan.currency} {value.amount:f}"
        return self._listed(value) if isinstance(value, Items | Table | Record) else str(value)
