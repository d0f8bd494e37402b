"""The timeline: a campaign's or the whole plan's work by rows, with what comes first above it (design, section 8)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from omp_plugin.render.axis import NARROW, Axis, axis, narrow_axis, whole_months
from omp_plugin.render.chart import AxisView, Block, Words, axis_view, block, guides
from omp_plugin.render.components.component import Component
from omp_plugin.render.due import DueList, due, late, soon
from omp_plugin.render.geometry import Item, is_cut, is_outside
from omp_plugin.render.lane import Lane, lane
from omp_plugin.render.sheets import Charts, Fold, Sheet
from omp_plugin.render.stat import Stat
from omp_plugin.render.state_words import in_words
from omp_plugin.render.timeline_rows import (
    TimelineRow,
    drawn_links,
    is_drawn,
    summary_row,
    task_item,
    task_row,
    waits_for,
)
from omp_plugin.render.timeline_stats import stats
from omp_plugin.render.work import Group, Work, counted_words, groups, works
from omp_plugin.words import _, marked, ngettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

MOST_ROWS = 60
"""With more rows each campaign is a chart of its own that readers open."""
TWICE = 200
"""With more rows there is one drawing for pages of all widths, so that the page stays small."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The drawing for narrower pages; `name` makes its ids unique."""

    name: str
    axis: AxisView
    lane: Lane | None
    guides: tuple[str, ...]
    charts: Charts


@dataclass(frozen=True, slots=True)
class TimelineView:
    """All that the template draws: figures and lists above, the charts, and what has no place in them.

    `heading` is drawn with the chart where a page leaves it to the component; `column` is the head of the labels.
    `words` are those for the states of what is not scheduled; `cut` is work that begins before or ends after the chart
    and has no room there for its dates. `narrow` is the same drawn for pages that have no room for `charts`.
    """

    title: str
    heading: str
    column: str
    axis: AxisView
    lane: Lane | None
    guides: tuple[str, ...]
    charts: Charts
    stats: tuple[Stat, ...]
    overdue: DueList
    soon: DueList
    waits: tuple[Work, ...]
    unscheduled: tuple[Work, ...]
    words: Mapping[str, str]
    cut: tuple[Work, ...]
    outside: tuple[Work, ...]
    campaigns: Mapping[str, str]
    table: str | None
    earlier: str
    is_of_campaign: bool
    is_today_outside: bool
    narrow: Drawn | None = None


def timeline(ctx: PlanContext, campaign: str | None = None, heading: str = "") -> TimelineView | None:
    """The plan's work, or one campaign's; `None` without work that has a date."""
    found, all_works = groups(ctx, campaign), works(ctx)
    shown = [work for group in found for work in group.works]
    span = _span(ctx, shown, campaign)
    if span is None or not any(is_drawn(work) for work in shown):
        return None
    if len(shown) > TWICE:
        return _Drawing(ctx, campaign, found, all_works, axis(*span, NARROW)).view(heading)
    drawing, narrow = _Drawing(ctx, campaign, found, all_works, axis(*span)), narrow_axis(axis(*span))
    twin = _Drawing(ctx, campaign, found, all_works, narrow, "-narrow").drawn() if narrow else None
    return replace(drawing.view(heading), narrow=twin)


def _span(ctx: PlanContext, shown: Sequence[Work], campaign: str | None) -> tuple[date, date] | None:
    """The plan's period; of a campaign the months from its first day to the later of its last day and of its work."""
    days = [day for work in shown for day in (work.scheduled.start, work.scheduled.finish) if day]
    result = ctx.results.campaigns.get(campaign or "")
    if result:
        days += [day for day in (result.start, result.finish) if day]
    if campaign is None and ctx.plan.period:
        return ctx.plan.period.first, ctx.plan.period.last
    return whole_months(min(days), max(days)) if days else None


class _Drawing:
    """One timeline being put together."""

    def __init__(  # noqa: PLR0917 # what the view is made of
        self,
        ctx: PlanContext,
        campaign: str | None,
        found: Sequence[Group],
        all_works: Mapping[str, Work],
        days: Axis,
        name: str = "",
    ) -> None:
        self.ctx, self.campaign, self.groups, self.works, self.axis = ctx, campaign, found, all_works, days
        self.name, self.key = name, f"timeline-{campaign or ctx.plan.id}{name}"
        self.shown = [work for group in found for work in group.works]
        self.links = drawn_links(ctx)
        self.items: dict[str, Item] = {}

    def view(self, heading: str) -> TimelineView:
        """The finished drawing."""
        ctx, today, top = self.ctx, self.ctx.results.today.as_of, self.lane()
        locale, charts = ctx.formats.locale, self.charts(top)
        return TimelineView(
            title=_("Timeline of {what}").format(what=self.title),
            heading=heading,
            column=_("Campaign and task") if ctx.plan.campaigns and not self.campaign else _("Task"),
            axis=axis_view(ctx, self.axis, today),
            lane=top,
            guides=guides(top) if top else (),
            charts=charts,
            stats=() if self.campaign else stats(ctx, self.shown, self.groups),
            overdue=due(late(self.shown), locale),
            soon=due(soon(self.shown, today), locale),
            waits=self.waits(),
            unscheduled=tuple(work for work in self.shown if not is_drawn(work) and work.state != "cancelled"),
            words={work.state: in_words(work.state) for work in self.shown if not is_drawn(work)},
            cut=tuple(self.works[id_] for id_ in charts.without_note if is_cut(self.item(self.works[id_]), self.axis)),
            outside=tuple(work for work in self.shown if is_outside(self.item(work), self.axis)),
            campaigns={work.id: group.label for group in self.groups for work in group.works if group.campaign},
            table=ctx.href("timeline", "tasks"),
            earlier=ctx.earlier_name if ctx.earlier else "",
            is_of_campaign=self.campaign is not None,
            is_today_outside=not self.axis.holds(today),
        )

    def drawn(self) -> Drawn:
        """The drawing alone, without what is for paper."""
        top, charts = self.lane(), replace(self.charts(None), sheets=())
        today = self.ctx.results.today.as_of
        return Drawn(self.name, axis_view(self.ctx, self.axis, today), top, guides(top) if top else (), charts)

    def item(self, work: Work) -> Item:
        """What a row shows of some work."""
        if work.id not in self.items:
            self.items[work.id] = task_item(self.ctx, work, self.axis)
        return self.items[work.id]

    def charts(self, top: Lane | None) -> Charts:
        """One chart, or one a campaign where there are too many rows."""
        rows = [self.rows_of(group) for group in self.groups]
        if self.campaign is None and sum(len(each) for _, each in rows) > MOST_ROWS:
            return Charts(None, tuple(self.folds(rows)), ())
        whole = self.block("rows", self.title, [row for each in rows for row in self.with_heading(each)])
        sheets = self.sheets(rows, top) if self.campaign is None and len(rows) > 1 else ()
        return Charts(whole, (), tuple(sheets))

    def lane(self) -> Lane | None:
        """The plan's milestones; none on a campaign's own chart."""
        if self.campaign:
            return None
        items = [
            task_item(self.ctx, work, self.axis, in_lane=True)
            for work in self.shown
            if work.task.is_milestone and is_drawn(work)
        ]
        found = lane(items, self.axis)
        return found if found.marks else None

    def rows_of(self, group: Group) -> tuple[Group, list[TimelineRow]]:
        """A campaign's rows. Milestones of no campaign stand in the lane alone, where the plan has campaigns."""
        has_lane = group.campaign is None and bool(self.ctx.plan.campaigns)
        drawn = [work for work in group.works if is_drawn(work) and not (has_lane and work.task.is_milestone)]
        return group, [task_row(self.ctx, work, self.item(work)) for work in drawn]

    def with_heading(self, found: tuple[Group, list[TimelineRow]]) -> list[TimelineRow]:
        """A campaign's heading and rows; only rows on a campaign's own chart, and in a plan without campaigns."""
        group, rows = found
        if self.campaign or not rows or not self.ctx.plan.campaigns:
            return rows
        return [summary_row(self.ctx, group), *rows]

    def block(self, part: str, title: str, rows: Sequence[TimelineRow]) -> Block:
        """The chart of some rows with the links between them; what it is said to show holds the lane above it, too."""
        ids = {row.item.id for row in rows}
        mine = [link for link in self.links if link.successor in ids]
        counted = ids if part != "rows" else {work.id for work in self.shown if is_drawn(work)}
        words = Words(f"{self.key}-{part}", _("Timeline of {what}").format(what=title), self.finding(counted))
        return block(words, rows, mine, self.axis)

    def finding(self, ids: Collection[str]) -> str:
        """What a chart says in one sentence, for those who do not see it."""
        found = [self.works[id_] for id_ in ids if id_ in self.works]
        overdue, counted = sum(bool(work.days_late) for work in found), counted_words(self.ctx, (w.task for w in found))
        if not overdue:
            return _("{work}; none overdue.").format(work=counted)
        return _("{work}; {late} overdue.").format(work=counted, late=self.ctx.formats.number(overdue))

    @property
    def title(self) -> str:
        """What the chart is of."""
        return self.groups[0].label if self.campaign and self.groups else self.ctx.plan.label

    def sheets(self, found: Iterable[tuple[Group, list[TimelineRow]]], top: Lane | None) -> Iterable[Sheet]:
        """What is printed: one chart a campaign."""
        for group, rows in found:
            if rows:
                yield Sheet(top, self.block(f"print-{group.number}", group.label, self.with_heading((group, rows))))
                top = None

    def folds(self, found: Iterable[tuple[Group, list[TimelineRow]]]) -> Iterable[Fold]:
        """One chart a campaign; the one with most of the critical path starts open."""
        with_rows = [(group, rows) for group, rows in found if rows]
        critical = [sum(row.item.critical for row in rows) for _, rows in with_rows]
        most = max(critical, default=0)
        open_ = critical.index(most) if most else -1
        for index, (group, rows) in enumerate(with_rows):
            count = ngettext("{n} row", "{n} rows", len(rows)).format(n=self.ctx.formats.number(len(rows)))
            head = summary_row(self.ctx, group, count)
            summary = self.block(f"fold-{group.number}", group.label, [head])
            yield Fold(summary, self.block(f"rows-{group.number}", group.label, rows), index == open_)

    def waits(self) -> tuple[Work, ...]:
        """On a campaign's own chart: the work of other campaigns that it waits for and that is not done."""
        if not self.campaign:
            return ()
        mine = {work.id for work in self.shown}
        before = waits_for(self.ctx)
        other = [each for work in self.shown for each in before.get(work.id, ()) if each.id not in mine]
        return tuple({each.id: each for each in other if each.state != "done"}.values())


COMPONENTS = (
    Component(
        "timeline",
        timeline,
        "the work by campaign as a chart with bars, milestones and links",
        marked("No work of this plan has dates yet."),
    ),
)
