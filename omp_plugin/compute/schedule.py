"""The schedule: when each task takes place, what fixes it, which tasks are critical (plan format, section 4)."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping
from datetime import date

from omp_plugin import limits
from omp_plugin.compute.activities import ONE_DAY, build_network
from omp_plugin.compute.calendar import WorkCalendar
from omp_plugin.compute.network import Arc, Network, Placed, Places, backward, follow, forward, free, slacks
from omp_plugin.compute.order import circles, in_order, is_in_order
from omp_plugin.compute.repeats import occurrences
from omp_plugin.compute.results import Driver, Schedule, ScheduledTask, Status, Today
from omp_plugin.compute.schedule_problems import cycle, does_not_fit, violations
from omp_plugin.model.dates import Duration
from omp_plugin.model.plan import Plan
from omp_plugin.model.tasks import Task
from omp_plugin.problems import Problem, problem
from omp_plugin.words import marked

_BEFORE, _AFTER = marked("it comes before"), marked("it comes after")
_SIMPLY = ("FS", 0, False)
_TANGLED = 5
"""So many circles are reported of tasks that all wait for each other."""


def compute_schedule(plan: Plan, today: Today, calendar: WorkCalendar) -> Schedule:
    """Dates, slack and drivers of all tasks.

    Problems: `dependency-cycle`, `dependency-violated`, `does-not-fit`, `starts-on-day-off`, `ends-before-start`,
    `too-large` (occurrences of a repeat).
    """
    if plan.period is None:
        return Schedule({id_: ScheduledTask(id_) for id_ in plan.tasks}, (), None, None, "unknown", ())
    problems: list[Problem] = []
    network = build_network(plan, calendar, problems)
    links = network.links()
    order = _without_circles(plan, network, links, problems)
    places = _place_all(plan, network, order, problems)
    slack = slacks(network, places, [id_ for id_ in order if id_ in places.starts])
    scheduled = _scheduled(plan, network, places, slack, today.as_of)
    tasks = {id_: scheduled.get(id_) or ScheduledTask(id_) for id_ in plan.tasks}
    ticks = 0
    for id_ in [id_ for id_ in tasks if id_ not in scheduled]:
        task = plan.tasks[id_]
        if task.repeat and not task.is_cancelled:
            left = limits.OCCURRENCES_OF_ALL - ticks
            tasks[id_] = _repeating(plan, task, today, calendar, problems, ticks=left)
            ticks += len(tasks[id_].occurrences)
    problems += violations(network, places)
    start, finish = _ends(places)
    status = _status(plan, tasks, finish, bool(scheduled))
    path = tuple(_critical_order(network, places, slack, links))
    return Schedule(tasks, path, start, finish, status, tuple(problems))


def _depends_on(network: Network, id_: str) -> list[str]:
    """What must be placed before a task can be."""
    direction = network.activities[id_].direction
    if direction == "fixed":
        return []
    if direction == "backward":
        return [arc.after for arc in network.leads[id_]]
    return network.waits_for[id_]


def _without_circles(
    plan: Plan, network: Network, links: Mapping[str, list[str]], problems: list[Problem]
) -> list[str]:
    """The tasks so that each comes after all that it waits for; those that wait for each other leave the network.

    What is left of a tangle when a circle has left it may hold another; of a great tangle not all are looked for.
    """
    if is_in_order(links):
        return list(links)
    order, stuck = in_order(links)
    for _ in range(_TANGLED):
        if not stuck:
            return order
        for circle in circles(links):
            problems.append(cycle(plan, circle))
            for id_ in circle:
                network.activities.pop(id_, None)
        links = {id_: links[id_] for id_ in network.activities}
        order, stuck = in_order(links)
    for id_ in stuck:
        network.activities.pop(id_, None)
    return order


def _place_all(plan: Plan, network: Network, order: list[str], problems: list[Problem]) -> Places:
    """The places of all tasks that can be placed, the shortfall of backward ones reported."""
    places = Places()
    unfit: dict[str, int] = {}
    unknown = network.waits_for.keys() - network.activities.keys()
    for id_ in _placing_order(network, order):
        if unknown and not unknown.isdisjoint(_depends_on(network, id_)):
            unknown.add(id_)  # it waits for a task whose dates are not known, so its own are not
        elif id_ not in network.arcs:
            follow(network, id_, places)
        else:
            placed = _place(network, id_, places, unfit)
            if placed.shortfall:
                unfit[id_] = placed.start
                problems.append(does_not_fit(plan.tasks[id_], placed.shortfall))
                placed = _clamped(network, id_, placed)
                places.short.add(id_)
            places.put(id_, placed)
    return places


def _place(network: Network, id_: str, places: Places, unfit: dict[str, int]) -> Placed:
    """Where a task with arcs lies; `unfit` are the starts of what does not fit."""
    activity = network.activities[id_]
    if activity.direction == "fixed":
        assert activity.start is not None
        assert activity.finish is not None
        return Placed(activity.start, activity.finish)
    if activity.direction == "backward":
        # What is scheduled backward from a task that does not fit is short by as much again.
        return backward(network, activity, network.leads[id_], ChainMap(unfit, places.starts))
    return forward(network, activity, network.arcs[id_], places)


def _placing_order(network: Network, order: list[str]) -> list[str]:
    """Backward tasks wait for what follows them. Where that goes round in a circle, they are placed forward instead."""
    activities = network.activities
    if not any(activities[id_].direction == "backward" for id_ in network.leads if id_ in activities):
        return [id_ for id_ in order if id_ in activities]
    return _with_backward(network)


def _with_backward(network: Network) -> list[str]:
    order, stuck = in_order({id_: _depends_on(network, id_) for id_ in network.activities})
    round_about = {id_ for circle in circles({id_: _depends_on(network, id_) for id_ in stuck}) for id_ in circle}
    turned = [id_ for id_ in round_about if network.activities[id_].direction == "backward"]
    if not turned:
        return order
    for id_ in turned:
        each = network.activities[id_]
        network.activities[id_] = free(each.measure, each.length)
    return _with_backward(network)


def _clamped(network: Network, id_: str, placed: Placed) -> Placed:
    """A backward task that does not fit begins on the plan's first working day."""
    activity = network.activities[id_]
    early = forward(network, free(activity.measure, activity.length), (), Places())
    return placed._replace(start=early.start, finish=early.finish)


def _critical_order(
    network: Network, places: Places, slack: Mapping[str, int], links: Mapping[str, list[str]]
) -> Iterator[str]:
    """Critical tasks by first and last day; where both are equal, one that another waits for comes first."""
    days: dict[tuple[int, int], list[str]] = {}
    for id_ in [id_ for id_, late in slack.items() if late <= 0]:
        is_instant = network.activities[id_].measure == "instant"
        days.setdefault((places.starts[id_] - is_instant, places.finishes[id_]), []).append(id_)
    for _, ids in sorted(days.items()):
        yield from ids if len(ids) == 1 else in_order({id_: links[id_] for id_ in sorted(ids)})[0]


def _ends(places: Places) -> tuple[date | None, date | None]:
    """The first and last day of all that is placed; a milestone falls on the day at whose end it lies."""
    if not places.starts:
        return None, None
    first, ends = min(places.starts.values()), places.finishes.values()
    return date.fromordinal(min(first, min(ends) - 1)), date.fromordinal(max(ends) - 1)


class _Dates(dict[int, date]):
    """Days as dates: a plan has few days and many that begin or end on them."""

    def __missing__(self, day: int) -> date:
        found = self[day] = date.fromordinal(day)
        return found


def _scheduled(
    plan: Plan, network: Network, places: Places, slack: Mapping[str, int], as_of: date
) -> dict[str, ScheduledTask]:
    """What is placed, in days."""
    counts, activities, waits_for = network.calendar.counts, network.activities, network.waits_for
    tasks, new = plan.tasks, tuple.__new__
    found, dates = {}, _Dates()
    for (id_, begin), end, driver in zip(
        places.starts.items(), places.finishes.values(), places.drivers.values(), strict=True
    ):
        task, late = tasks[id_], slack[id_]
        finish, is_instant = dates[end - 1], activities[id_].measure == "instant"
        if isinstance(driver, str):
            at = task.after.places[waits_for[id_].index(driver)]
            why = new(Driver, (tasks[driver], _AFTER, at, _SIMPLY))
        else:
            why = _driver(plan, task, driver)
        start, days = (finish, 0) if is_instant else (dates[begin], counts[end] - counts[begin])
        overdue = finish < as_of and not task.is_done
        left = _deadline_slack(task, finish, network.calendar) if "deadline" in task.places else None
        found[id_] = new(ScheduledTask, (id_, start, finish, days, late, late <= 0, overdue, left, why, ()))
    return found


def _deadline_slack(task: Task, finish: date, calendar: WorkCalendar) -> int | None:
    """Working days left between finish and deadline; a miss is at least -1, also over days off."""
    if task.deadline is None:
        return None
    last = task.deadline.last
    days = calendar.count_before(last.toordinal() + 1) - calendar.count_before(finish.toordinal() + 1)
    return days if finish <= last else min(days, -1)


def _driver(plan: Plan, task: Task, arc: Arc | None) -> Driver:
    """What else fixes a task's date."""
    if arc is not None:
        is_before = arc.before == task.id
        other = plan.tasks[arc.after if is_before else arc.before]
        return Driver(other, _BEFORE if is_before else _AFTER, arc.at, arc[2:5])
    for name, words in (("date", "its date"), ("finish", "its finish"), ("start", "its start")):
        if getattr(task, name) is not None:
            return Driver(None, f"{words} is written as {getattr(task, name).text}", task.where(name))
    return Driver(None, marked("it waits for nothing and the plan begins"), plan.where("period"))


def _repeating(
    plan: Plan, task: Task, today: Today, calendar: WorkCalendar, problems: list[Problem], *, ticks: int
) -> ScheduledTask:
    """A repeating task: one row from its first day to its last, with the days on which it takes place, `ticks` at most.

    Its deadline is that of the last of them.
    """
    assert plan.period is not None
    if "start" in task.open or "finish" in task.open:
        return ScheduledTask(task.id)
    first = task.start.first if task.start else date.fromordinal(calendar.next_start(plan.period.first.toordinal()))
    last = task.finish.last if task.finish else plan.period.last
    if last < first:
        message = f'"{task.label}" ends on {last}, before it starts on {first}'
        problems.append(problem(task.where("finish"), "ends-before-start", message, "swap the two dates"))
        return ScheduledTask(task.id)
    days, found = occurrences(task, first, last, ticks)
    problems += found
    duration = task.duration or ONE_DAY
    length = calendar.working_days(duration) if duration.unit != "ed" else duration.count
    overdue = last < today.as_of and not task.is_done
    slack = _deadline_slack(task, _end(days[-1], duration, calendar), calendar) if days else None
    return ScheduledTask(task.id, first, last, length, overdue=overdue, deadline_slack=slack, occurrences=days)


def _end(day: date, duration: Duration, calendar: WorkCalendar) -> date:
    """The last day of an occurrence that begins on a day."""
    begun, length = day.toordinal(), max(duration.count, 1)
    if duration.unit != "ed":
        return date.fromordinal(calendar.add_working(begun, calendar.working_days(Duration(length, duration.unit))) - 1)
    return date.fromordinal(begun + length - 1)


def _status(plan: Plan, tasks: Mapping[str, ScheduledTask], finish: date | None, is_known: bool) -> Status:
    """Off track: a critical task is overdue, or the network ends too late; at risk: anything is late."""
    assert plan.period is not None
    if not is_known:
        return "unknown"
    if any(each.critical and each.overdue for each in tasks.values()) or (finish and finish > plan.period.last):
        return "off-track"
    if any(each.overdue or (each.deadline_slack or 0) < 0 for each in tasks.values()):
        return "at-risk"
    return "on-track"
