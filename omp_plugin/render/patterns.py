"""How a locale writes numbers and dates: its patterns with the decimals that are wanted."""

from __future__ import annotations

import datetime
import re
from decimal import Context, Decimal, localcontext
from functools import lru_cache

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import NumberPattern, parse_pattern

MINUS = "\N{MINUS SIGN}"
FALLBACK = "en_US"
_LOCALE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}")
_WIDE = Context(prec=80)


@lru_cache(maxsize=64)
def known_locale(text: str) -> str:
    """The locale that a plan asks for, as Babel names it; American English for one that is not known."""
    if not _LOCALE.fullmatch(text):
        return FALLBACK
    try:
        return str(Locale.parse(text.replace("-", "_")))
    except (UnknownLocaleError, ValueError, TypeError):
        return FALLBACK


@lru_cache(maxsize=256)
def _locale(name: str) -> Locale:
    return Locale.parse(name)


@lru_cache(maxsize=512)
def _pattern(locale: str, kind: str, digits: int) -> NumberPattern:
    """The locale's pattern for `decimal`, `percent` or a currency's symbol, with that many decimals."""
    found = _locale(locale)
    if kind in ("decimal", "percent"):
        formats = found.decimal_formats if kind == "decimal" else found.percent_formats
        text = formats[None].pattern
    else:
        text = found.currency_formats["standard"].pattern
        if kind[-1:].isalpha():
            text = text.replace("¤#", "¤\xa0#")
    point = "." + "0" * digits if digits else ""
    text = ";".join(re.sub(r"0(\.[0#]+)?(?!.*0)", "0" + point, part) for part in text.split(";"))
    return parse_pattern(text)


@lru_cache(maxsize=16384)
def write_number(value: Decimal, locale: str, kind: str, digits: int, currency: str = "") -> str:
    """A number that is rounded already, with so many decimals; `currency` where `kind` is the symbol of one."""
    pattern, name = _pattern(locale, kind, digits), currency or None
    with localcontext(_WIDE):
        text = pattern.apply(value, _locale(locale), name, currency_digits=False, decimal_quantization=False)
    return str(text).replace("-", MINUS)


@lru_cache(maxsize=16384)
def write_date(day: datetime.date, locale: str, skeleton: str) -> str:
    """A day with the parts that the skeleton names, in the locale's order."""
    return str(format_skeleton(skeleton, day, locale=_locale(locale)))


@lru_cache(maxsize=4096)
def write_pattern(day: datetime.date, locale: str, pattern: str) -> str:
    """A day by a pattern of letters: `LLL` is its month by itself."""
    return str(format_date(day, pattern, _locale(locale)))
