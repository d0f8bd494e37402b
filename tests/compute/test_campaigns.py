"""Campaigns: dates, progress, money and status (plan format, section 4)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from textwrap import dedent

import pytest

from omp_plugin.compute.campaigns import compute_campaigns
from omp_plugin.compute.results import BudgetResults, CampaignResult, Schedule, ScheduledTask, Sums
from omp_plugin.model.plan import VOCABULARY, type_plan
from omp_plugin.source.folder import PlanSource, read_plan

HEAD = "omp: 1\ntitle: T\nowner: a\nperiod: 2026-07-01 to 2027-06-30\npeople: {a: {name: A}}\n"


def day(month: int, number: int) -> date:
    """A day of 2026."""
    return date(2026, month, number)


def campaign_of(
    fields: str, tasks: str = "", scheduled: tuple[ScheduledTask, ...] = (), sums: Sums | None = None, more: str = ""
) -> CampaignResult:
    """The campaign `c` with these fields and tasks, which are scheduled so, and its money."""
    text = f"campaigns: {{c: {{{fields}}}}}\ntasks: {{{tasks}}}\n{dedent(more)}"
    node, _ = read_plan(PlanSource("plans/x", {"plan.yml": (HEAD + text).encode()}), VOCABULARY)
    assert node is not None
    plan, _ = type_plan(node, "x", "plans/x/plan.yml")
    assert plan is not None
    schedule = Schedule({task.id: task for task in scheduled}, (), None, None, "on-track", ())
    budget = BudgetResults({}, Sums(), {}, {"c": sums} if sums else {}, {}, "on-track", ())
    return compute_campaigns(plan, schedule, budget if sums else None)["c"]


WORK = "a: {campaign: c, done: 100%}, b: {tactic: t, done: 25%}, m: {campaign: c, date: 2026-09-30}"
SCHEDULED = (
    ScheduledTask("a", day(7, 6), day(7, 10), 5),
    ScheduledTask("b", day(7, 13), day(8, 21), 30),
    ScheduledTask("m", day(9, 30), day(9, 30), 0),
)


def test_a_campaign_without_dates_spans_its_tasks_and_flights() -> None:
    tactics = "tactics: {t: {flights: [2026-07-01 to 2026-07-08, 2026-10]}, u: {}}"
    result = campaign_of(tactics, WORK, SCHEDULED)
    assert (result.start, result.finish, result.tasks) == (day(7, 1), day(10, 31), ("a", "b", "m"))
    assert campaign_of("tactics: {t: {}}", WORK, SCHEDULED).finish == day(9, 30)
    assert (campaign_of("").start, campaign_of("").finish) == (None, None)


@pytest.mark.parametrize(
    "fields, start, finish",
    [
        ("start: 2026-08, finish: 2026-Q3", day(8, 1), day(9, 30)),
        ("start: 2026-07-08", day(7, 8), day(7, 10)),
        ("start: 2026-08-03", day(8, 3), day(8, 3)),
        ("finish: 2026-07-01", day(7, 1), day(7, 1)),
        ("finish: 2026-12", day(7, 6), day(12, 31)),
        ("start: TBD", None, day(7, 10)),
        ("finish: TBD", day(7, 6), None),
    ],
)
def test_written_dates_come_first_and_open_ones_stay_open(fields: str, start: date | None, finish: date | None) -> None:
    result = campaign_of(fields, "a: {campaign: c}", SCHEDULED[:1])
    assert (result.start, result.finish) == (start, finish)


def test_progress_is_weighted_by_working_days() -> None:
    result = campaign_of("tactics: {t: {}}", WORK, SCHEDULED)
    assert result.progress == Fraction(5 * 100 + 30 * 25, 35 * 100)
    assert campaign_of("", "m: {campaign: c, done: 100%}", SCHEDULED[2:]).progress is None
    assert campaign_of("", "u: {campaign: c, done: 100%}", (ScheduledTask("u"),)).progress is None
    assert campaign_of("").progress is None


def test_cancelled_and_unscheduled_tasks_do_not_count_but_are_listed() -> None:
    tasks = "a: {campaign: c, done: 50%}, b: {campaign: c, status: cancelled, done: 100%}, z: {campaign: c}"
    result = campaign_of("", tasks, SCHEDULED)
    assert (result.progress, result.finish, result.tasks) == (Fraction(1, 2), day(7, 10), ("a", "b", "z"))


def task(*, overdue: bool = False, critical: bool = False, deadline_slack: int | None = None) -> ScheduledTask:
    """A task of one week."""
    return ScheduledTask(
        "a", day(7, 6), day(7, 10), 5, overdue=overdue, critical=critical, deadline_slack=deadline_slack
    )


@pytest.mark.parametrize(
    "scheduled, status",
    [
        (task(), "on-track"),
        (task(critical=True), "on-track"),
        (task(deadline_slack=0), "on-track"),
        (task(deadline_slack=-1), "at-risk"),
        (task(overdue=True), "at-risk"),
        (task(overdue=True, critical=True), "off-track"),
    ],
)
def test_status_of_the_work(scheduled: ScheduledTask, status: str) -> None:
    assert campaign_of("", "a: {campaign: c}", (scheduled,)).status == status
    assert campaign_of("status: cancelled", "a: {campaign: c}", (scheduled,)).status == "unknown"
    assert campaign_of("", "a: {campaign: c, status: cancelled}", (scheduled,)).status == "unknown"


@pytest.mark.parametrize(
    "planned, forecast, status",
    [
        ("1000", "1000", "on-track"),
        ("1000", "0", "on-track"),
        ("1000", "1030", "on-track"),
        ("1000", "1030.01", "at-risk"),
        ("1000", "1100", "at-risk"),
        ("1000", "1100.01", "off-track"),
        ("0", "0", "on-track"),
        ("0", "0.01", "off-track"),
    ],
)
def test_status_of_the_money(planned: str, forecast: str, status: str) -> None:
    sums = Sums(planned=Decimal(planned), forecast=Decimal(forecast))
    result = campaign_of("", sums=sums)
    assert (result.sums, result.status) == (sums, status)


def test_the_worse_of_work_and_money() -> None:
    on_track, at_risk = (Sums(planned=Decimal(100), forecast=Decimal(forecast)) for forecast in (100, 105))
    assert campaign_of("", "a: {campaign: c}", (task(overdue=True),), on_track).status == "at-risk"
    assert campaign_of("", "a: {campaign: c}", (task(),), at_risk).status == "at-risk"
    assert campaign_of("", "a: {campaign: c}", (task(overdue=True, critical=True),), at_risk).status == "off-track"


@pytest.mark.parametrize(
    "tolerance, limit, status", [("25%", "30%", "on-track"), ("20%", "25%", "at-risk"), ("10%", "20%", "off-track")]
)
def test_thresholds_of_the_plan(tolerance: str, limit: str, status: str) -> None:
    sums = Sums(planned=Decimal(100), forecast=Decimal(125))
    more = f"thresholds: {{budget_tolerance: {tolerance}, budget_limit: {limit}}}"
    assert campaign_of("", sums=sums, more=more).status == status


def test_without_work_and_money_nothing_is_known() -> None:
    result = campaign_of("")
    assert (result.status, result.sums, result.tasks) == ("unknown", None, ())


def test_figures_are_the_campaigns_own_else_the_sum_of_its_tactics() -> None:
    more = "kpis: {k: {unit: USD}, l: {}, m: {}, n: {unit: '%'}}"
    fields = (
        "delivers: {k: 7, nowhere: 1}, "
        "tactics: {t: {delivers: {k: 1, l: 2, m: 5%, n: 5%}}, u: {delivers: {l: 2.5, m: 1, n: 7%, gone: 1}}}"
    )
    assert campaign_of(fields, more=more).delivers == {"k": 7, "l": Fraction(9, 2), "n": Fraction(12, 100)}
    assert campaign_of(f"status: cancelled, {fields}", more=more).delivers == {}
