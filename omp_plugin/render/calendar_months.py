"""Which months a calendar shows: those in which something happens, as many as a page holds, or one a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from omp_plugin.render.calendar_entries import entries as entries_of
from omp_plugin.render.month_grid import Entry, month_after

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

MOST_MONTHS = 24
MOST_ENTRIES = 500
"""What the calendar of a site holds on one page; with more each month has a page."""
MOST_PAGES = 120


def month_pages(plans: Iterable[PlanContext]) -> tuple[date, ...]:
    """The months of a site that have a page each; none where one page holds all that its plans have to say."""
    entries = [entry for each in plans for entry in entries_of(each)]
    return tuple(months_of(entries)[-MOST_PAGES:]) if len(entries) > MOST_ENTRIES else ()


def months_of(entries: Iterable[Entry]) -> list[date]:
    """The first days of the months in which something happens."""
    found: set[date] = set()
    for entry in entries:
        month = entry.first.replace(day=1)
        while month <= entry.last:
            found.add(month)
            month = month_after(month)
    return sorted(found)


def asked(all_months: list[date], month: str, today: date, *, is_one: bool) -> list[date]:
    """The months to draw: the one that is asked for, the present one where each has a page, else all that fit."""
    if month:
        return [each for each in all_months if f"{each:%Y-%m}" == month]
    return [opening(all_months, today)] if is_one else _window(all_months, today)


def opening(months: Sequence[date], today: date) -> date:
    """The month that a calendar opens at: today's, else the next in which something happens, else the last."""
    return next((month for month in months if month_after(month) > today), months[-1])


def _window(months: list[date], today: date) -> list[date]:
    """As many months as a page holds, from three months before today on where there are more."""
    if len(months) <= MOST_MONTHS:
        return months
    first = next((n for n, month in enumerate(months) if (today - month).days <= 92), 0)
    first = min(first, len(months) - MOST_MONTHS)
    return months[first : first + MOST_MONTHS]
