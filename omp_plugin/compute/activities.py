"""Tasks as the activities and arcs of a network (plan format, section 4)."""

from __future__ import annotations

from collections.abc import Sequence, Sized
from datetime import date

from omp_plugin.compute.calendar import WorkCalendar
from omp_plugin.compute.network import Activity, Arc, Measure, Network, free
from omp_plugin.model.dates import Duration
from omp_plugin.model.plan import Plan
from omp_plugin.model.structures import NO_ITEMS, Items
from omp_plugin.model.tasks import Dependency, Task
from omp_plugin.problems import Position, Problem, problem

ONE_DAY = Duration(1, "d")
_DATES = frozenset(("start", "finish", "date"))
_BINDING = _DATES | {"milestone", "before"}


def build_network(plan: Plan, calendar: WorkCalendar, problems: list[Problem]) -> Network:
    """The tasks that take part in the network, with the links between them; repeats and cancelled ones do not."""
    assert plan.period is not None
    network = Network(calendar, calendar.next_start(plan.period.first.toordinal()), {})
    members = members_of_network(plan)
    for id_, task in plan.tasks.items():
        if id_ not in members:
            continue
        length = _free_length(task, calendar) if _BINDING.isdisjoint(task.places) else 0
        names = _followed(task.after, members) if length else None
        if names is not None:
            network.waits_for[id_], network.activities[id_] = names, free("work", length)
        else:
            _add_bound(plan, task, network, members, problems)
    return network


def _free_length(task: Task, calendar: WorkCalendar) -> int:
    """The working days of a task that no written date binds; 0 for any other, and for a milestone."""
    duration = task.duration or ONE_DAY
    return 0 if duration.unit == "ed" or task.open else calendar.working_days(duration)


def _followed(links: Items[Dependency], members: frozenset[str]) -> list[str] | None:
    """The tasks that one waits for, where no link says more than that; else `None`."""
    names = [task for task, type_, _, lag in links.values if lag is None and type_ == "FS" and task in members]
    return names if len(names) == len(links.values) else None


def _add_bound(plan: Plan, task: Task, network: Network, members: frozenset[str], problems: list[Problem]) -> None:
    """Adds a task with all that its dates and links say."""
    calendar = network.calendar
    if links := _links(task.before, members):
        network.leads[task.id] = [Arc(task.id, link.task, "FS", *_lag(calendar, link), at) for link, at in links]
    arcs = [_waiting(plan, task, calendar, link, at) for link, at in _links(task.after, members)]
    network.arcs[task.id], network.waits_for[task.id] = arcs, [arc.before for arc in arcs]
    activity = _activity(task, network, problems)
    if activity:
        network.activities[task.id] = activity


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


def _waiting(plan: Plan, task: Task, calendar: WorkCalendar, link: Dependency, at: Position) -> Arc:
    """The arc of a link under `after`, whose lag may be a lead."""
    if link.lag is None:
        return Arc(link.task, task.id, link.type, 0, False, at)
    lag, elapsed = _lag(calendar, link)
    is_lead = link.sign < 0 and not elapsed
    from_end = link.type[0] == "F" or plan.tasks[link.task].is_milestone
    to_end = link.type[1] == "F" or task.is_milestone
    return Arc(link.task, task.id, link.type, lag * link.sign, elapsed, at, is_lead and from_end and to_end)


def _lag(calendar: WorkCalendar, link: Dependency) -> tuple[int, bool]:
    """The days of a link without its sign, and whether they are calendar days."""
    if link.lag is None:
        return 0, False
    return (link.lag.count, True) if link.lag.unit == "ed" else (calendar.working_days(link.lag), False)


def _activity(task: Task, network: Network, problems: list[Problem]) -> Activity | None:
    """The task as an activity; `None` where its dates are not known (TBD), or contradict each other."""
    if task.open and _has_unknown_dates(task):
        return None
    calendar = network.calendar
    if task.is_milestone:
        return _milestone(task, network)
    duration = task.duration or ONE_DAY
    elapsed = duration.unit == "ed"
    measure: Measure = "elapsed" if elapsed else "work"
    length = duration.count if elapsed else calendar.working_days(duration)
    start = task.start.first.toordinal() if task.start else None
    if task.finish is None:
        if is_planned_back(task, network.waits_for[task.id], network.leads.get(task.id, ())):
            return free(measure, length, "backward")
        if start is not None and not calendar.is_working(start):
            problems.append(_moved(task, start, calendar))
            start = calendar.next_start(start)
        return Activity(measure, length, "forward", start)
    finish = task.finish.last.toordinal() + 1
    if start is None:
        start = finish - length if elapsed else calendar.day(calendar.count_before(finish) - length)
    elif start >= finish:
        problems.append(_reversed(task))
        return None
    return Activity("work", 0, "fixed", start, finish)


def _has_unknown_dates(task: Task) -> bool:
    return not _DATES.isdisjoint(task.open) or ("duration" in task.open and not (task.start and task.finish))


def _milestone(task: Task, network: Network) -> Activity:
    written = task.date or task.finish
    if written:
        instant = written.last.toordinal() + 1
        return Activity("instant", 0, "fixed", instant, instant)
    if is_planned_back(task, network.waits_for[task.id], network.leads.get(task.id, ())):
        return free("instant", 0, "backward")
    return Activity("instant", 0, "forward", task.start.first.toordinal() if task.start else None)


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
