"""Units: a value of a KPI is written in the KPI's own unit (plan format, sections 1 and 5)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from functools import cache

from omp_plugin.model.amounts import Quantity, Range, is_currency_code, percent_readings
from omp_plugin.model.dates import Period
from omp_plugin.model.kpis import DataSource, Kpi
from omp_plugin.model.plan import Plan
from omp_plugin.model.structures import Table
from omp_plugin.problems import Position, Problem, problem


@cache
def iso_codes() -> dict[str, int]:
    """The currency codes of ISO 4217 with the digits of their minor units (2 where the standard names none)."""
    from iso4217 import Currency  # builds its table when imported

    return {each.value: 2 if each.exponent is None else each.exponent for each in Currency}


def minor_unit(currency: str) -> Decimal:
    """The smallest amount of a currency: 0.01, 1 for yen; 0.01 where the code is not in ISO 4217."""
    return Decimal(1).scaleb(-iso_codes().get(currency, 2))


def is_money_unit(unit: str | None, currency: str, rates: Collection[str] = ()) -> bool:
    """True for a currency: the plan's, one with a rate, or one of ISO 4217. MQL and the like are words."""
    if unit is None or not is_currency_code(unit):
        return False
    return unit == currency or unit in rates or unit in iso_codes()


def fits(quantity: Quantity, unit: str | None, currency: str, rates: Collection[str] = ()) -> bool:
    """True if a quantity is written in a unit: % with its sign, money bare or with its own code, words bare."""
    if unit == "%":
        return quantity.unit == "%"
    return not quantity.unit or (quantity.unit == unit and is_money_unit(unit, currency, rates))


def check_units(plan: Plan, part: Plan | None = None) -> list[Problem]:
    """Problems: `wrong-type` at each value (of a `part` of the plan) that is not in its KPI's unit, saying how to write
    it.
    """
    return [
        _misfit(quantity, kpi, plan, at)
        for quantity, kpi, at in _quantities(part or plan, plan.kpis)
        if not fits(quantity, kpi.unit, plan.currency, plan.rates.values)
    ]


def _misfit(quantity: Quantity, kpi: Kpi, plan: Plan, at: Position) -> Problem:
    bare = quantity.text.rstrip("%").strip()
    if kpi.unit == "%":
        hint = f"write {percent_readings(bare)}"
    elif is_money_unit(kpi.unit, plan.currency, plan.rates.values):
        hint = f"write {kpi.unit} and the amount, or the amount alone"
    else:
        hint = f"write {bare} without a unit, or change the KPI's unit"
    unit = kpi.unit or "a plain number"
    message = f'"{quantity.text}" is not in the unit of KPI "{kpi.id}", which is {unit}'
    return problem(at, "wrong-type", message, hint)


def _quantities(plan: Plan, kpis: Mapping[str, Kpi]) -> Iterator[tuple[Quantity, Kpi, Position]]:
    for kpi in plan.kpis.values():
        for quantity, at in _of_kpi(kpi):
            yield quantity, kpi, at
    for goal in plan.goals.values():
        measured = kpis.get(goal.kpi or "")
        if measured:
            if goal.target:
                yield goal.target, measured, goal.where("target")
            for quantity, at in _of_table(goal.milestones):
                yield quantity, measured, at
    for campaign in plan.campaigns.values():
        for delivers in (campaign.delivers, *(tactic.delivers for tactic in campaign.tactics.values())):
            for id_, quantity in delivers.values.items():
                if id_ in kpis:
                    yield quantity, kpis[id_], delivers.value_places[id_]


def _of_kpi(kpi: Kpi) -> Iterator[tuple[Quantity, Position]]:
    for name in ("baseline", "target"):
        value = getattr(kpi, name)
        if value is not None:
            yield value, kpi.where(name)
    if kpi.range:
        yield from _of_range(kpi.range, kpi.where("range"))
    if kpi.stop:
        yield kpi.stop.bound, kpi.where("stop")
    yield from _of_table(kpi.plan)
    if not isinstance(kpi.actual, DataSource):
        yield from _of_table(kpi.actual)


def _of_range(range_: Range, at: Position) -> Iterator[tuple[Quantity, Position]]:
    return ((bound, at) for bound in (range_.low, range_.high) if bound is not None)


def _of_table(table: Table[Period, Quantity]) -> list[tuple[Quantity, Position]]:
    places = table.value_places
    return [(quantity, places[key]) for key, quantity in table.values.items()]
