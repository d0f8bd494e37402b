"""What things that changed are called: entities by their titles, wherever they are in the plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from omp_plugin.compare.money import REST, Version
from omp_plugin.model.plan import Plan
from omp_plugin.model.reading import Record
from omp_plugin.model.structures import Entity
from omp_plugin.words import _


class Found(NamedTuple):
    """What a path leads to: the entity, and the entities around it from the outermost on."""

    entity: Entity | None
    around: tuple[Entity, ...] = ()


def find(plan: Plan, path: str) -> Found:
    """The entity at a path such as `campaigns.loyalty.tactics.app`."""
    here: object = plan
    around: list[Entity] = []
    for part in path.split("."):
        if isinstance(here, Mapping):
            here = here.get(part)
        elif isinstance(here, Record):
            here = getattr(here, part, None)
        else:
            return Found(None)
        if isinstance(here, Entity):
            around.append(here)
    return Found(around[-1], tuple(around[:-1])) if isinstance(here, Entity) else Found(None)


def label_of(path: str, new: Version, old: Version) -> str:
    """What people call the thing at a path: in the new version, else in the old one."""
    if path == REST:
        return _("Not explained by parts")
    if path == "budget.reserve":
        return _("Contingency reserve")
    for side in (new, old):
        found = find(side.plan, path)
        if found.entity is not None:
            return ": ".join(each.label for each in (*found.around, found.entity))
    return {"plan": _("Plan"), "budget": _("Budget")}.get(path, path)


def label_of_id(of: str, id_: str, new: Version, old: Version) -> str:
    """What people call the entity of an id in the collection (or one of several) that a field refers to."""
    for side in (new, old):
        budget = side.plan.budget
        places = {"budget lines": budget.lines if budget else {}}.get(of) or getattr(side.plan, of, None)
        found = places.get(id_) if isinstance(places, Mapping) else None
        entity = found or _anywhere(side.plan, id_)
        if entity is not None:
            return entity.label
    return id_


def _anywhere(plan: Plan, id_: str) -> Entity | None:
    market = plan.market
    tactics = (campaign.tactics for campaign in plan.campaigns.values())
    places: list[Mapping[str, Entity]] = [plan.campaigns, plan.tasks, plan.goals, plan.kpis, plan.risks, *tactics]
    places += [market.segments, market.personas] if market else []
    return next((found for place in places if (found := place.get(id_))), None)
