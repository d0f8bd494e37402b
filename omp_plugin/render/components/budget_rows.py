"""The tables of a budget: by campaign and period, every line, and what is written in other currencies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from omp_plugin.compute.results import BudgetResults, LineResult, Sums
from omp_plugin.model.budget import Line
from omp_plugin.model.dates import Period
from omp_plugin.render.places import place
from omp_plugin.render.spend import ByPeriod, columns, shared, within
from omp_plugin.render.tables import NONE, Cell, Part, Row, RowGroup, TableView, field, links, number, status, text
from omp_plugin.render.tables import columns as heads

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

NO_CAMPAIGN = "Without a campaign"
RESERVE = "Contingency reserve"
LINES_NOTE = "Committed is ordered and not yet invoiced. Variance is forecast minus plan; plus means over."


@dataclass(frozen=True, slots=True)
class PeriodHead:
    """A column of the grid; a period that is over shows plan and actual."""

    label: str
    is_closed: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """A campaign's money: by period, in all, and how far its forecast is from its plan."""

    label: str
    number: int | None
    href: str | None
    periods: tuple[str, ...]
    totals: tuple[str, ...]
    over: str
    percent: str
    status: str
    word: str


@dataclass(frozen=True, slots=True)
class BudgetGrid:
    """The budget by campaign and period; `rest` where some money is planned across the columns."""

    note: str
    heads: tuple[PeriodHead, ...]
    has_rest: bool
    rows: tuple[GridRow, ...]
    total: GridRow


@dataclass(frozen=True, slots=True)
class _Part:
    """What a row is made from; the reserve has a period-less amount."""

    label: str
    sums: Sums
    by_period: ByPeriod
    campaign: str | None = None
    word: str = ""


def budget_grid(ctx: PlanContext, budget: BudgetResults) -> BudgetGrid:
    """A row a campaign in the plan's order, then what belongs to none, the reserve, and the total."""
    whole = ctx.plan.period
    shown = columns(budget, whole) if whole else ()
    through = ctx.results.today.actuals_through
    closed = tuple(PeriodHead(ctx.formats.period(period), period.last <= through) for period in shown)
    parts = list(_parts(ctx, budget))
    total = _total(budget)
    has_rest = bool(shown) and any(_rest(part, shown).planned for part in parts if part.label != RESERVE)
    cents = ctx.formats.has_cents(amount for part in parts for amount in _amounts(part, shown))
    grid = _Grid(ctx, shown, closed, has_rest, cents)
    note = f"{_sentence(ctx.formats.currency_name())}. Variance is forecast minus plan; plus means over."
    rows = tuple(grid.row(part, index) for index, part in enumerate(parts, 1))
    return BudgetGrid(note, closed, has_rest, rows, grid.row(total, 0, budget.status))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _parts(ctx: PlanContext, budget: BudgetResults) -> Iterator[_Part]:
    lines = list(budget.lines.values())
    for id_, campaign in ctx.plan.campaigns.items():
        if id_ in budget.by_campaign:
            yield _Part(campaign.label, budget.by_campaign[id_], shared(lines, id_), id_)
    others = shared(lines, None)
    if others:
        yield _Part(NO_CAMPAIGN, sum(others.values(), Sums()), others)
    if budget.reserve:
        yield _reserve(budget)


def _reserve(budget: BudgetResults) -> _Part:
    left = budget.reserve - budget.reserve_drawn
    word = "Drawn down" if budget.reserve_drawn else "Not drawn"
    sums = Sums(planned=budget.reserve, forecast=left, planned_low=budget.reserve)
    return _Part(RESERVE, sums, {}, word=word)


def _total(budget: BudgetResults) -> _Part:
    whole = Sums(planned=budget.reserve, forecast=budget.reserve - budget.reserve_drawn, planned_low=budget.reserve)
    return _Part("Total", budget.sums + whole, budget.by_period)


def _rest(part: _Part, shown: Sequence[Period]) -> Sums:
    """What is in none of the columns."""
    inside = sum((within(part.by_period, period) for period in shown), Sums())
    return Sums(part.sums.planned - inside.planned, part.sums.committed - inside.committed)


def _amounts(part: _Part, shown: Sequence[Period]) -> Iterator[Decimal]:
    yield from (part.sums.planned, part.sums.actual, part.sums.committed, part.sums.forecast)
    yield from (within(part.by_period, period).planned for period in shown)


@dataclass(frozen=True, slots=True)
class _Grid:
    ctx: PlanContext
    shown: Sequence[Period]
    heads: Sequence[PeriodHead]
    has_rest: bool
    cents: bool

    def row(self, part: _Part, index: int, known: str = "") -> GridRow:
        """The cells of a row; an empty text is none."""
        sums, formats = part.sums, self.ctx.formats
        over = sums.forecast - sums.planned
        href = self.ctx.href(f"campaigns/{part.campaign}") if part.campaign else None
        judged = part.campaign or part.label == NO_CAMPAIGN
        return GridRow(
            part.label,
            index if part.campaign else None,
            href,
            tuple(self._by_period(part)),
            tuple(self._money(each) for each in (sums.planned, sums.actual, sums.committed, sums.forecast)),
            formats.signed_money(over, cents=self.cents),
            formats.signed_percent(Fraction(over) / Fraction(sums.planned)) if sums.planned else "",
            known or (_status(self.ctx, sums) if judged else ""),
            part.word,
        )

    def _by_period(self, part: _Part) -> Iterator[str]:
        for head, period in zip(self.heads, self.shown, strict=True):
            sums = within(part.by_period, period)
            yield self._money(sums.planned)
            if head.is_closed:
                yield self._money(sums.actual)
        if self.has_rest:
            yield self._money(_rest(part, self.shown).planned)

    def _money(self, amount: Decimal) -> str:
        return self.ctx.formats.money(amount, cents=self.cents) if amount else ""


def _status(ctx: PlanContext, sums: Sums) -> str:
    """The variance against the plan's tolerance and limit, as parts of what is planned (plan format, section 6)."""
    over, planned, limits = Fraction(sums.variance), Fraction(sums.planned), ctx.plan.limits
    if over <= planned * Fraction(limits.budget_tolerance):
        return "on-track"
    return "at-risk" if over <= planned * Fraction(limits.budget_limit) else "off-track"


def line_table(ctx: PlanContext, budget: BudgetResults) -> TableView | None:
    """Every line with whom it pays for, by campaign; a line that several share stands with the first of them."""
    written = ctx.plan.budget.lines if ctx.plan.budget else {}
    known = [(written[id_], result) for id_, result in budget.lines.items() if id_ in written]
    if not known:
        return None
    cents = ctx.formats.has_cents(amount for _, result in known for amount in _states(result.sums))
    groups: dict[str, list[Row]] = {id_: [] for id_ in [*ctx.plan.campaigns, ""]}
    for line, result in known:
        groups.setdefault(next(iter(result.shares), ""), []).append(_line(ctx, line, result, cents=cents))
    names = {id_: campaign.label for id_, campaign in ctx.plan.campaigns.items()}
    numbers = {id_: index for index, id_ in enumerate(names, 1)}
    made = ((names.get(key, NO_CAMPAIGN), numbers.get(key), rows) for key, rows in groups.items() if rows)
    found = tuple(RowGroup(tuple(rows), title, number=index) for title, index, rows in made)
    labels = heads("Line", "Category", "Supplier", "Plan#", "Spent#", "Committed#", "Forecast#", "Variance#", "Note")
    return TableView("Budget lines", labels, found, LINES_NOTE, anchor="lines")


def _states(sums: Sums) -> tuple[Decimal, ...]:
    return sums.planned, sums.actual, sums.committed, sums.forecast


def _line(ctx: PlanContext, line: Line, result: LineResult, *, cents: bool) -> Row:
    sums, formats = result.sums, ctx.formats
    planned = number(formats.span(sums.planned_low, sums.planned, cents=cents)) if sums.planned else NONE
    amounts = (number(formats.money(each, cents=cents)) if each else NONE for each in _states(sums)[1:])
    return Row(
        f"line-{line.id}",
        (
            text(line.label),
            field(line, "category"),
            field(line, "supplier"),
            field(line, "planned", planned) if not sums.planned else planned,
            *amounts,
            number(formats.signed_money(sums.variance, cents=cents)),
            _note(ctx, line, result),
        ),
    )


def _note(ctx: PlanContext, line: Line, result: LineResult) -> Cell:
    """A limit that the line is over or has, and the campaigns that share it."""
    if line.cap is not None and line.cap.currency in (None, ctx.plan.currency):
        limit = f"Cap {ctx.formats.written(line.cap)}"
        is_over = max(result.sums.planned, result.sums.forecast) > line.cap.amount
        return status("off-track", f"Over cap, {limit.lower()}") if is_over else text(limit)
    if len(result.shares) > 1:
        shares = ((place(ctx, id_), share) for id_, share in result.shares.items())
        return links(Part(f"{part.text} {ctx.formats.percent(share)}", part.href) for part, share in shares)
    return NONE


def foreign_notes(ctx: PlanContext) -> tuple[str, ...]:
    """What each line in another currency is planned at, with the plan's rate and its day."""
    lines = ctx.plan.budget.lines.values() if ctx.plan.budget else ()
    return tuple(note for line in lines for note in _foreign(ctx, line))


def _foreign(ctx: PlanContext, line: Line) -> Iterator[str]:
    sums: dict[str, Decimal] = {}
    for money in line.planned.values.values():
        if money.currency and money.currency in ctx.plan.rates.values:
            sums[money.currency] = sums.get(money.currency, Decimal(0)) + money.amount
    for currency, amount in sums.items():
        rate = ctx.plan.rates.values[currency]
        if rate.rate is None:
            continue
        day = f", fixed {ctx.formats.period(rate.on)}" if rate.on else ""
        yield (
            f"{line.label} is planned at {ctx.formats.money(amount, currency)}, which is "
            f"{ctx.formats.money(Fraction(amount) * Fraction(rate.rate))} at the plan rate of "
            f"{ctx.formats.number(rate.rate)}{day}."
        )
