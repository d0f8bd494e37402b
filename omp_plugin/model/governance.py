"""How the plan is steered: risks, assumptions, decisions, reviews, learning, scenarios (plan format, section 2)."""

from __future__ import annotations

from omp_plugin.model.amounts import Money, Quantity
from omp_plugin.model.dates import Period
from omp_plugin.model.formula import Formula
from omp_plugin.model.kinds import Address, Calculation, Choice, Date, Id, Link, Text
from omp_plugin.model.number_kinds import Amount, Value, Whole
from omp_plugin.model.reading import Fields, Reader, Record, Schema, given
from omp_plugin.model.structures import NO_ITEMS, NOTHING, PEOPLE, Entity, Items, Table, TableOf, items, texts
from omp_plugin.source.nodes import Node


class Risk(Entity):
    """What may go wrong; its score is likelihood times impact, 1 to 25."""

    likelihood: int | None = given(Whole(1, 5, "1 is rare, 5 almost certain"), "1 (rare) to 5 (almost certain)")
    impact: int | None = given(Whole(1, 5, "1 is slight, 5 severe"), "1 (slight) to 5 (severe)")
    owner: str | None = given(Id("people"), "who watches it")
    response: str | None = given(Text(), "what is done about it")
    due: Period | None = given(Date(), "by when")
    status: str | None = given(Choice("open", "watching", "closed"), "open, watching or closed")
    links: Items[str] = items(Id("entities"), "ids", "what it threatens")

    @property
    def score(self) -> int | None:
        """Likelihood times impact; unknown while either is."""
        if self.likelihood is None or self.impact is None:
            return None
        return self.likelihood * self.impact

    @property
    def rating(self) -> str | None:
        """high (15-25), medium (8-14) or low (1-7)."""
        if self.score is None:
            return None
        return "high" if self.score >= 15 else "medium" if self.score >= 8 else "low"


class Assumption(Entity):
    """What is taken to be true, until when it is to be looked at again."""

    owner: str | None = given(Id("people"), "who looks at it")
    review_by: Period | None = given(Date(), "by when")
    evidence: str | None = given(Address(), "what speaks for it")
    status: str | None = given(Choice("open", "holds", "broken"), "open, holds or broken")


class Constraint(Entity):
    """What limits the plan."""

    kind: str | None = given(Choice("time", "money", "capacity", "legal", "other"), "what kind of limit")
    owner: str | None = given(Id("people"), "who answers for it")


class Decision(Entity):
    """A decision that is needed or was taken."""

    why: str | None = given(Text(), "what hangs on it")
    owner: str | None = given(Id("people"), "who decides")
    due: Period | None = given(Date(), "by when")
    status: str | None = given(Choice("needed", "taken", "dropped"), "needed, taken or dropped")
    taken_on: Period | None = given(Date(), "when it was taken")


class NextStep(Entity):
    """What is done next."""

    owner: str | None = given(Id("people"), "who does it")
    due: Period | None = given(Date(), "by when")
    status: str | None = given(Text(), "how far it is")


class LogEntry(Record):
    """What one review found, what follows from it and what will be done."""

    on: Period | None = given(Date(), "the day of the review", required=True)
    so_what: str | None = given(Text(), "what the numbers mean for the plan")
    actions: Items[str] = texts("what will be done")


class Review(Entity):
    """A meeting in which the plan is looked at."""

    cadence: str | None = given(
        Choice("daily", "weekly", "fortnightly", "monthly", "quarterly", "once"), "how often it takes place"
    )
    day: str | None = given(Text(), "on which day")
    owner: str | None = given(Id("people"), "who leads it")
    attendees: Items[str] = given(PEOPLE, "who comes", default=NO_ITEMS)
    agenda: Items[str] = texts("what is discussed")
    kpis: Items[str] = items(Id("kpis"), "KPIs", "the KPIs that are looked at")
    log: Items[LogEntry] = items(Fields(LogEntry, "a log entry"), "entries", "what came of it")


class PresenceCheck(Entity):
    """A question whether the marketing system is complete."""

    question: str | None = given(Text(), "the question")
    answer: str | None = given(Choice("yes", "no", "not-applicable"), "yes, no or not-applicable")
    evidence: str | None = given(Address(), "where it can be seen")
    owner: str | None = given(Id("people"), "who answers for it")

    @property
    def label(self) -> str:
        """The question, or the id made readable."""
        return self.question or self.title or self.id.replace("-", " ").capitalize()


class QualityCheck(Entity):
    """A standard that the work must meet."""

    standard: str | None = given(Text(), "the standard")
    owner: str | None = given(Id("people"), "who checks it")
    status: str | None = given(Text(), "how far it is")


class Tool(Entity):
    """Software that the team works with."""

    purpose: str | None = given(Text(), "what it is for")
    owner: str | None = given(Id("people"), "who looks after it")
    cost: Money | None = given(Amount(estimate=True), "what it costs")
    guide: str | None = given(Link(), "where its guide is")


class Learning(Entity):
    """An assumption that evidence proved wrong, and what changed."""

    assumption: str | None = given(Text(), "what was thought")
    evidence: str | None = given(Address(), "what was found")
    impact: str | None = given(Text(), "what it meant")
    change: str | None = given(Text(), "what is done now")
    on: Period | None = given(Date(), "when")

    @property
    def label(self) -> str:
        """The assumption, or the id made readable."""
        return self.assumption or self.title or self.id.replace("-", " ").capitalize()


class Raw:
    """Any value, kept as written: it is typed where a scenario puts it."""

    def read(self, node: Node, reader: Reader) -> Node:
        """The node itself."""
        return node

    def schema(self) -> Schema:
        """Anything."""
        return {}


class Path:
    """A dotted path into the plan."""

    def read(self, node: Node, reader: Reader) -> str | None:
        """Problems: `wrong-type`."""
        return reader.text_of(node, "a path such as campaigns.paid-search.budget")

    def schema(self) -> Schema:
        """A text."""
        return {"type": "string"}


class Scenario(Entity):
    """The plan with some values changed (plan format, section 7)."""

    note: str | None = given(Text(), "what it asks")
    changes: Table[str, Node] = given(TableOf(Path(), Raw(), "values by path"), "what is changed", default=NOTHING)


class WebLink(Entity):
    """A link to something outside the plan."""

    url: str | None = given(Link(), "the address", required=True)


class Fact(Entity):
    """A stated figure that the plan wants proved."""

    states: Quantity | None = given(Value(), "the figure as stated", required=True)
    is_: Formula | None = given(Calculation(), "how the plan computes it", required=True)
    within: Quantity | None = given(Value(), "the difference that is allowed; default none")
