"""Scenarios: the plan with some values changed, typed again as any plan (plan format, section 7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from omp_plugin import limits
from omp_plugin.model.governance import Scenario
from omp_plugin.model.plan import COLLECTIONS, Plan, retype_plan
from omp_plugin.model.references import check_references
from omp_plugin.problems import Position, Problem, did_you_mean, problem
from omp_plugin.source.nodes import Entry, Mapping, Node, Scalar, Sequence


def scenario_plans(
    plan: Plan, node: Mapping, plans: frozenset[str] | None = None
) -> tuple[dict[str, Plan], list[Problem]]:
    """The plan of each scenario, without scenarios of its own; the plan itself is left as it is.

    Problems: `unknown-reference` for a path that leads nowhere, `too-large` (number of scenarios), and those of form
    at the keys and values of `changes`; with the ids of the site's plans those of references and units there, too.
    """
    base = {entry.key.text: entry for entry in node if entry.key.text != "scenarios"}
    changed_plans: dict[str, Plan] = {}
    scenarios = list(plan.scenarios.values())
    most = _most(plan)
    problems = _too_many(scenarios[most], most) if len(scenarios) > most else []
    for scenario in scenarios[:most]:
        changed, found = _changed(replace(node, entries=tuple(base.values())), scenario)
        problems += found
        typed, part, found = retype_plan(plan, changed, scenario.changes)
        if typed is not None and plans is not None:
            found = [*found, *check_references(typed, plans, part)]
        places = {*scenario.changes.places.values(), *chain(*map(_places, scenario.changes.values.values()))}
        problems += [each for each in found if each.position in places]
        if typed is not None:
            changed_plans[scenario.id] = typed
    return changed_plans, problems


def _places(value: Node) -> Iterator[Position]:
    """Where a value and everything in it stands."""
    if isinstance(value, Mapping):
        for entry in value:
            yield entry.key.at
            yield from _places(entry.value)
    elif isinstance(value, Sequence):
        yield from chain(*map(_places, value.items))
    yield value.at


def _most(plan: Plan) -> int:
    """How many scenarios are computed: the fewer, the larger the plan is."""
    entities = sum(len(getattr(plan, key)) for key in COLLECTIONS if key != "scenarios")
    return min(limits.SCENARIOS, max(limits.SCENARIO_ENTITIES // max(entities, 1), 1))


def _too_many(scenario: Scenario, most: int) -> list[Problem]:
    message = f"more scenarios than a plan of this size can have, which is {most}; the rest is not computed"
    return [problem(scenario.at, "too-large", message, "move some of them to a plan of their own")]


def _changed(node: Mapping, scenario: Scenario) -> tuple[Mapping, list[Problem]]:
    problems = []
    for path, value in scenario.changes.values.items():
        changed = _with(node, path.split("."), value, scenario.changes.places[path])
        if isinstance(changed, Problem):
            problems.append(changed)
        else:
            node = changed
    return node, problems


def _with(node: Mapping, path: list[str], value: Node, at: Position) -> Mapping | Problem:
    """The mapping with the value at the end of the path; only the last key may be new."""
    key, rest = path[0], path[1:]
    entry = node.find(key)
    if not rest:
        new = Entry(entry.key if entry else Scalar(key, at), value)
        kept = [each if each is not entry else new for each in node.entries]
        return replace(node, entries=tuple(kept if entry else [*kept, new]))
    inner = entry.value if entry else None
    if not entry or not isinstance(inner, Mapping):
        message = f'there is no "{key}" at this place of the plan'
        hint = did_you_mean(key, (each.key.text for each in node))
        return problem(at, "unknown-reference", message, hint)
    changed = _with(inner, rest, value, at)
    if isinstance(changed, Problem):
        return changed
    new = Entry(entry.key, changed)
    return replace(node, entries=tuple(new if each is entry else each for each in node.entries))
