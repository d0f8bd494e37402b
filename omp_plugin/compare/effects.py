"""What two versions of a plan come to: coverage, forecast, dates, critical path, health, statuses of KPIs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from omp_plugin.compare.changes import Effect, difference
from omp_plugin.compare.matching import matched
from omp_plugin.compare.money import Version
from omp_plugin.compare.records import Book
from omp_plugin.compute.results import HEALTH, GoalResult
from omp_plugin.model.dates import Period

FACETS = ("status", "goals", "kpis", "schedule", "budget")


def effects(book: Book, old: Version, new: Version) -> tuple[Effect, ...]:
    """The figures that differ. A status counts only where both versions have one: a first result is no change."""
    return (*_goals(old, new), *_money(old, new), *_schedule(book, old, new), *_statuses(old, new))


def _goals(old: Version, new: Version) -> Iterator[Effect]:
    for before, after in matched(old.plan.goals, new.plan.goals):
        if before and after:
            one, other = old.results.goals.goals.get(before.id), new.results.goals.goals.get(after.id)
            if one and other:
                yield from _goal(new, one, other)


def _goal(new: Version, one: GoalResult, other: GoalResult) -> Iterator[Effect]:
    entity = f"goals.{other.id}"
    kpi = new.plan.kpis.get(other.kpi or "")
    if one.coverage != other.coverage:
        delta = difference(one.coverage, other.coverage)
        yield Effect(entity, "coverage", one.coverage, other.coverage, delta, "percent")
    if one.planned != other.planned and one.kpi == other.kpi:
        delta = difference(one.planned, other.planned)
        yield Effect(entity, "planned", one.planned, other.planned, delta, "value", (kpi.unit if kpi else "") or "")


def _money(old: Version, new: Version) -> Iterator[Effect]:
    one, other = old.results.budget, new.results.budget
    if one and other and old.plan.currency == new.plan.currency and one.forecast != other.forecast:
        was, now = Fraction(one.forecast), Fraction(other.forecast)
        yield Effect("budget", "forecast", was, now, now - was, "money", new.plan.currency)


def _schedule(book: Book, old: Version, new: Version) -> Iterator[Effect]:
    one, other = old.results.schedule, new.results.schedule
    if one.finish != other.finish and one.finish and other.finish:
        was, now = _day(one.finish), _day(other.finish)
        yield Effect("schedule", "finish", was, now, difference(was, now), "date")
    if tuple(book.current("tasks", id_) for id_ in one.critical_path) != other.critical_path:
        yield Effect("schedule", "critical_path", one.critical_path, other.critical_path, None, "path")


def _day(day: date) -> Period:
    return Period(day, day, day.isoformat(), "day")


def _statuses(old: Version, new: Version) -> Iterator[Effect]:
    for name in FACETS:
        was, now = getattr(old.results.health, name), getattr(new.results.health, name)
        if was != now and was in HEALTH and now in HEALTH:
            yield Effect("health", name, was, now, None, "status")
    for before, after in matched(old.plan.kpis, new.plan.kpis):
        one = old.results.kpis.kpis.get(before.id) if before else None
        other = new.results.kpis.kpis.get(after.id) if after else None
        if one and other and one.status != other.status and one.status in HEALTH and other.status in HEALTH:
            yield Effect(f"kpis.{other.id}", "status", one.status, other.status, None, "status")
