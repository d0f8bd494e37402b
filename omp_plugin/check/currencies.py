"""In which currency a fact is proved: the one of the figures in its formula (plan format, sections 1 and 2)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from omp_plugin.compute.money import Exchange
from omp_plugin.model.amounts import Money, Quantity, is_currency_code
from omp_plugin.model.formula import Formula
from omp_plugin.model.governance import Fact
from omp_plugin.model.plan import Plan
from omp_plugin.problems import Problem

_KPI_FIGURES = ("target", "baseline", "actual", "expected", "planned", "series")
_RATIOS = ("coverage", "attainment", "progress")


def factors(plan: Plan, fact: Fact, formula: Formula) -> tuple[Fraction, Fraction] | list[Problem]:
    """By what `states` and `within` are multiplied to be in the currency of the figures.

    A bare `within` is in the unit of `states`, a bare `states` in that of the figures. Problems:
    `currency-without-rate` at the value that cannot be converted; none where it is the rates that cannot be read.
    """
    exchange = Exchange(plan)
    found = {unit for name in formula.names if (unit := _currency(plan, name))}
    home = found.pop() if len(found) == 1 else plan.currency
    one = _factor(exchange, fact.states, home, fact, "states")
    within = one
    if fact.within and fact.within.unit:
        within = _factor(exchange, fact.within, home, fact, "within")
    if one is None or within is None:
        return exchange.problems
    return one, within


def _factor(exchange: Exchange, value: Quantity | None, home: str, fact: Fact, field: str) -> Fraction | None:
    """What one unit of a value is worth in a currency; `None` where a rate is missing."""
    if value is None or value.unit in ("", "%", home):
        return Fraction(1)
    worth = [exchange.convert(Money(Decimal(1), unit), fact.where(field)) for unit in (value.unit, home)]
    if worth[0] is None or worth[1] is None:
        return None
    return Fraction(worth[0].amount) / Fraction(worth[1].amount)


def _currency(plan: Plan, path: str) -> str | None:
    """The currency of a figure; `None` for one that is no money."""
    steps = path.split(".")
    unit = plan.currency if steps[0] in ("budget", "campaigns") and steps[-1] not in _RATIOS else None
    if len(steps) > 2 and steps[0] in ("kpis", "goals") and steps[2] in _KPI_FIGURES:
        goal = plan.goals.get(steps[1])
        unit = _unit_of(plan, steps[1] if steps[0] == "kpis" else goal.kpi if goal else None)
    elif len(steps) > 3 and steps[0] == "campaigns" and steps[2] == "delivers":
        unit = _unit_of(plan, steps[3])
    return unit if unit and is_currency_code(unit) else None


def _unit_of(plan: Plan, kpi: str | None) -> str | None:
    found = plan.kpis.get(kpi or "")
    return found.unit if found else None


def without_rate(plan: Plan) -> Iterator[Problem]:
    """The problems of all facts that can be proved."""
    for fact in plan.facts.values():
        if fact.is_ and fact.states:
            found = factors(plan, fact, fact.is_)
            problems = found if isinstance(found, list) else []
            yield from (each for each in problems if each.code == "currency-without-rate")
