"""Money, percentages, quantities and ranges as authors write them (plan format, section 1)."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from omp_plugin import limits
from omp_plugin.model.amount_hints import OPEN_HINT, amount_meant, is_open, number_meant, percent_meant
from omp_plugin.model.dates import Unreadable

_NUMBER = r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_MONEY = re.compile(
    rf"(?:(?P<before>[A-Z]{{3,5}})\s+)?(?P<number>{_NUMBER})(?P<scale>[kM])?(?:\s+(?P<after>[A-Z]{{3,5}}))?"
)
_PERCENT = re.compile(rf"(?P<number>{_NUMBER})\s?%")
_PLAIN = re.compile(_NUMBER)
_CODE = re.compile(r"[A-Z]{3,5}")
_SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₿": "BTC"}
EXACT = Context(prec=80, rounding=ROUND_HALF_EVEN, traps=[])
"""The arithmetic of a plan, whatever the context of the caller: written numbers have at most 36 digits and multiply
without rounding, and nothing raises."""
_SCALES = {"k": Decimal(1_000), "M": Decimal(1_000_000), None: Decimal(1)}


class Money(NamedTuple):
    """An exact amount; `currency` is `None` for the plan's own.

    An estimate (`30k..50k`) counts at its upper bound, which is `amount`; `low` is then its lower bound.
    """

    amount: Decimal
    currency: str | None = None
    low: Decimal | None = None


class Quantity(NamedTuple):
    """A number with the unit that was written beside it: `%` (value is the ratio), a currency code, or nothing."""

    value: Decimal
    unit: str = ""
    text: str = ""


class Range(NamedTuple):
    """Inclusive bounds; `None` is an open side."""

    low: Quantity | None
    high: Quantity | None
    text: str = ""


class Limit(NamedTuple):
    """A limit such as `>40%`: what is beyond it passes the limit."""

    sign: Literal[">", ">=", "<", "<="]
    bound: Quantity
    text: str = ""


def parse_number(text: str) -> Decimal:
    """A number with or without thousands separators. Raises `Unreadable`."""
    if not _PLAIN.fullmatch(text):
        raise Unreadable(find=lambda: (f'"{text}" is not a number', _number_hint(text)))
    return _decimal(text, text)


def _number_hint(text: str) -> str:
    meant = number_meant(text) if len(text) <= limits.DIGITS * 2 else None
    return OPEN_HINT if is_open(text) else f"write {meant}" if meant else "write 5180, 5,180 or 0.5"


@lru_cache(maxsize=4096)
def parse_money(text: str, plan_currency: str = "USD") -> Money:
    """An amount of money. Raises `Unreadable`, for symbols with the code to write instead."""
    match = _MONEY.fullmatch(text)
    if not match or (match["before"] and match["after"]):
        raise Unreadable(find=lambda: (f'"{text}" is not an amount of money', _money_hint(text, plan_currency)))
    amount = EXACT.multiply(_decimal(match["number"], text), _SCALES[match["scale"]])
    return Money(amount, match["before"] or match["after"])


def parse_estimate(text: str, plan_currency: str = "USD") -> Money:
    """An amount of money or a span of two (`30k..50k`, `EUR 30k..50k`). Raises `Unreadable`."""
    first, dots, second = text.partition("..")
    if not dots:
        return parse_money(text, plan_currency)
    low, high = parse_money(first.strip(), plan_currency), parse_money(second.strip(), plan_currency)
    if low.currency and high.currency and low.currency != high.currency:
        raise Unreadable(f'"{text}" is in two currencies', "write both bounds in one")
    if high.amount < low.amount:
        raise Unreadable(f'"{text}" ends below its start', "write the smaller amount first")
    return Money(high.amount, low.currency or high.currency, low.amount)


def _money_hint(text: str, plan_currency: str) -> str:
    for symbol, code in _SYMBOLS.items():
        if symbol in text:
            bare = text.replace(symbol, "").strip()
            is_own = symbol == "$" and plan_currency.endswith("D")
            return f"symbols are ambiguous: write {plan_currency if is_own else code} {_amount(bare, plan_currency)}"
    if is_open(text):
        return OPEN_HINT
    meant = amount_meant(text, plan_currency)
    return f"write {meant}" if meant else "write 52000, 52,000.50, 52k, 1.2M or EUR 52k"


def _amount(bare: str, plan_currency: str) -> str:
    """An amount beside its symbol as the format writes it: the `1.8K` of `$1.8K` is 1.8k."""
    return bare if _MONEY.fullmatch(bare) else amount_meant(bare, plan_currency) or "and the amount"


def parse_percent(text: str) -> Decimal:
    """A percentage as its ratio: `45%` is 0.45. Raises `Unreadable`, for a bare number too."""
    match = _PERCENT.fullmatch(text)
    if match:
        return _decimal(match["number"], text).scaleb(-2, context=EXACT)
    raise Unreadable(find=lambda: (f'"{text}" is not a percentage', _percent_hint(text)))


def _percent_hint(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return f"write {_as_percent(text)}%"
    meant = percent_meant(text)
    return OPEN_HINT if is_open(text) else f"write {meant}" if meant else "write 45%"


def _as_percent(number: str) -> str:
    """What a bare number likely means: 45 is 45%, 0.95 is 95%."""
    return f"{(Decimal(number.replace(',', '')) * 100).normalize():f}" if _is_ratio(number) else number


def _is_ratio(number: str) -> bool:
    return "." in number and abs(Decimal(number.replace(",", ""))) <= 1


def percent_readings(text: str) -> str:
    """What to write for a number where a percentage is due: 0.03 may be 3% or 0.03%, and only its author knows."""
    if not _PLAIN.fullmatch(text):
        return "a percentage, such as 45%"
    if not _is_ratio(text) or not Decimal(text.replace(",", "")):
        return f"{text}%"
    hundredths = _as_percent(text)
    return f"{hundredths}% if {hundredths} of a hundred are meant, or {text}%"


@lru_cache(maxsize=4096)
def parse_quantity(text: str) -> Quantity:
    """A percentage, an amount of money or a number. Raises `Unreadable`."""
    if text.endswith("%"):
        return Quantity(parse_percent(text), "%", text)
    match = _MONEY.fullmatch(text)
    if not match or (match["before"] and match["after"]):
        raise Unreadable(find=lambda: (f'"{text}" is not a number', _quantity_hint(text)))
    value = EXACT.multiply(_decimal(match["number"], text), _SCALES[match["scale"]])
    return Quantity(value, match["before"] or match["after"] or "", text)


def _quantity_hint(text: str) -> str:
    if any(symbol in text for symbol in _SYMBOLS):
        return _money_hint(text, "USD")
    meant = amount_meant(text, "USD") or percent_meant(text)
    return OPEN_HINT if is_open(text) else f"write {meant}" if meant else "write 5180, 5,180, 15k, 45% or EUR 500"


def parse_range(text: str) -> Range:
    """`60%..80%`, `100..150`, `..5%` or `3..`, bounds inclusive. Raises `Unreadable`."""
    first, dots, second = text.partition("..")
    if not dots or not (first.strip() or second.strip()):
        raise Unreadable(f'"{text}" is not a range', "write 60%..80%, ..5% or 3..")
    low = parse_quantity(first.strip()) if first.strip() else None
    high = parse_quantity(second.strip()) if second.strip() else None
    if low and high and low.unit != high.unit:
        raise Unreadable(f'"{text}" has bounds in two units', "write both in the same: 60%..80%")
    if low and high and high.value < low.value:
        raise Unreadable(f'"{text}" ends below its start', "write the smaller bound first")
    return Range(low, high, text)


def parse_limit(text: str) -> Limit:
    """`>40%`, `<3`, `>=100` or `<=5`. Raises `Unreadable`."""
    for sign in (">=", "<=", ">", "<"):
        if text.startswith(sign):
            return Limit(sign, parse_quantity(text[len(sign) :].strip()), text)
    raise Unreadable(f'"{text}" is not a limit', "write >40% or <3")


def is_currency_code(text: str) -> bool:
    """True for a code of 3 to 5 capitals, in ISO 4217 or not."""
    return _CODE.fullmatch(text) is not None


def _decimal(number: str, text: str) -> Decimal:
    whole, _, fraction = number.lstrip("-").replace(",", "").partition(".")
    if max(len(whole), len(fraction)) > limits.DIGITS:
        raise Unreadable(f'"{text[:40]}" has more than {limits.DIGITS} digits', "write fewer digits", "too-large")
    return Decimal(number.replace(",", ""))
