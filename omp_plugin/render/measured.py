"""KPIs as they are shown: values a status in words, and what stands beside them (design, 6 and 10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from omp_plugin.compute.measure import value_of
from omp_plugin.compute.results import HEALTH, GoalResult, KpiResult
from omp_plugin.model.kpis import Kpi
from omp_plugin.model.plan import Plan
from omp_plugin.render.formats import TIMES
from omp_plugin.render.rounding import decimals, is_beyond, is_close, rounded
from omp_plugin.words import _, marked, ngettext, spoken

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

T = TypeVar("T")
_MONTHS = {"month": 1, "quarter": 3}
CADENCE_DAYS = {"day": 1, "week": 7, "month": 31, "quarter": 92}
"""The most days from one value to the next."""
_AGES = (
    marked("One month old"), marked("Two months old"), marked("Three months old"), marked("Four months old"),
    marked("Five months old"), marked("Six months old"),
)  # fmt: skip
"""Few months are counted in words."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A KPI of the plan with how it stands. `digits` are the decimals of its exact values that are shown."""

    ctx: PlanContext
    kpi: Kpi
    result: KpiResult
    digits: int | None = None

    @property
    def id(self) -> str:
        """The KPI's id."""
        return self.kpi.id

    def once(self, what: object, work: Callable[[], T]) -> T:
        """What is the same for this KPI on all pages in the language that is spoken, worked out once."""
        return self.ctx.once((what, self.kpi.id, spoken()), work)

    @property
    def is_within(self) -> bool:
        """True for a KPI that shall stay in its range."""
        return self.kpi.direction == "within"

    @property
    def is_judgeable(self) -> bool:
        """True where something is expected: a plan, a range, a target (open ones too) with a way to it."""
        kpi, result = self.kpi, self.result
        if kpi.plan or kpi.range or "target" in kpi.open or result.status in HEALTH:
            return True
        has_way = kpi.target is not None and kpi.baseline is not None
        return has_way or any(point.expected is not None for point in result.series)

    def value(self, value: Fraction | None) -> str:
        """A value of this KPI, as precise as what was written for it; more so only if it would be 1% off otherwise."""
        if value is None:
            return self.ctx.formats.kpi(None, self.kpi.unit)
        return self.once(value.as_integer_ratio(), partial(self._value, value))

    def _value(self, value: Fraction) -> str:
        formats, unit = self.ctx.formats, self.kpi.unit
        if self.digits is None or is_beyond(value):
            return formats.kpi(value, unit)
        digits = next((more for more in _steps(self) if is_close(value, more)), self.digits + 2)
        if unit == "%":
            return formats.percent(value, max(digits - 2, 0))
        if formats.is_money(unit):
            return formats.money(value, unit, cents=digits > 0)
        return formats.number(value, digits) + ("×" if unit in TIMES else "")

    @property
    def is_early(self) -> bool:
        """True for values of before the period from which on the KPI is judged: shown, and not yet judged."""
        return self.result.status == "not-started" and self.result.actual is not None

    def range(self) -> str:
        """The operating range, a dash where there is none."""
        return self.ctx.formats.range(self.kpi.range, self.kpi.unit)

    def bounds(self) -> tuple[Fraction | None, Fraction | None] | None:
        """The operating range in the KPI's unit."""
        found, plan = self.kpi.range, self.ctx.plan
        return (value_of(plan, self.kpi, found.low), value_of(plan, self.kpi, found.high)) if found else None

    def attainment(self) -> str:
        """The attainment as a percentage that stands on the same side of the thresholds as the exact one."""
        limits = self.ctx.plan.limits
        return percent_beside(self.ctx, self.result.attainment, (Fraction(limits.on_track), Fraction(limits.at_risk)))


def _steps(each: Measured) -> Sequence[int]:
    """The decimals that a value may be shown with: as written, one more, two more; with money all or none."""
    digits = each.digits or 0
    return (digits, 2) if each.ctx.formats.is_money(each.kpi.unit) else range(digits, digits + 2)


def percent_beside(
    ctx: PlanContext, value: Fraction | None, lows: Sequence[Fraction], highs: Sequence[Fraction] = ()
) -> str:
    """A percentage without decimals, or with as many as it takes not to seem to reach a bound that it misses.

    `lows` are reached from above, `highs` from below, both inclusive: 94.96% is not shown as 95%.
    """
    if value is None:
        return ctx.formats.percent(None)
    for digits in range(4):
        shown = Fraction(rounded(value, digits + 2))
        is_honest = all((shown >= low) == (value >= low) for low in lows)
        if is_honest and all((shown <= high) == (value <= high) for high in highs):
            return ctx.formats.percent(value, digits)
    return ctx.formats.percent(value, 4)


def measured(ctx: PlanContext) -> Mapping[str, Measured]:
    """All KPIs of a plan in the author's order."""
    kpis, results = ctx.plan.kpis, ctx.results.kpis.kpis
    return {id_: Measured(ctx, kpis[id_], results[id_], digits) for id_, digits in _all_digits(ctx).items()}


def measured_one(ctx: PlanContext, id_: str) -> Measured | None:
    """One KPI of a plan."""
    digits = _all_digits(ctx)
    return Measured(ctx, ctx.plan.kpis[id_], ctx.results.kpis.kpis[id_], digits[id_]) if id_ in digits else None


def _all_digits(ctx: PlanContext) -> Mapping[str, int | None]:
    results = ctx.results.kpis.kpis
    return ctx.once(
        "digits of KPIs",
        lambda: {id_: _digits(ctx, kpi, results[id_]) for id_, kpi in ctx.plan.kpis.items() if id_ in results},
    )


def _digits(ctx: PlanContext, kpi: Kpi, result: KpiResult) -> int | None:
    """The decimals of the values that were written; what a formula gives has more of them than it deserves."""
    planned = (value_of(ctx.plan, kpi, each) for each in kpi.plan.values.values())
    known = [each for each in (result.target, result.baseline, *planned) if each is not None]
    if not (kpi.formula and known):
        known += [point.actual for point in result.series if point.actual is not None]
    if ctx.formats.is_money(kpi.unit):
        return max((2 if decimals(each, 1) else 0 for each in known), default=None)
    most = 2 if kpi.unit != "%" else 3 if any(abs(each) >= Fraction(1, 100) for each in known) else 4
    return max((max(decimals(each, most), 2 * (kpi.unit == "%")) for each in known), default=None)


def homes(plan: Plan) -> Mapping[str, str]:
    """The goal that each KPI belongs to: the first that names it, else one of the campaigns that deliver it.

    Of these the goal of most such campaigns, then the one that fewest campaigns serve, then the first.
    """
    served = [goal for campaign in plan.campaigns.values() for goal in set(campaign.goals)]
    order = {id_: (served.count(id_), place) for place, id_ in enumerate(plan.goals)}
    named = {goal.kpi: id_ for id_, goal in reversed(list(plan.goals.items())) if goal.kpi}
    votes: dict[str, list[str]] = {}
    for campaign in plan.campaigns.values():
        for kpi in delivered_ids(plan, campaign.id):
            votes.setdefault(kpi, []).extend(goal for goal in set(campaign.goals) if goal in order)
    voted = {kpi: _most_voted(found, order) for kpi, found in votes.items() if found}
    return {**voted, **named}


def _most_voted(goals: Sequence[str], order: Mapping[str, tuple[int, int]]) -> str:
    return min(set(goals), key=lambda id_: (-goals.count(id_), order[id_]))


def delivered_ids(plan: Plan, campaign: str) -> Iterator[str]:
    """The KPIs for which a campaign or one of its tactics states a figure, each once."""
    found = plan.campaigns[campaign]
    tables = [found.delivers, *(tactic.delivers for tactic in found.tactics.values())]
    yield from dict.fromkeys(id_ for table in tables for id_ in table)


def status_words(each: Measured) -> str:
    """A more exact word than the status where there is one."""
    if each.is_early:
        return _("Not judged yet")
    if each.result.status == "unknown" and each.result.actual is not None and "target" not in each.kpi.open:
        return _("Not judged")
    return _("No data") if each.result.status == "no-actuals" and "target" in each.kpi.open else ""


def goal_words(result: GoalResult, kpi: Measured | None) -> str:
    """A more exact word for a goal of which nothing is known, where its KPI has one."""
    return status_words(kpi) if kpi and result.status == "unknown" and kpi.result.actual is not None else ""


def age(each: Measured) -> str:
    """How old the latest value is: Two months old."""
    period, through = each.result.period, each.ctx.results.today.actuals_through
    if period is None:
        return ""
    months = (through.year - period.last.year) * 12 + through.month - period.last.month
    if months < 1:
        days = (through - period.last).days
        return ngettext("{n} day old", "{n} days old", days).format(n=each.ctx.formats.number(days))
    if months <= len(_AGES):
        return _(_AGES[months - 1])
    return ngettext("{n} month old", "{n} months old", months).format(n=each.ctx.formats.number(months))


def first_due(each: Measured) -> date | None:
    """The day by which the first value can be expected: the first to be judged, the first planned, the next due."""
    kpi, plan = each.kpi, each.ctx.plan
    if kpi.judge_from:
        return max(kpi.judge_from.last, _cadence_end(kpi, kpi.judge_from.first) or kpi.judge_from.last)
    if kpi.plan:
        return min(kpi.plan).last
    begin = each.ctx.results.today.actuals_through + timedelta(days=1)
    if plan.period:
        begin = max(begin, plan.period.first)
    return _cadence_end(kpi, begin)


def _cadence_end(kpi: Kpi, day: date) -> date | None:
    """The last day of the cadence period that holds a day; months and quarters are the calendar's."""
    months = _MONTHS.get(kpi.cadence or "")
    if months is None:
        return day + timedelta(days=CADENCE_DAYS[kpi.cadence] - 1) if kpi.cadence else None
    following = day.year * 12 + (day.month - 1) // months * months + months
    return date(following // 12, following % 12 + 1, 1) - timedelta(days=1)
