"""Exact numbers to the digits that are shown: half is rounded away from zero, as people do."""

from __future__ import annotations

from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from fractions import Fraction

Number = int | Decimal | Fraction
LARGEST = Fraction(10) ** 36
"""Beyond it nothing is written out: authors have at most 18 digits before the point, products of two have 36."""
_LARGEST = LARGEST.numerator
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)


def rounded(value: Number, digits: int) -> Decimal:
    """The value with that many decimals; never a negative zero."""
    return Decimal(units(value, digits)).scaleb(-digits, _EXACT)


def units(value: Number, digits: int) -> int:
    """The value in whole units of its last decimal: 1.255 with two decimals is 126."""
    up, down = value.as_integer_ratio()
    found: int = (abs(up) * 10**digits * 2 + down) // (2 * down)
    return -found if up < 0 else found


def is_close(value: Number, digits: int) -> bool:
    """True where rounding to so many decimals moves the value by 1% of it at most."""
    up, down = value.as_integer_ratio()
    moved: int = abs(units(value, digits) * down - up * 10**digits)
    return bool(moved * 100 <= abs(up) * 10**digits)


def is_beyond(value: Number) -> bool:
    """True for what is not written out."""
    up, down = value.as_integer_ratio()
    return abs(up) >= _LARGEST * down


def decimals(value: Number, most: int) -> int:
    """The decimals that a value needs, up to `most`."""
    up, down = value.as_integer_ratio()
    for digits in range(most):
        if not up * 10**digits % down:
            return digits
    return most
