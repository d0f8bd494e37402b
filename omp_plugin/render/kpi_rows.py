"""The rows of the KPI table, and the values of all periods behind its sparklines (design, sections 7 and 10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeVar

from omp_plugin.model.dates import Period
from omp_plugin.render.measured import Measured, first_due, status_words
from omp_plugin.render.sparkline import TABLE, bar_length
from omp_plugin.render.tables import NONE, OPEN, Cell, Row, RowGroup, TableView, columns, number, person_name, text
from omp_plugin.render.trends import Spark, Trend, spark, trend

T = TypeVar("T")
KINDS = {"leading": "Leading", "lagging": "Lagging"}


@dataclass(frozen=True, slots=True)
class Heads:
    """What most rows have in common stands in the head: the period of the latest values, the day of the target."""

    period: Period | None
    due: date | None
    baseline: str
    latest: str
    target: str


def heads(found: Sequence[Measured]) -> Heads:
    """The usual period and due day of these KPIs."""
    ctx = found[0].ctx
    period = _usual([each.result.period for each in found if each.result.period])
    due = _usual([each.result.due for each in found if each.result.due])
    start = ctx.plan.period.first - timedelta(days=1) if ctx.plan.period else None
    return Heads(
        period,
        due,
        ctx.formats.month(start) if start else "",
        ctx.formats.period(period) if period else "",
        ctx.formats.month(due) if due else "",
    )


def _usual(values: Sequence[T]) -> T | None:
    return Counter(values).most_common(1)[0][0] if values else None


@dataclass(frozen=True, slots=True)
class KpiRow:
    """A KPI as a row. `bar` is the length of the attainment bar in px, empty where there is no attainment."""

    id: str
    label: str
    sub: str
    kind: str
    baseline: Cell
    plan: Cell
    actual: Cell
    attainment: Cell
    bar: str
    spark: Spark
    trend: Trend | None
    trend_since: str
    target: Cell
    status: str
    status_label: str
    is_moving: bool


@dataclass(frozen=True, slots=True)
class KpiGroup:
    """The KPIs of a goal, under its name and number."""

    title: str
    href: str | None
    number: str
    rows: tuple[KpiRow, ...]


def row(each: Measured, head: Heads) -> KpiRow:
    """A KPI with what is expected of it, how it stands and how it moves."""
    result, change = each.result, trend(each)
    attainment = number(each.attainment()) if result.attainment is not None else NONE
    if each.is_within and result.actual is not None and each.kpi.range:
        attainment = Cell("text", each.value(result.actual), sub=f"vs {each.range()}")
    return KpiRow(
        each.id,
        each.kpi.label,
        _sub(each),
        KINDS.get(each.kpi.kind or "", ""),
        _baseline(each),
        number(each.range()) if each.is_within and each.kpi.range else _value(each, result.expected),
        _actual(each, head),
        attainment,
        bar_length(result.attainment) if result.attainment is not None else "",
        spark(each, TABLE),
        change,
        f"vs {each.ctx.formats.short_period(change.before)}" if change else "",
        _target(each, head),
        result.status,
        status_words(each),
        result.actual is not None,
    )


def _sub(each: Measured) -> str:
    """Who answers for it, its unit where that is a word, and that less of it is better."""
    kpi, formats = each.kpi, each.ctx.formats
    unit = kpi.unit if kpi.unit and kpi.unit not in ("%", "x", "×") and not formats.is_money(kpi.unit) else ""
    owner = "Owner TBD" if "owner" in kpi.open else person_name(each.ctx, kpi.owner) if kpi.owner else ""
    return ", ".join(filter(None, (owner, unit, "lower is better" if kpi.direction == "lower" else "")))


def _value(each: Measured, value: Fraction | None) -> Cell:
    return number(each.value(value)) if value is not None else NONE


def _baseline(each: Measured) -> Cell:
    """The value before the plan; a KPI that is measured without one is new."""
    if "baseline" in each.kpi.open:
        return OPEN
    if each.result.baseline is None and each.result.actual is not None:
        return Cell("text", "New")
    return _value(each, each.result.baseline)


def _actual(each: Measured, head: Heads) -> Cell:
    """The latest value, with its period where that is not the usual one; else when the first one is due."""
    result, formats = each.result, each.ctx.formats
    if result.actual is None:
        return _awaited(each)
    sub = formats.period(result.period) if result.period != head.period else ""
    return Cell("text", each.value(result.actual), sub=sub, is_strong=True)


def _awaited(each: Measured) -> Cell:
    """When the first value is due, or from when on the KPI is judged."""
    formats = each.ctx.formats
    if each.result.status == "not-started":
        return Cell("text", "Starts", sub=formats.period(each.kpi.judge_from))
    due = first_due(each)
    if due is None:
        return NONE
    is_late = due < each.ctx.results.today.as_of
    return Cell("text", "Was due" if is_late else "Due", sub=formats.date(due))


def _target(each: Measured, head: Heads) -> Cell:
    """What is to be reached, with the month where that is not the usual one; an open one with who owes it."""
    kpi, formats = each.kpi, each.ctx.formats
    if "target" in kpi.open:
        return OPEN
    if each.is_within and kpi.range:
        return number(each.range())
    if each.result.target is None:
        return NONE
    due = each.result.due
    sub = "due TBD" if "due" in kpi.open else formats.month(due) if due and due != head.due else ""
    return number(each.value(each.result.target), sub=sub)


def values_table(found: Iterable[Measured]) -> TableView | None:
    """All measured and expected values of these KPIs, period by period: what the sparklines show."""
    groups = tuple(RowGroup(rows, each.kpi.label) for each in found if (rows := tuple(_periods(each))))
    heads = columns("Period", "Actual#", "Plan#", "Note")
    return TableView("Values by period", heads, groups, "What the lines show.") if groups else None


def _periods(each: Measured) -> Iterable[Row]:
    """The baseline, then each period that has a value."""
    formats, baseline = each.ctx.formats, each.result.baseline
    if baseline is not None:
        yield Row("", (text("Baseline"), number(each.value(baseline)), NONE, NONE))
    for point in each.result.series:
        note = text(each.kpi.notes.get(point.period))
        cells = (text(formats.period(point.period)), _value(each, point.actual), _value(each, point.expected), note)
        yield Row("", cells)
