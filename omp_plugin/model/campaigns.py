"""Campaigns and the tactics that carry them out (plan format, section 2)."""

from __future__ import annotations

from collections.abc import Mapping as Lookup

from omp_plugin import limits
from omp_plugin.model.amounts import Money, Quantity
from omp_plugin.model.dates import Duration, Period
from omp_plugin.model.kinds import Choice, Date, Id, Length, Link, Span, Text
from omp_plugin.model.number_kinds import Amount, Value, Whole
from omp_plugin.model.reading import Fields, Record, given
from omp_plugin.model.structures import Entity, Items, Table, by_id, collection, items, texts

TACTIC_KINDS = (
    "advertising", "content", "direct", "digital", "email", "event", "influencer", "loyalty", "partnership", "pr",
    "promotion", "search", "social", "other",
)  # fmt: skip
CAMPAIGN_STATUSES = ("draft", "in-review", "approved", "planned", "active", "on-hold", "done", "cancelled")


class Asset(Record):
    """Something made for a campaign, where it can be found."""

    title: str | None = given(Text(), "what it is", required=True)
    url: str | None = given(Link(), "where it is")


class Tactic(Entity):
    """One means of a campaign; `flights` are the periods in which it runs."""

    kind: str | None = given(Choice(*TACTIC_KINDS), "what kind of activity")
    channel: str | None = given(Text(), "the channel it uses")
    owner: str | None = given(Id("people"), "who runs it")
    flights: Items[Period] = items(Span(), "periods", "the periods in which it runs")
    delivers: Table[str, Quantity] = by_id(Id("kpis"), Value(), "figures by KPI", "what it adds to each KPI")
    budget: Money | None = given(Amount(estimate=True), "what it costs")
    min_run: Duration | None = given(Length(), "how long it runs before it is judged")


class Campaign(Entity):
    """A theme with a goal, an accountable manager, a budget and a figure in the goal's own metric."""

    order: int | None = given(Whole(1, limits.ENTITIES), "its place among the campaigns; default: where it is written")
    owner: str | None = given(Id("people"), "the campaign's manager")
    goals: Items[str] = items(Id("goals"), "goals", "the goals it serves")
    objective: str | None = given(Id("objectives"), "the objective it serves where it has no goal")
    status: str | None = given(Choice(*CAMPAIGN_STATUSES), "how far it is")
    start: Period | None = given(Date(), "first day; default: that of its tasks and tactics")
    finish: Period | None = given(Date(), "last day; default: that of its tasks and tactics")
    channels: Items[str] = texts("the channels it uses")
    audience: Items[str] = items(Id("segments or personas"), "segments and personas", "whom it speaks to")
    message: str | None = given(Text(), "what it says")
    offer: str | None = given(Text(), "what it offers")
    budget: Money | None = given(Amount(estimate=True), "what it costs: the sum of its budget lines")
    delivers: Table[str, Quantity] = by_id(Id("kpis"), Value(), "figures by KPI", "what it adds to each KPI")
    tactics: Lookup[str, Tactic] = collection(Tactic, "tactic", "its means")
    brief: str | None = given(Text(), "the brief, in Markdown")
    assets: Items[Asset] = items(Fields(Asset, "an asset"), "assets", "what was made for it")
    learnings: Items[str] = texts("what was learnt")

    @property
    def place(self) -> int:
        """Where it stands among the campaigns; those without an `order` come last, as they are written."""
        return self.order or limits.ENTITIES + 1
