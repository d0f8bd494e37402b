"""When reviews take place, by their cadence and their day (plan format, section 2)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import takewhile

from omp_plugin import limits
from omp_plugin.model.dates import Unreadable, parse_date
from omp_plugin.model.governance import Review

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKS = {"weekly": 1, "fortnightly": 2}


def next_review(review: Review, today: date) -> date | None:
    """The first day from today on; `None` where the cadence or the day does not say it."""
    return next(_days(review, today, today), None)


def review_days(review: Review, first: date, last: date, as_of: date) -> tuple[date, ...]:
    """Every day from `first` to `last`, as it is known at `as_of`: every second week counts from the last log before.

    None where the cadence or the day does not say it; `limits.OCCURRENCES` at most.
    """
    days = takewhile(lambda day: day <= last, _days(review, first, as_of))
    return tuple(day for _, day in zip(range(limits.OCCURRENCES), days, strict=False))


def weekday(day: str | None) -> int | None:
    """The number of a weekday that is written in any length (Monday 0)."""
    short = (day or "").strip().lower()[:3]
    return WEEKDAYS.index(short) if short in WEEKDAYS else None


def month_day(day: str | None) -> int | None:
    """The number of a day of the month (`4`, `31.`)."""
    number = (day or "").strip().rstrip(".")
    is_day = number.isascii() and number.isdecimal() and len(number) <= 2 and 1 <= int(number) <= 31
    return int(number) if is_day else None


def _days(review: Review, first: date, as_of: date) -> Iterator[date]:
    """The days from `first` on, without an end for what comes back."""
    if review.cadence in WEEKS:
        return _of_weeks(review, first, as_of)
    if review.cadence == "monthly":
        return _of_months(month_day(review.day), first)
    return _of_once(review.day or "", first) if review.cadence == "once" else iter(())


def _of_weeks(review: Review, first: date, as_of: date) -> Iterator[date]:
    """Such weekdays; every second one is counted from the last that was logged."""
    number, weeks = weekday(review.day), WEEKS[review.cadence or "weekly"]
    if number is None:
        return
    day = first + timedelta(days=(number - first.weekday()) % 7)
    if weeks > 1:
        logged = max((entry.on.first for entry in review.log if entry.on and entry.on.first <= as_of), default=None)
        if logged is None:
            return
        week = logged - timedelta(days=logged.weekday())
        day += timedelta(days=7 * ((day - week).days // 7 % weeks))
    while day <= limits.LAST_DAY:
        yield day
        day += timedelta(days=7 * weeks)


def _of_months(number: int | None, first: date) -> Iterator[date]:
    """The day of every month, the last one where a month has fewer."""
    year, month = first.year, first.month
    while number and year <= limits.LAST_DAY.year:
        day = date(year, month, min(number, monthrange(year, month)[1]))
        if day >= first:
            yield day
        year, month = year + month // 12, month % 12 + 1


def _of_once(day: str, first: date) -> Iterator[date]:
    try:
        found = parse_date(day).first
    except Unreadable:
        return
    if found >= first:
        yield found
