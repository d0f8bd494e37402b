"""A KPI as a card: value, what was expected, sparkline, trend and target (design, sections 7 and 10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from omp_plugin.render.measured import Measured, age, first_due, status_words
from omp_plugin.render.sparkline import CARD
from omp_plugin.render.tables import person_name
from omp_plugin.render.trends import Spark, Trend, missing, spark, trend


@dataclass(frozen=True, slots=True)
class Said:
    """A short line with its weight in the middle: `before`, then `strong`, then `after`."""

    before: str = ""
    strong: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class KpiCard:
    """A KPI as a card; `is_missing` where there is no value that could stand large."""

    id: str
    label: str
    href: str | None
    status: str
    status_label: str
    value: str
    when: str
    is_missing: bool
    said: Said
    spark: Spark
    trend: Trend | None
    since: str
    aim: str


def card(each: Measured) -> KpiCard:
    """The card of a KPI; missing data is named, never shown as zero."""
    value, when = _value(each)
    gap, formats = missing(each), each.ctx.formats
    change = trend(each) if gap is None else None
    return KpiCard(
        each.id,
        each.kpi.label,
        each.ctx.href("kpis", f"kpi-{each.id}"),
        each.result.status,
        status_words(each),
        value or "No actuals yet",
        when,
        not value,
        _said(each),
        spark(each, CARD),
        change,
        f"vs {formats.short_period(change.before)}" if change else _no_trend(each, gap),
        _aim(each),
    )


def _value(each: Measured) -> tuple[str, str]:
    """The latest value with its period; the baseline where the target is still to be set."""
    result, plan = each.result, each.ctx.plan
    if result.actual is not None:
        return each.value(result.actual), each.ctx.formats.short_period(result.period)
    if "target" in each.kpi.open and result.baseline is not None:
        month = each.ctx.formats.month(plan.period.first - timedelta(days=1)) if plan.period else ""
        return each.value(result.baseline), f"baseline, {month}".rstrip(", ")
    return "", ""


def _said(each: Measured) -> Said:
    """What stands below the value: against what was expected, or why it cannot be judged."""
    kpi, result, formats = each.kpi, each.result, each.ctx.formats
    if "target" in kpi.open:
        return Said("Target", "TBD", _owner(each))
    if result.actual is None:
        return Said(_awaited(each))
    if result.stop_passed and kpi.stop:
        return Said("Beyond its stop limit of", kpi.stop.text)
    if result.status == "stale":
        return Said("", f"{age(each)}.", f"Nothing reported since {formats.short_period(result.period)}")
    if each.is_within:
        return Said("Operating range", each.range()) if kpi.range else Said("No operating range, so not judged")
    if result.attainment is not None:
        later = f", judged from {formats.period(kpi.judge_from)}" if result.status == "not-started" else ""
        of_plan = f"of {formats.short_period(result.period)} plan ({each.value(result.expected)}){later}"
        return Said("", each.attainment(), of_plan)
    if result.expected is not None:
        return Said(f"Plan is {each.value(result.expected)}, so no attainment")
    return Said(f"No plan value for {formats.short_period(result.period)}, so no attainment")


def _owner(each: Measured) -> str:
    if "owner" in each.kpi.open or not each.kpi.owner:
        return ", owner TBD"
    return f", owner {person_name(each.ctx, each.kpi.owner)}"


def _awaited(each: Measured) -> str:
    """When the first value is due."""
    due, formats = first_due(each), each.ctx.formats
    if due is None:
        return "No due date for the first value"
    is_late = due < each.ctx.results.today.as_of
    return f"First value {'was due' if is_late else 'due'} {formats.date(due)}"


def _no_trend(each: Measured, gap: tuple[date, date] | None) -> str:
    """What stands in the place of a trend: the periods that are missing before the latest value, or who answers."""
    formats, result = each.ctx.formats, each.result
    if gap:
        return f"{formats.months(*gap)} missing, shown dotted"
    if result.actual is None:
        if "target" in each.kpi.open and not each.kpi.plan:
            return "No plan values"
        return person_name(each.ctx, each.kpi.owner) if each.kpi.owner else ""
    return f"No earlier value: new in {formats.short_period(result.period)}"


def _aim(each: Measured) -> str:
    """What is to be reached, and by when."""
    kpi, formats = each.kpi, each.ctx.formats
    if "target" in kpi.open:
        return _awaited(each) if each.result.actual is None else "Target TBD"
    by = formats.month(each.result.due) if each.result.due else ""
    if each.is_within:
        return "Stay in range" if kpi.range else ""
    if each.result.target is None:
        return "No target"
    return f"{by} target {each.value(each.result.target)}".strip()
