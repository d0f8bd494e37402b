"""Money, percentages, numbers, ranges and limits: every form that is read, exactly, and every form that is refused."""

from __future__ import annotations

from collections.abc import Callable
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
    percent_readings,
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
        ("US$5", "symbols are ambiguous: write USD and the amount"), ("$1.8K", "symbols are ambiguous: write USD 1.8k"), ("€ 1.800,50", "symbols are ambiguous: write EUR 1800.50"),
        ("1,00", "write 1.00"), ("1800,50", "write 1800.50"), ("1.800,00", "write 1800.00"), ("-1,5", "write -1.5"), ("12,34,567", "write 1234567"),
        ("52 000", "write 52000"), ("1\u202f800,5", "write 1800.5"), ("1'800.50", "write 1800.50"), ("1_000", "write 1000"), ("1.234.567", "write 1234567"),
        ("52K", "write 52k"), ("1.8 k", "write 1.8k"), ("52m", "write 52M"), ("1.2 million", "write 1.2M"), ("30 thousand", "write 30k"),
        ("usd 5", "write USD 5"), ("USD5", "write USD 5"), ("1800USD", "write 1800 USD"), ("5 keur", "write 5k EUR"), (".5", "write 0.5"), ("5.", "write 5"), ("+5", "write 5"),
        ("tbd", "write TBD where"), ("n/a", "write TBD where"), ("?", "write TBD where"), ("Unknown", "write TBD where"),
        ("USD", "write 52000, 52,000.50"), ("US 5", "write 52000, 52,000.50"), ("abc 5", "write 52000, 52,000.50"), ("50 mph", "write 52000, 52,000.50"), ("1,800,50", "write 52000, 52,000.50"),
        ("LONGER 5", "write 52000, 52,000.50"), ("USD 5 EUR", "write 52000, 52,000.50"), ("1e3", "write 52000, 52,000.50"), ("1 2", "write 52000, 52,000.50"), ("1 800 000 0", "write 52000, 52,000.50"),
        ("NaN", "write 52000, 52,000.50"), ("inf", "write 52000, 52,000.50"), ("0x10", "write 52000, 52,000.50"), ("", "write 52000, 52,000.50"), ("५", "write 52000, 52,000.50"),
        ("5%", "write 52000, 52,000.50"), ("--5", "write 52000, 52,000.50"), ("5 dollars a day, for as long as it takes", "write 52000, 52,000.50"),
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


@pytest.mark.parametrize(
    "text,hint",
    [
        ("45", "write 45%"), ("0.5", "write 50%"), ("0,000.5", "write 50%"), ("3,5%", "write 3.5%"), ("3,5 %", "write 3.5%"), ("45 per cent", "write 45%"), ("45pct", "write 45%"),
        ("n/a", "write TBD where it is not known yet"), ("half", "write 45%"), ("%", "write 45%"),
    ],
)  # fmt: skip
def test_what_a_percentage_was_meant_to_be(text: str, hint: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse_percent(text)
    assert caught.value.hint == hint


@pytest.mark.parametrize("parse", [parse_number, parse_quantity])
@pytest.mark.parametrize("text,hint", [("1,5", "write 1.5"), ("1 800", "write 1800"), ("tbd", "write TBD where it is not known yet"), ("x" * 900, "write 5180, 5,180")])
def test_what_a_number_was_meant_to_be(text: str, hint: str, parse: Callable[[str], object]) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(text)
    assert caught.value.hint.startswith(hint)


@pytest.mark.parametrize(
    "text,says",
    [
        ("0.03", "3% if 3 of a hundred are meant, or 0.03%"),
        ("1.0", "100% if 100 of a hundred are meant, or 1.0%"),
        ("3", "3%"),
        ("1.5", "1.5%"),
        ("0.0", "0.0%"),
        ("EUR 5", "a percentage, such as 45%"),
    ],
)
def test_a_number_where_a_percentage_is_due_may_be_a_ratio(text: str, says: str) -> None:
    assert percent_readings(text) == says


@given(st.text("0123456789.,' kKmM$€%-+USDusd", max_size=20))
def test_what_a_hint_says_to_write_can_be_read(text: str) -> None:
    for parse in (parse_money, parse_percent, parse_quantity, parse_number):
        try:
            parse(text)
        except Unreadable as error:
            written = error.hint.removeprefix("symbols are ambiguous: ").removeprefix("write ")
            if not written.startswith(("5180, ", "52000, ", "TBD where", "fewer digits")) and "and the amount" not in written:
                parse(written)


@given(st.decimals(-(10**15), 10**15, places=2, allow_nan=False))
def test_every_amount_is_read_to_the_cent(amount: Decimal) -> None:
    assert parse_money(f"{amount:f}").amount == amount
    assert parse_money(f"EUR {amount:,f}").amount == amount
    assert parse_money(f"{amount:f}k").amount == amount * 1000
