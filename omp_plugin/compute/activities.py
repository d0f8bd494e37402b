"""Tasks as the activities and arcs of a network (plan format, section 4)."""

from __future__ import annotations

from collections.abc import Sequence, Sized
from datetime import date

from omp_plugin.compute.calendar import WorkCalendar
from omp_plugin.compute.network import Activity, Arc, Network
from omp_plugin.model.dates import Duration
from omp_plugin.model.plan import Plan
from omp_plugin.model.structures import NO_ITEMS, Items
from omp_plugin.model.tasks import Dependency, Task
from omp_plugin.problems import Position, Problem, problem

ONE_DAY = Duration(1, "d")
_DATES = frozenset(("start", "finish", "date"))


def build_network(plan: Plan, calendar: WorkCalendar, problems: list[Problem]) -> Network:
    """The tasks that take part in the network, with the links between them; repeats and cancelled ones do not."""
    assert plan.period is not None
    first = calendar.next_start(plan.period.first.toordinal())
    members = members_of_network(plan)
    milestones = frozenset(id_ for id_ in members if plan.tasks[id_].is_milestone)
    network = Network(calendar, first, {})
    for id_, task in plan.tasks.items():
        if id_ not in members:
            continue
        network.waits_for[id_] = [
            _waiting(calendar, id_, link, at, milestones) for link, at in _links(task.after, members)
        ]
        network.leads[id_] = [
            Arc(id_, link.task, "FS", *_lag(calendar, link), at) for link, at in _links(task.before, members)
        ]
        activity = _activity(task, network, problems, is_milestone=id_ in milestones)
        if activity:
            network.activities[id_] = activity
    return network


def members_of_network(plan: Plan) -> frozenset[str]:
    """The tasks that take part in the network."""
    return frozenset(id_ for id_, task in plan.tasks.items() if not task.is_cancelled and not task.repeat)


def is_planned_back(task: Task, waits_for: Sized, leads: Sized) -> bool:
    """True for a task with neither a day nor anything to wait for, but something that it leads to in the network."""
    return not (task.start or task.finish or task.date) and not len(waits_for) and len(leads) > 0


def _links(links: Items[Dependency], members: frozenset[str]) -> Sequence[tuple[Dependency, Position]]:
    if links is NO_ITEMS:
        return ()
    return [(link, at) for link, at in zip(links.values, links.places, strict=True) if link.task in members]


def _waiting(calendar: WorkCalendar, id_: str, link: Dependency, at: Position, milestones: frozenset[str]) -> Arc:
    """The arc of a link under `after`, whose lag may be a lead."""
    if link.lag is None:
        return Arc(link.task, id_, link.type, 0, False, at)
    lag, elapsed = _lag(calendar, link)
    is_end = link.type[0] == "F" or link.task in milestones, link.type[1] == "F" or id_ in milestones
    return Arc(link.task, id_, link.type, lag * link.sign, elapsed, at, link.sign < 0 and not elapsed and all(is_end))


def _lag(calendar: WorkCalendar, link: Dependency) -> tuple[int, bool]:
    """The days of a link without its sign, and whether they are calendar days."""
    if link.lag is None:
        return 0, False
    return (link.lag.count, True) if link.lag.unit == "ed" else (calendar.working_days(link.lag), False)


def _activity(task: Task, network: Network, problems: list[Problem], *, is_milestone: bool) -> Activity | None:
    """The task as an activity; `None` where its dates are not known (TBD), or contradict each other."""
    if task.open and _has_unknown_dates(task):
        return None
    calendar = network.calendar
    if is_milestone:
        return _milestone(task, network)
    duration = task.duration or ONE_DAY
    elapsed = duration.unit == "ed"
    length = duration.count if elapsed else calendar.working_days(duration)
    start = task.start.first.toordinal() if task.start else None
    if task.finish is None:
        if is_planned_back(task, network.waits_for[task.id], network.leads[task.id]):
            return Activity(task.id, "elapsed" if elapsed else "work", length, "backward")
        if start is not None and not calendar.is_working(start):
            problems.append(_moved(task, start, calendar))
            start = calendar.next_start(start)
        return Activity(task.id, "elapsed" if elapsed else "work", length, "forward", start)
    finish = task.finish.last.toordinal() + 1
    if start is None:
        start = finish - length if elapsed else calendar.day(calendar.count_before(finish) - length)
    elif start >= finish:
        problems.append(_reversed(task))
        return None
    return Activity(task.id, "work", 0, "fixed", start, finish)


def _has_unknown_dates(task: Task) -> bool:
    return not _DATES.isdisjoint(task.open) or ("duration" in task.open and not (task.start and task.finish))


def _milestone(task: Task, network: Network) -> Activity:
    written = task.date or task.finish
    if written:
        instant = written.last.toordinal() + 1
        return Activity(task.id, "instant", 0, "fixed", instant, instant)
    if is_planned_back(task, network.waits_for[task.id], network.leads[task.id]):
        return Activity(task.id, "instant", 0, "backward")
    return Activity(task.id, "instant", 0, "forward", task.start.first.toordinal() if task.start else None)


def _moved(task: Task, start: int, calendar: WorkCalendar) -> Problem:
    day, moved = date.fromordinal(start), date.fromordinal(calendar.next_start(start))
    message = f'"{task.label}" starts on a day off, {day:%A} {day}; it is scheduled from {moved}'
    hint = f"write {moved}, or add {day} to `calendar: work`"
    return problem(task.where("start"), "starts-on-day-off", message, hint)


def _reversed(task: Task) -> Problem:
    assert task.start
    assert task.finish
    message = f'"{task.label}" ends on {task.finish.last}, before it starts on {task.start.first}'
    return problem(task.where("finish"), "ends-before-start", message, "swap the two dates")
