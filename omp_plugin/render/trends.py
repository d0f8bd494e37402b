"""How a KPI moves: the change since the value before, and its values as a sparkline (design, sections 6 and 7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from omp_plugin.compute.results import KpiPoint
from omp_plugin.model.dates import Period
from omp_plugin.render.measured import CADENCE_DAYS, Measured
from omp_plugin.render.sparkline import Reading, Size, Sparkline, sparkline
from omp_plugin.words import _

MOST_SPOKEN = 24
"""Of more values a sparkline's name says the first, the last, the smallest and the largest."""


@dataclass(frozen=True, slots=True)
class Trend:
    """The change since the value before: direction, size, and whether it is good (`better`, `worse` or neither)."""

    direction: str
    text: str
    word: str
    before: Period


def trend(each: Measured) -> Trend | None:
    """The latest value against the one before it; percentages in points, others relative to the earlier value."""
    return each.once("trend", lambda: _trend(each))


def _trend(each: Measured) -> Trend | None:
    now, before = each.result.actual, each.result.previous
    if now is None or before is None or before.actual is None:
        return None
    change = now - before.actual
    if not change:
        return Trend("", _("No change"), "", before.period)
    direction = "up" if change > 0 else "down"
    return Trend(direction, _size(each, change, before.actual), _word(each, now, before.actual), before.period)


def _size(each: Measured, change: Fraction, before: Fraction) -> str:
    formats = each.ctx.formats
    if each.kpi.unit == "%":
        return formats.points(abs(change))
    return formats.percent(abs(change / before), 1) if before else each.value(abs(change))


def _word(each: Measured, now: Fraction, before: Fraction) -> str:
    """Whether that is good: for a range, whether the value came nearer to it."""
    gain = now - before
    if each.is_within:
        gain = _miss(each, before) - _miss(each, now)
    elif each.kpi.direction == "lower":
        gain = -gain
    return "better" if gain > 0 else "worse" if gain < 0 else ""


def _miss(each: Measured, value: Fraction) -> Fraction:
    """How far a value lies outside its range."""
    low, high = each.bounds() or (None, None)
    below = low - value if low is not None else Fraction(0)
    above = value - high if high is not None else Fraction(0)
    return max(below, above, Fraction(0))


@dataclass(frozen=True, slots=True)
class Spark:
    """A sparkline with all its values in words; `is_old` where the latest value is out of date."""

    lines: Sparkline
    name: str
    is_old: bool


def spark(each: Measured, size: Size) -> Spark:
    """The measured values, the baseline before them, and what was expected, up to the day of the latest actuals."""
    return each.once(("spark", size), lambda: _spark(each, size))


def _spark(each: Measured, size: Size) -> Spark:
    points = shown_points(each)
    actual = list(_readings(each, points))
    plan = [Reading(point.period.last.toordinal(), point.expected) for point in points if point.expected is not None]
    baseline = _baseline(each, actual)
    if baseline and plan:
        plan = [baseline, *plan]
    bounds = each.bounds() if each.is_within else None
    lines = sparkline(size, [baseline, *actual] if baseline and actual else actual, plan, bounds)
    name = each.once("values in words", lambda: _name(each, points))
    return Spark(lines, name, each.result.status == "stale")


def course_days(each: Measured) -> tuple[date, date] | None:
    """The first and the last month of a sparkline, by a day in each; `None` where it shows one value or none."""
    return each.once("course", lambda: _course_days(each))


def _course_days(each: Measured) -> tuple[date, date] | None:
    actual = list(_readings(each, shown_points(each)))
    baseline = _baseline(each, actual)
    first = [baseline, *actual] if baseline else actual
    if not actual or len(first) < 2:
        return None
    return date.fromordinal(first[0].day), date.fromordinal(actual[-1].day)


def missing(each: Measured) -> tuple[date, date] | None:
    """The first and the last day between the latest value and the one before, where a period is missing there."""
    before, latest = each.result.previous, each.result.period
    readings = list(_readings(each, shown_points(each)))
    if before is None or latest is None or len(readings) < 2 or readings[-1].follows:
        return None
    return before.period.last + timedelta(days=1), latest.first - timedelta(days=1)


def shown_points(each: Measured) -> Sequence[KpiPoint]:
    """The points up to the latest actuals, in periods about as long as the latest: a quarter is no month."""
    latest, through = each.result.period, each.ctx.results.today.actuals_through
    if latest is None:
        return ()
    found = {p.period.last: p for p in each.result.series if p.period.last <= through and _is_alike(p.period, latest)}
    return [found[day] for day in sorted(found)]


def _is_alike(period: Period, latest: Period) -> bool:
    return latest.days <= 2 * period.days <= 4 * latest.days


def _readings(each: Measured, points: Sequence[KpiPoint]) -> Iterator[Reading]:
    """The measured values; one follows the value before it where no period lies between them."""
    most = CADENCE_DAYS.get(each.kpi.cadence or "", 0)
    before: KpiPoint | None = None
    was_missing = False
    for point in points:
        if point.actual is None:
            was_missing = True
            continue
        days = (point.period.last - before.period.last).days if before else 0
        follows = not was_missing and days <= 1.6 * max(most, point.period.days)
        yield Reading(point.period.last.toordinal(), point.actual, follows)
        before, was_missing = point, False


def _baseline(each: Measured, actual: Sequence[Reading]) -> Reading | None:
    """The value of the day before the plan, unless the measured values reach back to it."""
    plan = each.ctx.plan
    if each.result.baseline is None or plan.period is None:
        return None
    day = (plan.period.first - timedelta(days=1)).toordinal()
    return Reading(day, each.result.baseline) if not actual or day < actual[0].day else None


def _name(each: Measured, points: Sequence[KpiPoint]) -> str:
    """All values in words, the plan beside them."""
    known = [point for point in points if point.actual is not None]
    if not known:
        return _("{kpi}: no actuals yet").format(kpi=each.kpi.label)
    if len(known) > MOST_SPOKEN:
        ends = {id(point): point for point in (known[0], min(known, key=_value), max(known, key=_value), known[-1])}
        known = [point for point in known if id(point) in ends]
    words = ", ".join(_spoken(each, point) for point in known)
    if each.is_within and each.kpi.range:
        return _("{kpi}: {values}; range {range}").format(kpi=each.kpi.label, values=words, range=each.range())
    return _("{kpi}: {values}").format(kpi=each.kpi.label, values=words)


def _value(point: KpiPoint) -> Fraction:
    return point.actual if point.actual is not None else Fraction(0)


def _spoken(each: Measured, point: KpiPoint) -> str:
    said = f"{each.ctx.formats.short_period(point.period)} {each.value(point.actual)}"
    if point.expected is None:
        return said
    return _("{value} (plan {planned})").format(value=said, planned=each.value(point.expected))
