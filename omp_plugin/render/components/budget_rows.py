"""The budget by campaign and period (design, section 9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from babel.numbers import get_currency_symbol

from omp_plugin.compute.results import BudgetResults, Sums
from omp_plugin.model.dates import Period
from omp_plugin.render.components.budget_notes import ForeignNote
from omp_plugin.render.spend import ByPeriod, columns, shared, within
from omp_plugin.words import _, marked

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

NO_CAMPAIGN = marked("Without a campaign")
RESERVE = marked("Contingency reserve")


@dataclass(frozen=True, slots=True)
class PeriodHead:
    """A column of the grid; one that is over shows plan and actual, and stands apart, like the first that is not."""

    label: str
    is_closed: bool
    is_apart: bool = True


@dataclass(frozen=True, slots=True)
class GridRow:
    """A campaign's money: by period, in all, and how far its forecast is from its plan; `proofs` are those of `totals`.
    """

    label: str
    number: int | None
    href: str | None
    periods: tuple[str, ...]
    totals: tuple[str, ...]
    over: str
    percent: str
    status: str
    word: str
    marks: tuple[str, ...] = ()
    """The numbers of the footnotes on its money in other currencies."""
    proofs: tuple[str | None, ...] = (None,) * 4


@dataclass(frozen=True, slots=True)
class BudgetGrid:
    """The budget by campaign and period; `rest` where some money is planned across the columns."""

    caption: str
    note: str
    unit: str
    heads: tuple[PeriodHead, ...]
    has_rest: bool
    rows: tuple[GridRow, ...]
    total: GridRow


@dataclass(frozen=True, slots=True)
class _Part:
    """What a row is made from; the reserve has a period-less amount.

    The reserve and the total are not judged by the variance of their own.
    """

    label: str
    sums: Sums
    by_period: ByPeriod
    campaign: str | None = None
    word: str = ""
    is_judged: bool = True
    path: str = ""


CAPTIONS = {
    "month": marked("Budget by campaign and month"),
    "quarter": marked("Budget by campaign and quarter"),
    "half": marked("Budget by campaign and half-year"),
    "year": marked("Budget by campaign and year"),
}
BY_PERIOD = marked("Budget by campaign and period")


def budget_grid(ctx: PlanContext, budget: BudgetResults, notes: Sequence[ForeignNote] = ()) -> BudgetGrid:
    """A row a campaign in the plan's order, then what belongs to none, the reserve, and the total."""
    whole = ctx.plan.period
    shown = columns(budget, whole) if whole else ()
    closed = tuple(_heads(ctx, shown))
    parts = list(_parts(ctx, budget))
    has_rest = bool(shown) and any(_rest(part, shown).planned for part in parts if part.is_judged)
    cents = ctx.formats.has_cents(amount for part in parts for amount in _amounts(part, shown))
    grid = _Grid(ctx, shown, closed, has_rest, cents, notes)
    return BudgetGrid(
        _caption(shown),
        _grid_note(ctx, budget, has_spread=bool(shown) and not has_rest),
        get_currency_symbol(ctx.formats.currency, ctx.formats.locale),
        closed,
        has_rest,
        tuple(grid.row(part) for part in parts),
        replace(grid.row(_total(budget), budget.status), proofs=_proofs(ctx, budget)),
    )


def _proofs(ctx: PlanContext, budget: BudgetResults) -> tuple[str | None, ...]:
    """Where the total row's figures are proved; its plan is no figure of its own where another total is stated."""
    is_whole = budget.reference == budget.reserve + budget.sums.planned
    names = ("total" if is_whole else "", "actual", "committed", "forecast")
    return tuple(ctx.proof(f"budget.{name}") for name in names)


def _caption(shown: Sequence[Period]) -> str:
    """What the table is by: campaigns, and the length of its columns where that is one."""
    grains = {period.grain for period in shown}
    if not grains:
        return _("Budget by campaign")
    return _(CAPTIONS.get(grains.pop(), BY_PERIOD) if len(grains) == 1 else BY_PERIOD)


def _heads(ctx: PlanContext, shown: Sequence[Period]) -> Iterator[PeriodHead]:
    """The columns; open ones stand together."""
    was_open = False
    for period in shown:
        is_closed = period.last <= ctx.results.today.actuals_through
        yield PeriodHead(ctx.formats.period(period), is_closed, is_apart=is_closed or not was_open)
        was_open = not is_closed


def _grid_note(ctx: PlanContext, budget: BudgetResults, *, has_spread: bool) -> str:
    """How to read the table, with a word on estimates and on the reserve where it has them."""
    currency = _sentence(ctx.formats.currency_name())
    sentences = [_("{currency}. Variance is forecast minus plan; plus means over.").format(currency=currency)]
    if budget.sums.planned_low != budget.sums.planned:
        sentences.append(_("An estimate counts at its upper end."))
    if budget.reserve and has_spread:
        sentences.append(_("The reserve is not planned by period."))
    return " ".join(sentences)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _parts(ctx: PlanContext, budget: BudgetResults) -> Iterator[_Part]:
    lines = list(budget.lines.values())
    for id_, campaign in ctx.plan.campaigns.items():
        if id_ in budget.by_campaign:
            yield _Part(campaign.label, budget.by_campaign[id_], shared(lines, id_), id_, path=f"campaigns.{id_}")
    others = shared(lines, None)
    if others:
        yield _Part(_(NO_CAMPAIGN), sum(others.values(), Sums()), others)
    if budget.reserve:
        yield _reserve(budget)


def _reserve(budget: BudgetResults) -> _Part:
    left = budget.reserve - budget.reserve_drawn
    word = _("Drawn down") if budget.reserve_drawn else _("Not drawn")
    sums = Sums(planned=budget.reserve, forecast=left, planned_low=budget.reserve)
    return _Part(_(RESERVE), sums, {}, word=word, is_judged=False)


def _total(budget: BudgetResults) -> _Part:
    whole = Sums(planned=budget.reserve, forecast=budget.reserve - budget.reserve_drawn, planned_low=budget.reserve)
    return _Part(_("Total"), budget.sums + whole, budget.by_period, is_judged=False)


def _rest(part: _Part, shown: Sequence[Period]) -> Sums:
    """What is in none of the columns."""
    inside = sum((within(part.by_period, period) for period in shown), Sums())
    planned, low = part.sums.planned - inside.planned, part.sums.planned_low - inside.planned_low
    return Sums(planned, part.sums.committed - inside.committed, planned_low=low)


def _amounts(part: _Part, shown: Sequence[Period]) -> Iterator[Decimal]:
    yield from (part.sums.planned, part.sums.actual, part.sums.committed, part.sums.forecast, part.sums.planned_low)
    for period in shown:
        inside = within(part.by_period, period)
        yield from (inside.planned, inside.planned_low, inside.actual)


@dataclass(frozen=True, slots=True)
class _Grid:
    ctx: PlanContext
    shown: Sequence[Period]
    heads: Sequence[PeriodHead]
    has_rest: bool
    cents: bool
    notes: Sequence[ForeignNote]

    def row(self, part: _Part, known: str = "") -> GridRow:
        """The cells of a row; an empty text is none."""
        sums, formats = part.sums, self.ctx.formats
        over = sums.forecast - sums.planned
        href = self.ctx.href(f"campaigns/{part.campaign}") if part.campaign else None
        marks = (each.number for each in self.notes if part.campaign in each.campaigns) if part.is_judged else ()
        return GridRow(
            part.label,
            list(self.ctx.plan.campaigns).index(part.campaign) + 1 if part.campaign else None,
            href,
            tuple(self._by_period(part)),
            (self._planned(sums), *(self._money(each) for each in (sums.actual, sums.committed, sums.forecast))),
            formats.signed_money(over, cents=self.cents),
            formats.signed_percent(Fraction(over) / Fraction(sums.planned)) if sums.planned else "",
            known or (_status(self.ctx, sums) if part.is_judged else ""),
            part.word,
            tuple(marks),
            tuple(self.ctx.proof(f"{part.path}.{state}") for state in ("planned", "actual", "committed", "forecast")),
        )

    def _by_period(self, part: _Part) -> Iterator[str]:
        for head, period in zip(self.heads, self.shown, strict=True):
            sums = within(part.by_period, period)
            yield self._planned(sums)
            if head.is_closed:
                yield self._money(sums.actual)
        if self.has_rest:
            yield self._planned(_rest(part, self.shown))

    def _planned(self, sums: Sums) -> str:
        """Planned money, as a span where estimates are in it."""
        if not sums.planned:
            return ""
        return self.ctx.formats.span(sums.planned_low, sums.planned, cents=self.cents)

    def _money(self, amount: Decimal) -> str:
        return self.ctx.formats.money(amount, cents=self.cents) if amount else ""


def _status(ctx: PlanContext, sums: Sums) -> str:
    """The variance against the plan's tolerance and limit, as parts of what is planned (plan format, section 6)."""
    over, planned, limits = Fraction(sums.variance), Fraction(sums.planned), ctx.plan.limits
    if over <= planned * Fraction(limits.budget_tolerance):
        return "on-track"
    return "at-risk" if over <= planned * Fraction(limits.budget_limit) else "off-track"
