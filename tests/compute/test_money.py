"""Conversion into the plan's currency, and money as messages write it (plan format, section 1)."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from omp_plugin.compute.money import LARGEST, Exchange, say, say_percent
from omp_plugin.model.amounts import Money
from omp_plugin.model.plan import VOCABULARY, type_plan
from omp_plugin.problems import Position
from omp_plugin.source.folder import PlanSource, read_plan

AT = Position("plans/x/plan.yml", 7, 3)


def exchange_of(rates: Any = None, currency: str = "USD", rates_file: str = "") -> Exchange:
    """The exchange of a plan with these rates."""
    keys = {"omp": "1", "title": "T", "owner": "a", "people": {"a": {}}, "period": "2026", "currency": currency}
    if rates is not None:
        keys["rates"] = rates
    sources = {"plan.yml": json.dumps(keys), **({"rates.yml": rates_file} if rates_file else {})}
    source = PlanSource("plans/x", {name: text.encode() for name, text in sources.items()})
    node, _ = read_plan(source, VOCABULARY)
    assert node is not None
    plan, _ = type_plan(node, "x", "plans/x/plan.yml")
    assert plan is not None
    return Exchange(plan)


@pytest.mark.parametrize(
    "money,expected",
    [
        (Money(Decimal("52000")), Money(Decimal("52000"))),
        (Money(Decimal("52000"), "USD"), Money(Decimal("52000"), "USD")),
        (Money(Decimal("250"), "EUR"), Money(Decimal("270"))),
        (Money(Decimal("-250"), "EUR"), Money(Decimal("-270"))),
        (Money(Decimal("50000"), "EUR", Decimal("30000")), Money(Decimal("54000"), None, Decimal("32400"))),
        (Money(Decimal("0.10"), "ADA"), Money(Decimal("0.03777"))),
        (None, None),
    ],
)
def test_conversion(money: Money | None, expected: Money | None) -> None:
    exchange = exchange_of({"EUR": {"rate": "1.08"}, "ADA": {"rate": "0.3777"}})
    assert exchange.convert(money, AT) == expected
    assert exchange.problems == []


def test_conversion_is_exact_where_default_decimals_are_not() -> None:
    exchange = exchange_of({"EUR": {"rate": "1.123456789012345678"}})
    amount, rate = Decimal("12345678901.123456789012345678"), Decimal("1.123456789012345678")
    converted = exchange.convert(Money(amount, "EUR"), AT)
    assert converted
    assert Fraction(converted.amount) == Fraction(amount) * Fraction(rate) != Fraction(amount * rate)


def test_a_plan_in_another_currency_needs_no_rate_for_it() -> None:
    assert exchange_of(currency="EUR").convert(Money(Decimal(5), "EUR"), AT) == Money(Decimal(5), "EUR")


def test_a_currency_without_rate() -> None:
    exchange = exchange_of({"EUR": {"rate": "1.08"}})
    assert exchange.convert(Money(Decimal(5), "GBP"), AT) is None
    (found,) = exchange.problems
    assert (found.position, found.code, found.level) == (AT, "currency-without-rate", "error")
    assert found.message == 'money in "GBP", which has no rate in this plan'
    assert found.hint == 'add what 1 GBP is worth in USD: "rates: {GBP: {rate: ..., on: ...}}"'


@pytest.mark.parametrize("rate", ["0", "-1.08"])
def test_a_rate_that_is_none(rate: str) -> None:
    exchange = exchange_of({"EUR": {"rate": rate}})
    assert exchange.convert(Money(Decimal(5), "EUR"), AT) is None
    assert [found.message for found in exchange.problems] == [f'money in "EUR", whose rate "{rate}" is not above 0']


@pytest.mark.parametrize("rate", [{"rate": "abc"}, {"on": "2026"}, {"rate": "TBD"}])
def test_no_more_is_said_of_a_rate_that_was_reported_itself(rate: dict[str, str]) -> None:
    exchange = exchange_of({"EUR": rate})
    assert exchange.convert(Money(Decimal(5), "EUR"), AT) is None
    assert exchange.problems == []


def test_no_more_is_said_where_the_rates_cannot_be_read() -> None:
    exchange = exchange_of(rates_file="EUR: [\n")
    assert exchange.convert(Money(Decimal(5), "EUR"), AT) is None
    assert exchange.problems == []


def test_amounts_that_no_plan_has() -> None:
    exchange = exchange_of({"EUR": {"rate": "10"}})
    huge = LARGEST - 1
    assert exchange.convert(Money(huge), AT) == Money(huge)
    assert exchange.convert(Money(huge, "EUR"), AT) is None
    assert exchange.convert(Money(Decimal(1), None, -LARGEST), AT) is None
    assert [(found.code, found.position) for found in exchange.problems] == [("too-large", AT)] * 2
    assert "18 digits" in exchange.problems[0].message


@pytest.mark.parametrize(
    "amount,text",
    [
        ("52000", "52,000.00"),
        ("1E+3", "1,000.00"),
        ("0", "0.00"),
        ("-1234.5", "-1,234.50"),
        ("0.0005", "0.0005"),
        ("1000.1230", "1,000.123"),
        ("123456789012345678901234567890.01", "123,456,789,012,345,678,901,234,567,890.01"),
    ],
)
def test_money_in_messages(amount: str, text: str) -> None:
    assert say(Decimal(amount)) == text


@pytest.mark.parametrize("ratio,text", [("0.975", "97.5%"), ("1", "100%"), ("0.06", "6%"), ("12.5", "1,250%")])
def test_ratios_in_messages(ratio: str, text: str) -> None:
    assert say_percent(Decimal(ratio)) == text
