"""The budget: sums by line, period, campaign and category, forecast at finish, status (plan format, section 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, localcontext
from itertools import chain
from typing import NamedTuple

from omp_plugin.compute.budget_campaigns import ONE, campaign_shares, homes_of_tactics, is_stray, split_problems
from omp_plugin.compute.budget_forecast import sums_by_period
from omp_plugin.compute.budget_lines import LineAmounts, line_amounts, planned_sums, whole_period
from omp_plugin.compute.budget_proofs import Proof, budget_status
from omp_plugin.compute.money import Exchange
from omp_plugin.compute.results import BudgetResults, LineResult, Sums, Today
from omp_plugin.model.amounts import EXACT, Money
from omp_plugin.model.budget import Budget, Line
from omp_plugin.model.dates import Period, in_time
from omp_plugin.model.plan import Plan
from omp_plugin.problems import Problem

ZERO = Decimal(0)


def compute_budget(plan: Plan, today: Today) -> BudgetResults | None:
    """All money of a plan in its currency; `None` where it has no budget and no campaign has one.

    A plan without budget lines has one for each campaign with a budget, planned for the whole plan. Problems:
    `currency-without-rate`, `sum-mismatch`, `split-not-100`, `over-cap`, `budget-ratio`, `outside-period`,
    `ends-before-start`, `duplicate-key`, `missing-key`, `dependency-cycle`, `too-large`.
    """
    has_campaign_budget = any(campaign.budget for campaign in plan.campaigns.values())
    if "budget" in plan.unread or not (plan.budget or has_campaign_budget):
        return None
    with localcontext(EXACT):
        return _compute(plan, today)


class _Lines(NamedTuple):
    """The lines that count: as written, or one for each campaign's budget."""

    results: Mapping[str, LineResult]
    unknown: frozenset[str]
    problems: list[Problem]
    has_strays: bool = False


def _compute(plan: Plan, today: Today) -> BudgetResults:
    exchange = Exchange(plan)
    budgets = _campaign_budgets(plan, exchange)
    is_written = plan.budget is not None and len(plan.budget.lines) > 0
    lines = _written_lines(plan, today, exchange) if is_written else _implied_lines(plan, today, budgets)
    results, is_reserve_known = _with_envelope(_summed(plan, lines.results), plan.budget, exchange)
    at = plan.budget.where("lines") if plan.budget and is_written else plan.where("campaigns")
    has_lost = any(kind == "budget line" for kind, _ in plan.lost)
    proof = Proof(plan, results, lines.unknown, has_lost, lines.has_strays, is_reserve_known, budgets, at)
    problems = [*lines.problems, *proof.problems(exchange)]
    return results._replace(status=budget_status(results, plan.limits), problems=(*exchange.problems, *problems))


def _campaign_budgets(plan: Plan, exchange: Exchange) -> dict[str, Money]:
    found = {id_: exchange.convert(each.budget, each.where("budget")) for id_, each in plan.campaigns.items()}
    return {id_: money for id_, money in found.items() if money is not None}


def _written_lines(plan: Plan, today: Today, exchange: Exchange) -> _Lines:
    lines: Mapping[str, Line] = plan.budget.lines if plan.budget else {}
    amounts, problems = line_amounts(plan, lines, exchange)
    homes = homes_of_tactics(plan.campaigns)
    tactics = frozenset(chain.from_iterable(campaign.tactics for campaign in plan.campaigns.values()))
    results = {}
    for id_, line in lines.items():
        problems += split_problems(line)
        shares = campaign_shares(line, plan.campaigns, homes)
        results[id_] = _line_result(id_, amounts[id_], shares, plan, today)
    unknown = frozenset(id_ for id_, each in amounts.items() if not each.is_complete)
    has_strays = any(is_stray(line, plan.campaigns, tactics) for line in lines.values())
    return _Lines(results, unknown, problems, has_strays)


def _implied_lines(plan: Plan, today: Today, budgets: Mapping[str, Money]) -> _Lines:
    whole = whole_period(plan)
    amounts = {id_: LineAmounts({whole: planned_sums(money)}) for id_, money in budgets.items()}
    results = {id_: _line_result(id_, each, {id_: ONE}, plan, today) for id_, each in amounts.items()}
    unknown = frozenset(id_ for id_, each in plan.campaigns.items() if "budget" in each.places and id_ not in budgets)
    return _Lines(results, unknown, [])


def _line_result(
    id_: str, amounts: LineAmounts, shares: Mapping[str, Decimal], plan: Plan, today: Today
) -> LineResult:
    by_period = sums_by_period(amounts, whole_period(plan), today.actuals_through)
    return LineResult(id_, add(by_period.values()), by_period, shares)


def _summed(plan: Plan, lines: Mapping[str, LineResult]) -> BudgetResults:
    """The lines added up in every direction."""
    return BudgetResults(
        lines=lines,
        sums=add(line.sums for line in lines.values()),
        by_period=_by_period(lines.values()),
        by_campaign=_by_campaign(plan, lines.values()),
        by_category=_by_category(plan.budget.lines if plan.budget else {}, lines),
        status="unknown",
        problems=(),
    )


def _by_period(lines: Iterable[LineResult]) -> dict[Period, Sums]:
    """Periods as written, in the order of time; the smallest text of those that name the same days."""
    parts: dict[Period, list[Sums]] = {}
    keys: dict[Period, Period] = {}
    for line in lines:
        for period, each in line.by_period.items():
            parts.setdefault(period, []).append(each)
            known = keys.setdefault(period, period)
            if known is not period and (period.text, period.grain) < (known.text, known.grain):
                keys[period] = period
    return {keys[period]: add(parts[period]) for period in in_time(parts)}


def _by_campaign(plan: Plan, lines: Iterable[LineResult]) -> dict[str, Sums]:
    """What each campaign bears, unrounded, so that campaigns add up to their lines exactly."""
    parts: dict[str, list[Sums]] = {}
    for line in lines:
        for id_, share in line.shares.items():
            parts.setdefault(id_, []).append(line.sums.times(share))
    return {id_: add(parts[id_]) for id_ in plan.campaigns if id_ in parts}


def _by_category(written: Mapping[str, Line], lines: Mapping[str, LineResult]) -> dict[str, Sums]:
    parts: dict[str, list[Sums]] = {}
    for id_, line in written.items():
        if line.category:
            parts.setdefault(line.category, []).append(lines[id_].sums)
    return {category: add(sums) for category, sums in parts.items()}


def _with_envelope(results: BudgetResults, budget: Budget | None, exchange: Exchange) -> tuple[BudgetResults, bool]:
    """The results with total, reserve and revenue, and whether the reserve is known (none is known, too)."""
    if budget is None:
        return results, True
    total = exchange.convert(budget.total, budget.where("total"))
    reserve = exchange.convert(budget.reserve, budget.where("reserve"))
    drawn = exchange.convert(budget.reserve_drawn, budget.where("reserve_drawn"))
    revenue = exchange.convert(budget.revenue, budget.where("revenue"))
    envelope = results._replace(
        total=total.amount if total else None,
        total_low=planned_sums(total).planned_low if total else None,
        reserve=reserve.amount if reserve else ZERO,
        reserve_drawn=drawn.amount if drawn else ZERO,
        revenue=revenue.amount if revenue else None,
        is_reserve_known=reserve is not None or "reserve" not in budget.places,
    )
    return envelope, envelope.is_reserve_known


def add(sums: Iterable[Sums]) -> Sums:
    """Sums of money added up, state by state."""
    planned = committed = actual = forecast = planned_low = ZERO
    for each in sums:
        planned += each.planned
        committed += each.committed
        actual += each.actual
        forecast += each.forecast
        planned_low += each.planned_low
    return Sums(planned, committed, actual, forecast, planned_low)
