"""How every computed number of a plan came about: its formula, what went into it, and where that is written.

Paths are those of the machine-readable plan (plan format, section 12), such as `goals.more-orders.coverage`.
"""

from __future__ import annotations

from collections.abc import Iterator

from omp_plugin.compute.results import Driver, GoalResult, KpiResult, Results, ScheduledTask
from omp_plugin.compute.trace import Figure, Input, Trace
from omp_plugin.compute.traces_of_money import budget_traces, campaign_traces
from omp_plugin.model.amounts import Quantity
from omp_plugin.model.dates import Period
from omp_plugin.model.kpis import Kpi
from omp_plugin.model.plan import Plan
from omp_plugin.model.tasks import Task
from omp_plugin.problems import Position
from omp_plugin.words import _, marked

_ATTAINMENT = {
    "higher": marked("actual ÷ expected"),
    "lower": marked("expected ÷ actual, as lower is better"),
    "within": marked("the actual's place in its range"),
}
_WRITTEN = {
    "date": marked("its date is written as {date}"),
    "finish": marked("its finish is written as {date}"),
    "start": marked("its start is written as {date}"),
}


def traces(plan: Plan, results: Results) -> tuple[Trace, ...]:
    """The traces of a plan: health, goals, KPIs, campaigns, tasks, budget, in the author's order."""
    return (
        *_health(plan, results),
        *_goals(plan, results),
        *_kpis(plan, results),
        *campaign_traces(plan, results),
        *_tasks(plan, results),
        *budget_traces(plan, results),
    )


def _health(plan: Plan, results: Results) -> Iterator[Trace]:
    health = results.health
    facets = {
        _("goals"): health.goals,
        _("kpis"): health.kpis,
        _("schedule"): health.schedule,
        _("budget"): health.budget,
    }
    inputs = tuple(Input(name, Figure(status)) for name, status in facets.items())
    if plan.health and plan.health.status:
        inputs += (Input(_("in the owner's words"), Figure(plan.health.status), plan.health.where("status")),)
    yield Trace("health.status", _("Plan"), Figure(health.status), _("the worst of its parts that are known"), inputs)
    limits, at = plan.limits, plan.limits.where
    yield Trace(
        "health.goals",
        _("Goals"),
        Figure(health.goals),
        _("by coverage of the goals: below 100% at risk, below 85% off track"),
    )
    yield Trace(
        "health.kpis",
        _("KPIs"),
        Figure(health.kpis),
        _("off track if half or more of the goals' KPIs are, at risk if any KPI is not on track"),
    )
    finish = Input(_("the last task finishes"), Figure(results.schedule.finish))
    yield Trace(
        "health.schedule",
        _("Schedule"),
        Figure(health.schedule),
        _("off track if a critical task is overdue or work ends after the period, at risk if any task is overdue"),
        (finish, *_period_end(plan)),
    )
    bounds = (
        Input(_("tolerance"), Figure(limits.budget_tolerance, "%"), at("budget_tolerance")),
        Input(_("limit"), Figure(limits.budget_limit, "%"), at("budget_limit")),
    )
    yield Trace("health.budget", _("Budget"), Figure(health.budget), _("forecast at finish over the total"), bounds)


def _period_end(plan: Plan) -> tuple[Input, ...]:
    if plan.period is None:
        return ()
    return (Input(_("the period's last day"), Figure(plan.period.last), plan.where("period")),)


def _goals(plan: Plan, results: Results) -> Iterator[Trace]:
    for id_, result in results.goals.goals.items():
        goal = plan.goals[id_]
        kpi = plan.kpis.get(result.kpi or "")
        unit = (kpi.unit if kpi else None) or ""
        given = tuple(_contributions(plan, result, unit))
        path = f"goals.{id_}"
        yield Trace(
            f"{path}.planned", goal.label, Figure(result.planned, unit), _("the campaigns' figures added up"), given
        )
        inputs = (Input(_("planned"), Figure(result.planned, unit)), _target(plan, id_, result, kpi))
        yield Trace(f"{path}.coverage", goal.label, Figure(result.coverage, "%"), _("planned ÷ target"), inputs)
        parts = (Input(_("coverage"), Figure(result.coverage_status)), *_kpi_status(results, result.kpi))
        yield Trace(f"{path}.status", goal.label, Figure(result.status), _("the worse of coverage and KPI"), parts)


def _contributions(plan: Plan, result: GoalResult, unit: str) -> Iterator[Input]:
    for id_, amount in result.contributions.items():
        campaign = plan.campaigns[id_]
        at = campaign.delivers.value_places.get(result.kpi or "", campaign.at)
        yield Input(campaign.label, Figure(amount, unit), at)


def _target(plan: Plan, id_: str, result: GoalResult, kpi: Kpi | None) -> Input:
    goal = plan.goals[id_]
    at = goal.where("target") if goal.target or kpi is None else kpi.where("target")
    return Input(_("target"), Figure(result.target, (kpi.unit if kpi else None) or ""), at)


def _kpi_status(results: Results, kpi: str | None) -> tuple[Input, ...]:
    result = results.kpis.kpis.get(kpi or "")
    return (Input(_("its KPI"), Figure(result.status)),) if result else ()


def _kpis(plan: Plan, results: Results) -> Iterator[Trace]:
    for id_, result in results.kpis.kpis.items():
        kpi = plan.kpis[id_]
        unit, path = kpi.unit or "", f"kpis.{id_}"
        actual = Input(_in_period(_("actual"), result), Figure(result.actual, unit), _measured(result))
        if kpi.formula is not None:
            formula = _in_period(kpi.formula.text, result)
            yield Trace(f"{path}.actual", kpi.label, Figure(result.actual, unit), formula)
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
    points = [
        Input(_plan_of(when), _figure(kpi.plan.values[when], unit), kpi.plan.value_places[when])
        for when in kpi.plan
    ]
    if result.baseline is not None:
        points.insert(0, Input(_("baseline"), Figure(result.baseline, unit), kpi.where("baseline")))
    if result.target is not None:
        points.append(Input(_("target"), Figure(result.target, unit), kpi.where("target")))
    return tuple(points), _("on a straight line in days between the nearest known points")


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
        Input(_("on track from"), Figure(limits.on_track, "%"), limits.where("on_track")),
        Input(_("at risk from"), Figure(limits.at_risk, "%"), limits.where("at_risk")),
    )
    if kpi.stop is not None:
        inputs += (Input(_("stop"), Figure(kpi.stop.text), kpi.where("stop")),)
    return _("attainment against the thresholds"), inputs


def _tasks(plan: Plan, results: Results) -> Iterator[Trace]:
    for id_, scheduled in results.schedule.tasks.items():
        task = plan.tasks[id_]
        if scheduled.start is None and scheduled.finish is None:
            continue
        yield from _task(task, scheduled, results)


def _task(task: Task, scheduled: ScheduledTask, results: Results) -> Iterator[Trace]:
    path, driver = f"tasks.{task.id}", scheduled.driver
    why = _why(task, driver)
    inputs = tuple(_driver(scheduled, results))
    if not task.is_milestone:
        yield Trace(f"{path}.start", task.label, Figure(scheduled.start), why, inputs)
    length = Input(_("duration"), Figure(scheduled.duration_days, "days"), task.where("duration"))
    yield Trace(f"{path}.finish", task.label, Figure(scheduled.finish), why, (*inputs, length))
    if scheduled.slack_days is not None:
        formula = _("working days by which it can be late without moving the plan's last task")
        last = Input(_("the last task finishes"), Figure(results.schedule.finish))
        yield Trace(f"{path}.slack_days", task.label, Figure(scheduled.slack_days, "days"), formula, (last,))


def _why(task: Task, driver: Driver | None) -> str:
    """What fixes a task's dates, in words."""
    if driver is None:
        return _("as written")
    dates = ((words, getattr(task, name)) for name, words in _WRITTEN.items() if driver.task is None)
    return next((_(words).format(date=date.text) for words, date in dates if date is not None), _(driver.why))


def _driver(scheduled: ScheduledTask, results: Results) -> Iterator[Input]:
    driver = scheduled.driver
    if driver is None:
        return
    other = results.schedule.tasks.get(driver.task or "")
    if other is not None:
        yield Input(_("{task} finishes").format(task=other.id), Figure(other.finish), driver.at)
    elif driver.at is not None:
        yield Input(_("written"), Figure(scheduled.start), driver.at)
