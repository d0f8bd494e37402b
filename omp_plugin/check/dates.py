"""Checks of written and computed days: the right way round, and inside the plan's period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from omp_plugin.check.campaigns import running
from omp_plugin.check.words import quoted
from omp_plugin.compute.results import Results
from omp_plugin.model.dates import Period
from omp_plugin.model.plan import Plan
from omp_plugin.model.structures import Entity
from omp_plugin.problems import Position, Problem, problem


def ends_before_start(plan: Plan, results: Results) -> Iterator[Problem]:
    """Something ends before it starts: a period, a task, a campaign, a person's time in the plan, a line's months.

    One of the two days is wrong, and whatever is computed from them would be, too. A partial date starts on its first
    day and ends on its last (plan format, section 1).
    """
    for campaign in plan.campaigns.values():
        yield from _reversed(f"campaign {quoted(campaign)}", campaign.start, campaign.finish, campaign.where("finish"))
    for person in plan.people.values():
        yield from _reversed(f"the time of {quoted(person)}", person.from_, person.until, person.where("until"))


def _reversed(what: str, start: Period | None, finish: Period | None, at: Position) -> Iterator[Problem]:
    if start and finish and finish.last < start.first:
        message = f"{what} ends on {finish.last}, before it starts on {start.first}"
        yield problem(at, "ends-before-start", message, "swap the two dates, or correct one")


class _Day(NamedTuple):
    """A day of something: what happens on it, and where it stands."""

    says: str
    day: date | None
    at: Position


def outside_period(plan: Plan, results: Results) -> Iterator[Problem]:
    """Something takes place before the plan's period or after it: a task, a campaign, a goal's due day, planned money.

    Either the day is wrong (most often its year), or the plan's period is too short for what it holds. Each is reported
    once; values of KPIs may lie outside, as a baseline's history does (plan format, sections 2 and 5).
    """
    if plan.period is None:
        return
    first, last = plan.period.first, plan.period.last
    whole = f"{first} to {last}"
    for what, entity, days in _dated(plan, results):
        outside = next((each for each in days if each.day and not first <= each.day <= last), None)
        if outside and outside.day:
            side = "before" if outside.day < first else "after"
            message = f"{what} {quoted(entity)} {outside.says} {outside.day}, {side} the plan's period ({whole})"
            yield problem(outside.at, "outside-period", message, "check the date, or change the plan's period")


def _dated(plan: Plan, results: Results) -> Iterator[tuple[str, Entity, list[_Day]]]:
    """Everything that has days of its own, with those days."""
    for goal in plan.goals.values():
        yield "goal", goal, [_Day("is due on", goal.due.last if goal.due else None, goal.where("due"))]
    for kpi in plan.kpis.values():
        yield "KPI", kpi, [_Day("is due on", kpi.due.last if kpi.due else None, kpi.where("due"))]
    for campaign in running(plan):
        start = _Day("starts on", campaign.start.first if campaign.start else None, campaign.where("start"))
        finish = _Day("ends on", campaign.finish.last if campaign.finish else None, campaign.where("finish"))
        yield "campaign", campaign, [start, finish]
        for tactic in campaign.tactics.values():
            flights = list(zip(tactic.flights.values, tactic.flights.places, strict=True))
            starts = [_Day("runs from", flight.first, at) for flight, at in flights]
            yield "tactic", tactic, starts + [_Day("runs until", flight.last, at) for flight, at in flights]
    yield from _dated_tasks(plan, results)


def _dated_tasks(plan: Plan, results: Results) -> Iterator[tuple[str, Entity, list[_Day]]]:
    for task in plan.tasks.values():
        if task.is_cancelled:
            continue
        each = results.schedule.tasks[task.id]
        days = [_Day("has its deadline on", task.deadline.last, task.where("deadline"))] if task.deadline else []
        if task.is_milestone:
            written = next((name for name in ("date", "finish", "start") if name in task.places), "finish")
            yield "milestone", task, [_Day("falls on", each.finish, task.where(written)), *days]
        else:
            start, finish = task.where("start"), task.where("finish")
            yield "task", task, [_Day("starts on", each.start, start), _Day("finishes on", each.finish, finish), *days]
