"""When reviews take place, by their cadence and their day (plan format, section 2)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice, takewhile

from omp_plugin import limits
from omp_plugin.compute.calendar import work_calendar
from omp_plugin.model.dates import Unreadable, parse_date
from omp_plugin.model.governance import Review
from omp_plugin.model.plan import Plan

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKS = {"weekly": 1, "fortnightly": 2}
MONTHS = {"monthly": 1, "quarterly": 3}


def next_review(plan: Plan, review: Review, today: date) -> date | None:
    """The first day from today on; `None` where the cadence or the day does not say it."""
    return next(_days(plan, review, today, today), None)


def review_days(plan: Plan, review: Review, as_of: date) -> tuple[date, ...]:
    """Every day of the plan's period, as it is known at `as_of`: every second week counts from the last log before.

    None where the cadence or the day does not say it; `limits.OCCURRENCES` at most.
    """
    if plan.period is None:
        return ()
    last = plan.period.last
    days = takewhile(lambda day: day <= last, _days(plan, review, plan.period.first, as_of))
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


def _days(plan: Plan, review: Review, first: date, as_of: date) -> Iterator[date]:
    """The days from `first` on, without an end for what comes back."""
    if review.cadence == "daily":
        return _of_work(plan, first)
    if review.cadence in WEEKS:
        return _of_weeks(plan, review, first, as_of)
    if review.cadence in MONTHS:
        return _of_months(plan, review, first)
    return _of_once(review.day or "", first) if review.cadence == "once" else iter(())


def _of_work(plan: Plan, first: date) -> Iterator[date]:
    """The working days of the plan."""
    calendar = work_calendar(plan)[0]
    found = map(date.fromordinal, islice(calendar.days, calendar.count_before(first.toordinal()), None))
    return takewhile(lambda day: day <= limits.LAST_DAY, found)


def _of_weeks(plan: Plan, review: Review, first: date, as_of: date) -> Iterator[date]:
    """Such weekdays; every second one is counted from the last that was logged, until then from the plan's first."""
    number, weeks = weekday(review.day), WEEKS[review.cadence or "weekly"]
    if number is None:
        return
    counted = first
    if weeks > 1:
        logged = max((entry.on.first for entry in review.log if entry.on and entry.on.first <= as_of), default=None)
        if logged is None:
            if plan.period is None:
                return
            logged = _on_weekday(plan.period.first, number)
            first = max(first, logged)
        counted = logged
    day = _on_weekday(first, number)
    day += timedelta(days=7 * ((day - counted + timedelta(days=counted.weekday())).days // 7 % weeks))
    while day <= limits.LAST_DAY:
        yield day
        day += timedelta(days=7 * weeks)


def _on_weekday(first: date, number: int) -> date:
    """The first such weekday from a day on."""
    return first + timedelta(days=(number - first.weekday()) % 7)


def _of_months(plan: Plan, review: Review, first: date) -> Iterator[date]:
    """The day of every month, or of the first in each quarter of the plan; the last one where a month has fewer."""
    number, step = month_day(review.day), MONTHS[review.cadence or "monthly"]
    if step > 1:
        if plan.period is None:
            return
        first = max(first, plan.period.first)
    begun = plan.period.first.month if plan.period else first.month
    year, month = first.year, first.month
    while number and year <= limits.LAST_DAY.year:
        day = date(year, month, min(number, monthrange(year, month)[1]))
        if day >= first and (month - begun) % step == 0:
            yield day
        year, month = year + month // 12, month % 12 + 1


def _of_once(day: str, first: date) -> Iterator[date]:
    try:
        found = parse_date(day).first
    except Unreadable:
        return
    if found >= first:
        yield found
