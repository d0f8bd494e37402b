"""What somebody has to act on, from what is computed already: overdue, due soon, stale, off track, reviews ahead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple

from omp_plugin.compute.results import HEALTH, Results
from omp_plugin.compute.reviews import next_review
from omp_plugin.model.dates import Period
from omp_plugin.model.plan import Plan
from omp_plugin.problems import Position

Kind = Literal["overdue", "due", "off-track", "stale", "review"]
KINDS: tuple[Kind, ...] = ("overdue", "due", "off-track", "stale", "review")
"""The kinds, in the order in which they are listed."""
_DATED = (("decisions", "due"), ("assumptions", "review_by"), ("risks", "due"), ("next_steps", "due"), ("goals", "due"))
OVER = ("done", "closed", "taken", "dropped", "cancelled", "holds", "broken")
"""What authors write as the status of what asks for nothing more."""
_FINISHED = ("done", "cancelled")


class Alert(NamedTuple):
    """One thing to act on. `day` is when it is or was due, `days` from the plan's today to then (negative: late)."""

    kind: Kind
    entity: str
    title: str
    note: str
    owner: str | None = None
    day: date | None = None
    days: int | None = None
    at: Position | None = None


def alerts(plan: Plan, results: Results, ahead: int) -> list[Alert]:
    """The alerts of a plan, by kind, then by day; `ahead` days count as soon. None of one that is over."""
    if plan.status in _FINISHED:
        return []
    today = results.today.as_of
    found = [*_work(plan, results), *_written(plan, today), *_measured(plan, results), *_reviews(plan, today)]
    kept = [each for each in found if each.days is None or each.days <= ahead]
    return sorted(kept, key=lambda each: (KINDS.index(each.kind), each.day or today, each.entity))


def _dated(kind: Kind, entity: str, title: str, owner: str | None, day: date, *, today: date, at: Position) -> Alert:
    """Something with a day; what is past is overdue."""
    days = (day - today).days
    if days < 0:
        late = f"{-days} day{'s' if days != -1 else ''} late"
        return Alert("overdue", entity, title, f"was due {day}, {late}", owner, day, days, at)
    note = f"{'takes place' if kind == 'review' else 'due'} {day}"
    return Alert(kind, entity, title, note, owner, day, days, at)


def _work(plan: Plan, results: Results) -> Iterator[Alert]:
    """Tasks that are not done and their deadlines; a repeating one by its last day."""
    today = results.today.as_of
    for id_, task in plan.tasks.items():
        finish = results.schedule.tasks[id_].finish
        if task.is_done or task.is_cancelled:
            continue
        if finish:
            yield _dated("due", f"tasks.{id_}", task.label, task.owner, finish, today=today, at=task.at)
        if task.deadline:
            title, at = f"Deadline of {task.label}", task.where("deadline")
            yield _dated("due", f"tasks.{id_}.deadline", title, task.owner, task.deadline.last, today=today, at=at)


def _written(plan: Plan, today: date) -> Iterator[Alert]:
    """Decisions, assumptions, risks, next steps and goals that wait for something; a goal's day only while ahead."""
    for collection, field in _DATED:
        for id_, each in getattr(plan, collection).items():
            due: Period | None = getattr(each, field)
            is_over = (getattr(each, "status", None) or "").lower() in OVER
            if due and not is_over and not (collection == "goals" and due.last < today):
                at = each.where(field)
                yield _dated("due", f"{collection}.{id_}", each.label, each.owner, due.last, today=today, at=at)


def _measured(plan: Plan, results: Results) -> Iterator[Alert]:
    """KPIs and goals that miss, KPIs without fresh values, and the facets schedule and budget."""
    for id_, kpi in results.kpis.kpis.items():
        written = plan.kpis[id_]
        if HEALTH.get(kpi.status) == 2:
            said = f"{kpi.status} in {kpi.period.text}" if kpi.period else kpi.status
            note = f"{said}: {written.if_missed or kpi.diagnosis or 'decide what to do'}"
            yield Alert("off-track", f"kpis.{id_}", written.label, note, written.owner, at=written.at)
        elif kpi.status == "stale":
            latest = f"latest value of {kpi.period.text}" if kpi.period else "no value yet"
            yield Alert("stale", f"kpis.{id_}", written.label, latest, written.owner, at=written.at)
    for id_, goal in results.goals.goals.items():
        if HEALTH.get(goal.status) == 2:
            each = plan.goals[id_]
            yield Alert("off-track", f"goals.{id_}", each.label, "coverage or KPI off track", each.owner, at=each.at)
    for facet, title in (("schedule", "Schedule"), ("budget", "Budget")):
        if HEALTH.get(getattr(results.health, facet)) == 2:
            yield Alert("off-track", facet, title, "off track", plan.owner, at=plan.at)


def _reviews(plan: Plan, today: date) -> Iterator[Alert]:
    for id_, review in plan.reviews.items():
        day = next_review(plan, review, today)
        if day and (plan.period is None or day <= plan.period.last + timedelta(days=1)):
            yield _dated("review", f"reviews.{id_}", review.label, review.owner, day, today=today, at=review.at)
