"""How every computed number of a plan came about: its formula, what went into it, and where that is written.

Paths are those of the machine-readable plan (plan format, section 12), such as `goals.more-orders.coverage`.
"""

from __future__ import annotations

from collections.abc import Iterator

from omp_plugin.compute.results import Driver, GoalResult, Results, ScheduledTask
from omp_plugin.compute.trace import Figure, Input, Trace
from omp_plugin.compute.traces_of_kpis import funnel_traces, kpi_traces
from omp_plugin.compute.traces_of_money import budget_traces, campaign_traces
from omp_plugin.model.kpis import Kpi
from omp_plugin.model.plan import Plan
from omp_plugin.model.tasks import Task
from omp_plugin.words import _, marked

_WRITTEN = {
    "date": marked("its date is written as {date}"),
    "finish": marked("its finish is written as {date}"),
    "start": marked("its start is written as {date}"),
}


def traces(plan: Plan, results: Results) -> tuple[Trace, ...]:
    """The traces of a plan: health, goals, KPIs, funnels, campaigns, tasks, budget, in the author's order."""
    return (
        *_health(plan, results),
        *_goals(plan, results),
        *kpi_traces(plan, results),
        *funnel_traces(plan, results),
        *campaign_traces(plan, results),
        *_tasks(plan, results),
        *budget_traces(plan, results),
    )


def _health(plan: Plan, results: Results) -> Iterator[Trace]:
    health = results.health
    yield _status(plan, results)
    limits, at = plan.limits, plan.limits.places.get  # what nobody has written has no place
    yield Trace(
        "health.goals",
        _("Goals"),
        Figure(health.goals),
        _("by coverage of the goals: below 100% at risk, below 85% off track"),
        tuple(Input(plan.goals[id_].label, Figure(each.coverage, "%")) for id_, each in results.goals.goals.items()),
    )
    yield Trace(
        "health.kpis",
        _("KPIs"),
        Figure(health.kpis),
        _("off track if half or more of the goals' KPIs are, at risk if any KPI is not on track"),
        tuple(_kpi_statuses(plan, results)),
    )
    yield Trace(
        "health.schedule",
        _("Schedule"),
        Figure(health.schedule),
        _(
            "off track if a critical task is overdue or work ends after the period, "
            "at risk if any task is overdue or finishes after its deadline"
        ),
        tuple(_of_schedule(plan, results)),
    )
    money = results.budget
    bounds = (
        Input(_("forecast at finish"), Figure(money.forecast if money else None, plan.currency)),
        Input(_("total"), Figure(money.reference if money else None, plan.currency)),
        Input(_("tolerance"), Figure(limits.budget_tolerance, "%"), at("budget_tolerance")),
        Input(_("limit"), Figure(limits.budget_limit, "%"), at("budget_limit")),
    )
    yield Trace("health.budget", _("Budget"), Figure(health.budget), _("forecast at finish over the total"), bounds)


def _status(plan: Plan, results: Results) -> Trace:
    """The worst of the four parts, and beside it the owner's own word."""
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
    return Trace("health.status", _("Plan"), Figure(health.status), _("the worst of its parts that are known"), inputs)


def _kpi_statuses(plan: Plan, results: Results) -> Iterator[Input]:
    """The KPIs, those that a goal is measured by named as such."""
    of_goals = {goal.kpi for goal in plan.goals.values()}
    for id_, each in results.kpis.kpis.items():
        label = plan.kpis[id_].label
        yield Input(_("{kpi} (of a goal)").format(kpi=label) if id_ in of_goals else label, Figure(each.status))


def _of_schedule(plan: Plan, results: Results) -> Iterator[Input]:
    """The tasks that are late, counted, and the ends of work and plan."""
    tasks = results.schedule.tasks.values()
    late = [each for each in tasks if each.overdue]
    yield Input(_("critical tasks overdue"), Figure(sum(each.critical for each in late)))
    yield Input(_("tasks overdue"), Figure(len(late)))
    missed = sum((each.deadline_slack or 0) < 0 for each in tasks)
    yield Input(_("tasks that finish after their deadlines"), Figure(missed))
    yield Input(_("the last task finishes"), Figure(results.schedule.finish))
    if plan.period is not None:
        yield Input(_("the period's last day"), Figure(plan.period.last), plan.where("period"))


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
    """The task that a task waits for; else the place alone of what is written, which the reason quotes."""
    driver = scheduled.driver
    if driver is None:
        return
    other = results.schedule.tasks.get(driver.task or "")
    if other is not None:
        yield Input(_("{task} finishes").format(task=other.id), Figure(other.finish), driver.at)
    elif driver.at is not None:
        yield Input("", Figure(None), driver.at)
