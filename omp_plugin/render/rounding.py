"""Exact numbers to the digits that are shown: half is rounded away from zero, as people do."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

Number = int | Decimal | Fraction
LARGEST = Fraction(10) ** 36
"""Beyond it nothing is written out: authors have at most 18 digits before the point, products of two have 36."""


def rounded(value: Number, digits: int) -> Decimal:
    """The value with that many decimals; never a negative zero."""
    exact = Fraction(value)
    scaled = (abs(exact) * 10**digits * 2 + 1) // 2
    sign = 1 if exact < 0 and scaled else 0
    return Decimal((sign, tuple(int(digit) for digit in str(scaled)), -digits))


def decimals(value: Number, most: int) -> int:
    """The decimals that a value needs, up to `most`."""
    exact = Fraction(value)
    return next((digits for digits in range(most) if (exact * 10**digits).denominator == 1), most)
