"""Exact numbers to the digits that are shown: half is rounded away from zero, as people do."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

Number = int | Decimal | Fraction
LARGEST = Fraction(10) ** 36
"""Beyond it nothing is written out: authors have at most 18 digits before the point, products of two have 36."""


def rounded(value: Number, digits: int) -> Decimal:
    """The value with that many decimals; never a negative zero."""
    up, down = value.as_integer_ratio()
    scaled = (abs(up) * 10**digits * 2 + down) // (2 * down)
    return Decimal((1 if up < 0 and scaled else 0, Decimal(scaled).as_tuple().digits, -digits))


def is_beyond(value: Number) -> bool:
    """True for what is not written out."""
    up, down = value.as_integer_ratio()
    return abs(up) >= LARGEST.numerator * down


def decimals(value: Number, most: int) -> int:
    """The decimals that a value needs, up to `most`."""
    up, down = value.as_integer_ratio()
    return next((digits for digits in range(most) if not up * 10**digits % down), most)
