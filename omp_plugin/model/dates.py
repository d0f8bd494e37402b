"""Dates, periods and durations as authors write them (plan format, section 1)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache, partial
from operator import attrgetter
from typing import Literal

from omp_plugin import limits
from omp_plugin.model.amount_hints import OPEN_HINT, is_open
from omp_plugin.model.date_hints import dates_meant, halves, impossible

Grain = Literal["day", "week", "month", "quarter", "half", "year", "span"]

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
_HALF = re.compile(r"([0-9]{4})-H([12])")
_YEAR = re.compile(r"[0-9]{4}")
_FISCAL = re.compile(r"FY([0-9]{4})(?:-Q([1-4]))?")
_DURATION = re.compile(r"([0-9]{1,5})(d|w|ed)")
DATE_FORMS = "2026-11-27, 2026-W48, 2026-11, 2026-Q4, 2026-H2, 2026, FY2027 or FY2027-Q1"


class Unreadable(Exception):
    """A text is not of the kind that is due; the reader of records turns this into a problem and goes on.

    Where it takes time to `find` message and hint, that is left until somebody asks: a file may hold a hundred thousand
    texts that are no dates, of which few are told.
    """

    def __init__(
        self, message: str = "", hint: str = "", code: str = "wrong-type", *,
        find: Callable[[], tuple[str, str]] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.code = code
        self._find = find or (lambda: (message, hint))

    @cached_property
    def _words(self) -> tuple[str, str]:
        return self._find()

    def __str__(self) -> str:
        return self.message

    @property
    def message(self) -> str:
        """What is wrong, in the author's words."""
        return self._words[0]

    @property
    def hint(self) -> str:
        """What to write instead."""
        return self._words[1]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `first` to `last`, both inclusive. `text` is what the author wrote; equal days are equal periods.

    A partial date such as `2026-Q4` is the period it names: its first day as a start, its last day as an end.
    """

    first: date
    last: date
    text: str = field(default="", compare=False)
    grain: Grain = field(default="span", compare=False)

    def __hash__(self) -> int:
        return hash(self.first)  # few periods begin on one day, and values are looked up by period all the time

    @property
    def days(self) -> int:
        """Calendar days in the period."""
        return (self.last - self.first).days + 1

    def holds(self, day: date) -> bool:
        """True for a day of the period."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of `count` working days (`d`), calendar's working weeks (`w`) or elapsed days (`ed`)."""

    count: int
    unit: Literal["d", "w", "ed"]

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"


def in_time(periods: Iterable[Period]) -> list[Period]:
    """Periods in the order of time."""
    return sorted(periods, key=attrgetter("first", "last"))


@lru_cache(maxsize=4096)
def parse_date(text: str, fiscal_year_start: int | None = None, *, or_period: bool = False) -> Period:
    """A full or partial date. Raises `Unreadable` (`too-large` outside the years 1970 to 2200).

    `or_period` says that a period may stand there as well, which the hint then thinks of.
    """
    found = _partial(text, fiscal_year_start)
    if found is None:
        raise Unreadable(find=partial(_no_date, text, or_period=or_period))
    if found.first < limits.FIRST_DAY or found.last > limits.LAST_DAY:
        raise Unreadable(f'"{text}" is outside the years 1970 to 2200', "check the year", "too-large")
    return found


@lru_cache(maxsize=4096)
def parse_period(text: str, fiscal_year_start: int | None = None) -> Period:
    """A partial date or `A to B`. Raises `Unreadable` (`ends-before-start` where B is before A)."""
    start, to, end = text.partition(" to ")
    if not to:
        return parse_date(text.strip(), fiscal_year_start, or_period=True)
    first = parse_date(start.strip(), fiscal_year_start).first
    last = parse_date(end.strip(), fiscal_year_start).last
    if last < first:
        raise Unreadable(f'"{text}" ends before it starts', "swap the two dates", "ends-before-start")
    return Period(first, last, text)


def meant(text: str) -> list[str]:
    """The dates that a text may stand for which is written otherwise than the format writes dates."""
    return [each for each in dates_meant(text) if _partial(each, 1)]


def _period_meant(text: str) -> str | None:
    """`2027-03-01 - 2027-06-30` with `to` between its ends; `None` where nobody can tell."""
    for start, end in halves(text):
        first = meant(start)
        if len(first) == 1 and len(last := meant(end)) == 1:
            return f"{first[0]} to {last[0]}"
    return None


def _no_date(text: str, *, or_period: bool) -> tuple[str, str]:
    """What is wrong with it, and what to write instead."""
    message = f'"{text}" is not a date'
    if why := impossible(text):
        return f"{message}: {why[0]}", why[1]
    if is_open(text):
        return message, OPEN_HINT
    found = meant(text)
    if len(found) > 1:
        return f"{message}, and can be read as two", f"write {found[0]} if the month stands first, or {found[1]}"
    if or_period and not found and (period := _period_meant(text)):
        return f'"{text}" is not a period', f"write {period}"
    return message, f"write {found[0] if found else DATE_FORMS}"


@lru_cache(maxsize=1024)
def parse_duration(text: str) -> Duration:
    """`5d`, `2w` or `10ed`. Raises `Unreadable`."""
    match = _DURATION.fullmatch(text)
    if not match:
        hint = "write 5d (working days), 2w (weeks) or 10ed (elapsed days)"
        raise Unreadable(f'"{text}" is not a duration', hint)
    unit: Literal["d", "w", "ed"] = "ed" if match[2] == "ed" else "d" if match[2] == "d" else "w"
    return Duration(int(match[1]), unit)


@lru_cache(maxsize=4096)
def _partial(text: str, fiscal_year_start: int | None) -> Period | None:
    """The period that a date names, or `None` where the text names none (an impossible day included)."""
    try:
        if match := _DAY.fullmatch(text):
            day = date(int(match[1]), int(match[2]), int(match[3]))
            return Period(day, day, text, "day")
        if match := _WEEK.fullmatch(text):
            monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
            return Period(monday, monday + timedelta(days=6), text, "week")
        if match := _MONTH.fullmatch(text):
            return _months(int(match[1]), int(match[2]), 1, text, "month")
        if match := _QUARTER.fullmatch(text):
            return _months(int(match[1]), 3 * int(match[2]) - 2, 3, text, "quarter")
        if match := _HALF.fullmatch(text):
            return _months(int(match[1]), 6 * int(match[2]) - 5, 6, text, "half")
        if _YEAR.fullmatch(text):
            return _months(int(text), 1, 12, text, "year")
        if match := _FISCAL.fullmatch(text):
            return _fiscal(match, fiscal_year_start, text)
    except (ValueError, OverflowError):
        return None
    return None


def _months(year: int, month: int, count: int, text: str, grain: Grain) -> Period:
    first = date(year, month, 1)
    end_year, end_month = divmod(year * 12 + month - 2 + count, 12)
    return Period(first, date(end_year, end_month + 1, monthrange(end_year, end_month + 1)[1]), text, grain)


def _fiscal(match: re.Match[str], start: int | None, text: str) -> Period:
    if start is None:
        hint = "add `fiscal_year_start: 7` (the month in which your fiscal year starts) to the plan"
        raise Unreadable(f'"{text}" needs to know when the fiscal year starts', hint)
    year = int(match[1]) - (1 if start > 1 else 0)
    if match[2] is None:
        return _months(year, start, 12, text, "year")
    month = start + 3 * (int(match[2]) - 1)
    return _months(year + (month - 1) // 12, (month - 1) % 12 + 1, 3, text, "quarter")
