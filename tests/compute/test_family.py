"""What the plans below a plan add up to, in money and in the figures of shared KPIs."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from omp_plugin.compute.family import Computed, goals_below, money_below
from tests.helpers import HEAD, compiled

ABOVE = """
rates: {EUR: {rate: 1.1, on: 2026-07-01}}
goals: {grow: {kpi: pipeline, target: 1000}, share: {kpi: share, target: 30%}, own: {kpi: other, target: 5}}
kpis: {pipeline: {unit: USD}, share: {unit: "%"}, other: {unit: visits}}
"""
BELOW = """
goals: {g: {kpi: pipeline, target: 300}, s: {kpi: share, target: 10%}}
kpis: {pipeline: {unit: USD}, share: {unit: "%"}}
campaigns: {c: {goals: [g, s], delivers: {pipeline: 400, share: 12%}}}
budget: {total: 100, lines: {x: {campaign: c, planned: 90}}}
"""
EURO = BELOW.replace("unit: USD", "unit: EUR") + "currency: EUR\n"


def computed(text: str) -> Computed:
    """A plan with its results."""
    found = compiled(HEAD + text)
    assert found.plan is not None
    assert found.results is not None
    return found.plan, found.results


def named(text: str, id_: str) -> Computed:
    plan, results = computed(text)
    return plan.__class__(**{**vars(plan), "id": id_}), results


def test_figures_of_a_shared_kpi_are_added_up_and_converted() -> None:
    (grow, share) = goals_below(computed(ABOVE), [named(BELOW, "a"), named(EURO, "b")])
    assert [(part.plan, part.planned) for part in grow.parts] == [("a", 400), ("b", 440)]
    assert (grow.goal, grow.target, grow.planned, grow.gap) == ("grow", 1000, 840, 160)
    assert (share.goal, share.planned, share.gap) == ("share", None, None)  # shares of different things are no sum


def test_one_plan_s_share_is_its_share() -> None:
    found = goals_below(computed(ABOVE), [named(BELOW, "a")])[1]
    assert (found.planned, found.gap) == (Fraction(12, 100), Fraction(18, 100))


def test_what_cannot_be_converted_makes_no_sum() -> None:
    (grow,) = goals_below(computed(ABOVE), [named(BELOW, "a"), named(EURO.replace("EUR", "GBP").replace("share", "part"), "b")])[:1]
    assert [part.planned for part in grow.parts] == [400, None]
    assert (grow.planned, grow.gap) == (None, None)


def test_money_below() -> None:
    plans = [named(BELOW, "a"), named(EURO, "b"), named(EURO.replace("EUR", "GBP"), "c"), named("", "d")]
    found = money_below(computed(ABOVE + "budget: {total: 250}\n"), plans)
    assert found is not None
    assert found.budgets == {"a": Decimal(100), "b": Decimal(110)}
    assert (found.budget, found.forecast, found.own, found.gap) == (Decimal(210), Decimal(189), Decimal(250), Decimal(40))
    assert found.left_out == ("c",)
    assert money_below(computed(ABOVE), [named("", "d")]) is None


def test_a_plan_above_without_a_budget_has_no_gap() -> None:
    found = money_below(computed(ABOVE), [named(BELOW, "a")])
    assert found is not None
    assert (found.own, found.gap) == (None, None)
