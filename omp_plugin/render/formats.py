"""How numbers, money and dates are written: in the plan's locale, rounded here and nowhere else (design, section 5)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from babel.numbers import format_compact_currency, get_currency_name, get_currency_symbol

from omp_plugin.model.amounts import Money, Quantity, Range
from omp_plugin.model.dates import Duration, Period, Unreadable, parse_date
from omp_plugin.model.units import is_money_unit, iso_codes
from omp_plugin.render.patterns import FALLBACK, MINUS, known_locale, write_date, write_number, write_pattern
from omp_plugin.render.rounding import Number, decimals, is_beyond, rounded, units
from omp_plugin.words import _, ngettext

NONE = "—"
"""Stands for unknown or not applicable; templates have it spoken as "none"."""
TIMES = ("x", "×")


@dataclass(frozen=True, slots=True)
class Formats:
    """Writes the values of a plan. `codes` are the currencies that the plan has rates for; `period` is the plan's.

    Every method gives a text; `None` is written as a dash. Signed values have a true minus, and no sign where they
    are zero.
    """

    locale: str = FALLBACK
    currency: str = "USD"
    period_of_plan: Period | None = None
    codes: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "locale", known_locale(self.locale))

    def number(self, value: Number | None, digits: int | None = None) -> str:
        """A plain number, by itself with up to two decimals where it has no more, else as many as its size allows."""
        if value is None:
            return NONE
        return _plain(*value.as_integer_ratio(), self.locale, "decimal", digits) or _beyond(value)

    def percent(self, value: Number | None, digits: int = 0) -> str:
        """A ratio as a percentage: 0.12 is 12%."""
        if value is None:
            return NONE
        return _plain(*value.as_integer_ratio(), self.locale, "percent", digits) or _beyond(value)

    def money(self, value: Number | None, currency: str | None = None, *, cents: bool | None = None) -> str:
        """An amount; with cents where asked for, by itself where it has any."""
        if value is None:
            return NONE
        code = currency or self.currency
        return _money(*value.as_integer_ratio(), self.locale, code, cents) or _beyond(value)

    def compact(self, value: Number) -> str:
        """Money on the axis of a chart: $45k."""
        if not 1000 <= abs(Fraction(value)) < 10**15:
            return self.money(value, cents=False)
        whole = rounded(value, 0)
        digits = 1 if whole % 1000 else 0
        return _compact(whole, self.currency, self.locale, digits)

    def written(self, value: Money | None) -> str:
        """An amount as it is planned: in its own currency, an estimate as its span."""
        if value is None:
            return NONE
        low = value.amount if value.low is None else value.low
        return self.span(low, value.amount, value.currency)

    def span(self, low: Number, high: Number, currency: str | None = None, *, cents: bool | None = None) -> str:
        """Two amounts as a span, one where they are the same."""
        if low == high:
            return self.money(high, currency, cents=cents)
        return f"{self.money(low, currency, cents=cents)}–{self.money(high, currency, cents=cents)}"

    def signed(self, value: Number | None) -> str:
        """A difference of plain numbers."""
        return _sign(value, self.number(value))

    def signed_money(self, value: Number | None, currency: str | None = None, *, cents: bool | None = None) -> str:
        """A difference of amounts: +$600, −$300, $0."""
        return _sign(value, self.money(value, currency, cents=cents))

    def signed_percent(self, value: Number | None) -> str:
        """A relative difference: +1.2%, 0.0%."""
        return _sign(value, self.percent(value, 1))

    def points(self, value: Number | None) -> str:
        """A difference of two percentages, in points: 0.01 is 1 pt."""
        if value is None:
            return NONE
        points = Fraction(value) * 100
        shown = self.number(points if is_beyond(points) else rounded(points, 1))
        return _("{points} pt").format(points=shown)

    def kpi(self, value: Number | None, unit: str | None) -> str:
        """A KPI's value in its unit: a percentage, an amount, a multiple (2.1×), or a bare number."""
        if value is None:
            return NONE
        if unit == "%":
            return self.percent(value, _digits_of_percent(value))
        if self.is_money(unit):
            return self.money(value, unit)
        return f"{self.number(value)}×" if unit in TIMES else self.number(value)

    def quantity(self, value: Number | None, unit: str | None) -> str:
        """A written value, in the unit it was written in or that of its KPI."""
        return self.kpi(value, unit)

    def change(self, value: Number | None, unit: str | None) -> str:
        """The size of a difference in a KPI's unit: percentages differ in points."""
        return self.points(value) if unit == "%" else self.kpi(value, unit)

    def range(self, value: Range | None, unit: str | None) -> str:
        """A range in a KPI's unit: 60–80%, at most 5%, at least 3."""
        if value is None:
            return NONE
        low, high = (self._bound(bound, unit) for bound in (value.low, value.high))
        if not low or not high:
            return _("at least {value}").format(value=low) if low else _("at most {value}").format(value=high)
        last = next((mark for mark in ("%", "×") if low.endswith(mark) and high.endswith(mark)), "")
        shared = low.removesuffix(last)
        return f"{shared}–{high}"

    def _bound(self, bound: Quantity | None, unit: str | None) -> str:
        return self.kpi(bound.value, unit or bound.unit or None) if bound else ""

    def is_money(self, unit: str | None) -> bool:
        """True for the code of a currency that the plan uses or ISO 4217 knows."""
        return is_money_unit(unit, self.currency, self.codes)

    def has_cents(self, values: Iterable[Number | None]) -> bool:
        """True if any of a table's amounts has cents: then all of them are written with cents."""
        digits = iso_codes().get(self.currency, 2)
        return any(value is not None and _has_decimals(value, digits) for value in values)

    def currency_name(self) -> str:
        """The plan's currency in words: US dollars."""
        return str(get_currency_name(self.currency, 2, locale=self.locale))

    def date(self, day: datetime.date | None) -> str:
        """A day with its year: Nov 22, 2026."""
        return NONE if day is None else write_date(day, self.locale, "yMMMd")

    def short(self, day: datetime.date | None) -> str:
        """A day without its year where the plan has only one such day: Nov 22."""
        if day is None or not self._is_in_plan(day):
            return self.date(day)
        return write_date(day, self.locale, "MMMd")

    def month(self, day: datetime.date | None) -> str:
        """A month with its year: Jun 2027."""
        return NONE if day is None else write_date(day, self.locale, "yMMM")

    def months(self, first: datetime.date, last: datetime.date) -> str:
        """From one month to another: Jun to Oct; with years where they are a year or more apart."""
        apart = (last.year - first.year) * 12 + last.month - first.month
        if not apart:
            return write_pattern(first, self.locale, "LLL")
        is_near = 0 < apart < 12
        ends = (write_pattern(day, self.locale, "LLL") if is_near else self.month(day) for day in (first, last))
        return _("{first} to {last}").format(first=next(ends), last=next(ends))

    def short_period(self, period: Period | None) -> str:
        """A period without its year where the plan has only one such: Oct, Q4."""
        if period is None or not self._is_in_plan(period.first) or not self._is_in_plan(period.last):
            return self.period(period)
        if period.grain == "day":
            return self.short(period.first)
        is_fiscal = period.text.startswith("FY")
        pattern = {"month": "LLL", "quarter": "QQQ"}.get(period.grain)
        return self.period(period) if is_fiscal or not pattern else write_pattern(period.first, self.locale, pattern)

    def period(self, period: Period | None) -> str:
        """A period as precise as it was written: Q4 2026, Nov 2026, Jul 1, 2026 – Jun 30, 2027."""
        if period is None:
            return NONE
        first, to, last = period.text.partition(" to ")
        if to:
            return f"{self._partial(first.strip(), period.first)} – {self._partial(last.strip(), period.last)}"
        if period.grain == "span" and period.first != period.last:
            return f"{self.date(period.first)} – {self.date(period.last)}"
        return self._named(period)

    def _named(self, period: Period) -> str:
        """A period that has a name of its own."""
        if period.text.startswith("FY"):
            return period.text.replace("-", " ")
        if period.grain == "week":
            date = period.first.isocalendar()
            return _("Week {week}, {year}").format(week=date.week, year=date.year)
        if period.grain == "half":
            half = 1 if period.first.month < 7 else 2
            return _("H{half} {year}").format(half=half, year=period.first.year)
        skeletons = {"month": "yMMM", "quarter": "yQQQ", "year": "y"}
        return write_date(period.first, self.locale, skeletons.get(period.grain, "yMMMd"))

    def _partial(self, text: str, day: datetime.date) -> str:
        """One end of a span; `day` where its text needs to know more than it says."""
        if text.startswith("FY"):
            return text.replace("-", " ")
        try:
            return self._named(parse_date(text))
        except Unreadable:
            return self.date(day)

    def duration(self, value: Duration | None) -> str:
        """A length in words: 5 working days, 2 weeks."""
        if value is None:
            return NONE
        return _length(value.unit, value.count).format(n=self.number(value.count))

    def _is_in_plan(self, day: datetime.date) -> bool:
        period = self.period_of_plan
        return period is not None and period.days <= 366 and period.holds(day)


def _beyond(value: Number) -> str:
    """A number of which nobody wants to read all digits."""
    return _("over 10³⁶") if value > 0 else _("under −10³⁶")


@lru_cache(maxsize=16384)
def _money(up: int, down: int, locale: str, code: str, cents: bool | None) -> str:
    """The amount `up / down`: the same few are written on many pages. Empty for one that is not written out."""
    value, digits = Fraction(up, down), iso_codes().get(code, 2)
    if is_beyond(value):
        return ""
    if not (_has_decimals(value, digits) if cents is None else cents):
        digits = 0
    return _written(up, down, locale, _symbol(code, locale), digits, code)


@lru_cache(maxsize=16384)
def _plain(up: int, down: int, locale: str, kind: str, digits: int | None) -> str:
    """The number or percentage `up / down`, in the same way."""
    value = Fraction(up, down)
    return "" if is_beyond(value) else _written(up, down, locale, kind, _digits(value) if digits is None else digits)


@lru_cache(maxsize=16384)
def _written(up: int, down: int, locale: str, kind: str, digits: int, currency: str = "") -> str:  # noqa: PLR0917 # a key
    """The number `up / down`, in the same way."""
    shown = rounded(Fraction(up, down), digits + 2 if kind == "percent" else digits)
    return write_number(shown, locale, kind, digits, currency)


@lru_cache(maxsize=4096)
def _compact(value: Decimal, currency: str, locale: str, digits: int) -> str:
    """Money in few letters: the same steps are on the axes of many charts."""
    text = format_compact_currency(value, currency, locale=locale, fraction_digits=digits)
    return text.replace("K", "k").replace("-", MINUS)


@lru_cache(maxsize=512)
def _symbol(code: str, locale: str) -> str:
    return str(get_currency_symbol(code, locale))


def _length(unit: str, count: int) -> str:
    """The words for a number of working days, weeks or calendar days."""
    if unit == "d":
        return ngettext("{n} working day", "{n} working days", count)
    if unit == "w":
        return ngettext("{n} week", "{n} weeks", count)
    return ngettext("{n} day", "{n} days", count)


def _has_decimals(value: Number, digits: int) -> bool:
    is_whole = value.as_integer_ratio()[1] == 1  # as most amounts are
    return not is_whole and not is_beyond(value) and units(value, digits) % 10**digits != 0


def _digits(value: Number) -> int:
    """Up to two decimals that were written are kept; of longer ones only as many as the size allows."""
    needed = decimals(value, 3)
    if needed < 3:
        return needed
    size = abs(Fraction(value))
    return 2 if size < 10 else 1 if size < 1000 else 0


def _digits_of_percent(value: Number) -> int:
    """One decimal at most; two below one percent."""
    if is_beyond(value):
        return 0
    shown = rounded(value, 4 if abs(Fraction(value)) < Fraction(1, 100) else 3)
    return decimals(Fraction(shown) * 100, 2)


def _sign(value: Number | None, text: str) -> str:
    """A plus before what is more than nothing once it is rounded."""
    is_zero = not any(letter.isdecimal() and letter != "0" for letter in text)
    return f"+{text}" if value is not None and value > 0 and not is_zero else text
