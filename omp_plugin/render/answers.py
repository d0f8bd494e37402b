"""What the expressions of a page are answered with: the HTML of a component, or a value of the plan."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from omp_plugin.pages.expressions import Call, Expression, Literal
from omp_plugin.pages.filling import Answer, Block
from omp_plugin.problems import Problem, did_you_mean, problem
from omp_plugin.render.components import BY_NAME, render_component
from omp_plugin.render.context import PlanContext
from omp_plugin.render.environment import Renderer
from omp_plugin.render.former import former_anchors, with_former

COLLECTIONS: Mapping[str, Callable[[PlanContext], Mapping[str, object]]] = MappingProxyType(
    {
        "campaign": lambda ctx: ctx.plan.campaigns,
        "funnel": lambda ctx: ctx.plan.funnels,
        "goal": lambda ctx: ctx.plan.goals,
        "kpi": lambda ctx: ctx.plan.kpis,
        "task": lambda ctx: ctx.plan.tasks,
    }
)
"""The parameters of components that name an entity of the plan, and where the entities are."""
_OF_SITE = ("portfolio_table", "person_due", "person_load", "person_table")
"""The components that show all plans."""
_TYPES: Mapping[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "bool": (bool,)}
_SAID = {"str": "a text in quotes", "int": "a number", "bool": "true or false"}


def is_of_the_site(expression: Expression) -> bool:
    """True for what shows all plans and needs none named."""
    every = dict(expression.call.kwargs).get("every_plan") if expression.call else None
    return expression.name in _OF_SITE or every is True


def component_answer(renderer: Renderer, ctx: PlanContext, expression: Expression) -> Answer:
    """A component's HTML. Problems: `unknown-component` for wrong arguments, `unknown-reference` for wrong ids."""
    if expression.call is None:
        return _wrong(expression, f'"{expression.name}" is a component', f"write {expression.name}()")
    if expression.path:
        return _wrong(expression, f'the component "{expression.name}" has nothing that could be asked for', "")
    arguments = _arguments(expression, expression.call)
    if isinstance(arguments, Problem):
        return arguments
    found = _check_ids(ctx, expression, arguments)
    if found:
        return found
    html = str(render_component(renderer, ctx, expression.name, **arguments))
    return Block(with_former(html, ctx.once("former anchors", lambda: former_anchors(ctx.plan))))


def _arguments(expression: Expression, call: Call) -> dict[str, Literal] | Problem:
    """The arguments of a component by name; `plan` is not the component's but says whose it is."""
    called = signature(expression.name)
    keywords = {key: value for key, value in call.kwargs if key != "plan"}
    unknown = [key for key in keywords if key not in called.parameters]
    if unknown:
        hint = did_you_mean(unknown[0], [*called.parameters, "plan"])
        return _wrong(expression, f'"{expression.name}" has no argument "{unknown[0]}"', hint)
    try:
        arguments = bound(expression.name, *call.args, **keywords)
    except TypeError as error:
        message = f'"{expression.name}" cannot be called so: {_of_call(error)}'
        return _wrong(expression, message, _usage(expression.name))
    for key, value in arguments.items():
        kind = _kinds(expression.name)[key]
        is_number = isinstance(value, bool) and kind != "bool"
        if value is not None and (not isinstance(value, _TYPES.get(kind, (object,))) or is_number):
            return _wrong(expression, f'"{key}" of "{expression.name}" is {_SAID[kind]}', _usage(expression.name))
    return arguments


_OF_CALLS = {
    "missing a required argument:": "it needs",
    "too many positional arguments": "too many values stand in its brackets",
    "multiple values for argument": "two values are given for",
}


def _of_call(error: TypeError) -> str:
    """What Python says of arguments, in an author's words."""
    said, _, name = str(error).replace("'", '"').partition(' "')
    words = _OF_CALLS.get(said, said)
    return f'{words} "{name}' if name else words


@cache
def signature(name: str) -> inspect.Signature:
    """The parameters of a component without its context."""
    whole = inspect.signature(BY_NAME[name].view)
    return whole.replace(parameters=list(whole.parameters.values())[1:])


def bound(name: str, /, *given: Literal, **named: Literal) -> dict[str, Literal]:
    """The arguments of a component by name. Raises `TypeError` where it cannot be called so.

    Most are all named, and then need no more than to be put in order.
    """
    if not given and _needed(name) <= named.keys() <= _kinds(name).keys():
        return {key: named[key] for key in _kinds(name) if key in named}
    return dict(signature(name).bind(*given, **named).arguments)


@cache
def _kinds(name: str) -> Mapping[str, str]:
    """What each parameter of a component is: `str`, `int` or `bool`."""
    return {key: str(each.annotation).split(" | ")[0] for key, each in signature(name).parameters.items()}


@cache
def _needed(name: str) -> frozenset[str]:
    """The parameters without which a component cannot be called."""
    return frozenset(key for key, each in signature(name).parameters.items() if each.default is each.empty)


def _usage(name: str) -> str:
    return f"write {name}({', '.join(signature(name).parameters)})"


def _check_ids(ctx: PlanContext, expression: Expression, arguments: Mapping[str, Literal]) -> Problem | None:
    for key in (each for each in COLLECTIONS if each in arguments):
        id_, known = arguments[key], COLLECTIONS[key](ctx)
        if isinstance(id_, str) and id_ not in known:
            message = f'there is no {key} "{id_}" in {ctx.plan.id}'
            return problem(expression.at, "unknown-reference", message, did_you_mean(id_, known))
    return None


def _wrong(expression: Expression, message: str, hint: str) -> Problem:
    return problem(expression.at, "unknown-component", message, hint)


def without_plan(expression: Expression, example: str) -> Problem:
    """What is wrong with an expression outside the folders of plans, where nobody knows which plan is meant."""
    message = f'outside a plan\'s folder "{expression.name}" must say of which plan'
    return problem(expression.at, "unknown-component", message, f'write {expression.name}(plan="{example}")')
