"""KPIs and funnels: cards, the table by goal, and the way from stage to stage (design, section 7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omp_plugin.compute.results import HEALTH
from omp_plugin.render.components.component import Component
from omp_plugin.render.funnels import FunnelsView, funnel_views
from omp_plugin.render.kpi_cards import KpiCard, card
from omp_plugin.render.kpi_rows import Heads, KpiGroup, KpiRow, counts_table, heads, row, values_table
from omp_plugin.render.measured import Measured, delivered_ids, homes, measured
from omp_plugin.render.stat import Stat
from omp_plugin.render.tables import TableView
from omp_plugin.words import _, marked, ngettext, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

REASONS = {
    "not-started": marked("{n} not started"),
    "not-yet": marked("{n} not judged yet"),
    "stale": marked("{n} out of date"),
    "no-data": marked("{n} without data"),
    "not-judged": marked("{n} with no expected value"),
}
NAMED = 4
"""Most KPIs that a figure of the strip names."""


@dataclass(frozen=True, slots=True)
class KpiCards:
    """Cards of the most important KPIs; `rest` says how many more there are, `total` and `href` lead to all of them."""

    heading: str
    cards: tuple[KpiCard, ...]
    total: str
    rest: int
    href: str | None
    legend: str
    values: TableView | None


def kpi_cards(
    ctx: PlanContext, limit: int | None = 6, campaign: str | None = None, heading: str = ""
) -> KpiCards | None:
    """The KPIs of goals and those that do worst, in the order of the table of KPIs; of one campaign's if named."""
    goals = {goal.kpi: place for place, goal in reversed(list(enumerate(ctx.plan.goals.values()))) if goal.kpi}
    found = sorted(_chosen(ctx, None, campaign), key=lambda each: _rank(each, goals))
    shown = _in_order(ctx, found if limit is None else found[: max(limit, 0)], goals)
    if not shown:
        return None
    return KpiCards(
        heading,
        tuple(card(each) for each in shown),
        ngettext("The KPI", "All {n} KPIs", len(found)).format(n=ctx.formats.number(len(found))),
        len(found) - len(shown),
        ctx.href("kpis", ""),
        _legend(shown),
        values_table(shown),
    )


def _rank(each: Measured, goals: Mapping[str, int]) -> tuple[int, int]:
    """Which KPIs have a card first: those of goals, those that are judged with the worst first, and then all others."""
    if each.id in goals:
        return 0, goals[each.id]
    return (1, -HEALTH.get(each.result.status, -1)) if each.is_judgeable else (2, 0)


def _in_order(ctx: PlanContext, found: Sequence[Measured], goals: Mapping[str, int]) -> Sequence[Measured]:
    """The KPIs by goal, its own first, then the author's order; of those of no goal the ones that are judged first."""
    home, places = homes(ctx.plan), {id_: place for place, id_ in enumerate(ctx.plan.goals)}
    order = {id_: place for place, id_ in enumerate(ctx.plan.kpis)}

    def key(each: Measured) -> tuple[int, bool, bool, int]:
        place = places.get(home.get(each.id, ""), len(places))
        return place, each.id not in goals, not each.is_judgeable, order[each.id]

    return sorted(found, key=key)


def _legend(shown: Sequence[Measured]) -> str:
    """How to read the sparklines of these cards, after the period that all of them show."""
    periods = {each.result.period for each in shown if each.result.actual is not None}
    if any(each.is_within and each.kpi.range for each in shown):
        lines = _("Solid line is actual, dashed line is plan, green band is operating range.")
    else:
        lines = _("Solid line is actual, dashed line is plan.")
    return f"{shown[0].ctx.formats.period(periods.pop())}. {lines}" if len(periods) == 1 else lines


def _count(ctx: PlanContext, found: Sequence[Measured]) -> str:
    return ngettext("{n} KPI", "{n} KPIs", len(found)).format(n=ctx.formats.number(len(found)))


def _caption(ctx: PlanContext, found: Sequence[Measured]) -> str:
    """How many KPIs there are, and that they stand by goal where there are goals."""
    if not ctx.plan.goals:
        return _count(ctx, found)
    return ngettext("{n} KPI by goal", "{n} KPIs by goal", len(found)).format(n=ctx.formats.number(len(found)))


@dataclass(frozen=True, slots=True)
class KpiTable:
    """KPIs by goal; `actions` are what is done about those that miss what is expected.

    `counts` are those of which nothing is expected. A table of one goal or campaign is short: it leaves out baseline,
    attainment and change, which stand on the page of all KPIs.
    """

    stats: tuple[Stat, ...]
    caption: str
    note: str
    heads: Heads
    groups: tuple[KpiGroup, ...]
    actions: tuple[tuple[KpiRow, str], ...]
    counts: TableView | None
    values: TableView | None
    is_short: bool


def kpi_table(ctx: PlanContext, goal: str | None = None, campaign: str | None = None) -> KpiTable | None:
    """All KPIs with what is expected of them, how they stand and move; those of a goal or campaign if named."""
    found = _chosen(ctx, goal, campaign)
    if not found:
        return None
    if goal is not None or campaign is not None:
        return _part_table(ctx, found)
    judged = [each for each in found if each.is_judgeable] or found
    counted = [each for each in found if each not in judged]
    head = heads(judged)
    groups = tuple(_groups(ctx, judged, head))
    more = ngettext("{n} more KPI, not judged", "{n} more KPIs, not judged", len(counted))
    return KpiTable(
        tuple(_stats(ctx, found)),
        _caption(ctx, judged),
        _note(ctx, judged),
        head,
        groups,
        tuple(_actions(found, groups)),
        counts_table(counted, heads(counted), more.format(n=ctx.formats.number(len(counted)))) if counted else None,
        values_table(found),
        is_short=False,
    )


def _part_table(ctx: PlanContext, found: Sequence[Measured]) -> KpiTable:
    """The KPIs of a goal or campaign."""
    head = heads(found)
    groups = (KpiGroup("", None, "", _rows(found, head)),)
    caption = _count(ctx, found)
    return KpiTable((), caption, head.latest, head, groups, tuple(_actions(found, groups)), None, None, is_short=True)


def _actions(found: Iterable[Measured], groups: Iterable[KpiGroup]) -> Iterator[tuple[KpiRow, str]]:
    """The rows of which somebody said what a miss means or what is done about it."""
    rows = {made.id: made for group in groups for made in group.rows}
    return ((rows[each.id], said) for each in found if each.id in rows and (said := _action(each)))


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
        yield KpiGroup(_("Other KPIs") if len(rest) < len(found) else "", None, "", _rows(rest, head))


def _rows(found: Iterable[Measured], head: Heads) -> tuple[KpiRow, ...]:
    """The rows, those of which nothing is expected at the end."""
    return tuple(row(each, head) for each in sorted(found, key=lambda each: not each.is_judgeable))


def _stats(ctx: PlanContext, found: Sequence[Measured]) -> Iterator[Stat]:
    """How many KPIs stand how, as the plan's health counts them; those without a status with the reasons why."""
    judged = {each.id: HEALTH.get(each.result.status, 3) for each in found}
    labels = ((_("On track"), "on-track"), (_("At risk"), "at-risk"), (_("Off track"), "off-track"))
    for level, (label, word) in enumerate(labels):
        names = [each.kpi.label for each in found if judged.get(each.id) == level]
        yield Stat(label, ctx.formats.number(len(names)), _named(ctx, names), word)
    open_ = [each for each in found if judged.get(each.id) == 3]
    yield Stat(_("Not judged"), ctx.formats.number(len(open_)), _open(ctx, open_), "unknown")


def _named(ctx: PlanContext, names: Sequence[str]) -> str:
    if not names:
        return pgettext("KPIs of one status", "None")
    shown = ", ".join(names[:NAMED])
    if len(names) <= NAMED:
        return shown
    return _("{names} and {n} more").format(names=shown, n=ctx.formats.number(len(names) - NAMED))


def _open(ctx: PlanContext, open_: Sequence[Measured]) -> str:
    """Why these have no status."""
    counts = Counter(_reason(each) for each in open_)
    said = (_(REASONS[word]).format(n=ctx.formats.number(count)) for word, count in counts.items())
    return ", ".join(said) or pgettext("KPIs of one status", "None")


def _reason(each: Measured) -> str:
    if each.is_early:
        return "not-yet"
    if each.result.status in REASONS:
        return each.result.status
    return "no-data" if each.result.actual is None else "not-judged"


def _note(ctx: PlanContext, found: Sequence[Measured]) -> str:
    """The plan's thresholds, and how the other directions are judged where there are any."""
    kpi, limits = ctx.formats.kpi, ctx.plan.limits
    bounds = {"on_track": kpi(limits.on_track, "%"), "at_risk": kpi(limits.at_risk, "%")}
    notes = [_("On track from {on_track} of plan, at risk from {at_risk}, off track below.").format(**bounds)]
    if any(each.kpi.direction == "lower" for each in found):
        notes.append(_("Lower-is-better KPIs use plan ÷ actual."))
    if any(each.is_within for each in found):
        notes.append(_("A KPI with a range is off track outside of it."))
    return " ".join(notes)


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
        "kpi_cards",
        kpi_cards,
        "the most important KPIs as cards with sparklines",
        marked("No KPIs are measured in this plan."),
    ),
    Component("kpi_table", kpi_table, "the KPIs by goal, with plan, actual and trend", marked("No KPIs are listed.")),
    Component(
        "funnel", funnel, "the funnels with counts, rates and operating ranges", marked("No funnels are listed.")
    ),
)
