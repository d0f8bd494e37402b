"""Recomputes the figures of a page of sources from what it shows: each number is as exact as it is written there."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
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


def result(text: str) -> Span:
    """What a value that follows from others may be: a plain one is shown with as many decimals as its size allows."""
    exact = span(text)
    digits = NUMBER.match(text)["digits"]  # type: ignore[index] # `span` has found one
    if "%" in text or not text.lstrip("−-").startswith(digits):
        return exact
    half = max(HALF, Fraction(1, 2 * 10 ** len(digits.partition(".")[2])))
    return Span(exact.middle - half, exact.middle + half)


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


def share(inputs: Sequence[Input]) -> Span:
    """A part of the others, added up."""
    part, *others = inputs
    return combined(operator.mul, span(part.value), added(others))


def weighted(inputs: Sequence[Input]) -> Span:
    """The mean by the days that stand behind the names."""
    days = [Fraction(re.search(r", ([\d,]+) d$", each.label)[1].replace(",", "")) for each in inputs]  # type: ignore[index] # fails as a test
    bounds = (zip(days, (span(each.value)[which] for each in inputs), strict=True) for which in (0, 1))
    return Span(*(sum((count * value for count, value in each), Fraction(0)) / sum(days) for each in bounds))


def on_a_line(inputs: Sequence[Input]) -> Span:
    """The value on a day, which comes last, between two points on theirs."""
    *points, at = inputs
    if len(points) == 1:
        assert points[0].label.endswith(f" on {at.value}")
        return span(points[0].value)
    start, finish = (date.fromisoformat(each.label.rpartition(" on ")[2]) for each in points)
    part = Fraction((date.fromisoformat(at.value) - start).days, (finish - start).days)
    assert 0 < part < 1
    low, high = (span(each.value) for each in points)
    return Span(low.low + part * (high.low - low.low), low.high + part * (high.high - low.high))


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
    "the lines' forecasts added up": added,
    "monthly amount × months": multiplied,
    "its share of other lines": share,
    "mean of its tasks' progress, weighted by working days": weighted,
    "on a straight line in days between the nearest known points": on_a_line,
    "its periods added up: the forecast where one is given; of a period that is over, actual + committed; else the "
    "larger of that and planned": added,
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


def of_kpis(inputs: Sequence[Input]) -> set[str]:
    """By the KPIs that are judged; half of those of goals make the plan off track."""
    known = {each.label: LEVELS[each.value] for each in inputs if each.value in LEVELS}
    of_goals = [level for label, level in known.items() if label.endswith(" (of a goal)")]
    if of_goals and 2 * of_goals.count(2) >= len(of_goals):
        return {"off track"}
    return {"at risk" if any(known.values()) else "on track"} if known else {"not measured"}


def of_schedule(inputs: Sequence[Input]) -> set[str]:
    """By what is late, counted, and the days on which work and plan end; unknown where there is no work."""
    critical, overdue, missed = (int(each.value) for each in inputs[:3])
    last, end = (each.value for each in inputs[3:])
    if last == NONE:
        return {UNKNOWN}
    if critical or day_of(last) > day_of(end):
        return {"off track"}
    return {"at risk" if overdue or missed else "on track"}


def day_of(text: str) -> date:
    """A day as British and American plans write it."""
    return datetime.strptime(text, "%b %d, %Y" if "," in text else "%d %b %Y").date()  # noqa: DTZ007 # a day has no zone


def within(inputs: Sequence[Input]) -> set[str]:
    """By the place of a value in a range, either end of which may be open."""
    actual, bounds = inputs
    if actual.value == NONE:
        return BY_DAYS | {UNKNOWN, "no actuals"}
    low, high = (span(each).middle if each else None for each in bounds.value.split(".."))
    found = set(BY_DAYS)
    for value in span(actual.value):
        is_below, is_above = low is not None and value < low, high is not None and value > high
        found.add("below range" if is_below else "above range" if is_above else "on track")
    return found


STATUSES: dict[str, Callable[[Sequence[Input]], set[str]]] = {
    "the worst of its parts that are known": lambda inputs: {worst(inputs)},
    "the worse of coverage and KPI": lambda inputs: {worst(inputs)},
    "by coverage of the goals: below 100% at risk, below 85% off track": covered,
    "forecast at finish over the total": kept,
    "attainment against the thresholds": judged,
    "inside its range": within,
    "off track if half or more of the goals' KPIs are, at risk if any KPI is not on track": of_kpis,
    "off track if a critical task is overdue or work ends after the period, at risk if any task is overdue or finishes "
    "after its deadline": of_schedule,
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
    if entry.value == NONE and entry.formula not in STATUSES:
        return not entry.inputs or NONE in (each.value for each in entry.inputs)
    if entry.formula in ARITHMETIC:
        return ARITHMETIC[entry.formula](entry.inputs).meets(result(entry.value))
    if entry.formula in STATUSES:
        return entry.value in STATUSES[entry.formula](entry.inputs)
    if "{" in entry.formula:
        return written(entry.formula, entry.inputs).meets(result(entry.value))
    return None
