"""The ground the plan stands on: position, market, customers, competitors and the analyses of the textbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from omp_plugin.model.market import Competitor, MarketFact, Persona, Segment
from omp_plugin.model.reading import Record
from omp_plugin.render.components.component import Component
from omp_plugin.render.tables import NONE, Cell, Row, TableView, addressed, columns, field, right, table, text, when
from omp_plugin.words import _, marked, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext


@dataclass(frozen=True, slots=True)
class Quarter:
    """A part of an analysis: its name, what it asks, and its points (empty: nothing written).

    `width` is in twelfths of the page.
    """

    id: str
    title: str
    note: str
    points: tuple[str, ...]
    is_open: bool = False
    width: int = 12


@dataclass(frozen=True, slots=True)
class Analysis:
    """A named analysis in parts; `shape` says how its parts are laid out."""

    name: str
    shape: str
    parts: tuple[Quarter, ...]
    groups: tuple[tuple[str, tuple[Quarter, ...]], ...] = ()


SWOT = (
    ("strengths", marked("Strengths"), marked("Inside, helpful")),
    ("weaknesses", marked("Weaknesses"), marked("Inside, harmful")),
    ("opportunities", marked("Opportunities"), marked("Outside, helpful")),
    ("threats", marked("Threats"), marked("Outside, harmful")),
)
PESTEL = (
    ("political", marked("Political"), ""),
    ("economic", marked("Economic"), ""),
    ("social", marked("Social"), ""),
    ("technological", marked("Technological"), ""),
    ("environmental", marked("Environmental"), ""),
    ("legal", marked("Legal"), ""),
)
FORCES = (
    ("rivalry", marked("Rivalry"), marked("Among present competitors")),
    ("new_entrants", marked("New entrants"), marked("How easily others come in")),
    ("substitutes", marked("Substitutes"), marked("What else solves the problem")),
    ("buyer_power", marked("Buyers"), marked("Their power over price and terms")),
    ("supplier_power", marked("Suppliers"), marked("Their power over price and terms")),
)
SEVEN_P = (
    ("product", marked("Product"), marked("What is sold")),
    ("price", marked("Price"), marked("What it costs")),
    ("place", marked("Place"), marked("Where it is sold")),
    ("promotion", marked("Promotion"), marked("How it becomes known")),
    ("people", marked("People"), marked("Who serves")),
    ("process", marked("Process"), marked("How it is delivered")),
    ("physical_evidence", marked("Physical evidence"), marked("What can be seen of it")),
)
FOUR_C = (
    ("consumer", marked("Consumer"), marked("What the customer needs")),
    ("cost", marked("Cost"), marked("What it costs the customer in all")),
    ("convenience", marked("Convenience"), marked("How easily it is bought")),
    ("communication", marked("Communication"), marked("How customer and seller talk")),
)
Fields = tuple[tuple[str, str, str], ...]


def _parts(record: Record, fields: Fields, *, all_shown: bool) -> tuple[Quarter, ...]:
    """The parts of an analysis; those that nobody wrote are shown only where the form is known by its parts."""
    made = [
        Quarter(name, _(title), _(note) if note else "", tuple(getattr(record, name)), name in record.open)
        for name, title, note in fields
    ]
    shown = [part for part in made if all_shown or part.points or part.is_open]
    return tuple(replace(part, width=width) for part, width in zip(shown, widths(len(shown)), strict=True))


def widths(count: int) -> tuple[int, ...]:
    """How wide each of some parts is, in twelfths, so that rows of at most four are full: seven are four and three."""
    rows = -(-count // 4)
    sizes = [count // rows + (row < count % rows) for row in range(rows)]
    return tuple(12 // size for size in sizes for _ in range(size))


def _analysis(record: Record | None, name: str, shape: str, fields: Fields) -> Analysis | None:
    if record is None or not any(part.points or part.is_open for part in _parts(record, fields, all_shown=True)):
        return None
    return Analysis(name, shape, _parts(record, fields, all_shown=True))


def swot(ctx: PlanContext) -> Analysis | None:
    """Strengths and weaknesses inside, opportunities and threats outside."""
    return _analysis(ctx.plan.swot, _("SWOT"), "swot", SWOT)


def pestel(ctx: PlanContext) -> Analysis | None:
    """Politics, economy, society, technology, environment, law."""
    return _analysis(ctx.plan.pestel, _("PESTEL"), "pestel", PESTEL)


def five_forces(ctx: PlanContext) -> Analysis | None:
    """Porter's five forces."""
    return _analysis(ctx.plan.five_forces, _("Five forces"), "forces", FORCES)


def mix(ctx: PlanContext) -> Analysis | None:
    """The marketing mix: 4P or 7P as far as written, and 4C."""
    record = ctx.plan.mix
    if record is None:
        return None
    seller, buyer = _parts(record, SEVEN_P, all_shown=False), _parts(record, FOUR_C, all_shown=False)
    name = _("7P") if any(part.id in ("people", "process", "physical_evidence") for part in seller) else _("4P")
    groups = tuple((title, parts) for title, parts in ((name, seller), (_("4C"), buyer)) if parts)
    return Analysis(_("Marketing mix"), "mix", (*seller, *buyer), groups) if groups else None


@dataclass(frozen=True, slots=True)
class PersonaCard:
    """A typical customer: who they are, in their words, and what is known of them."""

    id: str
    name: str
    demographics: Cell
    quote: str
    facts: tuple[tuple[str, Cell], ...]


def personas(ctx: PlanContext) -> tuple[PersonaCard, ...] | None:
    """The typical customers, a card each."""
    found = ctx.plan.market.personas.values() if ctx.plan.market else ()
    return tuple(_persona(each) for each in found) or None


def _persona(each: Persona) -> PersonaCard:
    names = (
        (pgettext("persona", "Wants"), "goals"),
        (pgettext("persona", "Troubled by"), "pains"),
        (pgettext("persona", "Reached through"), "channels"),
        (pgettext("persona", "Decides by"), "decides_by"),
    )
    known = ((label, field(each, name)) for label, name in names)
    facts = tuple((label, cell) for label, cell in known if cell != NONE)
    return PersonaCard(each.id, each.label, field(each, "demographics"), each.quote or "", facts)


def competitors(ctx: PlanContext) -> TableView | None:
    """Who else the customer could buy from, and why they should not."""
    found = ctx.plan.market.competitors.values() if ctx.plan.market else ()
    labels = (_("Competitor"), _("Offer"), _("Price"), _("Strengths"), _("Weaknesses"), _("Our difference"))
    return table(_("Competitors"), columns(*labels), (_competitor(each) for each in found))


def _competitor(each: Competitor) -> Row:
    names = ("offer", "price", "strengths", "weaknesses", "difference")
    return Row(f"competitor-{each.id}", (text(each.label), *(field(each, name) for name in names)))


@dataclass(frozen=True, slots=True)
class MarketView:
    """What is known of the market, with sources, and the parts of it that the plan speaks to."""

    facts: TableView | None
    segments: TableView | None


def market_facts(ctx: PlanContext) -> MarketView | None:
    """Claims about the market with source and date; below them the segments."""
    market = ctx.plan.market
    if market is None:
        return None
    heads = columns(_("Fact"), _("Source"), right(_("As of")))
    facts = table(_("Market facts"), heads, (_fact(ctx, each) for each in market.facts))
    rows = (_segment(each) for each in market.segments.values())
    segments = table(_("Segments"), columns(_("Segment"), _("Size"), pgettext("segment", "Needs")), rows)
    return MarketView(facts, segments) if facts or segments else None


def _fact(ctx: PlanContext, each: MarketFact) -> Row:
    return Row("", (text(each.claim), addressed(each, "source"), when(ctx, each, "as_of")))


def _segment(each: Segment) -> Row:
    return Row(f"segment-{each.id}", (text(each.label), field(each, "size"), field(each, "needs")))


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence that says what the plan stands for."""

    label: str
    text: str
    is_open: bool


def positioning(ctx: PlanContext) -> tuple[Statement, ...] | None:
    """Mission, vision, value proposition and positioning, as far as written."""
    plan, value = ctx.plan, ctx.plan.value_proposition
    found = [*_statements(plan, ((_("Mission"), "mission"), (_("Vision"), "vision")))]
    if value:
        found += _statements(value, ((_("Problem"), "problem"), (_("Benefit"), "benefit"), (_("Why us"), "why_us")))
    found += _statements(plan, ((_("Positioning"), "positioning"),))
    return tuple(found) or None


def _statements(record: Record, names: Iterable[tuple[str, str]]) -> list[Statement]:
    return [
        Statement(label, getattr(record, name) or "", name in record.open)
        for label, name in names
        if getattr(record, name) or name in record.open
    ]


COMPONENTS = (
    Component(
        "positioning",
        positioning,
        "mission, vision, value proposition and positioning",
        marked("Mission, vision and positioning are not written yet."),
    ),
    Component(
        "swot",
        swot,
        "strengths, weaknesses, opportunities and threats",
        marked("The SWOT analysis is not written yet."),
    ),
    Component("pestel", pestel, "the surroundings in six views", marked("The PESTEL analysis is not written yet.")),
    Component("five_forces", five_forces, "Porter's five forces", marked("The five forces are not written yet.")),
    Component("mix", mix, "the marketing mix: 4P, 7P, 4C", marked("The marketing mix is not written yet.")),
    Component("personas", personas, "the typical customers", marked("No personas are described yet.")),
    Component(
        "competitors",
        competitors,
        "who else sells, and what sets the plan's offer apart",
        marked("No competitors are described yet."),
    ),
    Component(
        "market_facts",
        market_facts,
        "claims about the market with their sources, and its segments",
        marked("No market facts are listed."),
    ),
)
