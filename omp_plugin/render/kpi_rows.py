"""The rows of the KPI table, and the values of all periods behind its sparklines (design, sections 7 and 10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeVar

from omp_plugin.model.dates import Period
from omp_plugin.render.formats import TIMES
from omp_plugin.render.measured import Measured, first_due, status_words
from omp_plugin.render.sparkline import TABLE, bar_length
from omp_plugin.render.tables import (
    NONE,
    OPEN,
    Cell,
    Row,
    RowGroup,
    TableView,
    columns,
    number,
    owner,
    person_name,
    text,
)
from omp_plugin.render.trends import Spark, Trend, course_days, spark, trend
from omp_plugin.words import _, marked, pgettext

T = TypeVar("T")
KINDS = {"leading": marked("Leading"), "lagging": marked("Lagging")}


@dataclass(frozen=True, slots=True)
class Heads:
    """What most rows have in common stands in the head: their latest period, the one before, the day of the target.

    `course` says over which months their values go.
    """

    period: Period | None
    before: Period | None
    due: date | None
    baseline: str
    latest: str
    course: str
    change: str
    target: str


def heads(found: Sequence[Measured]) -> Heads:
    """The usual periods and due day of these KPIs."""
    ctx = found[0].ctx
    period = _usual([each.result.period for each in found if each.result.period])
    changes = (trend(each) for each in found)
    before = _usual([change.before for change in changes if change])
    due = _usual([each.result.due for each in found if each.result.due])
    start = ctx.plan.period.first - timedelta(days=1) if ctx.plan.period else None
    course = _usual([days for each in found if (days := course_days(each))])
    return Heads(
        period,
        before,
        due,
        ctx.formats.month(start) if start else "",
        ctx.formats.period(period) if period else "",
        ctx.formats.months(*course) if course else _("Course"),
        _versus(ctx.formats.short_period(before)) if before else "",
        ctx.formats.month(due) if due else "",
    )


def _versus(period: str) -> str:
    """What a change is measured against."""
    return _("vs {period}").format(period=period)


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
    attainment = number(each.attainment(), proof=_proof(each, "attainment")) if result.attainment is not None else NONE
    if each.is_within and result.actual is not None and each.kpi.range:
        compared = _("{actual} vs {range}").format(actual=each.value(result.actual), range=each.range())
        attainment = Cell("text", sub=compared)
    return KpiRow(
        each.id,
        each.kpi.label,
        _sub(each),
        _kind(each),
        _baseline(each),
        number(each.range()) if each.is_within and each.kpi.range else _value(each, result.expected, "expected"),
        _actual(each, head),
        attainment,
        bar_length(result.attainment) if result.attainment is not None else "",
        spark(each, TABLE),
        change,
        _versus(each.ctx.formats.short_period(change.before)) if change and change.before != head.before else "",
        _target(each, head),
        result.status,
        status_words(each),
        result.actual is not None,
    )


def _kind(each: Measured) -> str:
    """Leading or lagging; empty where nobody said."""
    word = KINDS.get(each.kpi.kind or "")
    return _(word) if word else ""


def _sub(each: Measured) -> str:
    """Who answers for it, and its terms."""
    who = person_name(each.ctx, each.kpi.owner) if each.kpi.owner else ""
    who = _("Owner TBD") if "owner" in each.kpi.open else who
    return ", ".join(filter(None, (who, _terms(each))))


def _terms(each: Measured) -> str:
    """Its unit where that is a word that its name does not have, that less of it is better, from when it is judged."""
    kpi, formats = each.kpi, each.ctx.formats
    unit = kpi.unit if kpi.unit and kpi.unit not in ("%", *TIMES) and not formats.is_money(kpi.unit) else ""
    if unit.casefold() in kpi.label.casefold():
        unit = ""
    early = _("judged from {period}").format(period=formats.period(kpi.judge_from)) if each.is_early else ""
    return ", ".join(filter(None, (unit, _("lower is better") if kpi.direction == "lower" else "", early)))


def _value(each: Measured, value: Fraction | None, name: str = "") -> Cell:
    return number(each.value(value), proof=_proof(each, name)) if value is not None else NONE


def _proof(each: Measured, name: str) -> str | None:
    """Where a figure of a KPI is proved."""
    return each.ctx.proof(f"kpis.{each.id}.{name}")


def _baseline(each: Measured) -> Cell:
    """The value before the plan; a KPI that is measured without one is new."""
    if "baseline" in each.kpi.open:
        return OPEN
    if each.result.baseline is None and each.result.actual is not None:
        return Cell("text", _("New"))
    return _value(each, each.result.baseline)


def _actual(each: Measured, head: Heads) -> Cell:
    """The latest value, with its period where that is not the usual one; else when the first one is due."""
    result, formats = each.result, each.ctx.formats
    if result.actual is None:
        return _awaited(each)
    sub = formats.period(result.period) if result.period != head.period else ""
    return Cell("text", each.value(result.actual), sub=sub, is_strong=True, proof=_proof(each, "actual"))


def _awaited(each: Measured) -> Cell:
    """When the first value is due, or from when on the KPI is judged."""
    formats = each.ctx.formats
    if each.result.status == "not-started":
        return Cell("text", sub=_("Starts {period}").format(period=formats.period(each.kpi.judge_from)))
    due = first_due(each)
    if due is None:
        return NONE
    said = _("Was due {date}") if due < each.ctx.results.today.as_of else _("Due {date}")
    return Cell("text", sub=said.format(date=formats.short(due)))


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
    sub = _("due TBD") if "due" in kpi.open else formats.month(due) if due and due != head.due else ""
    return number(each.value(each.result.target), sub=sub)


def counts_table(found: Sequence[Measured], head: Heads, caption: str) -> TableView | None:
    """KPIs of which nothing is expected: what they stand at, and what they are to reach."""
    actual = _("Actual {period}").format(period=head.latest)
    target = _("Target {month}").format(month=head.target)
    labels = (_("KPI"), _("Owner"), _("Type"), f"{actual}#", f"{target}#", _("Status"))
    rows = tuple(_count(each, head) for each in found)
    note = _("Without a baseline or plan values nothing is expected of them period by period.")
    return TableView(caption, columns(*labels), (RowGroup(rows),), note) if rows else None


def _count(each: Measured, head: Heads) -> Row:
    cells = (
        text(each.kpi.label, sub=_terms(each)),
        owner(each.kpi),
        text(_kind(each)),
        _actual(each, head),
        _target(each, head),
        Cell("status", status_words(each), status=each.result.status, proof=_proof(each, "status")),
    )
    return Row(f"kpi-{each.id}", cells)


def values_table(found: Iterable[Measured]) -> TableView | None:
    """All measured and expected values of these KPIs, period by period: what the sparklines show."""
    groups = tuple(RowGroup(rows, each.kpi.label) for each in found if (rows := tuple(_periods(each))))
    heads = columns(_("Period"), _("Actual") + "#", pgettext("planned value", "Plan") + "#", _("Note"))
    return TableView(_("Values by period"), heads, groups, _("What the lines show.")) if groups else None


def _periods(each: Measured) -> Iterable[Row]:
    """The baseline, unless it was measured in a period, then each period that has a value."""
    formats, baseline, start = each.ctx.formats, each.result.baseline, each.ctx.plan.period
    measured = {point.actual for point in each.result.series if start and point.period.last < start.first}
    if baseline is not None and baseline not in measured:
        yield Row("", (text(_("Baseline")), number(each.value(baseline)), NONE, NONE))
    for point in each.result.series:
        note = text(each.kpi.notes.get(point.period))
        cells = (text(formats.period(point.period)), _value(each, point.actual), _value(each, point.expected), note)
        yield Row("", cells)
