"""The component `changes`: the plan beside its baselines, and its tagged versions in turn (design, section 11)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from omp_plugin.render.change_summary import dated
from omp_plugin.render.change_view import ChangesView, changes_view
from omp_plugin.render.components.component import Component
from omp_plugin.render.past import past_turns, slips
from omp_plugin.render.tables import TableView, person_name
from omp_plugin.render.versions import approved_in, versions_of
from omp_plugin.words import _

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext


class AllChanges(NamedTuple):
    """The plan beside each of its baselines; a first version has none, and says its own facts.

    `past` are its tagged versions in turn with their anchors and days, `slips` its milestones over all of them.
    """

    versions: tuple[ChangesView, ...]
    facts: tuple[tuple[str, str], ...]
    past: tuple[tuple[str, str, ChangesView], ...] = ()
    slips: TableView | None = None


def changes(ctx: PlanContext) -> AllChanges:
    """What changed since the versions compared with; a plan without one says so."""
    found = tuple(changes_view(ctx, each, f"v{index}") for index, each in enumerate(versions_of(ctx)))
    past = [
        (turn.anchor, ctx.formats.date(dated(turn.found)[1]), changes_view(ctx, turn.found, f"past{index}"))
        for index, turn in enumerate(past_turns(ctx))
    ]
    return AllChanges(found, () if found else tuple(_first_version(ctx)), tuple(past), slips(ctx))


def _first_version(ctx: PlanContext) -> Iterator[tuple[str, str]]:
    plan = ctx.plan
    if plan.version:
        yield _("Version"), plan.version
    if plan.approved and plan.approved.on:
        on = ctx.formats.period(plan.approved.on)
        by = plan.approved.by
        yield _("Approved"), _("{date} by {person}").format(date=on, person=person_name(ctx, by)) if by else on
    if approved_in(ctx):
        yield _("Approved in"), approved_in(ctx)
    if plan.baseline:
        yield _("Baseline"), ", ".join(plan.baseline)


COMPONENTS = (Component("changes", changes, "what changed since the version compared with"),)
