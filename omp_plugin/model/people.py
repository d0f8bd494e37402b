"""Who does the work: people and the roles still to be filled (plan format, section 2)."""

from __future__ import annotations

from decimal import Decimal

from omp_plugin.model.dates import Period
from omp_plugin.model.kinds import Date, Id, Text, YesNo
from omp_plugin.model.number_kinds import Count, Percent
from omp_plugin.model.reading import given
from omp_plugin.model.structures import Entity, Table, by_period


class Person(Entity):
    """Somebody who owns or does something in the plan."""

    name: str | None = given(Text(), "full name")
    role: str | None = given(Text(), "what they do")
    team: str | None = given(Text(), "team or department")
    email: str | None = given(Text(), "e-mail address")
    allocation: Decimal | None = given(Percent(), "share of their working time for this plan; default 100%")
    from_: Period | None = given(Date(), "first day in the plan")
    until: Period | None = given(Date(), "last day in the plan")
    backup: str | None = given(Id("people"), "who stands in")
    external: bool | None = given(YesNo(), "yes for agencies and freelancers")

    @property
    def label(self) -> str:
        """The name, or the id made readable."""
        return self.name or self.title or self.id.replace("-", " ").title()


class Hire(Entity):
    """A role to be filled, with heads by period."""

    role: str | None = given(Text(), "the role")
    department: str | None = given(Text(), "the department")
    count: Table[Period, Decimal] = by_period(Count(), "heads", "new heads by period")
    status: str | None = given(Text(), "how far the search is")

    @property
    def label(self) -> str:
        """The role, or the id made readable."""
        return self.role or self.title or self.id.replace("-", " ").capitalize()
