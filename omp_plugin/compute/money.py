"""Money in the plan's currency: converted at the rates that the plan states, exactly (plan format, section 1)."""

from __future__ import annotations

from decimal import Decimal

from omp_plugin import limits
from omp_plugin.model.amounts import EXACT, Money
from omp_plugin.model.plan import Plan
from omp_plugin.problems import Position, Problem, problem

LARGEST = Decimal(10) ** limits.DIGITS
"""No amount may reach this, also after conversion: sums of amounts then stay printable to the cent anywhere."""


class Exchange:
    """Converts written money into the plan's currency and collects the problems of doing so.

    Problems: `currency-without-rate` at each amount in a currency that the plan states no rate for; `too-large`.
    """

    def __init__(self, plan: Plan) -> None:
        self.problems: list[Problem] = []
        self._currency = plan.currency
        self._rates = plan.rates.values
        self._unread = plan.rates.unknown
        self._are_rates_unread = "rates" in plan.unread or ("rates" in plan.flawed and not plan.rates)

    def convert(self, money: Money | None, at: Position) -> Money | None:
        """The amount in the plan's currency; `None` where there is none, or where it cannot be told."""
        if money is None or money.currency in (None, self._currency):
            return money and self.keep(money, at)
        rate = self._rate(money.currency or "", at)
        if rate is None:
            return None
        low = None if money.low is None else EXACT.multiply(money.low, rate)
        return self.keep(Money(EXACT.multiply(money.amount, rate), None, low), at)

    def keep(self, money: Money, at: Position) -> Money | None:
        """The amount itself, unless it is larger than any plan's money. Problems: `too-large`."""
        if money.amount.adjusted() < limits.DIGITS and (money.low is None or money.low.adjusted() < limits.DIGITS):
            return money
        self.refuse(at)
        return None

    def refuse(self, at: Position) -> None:
        """Says that what is written at a place comes to more than any plan's money. Problems: `too-large`."""
        message = f"this comes to an amount of more than {limits.DIGITS} digits"
        self.problems.append(problem(at, "too-large", message, "check the amount, its factors and its rate"))

    def _rate(self, currency: str, at: Position) -> Decimal | None:
        """Plan currency for one unit. A rate that cannot be read was reported where it stands: nothing more is said."""
        stated = self._rates.get(currency)
        rate = stated.rate if stated else None
        if rate is not None and rate > 0:
            return rate
        is_unread = self._are_rates_unread or currency in self._unread
        if not is_unread and (stated is None or rate is not None):
            self._without_rate(currency, rate, at)
        return None

    def _without_rate(self, currency: str, rate: Decimal | None, at: Position) -> None:
        message = f'money in "{currency}", which has no rate in this plan'
        if rate is not None:
            message = f'money in "{currency}", whose rate "{rate}" is not above 0'
        hint = f'add what 1 {currency} is worth in {self._currency}: "rates: {{{currency}: {{rate: ..., on: ...}}}}"'
        self.problems.append(problem(at, "currency-without-rate", message, hint))


def say(amount: Decimal) -> str:
    """An amount as messages write it: `52,000.00`, with more digits where it has them, so that no difference hides."""
    whole, _, rest = f"{EXACT.normalize(amount):,f}".partition(".")
    return f"{whole}.{rest:0<2}"


def say_percent(ratio: Decimal) -> str:
    """A ratio as messages write it: 0.975 is `97.5%`."""
    return f"{EXACT.normalize(EXACT.multiply(ratio, Decimal(100))):,f}%"
