"""The ground the plan stands on: market facts, segments, personas, competitors, analyses (plan format, section 2)."""

from __future__ import annotations

from collections.abc import Mapping as Lookup

from omp_plugin.model.dates import Period
from omp_plugin.model.kinds import Address, Date, Text
from omp_plugin.model.reading import Fields, Record, given
from omp_plugin.model.structures import Entity, Items, collection, items, texts


class MarketFact(Record):
    """A claim about the market, where it is from and how old it is."""

    claim: str | None = given(Text(), "what is claimed", required=True)
    source: str | None = given(Address(), "who says so")
    as_of: Period | None = given(Date(), "when it was true")


class Segment(Entity):
    """A part of the market."""

    size: str | None = given(Text(), "how large it is")
    needs: Items[str] = texts("what it needs")


class Competitor(Entity):
    """Somebody else the customer could buy from."""

    offer: str | None = given(Text(), "what they offer")
    price: str | None = given(Text(), "what they charge")
    strengths: Items[str] = texts("what they do well")
    weaknesses: Items[str] = texts("what they do badly")
    difference: str | None = given(Text(), "why the customer should choose us")


class Persona(Entity):
    """A typical customer."""

    goals: Items[str] = texts("what they want")
    pains: Items[str] = texts("what troubles them")
    channels: Items[str] = texts("where they can be reached")
    decides_by: str | None = given(Text(), "how they decide")
    quote: str | None = given(Text(), "how they would say it")
    demographics: str | None = given(Text(), "age, work, place")


class Market(Record):
    """What is known about the market."""

    facts: Items[MarketFact] = items(Fields(MarketFact, "a market fact"), "facts", "claims with their sources")
    segments: Lookup[str, Segment] = collection(Segment, "segment", "parts of the market")
    competitors: Lookup[str, Competitor] = collection(Competitor, "competitor", "who else sells")
    personas: Lookup[str, Persona] = collection(Persona, "persona", "typical customers")


class ValueProposition(Record):
    """The three-part test of an offer."""

    problem: str | None = given(Text(), "which problem it solves")
    benefit: str | None = given(Text(), "what the customer gains")
    why_us: str | None = given(Text(), "why not somebody else")


class Swot(Record):
    """Strengths and weaknesses inside, opportunities and threats outside."""

    strengths: Items[str] = texts("inside, helpful")
    weaknesses: Items[str] = texts("inside, harmful")
    opportunities: Items[str] = texts("outside, helpful")
    threats: Items[str] = texts("outside, harmful")


class Pestel(Record):
    """The surroundings in six views."""

    political: Items[str] = texts("politics")
    economic: Items[str] = texts("economy")
    social: Items[str] = texts("society")
    technological: Items[str] = texts("technology")
    environmental: Items[str] = texts("environment")
    legal: Items[str] = texts("law")


class FiveForces(Record):
    """Porter's five forces."""

    rivalry: Items[str] = texts("rivalry among competitors")
    new_entrants: Items[str] = texts("threat of new entrants")
    substitutes: Items[str] = texts("threat of substitutes")
    buyer_power: Items[str] = texts("power of buyers")
    supplier_power: Items[str] = texts("power of suppliers")


class Mix(Record):
    """The marketing mix: 4P, 7P and 4C."""

    product: Items[str] = texts("what is sold")
    price: Items[str] = texts("what it costs")
    place: Items[str] = texts("where it is sold")
    promotion: Items[str] = texts("how it becomes known")
    people: Items[str] = texts("who serves")
    process: Items[str] = texts("how it is delivered")
    physical_evidence: Items[str] = texts("what can be seen of it")
    consumer: Items[str] = texts("what the customer needs")
    cost: Items[str] = texts("what it costs the customer in all")
    convenience: Items[str] = texts("how easily it is bought")
    communication: Items[str] = texts("how customer and seller talk")
