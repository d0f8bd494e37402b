"""Rounding in whole numbers comes to what exact fractions come to."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from omp_plugin.render.rounding import decimals, is_close, rounded, units

VALUES = st.one_of(st.fractions(), st.integers(), st.decimals(-(10**18), 10**18, places=6))
DIGITS = st.integers(0, 6)


@given(VALUES, DIGITS)
def test_half_is_rounded_away_from_zero(value: Fraction | Decimal | int, digits: int) -> None:
    exact, shown = Fraction(value), rounded(value, digits)
    away = abs(Fraction(shown) - exact) * 10**digits
    assert away < Fraction(1, 2) or (away == Fraction(1, 2) and abs(Fraction(shown)) > abs(exact))
    assert shown.as_tuple().exponent == -digits
    assert units(value, digits) == Fraction(shown) * 10**digits
    assert shown or not shown.is_signed()


@given(VALUES, DIGITS)
def test_what_is_close_moves_by_a_hundredth_at_most(value: Fraction | Decimal | int, digits: int) -> None:
    exact = Fraction(value)
    assert is_close(value, digits) == (abs(Fraction(rounded(value, digits)) - exact) * 100 <= abs(exact))


@given(VALUES, DIGITS)
def test_the_decimals_that_a_value_needs(value: Fraction | Decimal | int, most: int) -> None:
    needed = decimals(value, most)
    assert needed == most or Fraction(rounded(value, needed)) == Fraction(value)
    assert not needed or Fraction(rounded(value, needed - 1)) != Fraction(value)
