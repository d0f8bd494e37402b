"""When a review takes place next, by its cadence and its day (plan format, section 2)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from omp_plugin.model.dates import Unreadable, parse_date
from omp_plugin.model.governance import Review
from omp_plugin.render.month_grid import month_after

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKS = {"weekly": 1, "fortnightly": 2}


def next_review(review: Review, today: date) -> date | None:
    """The first day from today on; `None` where the cadence or the day does not say it."""
    if review.cadence in WEEKS:
        return _of_weeks(review, today)
    if review.cadence == "monthly":
        return _of_months(review.day or "", today)
    return _of_once(review.day or "", today) if review.cadence == "once" else None


def weekday(day: str | None) -> int | None:
    """The number of a weekday that is written in any length (Monday 0)."""
    short = (day or "").strip().lower()[:3]
    return WEEKDAYS.index(short) if short in WEEKDAYS else None


def _of_weeks(review: Review, today: date) -> date | None:
    """The next such weekday; every second one is counted from the last that was logged."""
    number = weekday(review.day)
    if number is None:
        return None
    day = today + timedelta(days=(number - today.weekday()) % 7)
    if review.cadence == "weekly":
        return day
    logged = max((entry.on.first for entry in review.log if entry.on and entry.on.first <= today), default=None)
    if logged is None:
        return None
    week = logged - timedelta(days=logged.weekday())
    return day if (day - week).days // 7 % 2 == 0 else day + timedelta(days=7)


def _of_months(day: str, today: date) -> date | None:
    """The day of the month, the last one where a month has fewer."""
    number = day.strip().rstrip(".")
    if not (number.isascii() and number.isdecimal() and 1 <= int(number) <= 31):
        return None
    for month in (today.replace(day=1), month_after(today)):
        found = month.replace(day=min(int(number), monthrange(month.year, month.month)[1]))
        if found >= today:
            return found
    return None


def _of_once(day: str, today: date) -> date | None:
    try:
        found = parse_date(day).first
    except Unreadable:
        return None
    return found if found >= today else None
