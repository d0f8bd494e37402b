"""What all plans of a site cost together: in one currency as far as a plan states a rate for the others.

A plan's rates say what a unit of another currency is worth in its own (plan format, section 2). The plans in the
currency that most plans have lend theirs to the site; what nobody states a rate for stays in its own currency.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from omp_plugin.compute.results import BudgetResults
from omp_plugin.model.amounts import EXACT
from omp_plugin.model.dates import Period
from omp_plugin.model.plan import Plan


@dataclass(frozen=True, slots=True)
class Lent:
    """What one unit of a currency is worth in that of the portfolio, by the word of a plan."""

    rate: Decimal
    on: Period | None
    plan: str


@dataclass(frozen=True, slots=True)
class Money:
    """A plan's budget, or that of several: in `currency`, at a rate where it was written in another."""

    currency: str
    budget: Decimal
    spent: Decimal
    forecast: Decimal
    lent: Lent | None = None

    @property
    def variance(self) -> Decimal:
        """Forecast at finish minus the budget: plus means over."""
        return self.forecast - self.budget


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of the plans that are shown in one currency."""

    plans: int
    money: Money


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The money of plans by id, and their sums: those in the portfolio's currency first."""

    currency: str
    plans: Mapping[str, Money]
    totals: tuple[Total, ...]


def portfolio(plans: Sequence[tuple[Plan, BudgetResults | None]]) -> Portfolio | None:
    """The money of all plans that state a budget; `None` where none does."""
    known = [(plan, budget) for plan, budget in plans if budget is not None]
    if not known:
        return None
    currency = report_currency([plan.currency for plan, _ in known])
    rates = lent_rates([plan for plan, _ in plans if plan.currency == currency])
    made = {plan.id: _money(plan, budget, currency, rates) for plan, budget in known}
    return _added(currency, made)


def part_of(whole: Portfolio | None, ids: Collection[str]) -> Portfolio | None:
    """Some plans as the whole portfolio shows them, at the same rates; `None` where none of them states a budget."""
    kept = {id_: money for id_, money in whole.plans.items() if id_ in ids} if whole else {}
    return _added(whole.currency, kept) if whole and kept else None


def _added(currency: str, plans: Mapping[str, Money]) -> Portfolio:
    """The sums of plans, those in the portfolio's currency first."""
    codes = sorted({each.currency for each in plans.values()}, key=lambda code: (code != currency, code))
    return Portfolio(currency, plans, tuple(_total(code, plans.values()) for code in codes))


def report_currency(currencies: Sequence[str]) -> str:
    """The currency that most plans have; of equals the first by its code."""
    counts = Counter(currencies)
    return min(counts, key=lambda code: (-counts[code], code))


def lent_rates(plans: Sequence[Plan]) -> Mapping[str, Lent]:
    """The rates of plans in one currency, by the other currency: the latest where several plans state one."""
    found: dict[str, Lent] = {}
    for plan in sorted(plans, key=lambda plan: plan.id):
        for code, rate in plan.rates.values.items():
            before = found.get(code)
            is_usable = rate.rate is not None and rate.rate > 0 and code != plan.currency
            if is_usable and rate.rate is not None and (before is None or _day(rate.on) > _day(before.on)):
                found[code] = Lent(rate.rate, rate.on, plan.id)
    return found


def _day(on: Period | None) -> int:
    return on.last.toordinal() if on else 0


def _money(plan: Plan, budget: BudgetResults, currency: str, rates: Mapping[str, Lent]) -> Money:
    """A plan's money in the portfolio's currency, or in its own where there is no rate."""
    amounts = budget.reference, budget.sums.actual, budget.forecast
    if plan.currency == currency or plan.currency not in rates:
        return Money(plan.currency, *amounts)
    lent = rates[plan.currency]
    budgeted, spent, forecast = (EXACT.multiply(amount, lent.rate) for amount in amounts)
    return Money(currency, budgeted, spent, forecast, lent)


def _total(currency: str, plans: Iterable[Money]) -> Total:
    shown = [each for each in plans if each.currency == currency]
    budget, spent, forecast = Decimal(0), Decimal(0), Decimal(0)
    for each in shown:
        budget, spent, forecast = budget + each.budget, spent + each.spent, forecast + each.forecast
    return Total(len(shown), Money(currency, budget, spent, forecast))
