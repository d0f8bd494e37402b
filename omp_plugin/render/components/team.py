"""The people of a plan with how much of their time it takes, and the roles still to be filled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from omp_plugin.model.dates import Period
from omp_plugin.model.governance import Risk
from omp_plugin.model.kpis import Kpi
from omp_plugin.model.people import Hire, Person
from omp_plugin.model.tasks import Task
from omp_plugin.render.components.component import Component
from omp_plugin.render.load import LoadView, weekly
from omp_plugin.render.tables import (
    NONE,
    OPEN,
    Cell,
    Part,
    Row,
    RowGroup,
    TableView,
    columns,
    field,
    links,
    number,
    person,
    right,
    table,
    text,
    without_empty,
)
from omp_plugin.render.work import counted_words
from omp_plugin.render.written import written_status
from omp_plugin.words import _, marked, ngettext, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext


_Owned = TypeVar("_Owned", Task, Kpi, Risk)


@dataclass(frozen=True, slots=True)
class TeamView:
    """The people, and their load by week where tasks state an effort."""

    people: TableView
    load: LoadView | None


def team_table(ctx: PlanContext) -> TeamView | None:
    """Everybody who takes part, with role, share of their time, days, stand-in and what they own; below, their load."""
    owned = _owned(ctx)
    figures = [right(label) for label in (_("Time"), pgettext("day", "From"), pgettext("day", "Until"))]
    heads = columns(_("Person"), _("Role"), _("Email"), *figures, _("Backup"), _("Owns"))
    rows = (_person(ctx, each, owned.get(each.id, [])) for each in ctx.plan.people.values())
    people = table(_("Team"), heads, rows, _("Time is the share of working time for this plan."))
    return TeamView(without_empty(people), weekly(ctx)) if people else None


def _person(ctx: PlanContext, each: Person, owned: list[Part]) -> Row:
    formats = ctx.formats
    share = number(formats.percent(each.allocation)) if each.allocation is not None else NONE
    name = "name" in each.open
    return Row(
        f"person-{each.id}",
        (
            OPEN if name else Cell("person", person=each.id, sub=_("External") if each.external else ""),
            _role(each),
            _email(each),
            field(each, "allocation", share),
            field(each, "from_", _day(ctx, each.from_.first if each.from_ else None)),
            field(each, "until", _day(ctx, each.until.last if each.until else None)),
            field(each, "backup", person(each.backup)),
            links(owned),
        ),
    )


def _role(each: Person) -> Cell:
    """What they do, and for which team; the team alone where no role is written."""
    team = _("TBD") if "team" in each.open else each.team or ""
    if "role" in each.open:
        return Cell("open", sub=team)
    return text(each.role, sub=team) if each.role else field(each, "team")


def _email(each: Person) -> Cell:
    """The address; a link only where it is a plain one."""
    if each.email and each.email.count("@") == 1 and not set(each.email) & set(" <>\"'?&:/\\%"):
        return Cell("text", each.email, href=f"mailto:{each.email}")
    return field(each, "email")


def _day(ctx: PlanContext, day: date | None) -> Cell:
    return number(ctx.formats.date(day)) if day else NONE


def _owned(ctx: PlanContext) -> dict[str, list[Part]]:
    """What each person answers for: goals and campaigns by name, the rest by number."""
    found: dict[str, list[Part]] = {}
    plan = ctx.plan
    for goal in plan.goals.values():
        found.setdefault(goal.owner or "", []).append(Part(goal.label, ctx.href("goals", f"goal-{goal.id}")))
    for campaign in plan.campaigns.values():
        part = Part(campaign.label, ctx.href(f"campaigns/{campaign.id}"))
        found.setdefault(campaign.owner or "", []).append(part)
    for id_, tasks in _by_owner(task for task in plan.tasks.values() if not task.is_cancelled).items():
        found.setdefault(id_, []).append(Part(counted_words(ctx, tasks), ctx.href("timeline")))
    for id_, kpis in _by_owner(plan.kpis.values()).items():
        said = ngettext("{n} KPI", "{n} KPIs", len(kpis)).format(n=ctx.formats.number(len(kpis)))
        found.setdefault(id_, []).append(Part(said, ctx.href("kpis")))
    for id_, risks in _by_owner(plan.risks.values()).items():
        said = ngettext("{n} risk", "{n} risks", len(risks)).format(n=ctx.formats.number(len(risks)))
        found.setdefault(id_, []).append(Part(said, ctx.href("risks")))
    return found


def _by_owner(entities: Iterable[_Owned]) -> dict[str, list[_Owned]]:
    found: dict[str, list[_Owned]] = {}
    for each in entities:
        if each.owner:
            found.setdefault(each.owner, []).append(each)
    return found


def hiring_table(ctx: PlanContext) -> TableView | None:
    """The roles to be filled, with new heads by period and in all."""
    hires = list(ctx.plan.hiring.values())
    if not hires:
        return None
    periods = sorted({period for hire in hires for period in hire.count})
    heads = (
        *columns(_("Role"), _("Department"), _("Status")),
        *(right(ctx.formats.period(period)) for period in periods),
        right(_("Total")),
    )
    rows = tuple(_hire(ctx, hire, periods) for hire in hires)
    sums = [sum((hire.count.get(period) or Decimal(0) for hire in hires), Decimal(0)) for period in periods]
    foot = (
        text(ngettext("{n} role", "{n} roles", len(hires)).format(n=ctx.formats.number(len(hires)))),
        Cell("text"), Cell("text"),
        *(number(ctx.formats.number(amount)) for amount in (*sums, sum(sums, Decimal(0)))),
    )  # fmt: skip
    return without_empty(TableView(_("Hiring plan"), heads, (RowGroup(rows),), _("New heads by period."), foot))


def _hire(ctx: PlanContext, hire: Hire, periods: Iterable[Period]) -> Row:
    heads = [hire.count.get(period) for period in periods]
    total = sum((amount for amount in heads if amount), Decimal(0))
    cells = [NONE if amount is None else number(ctx.formats.number(amount)) for amount in heads]
    is_open = "count" in hire.open
    last = OPEN if is_open and not total else number(ctx.formats.number(total))
    name = field(hire, "role", text(hire.label))
    return Row(f"hire-{hire.id}", (name, field(hire, "department"), written_status(hire), *cells, last))


COMPONENTS = (
    Component(
        "team_table",
        team_table,
        "the people with role, share of time, stand-in and what they own",
        marked("This plan names no people yet."),
    ),
    Component(
        "hiring_table",
        hiring_table,
        "the roles to be filled, with heads by period",
        marked("No roles are to be filled."),
    ),
)
