"""The plan: every key of the format at its top level (plan format, section 2)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Set
from collections.abc import Mapping as Lookup
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from omp_plugin import FORMAT
from omp_plugin.model.amounts import Range
from omp_plugin.model.budget import Budget, BudgetKind, Rate
from omp_plugin.model.campaigns import Campaign
from omp_plugin.model.dates import Period
from omp_plugin.model.goals import Goal, Objective
from omp_plugin.model.governance import (
    Assumption,
    Constraint,
    Decision,
    Fact,
    Learning,
    NextStep,
    PresenceCheck,
    QualityCheck,
    Review,
    Risk,
    Scenario,
    Tool,
    WebLink,
)
from omp_plugin.model.kinds import Choice, Currency, Date, Id, Span, Text, YesNo
from omp_plugin.model.kpis import Funnel, Kpi
from omp_plugin.model.market import FiveForces, Market, Mix, Pestel, Swot, ValueProposition
from omp_plugin.model.number_kinds import Bounds, Percent, Whole
from omp_plugin.model.people import Hire, Person
from omp_plugin.model.reading import Fields, Reader, Record, given, specs
from omp_plugin.model.structures import (
    NO_ITEMS,
    TEXTS,
    Collection,
    Items,
    OneOrMore,
    Table,
    Visibility,
    by_id,
    collection,
    items,
)
from omp_plugin.model.tasks import Task
from omp_plugin.problems import Position, Problem, problem
from omp_plugin.source.folder import Vocabulary
from omp_plugin.source.nodes import Entry, Mapping, Scalar

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PLAN_TYPES = ("launch", "annual", "quarterly", "social", "content", "website", "event", "product", "custom")
PLAN_STATUSES = ("draft", "in-review", "approved", "active", "done", "cancelled")


class Approval(Record):
    """Who approved the plan, and when."""

    by: str | None = given(Id("people"), "who approved it")
    on: Period | None = given(Date(), "when")


class CalendarSettings(Record):
    """Which days are worked on."""

    workdays: Items[str] = items(Choice(*WEEKDAYS), "weekdays", "the days of the working week; default mon to fri")
    holidays: str | None = given(Text(), "a country or country-subdivision code such as US or US-OK")
    off: Items[Period] = items(Span(), "periods", "more days off")
    work: Items[Period] = items(Span(), "periods", "days that are worked on after all")


class Thresholds(Record):
    """Where the statuses begin (plan format, sections 5 and 6)."""

    on_track: Decimal = given(Percent(), "attainment from which a KPI is on track", default=Decimal("0.95"))
    at_risk: Decimal = given(Percent(), "attainment from which a KPI is at risk", default=Decimal("0.85"))
    budget_tolerance: Decimal = given(Percent(), "overrun up to which the budget is on track", default=Decimal("0.03"))
    budget_limit: Decimal = given(Percent(), "overrun up to which the budget is at risk", default=Decimal("0.10"))
    budget_ratio: Range | None = given(Bounds(), "planned spend as a part of revenue; default 6%..12%")


class StatedHealth(Record):
    """The owner's own word on the plan, shown beside the computed one."""

    status: str | None = given(Choice("on-track", "at-risk", "off-track"), "on-track, at-risk or off-track")
    note: str | None = given(Text(), "why, in a sentence")
    by: str | None = given(Id("people"), "who says so")
    on: Period | None = given(Date(), "when")


class Plan(Record):
    """A plan as written. Collections are mappings from id to entity, in the author's order."""

    id: str
    path: str
    unread: frozenset[str]
    """The keys that could not be read as a whole."""
    lost: frozenset[tuple[str, str]]
    """Kinds of entities, and "entity", with the ids of those that could not be read; no id for all of a kind."""

    omp: str | None = given(Text(), "the version of the format: 1", required=True)
    title: str | None = given(Text(), "the plan's name", required=True)
    short_title: str | None = given(Text(), "the name where room is short: tabs and lists of plans")
    organisation: str | None = given(Text(), "whose plan it is")
    type: str | None = given(Choice(*PLAN_TYPES), "what kind of plan")
    level: str | None = given(Choice("strategic", "operational", "tactical"), "how far it reaches")
    parent: str | None = given(Id("plans"), "the plan that it belongs to")
    tags: Items[str] = given(TEXTS, "words to find it by", default=NO_ITEMS)
    period: Period | None = given(Span(), "from when to when", required=True)
    owner: str | None = given(Id("people"), "who answers for it", required=True)
    sponsor: str | None = given(Id("people"), "who pays for it")
    status: str = given(Choice(*PLAN_STATUSES), "how far it is", default="draft")
    version: str | None = given(Text(), "its version")
    approved: Approval | None = given(Fields(Approval, "`approved`"), "who approved it")
    currency: str = given(Currency(), "the currency of all money without a code", default="USD")
    rates: Table[str, Rate] = by_id(Id("currencies"), Fields(Rate, "a rate"), "rates by currency", "exchange rates")
    locale: str = given(Text(), "how its pages write numbers and dates", default="en_US")
    fiscal_year_start: int | None = given(Whole(1, 12), "the month in which the fiscal year starts")
    as_of: Period | None = given(Date(), "the plan's today")
    actuals_through: Period | None = given(Date(), "last day for which actuals are complete")
    calendar: CalendarSettings | None = given(Fields(CalendarSettings, "the calendar"), "working days")
    baseline: Items[str] = given(OneOrMore(Text(), "versions"), "what the pages compare with", default=NO_ITEMS)
    visibility: str = given(Visibility(), "who may see it", default="public")
    publish_data: bool | None = given(YesNo(), "no keeps its data (plan.json, calendar, tables) out of the site")
    checks: Table[str, str] = by_id(
        Id("checks"), Choice("off", "info", "warning", "error"), "levels by code", "the levels of checks"
    )
    thresholds: Thresholds | None = given(Fields(Thresholds, "`thresholds`"), "where the statuses begin")
    health: StatedHealth | None = given(Fields(StatedHealth, "`health`"), "the owner's own word")
    summary: str | None = given(Text(), "the executive summary, in Markdown")
    mission: str | None = given(Text(), "what the organisation is for")
    vision: str | None = given(Text(), "where it wants to be")
    value_proposition: ValueProposition | None = given(
        Fields(ValueProposition, "the value proposition"), "problem, benefit and why us"
    )
    positioning: str | None = given(Text(), "how it wants to be seen")
    market: Market | None = given(Fields(Market, "`market`"), "what is known about the market")
    swot: Swot | None = given(Fields(Swot, "`swot`"), "strengths, weaknesses, opportunities, threats")
    pestel: Pestel | None = given(Fields(Pestel, "`pestel`"), "the surroundings in six views")
    five_forces: FiveForces | None = given(Fields(FiveForces, "`five_forces`"), "Porter's five forces")
    mix: Mix | None = given(Fields(Mix, "`mix`"), "the marketing mix")
    people: Lookup[str, Person] = collection(Person, "person", "who takes part")
    hiring: Lookup[str, Hire] = collection(Hire, "hire", "roles to be filled")
    objectives: Lookup[str, Objective] = collection(Objective, "objective", "business objectives")
    goals: Lookup[str, Goal] = collection(Goal, "goal", "marketing goals")
    kpis: Lookup[str, Kpi] = collection(Kpi, "KPI", "what is measured")
    funnels: Lookup[str, Funnel] = collection(Funnel, "funnel", "stages and the rates between them")
    campaigns: Lookup[str, Campaign] = collection(
        Campaign, "campaign", "themes with a goal and a budget", order=lambda campaign: campaign.place
    )
    tasks: Lookup[str, Task] = collection(Task, "task", "the work")
    budget: Budget | None = given(BudgetKind(), "the money")
    risks: Lookup[str, Risk] = collection(Risk, "risk", "what may go wrong")
    assumptions: Lookup[str, Assumption] = collection(Assumption, "assumption", "what is taken to be true")
    constraints: Lookup[str, Constraint] = collection(Constraint, "constraint", "what limits the plan")
    decisions: Lookup[str, Decision] = collection(Decision, "decision", "what is or was to be decided")
    next_steps: Lookup[str, NextStep] = collection(NextStep, "next step", "what is done next")
    reviews: Lookup[str, Review] = collection(Review, "review", "when the plan is looked at")
    presence: Lookup[str, PresenceCheck] = collection(PresenceCheck, "presence check", "is the system complete?")
    quality: Lookup[str, QualityCheck] = collection(QualityCheck, "quality check", "standards of the work")
    tools: Lookup[str, Tool] = collection(Tool, "tool", "software in use")
    learning: Lookup[str, Learning] = collection(Learning, "lesson", "what was learnt")
    scenarios: Lookup[str, Scenario] = collection(Scenario, "scenario", "what if")
    links: Lookup[str, WebLink] = collection(WebLink, "link", "where to read on")
    facts: Lookup[str, Fact] = collection(Fact, "fact", "figures to be proved")

    @property
    def label(self) -> str:
        """The title, or the id made readable where none is written."""
        return self.title or self.id.replace("-", " ").capitalize()

    @property
    def short_label(self) -> str:
        """The short title, or the whole one where none is written."""
        return self.short_title or self.label

    @property
    def limits(self) -> Thresholds:
        """The thresholds, with the defaults where the plan states none."""
        if self.thresholds:
            return self.thresholds
        return Thresholds(at=self.at, places=MappingProxyType({}), open=frozenset())


_PLAN = Fields(Plan, "a plan")
COLLECTIONS = tuple(key for key, spec in specs(Plan).items() if isinstance(spec.kind, Collection))
"""The top-level keys that are collections, in the order of the format."""
VOCABULARY = Vocabulary(frozenset(specs(Plan)), frozenset(COLLECTIONS))


def type_plan(node: Mapping, id_: str, path: str) -> tuple[Plan | None, list[Problem]]:
    """The plan that a mapping states; `path` is its `plan.yml`.

    `None` (with `unsupported-format`) for another version of the format, whose words may mean something else.
    Problems: `missing-key`, `unknown-key`, `wrong-type` and all others of form.
    """
    version = node.get("omp")
    if isinstance(version, Scalar) and version.text not in ("", FORMAT) and not version.broken:
        message = f'format version "{version.text}" is not known here'
        return None, [problem(version.at, "unsupported-format", message, f'write "omp: {FORMAT}"')]
    reader = Reader(_text(node, "currency") or "USD", _month(node))
    unread = frozenset(entry.key.text for entry in node if isinstance(entry.value, Scalar) and entry.value.broken)
    start = Mapping(node.entries, Position(path, node.at.line if node.at.path == path else 1, node.at.column))
    plan = _PLAN.read(start, reader, id=id_, path=path, unread=unread, lost=frozenset())
    return plan and _with_lost(plan, reader.lost), reader.problems


def _with_lost(plan: Plan, lost: Set[tuple[str, str]]) -> Plan:
    """The plan with what could not be read; a collection whose key is misspelt is one that was not read."""
    unread = {key for key in COLLECTIONS if key in plan.flawed and key not in vars(plan)}
    if not lost and not unread:
        return plan
    lost = {*lost, *(("entity", id_) for _, id_ in lost)}
    return Plan(**{**vars(plan), "unread": plan.unread | unread, "lost": frozenset(lost)})


def retype_plan(plan: Plan, node: Mapping, paths: Iterable[str]) -> tuple[Plan | None, Plan | None, list[Problem]]:
    """The plan with what lies at some dotted paths typed again, from a mapping that differs in nothing else.

    Of a collection only the entities on the paths are. The second plan holds what was typed, and nothing more.
    """
    ways = [path.split(".") for path in paths]
    keys = {way[0] for way in ways}
    if keys & {"omp", "currency", "fiscal_year_start"}:
        typed, problems = type_plan(node, plan.id, plan.path)
        return typed, typed, problems
    reader = Reader(plan.currency, plan.fiscal_year_start)
    inner = {
        key: {way[1] for way in ways if way[0] == key} for key in COLLECTIONS if key in keys and [key] not in ways
    }
    kept = Mapping(tuple(_only(entry, inner.get(entry.key.text)) for entry in node if entry.key.text in keys), plan.at)
    part = _PLAN.read(kept, reader, complete=False)
    if part is None:
        return None, None, reader.problems
    changed = {name: value for name, value in vars(part).items() if name not in ("at", "places", "open", "flawed")}
    for key, ids in inner.items():
        if key in changed:
            changed[key] = _merged(key, getattr(plan, key), changed[key], ids)
    places = {**plan.places, **part.places}
    return Plan(**{**vars(plan), **changed, "places": places, "open": plan.open | part.open}), part, reader.problems


def _only(entry: Entry, ids: Container[str] | None) -> Entry:
    """A collection with these entities alone; all of anything else."""
    if ids is None or not isinstance(entry.value, Mapping):
        return entry
    return Entry(entry.key, replace(entry.value, entries=tuple(each for each in entry.value if each.key.text in ids)))


def _merged(key: str, before: Lookup[str, Any], typed: Lookup[str, Any], ids: Container[str]) -> Lookup[str, Any]:
    """A collection with entities typed again in the places of those before them; what cannot be read is left out."""
    kept = {id_: each for id_, each in before.items() if id_ not in ids or id_ in typed}
    kind: Any = specs(Plan)[key].kind
    return MappingProxyType(kind.in_order({**kept, **typed}))


def _text(node: Mapping, key: str) -> str | None:
    value = node.get(key)
    return value.text if isinstance(value, Scalar) and value.text.isupper() else None


def _month(node: Mapping) -> int | None:
    """The fiscal year's first month, needed before any date is read."""
    value = node.get("fiscal_year_start")
    text = value.text if isinstance(value, Scalar) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= 12 else None
