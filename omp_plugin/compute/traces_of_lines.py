"""How the planned amount and the forecast of each budget line came about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal

from omp_plugin.compute.budget_form import is_share
from omp_plugin.compute.budget_lines import months_of, whole_period
from omp_plugin.compute.results import BudgetResults, LineResult, Results
from omp_plugin.compute.trace import Figure, Input, Trace
from omp_plugin.model.amounts import Money
from omp_plugin.model.budget import TOTAL, Line
from omp_plugin.model.dates import Period, in_time
from omp_plugin.model.plan import Plan
from omp_plugin.model.structures import Table
from omp_plugin.problems import Position
from omp_plugin.words import _, marked


def line_traces(plan: Plan, results: Results, budget: BudgetResults) -> Iterator[Trace]:
    """What each line plans, and what it will have cost."""
    lines = plan.budget.lines if plan.budget else {}
    plain = sum((budget.lines[id_].sums.planned for id_, line in lines.items() if not is_share(line)), Decimal(0))
    for id_, line in budget.lines.items():
        yield from _line(plan, results, lines[id_], line, Figure(plain, plan.currency))


def _line(plan: Plan, results: Results, written: Line, line: LineResult, plain: Figure) -> Iterator[Trace]:
    path = f"budget.lines.{line.id}"
    formula, planned = _planned(plan, results, written, plain)
    rates = tuple(_rates(plan, written))
    if rates:
        formula, planned = _("{formula}, at the plan's rates").format(formula=formula), (*planned, *rates)
    yield Trace(f"{path}.planned", written.label, Figure(line.sums.planned, plan.currency), formula, planned)
    formula = _(
        "its periods added up: the forecast where one is given; of a period that is over, actual + committed; "
        "else the larger of that and planned"
    )
    figure = Figure(line.sums.forecast, plan.currency)
    yield Trace(f"{path}.forecast", written.label, figure, formula, tuple(_forecasts(plan, results, written, line)))


def _planned(plan: Plan, results: Results, line: Line, plain: Figure) -> tuple[str, tuple[Input, ...]]:
    """How a line is planned: by period, as so many units, so much a month, or as a share of other lines."""
    if line.planned:
        return _("its periods added up"), tuple(_amounts(plan, line.planned, _("planned")))
    if line.units is not None and line.unit_cost is not None:
        units = Input(_("units"), Figure(line.units), line.where("units"))
        cost = Input(_("unit cost"), _money(line.unit_cost, plan), line.where("unit_cost"))
        return _("units × unit cost"), (units, cost)
    if line.monthly is not None:
        months = Input(_("months"), Figure(len(months_of(line, plan.period))))
        return _("monthly amount × months"), (
            Input(_("monthly"), _money(line.monthly, plan), line.where("monthly")), months,
        )  # fmt: skip
    if line.share is not None:
        share = Input(_("share"), Figure(line.share, "%"), line.where("share"))
        return _("its share of other lines"), (share, *_bases(plan, results, line, plain))
    return _("its periods added up"), ()


def _bases(plan: Plan, results: Results, line: Line, plain: Figure) -> Iterator[Input]:
    """What a share is of: lines by name, or together all that are no shares themselves (`plain`)."""
    lines, found = (plan.budget.lines if plan.budget else {}), (results.budget.lines if results.budget else {})
    if TOTAL in (line.of or ()):
        yield Input(_("all lines that are no shares"), plain)
    named = [id_ for id_ in dict.fromkeys(line.of or ()) if id_ in lines]
    for id_ in named:
        if TOTAL not in (line.of or ()) or is_share(lines[id_]):
            yield Input(lines[id_].label, Figure(found[id_].sums.planned, plan.currency), lines[id_].at)


def _rates(plan: Plan, written: Line) -> Iterator[Input]:
    """The rates of the currencies in which a line is planned, as pairs: EUR/USD is a euro's worth in dollars."""
    money = (*written.planned.values.values(), written.unit_cost, written.monthly)
    for code in dict.fromkeys(each.currency for each in money if each is not None):
        rate = plan.rates.values.get(code or "")
        if rate is not None and rate.rate is not None and code != plan.currency:
            yield Input(f"{code}/{plan.currency}", Figure(rate.rate), rate.where("rate"))


def _amounts(plan: Plan, table: Table[Period | None, Money], name: str) -> Iterator[Input]:
    for period, money in table.values.items():
        label = f"{name} {period.text}" if period else name
        yield Input(label, _money(money, plan), table.value_places[period])


def _money(money: Money, plan: Plan) -> Figure:
    return Figure(money.amount, money.currency or plan.currency)


def _forecasts(plan: Plan, results: Results, written: Line, line: LineResult) -> Iterator[Input]:
    """The forecast of each period with its rule; of periods that overlap, it stands at the longest of them."""
    whole = whole_period(plan)
    stated = {period or whole for period in written.forecast}
    for group in _groups(line.by_period):
        longest = max(group, key=lambda each: (bool(line.by_period[each].forecast), each.days))
        part = _part(line, group, stated, whole, results.today.actuals_through)
        figure = Figure(line.by_period[longest].forecast, plan.currency)
        name = _("Whole plan") if longest == whole else longest.text
        yield Input(_(part).format(period=name), figure, _place(written, part, longest, whole))


def _place(written: Line, part: str, period: Period, whole: Period) -> Position | None:
    """Where what counts of a period is written."""
    spent = (written.actual, written.committed)
    tables = {_GIVEN: (written.forecast,), _SPENT: spent, _PLANNED: (written.planned,)}.get(part, (written.forecast,))
    places = {key or whole: at for table in reversed(tables) for key, at in table.value_places.items()}
    return places.get(period)


def _groups(periods: Iterable[Period]) -> Iterator[list[Period]]:
    """Periods in the order of time, those together that overlap, if only through others."""
    group: list[Period] = []
    end = date.min
    for period in in_time(periods):
        if group and period.first > end:
            yield group
            group = []
        group.append(period)
        end = max(end, period.last)
    if group:
        yield group


_GIVEN, _SPENT = marked("{period}, as given"), marked("{period}, actual + committed")
_PLANNED, _MIXED = marked("{period}, planned"), marked("{period}, as given for parts of it")


def _part(
    line: LineResult, group: Sequence[Period], stated: AbstractSet[Period], whole: Period, through: date
) -> str:
    """What the forecast of periods that overlap is (`compute.budget_forecast`)."""
    span = Period(group[0].first, max(each.last for each in group))
    if not stated.isdisjoint(group):
        return _GIVEN if span in stated or (whole in stated and span.holds(whole.first)) else _MIXED
    sums = [line.by_period[each] for each in group]
    is_spent = sum(each.committed + each.actual for each in sums) > sum(each.planned for each in sums)
    return _SPENT if is_spent or span.last <= through else _PLANNED
