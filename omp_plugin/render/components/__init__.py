"""The components: what pages can call, by name (plan format, section 11)."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from omp_plugin.render.components import (
    budget,
    calendar,
    campaigns,
    changes,
    family,
    flighting,
    goals,
    governance,
    kpis,
    one_page,
    overlaps,
    overview,
    person,
    proofs,
    raci,
    risks,
    site,
    strategy,
    tasks,
    team,
    timeline,
    versions,
)
from omp_plugin.render.components.component import Component
from omp_plugin.render.context import PlanContext
from omp_plugin.render.environment import Renderer
from omp_plugin.words import _, spoken

_SUBJECTS = (
    overview, one_page, kpis, goals, campaigns, timeline, tasks, raci, calendar, overlaps, flighting, budget, team,
    risks, governance, strategy, versions, changes, proofs, site, family, person,
)  # fmt: skip
COMPONENTS: tuple[Component, ...] = tuple(component for subject in _SUBJECTS for component in subject.COMPONENTS)
BY_NAME: Mapping[str, Component] = {component.name: component for component in COMPONENTS}


def render_component(renderer: Renderer, ctx: PlanContext, name: str, **arguments: object) -> Markup:
    """The HTML of a component; one sentence where the plan has no data for it."""
    component, key = BY_NAME[name], _key(name, arguments)
    view = ctx.views.pop(key) if key in ctx.views else component.view(ctx, **arguments)
    if view is None:
        return renderer.note(ctx, _(component.absent))
    return renderer.render(name, ctx, view)


def has_data(ctx: PlanContext, name: str, **arguments: object) -> bool:
    """False where the plan has no data for a component; what it would show is kept until it is rendered."""
    view = BY_NAME[name].view(ctx, **arguments)
    if view is not None:
        ctx.views[_key(name, arguments)] = view
    return view is not None


def _key(name: str, arguments: Mapping[str, object]) -> tuple[object, ...]:
    """A component as it is asked for, in the language that is spoken."""
    return name, repr(sorted(arguments.items())), spoken()
