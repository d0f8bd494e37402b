"""What each budget line plans, period by period, however its author put it (plan format, section 6)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType
from typing import NamedTuple

from omp_plugin import limits
from omp_plugin.compute.budget_form import PLANNING, form_problems, has_own_amount, is_certain, is_share, ring_problems
from omp_plugin.compute.money import LARGEST, Exchange
from omp_plugin.compute.results import Sums
from omp_plugin.model.amounts import Money
from omp_plugin.model.budget import TOTAL, Line
from omp_plugin.model.dates import Period
from omp_plugin.model.plan import Plan
from omp_plugin.model.structures import Table
from omp_plugin.problems import Position, Problem, problem

CELLS = 50_000
"""Most amounts by line and period that are worked out for lines that state none themselves (`monthly`, `share`)."""


class LineAmounts(NamedTuple):
    """A line's money by period, in the plan's currency; whole-plan amounts stand under the plan's period.

    `is_complete` is false where something planned is open or could not be read: then no sum is proved with it.
    """

    planned: Mapping[Period, Sums]
    committed: Mapping[Period, Decimal] = MappingProxyType({})
    actual: Mapping[Period, Decimal] = MappingProxyType({})
    forecast: Mapping[Period, Decimal] = MappingProxyType({})
    is_complete: bool = True


class _Planned(NamedTuple):
    by_period: Mapping[Period, Sums] = MappingProxyType({})
    is_complete: bool = True


_UNKNOWN = _Planned(is_complete=False)


def whole_period(plan: Plan) -> Period:
    """The key of whole-plan amounts: the plan's period; all days there are where a plan fails to state one."""
    return plan.period or Period(limits.FIRST_DAY, limits.LAST_DAY)


def planned_sums(money: Money) -> Sums:
    """An amount as planned: it counts at its upper bound and remembers the lower one."""
    return Sums(planned=money.amount, planned_low=money.amount if money.low is None else money.low)


def months_of(line: Line, period: Period | None) -> range:
    """The calendar months for which a line plans its monthly amount, counted from year 0; none without both ends."""
    start, end = line.from_ or period, line.until or period
    if start is None or end is None or end.last < start.first:
        return range(0)
    return range(_month_number(start.first), _month_number(end.last) + 1)


def line_amounts(
    plan: Plan, lines: Mapping[str, Line], exchange: Exchange
) -> tuple[dict[str, LineAmounts], list[Problem]]:
    """All money of the lines by id, in the author's order.

    Problems: `duplicate-key` (planned in two ways), `missing-key` (one half of a pair), `outside-period`,
    `ends-before-start`, `dependency-cycle` (shares of each other), `too-large`.
    """
    planner = _Planner(plan, lines, exchange)
    planned = planner.plan()
    amounts = {}
    for id_, line in lines.items():
        amounts[id_] = LineAmounts(
            planned=planned[id_].by_period,
            committed=planner.decimals(line.committed),
            actual=planner.decimals(line.actual),
            forecast=planner.decimals(line.forecast),
            is_complete=planned[id_].is_complete,
        )
    return amounts, planner.problems


class _Planner:
    """Works out the lines' planned money: first what lines state themselves, then the shares of that."""

    def __init__(self, plan: Plan, lines: Mapping[str, Line], exchange: Exchange) -> None:
        self.lines = lines
        self.period = plan.period
        self.whole = whole_period(plan)
        self.exchange = exchange
        self.problems: list[Problem] = []
        self._cells = CELLS
        self._planned: dict[str, _Planned] = {}
        self._total = _Planned()  # what `of: total` is of: many lines share it, and it is added up once

    def plan(self) -> dict[str, _Planned]:
        """Planned money of every line."""
        for id_, line in self.lines.items():
            self.problems += form_problems(line, self.period)
            self._planned[id_] = self._own(line)
        self._plan_shares({id_: line for id_, line in self.lines.items() if line.of and not has_own_amount(line)})
        return {id_: self._planned[id_] for id_ in self.lines}

    def convert(self, table: Table[Period | None, Money]) -> dict[Period, Money]:
        """The amounts of one state that could be converted."""
        found = {}
        for period, money in table.values.items():
            converted = self.exchange.convert(money, table.value_places[period])
            if converted is not None:
                found[period or self.whole] = converted
        return found

    def decimals(self, table: Table[Period | None, Money]) -> dict[Period, Decimal]:
        """Those amounts as numbers, for states that know no estimates."""
        return {period: money.amount for period, money in self.convert(table).items()}

    def _own(self, line: Line) -> _Planned:
        """What a line states without the help of others."""
        written = self.convert(line.planned)
        cost = self.exchange.convert(line.unit_cost, line.where("unit_cost"))
        monthly = self.exchange.convert(line.monthly, line.where("monthly"))
        certain = is_certain(line)
        if line.planned:
            by_period = {period: planned_sums(money) for period, money in written.items()}
            return _Planned(by_period, certain and len(written) == len(line.planned))
        if line.units is not None and cost is not None:
            product = self.exchange.keep(Money(line.units * cost.amount), line.where("units"))
            return _Planned({self.whole: planned_sums(product)}, certain) if product else _UNKNOWN
        if monthly is not None:
            return self._monthly(line, monthly)
        return _Planned(is_complete=certain and not any(name in line.places for name in PLANNING if name != "planned"))

    def _monthly(self, line: Line, monthly: Money) -> _Planned:
        """The same amount in each calendar month, part months included. Problems: `too-large`."""
        numbers = months_of(line, self.period)
        if not numbers or not self._take(len(numbers), line.where("monthly")):
            return _UNKNOWN
        months = dict.fromkeys(map(_month, numbers), planned_sums(monthly))
        return _Planned(months, is_certain(line))

    def _take(self, cells: int, at: Position) -> bool:
        """Counts work: a few words can ask for more amounts than a plan has use for. Problems: `too-large`, once."""
        if cells <= self._cells:
            self._cells -= cells
            return True
        if self._cells >= 0:
            message = f"the budget's lines come to more than {CELLS:,} amounts by period"
            self.problems.append(problem(at, "too-large", message, "plan in longer periods, or with fewer lines"))
        self._cells = -1
        return False

    def _plan_shares(self, shares: Mapping[str, Line]) -> None:
        """Shares may be of shares: each is planned after what it rests on; those in a ring cannot be planned."""
        if any(TOTAL in (line.of or ()) for line in shares.values()):
            plain = [planned for id_, planned in self._planned.items() if not is_share(self.lines[id_])]
            self._total = _Planned(_add(plain), all(each.is_complete for each in plain))
        rests_on = {id_: {base for base in line.of or () if base in shares} - {TOTAL} for id_, line in shares.items()}
        sorter = TopologicalSorter(rests_on)
        with suppress(CycleError):  # it goes on up to the rings, which are what is left
            sorter.prepare()
        stuck = dict(rests_on)
        while sorter.is_active():
            for id_ in sorter.get_ready():
                self._planned[id_] = self._share(shares[id_])
                sorter.done(id_)
                del stuck[id_]
        self.problems += ring_problems(shares, stuck)

    def _share(self, line: Line) -> _Planned:
        """A part of others, period by period. Problems: `too-large`."""
        bases = self._bases(line)
        if line.share is None or not self._take(sum(len(base.by_period) for base in bases), line.where("of")):
            return _UNKNOWN
        by_period = {period: sums.times(line.share) for period, sums in _add(bases).items()}
        if any(max(abs(sums.planned), abs(sums.planned_low)) >= LARGEST for sums in by_period.values()):
            self.exchange.refuse(line.where("share"))
            return _UNKNOWN
        has_all = all(id_ in self.lines or id_ == TOTAL for id_ in line.of or ())
        return _Planned(by_period, has_all and is_certain(line) and all(base.is_complete for base in bases))

    def _bases(self, line: Line) -> list[_Planned]:
        """What a share is of, each line once; lines that do not exist are reported with the references."""
        named = [id_ for id_ in dict.fromkeys(line.of or ()) if id_ in self.lines]
        if TOTAL not in (line.of or ()):
            return [self._planned[id_] for id_ in named]
        return [self._total, *(self._planned[id_] for id_ in named if id_ != TOTAL and is_share(self.lines[id_]))]


def _add(parts: Iterable[_Planned]) -> dict[Period, Sums]:
    total: dict[Period, Sums] = {}
    for part in parts:
        for period, sums in part.by_period.items():
            total[period] = total[period] + sums if period in total else sums
    return total


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


@lru_cache(maxsize=4096)
def _month(number: int) -> Period:
    year, month = number // 12, number % 12 + 1
    last = date(year, month, monthrange(year, month)[1])
    return Period(date(year, month, 1), last, f"{year}-{month:02}", "month")
