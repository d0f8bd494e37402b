"""How the campaigns stand: dates, progress of the work, money and figures (plan format, section 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction

from omp_plugin.compute.goals import tasks_by_campaign
from omp_plugin.compute.measure import delivered
from omp_plugin.compute.results import BudgetResults, CampaignResult, Schedule, ScheduledTask, Status, Sums, worst
from omp_plugin.model.campaigns import Campaign
from omp_plugin.model.plan import Plan
from omp_plugin.model.tasks import Task

_Work = Sequence[tuple[Task, ScheduledTask]]
_WIDE = Context(prec=200)
"""Sums have at most 80 digits and thresholds 40: what they multiply to is exact."""


def compute_campaigns(plan: Plan, schedule: Schedule, budget: BudgetResults | None) -> Mapping[str, CampaignResult]:
    """All campaigns, those cancelled included: they deliver nothing and are not judged."""
    tasks = tasks_by_campaign(plan)
    money = budget.by_campaign if budget else {}
    return {
        id_: _result(plan, campaign, tasks.get(id_, ()), schedule, money.get(id_))
        for id_, campaign in plan.campaigns.items()
    }


def _result(
    plan: Plan, campaign: Campaign, tasks: tuple[str, ...], schedule: Schedule, sums: Sums | None
) -> CampaignResult:
    known = [(plan.tasks[id_], schedule.tasks[id_]) for id_ in tasks if id_ in schedule.tasks]
    work = [(task, scheduled) for task, scheduled in known if not task.is_cancelled]
    start, finish = _span(campaign, work)
    return CampaignResult(
        campaign.id,
        start,
        finish,
        _progress(work),
        sums,
        {kpi: figure for kpi, figure in delivered(plan, campaign).items() if figure is not None},
        "unknown" if campaign.status == "cancelled" else worst([_status_of_work(work), _status_of_money(plan, sums)]),
        tasks,
    )


def _span(campaign: Campaign, work: _Work) -> tuple[date | None, date | None]:
    """The days as written, else from the first to the last of its work and flights; those that are open stay so.

    Where only one end is written and all work lies beyond it, the other is the same day: no campaign ends before it
    starts.
    """
    flights = [flight for tactic in campaign.tactics.values() for flight in tactic.flights]
    starts = [scheduled.start for _, scheduled in work if scheduled.start] + [flight.first for flight in flights]
    finishes = [scheduled.finish for _, scheduled in work if scheduled.finish] + [flight.last for flight in flights]
    first, last = min(starts, default=None), max(finishes, default=None)
    start, finish = campaign.start.first if campaign.start else None, campaign.finish.last if campaign.finish else None
    if start is None and first and "start" not in campaign.open:
        start = min(first, finish or first)
    if finish is None and last and "finish" not in campaign.open:
        finish = max(last, start or last)
    return start, finish


def _progress(work: _Work) -> Fraction | None:
    """The mean of what is done, weighted by working days; unknown where nothing takes any."""
    days = sum(scheduled.duration_days or 0 for _, scheduled in work)
    done = sum((task.progress * (scheduled.duration_days or 0) for task, scheduled in work), Decimal(0))
    return Fraction(done) / days if days else None


def _status_of_work(work: _Work) -> Status:
    """Off track with an overdue task on the critical path, at risk with any other or a missed deadline."""
    if not work:
        return "unknown"
    late = [scheduled for _, scheduled in work if scheduled.overdue]
    if any(scheduled.critical for scheduled in late):
        return "off-track"
    missed = any(scheduled.deadline_slack is not None and scheduled.deadline_slack < 0 for _, scheduled in work)
    return "at-risk" if late or missed else "on-track"


def _status_of_money(plan: Plan, sums: Sums | None) -> Status:
    """The variance against the plan's tolerance and limit, as parts of what is planned."""
    if sums is None:
        return "unknown"
    planned, variance, limits = sums.planned, sums.variance, plan.limits
    if variance > _WIDE.multiply(planned, limits.budget_limit):
        return "off-track"
    return "at-risk" if variance > _WIDE.multiply(planned, limits.budget_tolerance) else "on-track"
