"""Checks of goals: covered, SMART, measured, and as many as people can keep in mind."""

from __future__ import annotations

from collections.abc import Iterator

from omp_plugin.check.campaigns import has_lost_figures, running
from omp_plugin.check.fields import is_given
from omp_plugin.check.words import counted, figure, listed, percent, quoted, such_as
from omp_plugin.compute.results import GoalResult, Results
from omp_plugin.model.goals import Goal, Smart
from omp_plugin.model.kpis import Kpi
from omp_plugin.model.plan import Plan
from omp_plugin.model.reading import specs
from omp_plugin.problems import Problem, problem

FEWEST, MOST = 4, 6
"""How many goals a plan should have (plan format, section 10)."""


def goal_not_covered(plan: Plan, results: Results) -> Iterator[Problem]:
    """The campaigns of the plan, taken together, plan to deliver less than the goal's target.

    Even if every campaign does what it promises, the goal is missed. Coverage is the sum of what the campaigns deliver
    of the goal's KPI, divided by the target; plans usually aim above 100 %, because not every campaign succeeds (plan
    format, section 3).
    """
    for id_, goal in plan.goals.items():
        each = results.goals.goals[id_]
        if each.coverage is None or each.target is None or each.planned is None or each.coverage >= 1:
            continue
        unit = plan.kpis[each.kpi].unit if each.kpi else None
        planned, target = (figure(plan, value, unit) for value in (each.planned, each.target))
        figures = f"the campaigns plan {planned} of {target} ({percent(each.coverage)})"
        message = f"goal {quoted(goal)} is not covered: {figures}"
        missing = figure(plan, each.target - each.planned, unit)
        hint = f'plan {missing} more under "delivers" of campaigns, or lower the target'
        yield problem(goal.where("target"), "goal-not-covered", message, hint)


def coverage_unknown(plan: Plan, results: Results) -> Iterator[Problem]:
    """No campaign says how much it adds to the goal's KPI, so nobody can tell whether the goal will be reached.

    Unknown is not zero: the goal's coverage is shown as unknown and counts nowhere (plan format, section 3).
    """
    has_lost = "campaigns" in plan.unread or any(has_lost_figures(plan, each) for each in running(plan))
    for id_, goal in plan.goals.items():
        each = results.goals.goals[id_]
        if each.kpi is None or each.coverage is not None or has_lost:
            continue
        reason = _why_unknown(goal, plan.kpis[each.kpi], each)
        if reason:
            message = f"it is not known whether goal {quoted(goal)} is covered: {reason}"
            hint = f'write what they are to bring in the campaigns that serve it: "delivers: {{{each.kpi}: 100}}"'
            yield problem(goal.at, "coverage-unknown", message, hint if each.planned is None else _AIM)


_AIM = 'give the goal or its KPI a target above 0, such as "target: 120"'


def _why_unknown(goal: Goal, kpi: Kpi, result: GoalResult) -> str:
    """Nothing where the target is open or could not be read: then that is what is reported."""
    if result.planned is None:
        return f'no campaign states what it delivers of KPI "{result.kpi}"'
    if result.target is None:
        return "" if is_given(goal, "target") or is_given(kpi, "target") else "it has no target"
    return "its target is 0"


def not_smart(plan: Plan, results: Results) -> Iterator[Problem]:
    """The goal does not say under `smart` why it is specific, measurable, achievable, relevant and time-bound.

    A goal that fails one of the five tests cannot be steered by: nobody knows when it is reached, or why it should be.
    One sentence for each is enough (plan format, section 2).
    """
    for goal in plan.goals.values():
        missing = [key for key in specs(Smart) if not (goal.smart and is_given(goal.smart, key))]
        if missing and ("smart" not in goal.places or goal.smart):
            words = listed([key.replace("_", "-") for key in missing])
            message = f"goal {quoted(goal)} does not say what makes it {words}"
            hint = "add a sentence each under `smart`: " + ", ".join(f'"{key}: ..."' for key in missing)
            yield problem(goal.where("smart"), "not-smart", message, hint)


def goal_count(plan: Plan, results: Results) -> Iterator[Problem]:
    """The plan has fewer than four or more than six goals.

    With fewer, something that matters is usually forgotten; with more, attention and money are spread too thin. A plan
    with neither goals nor campaigns is not asked for them (plan format, section 10).
    """
    count = len(plan.goals)
    is_asked = "goals" in plan.places or plan.campaigns
    if FEWEST <= count <= MOST or not is_asked or {"goals", "campaigns"} & plan.unread or "goals" in plan.open:
        return
    said = counted(count, "goal") if count else "no goals"
    message = f"the plan has {said}; {FEWEST} to {MOST} can be kept in mind and paid for"
    few = "make goals of the outcomes that campaigns work for (more orders, a better known name)"
    hint = few if count < FEWEST else "join goals, or leave some for later"
    yield problem(plan.where("goals"), "goal-count", message, hint)


def goal_without_kpi(plan: Plan, results: Results) -> Iterator[Problem]:
    """The goal names no KPI, so nothing can show whether it is reached.

    Its coverage and its status stay unknown (plan format, section 3).
    """
    for goal in plan.goals.values():
        if not is_given(goal, "kpi"):
            message = f"goal {quoted(goal)} has no KPI that shows when it is reached"
            hint = f'write the id of the KPI that shows it: "kpi: {such_as(plan.kpis, "orders")}"'
            yield problem(goal.at, "goal-without-kpi", message, hint)
