"""The versions that a page compares its plan with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omp_plugin.compare.versions import Compared, compared, in_turn
from omp_plugin.words import _

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext


def versions_of(ctx: PlanContext) -> tuple[Compared, ...]:
    """The plan beside its baselines: as the site prepared them, else compared here."""
    if ctx.versions is not None:
        return ctx.versions
    return compared(ctx.compiled) if ctx.compiled else ()


def turns_of(ctx: PlanContext) -> tuple[Compared, ...]:
    """The plan's tagged versions, each beside the one before it, the latest first: as prepared, else compared here."""
    if ctx.turns is not None:
        return ctx.turns
    return in_turn(ctx.compiled) if ctx.compiled else ()


def approved_in(ctx: PlanContext) -> str:
    """The commit that approved the plan, and who says so there; empty where none does."""
    commit = ctx.compiled.approval if ctx.compiled else None
    if commit is None:
        return ""
    people = ", ".join(commit.approvers or (commit.author,))
    return _("commit {id} by {people}").format(id=commit.id[:7], people=people)
