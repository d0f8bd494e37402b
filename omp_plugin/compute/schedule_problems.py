"""What can be wrong with links and written dates, in the words of the schedule (plan format, section 4)."""

from __future__ import annotations

from collections.abc import Iterator

from omp_plugin.compute.network import Arc, Network, Places, bound_of
from omp_plugin.model.plan import Plan
from omp_plugin.model.tasks import Task
from omp_plugin.problems import Problem, problem


def does_not_fit(task: Task, shortfall: int) -> Problem:
    days = f"{shortfall} working day{'s' if shortfall != 1 else ''}"
    message = f'"{task.label}" does not fit: it would have to start {days} before the plan does'
    at = task.before.places[0] if task.before.places else task.at
    return problem(at, "does-not-fit", message, f"shorten it or what follows it by {days}, or start the plan earlier")


_CUT = 'take one of the tasks out of "after" or "before" of the next'


def cycle(plan: Plan, circle: list[str]) -> Problem:
    first = plan.tasks[circle[0]]
    names = " after ".join(f'"{id_}"' for id_ in [*circle, circle[0]])
    at = first.where("after") if first.after.values else first.where("before")
    return problem(at, "dependency-cycle", f"these tasks wait for each other: {names}", _CUT)


def violations(network: Network, places: Places) -> Iterator[Problem]:
    """Links that do not hold where dates are written; those of tasks that do not fit have been reported."""
    for arc in _may_fail(network):
        if arc.before not in places.starts or arc.after not in places.starts or arc.before in places.short:
            continue
        bound = bound_of(network.calendar, arc, places)
        actual = (places.starts if arc.type[1] == "S" else places.finishes)[arc.after]
        if actual < bound:
            yield _violated(network, arc, bound, actual)


def _may_fail(network: Network) -> Iterator[Arc]:
    """All arcs but those by which a task was placed: it was placed so that they hold."""
    for id_, arcs in network.arcs.items():
        activity = network.activities.get(id_)
        if activity:
            yield from arcs if activity.direction != "forward" else ()
            yield from network.leads.get(id_, ())


def _violated(network: Network, arc: Arc, bound: int, actual: int) -> Problem:
    calendar = network.calendar
    days = max(calendar.count_before(bound) - calendar.count_before(actual), 1)
    verb = "starts" if arc.type[1] == "S" else "finishes"
    other = "finish" if arc.type[0] == "F" else "start"
    days_text = f"{days} working day{'s' if days != 1 else ''}"
    message = f'"{arc.after}" {verb} {days_text} too early: it waits for the {other} of "{arc.before}"'
    hint = f'move "{arc.after}" {days_text} later or "{arc.before}" earlier, or change the link'
    return problem(arc.at, "dependency-violated", message, hint)
