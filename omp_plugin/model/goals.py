"""What the plan is for: business objectives and the marketing goals that serve them (plan format, sections 2 and 3)."""

from __future__ import annotations

from omp_plugin.model.amounts import Quantity
from omp_plugin.model.dates import Period
from omp_plugin.model.kinds import Date, Id, Text
from omp_plugin.model.number_kinds import Value
from omp_plugin.model.reading import Fields, Record, given
from omp_plugin.model.structures import Entity, Table, by_period


class Objective(Entity):
    """A business objective; `outcome` is the line of the profit and loss account that it ends in."""

    owner: str | None = given(Id("people"), "who answers for it")
    outcome: str | None = given(Text(), "revenue, cost, margin, cash, risk, or a text")


class Smart(Record):
    """Why a goal is specific, measurable, achievable, relevant and time-bound."""

    specific: str | None = given(Text(), "what exactly")
    measurable: str | None = given(Text(), "how it is measured")
    achievable: str | None = given(Text(), "why it can be reached")
    relevant: str | None = given(Text(), "why it matters")
    time_bound: str | None = given(Text(), "by when")


class Goal(Entity):
    """A marketing goal: an objective, the KPI it is measured by, a target and a day."""

    objective: str | None = given(Id("objectives"), "the objective it serves")
    owner: str | None = given(Id("people"), "who answers for it")
    kpi: str | None = given(Id("kpis"), "the KPI it is measured by")
    target: Quantity | None = given(Value(), "what is to be reached; default: the KPI's target")
    due: Period | None = given(Date(), "by when")
    why: str | None = given(Text(), "why it matters")
    smart: Smart | None = given(Fields(Smart, "a goal's `smart`"), "the five tests of a goal")
    milestones: Table[Period, Quantity] = by_period(Value(), "values", "values to pass on the way, by period")
