"""The four figures above a portfolio: active plans, budget, forecast, and the milestones of the next 30 days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING

from omp_plugin.compute.portfolio import Money, Portfolio
from omp_plugin.compute.results import Status
from omp_plugin.render.components.tasks import Milestone, milestones
from omp_plugin.words import _, marked, ngettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

STATES = {
    "active": marked("{n} active"),
    "draft": marked("{n} draft"),
    "done": marked("{n} done"),
    "cancelled": marked("{n} cancelled"),
}
"""How many plans are in a state."""
RESTING = {"draft": "draft", "in-review": "draft", "done": "done", "cancelled": "cancelled"}
"""Plan statuses that say more than how a plan goes."""
WORDS: dict[Status, str] = {
    "on-track": marked("{n} on track"),
    "at-risk": marked("{n} at risk"),
    "off-track": marked("{n} off track"),
}
LATE = {"at-risk": marked("{n} at risk"), "off-track": marked("{n} off track"), "blocked": marked("{n} blocked")}
AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PortfolioStat:
    """A figure with its name; below it statuses with their words, then a note."""

    label: str
    value: str
    words: tuple[tuple[str, str], ...] = ()
    note: str = ""


def shown_status(ctx: PlanContext) -> str:
    """Draft, done and cancelled plans say so; others show their health."""
    return RESTING.get(ctx.plan.status, ctx.results.health.status)


def portfolio_stats(
    lead: PlanContext, plans: Sequence[PlanContext], money: Portfolio | None
) -> tuple[PortfolioStat, ...]:
    """The figures; those of money are in the portfolio's currency, and name what is not in them."""
    active = [each for each in plans if each.plan.status not in RESTING]
    found = [_active(lead, active)]
    if money:
        found += [_budget(lead, money, plans), _forecast(lead, money)]
    return (*found, _ahead(lead, active))


def _active(lead: PlanContext, active: Sequence[PlanContext]) -> PortfolioStat:
    number = lead.formats.number
    counts = Counter(each.results.health.status for each in active)
    words = tuple(
        (status, _(word).format(n=number(counts[status]))) for status, word in WORDS.items() if counts[status]
    )
    return PortfolioStat(_("Active plans"), number(len(active)), words)


def _budget(lead: PlanContext, money: Portfolio, plans: Sequence[PlanContext]) -> PortfolioStat:
    """The budget of all plans in the portfolio's currency: how many these are, and what is left out of it."""
    formats, whole = lead.formats, money.totals[0].money
    spent = formats.money(whole.spent, whole.currency)
    part = formats.percent(Fraction(whole.spent) / Fraction(whole.budget)) if whole.budget else ""
    note = (_("{amount} spent ({part})") if part else _("{amount} spent")).format(amount=spent, part=part)
    rest = [formats.money(each.money.budget, each.money.currency) for each in money.totals[1:]]
    if rest:
        others = reduce(lambda first, then: _("{first} and {second}").format(first=first, second=then), rest)
        note = _("{spent}; without {amounts} in other currencies").format(spent=note, amounts=others)
    note = "; ".join(filter(None, (note, _resting(lead, money, plans))))
    count = money.totals[0].plans
    label = ngettext("Budget of {n} plan", "Budget of {n} plans", count).format(n=formats.number(count))
    return PortfolioStat(label, formats.money(whole.budget, whole.currency), note=note)


def _resting(lead: PlanContext, money: Portfolio, plans: Sequence[PlanContext]) -> str:
    """How many of the plans in the sum are not active."""
    own = money.plans
    summed = [each.plan for each in plans if each.plan.id in own and own[each.plan.id].currency == money.currency]
    counts = Counter(RESTING[plan.status] for plan in summed if plan.status in RESTING)
    said = ", ".join(_(STATES[state]).format(n=lead.formats.number(counts[state])) for state in STATES if counts[state])
    return _("including {plans}").format(plans=said) if said else ""


def _forecast(lead: PlanContext, money: Portfolio) -> PortfolioStat:
    formats, whole = lead.formats, money.totals[0].money
    share = Fraction(whole.variance) / Fraction(whole.budget) if whole.budget else None
    text = formats.signed_money(whole.variance, whole.currency)
    text += f" ({formats.signed_percent(share)})" if share is not None else ""
    shown = formats.money(whole.forecast, whole.currency)
    return PortfolioStat(_("Forecast at finish"), shown, ((_judged(lead, whole), text),))


def _judged(lead: PlanContext, whole: Money) -> Status:
    """How the sum of forecasts stands against that of budgets, by the limits of the plan that leads."""
    limits, part = lead.plan.limits, whole.variance / whole.budget if whole.budget else whole.variance
    if part <= limits.budget_tolerance:
        return "on-track"
    return "at-risk" if part <= limits.budget_limit else "off-track"


def _ahead(lead: PlanContext, active: Sequence[PlanContext]) -> PortfolioStat:
    soon = [each for plan in active for each in _soon(plan)]
    counts, number = Counter(each.status for each in soon), lead.formats.number
    note = ", ".join(_(word).format(n=number(counts[status])) for status, word in LATE.items() if counts[status])
    value = ngettext("{n} milestone", "{n} milestones", len(soon)).format(n=number(len(soon)))
    return PortfolioStat(_("Next 30 days"), value, note=note or (_("None at risk") if soon else ""))


def _soon(ctx: PlanContext) -> list[Milestone]:
    found, today = milestones(ctx), ctx.results.today.as_of
    ahead = found.ahead if found else ()
    return [each for each in ahead if each.day and today <= each.day <= today + AHEAD]
