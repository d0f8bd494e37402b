"""Recomputes the figures of a page of sources from what it shows: each number is as exact as it is written there."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from tests.proofs.reading import Entry, Input

NUMBER = re.compile(r"(?P<sign>[−-]?)[^\d−-]*(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<percent>%?)")
HALF = Fraction(1, 200)
"""How far a number may be from the exact one: two decimals are shown, where it has any. Percentages have as many as
it takes for one in a thousand, and three at most."""
LEVELS = {
    "on track": 0, "at risk": 1, "off track": 2, "below range": 2, "above range": 2,
}  # fmt: skip
NONE, UNKNOWN = "—none", "unknown"
"""How a number and a status that nobody knows are shown; a dash has a word for those who cannot see it."""
AT_RATES = ", at the plan's rates"
SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "CHF": "CHF"}
BY_DAYS = {"not started", "out of date"}
"""What a KPI is called by the days of its values, whatever it attains."""
OPERATIONS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip


class Span(NamedTuple):
    """A number between two bounds."""

    low: Fraction
    high: Fraction

    @property
    def middle(self) -> Fraction:
        """The number as it is shown."""
        return (self.low + self.high) / 2

    def meets(self, other: Span) -> bool:
        """True where both may be the same number."""
        return self.low <= other.high and other.low <= self.high


def span(text: str) -> Span:
    """What a number as it is shown may be. Raises `ValueError` for what is none."""
    found = NUMBER.match(text)
    if found is None:
        raise ValueError(f"{text!r} is no number")
    value = Fraction(Decimal(found["digits"].replace(",", ""))) / (100 if found["percent"] else 1)
    value = -value if found["sign"] else value
    decimals = len(found["digits"].partition(".")[2])
    half = HALF
    if found["percent"]:
        half = Fraction(1, 2 * 100 * 10**decimals)
        half = min(half, abs(value) / 999) if value and decimals < 3 else half
    return Span(value - half, value + half)


def combined(does: Callable[[Fraction, Fraction], Fraction], one: Span, other: Span) -> Span:
    """What an operation on two spans may come to."""
    found = [does(first, second) for first, second in product(one, other)]
    return Span(min(found), max(found))


def added(inputs: Sequence[Input]) -> Span:
    """The sum."""
    total = Span(Fraction(0), Fraction(0))
    for each in inputs:
        total = combined(operator.add, total, span(each.value))
    return total


def less(inputs: Sequence[Input]) -> Span:
    """The first, less all others."""
    first, *others = inputs
    return combined(operator.sub, span(first.value), added(others))


def divided(inputs: Sequence[Input]) -> Span:
    """The first part by the second."""
    first, second = inputs
    return combined(operator.truediv, span(first.value), span(second.value))


def inverse(inputs: Sequence[Input]) -> Span:
    """The second part by the first."""
    return divided(inputs[::-1])


def multiplied(inputs: Sequence[Input]) -> Span:
    """The product."""
    first, second = inputs
    return combined(operator.mul, span(first.value), span(second.value))


def same(inputs: Sequence[Input]) -> Span:
    """The one input."""
    (only,) = inputs
    return span(only.value)


def with_reserve(inputs: Sequence[Input]) -> Span:
    """Lines + reserve − drawn."""
    *parts, drawn = inputs
    return combined(operator.sub, added(parts), span(drawn.value))


ARITHMETIC: dict[str, Callable[[Sequence[Input]], Span]] = {
    "the campaigns' figures added up": added,
    "its lines' planned amounts added up": added,
    "its lines' committed amounts added up": added,
    "its lines' actual amounts added up": added,
    "its lines' forecast amounts added up": added,
    "its tactics' figures added up": added,
    "its periods added up": added,
    "the lines added up": added,
    "ordered, not yet invoiced, added up over the lines": added,
    "invoiced, added up over the lines": added,
    "reserve + planned": added,
    "planned − committed − actual": less,
    "forecast at finish − total": less,
    "lines + reserve − reserve drawn": with_reserve,
    "planned ÷ target": divided,
    "actual ÷ expected": divided,
    "expected ÷ actual, as lower is better": inverse,
    "count after ÷ count before": divided,
    "units × unit cost": multiplied,
    "as planned": same,
    "as written": same,
    "as the campaign states it": same,
}


def worst(inputs: Sequence[Input]) -> str:
    """The worst of the statuses that are known; what the owner says is none of them."""
    levels = [LEVELS[each.value] for each in inputs if each.value in LEVELS and each.label != "in the owner's words"]
    return ("on track", "at risk", "off track")[max(levels)] if levels else UNKNOWN


def judged(inputs: Sequence[Input]) -> set[str]:
    """What an attainment may be judged as by its two thresholds; beyond its stop limit a KPI is off track."""
    found = {"off track"} if any(each.label == "stop" for each in inputs) else set()
    if inputs[0].value == NONE:
        return found | BY_DAYS | {UNKNOWN, "no actuals"}
    found |= BY_DAYS
    attainment, on_track, at_risk = (span(each.value) for each in inputs[:3])
    for value in attainment:
        is_good, is_fair = value >= on_track.middle, value >= at_risk.middle
        found.add("on track" if is_good else "at risk" if is_fair else "off track")
    return found


def covered(inputs: Sequence[Input]) -> set[str]:
    """What the worst coverage may be judged as."""
    known = [span(each.value) for each in inputs if NUMBER.match(each.value)]
    if not known:
        return {UNKNOWN}
    bounds = (min(each.low for each in known), min(each.high for each in known))
    return {"on track" if each >= 1 else "at risk" if each >= Fraction(85, 100) else "off track" for each in bounds}


def kept(inputs: Sequence[Input]) -> set[str]:
    """What a forecast may be judged as beside the total, by tolerance and limit."""
    if NONE in (each.value for each in inputs):
        return {UNKNOWN}
    forecast, total, tolerance, limit = (span(each.value) for each in inputs)
    found = set()
    for value in forecast:
        over = (value - total.middle) / total.middle if total.middle > 0 else Fraction(0)
        is_fine, is_near = over <= tolerance.high, over <= limit.high
        found.add("on track" if is_fine else "at risk" if is_near else "off track")
    return found


STATUSES: dict[str, Callable[[Sequence[Input]], set[str]]] = {
    "the worst of its parts that are known": lambda inputs: {worst(inputs)},
    "the worse of coverage and KPI": lambda inputs: {worst(inputs)},
    "by coverage of the goals: below 100% at risk, below 85% off track": covered,
    "forecast at finish over the total": kept,
    "attainment against the thresholds": judged,
}


def written(formula: str, inputs: Sequence[Input]) -> Span:
    """A KPI's own formula, `{spend} / {orders} in 2026-10`, with the inputs that it names."""
    known = {each.label: span(each.value) for each in inputs}
    names = re.findall(r"\{([^}]*)\}", formula)
    text = re.sub(r"\{([^}]*)\}", lambda found: f"v{names.index(found[1])}", formula.rpartition(" in ")[0] or formula)
    return _evaluated(ast.parse(text.strip(), mode="eval").body, [known[name] for name in names])


def _evaluated(node: ast.expr, values: Sequence[Span]) -> Span:
    if isinstance(node, ast.Name):
        return values[int(node.id[1:])]
    if isinstance(node, ast.Constant):
        exact = Fraction(str(node.value))
        return Span(exact, exact)
    assert isinstance(node, ast.BinOp), ast.dump(node)
    parts = _evaluated(node.left, values), _evaluated(node.right, values)
    return combined(OPERATIONS[type(node.op)], *parts)


def converted(inputs: Sequence[Input]) -> list[Input]:
    """The inputs without the rates, those in other currencies at their rates, as exact numbers."""
    pair = re.compile(r"(?P<code>[A-Z]{3})/[A-Z]{3}")
    rates = {found["code"]: each.value for each in inputs if (found := pair.fullmatch(each.label))}
    money = [each for each in inputs if not pair.fullmatch(each.label)]
    return [each._replace(value=_converted(each.value, rates)) for each in money]


def _converted(value: str, rates: Mapping[str, str]) -> str:
    sign = next((sign for sign in SIGNS if value.startswith(sign)), "")
    found = NUMBER.match(value)
    if found is None or SIGNS.get(sign) not in rates:
        return value
    return str(Decimal(found["digits"].replace(",", "")) * Decimal(rates[SIGNS[sign]]))


def is_proved(entry: Entry) -> bool | None:
    """True where the value follows from the inputs; `None` for a formula of which this knows nothing."""
    if entry.formula.endswith(AT_RATES):
        return is_proved(entry._replace(formula=entry.formula.removesuffix(AT_RATES), inputs=converted(entry.inputs)))
    if entry.value == NONE:
        return not entry.inputs or NONE in (each.value for each in entry.inputs)
    if entry.formula in ARITHMETIC:
        return ARITHMETIC[entry.formula](entry.inputs).meets(span(entry.value))
    if entry.formula in STATUSES:
        return entry.value in STATUSES[entry.formula](entry.inputs)
    if "{" in entry.formula:
        return written(entry.formula, entry.inputs).meets(span(entry.value))
    return None
