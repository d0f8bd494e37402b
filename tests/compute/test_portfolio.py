"""What plans cost together: one currency where somebody states a rate, several where nobody does."""

from __future__ import annotations

from decimal import Decimal

import pytest

from omp_plugin.compute.portfolio import Portfolio, Total, lent_rates, portfolio, report_currency
from tests.render.plans import context


def plan(id_: str, text: str) -> tuple:  # type: ignore[type-arg] # a plan with its budget
    """A plan and its budget."""
    ctx = context(text, id_)
    return ctx.plan, ctx.results.budget


def made(*plans: tuple) -> Portfolio:  # type: ignore[type-arg]
    """The portfolio of plans, of which one has a budget."""
    found = portfolio(plans)
    assert found is not None
    return found


DOLLARS = plan("dollars", "rates: {EUR: {rate: 1.08, on: 2026-03-31}}\nbudget: {total: 1000}\n")
EUROS = plan("euros", "currency: EUR\nbudget: {total: 500, lines: {a: {planned: 400, actual: {2026-01: 100}}}}\n")
POUNDS = plan("pounds", "currency: GBP\nbudget: {total: 70}\n")
NOTHING = plan("nothing", "")
MORE = plan("more", "rates: {EUR: {rate: 1.10, on: 2026-05-31}, GBP: {rate: 0, on: 2026-05-31}}\nbudget: {total: 5}\n")


def sums(total: Total) -> tuple[int, str, Decimal, Decimal, Decimal]:
    """A total as a tuple."""
    money = total.money
    return total.plans, money.currency, money.budget, money.spent, money.forecast


def test_plans_of_one_currency_are_added_up() -> None:
    found = made(DOLLARS, MORE, NOTHING)
    assert [sums(each) for each in found.totals] == [(2, "USD", Decimal(1005), Decimal(0), Decimal(0))]
    assert set(found.plans) == {"dollars", "more"}


def test_another_currency_is_converted_at_the_rate_that_a_plan_states() -> None:
    found = made(DOLLARS, EUROS, plan("also", "budget: {total: 1}\n"))
    euros = found.plans["euros"]
    assert (euros.currency, euros.budget, euros.spent) == ("USD", Decimal("540.00"), Decimal("108.00"))
    assert euros.lent is not None
    assert (euros.lent.rate, euros.lent.plan) == (Decimal("1.08"), "dollars")
    assert [sums(each)[:3] for each in found.totals] == [(3, "USD", Decimal("1541.00"))]


def test_the_latest_of_several_rates_counts_and_none_that_is_zero() -> None:
    rates = lent_rates([DOLLARS[0], MORE[0]])
    assert (rates["EUR"].rate, rates["EUR"].plan) == (Decimal("1.10"), "more")
    assert "GBP" not in rates


def test_what_nobody_states_a_rate_for_stays_in_its_own_currency() -> None:
    found = made(DOLLARS, MORE, POUNDS, EUROS)
    assert [(each.plans, each.money.currency) for each in found.totals] == [(3, "USD"), (1, "GBP")]
    assert found.plans["pounds"].lent is None


@pytest.mark.parametrize(
    "currencies,expected", [(["EUR", "USD", "USD"], "USD"), (["USD", "EUR"], "EUR"), (["GBP"], "GBP")]
)
def test_the_currency_of_most_plans_is_that_of_the_portfolio(currencies: list[str], expected: str) -> None:
    assert report_currency(currencies) == expected


def test_without_a_budget_there_is_no_money() -> None:
    assert portfolio([NOTHING]) is None
