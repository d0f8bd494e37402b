"""What may be wrong with a plan that can be read: one function a code, whose docstring is its entry in the manual."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from omp_plugin.check.campaigns import campaign_metric_mismatch, campaign_without_budget, orphan_activity
from omp_plugin.check.dates import ends_before_start, outside_period
from omp_plugin.check.facts import currency_without_rate, fact_mismatch, too_large, unknown_reference, wrong_type
from omp_plugin.check.goals import coverage_unknown, goal_count, goal_not_covered, goal_without_kpi, not_smart
from omp_plugin.check.governance import (
    assumption_overdue,
    decision_overdue,
    market_fact_without_source,
    presence_missing,
    review_without_so_what,
    risk_without_response,
    without_owner,
)
from omp_plugin.check.kpis import kpi_without_target, no_lagging_kpi, no_leading_kpi, stale_actuals, stop_limit_passed
from omp_plugin.check.people import over_allocated
from omp_plugin.check.site import Plans, bad_id, duplicate_key, duplicate_plan_title
from omp_plugin.check.tasks import deadline_missed, milestone_without_date
from omp_plugin.check.texts import open_value, summary_too_long, unfilled_placeholder
from omp_plugin.compute.results import Results
from omp_plugin.model.plan import Plan
from omp_plugin.problems import Problem

CHECKS: tuple[Callable[[Plan, Results], Iterator[Problem]], ...] = (
    goal_not_covered,
    coverage_unknown,
    not_smart,
    goal_count,
    goal_without_kpi,
    kpi_without_target,
    no_leading_kpi,
    no_lagging_kpi,
    stale_actuals,
    stop_limit_passed,
    campaign_without_budget,
    campaign_metric_mismatch,
    orphan_activity,
    milestone_without_date,
    deadline_missed,
    ends_before_start,
    outside_period,
    over_allocated,
    without_owner,
    risk_without_response,
    assumption_overdue,
    decision_overdue,
    review_without_so_what,
    presence_missing,
    market_fact_without_source,
    summary_too_long,
    open_value,
    unfilled_placeholder,
    unknown_reference,
    wrong_type,
    currency_without_rate,
    too_large,
    fact_mismatch,
)
"""Every check of one plan; a function is named like the code that it reports."""

SITE_CHECKS: tuple[Callable[[Plans], Iterator[Problem]], ...] = (bad_id, duplicate_key, duplicate_plan_title)
"""Every check of all plans together."""


def check_plan(plan: Plan, results: Results) -> list[Problem]:
    """All that the checks find in a plan and its results, at default levels."""
    return [found for check in CHECKS for found in check(plan, results)]


def check_site(plans: Plans) -> list[Problem]:
    """All that the checks find in a site's plans together; a plan is `None` where it cannot be read."""
    return [found for check in SITE_CHECKS for found in check(plans)]
