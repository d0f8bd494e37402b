"""Numbers, money and dates as a plan's readers write them; the only place where figures are rounded (design, 5).

Every method takes exact values and gives text; what is unknown never comes here: components show it as a dash.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import lru_cache

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_skeleton
from babel.numbers import format_currency, format_decimal, get_currency_symbol

from omp_plugin.model.amounts import Money, Quantity, Range
from omp_plugin.model.dates import Period
from omp_plugin.model.units import is_money_unit, iso_codes

Number = Decimal | Fraction | int
FALLBACK = "en_US"
MINUS = "−"
_WIDE = Context(prec=60, rounding=ROUND_HALF_EVEN)


@lru_cache(maxsize=64)
def known_locale(text: str) -> str:
    """The locale, or American English for one that nobody knows."""
    try:
        return str(Locale.parse(text.replace("-", "_")))
    except (UnknownLocaleError, ValueError, TypeError):
        return FALLBACK


def rounded(value: Number, digits: int) -> Decimal:
    """A value to so many decimals, half to even; a zero has no sign."""
    exact = Fraction(value)
    return Decimal(round(exact * 10**digits)).scaleb(-digits, _WIDE) + 0


@lru_cache(maxsize=8192)
def _decimal(value: Decimal, locale: str, pattern: str) -> str:
    return str(format_decimal(value, pattern, locale, decimal_quantization=False))


@lru_cache(maxsize=4096)
def _skeleton(day: date, locale: str, skeleton: str) -> str:
    return str(format_skeleton(skeleton, day, locale=locale))


def _pattern(digits: int) -> str:
    return "#,##0." + "0" * digits if digits else "#,##0"


@dataclass(frozen=True, slots=True)
class Formats:
    """The formats of one plan: its locale, its currency, and the codes that it states rates for."""

    locale: str = FALLBACK
    currency: str = "USD"
    rates: tuple[str, ...] = ()

    def number(self, value: Number, digits: int | None = None) -> str:
        """A number with separators, with its own decimals (two at most) unless `digits` says how many."""
        places = _own_digits(value) if digits is None else digits
        return self._plain(rounded(value, places), places)

    def _plain(self, value: Decimal, digits: int) -> str:
        return _decimal(value, self.locale, _pattern(digits)).replace("-", MINUS)

    def percent(self, ratio: Number, digits: int = 0) -> str:
        """A ratio as a percentage: 0.96 is 96%."""
        value = rounded(Fraction(ratio) * 100, digits)
        return _decimal(value / 100, self.locale, _percent_pattern(self.locale, digits)).replace("-", MINUS)

    def money(self, amount: Number, currency: str | None = None, *, cents: bool | None = None) -> str:
        """Money with its symbol; minor units only where there are any, unless `cents` says."""
        code = currency or self.currency
        digits = iso_codes().get(code, 2)
        has_cents = rounded(amount, digits) != rounded(amount, 0) if cents is None else cents
        value = rounded(amount, digits if has_cents else 0)
        text = _currency(value, code, self.locale, digits if has_cents else 0)
        return text.replace("-", MINUS)

    def signed(self, value: Number, digits: int | None = None) -> str:
        """A change: plus or a true minus in front, nothing in front of zero."""
        return _sign(value, digits or 0) + self.number(abs(value), digits)

    def signed_percent(self, ratio: Number, digits: int = 1) -> str:
        """A change as a percentage."""
        return _sign(Fraction(ratio) * 100, digits) + self.percent(abs(ratio), digits)

    def signed_money(self, amount: Number, currency: str | None = None, *, cents: bool | None = None) -> str:
        """A difference of money."""
        digits = iso_codes().get(currency or self.currency, 2)
        return _sign(amount, digits) + self.money(abs(amount), currency, cents=cents)

    def written(self, money: Money) -> str:
        """Money as written in its own currency; an estimate as its span."""
        high = self.money(money.amount, money.currency)
        return high if money.low is None else f"{self.money(money.low, money.currency)}–{high}"

    def quantity(self, value: Number, unit: str | None, digits: int | None = None) -> str:
        """A value in a KPI's unit: a ratio as a percentage, money with its symbol, `x` as a factor, else a number."""
        if unit == "%":
            return self.percent(value, _own_digits(Fraction(value) * 100, 1) if digits is None else digits)
        if unit is not None and is_money_unit(unit, self.currency, self.rates):
            return self.money(value, unit)
        if unit == "x":
            return f"{self.number(value, 1)}×"
        return self.number(value, digits)

    def written_quantity(self, quantity: Quantity, unit: str | None) -> str:
        """A written value in a KPI's unit."""
        return self.quantity(quantity.value, quantity.unit or unit)

    def range(self, bounds: Range, unit: str | None) -> str:
        """An operating range: 60–80%, up to 5%, from 3."""
        low, high = bounds.low, bounds.high
        if low is None or high is None:
            bound = high or low
            assert bound is not None
            word = "up to" if low is None else "from"
            return f"{word} {self.written_quantity(bound, unit)}"
        first = self.written_quantity(low, unit)
        return f"{first.removesuffix('%')}–{self.written_quantity(high, unit)}"

    def date(self, day: date) -> str:
        """A day with its year: Nov 22, 2026."""
        return _skeleton(day, self.locale, "yMMMd")

    def short(self, day: date) -> str:
        """A day without its year: Nov 22."""
        return _skeleton(day, self.locale, "MMMd")

    def month(self, day: date) -> str:
        """A month with its year: Nov 2026."""
        return _skeleton(day, self.locale, "yMMM")

    def period(self, period: Period) -> str:
        """A period as precise as it was written, never more: Q4 2026, Nov 2026, Nov 27, 2026 – Jun 30, 2027."""
        if period.grain == "day":
            return self.date(period.first)
        if period.text.startswith("FY"):
            return period.text.replace("-", " ")
        if period.grain == "week":
            year, week, _ = period.first.isocalendar()
            return f"W{week} {year}"
        if period.grain == "month":
            return self.month(period.first)
        if period.grain == "quarter":
            return _skeleton(period.first, self.locale, "yQQQ")
        if period.grain == "half":
            return f"H{1 if period.first.month < 7 else 2} {period.first.year}"
        if period.grain == "year":
            return str(period.first.year)
        return f"{self.date(period.first)} – {self.date(period.last)}"

    def short_period(self, period: Period) -> str:
        """A period without its year where it is a month or a day: Oct."""
        if period.grain == "month":
            return _skeleton(period.first, self.locale, "MMM")
        return self.short(period.first) if period.grain == "day" else self.period(period)


def _own_digits(value: Number, most: int = 2) -> int:
    """The decimals that a value has, up to `most`."""
    exact = Fraction(value)
    return next((digits for digits in range(most) if exact * 10**digits == round(exact * 10**digits)), most)


def _sign(value: Number, digits: int) -> str:
    shown = rounded(value, digits)
    return "+" if shown > 0 else MINUS if shown < 0 else ""


@lru_cache(maxsize=256)
def _percent_pattern(locale: str, digits: int) -> str:
    """The locale's own place for the sign: 45%, 45 %, %45."""
    return str(Locale.parse(locale).percent_formats[None].pattern.split(";")[0]).replace("#,##0", _pattern(digits))


@lru_cache(maxsize=8192)
def _currency(value: Decimal, code: str, locale: str, digits: int) -> str:
    symbol = get_currency_symbol(code, locale)
    pattern = Locale.parse(locale).currency_formats["standard"].pattern.split(";")[0]
    shown = pattern.replace("#,##0.00", _pattern(digits))
    # A code without a symbol of its own (ADA) keeps its distance from the digits.
    apart = shown.replace("¤", "¤\xa0") if len(symbol) > 2 and shown.startswith("¤#") else shown
    return str(format_currency(value, code, apart, locale, currency_digits=False, decimal_quantization=False))
