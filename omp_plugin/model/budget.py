"""The budget: envelope, reserve and lines (plan format, section 6)."""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from decimal import Decimal

from omp_plugin.model.amounts import Money
from omp_plugin.model.dates import Period
from omp_plugin.model.kinds import Date, Id, Text
from omp_plugin.model.number_kinds import Amount, Count, Percent
from omp_plugin.model.reading import Fields, Reader, Record, Schema, given
from omp_plugin.model.structures import (
    NOTHING,
    Amounts,
    Entity,
    Items,
    ListOf,
    Table,
    by_id,
    collection,
)
from omp_plugin.source.nodes import Node, Scalar

TOTAL = "total"


class Base:
    """What a share is a part of: `total`, or a list of lines."""

    lines: ListOf[str] = ListOf(Id("budget lines"), "budget lines")

    def read(self, node: Node, reader: Reader) -> Items[str] | None:
        """The ids of the lines; `total` reads as a list of that one word. Problems: `wrong-type`."""
        if isinstance(node, Scalar) and node.text == TOTAL:
            return Items((TOTAL,), (node.at,))
        return self.lines.read(node, reader)

    def schema(self) -> Schema:
        """The word or an array."""
        return {"anyOf": [{"const": TOTAL}, self.lines.schema()]}


class Line(Entity):
    """A budget line. Amounts are by period, or one for the plan's whole period (key `None`)."""

    campaign: str | None = given(Id("campaigns"), "the campaign that it pays for")
    tactic: str | None = given(Id("tactics"), "the tactic that it pays for")
    goal: str | None = given(Id("goals"), "the goal that it serves, where no campaign does")
    category: str | None = given(Text(), "what kind of cost it is")
    supplier: str | None = given(Text(), "who is paid")
    planned: Table[Period | None, Money] = given(Amounts(estimate=True), "allocated", default=NOTHING)
    committed: Table[Period | None, Money] = given(Amounts(), "ordered, not yet invoiced", default=NOTHING)
    actual: Table[Period | None, Money] = given(Amounts(), "invoiced", default=NOTHING)
    forecast: Table[Period | None, Money] = given(Amounts(), "expected at the end", default=NOTHING)
    units: Decimal | None = given(Count(), "how many, with `unit_cost`")
    unit_cost: Money | None = given(Amount(), "what one costs, with `units`")
    share: Decimal | None = given(Percent(), "its part of other lines, with `of`")
    of: Items[str] | None = given(Base(), "what the share is of: total or a list of lines")
    monthly: Money | None = given(Amount(), "what it costs every month")
    from_: Period | None = given(Date(), "first month of `monthly`; default the plan's first")
    until: Period | None = given(Date(), "last month of `monthly`; default the plan's last")
    cap: Money | None = given(Amount(), "what it must not exceed")
    split: Table[str, Decimal] = by_id(Id("campaigns"), Percent(), "shares by campaign", "the campaigns that share it")


class Budget(Record):
    """The approved envelope, the contingency inside it and the lines."""

    total: Money | None = given(Amount(estimate=True), "the approved envelope: reserve plus planned")
    reserve: Money | None = given(Amount(), "contingency")
    reserve_drawn: Money | None = given(Amount(), "the part of the reserve already moved into lines")
    revenue: Money | None = given(Amount(estimate=True), "planned gross revenue of the period")
    lines: Lookup[str, Line] = collection(Line, "budget line", "what the money is for")


class BudgetKind(Fields[Budget]):
    """The budget, or the word `none` for a plan without one."""

    def __init__(self) -> None:
        super().__init__(Budget, "the budget")

    def read(self, node: Node, reader: Reader, *, complete: bool = True, **extra: object) -> Budget | None:
        """Problems: those of the fields."""
        if isinstance(node, Scalar) and node.text == "none":
            return None
        return super().read(node, reader, complete=complete, **extra)

    def schema(self) -> Schema:
        """The word or an object."""
        return {"anyOf": [{"const": "none"}, super().schema()]}


class Rate(Record):
    """What one unit of a currency is worth in the plan's, on which day, by whom."""

    rate: Decimal | None = given(Count(), "plan currency for one unit of this one", required=True)
    on: Period | None = given(Date(), "the day of the rate")
    source: str | None = given(Text(), "where it is from")
