"""All plans of a site: how each goes, what they cost together, and when they run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from babel.numbers import get_currency_name

from omp_plugin.compute.portfolio import Lent, Money, Portfolio, part_of, portfolio
from omp_plugin.render.components.component import Component
from omp_plugin.render.components.plan_groups import narrowed
from omp_plugin.render.components.portfolio_chart import PortfolioChart, portfolio_chart
from omp_plugin.render.components.portfolio_stats import PortfolioStat, portfolio_stats, shown_status
from omp_plugin.render.components.tasks import Milestone, milestones
from omp_plugin.render.formats import Formats
from omp_plugin.render.measured import Measured, measured
from omp_plugin.render.sparkline import bar_length
from omp_plugin.words import _, marked, ngettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

ORDER = {"off-track": 0, "at-risk": 1, "on-track": 2}
LAST = {"draft": 4, "done": 5, "cancelled": 6}
"""Plans that nothing is to be done about come after all others."""
WHOLE = 40
"""The plans that a portfolio shows in full and on its timeline; the rows of further ones are words and amounts. So are
all rows under a heading where the site has more plans: such tables stand on one page, and no plan comes first there."""


@dataclass(frozen=True, slots=True)
class Lead:
    """The KPI that a plan is judged by first: the one of its first goal. `length` is that of its bar, in px."""

    title: str
    status: str
    attainment: str
    length: str
    proof: str | None


@dataclass(frozen=True, slots=True)
class Amounts:
    """Money as it is written; `percent` is the variance as a part of the budget."""

    budget: str
    spent: str
    forecast: str
    variance: str
    percent: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in the portfolio; `footnote` is the number of the note that says how its money was converted.

    A row that `is_brief` has no bars, and leads to its plan alone.
    """

    ctx: PlanContext
    title: str
    href: str | None
    note: str
    status: str
    money: Amounts | None
    footnote: str
    following: Milestone | None
    lead: Lead | None
    is_brief: bool


@dataclass(frozen=True, slots=True)
class TotalRow:
    """The sum of the plans in one currency."""

    label: str
    money: Amounts


@dataclass(frozen=True, slots=True)
class PortfolioView:
    """The plans, worst first, then the largest; `notes` are numbered from one."""

    stats: tuple[PortfolioStat, ...]
    rows: tuple[PlanRow, ...]
    totals: tuple[TotalRow, ...]
    notes: tuple[str, ...]
    chart: PortfolioChart | None
    calendar: str | None
    heading: str
    left_out: int
    """The plans that the timeline does not show."""


def portfolio_table(  # noqa: PLR0917 # called by name
    ctx: PlanContext,
    organisation: str | None = None,
    owner: str | None = None,
    type: str | None = None,  # noqa: A002 # the key of a plan
    tag: str | None = None,
    status: str | None = None,
    heading: str = "",
) -> PortfolioView | None:
    """Every plan of the site, or those that have what is asked for, with health, money, next milestone and leading KPI.

    With a `heading` it is the table alone under these words; without, figures stand above it and a timeline below.
    """
    is_large = ctx.site is not None and len(ctx.site.plans) > WHOLE
    whole = narrowed(ctx, organisation=organisation)
    if whole.site is None:
        return None
    # A plan reads the same in every table: in that of a group, its money has the currency and the rates of all.
    whole = replace(whole, site=replace(whole.site, plans=tuple(_alike(whole.site.plans))))
    ctx = narrowed(whole, owner=owner, type=type, tag=tag, status=status)
    if ctx.site is None or whole.site is None or not ctx.site.plans:
        return None
    money = portfolio([(each.plan, each.results.budget) for each in whole.site.plans])
    money = part_of(money, {each.plan.id for each in ctx.site.plans})
    plans = sorted(ctx.site.plans, key=lambda each: _rank(each, money))
    lead = next((each for each in plans if money and each.plan.currency == money.currency), plans[0])
    made = _Table(lead, money, tuple(plans), whole, 0 if heading and is_large else WHOLE)
    chart = None if heading else portfolio_chart(lead, [(each, shown_status(each)) for each in plans[:WHOLE]])
    stats = () if heading else portfolio_stats(lead, plans, money)
    left_out = max(0, len(plans) - WHOLE) if chart else 0
    return PortfolioView(stats, made.rows(), made.totals(), made.notes(), chart, ctx.site.calendar, heading, left_out)


def _alike(plans: Sequence[PlanContext]) -> Iterator[PlanContext]:
    """The plans, all writing dates and numbers as the first one does: one table has one way to write them."""
    for each in plans:
        yield replace(each, formats=replace(each.formats, locale=plans[0].formats.locale))


def _rank(ctx: PlanContext, money: Portfolio | None) -> tuple[int, bool, Decimal, str]:
    """The worst first, then the largest; plans in another currency, which cannot be compared, after those."""
    own, status = money.plans.get(ctx.plan.id) if money else None, shown_status(ctx)
    is_other = own is None or money is None or own.currency != money.currency
    return ORDER.get(status, LAST.get(status, 3)), is_other, -(own.budget if own else Decimal(0)), ctx.plan.id


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of the plans, so many of them in full; `lead` says how the portfolio writes, `whole` has the plans whose
    rates it goes by."""

    lead: PlanContext
    money: Portfolio | None
    plans: tuple[PlanContext, ...]
    whole: PlanContext
    full: int

    @property
    def _converted(self) -> Mapping[str, PlanContext]:
        """The plans whose money is shown in another currency than theirs, by id in the order of the rows."""
        own = self.money.plans if self.money else {}
        return {id_: each for each in self.plans if (id_ := each.plan.id) in own and own[id_].lent}

    def rows(self) -> tuple[PlanRow, ...]:
        """A row for each plan."""
        return tuple(self._row(each, place >= self.full) for place, each in enumerate(self.plans))

    def _row(self, ctx: PlanContext, is_brief: bool) -> PlanRow:
        plan = ctx.plan
        own = self.money.plans.get(plan.id) if self.money else None
        end = _("ends {date}").format(date=ctx.formats.date(plan.period.last)) if plan.period else ""
        note = " · ".join(filter(None, (plan.version, end)))
        place = list(self._converted).index(plan.id) + 1 if plan.id in self._converted else 0
        return PlanRow(
            ctx, plan.short_label, ctx.href("index"), note, shown_status(ctx),
            amounts(self.lead.formats, own) if own else None,
            self.lead.formats.number(place) if place else "",
            following(ctx), _lead(ctx), is_brief,
        )  # fmt: skip

    def totals(self) -> tuple[TotalRow, ...]:
        """The sums of several plans, one for each currency; with the currency's name where there are several."""
        listed = self.money.totals if self.money and len(self.plans) > 1 else ()
        is_one = len(listed) == 1
        return tuple(
            TotalRow(
                self._count(len(self.plans)) if is_one else self._count(each.plans, self._name(each.money)),
                amounts(self.lead.formats, each.money),
            )
            for each in listed
        )

    def _count(self, plans: int, currency: str = "") -> str:
        words = ngettext("{n} plan", "{n} plans", plans)
        if currency:
            words = ngettext("{n} plan in {currency}", "{n} plans in {currency}", plans)
        return words.format(n=self.lead.formats.number(plans), currency=currency)

    def _name(self, money: Money) -> str:
        return currency_name(self.lead.formats, money.currency, 2)

    def notes(self) -> tuple[str, ...]:
        """How each converted plan was converted."""
        return tuple(self._note(each) for each in self._converted.values())

    def _note(self, ctx: PlanContext) -> str:
        """What it is in its own currency, at which rate, of which plan and day."""
        formats, budget = self.lead.formats, ctx.results.budget
        own = self.money.plans[ctx.plan.id] if self.money else None
        if own is None or own.lent is None or budget is None:
            return ""
        one, many = (currency_name(formats, ctx.plan.currency, count) for count in (1, 2))
        rate = f"{formats.number(own.lent.rate)} {currency_name(formats, own.currency, 2)}"
        amount = formats.money(budget.reference, ctx.plan.currency)
        known = self.whole.site.plans if self.whole.site else self.plans
        lender = next(each.plan for each in known if each.plan.id == own.lent.plan)
        title = lender.short_label
        if lender.organisation and lender.organisation != ctx.plan.organisation:
            title = _("{plan} ({organisation})").format(plan=title, organisation=lender.organisation)
        return _rated(own.lent).format(
            many=many, amount=amount, rate=rate, one=one, plan=title, date=formats.period(own.lent.on)
        )


def _rated(lent: Lent) -> str:
    """The words for a rate that a plan states, with its day where that is known."""
    if lent.on:
        return _("Planned in {many}: {amount}. Converted at {rate} for one {one}, the rate of {plan} on {date}.")
    return _("Planned in {many}: {amount}. Converted at {rate} for one {one}, the rate of {plan}.")


def amounts(formats: Formats, money: Money) -> Amounts:
    """Money as the portfolio writes it."""
    code = money.currency
    share = Fraction(money.variance) / Fraction(money.budget) if money.budget else None
    return Amounts(
        formats.money(money.budget, code),
        formats.money(money.spent, code) if money.spent else "",
        formats.money(money.forecast, code),
        formats.signed_money(money.variance, code),
        formats.signed_percent(share) if share is not None else "",
    )


def currency_name(formats: Formats, code: str, count: int) -> str:
    """A currency in words, for so many of it: US dollars."""
    return str(get_currency_name(code, count, locale=formats.locale))


def following(ctx: PlanContext) -> Milestone | None:
    """The next milestone; of a plan that is done the last one."""
    found = milestones(ctx, limit=1)
    if found is None:
        return None
    return found.last if ctx.plan.status == "done" else next(iter(found.ahead), None)


def leading(ctx: PlanContext) -> Measured | None:
    """The KPI of the first goal that has an attainment, else the first KPI that has one."""
    order = [goal.kpi for goal in ctx.plan.goals.values() if goal.kpi] + list(ctx.plan.kpis)
    known = measured(ctx)
    return next((known[id_] for id_ in order if id_ in known and _is_held(known[id_])), None)


def _lead(ctx: PlanContext) -> Lead | None:
    found = leading(ctx)
    if found is None or found.result.attainment is None:
        return None
    proof = ctx.proof(f"kpis.{found.id}.attainment")
    return Lead(found.kpi.label, found.result.status, found.attainment(), bar_length(found.result.attainment), proof)


def _is_held(each: Measured) -> bool:
    """True for a KPI whose value can be held against what was expected of it."""
    return each.result.attainment is not None


COMPONENTS = (
    Component(
        "portfolio_table",
        portfolio_table,
        "every plan of the site with health, money and milestones",
        marked("This site has no plans that can be read."),
    ),
)
