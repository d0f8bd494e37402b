"""The versions that a page compares its plan with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omp_plugin.compare.versions import Compared, compared

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext


def versions_of(ctx: PlanContext) -> tuple[Compared, ...]:
    """The plan beside its baselines: as the site prepared them, else compared here."""
    if ctx.versions is not None:
        return ctx.versions
    return compared(ctx.compiled) if ctx.compiled else ()
