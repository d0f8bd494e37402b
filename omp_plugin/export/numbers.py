"""Numbers as machine-readable text: exact until here, rounded half to even (plan format, section 12)."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import lru_cache

from omp_plugin.model.units import iso_codes

_WIDE = Context(prec=120, rounding=ROUND_HALF_EVEN)
RATIO_DIGITS = 6


def money(amount: Decimal | Fraction | None, currency: str) -> str | None:
    """An amount to the currency's minor unit: `16800.00`; two digits where the code is not in ISO 4217."""
    return None if amount is None else _fixed(*amount.as_integer_ratio(), iso_codes().get(currency, 2))


def number(value: Decimal | Fraction | int | None) -> str | None:
    """Any other number, to six decimals without trailing zeros: `1.12`, `0.826667`, `5180`."""
    if value is None:
        return None
    text = _fixed(*value.as_integer_ratio(), RATIO_DIGITS)
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=16384)
def _fixed(up: int, down: int, digits: int) -> str:
    """`up / down`, rounded half to even, exactly; a rounded zero has no sign. The same few stand in several files."""
    scaled, rest = divmod(up * 10**digits, down)
    if 2 * rest > down or (2 * rest == down and scaled % 2):
        scaled += 1
    return format(Decimal(scaled).scaleb(-digits, context=_WIDE), "f")
