"""References between the parts of a plan: every id that is named must exist, every value must be in its KPI's unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from omp_plugin import limits
from omp_plugin.model.budget import TOTAL, Base
from omp_plugin.model.kinds import Id
from omp_plugin.model.kpis import Funnel
from omp_plugin.model.plan import COLLECTIONS, Plan
from omp_plugin.model.reading import Kind, Record, shorten, specs
from omp_plugin.model.structures import ListOf, TableOf
from omp_plugin.model.tasks import Task
from omp_plugin.model.units import check_units
from omp_plugin.model.walk import walk
from omp_plugin.problems import LEVELS, Position, Problem, did_you_mean, problem

NAMES = {
    "people": "person", "objectives": "objective", "goals": "goal", "kpis": "KPI", "campaigns": "campaign",
    "tactics": "tactic", "budget lines": "budget line", "segments or personas": "segment or persona",
    "entities": "entity", "plans": "plan", "tasks": "task", "stages": "stage",
}  # fmt: skip
_FREE = frozenset({"", "former ids", "currencies", "conversions", "stages", "checks"})
"""What an `Id` may name that is in no collection: each has a check of its own, or needs none."""


_Reference = tuple[str, str, Position]
"""The collection in which an id must be found, the id as written somewhere, and where."""


def check_references(plan: Plan, plans: frozenset[str], part: Plan | None = None) -> list[Problem]:
    """Problems: `unknown-reference`, `unknown-check`, `wrong-type` for a value in another unit.

    `plans` are the ids of the site's plans; of a `part` of the plan nothing else is looked at for references.
    What is looked for in a collection that could not be read is not reported.
    """
    known = _known(plan, plans)
    found: list[Problem] = []
    for record in walk(part or plan):
        for of, id_, at in _references(record):
            if id_ not in known[of] and not (_is_unread(plan, of) or _is_lost(plan, of, id_)):
                found.append(_unknown(of, id_, at, known[of], len(found)))
    found += _unknown_checks(plan)
    for funnel in plan.funnels.values():
        found += _unknown_conversions(funnel)
    found += _formula_names(plan, known["kpis"])
    return [*found, *check_units(plan, part)]


def _known(plan: Plan, plans: frozenset[str]) -> dict[str, frozenset[str]]:
    """The ids that exist, by what an `Id` may name."""
    market = plan.market
    audience = frozenset([*market.segments, *market.personas]) if market else frozenset()
    known = {key: frozenset(getattr(plan, key)) for key in COLLECTIONS}
    tactics = frozenset(id_ for campaign in plan.campaigns.values() for id_ in campaign.tactics)
    lines = frozenset(plan.budget.lines) if plan.budget else frozenset()
    everything = frozenset().union(*known.values(), tactics, lines, audience)
    return {
        **known,
        "tactics": tactics,
        "budget lines": lines | {TOTAL},
        "segments or personas": audience,
        "entities": everything,
        "plans": plans,
    }


def _is_unread(plan: Plan, of: str) -> bool:
    """True where the collection could not be read, so that nothing can be said of what is in it."""
    needs = {"tactics": ["campaigns"], "budget lines": ["budget"], "segments or personas": ["market"]}
    return any(key in plan.unread for key in (COLLECTIONS if of == "entities" else needs.get(of, [of])))


def _is_lost(plan: Plan, of: str, id_: str) -> bool:
    """True for what is there and could not be read."""
    return any((kind, lost) in plan.lost for kind in NAMES[of].split(" or ") for lost in ("", id_))


@cache
def _kinds(record: type[Record]) -> Mapping[str, tuple[str, Kind[Any]]]:
    """What the fields of a record name that hold references, with their kinds, by attribute."""
    found = {spec.name: (_named(spec.kind), spec.kind) for spec in specs(record).values()}
    return {name: (of, kind) for name, (of, kind) in found.items() if of not in _FREE}


def _named(kind: Kind[Any]) -> str:
    """The collection in which a field's ids must be found."""
    inner = kind.lines if isinstance(kind, Base) else kind
    inner = inner.kind if isinstance(inner, ListOf) else inner.key if isinstance(inner, TableOf) else inner
    return inner.of if isinstance(inner, Id) else ""


def _references(record: Record) -> Iterator[_Reference]:
    """The references that the written fields of a record hold, by the kinds they are declared with."""
    declared: Any = type(record)
    kinds = _kinds(declared)
    for name, at in record.places.items():
        if name not in kinds or (value := getattr(record, name)) is None:
            continue
        of, kind = kinds[name]
        if isinstance(kind, Id):
            yield of, value, at
        elif isinstance(kind, TableOf):
            yield from ((of, id_, value.places[id_]) for id_ in value)
        else:
            yield from ((of, id_, place) for id_, place in zip(value.values, value.places, strict=True))
    if isinstance(record, Task):
        for links in (record.after, record.before):
            yield from (("tasks", link.task, place) for link, place in zip(links.values, links.places, strict=True))


def _unknown(of: str, id_: str, at: Position, known: frozenset[str], count: int) -> Problem:
    """The problem of a reference that leads nowhere; `count` are those found before it."""
    message = f'there is no {NAMES[of]} "{shorten(id_)}"'
    near = did_you_mean(id_, known - {TOTAL}) if count < limits.HINTS_PER_FILE else ""
    return problem(at, "unknown-reference", message, near or "add it, or take the reference out")


def _unknown_checks(plan: Plan) -> list[Problem]:
    return [
        problem(at, "unknown-check", f'there is no check "{shorten(code)}"', did_you_mean(code, LEVELS))
        for code, at in plan.checks.places.items()
        if code not in LEVELS
    ]


def _unknown_conversions(funnel: Funnel) -> list[Problem]:
    ids = [stage.id or "" for stage in funnel.stages]
    pairs = {f"{first}-to-{second}" for first, second in pairwise(ids)}
    found: list[Problem] = []
    for key, at in funnel.conversions.places.items():
        if key not in pairs:
            hint = did_you_mean(key, pairs) if len(found) < limits.HINTS_PER_FILE else ""
            message = f'"{shorten(key)}" names no two neighbouring stages'
            found.append(problem(at, "unknown-reference", message, hint))
    return found


def _formula_names(plan: Plan, kpis: frozenset[str]) -> Iterator[Problem]:
    """Names in KPI formulas that are no KPI; those in facts are paths, which are resolved when all is computed."""
    if "kpis" in plan.unread:
        return
    names = ((kpi, name) for kpi in plan.kpis.values() if kpi.formula for name in kpi.formula.names)
    for count, (kpi, name) in enumerate((kpi, name) for kpi, name in names if name not in kpis):
        hint = did_you_mean(name, kpis) if count < limits.HINTS_PER_FILE else ""
        yield problem(kpi.where("formula"), "unknown-reference", f'there is no KPI "{shorten(name)}"', hint)
