"""The tagged versions of a plan in turn, and how its milestones moved from one to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from omp_plugin.compare.versions import Compared
from omp_plugin.render.change_values import days
from omp_plugin.render.context import earlier_dates
from omp_plugin.render.tables import NONE, Cell, Column, Row, RowGroup, TableView, number, text
from omp_plugin.render.versions import turns_of, versions_of
from omp_plugin.words import _, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

MOST_COLUMNS = 6
_UNSAFE = re.compile(r"[^\w.]+")


class Turn(NamedTuple):
    """A version beside the one before it, and the anchor of that on the page."""

    anchor: str
    found: Compared


def past_turns(ctx: PlanContext) -> tuple[Turn, ...]:
    """The turns that the page does not show already, where its first baseline is the latest version."""
    turns, shown = turns_of(ctx), {_key(each) for each in versions_of(ctx)}
    left = turns[1:] if turns and _key(turns[0]) in shown else turns
    return tuple(Turn(anchor, found) for anchor, found in zip(_anchors(left), left, strict=True))


def _key(found: Compared) -> str:
    return found.earlier.version.commit or found.earlier.version.name


def _anchors(turns: Sequence[Compared]) -> Iterator[str]:
    """Anchors made of the names of versions, which may hold signs that addresses may not."""
    taken: set[str] = set()
    for found in turns:
        anchor = f"version-{_UNSAFE.sub('-', found.name or 'now')}"
        while anchor in taken:
            anchor += "-"
        taken.add(anchor)
        yield anchor


class _Column(NamedTuple):
    """A version: its name, its day, and when each milestone fell then, by the id that it has now."""

    name: str
    day: date | None
    dates: dict[str, date]


def slips(ctx: PlanContext) -> TableView | None:
    """The milestones that moved from one tagged version to another, with their dates in each of the latest ones."""
    columns = list(_columns(ctx))[-MOST_COLUMNS:]
    rows = [row for id_ in ctx.plan.tasks if (row := _row(ctx, id_, [each.dates.get(id_) for each in columns]))]
    if len(columns) < 2 or not rows:
        return None
    heads = [Column(f"{each.name} ({ctx.formats.date(each.day)})" if each.day else each.name, is_number=True)
             for each in columns]  # fmt: skip
    note = _("The second line of a cell is the move since the version before.")
    columns_ = (Column(_("Milestone")), *heads, Column(_("In all"), is_number=True))
    return TableView(_("Milestones over all versions"), columns_, (RowGroup(tuple(rows)),), note)


def _columns(ctx: PlanContext) -> Iterator[_Column]:
    """The tagged versions, the oldest first, and the plan as it is now where it differs from the latest."""
    past = ctx.compiled.past if ctx.compiled else ()
    for each in past:
        dates = {id_: found[1] for id_, found in earlier_dates(ctx.plan, each).items() if found}
        yield _Column(each.version.name, each.version.on, dates)
    turns = turns_of(ctx)
    if turns and not turns[0].name:
        now = {id_: each.finish for id_, each in ctx.results.schedule.tasks.items() if each.finish}
        yield _Column(pgettext("name of a version", "now"), None, now)


def _row(ctx: PlanContext, id_: str, found: Sequence[date | None]) -> Row | None:
    """A milestone's days; nothing for one that never moved, or is none."""
    known = [day for day in found if day]
    if not ctx.plan.tasks[id_].is_milestone or len(set(known)) < 2:
        return None
    cells = [_cell(ctx, was, now) for was, now in pairwise([None, *found])]
    whole = days(ctx.formats, (known[-1] - known[0]).days)
    return Row("", (text(ctx.plan.tasks[id_].label), *cells, number(whole)))


def _cell(ctx: PlanContext, was: date | None, now: date | None) -> Cell:
    if now is None:
        return NONE
    moved = (now - was).days if was else 0
    return number(ctx.formats.date(now), sub=days(ctx.formats, moved) if moved else "")
