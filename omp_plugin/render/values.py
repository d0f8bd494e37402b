"""Single values of a plan, as text for the sentences of a page: `{{ kpi("monthly-revenue").actual }}` (section 11)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from omp_plugin.compute.results import ScheduledTask, Sums
from omp_plugin.pages.expressions import Expression
from omp_plugin.pages.filling import Answer
from omp_plugin.problems import Problem, did_you_mean, problem
from omp_plugin.render.formats import NONE
from omp_plugin.render.state_words import in_words
from omp_plugin.words import _, ngettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

Texts = Mapping[str, Callable[[], str]]
"""The attributes of a value, each written when it is asked for."""


@dataclass(frozen=True, slots=True)
class Value:
    """A kind of value: what its attributes say, and the collection that its id is of (`""`: there is one a plan)."""

    texts: Callable[[PlanContext, str], Texts]
    collection: str = ""


def value_answer(ctx: PlanContext, expression: Expression) -> Answer:
    """The text that an expression asks for; the title where it names no attribute.

    Problems: `unknown-component` for what cannot be asked so, `unknown-reference` for an id that nothing has.
    """
    value = VALUES[expression.name]
    id_ = _id(ctx, value, expression)
    if isinstance(id_, Problem):
        return id_
    texts = value.texts(ctx, id_)
    asked = expression.path or ("title",)
    name = ".".join(str(step) for step in asked)
    if name not in texts:
        message = f'"{expression.name}" has no "{name}"'
        return problem(expression.at_path, "unknown-component", message, did_you_mean(name, texts))
    return texts[name]()


def _id(ctx: PlanContext, value: Value, expression: Expression) -> str | Problem:
    """The id that an expression names, where its kind takes one."""
    call = expression.call
    named = [*call.args, *(item for key, item in call.kwargs if key == "id")] if call else []
    others = [key for key, _ in call.kwargs if key not in ("id", "plan")] if call else []
    if not value.collection:
        return _no_id(expression) if named or others else ""
    if others or len(named) != 1 or not isinstance(named[0], str):
        message = f'"{expression.name}" takes the id of one {expression.name} in quotes'
        hint = f'write {expression.name}("{_example(ctx, value)}")'
        return problem(expression.at, "unknown-component", message, hint)
    known = getattr(ctx.plan, value.collection)
    if named[0] not in known:
        message = f'there is no {expression.name} "{named[0]}" in {ctx.plan.id}'
        return problem(expression.at, "unknown-reference", message, did_you_mean(named[0], known))
    return named[0]


def _no_id(expression: Expression) -> Problem:
    message = f'"{expression.name}" takes no id'
    return problem(expression.at, "unknown-component", message, f"write {expression.name}.title")


def _example(ctx: PlanContext, value: Value) -> str:
    return next(iter(getattr(ctx.plan, value.collection)), "id")


def _open() -> str:
    """What is known to be missing."""
    return _("TBD")


def _person(ctx: PlanContext, entity: Any, name: str = "owner") -> str:
    id_ = getattr(entity, name)
    return _open() if name in entity.open else ctx.person(id_).name if id_ else NONE


def _kpi(ctx: PlanContext, id_: str) -> Texts:
    kpi, result, formats = ctx.plan.kpis[id_], ctx.results.kpis.kpis[id_], ctx.formats
    return {
        "title": lambda: kpi.label,
        "actual": lambda: formats.kpi(result.actual, kpi.unit),
        "expected": lambda: formats.kpi(result.expected, kpi.unit),
        "attainment": lambda: formats.percent(result.attainment),
        "target": lambda: _open() if "target" in kpi.open else formats.kpi(result.target, kpi.unit),
        "baseline": lambda: _open() if "baseline" in kpi.open else formats.kpi(result.baseline, kpi.unit),
        "range": lambda: formats.range(kpi.range, kpi.unit),
        "period": lambda: formats.period(result.period),
        "due": lambda: formats.date(result.due),
        "status": lambda: in_words(result.status),
        "diagnosis": lambda: result.diagnosis or NONE,
        "unit": lambda: kpi.unit or NONE,
        "owner": lambda: _person(ctx, kpi),
    }


def _goal(ctx: PlanContext, id_: str) -> Texts:
    goal, result, formats = ctx.plan.goals[id_], ctx.results.goals.goals[id_], ctx.formats
    unit = ctx.plan.kpis[result.kpi].unit if result.kpi else None
    return {
        "title": lambda: goal.label,
        "target": lambda: _open() if "target" in goal.open else formats.kpi(result.target, unit),
        "planned": lambda: formats.kpi(result.planned, unit),
        "coverage": lambda: formats.percent(result.coverage),
        "status": lambda: in_words(result.status),
        "due": lambda: _open() if "due" in goal.open else formats.period(goal.due),
        "why": lambda: goal.why or NONE,
        "owner": lambda: _person(ctx, goal),
    }


def _campaign(ctx: PlanContext, id_: str) -> Texts:
    campaign, result, formats = ctx.plan.campaigns[id_], ctx.results.campaigns[id_], ctx.formats
    return {
        "title": lambda: campaign.label,
        "start": lambda: formats.date(result.start),
        "finish": lambda: formats.date(result.finish),
        "progress": lambda: formats.percent(result.progress),
        "status": lambda: in_words(result.status),
        "message": lambda: campaign.message or NONE,
        "offer": lambda: campaign.offer or NONE,
        "owner": lambda: _person(ctx, campaign),
        **_money(ctx, result.sums),
    }


def _task(ctx: PlanContext, id_: str) -> Texts:
    task, formats = ctx.plan.tasks[id_], ctx.formats
    scheduled = ctx.results.schedule.tasks.get(id_) or ScheduledTask(id_)
    return {
        "title": lambda: task.label,
        "start": lambda: formats.date(scheduled.start),
        "finish": lambda: formats.date(scheduled.finish),
        "duration": lambda: _days(ctx, scheduled.duration_days),
        "slack": lambda: _days(ctx, scheduled.slack_days),
        "done": lambda: formats.percent(task.progress),
        "status": lambda: _("overdue") if scheduled.overdue else in_words(task.state),
        "owner": lambda: _person(ctx, task),
    }


def _days(ctx: PlanContext, days: int | None) -> str:
    if days is None:
        return NONE
    return ngettext("{n} working day", "{n} working days", days).format(n=ctx.formats.number(days))


def _plan(ctx: PlanContext, _: str = "") -> Texts:
    plan, formats, results = ctx.plan, ctx.formats, ctx.results
    facets = {f"health.{name}": _facet(ctx, name) for name in ("goals", "kpis", "schedule", "budget", "status")}
    return {
        "title": lambda: plan.label,
        "organisation": lambda: plan.organisation or NONE,
        "version": lambda: plan.version or NONE,
        "status": lambda: in_words(plan.status),
        "health": lambda: in_words(results.health.status),
        "period": lambda: formats.period(plan.period),
        "start": lambda: formats.date(plan.period.first if plan.period else None),
        "finish": lambda: formats.date(plan.period.last if plan.period else None),
        "as_of": lambda: formats.date(results.today.as_of),
        "actuals_through": lambda: formats.date(results.today.actuals_through),
        "currency": lambda: plan.currency,
        "owner": lambda: _person(ctx, plan),
        "sponsor": lambda: _person(ctx, plan, "sponsor"),
        **facets,
    }


def _facet(ctx: PlanContext, name: str) -> Callable[[], str]:
    return lambda: in_words(getattr(ctx.results.health, name))


def _budget(ctx: PlanContext, _: str = "") -> Texts:
    """The whole budget; a plan without one has the same attributes, all unknown."""
    found, money = ctx.results.budget, ctx.formats.money
    planned = found.reference if found else None
    return {
        "title": lambda: money(planned),
        **_money(ctx, found.sums if found else None),
        "total": lambda: money(planned),
        "reserve": lambda: money(found.reserve if found else None),
        "forecast": lambda: money(found.forecast if found else None),
        "variance": lambda: ctx.formats.signed_money(found.variance if found else None),
        "variance_percent": lambda: _ratio(ctx, found.variance if found else None, planned),
        "status": lambda: in_words(found.status if found else "unknown"),
    }


def _ratio(ctx: PlanContext, part: Any, whole: Any) -> str:
    return NONE if part is None or not whole else ctx.formats.signed_percent(Fraction(part) / Fraction(whole))


def _money(ctx: PlanContext, sums: Sums | None) -> dict[str, Callable[[], str]]:
    money = ctx.formats.money
    return {
        "planned": lambda: money(sums.planned if sums else None),
        "committed": lambda: money(sums.committed if sums else None),
        "actual": lambda: money(sums.actual if sums else None),
        "available": lambda: money(sums.available if sums else None),
        "forecast": lambda: money(sums.forecast if sums else None),
        "variance": lambda: ctx.formats.signed_money(sums.variance if sums else None),
    }


VALUES: Mapping[str, Value] = MappingProxyType(
    {
        "kpi": Value(_kpi, "kpis"),
        "goal": Value(_goal, "goals"),
        "campaign": Value(_campaign, "campaigns"),
        "task": Value(_task, "tasks"),
        "plan": Value(_plan),
        "budget": Value(_budget),
    }
)
"""What a sentence can ask for, by name."""
