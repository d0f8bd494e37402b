"""Money, percentages, numbers, ranges and limits: every form that is read, exactly, and every form that is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omp_plugin.model.amounts import (
    parse_estimate,
    parse_limit,
    parse_money,
    parse_number,
    parse_percent,
    parse_quantity,
    parse_range,
)
from omp_plugin.model.dates import Unreadable


@pytest.mark.parametrize(
    "text,amount,currency",
    [
        ("52000", "52000", None),
        ("52,000.50", "52000.50", None),
        ("1,234,567", "1234567", None),
        ("52k", "52000", None),
        ("1.2M", "1200000", None),
        ("0", "0", None),
        ("-500", "-500", None),
        ("0.005", "0.005", None),
        ("010", "10", None),
        ("1.10", "1.10", None),
        ("USD 52k", "52000", "USD"),
        ("52k EUR", "52000", "EUR"),
        ("ADA 100", "100", "ADA"),
        ("POINT 7", "7", "POINT"),
        ("JPY 1,000", "1000", "JPY"),
        ("999999999999999999", "999999999999999999", None),
        ("0.000000000000000001", "1e-18", None),
    ],
)
def test_money(text: str, amount: str, currency: str | None) -> None:
    money = parse_money(text)
    assert (money.amount, money.currency, money.low) == (Decimal(amount), currency, None)


@pytest.mark.parametrize(
    "text,hint",
    [
        ("$500", "symbols are ambiguous: write USD 500"),
        ("$ 1,200.50", "symbols are ambiguous: write USD 1,200.50"),
        ("500 €", "symbols are ambiguous: write EUR 500"),
        ("£5k", "symbols are ambiguous: write GBP 5k"),
        ("US$5", "symbols are ambiguous"),
        ("1,00", "write 52000"), ("12,34,567", "write 52000"), ("52 000", "write 52000"), ("52.000,50", "write 52000"), ("1_000", "write 52000"),
        ("52K", "write 52000"), ("52m", "write 52000"), ("1e3", "write 52000"), ("USD", "write 52000"), ("usd 5", "write 52000"), ("US 5", "write 52000"),
        ("LONGER 5", "write 52000"), ("USD 5 EUR", "write 52000"), ("USD5", "write 52000"), (".5", "write 52000"), ("5.", "write 52000"), ("+5", "write 52000"),
        ("NaN", "write 52000"), ("inf", "write 52000"), ("0x10", "write 52000"), ("", "write 52000"), ("५", "write 52000"), ("5%", "write 52000"), ("--5", "write 52000"),
    ],
)  # fmt: skip
def test_what_is_no_money(text: str, hint: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse_money(text)
    assert caught.value.code == "wrong-type"
    assert caught.value.hint.startswith(hint)


@pytest.mark.parametrize("currency,code", [("USD", "USD"), ("CAD", "CAD"), ("AUD", "AUD"), ("EUR", "USD")])
def test_a_dollar_is_the_plan_s_own_where_that_is_one(currency: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse_money("$500", currency)
    assert caught.value.hint == f"symbols are ambiguous: write {code} 500"


@pytest.mark.parametrize(
    "text,low,high,currency",
    [
        ("30k..50k", "30000", "50000", None),
        ("30k .. 50k", "30000", "50000", None),
        ("EUR 30k..50k", "30000", "50000", "EUR"),
        ("30k..50k EUR", "30000", "50000", "EUR"),
        ("EUR 30k..EUR 50k", "30000", "50000", "EUR"),
        ("5..5", "5", "5", None),
    ],
)
def test_an_estimate_counts_at_its_upper_bound(text: str, low: str, high: str, currency: str | None) -> None:
    money = parse_estimate(text)
    assert (money.low, money.amount, money.currency) == (Decimal(low), Decimal(high), currency)


@pytest.mark.parametrize("text", ["50k..30k", "EUR 1..USD 2", "..50k", "30k..", "..", "1..2..3", "$1..$2", "10%..20%"])
def test_what_is_no_estimate(text: str) -> None:
    with pytest.raises(Unreadable):
        parse_estimate(text)


@pytest.mark.parametrize("text,ratio", [("45%", "0.45"), ("45 %", "0.45"), ("0%", "0"), ("112.5%", "1.125"), ("-3%", "-0.03"), ("1,200%", "12"), ("0.1%", "0.001")])
def test_percentages_are_ratios(text: str, ratio: str) -> None:
    assert parse_percent(text) == Decimal(ratio)


@pytest.mark.parametrize("text", ["45", "0.45", "45 per cent", "%", "45%%", "1k%", "", "४५%"])
def test_a_bare_number_is_no_percentage(text: str) -> None:
    with pytest.raises(Unreadable, match="is not a percentage"):
        parse_percent(text)


@pytest.mark.parametrize("text,value", [("5180", "5180"), ("5,180", "5180"), ("0.5", "0.5"), ("-2", "-2"), ("010", "10")])
def test_numbers(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["5k", "5%", "USD 5", "five", "", "1,0", "1e3", "½"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(Unreadable, match="is not a number"):
        parse_number(text)


@pytest.mark.parametrize("digits", ["9" * 19, "0." + "9" * 19, "1" + ",000" * 6])
@pytest.mark.parametrize("parse", [parse_number, parse_money, parse_quantity])
def test_more_than_18_digits(digits: str, parse: object) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(digits)  # type: ignore[operator] # one of the three
    assert caught.value.code == "too-large"


@pytest.mark.parametrize(
    "text,value,unit",
    [("45%", "0.45", "%"), ("15k", "15000", ""), ("5,180", "5180", ""), ("EUR 500", "500", "EUR"), ("500 EUR", "500", "EUR"), ("-1.5", "-1.5", "")],
)
def test_quantities_know_the_unit_beside_them(text: str, value: str, unit: str) -> None:
    quantity = parse_quantity(text)
    assert (quantity.value, quantity.unit, quantity.text) == (Decimal(value), unit, text)


@pytest.mark.parametrize(
    "text,low,high",
    [
        ("60%..80%", "0.6", "0.8"),
        ("60% .. 80%", "0.6", "0.8"),
        ("100..150", "100", "150"),
        ("..5%", None, "0.05"),
        ("3..", "3", None),
        ("5..5", "5", "5"),
        ("-5..-3", "-5", "-3"),
        ("1k..2k", "1000", "2000"),
    ],
)
def test_ranges(text: str, low: str | None, high: str | None) -> None:
    found = parse_range(text)
    bounds = [bound.value if bound else None for bound in (found.low, found.high)]
    assert bounds == [Decimal(each) if each else None for each in (low, high)]
    assert found.text == text


@pytest.mark.parametrize("text", ["..", " .. ", "5", "80%..60%", "60..80%", "EUR 1..USD 2", "a..b", "1...2", "1..2..3", "1-2", ""])
def test_what_is_no_range(text: str) -> None:
    with pytest.raises(Unreadable):
        parse_range(text)


@pytest.mark.parametrize("text,sign,value", [(">40%", ">", "0.4"), ("> 40%", ">", "0.4"), ("<3", "<", "3"), (">=100", ">=", "100"), ("<=5", "<=", "5")])
def test_limits(text: str, sign: str, value: str) -> None:
    limit = parse_limit(text)
    assert (limit.sign, limit.bound.value, limit.text) == (sign, Decimal(value), text)


@pytest.mark.parametrize("text", ["40%", "=40", ">", "", "≥40", "<>4", "> >4", ">a"])
def test_what_is_no_limit(text: str) -> None:
    with pytest.raises(Unreadable):
        parse_limit(text)


@given(st.decimals(-(10**15), 10**15, places=2, allow_nan=False))
def test_every_amount_is_read_to_the_cent(amount: Decimal) -> None:
    assert parse_money(f"{amount:f}").amount == amount
    assert parse_money(f"EUR {amount:,f}").amount == amount
    assert parse_money(f"{amount:f}k").amount == amount * 1000
