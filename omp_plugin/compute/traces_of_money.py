"""How the sums of campaigns and budget came about."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from omp_plugin.compute.results import BudgetResults, CampaignResult, Results
from omp_plugin.compute.trace import Figure, Input, Trace
from omp_plugin.compute.traces_of_lines import line_traces
from omp_plugin.model.budget import Budget
from omp_plugin.model.plan import Plan
from omp_plugin.source.budget_csv import AMOUNTS
from omp_plugin.words import _, marked

_NAMES = {
    "planned": marked("planned"),
    "committed": marked("committed"),
    "actual": marked("actual"),
    "forecast": marked("forecast"),
}
_HOW_OF_CAMPAIGNS = {
    "planned": marked("its lines' planned amounts added up"),
    "committed": marked("its lines' committed amounts added up"),
    "actual": marked("its lines' actual amounts added up"),
    "forecast": marked("its lines' forecast amounts added up"),
}
_HOW = {
    "planned": marked("the lines added up"),
    "committed": marked("ordered, not yet invoiced, added up over the lines"),
    "actual": marked("invoiced, added up over the lines"),
    "forecast": marked("the lines' forecasts added up"),
}


def campaign_traces(plan: Plan, results: Results) -> Iterator[Trace]:
    """Money, progress and figures of each campaign."""
    for id_, result in results.campaigns.items():
        label = plan.campaigns[id_].label
        if result.sums is not None:
            for state in AMOUNTS:
                inputs = tuple(_line_parts(plan, results, id_, state))
                figure = Figure(getattr(result.sums, state), plan.currency)
                yield Trace(f"campaigns.{id_}.{state}", label, figure, _(_HOW_OF_CAMPAIGNS[state]), inputs)
        yield _progress(plan, results, result)
        for kpi, amount in result.delivers.items():
            unit = plan.kpis[kpi].unit if kpi in plan.kpis else ""
            path = f"campaigns.{id_}.delivers.{kpi}"
            yield Trace(path, label, Figure(amount, unit or ""), *_delivery(plan, id_, kpi))


def _line_parts(plan: Plan, results: Results, campaign: str, state: str) -> Iterator[Input]:
    lines = results.budget.lines if results.budget else {}
    for line in lines.values():
        share = line.shares.get(campaign)
        if share is not None:
            amount = getattr(line.sums.times(share), state)
            written = plan.budget.lines[line.id] if plan.budget else None
            if written is not None:
                yield Input(written.label, Figure(amount, plan.currency), written.at)


def _progress(plan: Plan, results: Results, result: CampaignResult) -> Trace:
    """What each task has done, with the days that it counts for; cancelled tasks and those without days are left out.
    """
    scheduled = results.schedule.tasks
    days = {id_: scheduled[id_].duration_days or 0 for id_ in result.tasks if id_ in scheduled}
    counted = [(plan.tasks[id_], n) for id_, n in days.items() if n and not plan.tasks[id_].is_cancelled]
    inputs = tuple(
        Input(_("{task}, {n} d").format(task=task.label, n=n), Figure(task.progress, "%"), task.where("done"))
        for task, n in counted
    )
    label = plan.campaigns[result.id].label
    formula = _("mean of its tasks' progress, weighted by working days")
    return Trace(f"campaigns.{result.id}.progress", label, Figure(result.progress, "%"), formula, inputs)


def _delivery(plan: Plan, campaign: str, kpi: str) -> tuple[str, tuple[Input, ...]]:
    written = plan.campaigns[campaign]
    own = written.delivers.get(kpi)
    unit = (plan.kpis[kpi].unit if kpi in plan.kpis else "") or ""
    if own is not None:
        at = written.delivers.value_places[kpi]
        return _("as the campaign states it"), (Input(_("stated"), Figure(own.value, own.unit or unit), at),)
    parts = tuple(
        Input(tactic.label, Figure(amount.value, amount.unit or unit), tactic.delivers.value_places[kpi])
        for tactic in written.tactics.values()
        if (amount := tactic.delivers.get(kpi)) is not None
    )
    return _("its tactics' figures added up"), parts


def budget_traces(plan: Plan, results: Results) -> Iterator[Trace]:
    """The sums of the budget, then each line's amounts."""
    budget = results.budget
    if budget is None or plan.budget is None:
        return
    currency = plan.currency
    for state in AMOUNTS[:3]:
        figure = Figure(getattr(budget.sums, state), currency)
        yield Trace(f"budget.{state}", _("Budget"), figure, _(_HOW[state]), tuple(_lines(plan, results, state)))
    sums = _inputs(currency, {name: getattr(budget.sums, name) for name in AMOUNTS[:3]})
    available = Figure(budget.sums.available, currency)
    yield Trace("budget.available", _("Budget"), available, _("planned − committed − actual"), sums)
    reserve = (
        Input(_("forecast of the lines"), Figure(budget.sums.forecast, currency)),
        Input(_("reserve"), Figure(budget.reserve, currency), plan.budget.where("reserve")),
        Input(_("reserve drawn"), Figure(budget.reserve_drawn, currency), plan.budget.where("reserve_drawn")),
    )
    forecast = Figure(budget.forecast, currency)
    yield Trace("budget.forecast", _("Budget"), forecast, _("lines + reserve − reserve drawn"), reserve)
    yield _total(plan, plan.budget, budget)
    against = (
        Input(_("forecast at finish"), Figure(budget.forecast, currency)),
        Input(_("total"), Figure(budget.reference, currency), plan.budget.where("total")),
    )
    variance = Figure(budget.variance, currency)
    yield Trace("budget.variance", _("Budget"), variance, _("forecast at finish − total"), against)
    yield from line_traces(plan, results, budget)


def _total(plan: Plan, written: Budget, budget: BudgetResults) -> Trace:
    """What the forecast is held against: the total as it is stated, else the lines with the reserve."""
    currency, figure = plan.currency, Figure(budget.reference, plan.currency)
    if budget.total is not None:
        return Trace("budget.total", _("Budget"), figure, _("as written"), (
            Input(_("total"), figure, written.where("total")),
        ))  # fmt: skip
    parts = (
        Input(_("planned"), Figure(budget.sums.planned, currency)),
        Input(_("reserve"), Figure(budget.reserve, currency), written.where("reserve")),
    )
    return Trace("budget.total", _("Budget"), figure, _("reserve + planned"), parts)


def _inputs(currency: str, amounts: dict[str, Decimal]) -> tuple[Input, ...]:
    return tuple(Input(_(_NAMES[name]), Figure(amount, currency)) for name, amount in amounts.items())


def _lines(plan: Plan, results: Results, state: str) -> Iterator[Input]:
    if results.budget is None or plan.budget is None:
        return
    for line in results.budget.lines.values():
        written = plan.budget.lines[line.id]
        yield Input(written.label, Figure(getattr(line.sums, state), plan.currency), written.where(state))
