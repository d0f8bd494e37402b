"""Everything that one person answers for, in all plans of a site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from omp_plugin.compute.alerts import OVER
from omp_plugin.render.components.component import Component
from omp_plugin.render.load import LoadView, weekly_of
from omp_plugin.render.owned import Thing, owned
from omp_plugin.render.tables import Row, RowGroup, TableView, columns, right, text
from omp_plugin.words import _, marked, ngettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

NOTE = marked("What is late comes first, then by day; what is over comes last.")


def person_table(ctx: PlanContext, person: str) -> TableView | None:
    """What a person owns in each plan: the plan itself, goals, KPIs, campaigns, tasks, risks and the rest."""
    plans = ctx.site.plans if ctx.site else (ctx,)
    ordered = sorted(plans, key=lambda each: each.plan.status in OVER)
    groups = (RowGroup(_rows(owned(each, person)), each.plan.label, _role(each, person)) for each in ordered)
    shown = tuple(group for group in groups if group.rows)
    heads = columns(_("What"), _("Kind"), _("Status"), right(_("Due")))
    return TableView(_("Answers for"), heads, shown, _(NOTE)) if shown else None


def person_due(ctx: PlanContext, person: str, days: int = 14) -> TableView | None:
    """What a person owns that is late, and what is due within so many days of each plan's present day, by day."""
    plans = ctx.site.plans if ctx.site else (ctx,)
    things = [(each, thing) for each in plans for thing in owned(each, person) if thing.day and not thing.is_over]
    late = [(each, thing) for each, thing in things if thing.is_late]
    soon = [(each, thing) for each, thing in things if not thing.is_late and _is_soon(each, thing, days)]
    ahead = ngettext("Due in the next {n} day", "Due in the next {n} days", days)
    parts = ((_("Overdue"), late), (ahead.format(n=ctx.formats.number(days)), soon))
    groups = tuple(RowGroup(_due_rows(found), title) for title, found in parts if found)
    heads = columns(_("What"), _("Kind"), _("Plan"), _("Status"), right(_("Due")))
    return TableView(_("Next to do"), heads, groups) if groups else None


def _is_soon(ctx: PlanContext, thing: Thing, days: int) -> bool:
    return thing.day is not None and 0 <= (thing.day - ctx.results.today.as_of).days <= days


def _due_rows(found: Iterable[tuple[PlanContext, Thing]]) -> tuple[Row, ...]:
    ordered = sorted(found, key=lambda each: each[1].day or date.max)
    return tuple(
        Row("", (thing.name, text(thing.kind), text(ctx.plan.short_label), thing.state, thing.due))
        for ctx, thing in ordered
    )


def person_load(ctx: PlanContext, person: str) -> LoadView | None:
    """How much of a person's time their tasks take, week by week, in each plan and together."""
    plans = [each for each in (ctx.site.plans if ctx.site else (ctx,)) if person in each.plan.people]
    return weekly_of(plans, person) if plans else None


def _role(ctx: PlanContext, id_: str) -> str:
    found = ctx.plan.people.get(id_)
    return found.role or "" if found else ""


def _rows(things: Iterable[Thing]) -> tuple[Row, ...]:
    ordered = sorted(things, key=lambda each: (each.is_over, not each.is_late, each.day or date.max))
    return tuple(Row("", (each.name, text(each.kind), each.state, each.due)) for each in ordered)


COMPONENTS = (
    Component(
        "person_due",
        person_due,
        "what a person has to do that is late or due soon, in all plans",
        marked("Nothing of this person's is late or due soon."),
    ),
    Component(
        "person_load",
        person_load,
        "how much of a person's time the plans take, by week",
        marked("No task of this person's in these weeks states an effort."),
    ),
    Component(
        "person_table",
        person_table,
        "everything that a person answers for, in all plans",
        marked("Nothing in the plans is this person's to answer for."),
    ),
)
