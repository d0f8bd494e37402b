"""From a plan's work to the rows of its timeline: what each row shows, is called and is linked to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from omp_plugin.render.axis import Axis
from omp_plugin.render.geometry import Item, Kind
from omp_plugin.render.links import Link
from omp_plugin.render.work import Group, Work, campaign_state, works
from omp_plugin.words import _

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

LOOKS = {
    "done": "done", "in-progress": "doing", "not-started": "todo", "blocked": "off", "cancelled": "gone",
    "at-risk": "risk", "off-track": "off",
}  # fmt: skip
"""How a bar of each status is drawn; blocked work looks as what is off track, cancelled work is not drawn."""
NOT_WELL = ("risk", "off")
"""Looks whose annotation begins with the icon of the status; a milestone's diamond says it already."""


class Label(NamedTuple):
    """The left end of a row: status, name with its address in the task table, and who answers for it."""

    kind: Kind
    text: str
    href: str | None
    state: str
    person: str | None
    is_open: bool = False
    more: str = ""


class TimelineRow(NamedTuple):
    """A row: its label and what is drawn beside it."""

    label: Label
    item: Item


def summary_row(ctx: PlanContext, group: Group, more: str = "") -> TimelineRow:
    """The heading of a campaign: its span, and how much of its work is done."""
    result, campaign = group.result, group.campaign
    start, finish = (result.start, result.finish) if result else _span(group.works)
    progress = result.progress if result else None
    more = more or (ctx.formats.percent(progress) if progress is not None else "")
    item = Item(f"campaign {group.number}", "summary", "summary", start, finish, float(progress or 0))
    href = ctx.href(f"campaigns/{campaign.id}") if campaign else None
    status = campaign_state(ctx, campaign) if campaign else ""
    owner = campaign.owner if campaign else None
    is_open = campaign is not None and "owner" in campaign.open
    return TimelineRow(Label("summary", group.label, href, status, owner, is_open, more), item)


def _span(works: Iterable[Work]) -> tuple[date | None, date | None]:
    starts = [each.scheduled.start for each in works if each.scheduled.start]
    finishes = [each.scheduled.finish for each in works if each.scheduled.finish]
    return min(starts, default=None), max(finishes, default=None)


def task_row(ctx: PlanContext, work: Work, item: Item) -> TimelineRow:
    """The row of a task or milestone; `item` is what is drawn for it."""
    task = work.task
    label = Label(
        item.kind, task.label, ctx.href("timeline", f"task-{task.id}"), work.state, task.owner, "owner" in task.open
    )
    return TimelineRow(label, item)


def task_item(ctx: PlanContext, work: Work, axis: Axis, *, in_lane: bool = False) -> Item:
    """What is drawn for a task: its dates as scheduled, else what is written of them."""
    task, scheduled = work.task, work.scheduled
    start, finish, fades = _dates(work)
    kind: Kind = "milestone" if _is_instant(work) else "repeat" if task.repeat else "task"
    look = LOOKS[work.state]
    note = task.label if in_lane else note_of(ctx, work, axis)
    icon = work.state if look in NOT_WELL and kind != "milestone" else ""
    return Item(
        task.id, kind, look, start, finish, float(task.progress), scheduled.critical, note, icon,
        ctx.earlier.get(task.id), scheduled.occurrences, fades,
    )  # fmt: skip


def _is_instant(work: Work) -> bool:
    """Milestones, and work of which only the finish is known."""
    task = work.task
    is_only_finish = not work.is_scheduled and task.finish is not None and task.start is None
    return task.is_milestone or is_only_finish


def _dates(work: Work) -> tuple[date | None, date | None, bool]:
    """Start, finish, and whether only the start is known."""
    task, scheduled = work.task, work.scheduled
    if work.state == "cancelled":
        return None, None, False
    if work.is_scheduled:
        return scheduled.start, scheduled.finish, False
    if task.finish is not None and task.start is None:
        return task.finish.last, task.finish.last, False
    if task.start is not None and task.finish is None:
        return task.start.first, None, True
    return None, None, False


def is_drawn(work: Work) -> bool:
    """True for work that has at least one date."""
    start, finish, _fades = _dates(work)
    return start is not None or finish is not None


def note_of(ctx: PlanContext, work: Work, axis: Axis) -> str:
    """The annotation: how much is done (a milestone's date), days late or moved, dates beyond the chart's edges."""
    task, scheduled, formats = work.task, work.scheduled, ctx.formats
    if work.state == "cancelled":
        return ""
    parts = []
    if task.is_milestone:
        if scheduled.finish and work.state != "done":
            parts.append(formats.short(scheduled.finish))
    elif 0 < task.progress < 1:
        parts.append(formats.percent(task.progress))
    days = days_moved(ctx, work)
    if work.days_late:
        parts.append(_("{n} d overdue").format(n=formats.number(work.days_late)))
    elif days:
        parts.append(_("{n} d").format(n=formats.signed(days)))
    if scheduled.start and scheduled.start < axis.first:
        parts.insert(0, f"◂ {formats.short(scheduled.start)}")
    if scheduled.finish and scheduled.finish > axis.last:
        parts.append(f"{formats.short(scheduled.finish)} ▸")
    return " · ".join(parts)


def days_moved(ctx: PlanContext, work: Work) -> int | None:
    """Calendar days by which the finish is later (negative: earlier) than in the version compared with; `None` where
    one of the two is not known."""
    was, finish = ctx.earlier.get(work.id), work.scheduled.finish
    return (finish - was[1]).days if was and finish else None


def _links_of(works: Mapping[str, Work]) -> Iterator[Link]:
    """What waits for what, as written under `after` and `before`."""
    for work in works.values():
        for link in work.task.after:
            if link.task in works:
                yield _link(works[link.task], work, link.type)
        for link in work.task.before:
            if link.task in works:
                yield _link(work, works[link.task], "FS")


def _link(first: Work, then: Work, type_: str) -> Link:
    is_critical = first.scheduled.critical and then.scheduled.critical
    return Link(first.id, then.id, type_, is_critical, first.task.label)  # type: ignore[arg-type] # one of the four types


def waits_for(ctx: PlanContext) -> Mapping[str, tuple[Work, ...]]:
    """What each task waits for: what its `after` names, and what names it under `before`."""
    return ctx.once("what work waits for", partial(_waits_for, works(ctx)))


def drawn_links(ctx: PlanContext) -> Sequence[Link]:
    """The links between all work that has a date."""

    def found() -> Sequence[Link]:
        return tuple(_links_of({id_: work for id_, work in works(ctx).items() if is_drawn(work)}))

    return ctx.once("links of work", found)


def _waits_for(works: Mapping[str, Work]) -> Mapping[str, tuple[Work, ...]]:
    found: dict[str, dict[str, Work]] = {}
    for link in _links_of(works):
        found.setdefault(link.successor, {})[link.task] = works[link.task]
    return {id_: tuple(each.values()) for id_, each in found.items()}
