"""Days, months and weekdays in the short forms of charts and calendars, in the plan's language (design, section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel.core import Locale
from babel.dates import format_date, format_skeleton, get_day_names

from omp_plugin.model.dates import Period

TICKS: Mapping[str, str] = {"day": "d", "week": "d", "month": "LLL", "quarter": "QQQ", "year": "y"}


@lru_cache(maxsize=8192)
def short_date(day: date, locale: str) -> str:
    """Month and day, without the year: Nov 22."""
    return str(format_skeleton("MMMd", day, locale=Locale.parse(locale)))


@lru_cache(maxsize=1024)
def tick(period: Period, locale: str) -> str:
    """The lower label of an axis: a day or a week's Monday by its number, a month or quarter by its short name."""
    return format_date(period.first, TICKS.get(period.grain, "d"), locale)


@lru_cache(maxsize=512)
def month_name(day: date, locale: str, *, short: bool = False) -> str:
    """A month, with its year unless short: November 2026, Nov."""
    if short:
        return format_date(day, "LLL", locale)
    return str(format_skeleton("yMMMM", day, locale=Locale.parse(locale)))


@lru_cache(maxsize=512)
def month_alone(day: date, locale: str) -> str:
    """The name of a month, without its year: November."""
    return format_date(day, "LLLL", locale)


@lru_cache(maxsize=64)
def year_name(day: date, locale: str) -> str:
    """A year by itself: 2026."""
    return str(format_skeleton("y", day, locale=Locale.parse(locale)))


@lru_cache(maxsize=4096)
def weekday_date(day: date, locale: str) -> str:
    """Weekday, month and day: Fri, Nov 27."""
    return str(format_skeleton("MMMEd", day, locale=Locale.parse(locale)))


@lru_cache(maxsize=512)
def day_number(day: date, locale: str) -> str:
    """The day of the month."""
    return format_date(day, "d", locale)


@lru_cache(maxsize=64)
def weekdays(locale: str) -> tuple[tuple[int, str], ...]:
    """The days of the week in the locale's order, each with its number (Monday 0) and name."""
    names = get_day_names("wide", "stand-alone", locale)
    first = Locale.parse(locale).first_week_day
    return tuple(((first + n) % 7, names[(first + n) % 7]) for n in range(7))


@lru_cache(maxsize=64)
def weekend(locale: str) -> tuple[int, ...]:
    """The days of the locale's weekend (Monday 0): Friday and Saturday in Egypt."""
    known = Locale.parse(locale)
    return tuple((known.weekend_start + n) % 7 for n in range((known.weekend_end - known.weekend_start) % 7 + 1))


@dataclass(frozen=True, slots=True)
class DayBox:
    """A day as a small box: month above number."""

    iso: str
    month: str
    number: str


def day_box(day: date, locale: str) -> DayBox:
    """The box of a day."""
    return DayBox(day.isoformat(), month_name(day, locale, short=True), day_number(day, locale))
