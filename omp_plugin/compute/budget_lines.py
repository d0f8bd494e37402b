"""What each budget line plans, period by period, however its author put it (plan format, section 6)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter

from omp_plugin import limits
from omp_plugin.compute.budget_form import PLANNING, form_problems, has_own_amount
from omp_plugin.compute.money import LARGEST, Exchange
from omp_plugin.compute.results import Sums
from omp_plugin.model.amounts import Money
from omp_plugin.model.budget import TOTAL, Line
from omp_plugin.model.dates import Period
from omp_plugin.model.plan import Plan
from omp_plugin.model.structures import Table
from omp_plugin.problems import Position, Problem, problem

CELLS = 200_000
"""Most amounts by line and period that are worked out for lines that state none themselves (`monthly`, `share`)."""


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """A line's money by period, in the plan's currency; whole-plan amounts stand under the plan's period.

    `is_complete` is false where something planned is open or could not be read: then no sum is proved with it.
    """

    planned: Mapping[Period, Sums]
    committed: Mapping[Period, Decimal] = field(default_factory=dict)
    actual: Mapping[Period, Decimal] = field(default_factory=dict)
    forecast: Mapping[Period, Decimal] = field(default_factory=dict)
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class _Planned:
    by_period: Mapping[Period, Sums] = field(default_factory=dict)
    is_complete: bool = True


_UNKNOWN = _Planned(is_complete=False)


def whole_period(plan: Plan) -> Period:
    """The key of whole-plan amounts: the plan's period; all days there are where a plan fails to state one."""
    return plan.period or Period(limits.FIRST_DAY, limits.LAST_DAY)


def planned_sums(money: Money) -> Sums:
    """An amount as planned: it counts at its upper bound and remembers the lower one."""
    return Sums(planned=money.amount, planned_low=money.amount if money.low is None else money.low)


def line_amounts(plan: Plan, lines: Mapping[str, Line], exchange: Exchange) -> tuple[dict[str, LineAmounts], list[Problem]]:
    """All money of the lines by id, in the author's order.

    Problems: `duplicate-key` (planned in two ways), `missing-key` (one half of a pair), `outside-period`,
    `ends-before-start`, `dependency-cycle` (shares of each other), `too-large`.
    """
    planner = _Planner(plan, lines, exchange)
    planned = planner.plan()
    amounts = {}
    for id_, line in lines.items():
        states = (_decimals(planner.convert(table)) for table in (line.committed, line.actual, line.forecast))
        amounts[id_] = LineAmounts(planned[id_].by_period, *states, is_complete=planned[id_].is_complete)
    return amounts, planner.problems


def _decimals(amounts: Mapping[Period, Money]) -> dict[Period, Decimal]:
    return {period: money.amount for period, money in amounts.items()}


class _Planner:
    """Works out the lines' planned money: first what lines state themselves, then the shares of that."""

    def __init__(self, plan: Plan, lines: Mapping[str, Line], exchange: Exchange) -> None:
        self.lines = lines
        self.period = plan.period
        self.whole = whole_period(plan)
        self.exchange = exchange
        self.problems: list[Problem] = []
        self._cells = CELLS
        self._planned: dict[str | None, _Planned] = {}

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

    def _own(self, line: Line) -> _Planned:
        """What a line states without the help of others."""
        written = self.convert(line.planned)
        cost = self.exchange.convert(line.unit_cost, line.where("unit_cost"))
        monthly = self.exchange.convert(line.monthly, line.where("monthly"))
        is_closed = not line.open.intersection(PLANNING)
        if line.planned:
            by_period = {period: planned_sums(money) for period, money in written.items()}
            return _Planned(by_period, is_closed and len(written) == len(line.planned))
        if line.units is not None and cost is not None:
            product = self.exchange.keep(Money(line.units * cost.amount), line.where("units"))
            return _Planned({self.whole: planned_sums(product)}, is_closed) if product else _UNKNOWN
        if monthly is not None:
            return self._monthly(line, monthly)
        return _Planned(is_complete=not any(name in line.places for name in PLANNING))

    def _monthly(self, line: Line, monthly: Money) -> _Planned:
        """The same amount in each calendar month, part months included. Problems: `too-large`."""
        start, end = line.from_ or self.period, line.until or self.period
        if start is None or end is None or end.last < start.first:
            return _UNKNOWN
        first, last = _month_number(start.first), _month_number(end.last)
        if not self._take(last - first + 1, line.where("monthly")):
            return _UNKNOWN
        months = dict.fromkeys(map(_month, range(first, last + 1)), planned_sums(monthly))
        return _Planned(months, not line.open.intersection(PLANNING))

    def _take(self, cells: int, at: Position) -> bool:
        """Counts work: a few words can ask for more amounts than a plan has use for. Problems: `too-large`."""
        if cells > self._cells:
            message = f"the budget's lines come to more than {CELLS:,} amounts by period"
            self.problems.append(problem(at, "too-large", message, "plan in longer periods, or with fewer lines"))
            return False
        self._cells -= cells
        return True

    def _plan_shares(self, shares: Mapping[str, Line]) -> None:
        """Shares may be of shares: each is planned after what it rests on; those in a ring cannot be planned."""
        plain = [each for id_, each in self._planned.items() if "share" not in self.lines[id_ or ""].places]
        # `None` stands for `of: total`, which many lines share and is added up only once.
        self._planned[None] = _Planned(_add(plain), all(each.is_complete for each in plain))
        rests_on = {id_: {base for base in line.of or () if base in shares} for id_, line in shares.items()}
        sorter = TopologicalSorter(rests_on)
        try:
            sorter.prepare()
        except CycleError:
            self.problems += _cycle_problems(shares, rests_on)
        while sorter.is_active():  # after a cycle was met, too: up to the cycle
            for id_ in sorter.get_ready():
                self._planned[id_] = self._share(shares[id_])
                sorter.done(id_)

    def _share(self, line: Line) -> _Planned:
        """A part of others, period by period. Problems: `too-large`."""
        bases = [self._planned[key] for key in self._bases(line)]
        is_small = self._take(sum(len(base.by_period) for base in bases), line.where("of"))
        if line.share is None or not is_small:
            return _UNKNOWN
        by_period = {period: sums.times(line.share) for period, sums in _add(bases).items()}
        if any(max(abs(sums.planned), abs(sums.planned_low)) >= LARGEST for sums in by_period.values()):
            self.exchange.keep(Money(LARGEST), line.where("share"))
            return _UNKNOWN
        return _Planned(by_period, all(base.is_complete for base in bases))

    def _bases(self, line: Line) -> list[str | None]:
        """What a share is of, each line once; lines that do not exist are reported with the references."""
        named: dict[str | None, None] = {id_: None for id_ in line.of or () if id_ in self.lines}
        if TOTAL not in (line.of or ()):
            return list(named)
        return [None, *(id_ for id_ in named if id_ != TOTAL and "share" in self.lines[id_ or ""].places)]


def _add(parts: list[_Planned]) -> dict[Period, Sums]:
    total: dict[Period, Sums] = {}
    for part in parts:
        for period, sums in part.by_period.items():
            total[period] = total[period] + sums if period in total else sums
    return total


def _cycle_problems(shares: Mapping[str, Line], rests_on: Mapping[str, set[str]]) -> Iterator[Problem]:
    for ring in _rings(rests_on):
        chain = " of ".join(f'"{id_}"' for id_ in (*ring, ring[0]))
        message = f"these lines are shares of each other: {chain}"
        yield problem(shares[ring[0]].where("of"), "dependency-cycle", message, "let one of them state its own amount")


def _rings(rests_on: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """Rings of lines, each once and from its smallest id, found by following every line's smallest base that is stuck."""
    stuck = _stuck(rests_on)
    seen: set[str] = set()
    for start in sorted(stuck):
        path: dict[str, None] = {}
        step = start
        while step not in seen:
            seen.add(step)
            path[step] = None
            step = min(rests_on[step] & stuck)
        if step in path:
            ring = list(path)[list(path).index(step) :]
            least = ring.index(min(ring))
            yield ring[least:] + ring[:least]


def _stuck(rests_on: Mapping[str, set[str]]) -> set[str]:
    """The lines that never come up: those in rings, and those that rest on them."""
    sorter = TopologicalSorter(rests_on)
    stuck = set(rests_on)
    try:
        sorter.prepare()
    except CycleError:
        while sorter.is_active():
            ready = sorter.get_ready()
            stuck.difference_update(ready)
            sorter.done(*ready)
    return stuck


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


@lru_cache(maxsize=4096)
def _month(number: int) -> Period:
    year, month = number // 12, number % 12 + 1
    last = date(year, month, monthrange(year, month)[1])
    return Period(date(year, month, 1), last, f"{year}-{month:02}", "month")
