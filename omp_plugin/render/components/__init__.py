"""The components: what pages can call, by name (plan format, section 11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from markupsafe import Markup

from omp_plugin.render.components.component import Component
from omp_plugin.render.context import PlanContext
from omp_plugin.render.environment import Renderer
from omp_plugin.words import _, spoken

_SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "overview": ("title_block", "summary", "health", "open_values"),
    "one_page": ("one_page",),
    "kpis": ("kpi_cards", "kpi_table", "funnel"),
    "goals": ("goal_table", "goal_map", "coverage"),
    "campaigns": ("campaign_table", "campaign_brief"),
    "timeline": ("timeline",),
    "tasks": ("task_table", "milestones"),
    "raci": ("raci_table",),
    "calendar": ("calendar",),
    "overlaps": ("campaign_overlaps",),
    "flighting": ("flighting",),
    "budget": ("budget_bar", "budget_table"),
    "team": ("team_table", "hiring_table"),
    "risks": ("risk_table", "decision_list", "assumption_table"),
    "governance": ("review_list", "presence_table", "tools_table", "quality_table", "learning_log", "next_steps"),
    "strategy": (
        "positioning", "swot", "pestel", "five_forces", "mix", "personas", "competitors", "market_facts",
    ),
    "versions": ("scenario_table",),
    "changes": ("changes",),
    "proofs": ("sources",),
    "site": ("portfolio_table",),
    "family": ("plan_family",),
    "person": ("person_due", "person_load", "person_table"),
}  # fmt: skip
"""The modules of components, and what each of them draws."""


class _Components(Mapping[str, Component]):
    """The components by name. What draws one is imported when it is first asked for: a page needs few of them."""

    def __init__(self) -> None:
        self._modules = {name: subject for subject, names in _SUBJECTS.items() for name in names}
        self._found: dict[str, Component] = {}

    def __getitem__(self, name: str) -> Component:
        if name not in self._found:
            module = import_module(f"{__name__}.{self._modules[name]}")
            self._found.update((component.name, component) for component in module.COMPONENTS)
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


BY_NAME: Mapping[str, Component] = _Components()


def import_all() -> None:
    """Imports what draws the components, before processes share pages out and each would do so for itself."""
    for name in (*(f"{__name__}.{subject}" for subject in _SUBJECTS), "omp_plugin.render.commonmark"):
        import_module(name)


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
