"""The media of a plan as a file of the Media Plan Open Data Standard (`mediaplanschema`, version 3.0).

The plan is the standard's campaign; a line item is a flight of a tactic, else the tactic, else a campaign without
tactics. Every campaign's money is on its line items once: what tactics do not name is on one of the campaign's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from omp_plugin.compute.compiled import Compiled
from omp_plugin.compute.money import Exchange
from omp_plugin.compute.results import CampaignResult, Results
from omp_plugin.export.cells import amount, plain
from omp_plugin.model.campaigns import Campaign, Tactic
from omp_plugin.model.plan import Plan

VERSION = "3.0"
Json = dict[str, Any]
ZERO = Decimal(0)


class _Item(NamedTuple):
    """A line item before it is written."""

    id: str
    name: str
    first: date
    last: date
    cost: Decimal
    tactic: Tactic | None = None


def media_plan(compiled: Compiled) -> Json | None:
    """The file's values; `None` for a plan without a period or without dated campaigns: it has no media to plan."""
    plan, results = compiled.plan, compiled.results
    if plan is None or results is None or plan.period is None:
        return None
    lines = [_line_item(plan, campaign, item) for campaign, item in _items(plan, results)]
    if not lines:
        return None
    owner = plan.people.get(plan.owner or "")
    total = results.budget.reference if results.budget else ZERO
    return {
        "meta": {
            "id": plan.id, "schema_version": VERSION, "name": plain(plan.label), "is_current": True,
            "created_by_name": plain(owner.label) if owner else plain(plan.label),
            "created_at": f"{results.today.as_of.isoformat()}T00:00:00Z",
        },
        "campaign": {
            "id": plan.id, "name": plain(plan.label),
            "start_date": plan.period.first.isoformat(), "end_date": plan.period.last.isoformat(),
            "budget_currency": plan.currency, "budget_total": _number(plan, total),
            **({"advertiser_name": plain(plan.organisation)} if plan.organisation else {}),
            "workflow_status_name": plan.status,
        },
        "lineitems": lines,
    }  # fmt: skip


def _number(plan: Plan, value: Decimal) -> float:
    """Money as the standard wants it: a number of JSON, to the cent."""
    return float(amount(value, plan.currency) or 0)


def _items(plan: Plan, results: Results) -> Iterator[tuple[Campaign, _Item]]:
    exchange = Exchange(plan)
    for id_, campaign in plan.campaigns.items():
        found = results.campaigns.get(id_)
        if found and campaign.status != "cancelled":
            yield from ((campaign, item) for item in _of_campaign(campaign, found, exchange))


def _of_campaign(campaign: Campaign, found: CampaignResult, exchange: Exchange) -> Iterator[_Item]:
    """The flights of its tactics, then the rest of its money over its whole span."""
    rest = found.sums.planned if found.sums else ZERO
    for tactic in campaign.tactics.values():
        spans = [(each.first, each.last) for each in tactic.flights] or _span(found)
        money = exchange.convert(tactic.budget, tactic.where("budget"))
        cost = min(money.amount, rest) if money else ZERO
        rest -= cost if spans else ZERO
        for number, (first, last) in enumerate(spans, 1):
            id_ = f"{campaign.id}.{tactic.id}" + (f".{number}" if len(spans) > 1 else "")
            share = cost if number == 1 else ZERO  # a tactic's budget is of all its flights
            yield _Item(id_, tactic.label, first, last, share, tactic)
    if rest or not campaign.tactics:
        yield from (_Item(campaign.id, campaign.label, first, last, rest) for first, last in _span(found))


def _span(found: CampaignResult) -> list[tuple[date, date]]:
    return [(found.start, max(found.start, found.finish))] if found.start and found.finish else []


def _line_item(plan: Plan, campaign: Campaign, item: _Item) -> Json:
    channel = (item.tactic.channel or item.tactic.kind) if item.tactic else next(iter(campaign.channels), None)
    known = {**plan.market.segments, **plan.market.personas} if plan.market else {}
    people = [known[each].label for each in campaign.audience if each in known]
    return {
        "id": item.id, "name": plain(item.name),
        "start_date": item.first.isoformat(), "end_date": item.last.isoformat(),
        "cost_currency": plan.currency, "cost_total": _number(plan, item.cost),
        **({"channel": plain(channel)} if channel else {}),
        **({"target_audience": plain("; ".join(people))} if people else {}),
        "custom_properties": {"campaign": campaign.id},
    }  # fmt: skip
