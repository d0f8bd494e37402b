"""How checks put figures, names and counts into a sentence: rounded for reading, judged exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from omp_plugin.model.plan import Plan
from omp_plugin.model.reading import shorten
from omp_plugin.model.structures import Entity
from omp_plugin.model.units import is_money_unit


def quoted(entity: Entity) -> str:
    """An entity by the name that people know it by."""
    return f'"{shorten(entity.label)}"'


def such_as(known: Iterable[str], otherwise: str) -> str:
    """An id to show how a reference is written: one of the plan's own, where it has any."""
    return next(iter(known), otherwise)


def counted(count: int, word: str) -> str:
    """A count with its noun: `1 working day`, `3 working days`."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: `a, b and c`."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def number(value: Fraction, digits: int, *, fixed: bool = False) -> str:
    """A number for reading, rounded half to even: `12,000.5`; `fixed` keeps its trailing zeros."""
    scaled = round(value * 10**digits)
    whole, rest = divmod(abs(scaled), 10**digits)
    decimals = f"{rest:0{digits}}" if digits else ""
    decimals = decimals if fixed else decimals.rstrip("0")
    return f"{'-' if scaled < 0 else ''}{whole:,}{'.' if decimals else ''}{decimals}"


def percent(ratio: Fraction) -> str:
    """A ratio with one decimal; what is short of the whole never reads 100.0%."""
    text = number(ratio * 100, 1, fixed=True)
    return f"{'99.9' if ratio < 1 and text == '100.0' else text}%"


def figure(plan: Plan, value: Fraction, unit: str | None) -> str:
    """A KPI's value with its unit: `98.4%`, `USD 12,000`, `240 leads`."""
    if unit == "%":
        return f"{number(value * 100, 1, fixed=True)}%"
    if is_money_unit(unit, plan.currency, plan.rates.values):
        return f"{unit} {number(value, 2, fixed=value.denominator > 1)}"
    return f"{number(value, 2)} {unit}" if unit else number(value, 2)
