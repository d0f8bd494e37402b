"""Values in their KPI's unit, and what was measured: written, or derived by formula (plan format, section 5)."""

from __future__ import annotations

import operator
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from omp_plugin.compute.results import Status
from omp_plugin.model.amounts import Limit, Quantity, Range
from omp_plugin.model.campaigns import Campaign
from omp_plugin.model.dates import Period
from omp_plugin.model.formula import Formula
from omp_plugin.model.kpis import DataSource, Kpi
from omp_plugin.model.plan import Plan
from omp_plugin.model.units import fits
from omp_plugin.problems import Problem, problem

Actuals = Mapping[str, Mapping[Period, Fraction]]
"""What was measured, by KPI and period; a period without a value is not there."""
Graph = Mapping[str, Sequence[str]]

FORMULA_STEPS = 200_000
"""Most operands that the formulas of a plan may take in all periods; a build with more would take too long."""
EXACT_BITS = 6000
"""Longest exact number that a formula may make: products of products double their length at every step."""
NAMED_CYCLES = 100
"""Most cycles that are named one by one."""
_OPERAND = re.compile(r"\{[^}]*\}|\d+(?:\.\d+)?")
_COMPARISONS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}


def in_unit(
    quantity: Quantity | None, unit: str | None, currency: str, rate_codes: Collection[str] = ()
) -> Fraction | None:
    """A written value in a KPI's unit, percentages as ratios; `None` where what is written beside it does not fit.

    `%` takes percentages only, a currency bare numbers and its own code, a word (the default) bare numbers.
    """
    if quantity is None or not quantity.value.is_finite():
        return None
    return _exact(quantity.value) if fits(quantity, unit, currency, rate_codes) else None


@lru_cache(maxsize=8192)
def _exact(value: Decimal) -> Fraction:
    """A plan's figures are asked for again and again: by its KPIs, goals and campaigns, and by each scenario."""
    return Fraction(value)


def value_of(plan: Plan, kpi: Kpi, quantity: Quantity | None) -> Fraction | None:
    """A value written for a KPI, in its unit."""
    return in_unit(quantity, kpi.unit, plan.currency, plan.rates.values)


def place(plan: Plan, value: Fraction | None, bounds: Range | None, unit: str | None) -> Status:
    """Inside a range (`on-track`), below or above it; `unknown` without both or where the range's unit does not fit."""
    if value is None or bounds is None:
        return "unknown"
    low, high = (in_unit(bound, unit, plan.currency, plan.rates.values) for bound in (bounds.low, bounds.high))
    if (low is None) is not (bounds.low is None) or (high is None) is not (bounds.high is None):
        return "unknown"
    if low is not None and value < low:
        return "below-range"
    return "above-range" if high is not None and value > high else "on-track"


def sentence(status: Status, low: str | None, high: str | None) -> str | None:
    """What being outside a range means, in the author's words."""
    return low if status == "below-range" else high if status == "above-range" else None


def passes(plan: Plan, kpi: Kpi, limit: Limit | None, value: Fraction | None) -> bool:
    """True for a value of the KPI beyond the limit."""
    bound = value_of(plan, kpi, limit.bound) if limit else None
    if limit is None or bound is None or value is None:
        return False
    return bool(_COMPARISONS[limit.sign](value, bound))


def delivered(plan: Plan, campaign: Campaign) -> Mapping[str, Fraction | None]:
    """What a campaign states that it adds to each KPI: its own figure, else the sum of its tactics'.

    `None` where a figure is open, or stated in another unit than the KPI's. A cancelled campaign delivers nothing.
    """
    if campaign.status == "cancelled":
        return {}
    found: dict[str, Fraction | None] = {}
    for tactic in campaign.tactics.values():
        found.update(dict.fromkeys(tactic.delivers.unknown))
        for id_, quantity in tactic.delivers.values.items():
            value = value_of(plan, plan.kpis[id_], quantity) if id_ in plan.kpis else None
            before = found.get(id_, Fraction(0))
            found[id_] = None if value is None or before is None else before + value
    for id_, quantity in campaign.delivers.values.items():
        found[id_] = value_of(plan, plan.kpis[id_], quantity) if id_ in plan.kpis else None
    found.update(dict.fromkeys(campaign.delivers.unknown))
    if "delivers" in campaign.open:
        found.update((kpi, None) for goal in campaign.goals if goal in plan.goals and (kpi := plan.goals[goal].kpi))
    return {id_: value for id_, value in found.items() if id_ in plan.kpis}


def measure(plan: Plan) -> tuple[Actuals, list[Problem]]:
    """The actuals of every KPI: those written, and for other periods those that its formula gives.

    Problems: `formula-cycle` for KPIs that follow from themselves, which then have no derived values; `too-large` for
    formulas that would take too long.
    """
    actuals = {id_: _written(plan, kpi) for id_, kpi in plan.kpis.items()}
    graph = _graph(plan)
    order, cycles = _order(graph)
    problems = [_cycle(plan, names) for names in cycles]
    circular = _circular(graph, order)
    steps = 0
    for id_ in order:
        formula = plan.kpis[id_].formula
        if formula is None or id_ in circular:
            continue
        steps += _steps(formula, actuals)
        if steps > FORMULA_STEPS:
            at, message = plan.kpis[id_].where("formula"), f"the formulas take more than {FORMULA_STEPS:,} values"
            problems.append(problem(at, "too-large", message, "derive fewer KPIs or periods"))
            break
        problems += _derive(plan.kpis[id_], formula, actuals)
    return actuals, problems


def _written(plan: Plan, kpi: Kpi) -> dict[Period, Fraction]:
    if isinstance(kpi.actual, DataSource):
        return {}
    values = {period: value_of(plan, kpi, quantity) for period, quantity in kpi.actual.values.items()}
    return {period: value for period, value in values.items() if value is not None}


def _steps(formula: Formula, actuals: Actuals) -> int:
    """What a formula costs at most: its operands in every period of the input that has fewest."""
    return len(_OPERAND.findall(formula.text)) * min((len(actuals.get(name, ())) for name in formula.names), default=0)


def _derive(kpi: Kpi, formula: Formula, actuals: dict[str, dict[Period, Fraction]]) -> Iterator[Problem]:
    """Adds the values of a formula in the periods that have none written. Problems: `too-large`."""
    inputs = [actuals.get(name, {}) for name in formula.names]
    written = () if isinstance(kpi.actual, DataSource) else kpi.actual.values
    shared = [period for period in min(inputs, key=len, default={}) if all(period in values for values in inputs)]
    constants, is_long = 4 * sum(map(str.isdigit, formula.text)), False
    for period in (period for period in shared if period not in written):
        values = {name: actuals[name][period] for name in formula.names}
        # The most bits that the result can have are those of all its operands together.
        if formula.text.count("{") * max(map(_bits, values.values())) + constants > EXACT_BITS:
            is_long = True
        elif (value := formula.value(values.get)) is not None:
            actuals[kpi.id][period] = value
    if is_long:
        message = f'the numbers that the formula of "{kpi.id}" makes are too long'
        yield problem(kpi.where("formula"), "too-large", message, "multiply fewer KPIs with each other")


def _bits(value: Fraction) -> int:
    return value.numerator.bit_length() + value.denominator.bit_length()


def _graph(plan: Plan) -> Graph:
    """The KPIs that have a formula, in the order of their ids, with those of them that each one names."""
    derived = {id_: kpi.formula for id_, kpi in sorted(plan.kpis.items()) if kpi.formula}
    return {id_: [name for name in formula.names if name in derived] for id_, formula in derived.items()}


def _order(graph: Graph) -> tuple[list[str], list[tuple[str, ...]]]:
    """The KPIs, each after those it names as far as there is such an order, and the cycles that stand against one."""
    finished: dict[str, bool] = {}
    order: list[str] = []
    cycles: list[tuple[str, ...]] = []
    for root in graph:
        if root in finished:
            continue
        path, pending = [root], [iter(graph[root])]
        finished[root] = False
        while path:
            name = next(pending[-1], None)
            if name is None:
                pending.pop()
                finished[path[-1]] = True
                order.append(path.pop())
            elif name not in finished:
                finished[name] = False
                path.append(name)
                pending.append(iter(graph[name]))
            elif not finished[name] and len(cycles) < NAMED_CYCLES:
                cycles.append(tuple(path[path.index(name) :]))
    return order, cycles


def _circular(graph: Graph, order: Sequence[str]) -> set[str]:
    """The KPIs that follow from themselves: those in a strongly connected component (Kosaraju's method)."""
    users: dict[str, list[str]] = {name: [] for name in graph}
    for name, uses in graph.items():
        for used in uses:
            users[used].append(name)
    circular, seen = {name for name in graph if name in graph[name]}, set[str]()
    for root in reversed(order):
        component, waiting = [], [root]
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                component.append(name)
                waiting += users[name]
        if len(component) > 1:
            circular.update(component)
    return circular


def _cycle(plan: Plan, names: tuple[str, ...]) -> Problem:
    """A cycle, told from its first id on, where that KPI's formula stands."""
    start = names.index(min(names))
    told = [*names[start:], *names[:start], names[start]]
    shown = [*told[:8], "...", told[-1]] if len(told) > 10 else told
    message = f"this formula leads back to itself: {' -> '.join(shown)}"
    return problem(plan.kpis[names[start]].where("formula"), "formula-cycle", message, "measure one of them instead")
