"""Numbers as machine-readable text (plan format, section 12)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omp_plugin.export.numbers import money, number


@pytest.mark.parametrize(
    "amount,currency,text",
    [
        ("16800", "USD", "16800.00"),
        ("0", "USD", "0.00"),
        ("-0.001", "USD", "0.00"),
        ("0.005", "USD", "0.00"),  # half to even
        ("0.015", "USD", "0.02"),
        ("0.025", "USD", "0.02"),
        ("-1.235", "EUR", "-1.24"),
        ("1234.5", "JPY", "1234"),
        ("1235.5", "JPY", "1236"),
        ("1.2345", "KWD", "1.234"),
        ("5", "ADA", "5.00"),
        ("5", "POINT", "5.00"),
        ("999999999999999999.99", "USD", "999999999999999999.99"),
    ],
)
def test_money_to_the_minor_unit(amount: str, currency: str, text: str) -> None:
    assert money(Decimal(amount), currency) == text


@pytest.mark.parametrize(
    "value,text",
    [
        (Fraction(28, 25), "1.12"),
        (Fraction(124, 150), "0.826667"),
        (Fraction(5180), "5180"),
        (Fraction(100), "100"),
        (Fraction(0), "0"),
        (Fraction(-1, 3), "-0.333333"),
        (Fraction(1, 10**7), "0"),
        (Fraction(-1, 10**7), "0"),
        (Fraction(5, 10**7), "0"),  # half to even
        (Fraction(15, 10**7), "0.000002"),
        (Decimal("0.10"), "0.1"),
        (7, "7"),
        (1200, "1200"),
    ],
)
def test_other_numbers_to_six_decimals(value: Fraction, text: str) -> None:
    assert number(value) == text


def test_unknown_is_null() -> None:
    assert (money(None, "USD"), number(None)) == (None, None)


@given(st.fractions(-(10**12), 10**12))
def test_no_exponent_no_trailing_zero_no_error_beyond_half_a_unit(value: Fraction) -> None:
    text = number(value)
    assert text is not None
    assert abs(Fraction(text) - value) <= Fraction(5, 10**7)
    assert "e" not in text.lower()
    assert "." not in text or not text.endswith(("0", "."))
