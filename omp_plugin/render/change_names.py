"""What things that changed are called: entities by their titles, fields by the words of the trade."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from omp_plugin.compare.money import REST, Version
from omp_plugin.model.plan import Plan
from omp_plugin.model.reading import Record
from omp_plugin.model.structures import Entity
from omp_plugin.words import _, marked

FIELDS: Mapping[str, str] = {
    "after": marked("waits for"), "before": marked("comes before"), "delivers": marked("delivers"),
    "target": marked("target"), "range": marked("range"), "owner": marked("owner"), "due": marked("due date"),
    "deadline": marked("deadline"), "baseline": marked("baseline"), "plan": marked("plan for"),
    "milestones": marked("milestone"), "kpi": marked("KPI"), "goals": marked("goals"),
    "judge_from": marked("judged from"), "stale_after": marked("stale after"), "unit": marked("unit"),
    "better": marked("direction"), "effort": marked("effort"), "raci.responsible": marked("responsible"),
    "raci.consulted": marked("consulted"), "raci.informed": marked("informed"), "flights": marked("flights"),
    "total": marked("Plan total"), "planned": marked("planned"), "finish": marked("finish"), "start": marked("start"),
    "allocation": marked("allocation"), "from": marked("in the plan from"), "until": marked("in the plan until"),
    "id": marked("id"), "min_run": marked("shortest run"), "stop": marked("stop limit"), "title": marked("title"),
    "review_by": marked("review by"), "objective": marked("objective"), "channels": marked("channels"),
    "audience": marked("audience"), "message": marked("message"), "offer": marked("offer"), "budget": marked("budget"),
    "brief": marked("brief"), "assets": marked("assets"), "price": marked("price"), "strengths": marked("strengths"),
    "weaknesses": marked("weaknesses"), "difference": marked("difference"), "kind": marked("kind"),
    "low": marked("low"), "high": marked("high"), "why": marked("why"), "status": marked("status"),
    "taken_on": marked("taken on"), "states": marked("states"), "is": marked("is"), "within": marked("within"),
    "stages": marked("stages"), "conversions": marked("conversions"), "smart": marked("smart"), "role": marked("role"),
    "department": marked("department"), "count": marked("count"), "stage": marked("stage"), "source": marked("source"),
    "cadence": marked("cadence"), "if_missed": marked("if missed"), "formula": marked("formula"),
    "assumption": marked("assumption"), "evidence": marked("evidence"), "impact": marked("impact"),
    "change": marked("change"), "on": marked("on"), "campaign": marked("campaign"), "tactic": marked("tactic"),
    "goal": marked("goal"), "category": marked("category"), "supplier": marked("supplier"), "cap": marked("cap"),
    "split": marked("split"), "claim": marked("claim"), "as_of": marked("as of"), "product": marked("product"),
    "outcome": marked("outcome"), "name": marked("name"), "team": marked("team"), "email": marked("email"),
    "backup": marked("backup"), "external": marked("external"), "pains": marked("pains"),
    "decides_by": marked("decides by"), "quote": marked("quote"), "demographics": marked("demographics"),
    "visibility": marked("visibility"), "question": marked("question"), "standard": marked("standard"),
    "day": marked("day"), "attendees": marked("attendees"), "agenda": marked("agenda"), "kpis": marked("kpis"),
    "likelihood": marked("likelihood"), "response": marked("response"), "links": marked("links"),
    "note": marked("note"), "changes": marked("changes"), "size": marked("size"), "needs": marked("needs"),
    "channel": marked("channel"), "raci": marked("raci"), "deliverable": marked("deliverable"),
    "acceptance": marked("acceptance"), "region": marked("region"), "notes": marked("notes"),
    "purpose": marked("purpose"), "cost": marked("cost"), "guide": marked("guide"), "url": marked("url"),
}  # fmt: skip
"""Fields as tables name them behind the name of what they belong to."""
FIELDS_OF_PLAN: Mapping[str, str] = {
    "total": marked("Plan total"), "reserve": marked("Contingency reserve"), "revenue": marked("Planned revenue"),
    "owner": marked("Owner"), "sponsor": marked("Sponsor"), "period": marked("Period"), "parent": marked("Parent plan"),
    "currency": marked("Currency"), "rates": marked("Rate of"), "calendar": marked("Calendar"),
    "calendar.holidays": marked("Holidays"), "calendar.workdays": marked("Working days"),
    "calendar.off": marked("Days off"), "calendar.work": marked("Extra working days"),
    "fiscal_year_start": marked("First month of the fiscal year"), "title": marked("Title"),
    "short_title": marked("Short title"), "organisation": marked("Organisation"), "type": marked("Type"),
    "level": marked("Level"), "tags": marked("Tags"), "locale": marked("Locale"), "visibility": marked("Visibility"),
    "thresholds": marked("Thresholds"), "summary": marked("Summary"), "mission": marked("Mission"),
    "vision": marked("Vision"), "value_proposition": marked("Value proposition"), "positioning": marked("Positioning"),
    "market": marked("Market"), "swot": marked("Swot"), "pestel": marked("Pestel"),
    "five_forces": marked("Five forces"), "mix": marked("Mix"), "budget": marked("Budget"),
}  # fmt: skip
"""Fields of the plan and of its budget, which stand alone."""
CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": (
        marked("leading"), marked("lagging"), marked("time"), marked("money"), marked("capacity"), marked("legal"),
        marked("other"), marked("advertising"), marked("content"), marked("direct"), marked("digital"),
        marked("email"), marked("event"), marked("influencer"), marked("loyalty"), marked("partnership"),
        marked("pr"), marked("promotion"), marked("search"), marked("social"),
    ),
    "type": (
        marked("launch"), marked("annual"), marked("quarterly"), marked("social"), marked("content"),
        marked("website"), marked("event"), marked("product"), marked("custom"),
    ),
    "level": (marked("strategic"), marked("operational"), marked("tactical")),
    "visibility": (marked("public"), marked("internal"), marked("confidential")),
    "better": (marked("higher"), marked("lower"), marked("within")),
    "stage": (marked("awareness"), marked("interest"), marked("desire"), marked("action"), marked("loyalty")),
    "cadence": (
        marked("day"), marked("week"), marked("month"), marked("quarter"), marked("daily"), marked("weekly"),
        marked("fortnightly"), marked("monthly"), marked("quarterly"), marked("once"),
    ),
    "total": (marked("sum"), marked("last"), marked("mean")),
    "status": (
        marked("todo"), marked("doing"), marked("done"), marked("blocked"), marked("cancelled"), marked("needed"),
        marked("taken"), marked("dropped"),
    ),
    "external": (marked("yes"), marked("no")),
    "calendar.workdays": (
        marked("mon"), marked("tue"), marked("wed"), marked("thu"), marked("fri"), marked("sat"), marked("sun"),
    ),
}  # fmt: skip
"""The words of the format that fields have for values; all else is what authors wrote."""


def words_of(field: str) -> str:
    """A field in words, without the period or id behind it."""
    return _words(FIELDS, field)


def words_of_plan(field: str) -> str:
    """A field of the plan or its budget in words."""
    return _words(FIELDS_OF_PLAN, field)


def _words(names: Mapping[str, str], field: str) -> str:
    first = field.partition(".")[0]
    known = names.get(field) or names.get(first)
    return _(known) if known else first.replace("_", " ")


def choice(field: str, value: str) -> str:
    """A value of a field in words, where the format has one."""
    return _(value) if value in CHOICES.get(field, ()) else value


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
