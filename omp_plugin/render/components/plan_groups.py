"""The plans of a site by what they have in common: organisation, owner, type, tag or status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from omp_plugin.render.components.portfolio_stats import shown_status
from omp_plugin.render.components.title_words import ANY_KIND, KINDS
from omp_plugin.render.state_words import in_words
from omp_plugin.words import _, marked

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

TITLES: Mapping[str, str] = {
    "owner": marked("Plans by owner"),
    "type": marked("Plans by type"),
    "tag": marked("Plans by tag"),
    "status": marked("Plans by status"),
}
"""The pages that list plans in groups."""
STATUSES = ("off-track", "at-risk", "on-track", "unknown", "draft", "done", "cancelled")


@dataclass(frozen=True, slots=True)
class Group:
    """What plans have in common: its value in the plans, and what pages call it."""

    value: str
    label: str


def groups(ctx: PlanContext, by: str) -> tuple[Group, ...]:
    """The groups of a site's plans that have any plan, by their labels; statuses the worst first."""
    plans = ctx.site.plans if ctx.site else ()
    found = {value: _label(each, by, value) for each in plans for value in _values(each, by)}
    made = [Group(value, label) for value, label in found.items()]
    if by == "status":
        return tuple(sorted(made, key=lambda each: _place(each.value)))
    return tuple(sorted(made, key=lambda each: (each.label.casefold(), each.value)))


def _place(status: str) -> int:
    return STATUSES.index(status) if status in STATUSES else len(STATUSES)


def narrowed(ctx: PlanContext, **asked: str | None) -> PlanContext:
    """The site with those of its plans alone that have what is asked for."""
    wanted = [(by, value) for by, value in asked.items() if value is not None]
    if ctx.site is None or not wanted:
        return ctx
    plans = tuple(each for each in ctx.site.plans if all(value in _values(each, by) for by, value in wanted))
    return replace(ctx, site=replace(ctx.site, plans=plans))


def _values(ctx: PlanContext, by: str) -> Iterator[str]:
    plan = ctx.plan
    if by == "tag":
        yield from plan.tags
        return
    value = {"organisation": plan.organisation, "owner": plan.owner, "type": plan.type, "status": shown_status(ctx)}[by]
    if value or by == "owner":
        yield value or ""


def _label(ctx: PlanContext, by: str, value: str) -> str:
    if by == "owner":
        return ctx.person(value).name if value else _("Without an owner")
    if by == "type":
        return _(KINDS.get(value, ANY_KIND)[0])
    if by == "status":
        words = in_words(value)
        return words[:1].upper() + words[1:]
    return value
