"""The budget bar: what is spent, ordered and still to be ordered against the plan (design, sections 7 and 10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from omp_plugin.compute.results import BudgetResults, Sums
from omp_plugin.render.charts import Pointer, Segment, pointer, segments
from omp_plugin.words import _

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext


@dataclass(frozen=True, slots=True)
class Key:
    """One line of a bar's list: its mark, what it is, how much, its part of the plan, where the amount is proved."""

    kind: str
    label: str
    amount: str
    share: str
    proof: str | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """What is wrong, in a few words and in a sentence."""

    word: str
    text: str


@dataclass(frozen=True, slots=True)
class BudgetBar:
    """The bar; without `keys` it says all by itself. `note` is a sentence where there is something to say."""

    key: str
    segments: tuple[Segment, ...]
    plan: Pointer | None
    keys: tuple[Key, ...]
    total: Key
    finding: str
    note: str
    alert: Alert | None
    href: str | None
    heading: str = ""


@dataclass(frozen=True, slots=True)
class NoBudget:
    """A plan that says nothing of money: the file to which a budget can be added."""

    path: str
    heading: str = ""


def budget_bar(ctx: PlanContext, campaign: str | None = None, heading: str = "") -> BudgetBar | NoBudget | None:
    """What is spent, ordered and still to be ordered against what is planned; of one campaign where one is named.

    A plan that says nothing of money is told what to add; one with `budget: none` has nothing to show.
    """
    budget = ctx.results.budget
    if budget is None:
        is_silent = campaign is None and "budget" not in ctx.plan.places and "budget" not in ctx.plan.unread
        return NoBudget(ctx.plan.path.rpartition("/")[2], heading) if is_silent else None
    if campaign is not None:
        sums = budget.by_campaign.get(campaign)
        bar = _Bar(ctx, campaign, sums, sums.planned, sums.planned_low, sums.forecast) if sums else None
        return replace(bar.view(), heading=heading) if bar else None
    bar = _Bar(
        ctx, "plan", budget.sums, budget.reference, low_of(budget), budget.forecast, _gap(budget), alert_of(ctx, budget)
    )
    return replace(bar.view(), heading=heading)


@dataclass(frozen=True, slots=True)
class _Bar:
    """What a bar is drawn from. `gap` is the part of a stated total that no line and no reserve claims."""

    ctx: PlanContext
    key: str
    sums: Sums
    plan: Decimal
    low: Decimal
    forecast: Decimal
    gap: Decimal = Decimal(0)
    alert: Alert | None = None

    def view(self) -> BudgetBar:
        """The bar with its list and its sentences."""
        keys, total, is_plain = self._keys(), self._total(), self._is_plain
        states = [(key.kind, part, key.amount) for key, part in zip(keys, self._parts, strict=True)]
        if is_plain:
            states = [("open", self.forecast, _("{amount} planned").format(amount=self._money(self.forecast)))]
        missing = min(self.gap, self.plan - self.forecast)
        scale = max(self.plan, self.forecast, self.sums.actual + self.sums.committed, Decimal(1))
        mark = pointer(self.plan, scale, _("Plan {amount}").format(amount=self._plan))
        drawn = segments([*states, ("gap", missing, "")], scale)
        return BudgetBar(
            self.key,
            drawn,
            None if is_plain else mark,
            () if is_plain else keys,
            total,
            self._found(keys, total),
            self._note(),
            self.alert,
            self.ctx.href("budget"),
        )

    @property
    def _is_plain(self) -> bool:
        """True while nothing has happened: then one amount says all."""
        return not (self.sums.actual or self.sums.committed) and self.forecast == self.plan > 0

    @property
    def _parts(self) -> tuple[Decimal, Decimal, Decimal]:
        spent, committed = self.sums.actual, self.sums.committed
        return spent, committed, self.forecast - spent - committed

    def _keys(self) -> tuple[Key, ...]:
        names = (
            ("spent", _("Spent"), "actual"),
            ("committed", _("Committed, not yet spent"), "committed"),
            ("open", _("Still to commit"), ""),
        )
        parts = zip(names, self._parts, strict=True)
        return tuple(
            Key(kind, label, self._money(part), self._share(part), self._proof(state))
            for (kind, label, state), part in parts
        )

    def _proof(self, state: str) -> str | None:
        return self.ctx.proof(f"budget.{state}" if self.key == "plan" else f"campaigns.{self.key}.{state}")

    def _total(self) -> Key:
        over, formats = self.forecast - self.plan, self.ctx.formats
        text = formats.signed_money(over, cents=self._cents)
        if self.plan:
            text = f"{text} ({formats.signed_percent(Fraction(over) / Fraction(self.plan))})"
        return Key("total", _("Forecast at finish"), self._money(self.forecast), text, self._proof("forecast"))

    def _found(self, keys: Sequence[Key], total: Key) -> str:
        spent, committed, left = (key.amount for key in keys)
        return _(
            "{spent} spent, {committed} committed, {left} still to commit: "
            "{forecast} at finish against a plan of {plan}."
        ).format(spent=spent, committed=committed, left=left, forecast=total.amount, plan=self._plan)

    def _note(self) -> str:
        if self.sums.actual or self.sums.committed:
            return ""
        if self.forecast != self.plan:
            return _("No spend or commitments recorded yet.")
        return _("No spend or commitments recorded yet. Forecast equals plan.")

    @property
    def _plan(self) -> str:
        return self.ctx.formats.span(self.low, self.plan, cents=self._cents)

    @property
    def _cents(self) -> bool:
        sums = self.sums
        return self.ctx.formats.has_cents((sums.actual, sums.committed, self.low, self.plan, self.forecast))

    def _money(self, amount: Decimal) -> str:
        return self.ctx.formats.money(amount, cents=self._cents)

    def _share(self, part: Decimal) -> str:
        if not self.plan:
            return ""
        return _("{part} of plan").format(part=self.ctx.formats.percent(Fraction(part) / Fraction(self.plan)))


def low_of(budget: BudgetResults) -> Decimal:
    """The least that the plan may come to, where estimates are in it."""
    low = budget.total_low if budget.total is not None else budget.reserve + budget.sums.planned_low
    return budget.reference if low is None else low


def _gap(budget: BudgetResults) -> Decimal:
    """What a stated total holds beyond lines and reserve; negative where it holds less."""
    return Decimal(0) if budget.total is None else budget.total - budget.reserve - budget.sums.planned


def alert_of(ctx: PlanContext, budget: BudgetResults) -> Alert | None:
    """A stated total that is not what its parts come to is said with both sums and the gap, never adjusted."""
    gap, parts = _gap(budget), budget.reserve + budget.sums.planned
    if not gap:
        return None
    cents = ctx.formats.has_cents((gap, parts, budget.reference))
    money = (ctx.formats.money(each, cents=cents) for each in (abs(gap), parts, budget.reference))
    size, sums, total = money
    word = _("{amount} not assigned") if gap > 0 else _("{amount} over the total")
    if budget.reserve:
        said = _("Lines and reserve add up to {sum}; the plan’s total is {total}.")
    else:
        said = _("Lines add up to {sum}; the plan’s total is {total}.")
    return Alert(word.format(amount=size), said.format(sum=sums, total=total))
