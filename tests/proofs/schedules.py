"""The days of a plan's tasks as the slow scheduler finds them, from what the plan says and public holidays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import holidays

from omp_plugin.model.dates import Period
from omp_plugin.model.plan import WEEKDAYS, Plan
from omp_plugin.model.tasks import Dependency, Task
from tests.oracle.schedule import schedule

AROUND = 2
"""Years before and after the plan's period whose holidays count: work may begin before it, and end after it."""


def days_of(plan: Plan) -> dict[str, tuple[date, date, int]]:
    """Start, finish and slack of every task that takes place once."""
    assert plan.period
    settings = plan.calendar
    network = {
        "period": (plan.period.first, plan.period.last),
        "workdays": {WEEKDAYS.index(each) for each in (settings.workdays if settings and settings.workdays else WEEKDAYS[:5])},
        "off": {*public(plan), *single(settings.off if settings else ())},
        "work": set(single(settings.work if settings else ())),
        "tasks": {id_: fields(each) for id_, each in plan.tasks.items()},
    }
    return {id_: (row["start"], row["finish"], row["slack"]) for id_, row in schedule(network).items()}


def public(plan: Plan) -> Iterable[date]:
    """The public holidays of the plan's country and part of it."""
    code = plan.calendar.holidays if plan.calendar else None
    if not code or not plan.period:
        return ()
    country, _dash, part = code.partition("-")
    years = range(plan.period.first.year - AROUND, plan.period.last.year + AROUND + 1)
    return holidays.country_holidays(country, subdiv=part or None, years=years)


def single(periods: Iterable[Period]) -> Iterator[date]:
    """Each day of some periods."""
    for period in periods:
        yield from (period.first + timedelta(days=n) for n in range((period.last - period.first).days + 1))


def fields(task: Task) -> dict[str, Any]:
    """A task in the words of the scheduler."""
    days = {"start": task.start and task.start.first, "finish": task.finish and task.finish.last, "date": task.date and task.date.last}
    found: dict[str, Any] = {name: day.isoformat() for name, day in days.items() if day}
    texts = {"duration": task.duration, "status": task.status, "repeat": task.repeat, "milestone": "yes" if task.is_milestone else None}
    found |= {name: str(text) for name, text in texts.items() if text is not None}
    found |= {name: [link(each) for each in getattr(task, name)] for name in ("after", "before")}
    return found


def link(written: Dependency) -> str:
    """A link in full."""
    lag = f"{'+' if written.sign > 0 else '-'}{written.lag}" if written.lag else ""
    return f"{written.task} {written.type}{lag}"
