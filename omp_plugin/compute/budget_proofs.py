"""Stated money against computed: totals, campaigns' budgets, caps, the part of revenue (plan format, section 6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from omp_plugin.compute.money import Exchange, say, say_percent
from omp_plugin.compute.results import BudgetResults, LineResult, Status, Sums
from omp_plugin.model.amounts import EXACT, Money, Range
from omp_plugin.model.budget import Budget, Line
from omp_plugin.model.plan import Plan, Thresholds
from omp_plugin.model.units import minor_unit
from omp_plugin.problems import Position, Problem, problem

USUAL_RATIO = (Decimal("0.06"), Decimal("0.12"))
"""The usual part of gross revenue that goes into marketing, where the plan sets no other."""
Bound = Decimal | None


class Proof(NamedTuple):
    """What stated money is held against: the results, and the lines that are not wholly known.

    `campaign_budgets` are in the plan's currency; `lines_at` is where the lines stand. An open reserve is not known.
    There may be lines that could not be read (`has_lost`), or that pay for a campaign that is not known (`has_strays`).
    """

    plan: Plan
    results: BudgetResults
    unknown: frozenset[str]
    has_lost: bool
    has_strays: bool
    is_reserve_known: bool
    campaign_budgets: Mapping[str, Money]
    lines_at: Position

    def problems(self, exchange: Exchange) -> Iterator[Problem]:
        """`sum-mismatch`, `over-cap` and `budget-ratio`."""
        budget = self.plan.budget
        if not budget:
            return
        yield from self._total(budget)
        yield from self._reserve(budget)
        yield from self._ratio(budget)
        for id_, line in budget.lines.items():
            yield from cap_problems(line, self.results.lines[id_], exchange)
        if budget.lines:
            yield from self._campaigns()

    def _total(self, budget: Budget) -> Iterator[Problem]:
        """Nothing is proved of an envelope that is not allocated yet, or of sums with parts that are not known."""
        total, results = self.results.total, self.results
        is_known = self.is_reserve_known and self._are_lines_known
        parts = results.reserve + results.sums.planned
        if total is None or not is_known or self._agree(total, parts):
            return
        sums = f"reserve {say(results.reserve)} + planned {say(results.sums.planned)} (lines at {self.lines_at})"
        message = f"total is {say(total)}, but {sums} = {say(parts)}: {_difference(total, parts)}"
        yield problem(budget.where("total"), "sum-mismatch", message, f"write {say(parts)}, or change reserve or lines")

    @property
    def _are_lines_known(self) -> bool:
        return bool(self.results.lines) and not self.unknown and not self.has_lost

    def _agree(self, stated: Decimal, computed: Decimal) -> bool:
        """True for amounts that are equal to the cent: rates and shares leave parts of cents that nobody can state."""
        if stated == computed:
            return True
        unit = minor_unit(self.plan.currency)
        return stated.quantize(unit, context=EXACT) == computed.quantize(unit, context=EXACT)

    def _reserve(self, budget: Budget) -> Iterator[Problem]:
        results = self.results
        if results.reserve_drawn <= results.reserve or not self.is_reserve_known:
            return
        where = f" at {budget.where('reserve')}" if "reserve" in budget.places else ""
        message = (
            f"{say(results.reserve_drawn)} is drawn from a reserve of {say(results.reserve)}{where}: "
            f"{_difference(results.reserve_drawn, results.reserve)}"
        )
        hint = "draw no more than there is, or raise the reserve"
        yield problem(budget.where("reserve_drawn"), "sum-mismatch", message, hint)

    def _campaigns(self) -> Iterator[Problem]:
        unknown = {id_ for line in self.unknown for id_ in self.results.lines[line].shares}
        for id_, stated in self.campaign_budgets.items():
            planned = self.results.by_campaign.get(id_, Sums()).planned
            is_short = planned < stated.amount and (self.has_lost or self.has_strays)
            if id_ in unknown or is_short or self._agree(stated.amount, planned):
                continue
            message = (
                f'the budget of campaign "{id_}" is {say(stated.amount)}, but its lines (at {self.lines_at}) '
                f"add up to {say(planned)}: {_difference(stated.amount, planned)}"
            )
            hint = f"write {say(planned)}, or change the campaign's lines"
            yield problem(self.plan.campaigns[id_].where("budget"), "sum-mismatch", message, hint)

    def _ratio(self, budget: Budget) -> Iterator[Problem]:
        revenue, planned = self.results.revenue, self.results.sums.planned
        if revenue is None or revenue <= 0 or not self._are_lines_known:
            return
        low, high = ratio_bounds(self.plan.limits.budget_ratio)
        if (low is None or planned >= low * revenue) and (high is None or planned <= high * revenue):
            return
        low_text, high_text = ("" if bound is None else say_percent(bound) for bound in (low, high))
        usual = f"{low_text}..{high_text}"
        message = f"planned spend of {say(planned)} is {planned / revenue * 100:.1f}% of revenue, outside {usual}"
        hint = 'check both, or state what is usual for you: "thresholds: {budget_ratio: 5%..15%}"'
        yield problem(budget.where("revenue"), "budget-ratio", message, hint)


def cap_problems(line: Line, result: LineResult, exchange: Exchange) -> Iterator[Problem]:
    """`over-cap` for a line that plans, expects or has spent more than its limit; the highest of these is named."""
    cap = exchange.convert(line.cap, line.where("cap"))
    sums = result.sums
    amounts = (("planned", sums.planned), ("forecast", sums.forecast), ("spent", sums.actual + sums.committed))
    name, most = max(amounts, key=lambda each: each[1])
    if cap and most > cap.amount:
        message = f'{name} {say(most)} of "{line.id}" is over its cap of {say(cap.amount)} by {say(most - cap.amount)}'
        yield problem(line.where("cap"), "over-cap", message, "spend less, or have the cap raised")


def ratio_bounds(range_: Range | None) -> tuple[Bound, Bound]:
    """Between which parts of revenue planned spend is usual."""
    if range_ is None:
        return USUAL_RATIO
    return (range_.low.value if range_.low else None), (range_.high.value if range_.high else None)


def budget_status(results: BudgetResults, thresholds: Thresholds) -> Status:
    """How far the forecast at finish is over the reference; unknown where there is nothing to hold it against."""
    if results.total is None and not results.lines:
        return "unknown"
    if results.reference <= 0:
        return "on-track" if results.variance <= 0 else "off-track"
    if results.variance <= thresholds.budget_tolerance * results.reference:
        return "on-track"
    return "at-risk" if results.variance <= thresholds.budget_limit * results.reference else "off-track"


def _difference(stated: Decimal, computed: Decimal) -> str:
    return f"{say(abs(stated - computed))} too {'much' if stated > computed else 'little'}"
