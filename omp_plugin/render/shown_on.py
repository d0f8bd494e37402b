"""Which pages show what is computed: the way back from a number's source to where readers meet it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from omp_plugin.pages.plan_pages import PLAN_PAGES
from omp_plugin.render.tables import Part
from omp_plugin.words import _

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

SHOWN_ON: Mapping[str, tuple[tuple[str, str], ...]] = {
    # what a path begins with: pages of the plan, each with the anchor of what the figure is of
    "health": (("index", ""),),
    "goals": (("goals", "goal-{id}"),),
    "kpis": (("kpis", "kpi-{id}"),),
    "funnels": (("kpis", "funnel-{id}"),),
    "campaigns": (("campaigns/{id}", ""), ("campaigns/index", "campaign-{id}")),
    "tasks": (("timeline", "task-{id}"),),
    "budget": (("budget", ""), ("index", "")),
    "budget.lines": (("budget", "line-{id}"),),
}
LABELS = {name: label for name, label, _keys in PLAN_PAGES}


def shown_on(ctx: PlanContext, path: str) -> tuple[Part, ...]:
    """The pages that show what a path names, such as `kpis.orders` or `budget`; those that the plan has."""
    kind, _dot, id_ = path.rpartition(".") if path.startswith("budget.lines.") else path.partition(".")
    return tuple(_places(ctx, kind, id_))


def _places(ctx: PlanContext, kind: str, id_: str) -> Iterator[Part]:
    for name, anchor in SHOWN_ON[kind]:
        page = name.format(id=id_)
        href = ctx.href(page, anchor.format(id=id_))
        if href:
            yield Part(_(LABELS[name]) if name in LABELS else ctx.plan.campaigns[id_].label, href)
