"""Everything that one person answers for, in all plans of a site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from omp_plugin.render.components.component import Component
from omp_plugin.render.owned import Thing, owned
from omp_plugin.render.tables import Row, RowGroup, TableView, columns, text

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

NOTE = "What is late comes first, then by day; what is over comes last."


def person_table(ctx: PlanContext, person: str) -> TableView | None:
    """What a person owns in each plan: the plan itself, goals, KPIs, campaigns, tasks, risks and the rest."""
    plans = ctx.site.plans if ctx.site else (ctx,)
    groups = (RowGroup(_rows(owned(each, person)), each.plan.label, _role(each, person)) for each in plans)
    shown = tuple(group for group in groups if group.rows)
    heads = columns("What", "Kind", "Status", "Due#")
    return TableView("Answers for", heads, shown, NOTE) if shown else None


def _role(ctx: PlanContext, id_: str) -> str:
    found = ctx.plan.people.get(id_)
    return found.role or "" if found else ""


def _rows(things: Iterable[Thing]) -> tuple[Row, ...]:
    ordered = sorted(things, key=lambda each: (each.is_over, not each.is_late, each.day or date.max))
    return tuple(Row("", (each.name, text(each.kind), each.state, each.due)) for each in ordered)


COMPONENTS = (
    Component(
        "person_table",
        person_table,
        "everything that a person answers for, in all plans",
        "Nothing in the plans is this person's to answer for.",
    ),
)
