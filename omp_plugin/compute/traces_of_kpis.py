"""How the figures of KPIs and the rates of funnels came about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from omp_plugin.compute.results import ConversionResult, FunnelResult, KpiPoint, KpiResult, Results
from omp_plugin.compute.trace import Figure, Input, Trace
from omp_plugin.model.amounts import Quantity
from omp_plugin.model.dates import Period
from omp_plugin.model.kpis import Kpi
from omp_plugin.model.plan import Plan
from omp_plugin.problems import Position
from omp_plugin.words import _, marked

_ATTAINMENT = {
    "higher": marked("actual ÷ expected"),
    "lower": marked("expected ÷ actual, as lower is better"),
    "within": marked("the actual's place in its range"),
}


def kpi_traces(plan: Plan, results: Results) -> Iterator[Trace]:
    """Actuals that follow by formula, what is expected, how much of that is reached, and the status."""
    for id_, result in results.kpis.kpis.items():
        kpi = plan.kpis[id_]
        unit, path = kpi.unit or "", f"kpis.{id_}"
        actual = Input(_in_period(_("actual"), result), Figure(result.actual, unit), _measured(result))
        if kpi.formula is not None:
            formula = _in_period(kpi.formula.text, result)
            parts = tuple(_parts(plan, results, kpi, result.period))
            yield Trace(f"{path}.actual", kpi.label, Figure(result.actual, unit), formula, parts)
        if result.expected is not None:
            inputs, formula = _expectation(plan, kpi, result)
            yield Trace(f"{path}.expected", kpi.label, Figure(result.expected, unit), formula, inputs)
        expected = Input(_in_period(_("expected"), result), Figure(result.expected, unit))
        if result.attainment is not None:
            formula = _(_ATTAINMENT[kpi.direction])
            yield Trace(f"{path}.attainment", kpi.label, Figure(result.attainment, "%"), formula, (actual, expected))
        yield Trace(f"{path}.status", kpi.label, Figure(result.status), *_judgement(plan, kpi, result, actual))


def _in_period(what: str, result: KpiResult) -> str:
    return _("{what} in {period}").format(what=what, period=result.period.text) if result.period else what


def _measured(result: KpiResult) -> Position | None:
    return next((point.at for point in result.series if point.period == result.period), None)


def _expectation(plan: Plan, kpi: Kpi, result: KpiResult) -> tuple[tuple[Input, ...], str]:
    """The plan's own value where it gives one, else the points on either side that the line goes through."""
    unit, period = kpi.unit or "", result.period
    if period is not None and period in kpi.plan.values:
        at = kpi.plan.value_places[period]
        return (Input(_plan_of(period), _figure(kpi.plan.values[period], unit), at),), _("as planned")
    day = Input(_("day"), Figure(period.last.isoformat() if period else None))
    points = tuple(_around(_points(plan, kpi, result), period.last)) if period else ()
    return (*points, day), _("on a straight line in days between the nearest known points")


def _points(plan: Plan, kpi: Kpi, result: KpiResult) -> dict[date, Input]:
    """The known values of a line by their days; of several on one day the last counts, as in `expected`."""
    unit, found = kpi.unit or "", {}
    if result.baseline is not None and plan.period is not None:
        before = plan.period.first - timedelta(days=1)
        found[before] = Input(_("baseline"), Figure(result.baseline, unit), kpi.where("baseline"))
    if result.target is not None and result.due is not None:
        found[result.due] = Input(_("target"), Figure(result.target, unit), kpi.where("target"))
    for when in sorted(kpi.plan):
        value = _figure(kpi.plan.values[when], unit)
        found[when.last] = Input(_plan_of(when), value, kpi.plan.value_places[when])
    return found


def _around(points: Mapping[date, Input], day: date) -> Iterator[Input]:
    """The point on a day, else the nearest before and after it, each with its day."""
    known = [day] if day in points else [
        *sorted(each for each in points if each < day)[-1:], *sorted(each for each in points if each > day)[:1]
    ]  # fmt: skip
    for each in known:
        point = points[each]
        yield point._replace(label=_("{what} on {day}").format(what=point.label, day=each.isoformat()))


def _plan_of(period: Period) -> str:
    return _("plan {period}").format(period=period.text)


def _figure(quantity: Quantity, unit: str) -> Figure:
    return Figure(quantity.value, quantity.unit or unit)


def _judgement(plan: Plan, kpi: Kpi, result: KpiResult, actual: Input) -> tuple[str, tuple[Input, ...]]:
    """How a KPI's status follows, with the bounds it is held against."""
    if kpi.direction == "within":
        bounds = kpi.range.text if kpi.range else ""
        return _("inside its range"), (actual, Input(_("range"), Figure(bounds or None), kpi.where("range")))
    limits = plan.limits
    inputs: tuple[Input, ...] = (
        Input(_("attainment"), Figure(result.attainment, "%")),
        Input(_("on track from"), Figure(limits.on_track, "%"), limits.places.get("on_track")),
        Input(_("at risk from"), Figure(limits.at_risk, "%"), limits.places.get("at_risk")),
    )
    if kpi.stop is not None:
        inputs += (Input(_("stop"), Figure(kpi.stop.text), kpi.where("stop")),)
    return _("attainment against the thresholds"), inputs


def _parts(plan: Plan, results: Results, kpi: Kpi, period: Period | None) -> Iterator[Input]:
    """The KPIs that a formula names, each with its value in a period."""
    for name in kpi.formula.names if kpi.formula else ():
        result = results.kpis.kpis.get(name)
        point = next((each for each in result.series if each.period == period), None) if result else None
        if point is not None:
            yield Input(name, Figure(point.actual, plan.kpis[name].unit or ""), point.at)


def funnel_traces(plan: Plan, results: Results) -> Iterator[Trace]:
    """The rates from stage to stage that are known."""
    for id_, funnel in results.kpis.funnels.items():
        label = plan.funnels[id_].label
        for way in funnel.conversions:
            if way.conversion is not None:
                path = conversion_path(id_, way)
                counts = tuple(_counts(results, funnel, way))
                yield Trace(path, label, Figure(way.conversion, "%"), _("count after ÷ count before"), counts)


def conversion_path(funnel: str, way: ConversionResult) -> str:
    """What a rate is called: `funnels.web.visit-to-lead`."""
    return f"funnels.{funnel}.{way.from_}-to-{way.to}"


def _counts(results: Results, funnel: FunnelResult, way: ConversionResult) -> Iterator[Input]:
    """The two counts in the latest complete period that has both: the stage that is reached, then the one before it."""
    stages = {stage.id: stage for stage in funnel.stages}
    after, before = (_counted(results, stages[id_].kpi) for id_ in (way.to, way.from_))
    both = after.keys() & before.keys()
    if not both:
        return
    period = max(both, key=lambda each: (each.last, each.first))
    for id_, points in ((way.to, after), (way.from_, before)):
        label = _("{what} in {period}").format(what=stages[id_].title, period=period.text)
        yield Input(label, Figure(points[period].actual), points[period].at)


def _counted(results: Results, kpi: str | None) -> dict[Period, KpiPoint]:
    result, through = results.kpis.kpis.get(kpi or ""), results.today.actuals_through
    points = result.series if result else ()
    return {each.period: each for each in points if each.actual is not None and each.period.last <= through}
