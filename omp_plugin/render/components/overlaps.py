"""Campaigns that meet before the same audience in the same channel: worth a word before they do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from omp_plugin.compute.overlaps import WEEK, Overlap, overlaps
from omp_plugin.render.components.calendar import plans_shown
from omp_plugin.render.components.component import Component
from omp_plugin.render.tables import Part, Row, RowGroup, TableView, columns, links, listed, right, text
from omp_plugin.render.tables import number as dated
from omp_plugin.words import _, marked, ngettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

MOST = 50
DAY = timedelta(days=1)


def campaign_overlaps(ctx: PlanContext, every_plan: bool = False, limit: int = MOST) -> TableView | None:
    """The overlaps from this week on, the next first: who meets whom, where, before whom, and when."""
    plans = {each.plan.id: each for each in plans_shown(ctx, every_plan)}
    found = overlaps((each.plan, each.results) for each in plans.values())
    if not found:
        return None
    heads = columns(_("Campaigns"), _("Channel"), _("Audience"), right(_("Weeks from")), right(_("until")))
    rows = tuple(_row(ctx, plans, each) for each in found[:limit])
    note = _("The same audience hears from two campaigns in one channel in the same week.")
    more = len(found) - len(rows)
    said = ngettext("One more is not shown.", "{n} more are not shown.", more).format(n=ctx.formats.number(more))
    notes = (said,) if more > 0 else ()
    return TableView(_("Campaigns that meet"), heads, (RowGroup(rows),), note, notes=notes, anchor="overlaps")


def _row(ctx: PlanContext, plans: dict[str, PlanContext], each: Overlap) -> Row:
    names = links(_campaign(plans, *found, is_named=len(plans) > 1) for found in (each.one, each.other))
    first, last = ctx.formats.date(each.first), ctx.formats.date(each.last + WEEK - DAY)
    return Row("", (names, text(each.channel), listed(each.audiences), dated(first), dated(last)))


def _campaign(plans: dict[str, PlanContext], plan: str, campaign: str, *, is_named: bool) -> Part:
    ctx = plans[plan]
    label = ctx.plan.campaigns[campaign].label
    return Part(f"{label} ({ctx.plan.short_label})" if is_named else label, ctx.href(f"campaigns/{campaign}"))


COMPONENTS = (
    Component(
        "campaign_overlaps",
        campaign_overlaps,
        "campaigns before the same audience in the same channel and week",
        marked("No two campaigns meet before the same audience in the same channel."),
    ),
)
