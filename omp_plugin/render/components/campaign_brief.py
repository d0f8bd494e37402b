"""One campaign: what it is for, how it stands, by which means, and what was learnt (design, section 11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from markupsafe import Markup

from omp_plugin.compute.results import Sums
from omp_plugin.model.campaigns import Asset, Campaign
from omp_plugin.render.markdown import block
from omp_plugin.render.tables import NONE, OPEN, Cell, Part, TableView, figures, links, text
from omp_plugin.render.tactics import tactics_table
from omp_plugin.render.work import Work, campaign_state, works
from omp_plugin.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

PARTS = ("status", "brief", "tactics")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the brief."""

    label: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Alert:
    """Why a campaign is not on track: its status and the reasons, the gravest first."""

    status: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BriefView:
    """A campaign's brief: how it stands, its terms, the author's own words, its means, and what was learnt."""

    id: str
    heading: str
    alert: Alert | None
    entries: tuple[Entry, ...]
    text: Markup
    tactics: TableView | None
    learnings: tuple[str, ...]


def campaign_brief(ctx: PlanContext, campaign: str, part: str = "", heading: str = "") -> BriefView | None:
    """What a campaign is for, whom it speaks to with what, by which means; `None` where there is no such campaign.

    `part` is `status`, `brief` or `tactics` where only that is asked for, `heading` what stands above it.
    """
    found = ctx.plan.campaigns.get(campaign)
    if found is None:
        return None
    wanted = (part,) if part in PARTS else PARTS
    view = BriefView(
        found.id,
        heading,
        _alert(ctx, found) if "status" in wanted else None,
        tuple(_entries(ctx, found)) if "brief" in wanted else (),
        block(found.brief) if found.brief and "brief" in wanted else Markup(""),
        tactics_table(ctx, found, heading) if "tactics" in wanted else None,
        tuple(found.learnings) if "brief" in wanted else (),
    )
    is_empty = not (view.alert or view.entries or view.text or view.tactics or view.learnings)
    return None if part and is_empty else view


def _alert(ctx: PlanContext, campaign: Campaign) -> Alert | None:
    """The reasons of a status that asks for attention; of what is planned, paused or over there is nothing to say."""
    state = campaign_state(ctx, campaign)
    if state not in ("at-risk", "off-track"):
        return None
    result = ctx.results.campaigns[campaign.id]
    known = works(ctx)
    own = [known[id_] for id_ in result.tasks if id_ in known and known[id_].state != "cancelled"]
    reasons = (*_late(ctx, own), *_missed(ctx, own), *_over(ctx, result.sums))
    return Alert(state, reasons) if reasons else None


def _late(ctx: PlanContext, own: Iterable[Work]) -> Iterator[str]:
    for work in sorted(own, key=lambda each: -each.days_late):
        if work.days_late:
            days = work.days_late
            said = ngettext("{task} is {n} day late.", "{task} is {n} days late.", days)
            if work.scheduled.critical:
                said = ngettext(
                    "{task} is {n} day late, on the critical path.",
                    "{task} is {n} days late, on the critical path.",
                    days,
                )
            yield said.format(task=work.task.label, n=ctx.formats.number(days))


def _missed(ctx: PlanContext, own: Iterable[Work]) -> Iterator[str]:
    for work in own:
        slack = work.scheduled.deadline_slack
        if slack is not None and slack < 0 and not work.days_late:
            said = ngettext(
                "{task} will miss its deadline by {n} working day.",
                "{task} will miss its deadline by {n} working days.",
                -slack,
            )
            yield said.format(task=work.task.label, n=ctx.formats.number(-slack))


def _over(ctx: PlanContext, sums: Sums | None) -> Iterator[str]:
    if sums is None or sums.variance <= sums.planned * Decimal(ctx.plan.limits.budget_tolerance):
        return
    said, ratio = _("The forecast is {amount} over its budget."), ""
    if sums.planned:
        said = _("The forecast is {amount} ({percent}) over its budget.")
        ratio = ctx.formats.signed_percent(Fraction(sums.variance) / Fraction(sums.planned))
    yield said.format(amount=ctx.formats.money(sums.variance), percent=ratio)


def _entries(ctx: PlanContext, campaign: Campaign) -> Iterator[Entry]:
    """The terms that are written or open."""
    made: tuple[tuple[str, str, Cell], ...] = (
        ("goals", _("Goals") if len(campaign.goals) > 1 else _("Goal"), links(_goals(ctx, campaign))),
        ("objective", _("Objective"), links(_objective(ctx, campaign))),
        ("audience", _("Audience"), links(_audience(ctx, campaign))),
        ("message", _("Message"), text(campaign.message)),
        ("offer", _("Offer"), text(campaign.offer)),
        ("channels", _("Channels"), text(", ".join(campaign.channels))),
        ("delivers", pgettext("campaign", "Delivers"), figures(_delivers(ctx, campaign))),
        ("assets", _("Assets"), links(_assets(campaign.assets))),
    )
    for name, label, cell in made:
        if name in campaign.open:
            yield Entry(label, OPEN)
        elif cell is not NONE:
            yield Entry(label, cell)


def _goals(ctx: PlanContext, campaign: Campaign) -> Iterator[Part]:
    for id_ in campaign.goals:
        goal = ctx.plan.goals.get(id_)
        yield Part(goal.label, ctx.href("goals", f"goal-{id_}")) if goal else Part(id_)


def _objective(ctx: PlanContext, campaign: Campaign) -> Iterator[Part]:
    objective = ctx.plan.objectives.get(campaign.objective or "")
    if objective:
        yield Part(objective.label, ctx.href("goals", f"objective-{objective.id}"))


def _audience(ctx: PlanContext, campaign: Campaign) -> Iterator[Part]:
    market = ctx.plan.market
    for id_ in campaign.audience:
        persona = market.personas.get(id_) if market else None
        segment = market.segments.get(id_) if market else None
        if persona:
            yield Part(persona.label, ctx.href("strategy", f"persona-{id_}"))
        elif segment:
            yield Part(segment.label, ctx.href("strategy", f"segment-{id_}"))
        else:
            yield Part(id_)


def _delivers(ctx: PlanContext, campaign: Campaign) -> Iterator[Part]:
    result = ctx.results.campaigns.get(campaign.id)
    for id_, figure in result.delivers.items() if result else ():
        kpi = ctx.plan.kpis.get(id_)
        said = f"{kpi.label if kpi else id_}: {ctx.formats.kpi(figure, kpi.unit if kpi else None)}"
        yield Part(said, ctx.proof(f"campaigns.{campaign.id}.delivers.{id_}"))


def _assets(assets: Iterable[Asset]) -> Iterator[Part]:
    return (Part(each.title or each.url or "", each.url) for each in assets)
