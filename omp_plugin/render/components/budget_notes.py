"""What a budget has in other currencies: original amounts, the plan's rate and its day (design, section 9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from babel.numbers import get_currency_name

from omp_plugin.compute.results import BudgetResults
from omp_plugin.model.amounts import Money
from omp_plugin.model.budget import Line, Rate
from omp_plugin.words import _

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext


@dataclass(frozen=True, slots=True)
class ForeignNote:
    """A numbered footnote on all lines of one currency, and the campaigns that they pay for (`None`: none)."""

    number: str
    title: str
    texts: tuple[str, ...]
    campaigns: frozenset[str | None]


def foreign_notes(ctx: PlanContext, budget: BudgetResults) -> tuple[ForeignNote, ...]:
    """A note for each currency with a rate in which a line is planned or paid, in the order of the rates."""
    found = ((currency, rate, _Foreign(ctx, currency, rate)) for currency, rate in ctx.plan.rates.values.items())
    lines = ctx.plan.budget.lines if ctx.plan.budget else {}
    notes: list[ForeignNote] = []
    for currency, rate, foreign in found:
        texts = {id_: text for id_, line in lines.items() if rate.rate is not None and (text := foreign.text(line))}
        if texts:
            paid = (budget.lines[id_].shares if id_ in budget.lines else {} for id_ in texts)
            campaigns = frozenset(campaign for shares in paid for campaign in shares or (None,))
            name = str(get_currency_name(currency, 2, locale=ctx.formats.locale))
            number, title = ctx.formats.number(len(notes) + 1), _("Amounts in {currency}.").format(currency=name)
            notes.append(ForeignNote(number, title, tuple(texts.values()), campaigns))
    return tuple(notes)


@dataclass(frozen=True, slots=True)
class _Foreign:
    """Writes what lines have in one currency."""

    ctx: PlanContext
    currency: str
    rate: Rate

    def text(self, line: Line) -> str:
        """What a line is planned at in this currency, at which rate, and what of it is paid; empty for none."""
        planned, paid = self._planned(line), self._sum(line.actual.values.values())
        if not planned:
            return self._with_rate(self._paid(), line, paid) if paid else ""
        text = self._with_rate(self._is_planned(), line, planned)
        also = _("Paid so far: {amount} at the same rate.")
        return f"{text} {also.format(amount=paid)}" if paid else text

    def _paid(self) -> str:
        if self.rate.on:
            return _(
                "{line}: {amount} paid so far at the plan rate of {rate} {currency} for 1 {foreign}, fixed {date}."
            )
        return _("{line}: {amount} paid so far at the plan rate of {rate} {currency} for 1 {foreign}.")

    def _is_planned(self) -> str:
        if self.rate.on:
            return _(
                "{line} is planned at {amount} at the plan rate of {rate} {currency} for 1 {foreign}, fixed {date}."
            )
        return _("{line} is planned at {amount} at the plan rate of {rate} {currency} for 1 {foreign}.")

    def _planned(self, line: Line) -> str:
        """What is planned: by period, as units of a price, or every month."""
        if line.planned:
            return self._sum(line.planned.values.values())
        if line.units is not None and line.unit_cost is not None and line.unit_cost.currency == self.currency:
            cost = Fraction(line.units) * Fraction(line.unit_cost.amount)
            return self._equal(cost, cost)
        monthly = self._sum([line.monthly]) if line.monthly else ""
        return _("{amount} a month").format(amount=monthly) if monthly else ""

    def _sum(self, found: Iterable[Money]) -> str:
        """The amounts of this currency together, as a span where one of them is; empty without any."""
        amounts = [money for money in found if money.currency == self.currency]
        lows = (money.amount if money.low is None else money.low for money in amounts)
        low, high = sum(map(Fraction, lows), Fraction(0)), sum((Fraction(each.amount) for each in amounts), Fraction(0))
        return self._equal(low, high) if amounts else ""

    def _equal(self, low: Fraction, high: Fraction) -> str:
        """An amount and what it is worth in the plan's currency."""
        factor, span = Fraction(self.rate.rate or 0), self.ctx.formats.span
        return f"{span(low, high, self.currency)} = {span(low * factor, high * factor)}"

    def _with_rate(self, sentence: str, line: Line, amount: str) -> str:
        """A sentence on a line with the plan's rate and the day on which it was fixed."""
        formats, rate = self.ctx.formats, self.rate
        return sentence.format(
            line=line.label,
            amount=amount,
            rate=formats.number(rate.rate),
            currency=self.ctx.plan.currency,
            foreign=self.currency,
            date=formats.period(rate.on),
        )
