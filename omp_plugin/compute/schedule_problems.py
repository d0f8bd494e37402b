"""What can be wrong with links and written dates, in the words of the schedule (plan format, section 4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from omp_plugin.compute.network import Arc, Network, Placed, bound_of
from omp_plugin.model.plan import Plan
from omp_plugin.model.tasks import Task
from omp_plugin.problems import Problem, problem


def does_not_fit(task: Task, each: Placed) -> Problem:
    days = f"{each.shortfall} working day{'s' if each.shortfall != 1 else ''}"
    message = f'"{task.label}" does not fit: it would have to start {days} before the plan does'
    at = task.before.places[0] if task.before.places else task.at
    return problem(at, "does-not-fit", message, f"shorten it or what follows it by {days}, or start the plan earlier")


_CUT = 'take one of the tasks out of "after" or "before" of the next'


def cycle(plan: Plan, circle: list[str]) -> Problem:
    first = plan.tasks[circle[0]]
    names = " after ".join(f'"{id_}"' for id_ in [*circle, circle[0]])
    at = first.where("after") if first.after.values else first.where("before")
    return problem(at, "dependency-cycle", f"these tasks wait for each other: {names}", _CUT)


def violations(network: Network, placed: Mapping[str, Placed]) -> Iterator[Problem]:
    """Links that do not hold where dates are written; those of tasks that do not fit have been reported."""
    for arc in _may_fail(network):
        if arc.before not in placed or arc.after not in placed or placed[arc.before].shortfall:
            continue
        after = placed[arc.after]
        bound = bound_of(network.calendar, arc, placed[arc.before])
        actual = after.start if arc.type[1] == "S" else after.finish
        if actual < bound:
            yield _violated(network, arc, bound, actual)


def _may_fail(network: Network) -> Iterator[Arc]:
    """All arcs but those by which a task was placed: it was placed so that they hold."""
    for id_, activity in network.activities.items():
        if activity.direction != "forward":
            yield from network.waits_for[id_]
        yield from network.leads[id_]


def _violated(network: Network, arc: Arc, bound: int, actual: int) -> Problem:
    calendar = network.calendar
    days = max(calendar.count_before(bound) - calendar.count_before(actual), 1)
    verb = "starts" if arc.type[1] == "S" else "finishes"
    other = "finish" if arc.type[0] == "F" else "start"
    days_text = f"{days} working day{'s' if days != 1 else ''}"
    message = f'"{arc.after}" {verb} {days_text} too early: it waits for the {other} of "{arc.before}"'
    hint = f'move "{arc.after}" {days_text} later or "{arc.before}" earlier, or change the link'
    return problem(arc.at, "dependency-violated", message, hint)
