"""KPIs: what is measured, what is expected of it and where its values come from (plan format, section 5)."""

from __future__ import annotations

from collections.abc import Mapping as Lookup

from omp_plugin.model.amounts import Limit, Quantity, Range
from omp_plugin.model.dates import Duration, Period
from omp_plugin.model.formula import Formula
from omp_plugin.model.kinds import Calculation, Choice, Date, Id, Length, Span, Text
from omp_plugin.model.number_kinds import Bounds, Stop, Value
from omp_plugin.model.reading import Fields, Reader, Record, Schema, given
from omp_plugin.model.structures import NO_ITEMS, NOTHING, Entity, Items, ListOf, Table, TableOf, by_period
from omp_plugin.source.nodes import Mapping, Node


class DataSource(Record):
    """A file in the plan's folder or a named connection, with the query that gives `period, value`."""

    file: str | None = given(Text(), "a file in the plan's folder or the site's data folder")
    connection: str | None = given(Text(), "the name of a connection defined by the site")
    query: str | None = given(Text(), "the query that returns the columns period and value")


def names_source(actual: Mapping) -> bool:
    """True for actuals that come from elsewhere, which is no matter of periods."""
    return any(entry.key.text in ("file", "connection") for entry in actual)


class Actuals:
    """Values by period, or the source they come from."""

    values = TableOf(Span(), Value(), "values by period")
    source = Fields(DataSource, "a source of actuals")

    def read(self, node: Node, reader: Reader) -> Table[Period, Quantity] | DataSource | None:
        """Problems: those of the values; `wrong-type` for a source, which has `file` or `connection`, with both."""
        if isinstance(node, Mapping) and names_source(node):
            other = node.find("connection") if node.find("file") else None
            if other:
                reader.report(other.key.at, "wrong-type", "a source is a file or a connection", "keep one of the two")
            return self.source.read(node, reader)
        return self.values.read(node, reader)

    def schema(self) -> Schema:
        """Either of the two."""
        return {"anyOf": [self.source.schema(), self.values.schema()]}


class Kpi(Entity):
    """A key performance indicator. Its values are in `unit`: a currency code, `%`, or a word."""

    unit: str | None = given(Text(), "an ISO currency code, %, or a word")
    kind: str | None = given(Choice("leading", "lagging"), "leading or lagging")
    better: str | None = given(Choice("higher", "lower", "within"), "which values are good; default higher")
    stage: str | None = given(
        Choice("awareness", "interest", "desire", "action", "loyalty"), "the stage of the customer's way"
    )
    owner: str | None = given(Id("people"), "who answers for it")
    source: str | None = given(Text(), "where it is measured")
    cadence: str | None = given(Choice("day", "week", "month", "quarter"), "how often it is measured")
    judge_from: Period | None = given(Span(), "the period from which results are judged")
    baseline: Quantity | None = given(Value(), "the value before the plan")
    target: Quantity | None = given(Value(), "the value to reach")
    due: Period | None = given(Date(), "by when; default the plan's last day")
    plan: Table[Period, Quantity] = by_period(Value(), "values", "expected values by period")
    actual: Table[Period, Quantity] | DataSource = given(Actuals(), "measured values by period", default=NOTHING)
    notes: Table[Period, str] = by_period(Text(), "notes", "notes to the measured values, by period")
    range: Range | None = given(Bounds(), "the operating range")
    low: str | None = given(Text(), "what a value below the range means")
    high: str | None = given(Text(), "what a value above the range means")
    stop: Limit | None = given(Stop(), "a limit beyond which the KPI is off track whatever else")
    if_missed: str | None = given(Text(), "what is done when it is missed")
    formula: Formula | None = given(Calculation(), "how it follows from other KPIs")
    stale_after: Duration | None = given(Length(), "how old the latest value may be")
    total: str | None = given(Choice("sum", "last", "mean"), "how periods add up; default last")

    @property
    def direction(self) -> str:
        """`higher`, `lower` or `within`: as written, else what having a range and no target says."""
        if self.better:
            return self.better
        return "within" if self.range is not None and self.target is None else "higher"


class Stage(Record):
    """One step of a funnel; its count is the value of a KPI."""

    id: str | None = given(Id("stages"), "the stage's id", required=True)
    title: str | None = given(Text(), "its name")
    kpi: str | None = given(Id("kpis"), "the KPI that counts it")

    @property
    def label(self) -> str:
        """The title, or the id made readable where none is written."""
        return self.title or (self.id or "").replace("-", " ").capitalize()


class Conversion(Record):
    """The operating range of the rate between two stages, and what it means to be outside."""

    range: Range | None = given(Bounds(), "the range the rate should lie in")
    low: str | None = given(Text(), "what a rate below the range means")
    high: str | None = given(Text(), "what a rate above the range means")


class Funnel(Entity):
    """Stages in order, each with its count, and the rates between them."""

    stages: Items[Stage] = given(ListOf(Fields(Stage, "a stage"), "stages"), "the steps, in order", default=NO_ITEMS)
    conversions: Table[str, Conversion] = given(
        TableOf(Id("conversions"), Fields(Conversion, "a conversion"), "conversions by <from>-to-<to>"),
        "the rates between neighbouring stages",
        default=NOTHING,
    )


Kpis = Lookup[str, Kpi]
