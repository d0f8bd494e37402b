"""A KPI as a card: value, what was expected, sparkline, trend and target (design, sections 7 and 10)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from omp_plugin.render.measured import Measured, age, first_due, status_words
from omp_plugin.render.sparkline import CARD
from omp_plugin.render.tables import person_name
from omp_plugin.render.trends import Spark, Trend, missing, spark, trend
from omp_plugin.words import _


@dataclass(frozen=True, slots=True)
class Said:
    """A short line with its weight in the middle: `before`, then `strong`, then `after`.

    `path` is what the figure is called that carries the weight.
    """

    before: str = ""
    strong: str = ""
    after: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class KpiCard:
    """A KPI as a card; `is_missing` where there is no value that could stand large.

    `path` is what the paths of its figures begin with.
    """

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
    path: str


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
        value or _("No actuals yet"),
        when,
        not value,
        _said(each),
        spark(each, CARD),
        change,
        _("vs {period}").format(period=formats.short_period(change.before)) if change else _no_trend(each, gap),
        _aim(each),
        f"kpis.{each.id}",
    )


def _value(each: Measured) -> tuple[str, str]:
    """The latest value with its period; the baseline where the target is still to be set."""
    result, plan = each.result, each.ctx.plan
    if result.actual is not None:
        return each.value(result.actual), each.ctx.formats.short_period(result.period)
    if "target" in each.kpi.open and result.baseline is not None:
        month = each.ctx.formats.month(plan.period.first - timedelta(days=1)) if plan.period else ""
        return each.value(result.baseline), _("baseline, {month}").format(month=month) if month else _("baseline")
    return "", ""


def _said(each: Measured) -> Said:
    """What stands below the value: against what was expected, or why it cannot be judged."""
    kpi, result, formats = each.kpi, each.result, each.ctx.formats
    if "target" in kpi.open:
        return _weighed(_target(each), _("TBD"), owner=person_name(each.ctx, kpi.owner) if kpi.owner else "")
    if result.actual is None:
        return Said(_awaited(each))
    if result.stop_passed and kpi.stop:
        return _weighed(_("Beyond its stop limit of {strong}"), kpi.stop.text)
    if result.status == "stale":
        since = formats.short_period(result.period)
        return _weighed(_("{strong} Nothing reported since {period}"), f"{age(each)}.", period=since)
    if each.is_within:
        if not kpi.range:
            return Said(_("No operating range, so not judged"))
        return _weighed(_("Operating range {strong}"), each.range())
    if result.attainment is not None:
        return _of_plan(each)
    if each.is_early:
        return Said(_("Judged from {date}").format(date=formats.period(kpi.judge_from)))
    if result.expected is not None:
        return Said(_("Plan is {planned}, so no attainment").format(planned=each.value(result.expected)))
    return Said(_("No plan value for {period}, so no attainment").format(period=formats.short_period(result.period)))


def _weighed(words: str, strong: str, **places: str) -> Said:
    """A sentence whose weight stands at `{strong}`."""
    before, _strong, after = words.partition("{strong}")
    return Said(before.format(**places).strip(), strong, after.format(**places).strip())


def _target(each: Measured) -> str:
    if "owner" in each.kpi.open or not each.kpi.owner:
        return _("Target {strong}, owner TBD")
    return _("Target {strong}, owner {owner}")


def _of_plan(each: Measured) -> Said:
    """The latest value as a part of what was planned; judged later where its time has not come."""
    result, formats = each.result, each.ctx.formats
    words = _("{strong} of {period} plan ({planned})")
    if result.status == "not-started":
        words = _("{strong} of {period} plan ({planned}), judged from {date}")
    period, date_ = formats.short_period(result.period), formats.period(each.kpi.judge_from)
    said = _weighed(words, each.attainment(), period=period, planned=each.value(result.expected), date=date_)
    return replace(said, path=f"kpis.{each.id}.attainment")


def _awaited(each: Measured) -> str:
    """When the first value is due."""
    due, formats = first_due(each), each.ctx.formats
    if due is None:
        return _("No due date for the first value")
    is_late = due < each.ctx.results.today.as_of
    return (_("First value was due {date}") if is_late else _("First value due {date}")).format(date=formats.date(due))


def _no_trend(each: Measured, gap: tuple[date, date] | None) -> str:
    """What stands in the place of a trend: the periods that are missing before the latest value, or who answers."""
    formats, result = each.ctx.formats, each.result
    if gap:
        return _("{months} missing, shown dotted").format(months=formats.months(*gap))
    if result.actual is None:
        if "target" in each.kpi.open and not each.kpi.plan:
            return _("No plan values")
        return person_name(each.ctx, each.kpi.owner) if each.kpi.owner else ""
    return _("No earlier value: new in {period}").format(period=formats.short_period(result.period))


def _aim(each: Measured) -> str:
    """What is to be reached, and by when."""
    kpi, formats = each.kpi, each.ctx.formats
    if "target" in kpi.open:
        return _awaited(each) if each.result.actual is None else _("Target TBD")
    by = formats.month(each.result.due) if each.result.due else ""
    if each.is_within:
        return _("Stay in range") if kpi.range else ""
    if each.result.target is None:
        return _("No target")
    aim = _("{month} target {value}") if by else _("target {value}")
    return aim.format(month=by, value=each.value(each.result.target))
