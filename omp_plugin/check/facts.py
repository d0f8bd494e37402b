"""Facts that a plan wants proved: formulas over the figures that it comes to (plan format, sections 2 and 12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from omp_plugin.check.currencies import factors, without_rate
from omp_plugin.check.figures import Figures, figures
from omp_plugin.check.words import number, quoted
from omp_plugin.compute.results import Results
from omp_plugin.model.amounts import Quantity
from omp_plugin.model.formula import Formula
from omp_plugin.model.governance import Fact
from omp_plugin.model.plan import Plan
from omp_plugin.model.reading import shorten
from omp_plugin.problems import Problem, did_you_mean, problem

EXACT_BITS = 4096
"""Longest numbers, all together, that a fact is computed from: exact products grow with every factor."""


class Lost(NamedTuple):
    """A path that leads to no figure: the step that fails, what it stands in, and what could stand there."""

    step: str
    parent: str
    known: tuple[str, ...]

    def problem(self, fact: Fact) -> Problem:
        """The problem at the fact's formula."""
        if self.step:
            place = f'"{shorten(self.parent)}"' if self.parent else "what a plan computes"
            message = f'there is no "{shorten(self.step)}" in {place}'
        else:
            message = f'"{shorten(self.parent)}" is not one figure'
        hint = did_you_mean(self.step, self.known) if self.step else f"add one of: {', '.join(sorted(self.known)[:12])}"
        return problem(fact.where("is_"), "unknown-reference", message, hint if self.known else "")


def resolve(tree: Figures, path: str) -> Fraction | Lost | None:
    """The figure at a dotted path such as `goals.revenue.coverage`; `None` where it has no value."""
    here: Figures | Fraction | None = tree
    steps, passed = path.split("."), list[str]()
    while steps and isinstance(here, Mapping):
        # Names of categories and versions may hold dots themselves: the longest that fits is meant.
        count = next((n for n in range(len(steps), 0, -1) if ".".join(steps[:n]) in here), 0)
        if not count:
            return Lost(steps[0], ".".join(passed), tuple(here))
        here = here[".".join(steps[:count])]
        passed, steps = passed + steps[:count], steps[count:]
    if isinstance(here, Mapping):
        return Lost("", path, tuple(here))
    return Lost(steps[0], ".".join(passed), ()) if steps else here


def unknown_reference(plan: Plan, results: Results) -> Iterator[Problem]:
    """Something is named that does not exist: a person, goal, KPI, campaign or task, or the path of a figure.

    A reference that leads nowhere is most often a slip of the pen, or an entity that was renamed without keeping its
    old id under `formerly` (plan format, sections 1 and 3).
    """
    tree = figures(plan, results) if plan.facts else {}
    for fact, formula in _stated(plan):
        for name in formula.names:
            found = resolve(tree, name)
            if isinstance(found, Lost) and name.split(".")[0] not in plan.unread:
                yield found.problem(fact)


def fact_mismatch(plan: Plan, results: Results) -> Iterator[Problem]:
    """A stated figure is not what the plan comes to.

    The text of a plan outlives its numbers: what is stated as a fact is computed again on every build. A difference up
    to `within` is allowed (plan format, section 2).
    """
    tree = figures(plan, results) if plan.facts else {}
    for fact, formula in _stated(plan):
        values = {name: resolve(tree, name) for name in formula.names}
        if not plan.flawed.isdisjoint(_sources(formula)):
            continue  # something that it rests on could not be read
        if not any(isinstance(value, Lost) for value in values.values()) and _is_in_one_unit(fact):
            known = {name: value for name, value in values.items() if isinstance(value, Fraction)}
            scales = factors(plan, fact, formula)
            if isinstance(scales, tuple):
                yield from _compare(fact, formula, known, scales)


def currency_without_rate(plan: Plan, results: Results) -> Iterator[Problem]:
    """An amount is in a currency for which the plan states no rate.

    It cannot be added to the others, and counts nowhere until `rates` says what it is worth in the plan's currency
    (plan format, sections 1 and 2).
    """
    yield from without_rate(plan)


def wrong_type(plan: Plan, results: Results) -> Iterator[Problem]:
    """A value is not of the kind that is due: no date, number, percentage, amount of money or known word.

    It is left out of all computing until it is mended; the message says what to write (plan format, section 1).
    """
    for fact in plan.facts.values():
        if not _is_in_one_unit(fact) and fact.within and fact.states:
            message = f'"{fact.within.text}" is not in the unit of the figure that is stated, {fact.states.text}'
            hint = "write " + (f"{fact.within.text}%" if fact.states.unit == "%" else fact.within.text.rstrip("% "))
            yield problem(fact.where("within"), "wrong-type", message, hint)


def too_large(plan: Plan, results: Results) -> Iterator[Problem]:
    """Something is over a limit, which the message names: a file, a text, a date, a number, a formula.

    The limits keep a slip of the pen, or a plan by somebody else, from costing a build its time or memory (plan format,
    section 10).
    """
    tree = figures(plan, results) if plan.facts else {}
    for fact, formula in _stated(plan):
        values = {name: value for name in formula.names if isinstance(value := resolve(tree, name), Fraction)}
        if _is_long(formula, values):
            message = "the numbers of this formula are too long"
            yield problem(fact.where("is_"), "too-large", message, "multiply fewer of them")


def _stated(plan: Plan) -> Iterator[tuple[Fact, Formula]]:
    """The facts that can be proved, with their formulas."""
    return ((fact, fact.is_) for fact in plan.facts.values() if fact.is_ and fact.states)


def _sources(formula: Formula) -> set[str]:
    """The keys of the plan that the figures of a formula are computed from, money of campaigns from the budget too."""
    keys = {name.split(".")[0] for name in formula.names}
    return keys | {"budget"} if "campaigns" in keys else keys


def _is_in_one_unit(fact: Fact) -> bool:
    """True if the difference allowed is written in the unit of what is stated."""
    return fact.within is None or fact.states is None or (fact.within.unit == "%") is (fact.states.unit == "%")


def _is_long(formula: Formula, values: Mapping[str, Fraction]) -> bool:
    longest = max((v.numerator.bit_length() + v.denominator.bit_length() for v in values.values()), default=0)
    return formula.text.count("{") * longest + 4 * sum(map(str.isdigit, formula.text)) > EXACT_BITS


def _compare(
    fact: Fact, formula: Formula, values: Mapping[str, Fraction], scales: tuple[Fraction, Fraction]
) -> Iterator[Problem]:
    """`scales` bring what is stated, and the difference allowed, into the currency of the figures."""
    if fact.states is None or _is_long(formula, values):
        return
    at = fact.where("states")
    value = formula.value(values.get)
    if value is None:
        hint = "prove something that the plan computes, or wait with the fact until it does"
        yield problem(at, "fact-mismatch", f"{quoted(fact)} cannot be proved: {_why(formula, values)}", hint)
        return
    stated, allowed_by = fact.states.value, fact.within.value if fact.within else 0
    if abs(value - Fraction(stated) * scales[0]) > Fraction(allowed_by) * scales[1]:
        allowed = f" within {fact.within.text}" if fact.within else ""
        computed = _as_stated(value / scales[0], fact.states)
        message = f"{quoted(fact)} states {fact.states.text}{allowed}, but {shorten(formula.text)} is {computed}"
        yield problem(at, "fact-mismatch", message, f'state {computed}, or allow for a difference with "within: ..."')


def _why(formula: Formula, values: Mapping[str, Fraction]) -> str:
    unknown = [name for name in formula.names if name not in values]
    return f"{{{shorten(unknown[0])}}} has no value" if unknown else "it divides by 0"


def _as_stated(value: Fraction, states: Quantity) -> str:
    """A computed figure in the unit of the stated one, with as many digits as it takes to tell them apart."""
    scale = 100 if states.unit == "%" else 1
    stated = number(Fraction(states.value) * scale, 18)
    texts = [number(value * scale, digits) for digits in (2, 6, 18)]
    text = next((text for text in texts if text != stated), "not exactly that")
    return shorten(f"{text}%" if states.unit == "%" else f"{states.unit} {text}")
