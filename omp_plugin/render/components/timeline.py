"""The timeline: a campaign's or the whole plan's work by rows, with what comes first above it (design, section 8)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from omp_plugin.render.axis import Axis, axis, whole_months
from omp_plugin.render.chart import AxisView, Block, Words, axis_view, block, guides
from omp_plugin.render.components.component import Component
from omp_plugin.render.day_words import DayBox, day_box
from omp_plugin.render.geometry import Item, Lane, is_outside, lane
from omp_plugin.render.links import Link
from omp_plugin.render.timeline_rows import (
    Dates,
    TimelineRow,
    due_soon,
    is_drawn,
    links_of,
    summary_row,
    task_item,
    task_row,
    waits_for,
)
from omp_plugin.render.timeline_stats import Stat, stats
from omp_plugin.render.work import Group, Work, groups, works

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

MOST_DUE = 20
"""A list on a narrow page names so many; the table has all."""
MOST_ROWS = 60
"""With more rows each campaign is a chart of its own that readers open."""


@dataclass(frozen=True, slots=True)
class Fold:
    """A campaign that readers open: its summary row and the rows of its tasks."""

    summary: Block
    rows: Block
    is_open: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A campaign as it is printed: a chart with an axis of its own; the first shows the plan's milestones."""

    lane: Lane | None
    block: Block


@dataclass(frozen=True, slots=True)
class Due:
    """Work with the day that it is due, for the lists of narrow pages."""

    work: Work
    box: DayBox


@dataclass(frozen=True, slots=True)
class DueList:
    """What is late or due soon: the first of it, and how much there is."""

    shown: tuple[Due, ...]
    count: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.shown)


@dataclass(frozen=True, slots=True)
class Charts:
    """Either one chart of all rows (`whole`) or one a campaign (`folds`); `sheets` are printed in place of the one."""

    whole: Block | None
    folds: tuple[Fold, ...]
    sheets: tuple[Sheet, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The charts of tasks that the screen shows."""
        return (self.whole,) if self.whole else tuple(fold.rows for fold in self.folds)

    @property
    def states(self) -> tuple[str, ...]:
        """The statuses that the labels show, each once: their icons are drawn once and referred to."""
        shown = (*self.blocks, *(fold.summary for fold in self.folds))
        return tuple(dict.fromkeys(label.state for each in shown for label in each.labels if label.state))

    @property
    def is_thinned(self) -> bool:
        """True where so many links are there that only the critical ones are drawn."""
        return any(each.arrows.is_thinned for each in self.blocks)


@dataclass(frozen=True, slots=True)
class TimelineView:
    """All that the template draws: figures and lists above, the charts, and what has no place in them."""

    key: str
    heading: str
    axis: AxisView
    lane: Lane | None
    guides: tuple[str, ...]
    charts: Charts
    stats: tuple[Stat, ...]
    overdue: DueList
    soon: DueList
    waits: tuple[Work, ...]
    unscheduled: tuple[Work, ...]
    outside: tuple[Work, ...]
    campaigns: Mapping[str, str]
    table: str | None
    has_earlier: bool
    is_today_outside: bool


def timeline(ctx: PlanContext, campaign: str | None = None) -> TimelineView | None:
    """The plan's work, or one campaign's; `None` without work that has a date."""
    found, all_works = groups(ctx, campaign), works(ctx)
    shown = [work for group in found for work in group.works]
    span = _span(ctx, shown, campaign)
    if span is None or not any(is_drawn(work) for work in shown):
        return None
    return _Drawing(ctx, campaign, found, all_works, axis(*span)).view()


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

    def __init__(
        self, ctx: PlanContext, campaign: str | None, found: Sequence[Group], all_works: Mapping[str, Work], days: Axis
    ) -> None:
        self.ctx, self.campaign, self.groups, self.works, self.axis = ctx, campaign, found, all_works, days
        self.key = f"timeline-{ctx.plan.id}-{campaign or 'plan'}"
        self.earlier: Mapping[str, Dates] = {}
        self.shown = [work for group in found for work in group.works]
        self.links: list[Link] = list(links_of({id_: work for id_, work in all_works.items() if is_drawn(work)}))

    def view(self) -> TimelineView:
        """The finished drawing."""
        ctx, today, top = self.ctx, self.ctx.results.today.as_of, self.lane()
        return TimelineView(
            key=self.key,
            heading="Task" if self.campaign else "Campaign and task",
            axis=axis_view(ctx, self.axis, today),
            lane=top,
            guides=guides(top) if top else (),
            charts=self.charts(top),
            stats=() if self.campaign else stats(ctx, self.shown, self.groups),
            overdue=self.due([work for work in self.shown if work.days_late]),
            soon=self.due(due_soon(self.shown, today)),
            waits=self.waits(),
            unscheduled=tuple(work for work in self.shown if not is_drawn(work) and work.state != "cancelled"),
            outside=tuple(work for work in self.shown if is_outside(self.item(work), self.axis)),
            campaigns={work.id: group.label for group in self.groups for work in group.works if group.campaign},
            table=ctx.href("timeline", "tasks"),
            has_earlier=bool(self.earlier),
            is_today_outside=not self.axis.holds(today),
        )

    def item(self, work: Work) -> Item:
        """What a row shows of some work."""
        return task_item(self.ctx, work, self.axis, self.earlier)

    def charts(self, top: Lane | None) -> Charts:
        """One chart, or one a campaign where there are too many rows."""
        rows = [self.rows_of(group) for group in self.groups]
        if self.campaign is None and sum(len(each) for _, each in rows) > MOST_ROWS:
            return Charts(None, tuple(self.folds(rows)), ())
        whole = self.block("rows", [row for each in rows for row in self.with_heading(each)])
        sheets = self.sheets(rows, top) if self.campaign is None and len(rows) > 1 else ()
        return Charts(whole, (), tuple(sheets))

    def due(self, found: Sequence[Work]) -> DueList:
        """The first of some work, each with its day in a box."""
        locale, first = self.ctx.formats.locale, found[:MOST_DUE]
        boxes = tuple(Due(work, day_box(work.scheduled.finish, locale)) for work in first if work.scheduled.finish)
        return DueList(boxes, len(found))

    def lane(self) -> Lane | None:
        """The plan's milestones; none on a campaign's own chart."""
        if self.campaign:
            return None
        items = [
            task_item(self.ctx, work, self.axis, self.earlier, in_lane=True)
            for work in self.shown
            if work.task.is_milestone and is_drawn(work)
        ]
        found = lane(items, self.axis)
        return found if found.marks else None

    def rows_of(self, group: Group) -> tuple[Group, list[TimelineRow]]:
        """A campaign's rows. Milestones of no campaign stand in the lane alone, where the plan has campaigns."""
        has_lane = group.campaign is None and bool(self.ctx.plan.campaigns)
        drawn = [work for work in group.works if is_drawn(work) and not (has_lane and work.task.is_milestone)]
        return group, [task_row(self.ctx, work, self.axis, self.earlier) for work in drawn]

    def with_heading(self, found: tuple[Group, list[TimelineRow]]) -> list[TimelineRow]:
        """A campaign's heading and rows; only rows on a campaign's own chart, and in a plan without campaigns."""
        group, rows = found
        if self.campaign or not rows or not self.ctx.plan.campaigns:
            return rows
        return [summary_row(self.ctx, group), *rows]

    def block(self, part: str, rows: Sequence[TimelineRow]) -> Block:
        """The chart of some rows with the links between them."""
        ids = {row.item.id for row in rows}
        mine = [link for link in self.links if link.successor in ids]
        words = Words(f"{self.key}-{part}", f"Timeline of {self.title}", self.finding(ids))
        return block(words, rows, mine, self.axis)

    def finding(self, ids: Collection[str]) -> str:
        """What a chart says in one sentence, for those who do not see it."""
        tasks = [self.works[id_] for id_ in ids if id_ in self.works]
        late, count = sum(bool(work.days_late) for work in tasks), self.ctx.formats.number
        noun = "task" if len(tasks) == 1 else "tasks"
        return f"{count(len(tasks))} {noun}; {count(late) if late else 'none'} overdue."

    @property
    def title(self) -> str:
        """What the chart is of."""
        return self.groups[0].label if self.campaign and self.groups else self.ctx.plan.label

    def sheets(self, found: Iterable[tuple[Group, list[TimelineRow]]], top: Lane | None) -> Iterable[Sheet]:
        """What is printed: one chart a campaign."""
        for group, rows in found:
            if rows:
                yield Sheet(top, self.block(f"print-{group.number}", self.with_heading((group, rows))))
                top = None

    def folds(self, found: Iterable[tuple[Group, list[TimelineRow]]]) -> Iterable[Fold]:
        """One chart a campaign; the one with most of the critical path starts open."""
        with_rows = [(group, rows) for group, rows in found if rows]
        critical = [sum(row.item.critical for row in rows) for _, rows in with_rows]
        most = max(critical, default=0)
        open_ = critical.index(most) if most else -1
        for index, (group, rows) in enumerate(with_rows):
            more = f"{self.ctx.formats.number(len(rows))} rows"
            summary = self.block(f"fold-{group.number}", [summary_row(self.ctx, group, more)])
            yield Fold(summary, self.block(f"rows-{group.number}", rows), index == open_)

    def waits(self) -> tuple[Work, ...]:
        """On a campaign's own chart: the work of other campaigns that it waits for and that is not done."""
        if not self.campaign:
            return ()
        mine, before = {work.id for work in self.shown}, waits_for(self.works)
        other = [each for work in self.shown for each in before.get(work.id, ()) if each.id not in mine]
        return tuple({each.id: each for each in other if each.state != "done"}.values())


COMPONENTS = (
    Component(
        "timeline",
        timeline,
        "the work by campaign as a chart with bars, milestones and links",
        "No work of this plan has dates yet.",
    ),
)
