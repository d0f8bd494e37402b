"""Checks of KPIs: each can be judged, is measured in time, and has not passed its limit."""

from __future__ import annotations

from collections.abc import Iterator

from omp_plugin.check.fields import is_given
from omp_plugin.check.words import figure, quoted
from omp_plugin.compute.results import Results
from omp_plugin.model.kpis import Kpi
from omp_plugin.model.plan import Plan
from omp_plugin.model.reading import shorten
from omp_plugin.problems import Problem, problem


def kpi_without_target(plan: Plan, results: Results) -> Iterator[Problem]:
    """The KPI has no target, no range and no plan, so its values cannot be judged.

    A figure that nobody compares with anything is not a KPI. Those that only count a stage of a funnel or feed a
    formula need no target of their own (plan format, section 5).
    """
    helping = _helping(plan)
    for kpi in plan.kpis.values():
        if kpi.id not in helping and not any(is_given(kpi, name) for name in ("target", "range", "plan")):
            message = f"KPI {quoted(kpi)} has no target, range or plan to judge its values by"
            hint = 'write what is to be reached ("target: 500"), or within what it is to stay ("range: 5%..8%")'
            yield problem(kpi.at, "kpi-without-target", message, hint)


def _helping(plan: Plan) -> set[str]:
    """The KPIs that serve as stages of funnels or inputs of formulas, and not as the measure of a goal."""
    stages = {stage.kpi for funnel in plan.funnels.values() for stage in funnel.stages if stage.kpi}
    inputs = {name for kpi in plan.kpis.values() if kpi.formula for name in kpi.formula.names}
    return (stages | inputs) - {goal.kpi for goal in plan.goals.values() if goal.kpi}


def no_leading_kpi(plan: Plan, results: Results) -> Iterator[Problem]:
    """None of the KPIs is leading: the plan notices only afterwards that something went wrong.

    Leading KPIs, such as qualified leads, move before the result does and leave time to act. A plan whose KPIs say
    nothing about their kind is not asked (plan format, section 5).
    """
    yield from _without_kind(plan, "leading", "lagging", "such as traffic, leads or open rates, to be warned in time")


def no_lagging_kpi(plan: Plan, results: Results) -> Iterator[Problem]:
    """None of the KPIs is lagging: the plan watches activity, and never whether it paid.

    Lagging KPIs, such as revenue, show the result. A plan whose KPIs say nothing about their kind is not asked (plan
    format, section 5).
    """
    yield from _without_kind(plan, "lagging", "leading", "such as revenue or customers won, to see the result")


def _without_kind(plan: Plan, missing: str, other: str, example: str) -> Iterator[Problem]:
    kinds = {kpi.kind for kpi in plan.kpis.values()}
    if other in kinds and missing not in kinds:
        message = f"every KPI with a kind is {other}; none is {missing}"
        hint = f'add a {missing} KPI, {example}, or write "kind: {missing}" where one is'
        yield problem(plan.where("kpis"), f"no-{missing}-kpi", message, hint)


def stale_actuals(plan: Plan, results: Results) -> Iterator[Problem]:
    """The latest value of the KPI is older than `stale_after` (by default one cadence period and ten days).

    Old values look like current ones. The KPI's status is stale until it is measured again, and it counts neither as
    good nor as bad. A KPI that follows from a stale one is not reported, too (plan format, section 5).

    It is reported, too, where the file or database that a KPI reads cannot be asked in this build.
    """
    stale = {id_ for id_, each in results.kpis.kpis.items() if each.status == "stale"}
    for kpi in plan.kpis.values():
        latest = results.kpis.kpis[kpi.id].period
        if kpi.id not in stale or latest is None or _has_stale_input(kpi, stale):
            continue
        at = {point.period: point.at for point in results.kpis.kpis[kpi.id].series}.get(latest) or kpi.at
        age = f'of "{latest.text or latest.last}", too old on {results.today.as_of}'
        message = f"the latest value of KPI {quoted(kpi)} is {age}"
        hint = 'add a newer value, or say how long values hold: "stale_after: 90d"'
        yield problem(at, "stale-actuals", message, hint)


def _has_stale_input(kpi: Kpi, stale: set[str]) -> bool:
    return kpi.formula is not None and not stale.isdisjoint(kpi.formula.names)


def stop_limit_passed(plan: Plan, results: Results) -> Iterator[Problem]:
    """The latest value of the KPI is beyond its `stop` limit: the plan itself says that this must not go on.

    The KPI is off track whatever else holds; `if_missed` says what is done now (plan format, section 5).
    """
    for kpi in plan.kpis.values():
        each = results.kpis.kpis[kpi.id]
        if not each.stop_passed or each.actual is None or kpi.stop is None:
            continue
        when = f' in "{each.period.text}"' if each.period and each.period.text else ""
        value = f"{figure(plan, each.actual, kpi.unit)}{when}"
        message = f"KPI {quoted(kpi)} was {value} and has passed its stop limit {kpi.stop.text}"
        said = f'the plan says what is done now: "{shorten(kpi.if_missed)}"' if kpi.if_missed else ""
        hint = said or 'stop, decide what to change, and write it under "if_missed"'
        yield problem(kpi.where("stop"), "stop-limit-passed", message, hint)
