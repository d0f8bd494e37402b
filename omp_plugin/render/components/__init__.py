"""The components: what pages can call, by name (plan format, section 11)."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from omp_plugin.render.components import (
    budget,
    calendar,
    campaigns,
    flighting,
    goals,
    governance,
    kpis,
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

_SUBJECTS = (
    overview, kpis, goals, campaigns, timeline, tasks, raci, calendar, flighting, budget, team, risks, governance,
    strategy, versions, proofs, site, person,
)  # fmt: skip
COMPONENTS: tuple[Component, ...] = tuple(component for subject in _SUBJECTS for component in subject.COMPONENTS)
BY_NAME: Mapping[str, Component] = {component.name: component for component in COMPONENTS}


def render_component(renderer: Renderer, ctx: PlanContext, name: str, **arguments: object) -> Markup:
    """The HTML of a component; one sentence where the plan has no data for it."""
    component = BY_NAME[name]
    view = component.view(ctx, **arguments)
    if view is None:
        return renderer.note(ctx, component.absent)
    return renderer.render(name, ctx, view)
