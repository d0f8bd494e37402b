"""Numbers as machine-readable text."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omp_plugin.export.numbers import money, number


@pytest.mark.parametrize(
    "value, currency, text",
    [
        (Decimal(16800), "USD", "16800.00"),
        (Decimal("0.005"), "USD", "0.00"),  # half to even
        (Decimal("0.015"), "USD", "0.02"),
        (Decimal("-0.004"), "USD", "0.00"),  # no minus before nothing
        (Decimal("1234.5"), "JPY", "1234"),
        (Decimal("1235.5"), "JPY", "1236"),
        (Decimal("1.23456"), "KWD", "1.235"),
        (Decimal("1.005"), "ADA", "1.00"),
        (Fraction(1, 3), "EUR", "0.33"),
        (None, "USD", None),
    ],
)
def test_money(value: Decimal | Fraction | None, currency: str, text: str | None) -> None:
    assert money(value, currency) == text


@pytest.mark.parametrize(
    "value, text",
    [
        (Fraction(112, 100), "1.12"),
        (Fraction(1240, 1500), "0.826667"),
        (5180, "5180"),
        (Fraction(0), "0"),
        (100, "100"),
        (Fraction(1, 10**7), "0"),
        (Fraction(-1, 3), "-0.333333"),
        (None, None),
    ],
)
def test_number(value: Fraction | int | None, text: str | None) -> None:
    assert number(value) == text


@given(st.fractions(min_value=-(10**20), max_value=10**20))
def test_a_number_is_within_half_of_its_last_digit(value: Fraction) -> None:
    text = number(value)
    assert text is not None
    assert abs(Fraction(text) - value) <= Fraction(1, 2 * 10**6)
