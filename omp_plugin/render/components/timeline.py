"""The timeline: a campaign's or the whole plan's work by rows, with what comes first above it (design, section 8)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from omp_plugin.render.axis import NARROW, Axis, axis, narrow_axis, whole_months
from omp_plugin.render.blocks import MOST_ROWS, Words, block, parted
from omp_plugin.render.chart import AxisView, axis_view, guides
from omp_plugin.render.components.component import Component
from omp_plugin.render.due import DueList, due, late, soon
from omp_plugin.render.geometry import is_cut, is_outside
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
    return drawing.view(heading, drawing.on(narrow, "-narrow").drawn() if narrow else None)


def _span(ctx: PlanContext, shown: Sequence[Work], campaign: str | None) -> tuple[date, date] | None:
    """The plan's period; of a campaign the months from its first day to the later of its last day and of its work."""
    days = [day for work in shown for day in (work.scheduled.start, work.scheduled.finish) if day]
    result = ctx.results.campaigns.get(campaign or "")
    if result:
        days += [day for day in (result.start, result.finish) if day]
    if campaign is None and ctx.plan.period:
        return ctx.plan.period.first, ctx.plan.period.last
    return whole_months(min(days), max(days)) if days else None


Rows = tuple[Group, Sequence[TimelineRow]]


class _Drawing:
    """One timeline being put together."""

    def __init__(
        self, ctx: PlanContext, campaign: str | None, found: Sequence[Group], all_works: Mapping[str, Work], days: Axis
    ) -> None:
        self.ctx, self.campaign, self.groups, self.works, self.axis = ctx, campaign, found, all_works, days
        self.name, self.key = "", f"timeline-{campaign or ctx.plan.id}"
        self.shown = [work for group in found for work in group.works]
        self.links = drawn_links(ctx)
        self.items = {work.id: task_item(ctx, work, days) for work in self.shown}
        self.rows = [self.rows_of(group) for group in found]
        self.said: dict[str, tuple[str, str]] = {}
        self.heads: dict[int, TimelineRow] = {}

    def on(self, days: Axis, name: str) -> _Drawing:
        """The same rows on another axis of the same days; `name` makes the ids of its charts unique."""
        other = copy(self)
        other.axis, other.name, other.key = days, name, f"{self.key}{name}"
        return other

    def view(self, heading: str, narrow: Drawn | None = None) -> TimelineView:
        """The finished drawing."""
        ctx, today, top = self.ctx, self.ctx.results.today.as_of, self.lane()
        locale, charts = ctx.formats.locale, self.charts(top)
        undrawn = [work for work in self.shown if not is_drawn(work)]
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
            unscheduled=tuple(work for work in undrawn if work.state != "cancelled"),
            words={work.state: in_words(work.state) for work in undrawn},
            cut=tuple(self.works[id_] for id_ in charts.without_note if is_cut(self.items[id_], self.axis)),
            outside=tuple(work for work in self.shown if is_outside(self.items[work.id], self.axis)),
            campaigns={work.id: group.label for group in self.groups for work in group.works if group.campaign},
            table=ctx.href("timeline", "tasks"),
            earlier=ctx.earlier_name if ctx.earlier else "",
            is_of_campaign=self.campaign is not None,
            is_today_outside=not self.axis.holds(today),
            narrow=narrow,
        )

    def drawn(self) -> Drawn:
        """The drawing alone, without what is for paper."""
        top, charts = self.lane(), self.charts(None, is_printed=False)
        today = self.ctx.results.today.as_of
        return Drawn(self.name, axis_view(self.ctx, self.axis, today), top, guides(top) if top else (), charts)

    def charts(self, top: Lane | None, *, is_printed: bool = True) -> Charts:
        """One chart, or one a campaign where there are too many rows."""
        with_rows = [(group, rows) for group, rows in self.rows if rows]
        if self.campaign is None and sum(len(rows) for _, rows in with_rows) > MOST_ROWS:
            return Charts(None, tuple(self.folds(with_rows)), ())
        words, parts = self.words("rows", self.title), [self.with_heading(*each) for each in with_rows]
        if not is_printed or self.campaign is not None or len(self.groups) == 1:
            return Charts(block(words, [row for rows in parts for row in rows], self.links, self.axis), (), ())
        named = [self.words(f"print-{group.number}", group.label, rows) for group, rows in with_rows]
        whole = parted(words, list(zip(named, parts, strict=True)), self.links, self.axis)
        sheets = (Sheet(None if index else top, part) for index, part in enumerate(whole.parts))
        return Charts(whole, (), tuple(sheets))

    def lane(self) -> Lane | None:
        """The plan's milestones; none on a campaign's own chart."""
        if self.campaign:
            return None
        stones = [work for work in self.shown if work.task.is_milestone and is_drawn(work)]
        found = lane([self.items[work.id]._replace(note=work.task.label) for work in stones], self.axis)
        return found if found.marks else None

    def rows_of(self, group: Group) -> Rows:
        """A campaign's rows. Milestones of no campaign stand in the lane alone, where the plan has campaigns."""
        has_lane = group.campaign is None and bool(self.ctx.plan.campaigns)
        drawn = [work for work in group.works if is_drawn(work) and not (has_lane and work.task.is_milestone)]
        return group, [task_row(self.ctx, work, self.items[work.id]) for work in drawn]

    def with_heading(self, group: Group, rows: Sequence[TimelineRow]) -> Sequence[TimelineRow]:
        """A campaign's heading and rows; only rows on a campaign's own chart, and in a plan without campaigns."""
        if self.campaign or not self.ctx.plan.campaigns:
            return rows
        if group.number not in self.heads:
            self.heads[group.number] = summary_row(self.ctx, group)
        return [self.heads[group.number], *rows]

    def words(self, part: str, title: str, rows: Sequence[TimelineRow] | None = None) -> Words:
        """What the chart of some rows is called and says; that of all rows holds the lane above it, too."""
        if part not in self.said:
            ids = [work.id for work in self.shown if is_drawn(work)] if rows is None else [r.item.id for r in rows]
            self.said[part] = _("Timeline of {what}").format(what=title), self.finding(ids)
        return Words(f"{self.key}-{part}", *self.said[part])

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

    def folds(self, found: Iterable[Rows]) -> Iterator[Fold]:
        """One chart a campaign; the one with most of the critical path starts open."""
        with_rows = list(found)
        critical = [sum(row.item.critical for row in rows) for _, rows in with_rows]
        most = max(critical, default=0)
        open_ = critical.index(most) if most else -1
        for index, (group, rows) in enumerate(with_rows):
            count = ngettext("{n} row", "{n} rows", len(rows)).format(n=self.ctx.formats.number(len(rows)))
            head, ids = summary_row(self.ctx, group, count), {row.item.id for row in rows}
            mine = [link for link in self.links if link.successor in ids]
            summary = block(self.words(f"fold-{group.number}", group.label, [head]), [head], (), self.axis)
            chart = block(self.words(f"rows-{group.number}", group.label, rows), rows, mine, self.axis)
            yield Fold(summary, chart, index == open_)

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
