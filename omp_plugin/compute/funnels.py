"""The rates between the stages of a funnel, against their operating ranges (plan format, sections 2 and 5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import pairwise

from omp_plugin.compute.measure import Actuals, place, sentence
from omp_plugin.compute.results import ConversionResult, FunnelResult, StageCount
from omp_plugin.model.dates import Period
from omp_plugin.model.kpis import Funnel, Stage
from omp_plugin.model.plan import Plan

Counts = Mapping[Period, Fraction]
_Rate = Callable[[str, str], Fraction | None]


def compute_funnels(plan: Plan, actuals: Actuals, through: date) -> Mapping[str, FunnelResult]:
    """All funnels. A count is the value of a stage's KPI in a period that is complete on the day `through`."""
    counts = {id_: _counted(values, through) for id_, values in actuals.items()} if plan.funnels else {}

    @cache  # funnels share stages
    def rate(before: str, after: str) -> Fraction | None:
        return _rate(counts.get(before, {}), counts.get(after, {}))

    return {id_: _funnel(plan, funnel, counts, rate) for id_, funnel in plan.funnels.items()}


def _counted(values: Counts, through: date) -> Counts:
    """The values of complete periods, the latest first."""
    periods = [period for period in values if period.last <= through]
    return {period: values[period] for period in sorted(periods, key=_lateness, reverse=True)}


def _lateness(period: Period) -> tuple[date, date]:
    return period.last, period.first


def _rate(before: Counts, after: Counts) -> Fraction | None:
    """The rate at the latest period in which both stages were counted; `None` where nobody reached the first."""
    fewer, more = sorted((before, after), key=len)
    period = next((period for period in fewer if period in more), None)
    if period is None or not before[period]:
        return None
    return after[period] / before[period]


def _funnel(plan: Plan, funnel: Funnel, counts: Mapping[str, Counts], rate: _Rate) -> FunnelResult:
    """A funnel at the latest period in which any of its stages was counted."""
    stages = funnel.stages.values
    latest = [next(iter(counts[stage.kpi])) for stage in stages if stage.kpi and counts.get(stage.kpi)]
    period = max(latest, key=_lateness, default=None)
    return FunnelResult(
        funnel.id,
        period,
        tuple(_stage(stage, counts, period) for stage in stages),
        tuple(_conversion(plan, funnel, *pair, rate) for pair in pairwise(stages)),
    )


def _stage(stage: Stage, counts: Mapping[str, Counts], period: Period | None) -> StageCount:
    value = counts.get(stage.kpi or "", {}).get(period) if period else None
    return StageCount(stage.id or "", stage.label, stage.kpi, value)


def _conversion(plan: Plan, funnel: Funnel, before: Stage, after: Stage, rate: _Rate) -> ConversionResult:
    """The rate between two neighbours; without a range or a value nobody knows how it goes."""
    conversion = rate(before.kpi or "", after.kpi or "")
    written = funnel.conversions.get(f"{before.id}-to-{after.id}")
    bounds = written.range if written else None
    status = place(plan, conversion, bounds, "%")
    diagnosis = sentence(status, written.low, written.high) if written else None
    return ConversionResult(before.id or "", after.id or "", conversion, bounds, status, diagnosis)
