"""`calendar.ics`: what a plan, or all plans of a site, have on certain days (plan format, section 12).

Milestones, deadlines, repeating tasks and reviews with all their occurrences, the spans of campaigns, and what is due.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple
from urllib.parse import quote

from omp_plugin.compute.alerts import OVER
from omp_plugin.compute.compiled import Compiled
from omp_plugin.compute.repeats import STEPS, occurrences
from omp_plugin.compute.results import Results, ScheduledTask
from omp_plugin.compute.reviews import MONTHS, WEEKDAYS, WEEKS, month_day, review_days
from omp_plugin.export import ical
from omp_plugin.model.dates import Period
from omp_plugin.model.governance import Review
from omp_plugin.model.plan import Plan
from omp_plugin.model.structures import NO_ITEMS
from omp_plugin.model.tasks import Task
from omp_plugin.words import _, marked, speaking

HOST = "omp.invalid"
"""Stands in identifiers where nobody knows the site's host."""
_SURE = 28
"""Every month has this day."""


class Event(NamedTuple):
    """Something on one day or from `first` to `last`; `rule` says how it comes back, `skipped` on which days not."""

    kind: str
    id: str
    title: str
    first: date
    last: date
    owner: str | None = None
    rule: str = ""
    skipped: tuple[date, ...] = ()


_DUE = (
    ("goals", "goal", "due", marked("Goal due: {title}")),
    ("risks", "risk", "due", marked("Risk response due: {title}")),
    ("assumptions", "assumption", "review_by", marked("Review assumption: {title}")),
    ("decisions", "decision", "due", marked("Decision due: {title}")),
    ("next_steps", "step", "due", marked("Next step due: {title}")),
)


def plan_calendar(compiled: Compiled, host: str = "") -> bytes:
    """The calendar of one plan; its identifiers stay the same as long as the ids of what happens do."""
    plan, results = compiled.plan, compiled.results
    assert plan, "a plan that cannot be read has no calendar"
    assert results
    with speaking(plan.locale):
        return ical.calendar(plan.label, _lines(plan, results, host, ""))


def site_calendar(compiled: Iterable[Compiled], name: str, host: str = "") -> bytes:
    """The calendar of all plans; the events are those of the plans' own calendars, with the plan's name before each."""
    events: list[Iterable[str]] = []
    for each in compiled:
        if each.plan and each.results:
            with speaking(each.plan.locale):
                events += _lines(each.plan, each.results, host, f"{each.plan.short_label}: ")
    return ical.calendar(name, events)


def _lines(plan: Plan, results: Results, host: str, before: str) -> list[list[str]]:
    stamp = f"DTSTAMP:{ical.day(results.today.as_of)}T000000Z"
    return [list(_of_event(plan, event, host or HOST, stamp, before)) for event in events(plan, results)]


def _of_event(plan: Plan, event: Event, host: str, stamp: str, before: str) -> Iterator[str]:
    yield f"UID:{quote(plan.id)}.{event.kind}.{quote(event.id)}@{host}"
    yield stamp
    yield from ical.days(event.first, event.last)
    yield ical.text("SUMMARY", f"{before}{event.title}")
    person = plan.people.get(event.owner or "")
    yield ical.text("DESCRIPTION", f"{plan.label} ({person.label})" if person else plan.label)
    yield f"CATEGORIES:{event.kind.upper()}"
    yield "TRANSP:TRANSPARENT"
    if event.rule:
        yield f"RRULE:{event.rule}"
    if event.skipped:
        yield f"EXDATE;VALUE=DATE:{','.join(map(ical.day, event.skipped))}"


def events(plan: Plan, results: Results) -> Iterator[Event]:
    """Everything that has a day, but what is cancelled; in the language that is spoken."""
    for id_, campaign in plan.campaigns.items():
        found = results.campaigns.get(id_)
        if found and found.start and found.finish and campaign.status != "cancelled":
            last = max(found.start, found.finish)
            yield Event("campaign", id_, campaign.label, found.start, last, campaign.owner)
    for id_, task in plan.tasks.items():
        if not task.is_cancelled:
            yield from _of_task(task, results.schedule.tasks[id_])
    for review in plan.reviews.values():
        yield from _of_review(plan, review, results.today.as_of)
    for collection, kind, field, title in _DUE:
        for id_, each in getattr(plan, collection).items():
            due: Period | None = getattr(each, field)
            if due and (getattr(each, "status", None) or "").lower() not in OVER:
                yield Event(kind, id_, _(title).format(title=each.label), due.last, due.last, each.owner)


def _of_task(task: Task, scheduled: ScheduledTask) -> Iterator[Event]:
    if task.is_milestone and scheduled.finish:
        yield Event("milestone", task.id, task.label, scheduled.finish, scheduled.finish, task.owner)
    if task.deadline and not task.is_done:
        title = _("Deadline: {title}").format(title=task.label)
        yield Event("deadline", task.id, title, task.deadline.last, task.deadline.last, task.owner)
    if scheduled.occurrences and scheduled.start:
        yield _repeating(task, scheduled.start, scheduled.occurrences)


def _repeating(task: Task, start: date, days: tuple[date, ...]) -> Event:
    """A repeating task: the rule of its rhythm, less the days that the plan leaves out."""
    every = Task(**{**vars(task), "except_": NO_ITEMS})
    known = set(days)
    skipped = tuple(day for day in occurrences(every, start, days[-1])[0] if day > days[0] and day not in known)
    weeks, months = STEPS[task.repeat or "weekly"]
    rule = _rule(weeks, months, start.day, days[-1]) if len(days) > 1 else ""
    return Event("task", task.id, task.label, days[0], days[0], task.owner, rule, skipped)


def _of_review(plan: Plan, review: Review, as_of: date) -> Iterator[Event]:
    """A review on all its days of the plan's period."""
    days = review_days(plan, review, as_of)
    if days:
        rule, skipped = "", tuple[date, ...]()
        if len(days) > 1 and review.cadence == "daily":
            rule, skipped = _daily(days)
        elif len(days) > 1:
            weeks, months = WEEKS.get(review.cadence or "", 0), MONTHS.get(review.cadence or "", 0)
            rule = _rule(weeks, months, month_day(review.day) or days[0].day, days[-1])
        yield Event("review", review.id, review.label, days[0], days[0], review.owner, rule, skipped)


def _daily(days: tuple[date, ...]) -> tuple[str, tuple[date, ...]]:
    """The weekdays that are worked on, and those of them that are free."""
    weekdays, known = sorted({day.weekday() for day in days}), set(days)
    span = (days[0] + ical.DAY * count for count in range((days[-1] - days[0]).days + 1))
    names = ",".join(WEEKDAYS[number][:2].upper() for number in weekdays)
    skipped = tuple(day for day in span if day.weekday() in weekdays and day not in known)
    return f"FREQ=WEEKLY;BYDAY={names};UNTIL={ical.day(days[-1])}", skipped


def _rule(weeks: int, months: int, number: int, last: date) -> str:
    """How something comes back until its last day; the 31st is the last day of a shorter month."""
    if weeks:
        return f"FREQ=WEEKLY;INTERVAL={weeks};UNTIL={ical.day(last)}"
    on = str(number) if number <= _SURE else ",".join(map(str, range(_SURE, number + 1))) + ";BYSETPOS=-1"
    return f"FREQ=MONTHLY;INTERVAL={months};BYMONTHDAY={on};UNTIL={ical.day(last)}"
