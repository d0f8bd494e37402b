"""The shape of a proof: a computed value, its formula and its inputs, each with the place where it is written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from omp_plugin.problems import Position

Value = Decimal | Fraction | int | date | str | None


class Figure(NamedTuple):
    """A value with its unit: a currency code, `%` (the value is the ratio), `days`, a word of the plan, or nothing.

    Texts are statuses and plain words; `None` is unknown.
    """

    value: Value
    unit: str = ""


class Input(NamedTuple):
    """Something that went into a value; `at` is where it is written (`None` for what is itself computed)."""

    label: str
    figure: Figure
    at: Position | None = None


class Trace(NamedTuple):
    """One computed value; `path` names it as in the machine-readable plan, `formula` says in words how it follows."""

    path: str
    label: str
    figure: Figure
    formula: str
    inputs: tuple[Input, ...] = ()
