"""KPIs and funnels: cards, the table by goal, and the way from stage to stage (design, section 7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omp_plugin.compute.results import HEALTH
from omp_plugin.render.components.component import Component
from omp_plugin.render.funnels import FunnelsView, funnel_views
from omp_plugin.render.kpi_cards import KpiCard, card
from omp_plugin.render.kpi_rows import Heads, KpiGroup, KpiRow, heads, row, values_table
from omp_plugin.render.measured import Measured, delivered_ids, homes, measured
from omp_plugin.render.tables import TableView
from omp_plugin.render.timeline_stats import Stat

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

OTHER = "Other KPIs"
NAMED = 4
"""Most KPIs that a figure of the strip names."""


@dataclass(frozen=True, slots=True)
class KpiCards:
    """Cards of the most important KPIs; `rest` says how many more there are, `href` leads to them."""

    cards: tuple[KpiCard, ...]
    total: str
    rest: int
    href: str | None
    legend: str
    values: TableView | None


def kpi_cards(ctx: PlanContext, limit: int | None = 6, campaign: str | None = None) -> KpiCards | None:
    """The KPIs of goals first, then those that are judged, in the author's order; those of one campaign if named."""
    goals = {goal.kpi: place for place, goal in reversed(list(enumerate(ctx.plan.goals.values()))) if goal.kpi}
    found = sorted(_chosen(ctx, None, campaign), key=lambda each: _rank(each, goals))
    shown = found if limit is None else found[: max(limit, 0)]
    if not shown:
        return None
    return KpiCards(
        tuple(card(each) for each in shown),
        ctx.formats.count(len(found), "KPI"),
        len(found) - len(shown),
        ctx.href("kpis", ""),
        _legend(shown),
        values_table(shown),
    )


def _rank(each: Measured, goals: Mapping[str, int]) -> tuple[int, int]:
    return (0, goals[each.id]) if each.id in goals else (1 if each.is_judgeable else 2, 0)


def _legend(shown: Sequence[Measured]) -> str:
    """How to read the sparklines of these cards."""
    band = ", green band is operating range" if any(each.is_within and each.kpi.range for each in shown) else ""
    return f"Solid line is actual, dashed line is plan{band}."


@dataclass(frozen=True, slots=True)
class KpiTable:
    """KPIs by goal; `actions` are what is done about those that miss what is expected."""

    stats: tuple[Stat, ...]
    caption: str
    note: str
    heads: Heads
    groups: tuple[KpiGroup, ...]
    actions: tuple[tuple[KpiRow, str], ...]
    values: TableView | None


def kpi_table(ctx: PlanContext, goal: str | None = None, campaign: str | None = None) -> KpiTable | None:
    """All KPIs with what is expected of them, how they stand and move; those of a goal or campaign if named."""
    found = _chosen(ctx, goal, campaign)
    if not found:
        return None
    head, is_whole = heads(found), goal is None and campaign is None
    groups = tuple(_groups(ctx, found, head)) if is_whole else (KpiGroup("", None, "", _rows(found, head)),)
    rows = {made.id: made for group in groups for made in group.rows}
    return KpiTable(
        tuple(_stats(ctx, found)) if is_whole else (),
        ctx.formats.count(len(found), "KPI") + (" by goal" if is_whole and ctx.plan.goals else ""),
        _note(ctx, found),
        head,
        groups,
        tuple((rows[each.id], said) for each in found if (said := _action(each))),
        values_table(found),
    )


def _chosen(ctx: PlanContext, goal: str | None, campaign: str | None) -> list[Measured]:
    """All KPIs, or those of a goal, or those that a campaign delivers and its goals are measured by."""
    plan, found = ctx.plan, list(measured(ctx).values())
    if goal is not None:
        home = homes(plan)
        named = plan.goals[goal].kpi if goal in plan.goals else None
        found = [each for each in found if home.get(each.id) == goal or each.id == named]
    if campaign is not None:
        goals = plan.campaigns[campaign].goals if campaign in plan.campaigns else ()
        ids = set(delivered_ids(plan, campaign)) if campaign in plan.campaigns else set()
        ids |= {plan.goals[id_].kpi or "" for id_ in goals if id_ in plan.goals}
        found = [each for each in found if each.id in ids]
    return found


def _groups(ctx: PlanContext, found: Sequence[Measured], head: Heads) -> Iterator[KpiGroup]:
    """The KPIs by the goal they belong to, in the order of the goals; those of none at the end."""
    home = homes(ctx.plan)
    for number, (id_, goal) in enumerate(ctx.plan.goals.items(), 1):
        members = [each for each in found if home.get(each.id) == id_]
        if members:
            href = ctx.href("goals", f"goal-{id_}")
            yield KpiGroup(goal.label, href, f"G{ctx.formats.number(number)}", _rows(members, head))
    rest = [each for each in found if home.get(each.id) not in ctx.plan.goals]
    if rest:
        yield KpiGroup(OTHER if len(rest) < len(found) else "", None, "", _rows(rest, head))


def _rows(found: Iterable[Measured], head: Heads) -> tuple[KpiRow, ...]:
    """The rows, those of which nothing is expected at the end."""
    return tuple(row(each, head) for each in sorted(found, key=lambda each: not each.is_judgeable))


def _stats(ctx: PlanContext, found: Sequence[Measured]) -> Iterator[Stat]:
    """How many KPIs stand how; those of which nothing is expected are not counted."""
    judged = {each.id: HEALTH.get(each.result.status, 3) for each in found if each.is_judgeable}
    labels = (("On track", "on-track"), ("At risk", "at-risk"), ("Off track", "off-track"))
    for level, (label, word) in enumerate(labels):
        names = [each.kpi.label for each in found if judged.get(each.id) == level]
        yield Stat(label, ctx.formats.number(len(names)), _named(ctx, names), word)
    open_ = [each for each in found if judged.get(each.id) == 3]
    yield Stat("Not measured yet", ctx.formats.number(len(open_)), _open(ctx, open_), "unknown")


def _named(ctx: PlanContext, names: Sequence[str]) -> str:
    if not names:
        return "None"
    more = f" and {ctx.formats.number(len(names) - NAMED)} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _open(ctx: PlanContext, open_: Sequence[Measured]) -> str:
    """Why nothing is known of these."""
    words = {"not-started": "not started", "stale": "out of date"}
    counts: dict[str, int] = {}
    for each in open_:
        word = words.get(each.result.status, "without data" if each.result.actual is None else "not judged")
        counts[word] = counts.get(word, 0) + 1
    return ", ".join(f"{ctx.formats.number(count)} {word}" for word, count in counts.items()) or "None"


def _note(ctx: PlanContext, found: Sequence[Measured]) -> str:
    """The plan's thresholds, and how the other directions are judged where there are any."""
    kpi, limits = ctx.formats.kpi, ctx.plan.limits
    bounds = kpi(limits.on_track, "%"), kpi(limits.at_risk, "%")
    note = f"On track from {bounds[0]} of plan, at risk from {bounds[1]}, off track below."
    if any(each.kpi.direction == "lower" for each in found):
        note += " Lower-is-better KPIs use plan ÷ actual."
    if any(each.is_within for each in found):
        note += " A KPI with a range is off track outside of it."
    return note


def _action(each: Measured) -> str:
    """What a miss means or what is done about it, in the author's words."""
    if HEALTH.get(each.result.status, 0) == 0:
        return ""
    said = (each.result.diagnosis, each.kpi.if_missed)
    return " ".join(words for words in said if words)


def funnel(ctx: PlanContext, funnel: str | None = None) -> FunnelsView | None:
    """The funnels with counts, rates and ranges; one of them if named."""
    return funnel_views(ctx, funnel)


COMPONENTS = (
    Component(
        "kpi_cards", kpi_cards, "the most important KPIs as cards with sparklines", "No KPIs are measured in this plan."
    ),
    Component("kpi_table", kpi_table, "the KPIs by goal, with plan, actual and trend", "No KPIs are listed."),
    Component("funnel", funnel, "the funnels with counts, rates and operating ranges", "No funnels are listed."),
)
