"""A comparison as it is shown: in short, in figures, as two charts, and every change (design, section 11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from omp_plugin.compare.changes import Change
from omp_plugin.compare.money import Span
from omp_plugin.compare.versions import Compared
from omp_plugin.model.dates import Period
from omp_plugin.render.change_charts import Bar, Dates, Floor, Mark, bars, dates, floor
from omp_plugin.render.change_names import label_of
from omp_plugin.render.change_outcomes import Outcome, outcomes, unlisted
from omp_plugin.render.change_rows import ChangeGroup, groups
from omp_plugin.render.change_summary import new_name, short, stats
from omp_plugin.render.change_values import Sides, day, days
from omp_plugin.render.stat import Stat
from omp_plugin.render.tables import Column, Row, TableView, number, table, text
from omp_plugin.words import _, marked, ngettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

MOST_BARS, MOST_DATES = 6, 12
WORDS: Mapping[str, tuple[str, str]] = {
    "added": (marked("added"), marked("Added")), "removed": (marked("removed"), marked("Removed")),
    "raised": (marked("raised"), marked("Raised")), "cut": (marked("cut"), marked("Cut")),
}  # fmt: skip
"""What happened to a step of the bridge, as the chart writes it and as the table does."""


class BridgeBar(NamedTuple):
    """A bar of the bridge with its texts: the value above it, its name and what happened below."""

    bar: Bar
    value: str
    name: str
    note: str


class BridgeView(NamedTuple):
    """The bridge between two totals, with the same figures as a table."""

    bars: tuple[BridgeBar, ...]
    starts_at: str
    finding: str
    table: TableView | None
    width: str


class DateRow(NamedTuple):
    """A finish that moved: where it was and where it is, and by how much."""

    name: str
    is_critical: bool
    is_milestone: bool
    was: str
    now: str
    days: str
    title: str


class DatesView(NamedTuple):
    """Finishes that moved, with the same days as a table. `more` are not drawn."""

    marks: tuple[tuple[Mark, str], ...]
    rows: tuple[DateRow, ...]
    more: int
    finding: str
    table: TableView | None


class ChangesView(NamedTuple):
    """The plan beside one earlier version. `key` keeps the ids of its charts apart from those of another."""

    key: str
    old: str
    new: str
    short: str
    stats: tuple[Stat, ...]
    bridge: BridgeView | None
    dates: DatesView | None
    groups: tuple[ChangeGroup, ...]
    outcomes: tuple[Outcome, ...]
    unlisted: str
    source: str


def changes_view(ctx: PlanContext, found: Compared, key: str = "v0") -> ChangesView:
    """One comparison, prepared for a page or for the terminal."""
    sides = Sides(found.old, found.new, ctx.formats)
    listed = groups(found, sides)
    version = found.earlier.version
    return ChangesView(
        key,
        found.earlier.name,
        new_name(found),
        short(found, sides),
        stats(found, sides),
        _bridge(found, sides),
        _dates(found, sides),
        listed,
        tuple(outcomes(found, sides)),
        unlisted(found, sides),
        version.commit[:7],
    )


def _bridge(found: Compared, sides: Sides) -> BridgeView | None:
    if found.bridge is None:
        return None
    old, new, spans = found.bridge
    kept = _largest(spans)
    level, levels = old, [old, new]
    for span in kept:
        level += span.amount
        levels.append(level)
    start = floor(levels)
    money = sides.formats.money
    drawn = bars(old, [span.amount for span in kept], new, start)
    texts = [(money(old), found.earlier.name, ""), *(_step(found, sides, span) for span in kept),
             (money(new), new_name(found), "")]  # fmt: skip
    return BridgeView(
        tuple(BridgeBar(bar, value, name, _(WORDS[word][0]) if word else "")
              for bar, (value, name, word) in zip(drawn, texts, strict=True)),
        _starts(sides, start), _finding(sides, old, new, len(kept)), _bridge_table(found, sides),
        f"{len(drawn) * 3.5:g}",
    )  # fmt: skip


def _finding(sides: Sides, old: Fraction, new: Fraction, steps: int) -> str:
    """The bridge in a sentence."""
    money, change, n = sides.formats.money, sides.formats.signed_money(new - old), sides.formats.number(steps)
    said = ngettext(
        "From {old} to {new}, {change}, in {n} step.", "From {old} to {new}, {change}, in {n} steps.", steps
    )
    return said.format(old=money(old), new=money(new), change=change, n=n)


def _largest(spans: Sequence[Span]) -> tuple[Span, ...]:
    """As many steps as there is room for; the smallest together as one."""
    if len(spans) <= MOST_BARS:
        return tuple(spans)
    ranked = sorted(spans, key=lambda span: -abs(span.amount))
    small = ranked[MOST_BARS - 1 :]
    rest = sum((span.amount for span in small), Fraction(0))
    kept = tuple(span for span in spans if span not in small)
    return (*kept, Span("others", "changed", rest)) if rest else kept


def _starts(sides: Sides, start: Floor) -> str:
    return sides.formats.money(start.value) if start.is_cut else ""


def _step(found: Compared, sides: Sides, span: Span) -> tuple[str, str, str]:
    """A step's amount, its name and the word for it, which what is no part of the plan does not have."""
    word = span.kind if span.kind in ("added", "removed") else "raised" if span.amount > 0 else "cut"
    name = _("All others") if span.entity == "others" else label_of(span.entity, found.new, found.old)
    return sides.formats.signed_money(span.amount), name, "" if span.entity in ("", "others") else word


def _bridge_table(found: Compared, sides: Sides) -> TableView | None:
    assert found.bridge
    old, new, spans = found.bridge
    money, level, rows = sides.formats.money, old, []
    total = _("Total of {version}")
    first = total.format(version=found.earlier.name)
    rows.append(Row("", (text(first), text(""), number(""), number(money(old)))))
    for span in spans:
        level += span.amount
        amount, name, word = _step(found, sides, span)
        said = _(WORDS[word][1]) if word else ""
        rows.append(Row("", (text(name), text(said), number(amount), number(money(level)))))
    rows.append(Row("", (text(total.format(version=new_name(found))), text(""), number(""), number(money(new)))))
    heads = (Column(_("Step")), Column(_("Change")), Column(_("Amount"), is_number=True),
             Column(_("Total after it"), is_number=True))  # fmt: skip
    return table(_("Budget bridge"), heads, rows)


def _dates(found: Compared, sides: Sides) -> DatesView | None:
    moved = [change for change in found.comparison.changes if change.kind == "moved" and change.field != "start"]
    if not moved:
        return None
    tasks = found.new.results.schedule.tasks
    moved.sort(key=lambda change: (-abs(change.delta or 0), day(change.new), change.entity))
    drawn = moved[:MOST_DATES]
    axis = dates([day(each) for change in drawn for each in (change.old, change.new)])
    critical = {change.entity for change in moved if tasks[change.entity.removeprefix("tasks.")].critical}
    later = sum((change.delta or 0) > 0 for change in moved)
    finding = ngettext("{part} of {n} finish moved later.", "{part} of {n} finishes moved later.", len(moved))
    finding = finding.format(part=sides.formats.number(later), n=sides.formats.number(len(moved)))
    return DatesView(
        tuple((mark, _month(sides, mark.month)) for mark in axis.marks),
        tuple(_date_row(found, sides, axis, change, change.entity in critical) for change in drawn),
        len(moved) - len(drawn), finding, _dates_table(found, sides, moved, critical),
    )  # fmt: skip


def _month(sides: Sides, month: date) -> str:
    return sides.formats.short_period(Period(month, month, f"{month:%Y-%m}", "month"))


def _date_row(found: Compared, sides: Sides, axis: Dates, change: Change, is_critical: bool) -> DateRow:
    was, now = day(change.old), day(change.new)
    name, formats = label_of(change.entity, found.new, found.old), sides.formats
    title = _("{thing}: {old} to {new}").format(thing=name, old=formats.date(was), new=formats.date(now))
    is_milestone = change.field == "date"
    return DateRow(name, is_critical, is_milestone, axis.x(was), axis.x(now), days(formats, change.delta or 0), title)


def _dates_table(found: Compared, sides: Sides, moved: Sequence[Change], critical: set[str]) -> TableView | None:
    rows = (
        Row("", (
            text(label_of(change.entity, found.new, found.old)),
            text(_("Yes") if change.entity in critical else _("No")),
            number(sides.formats.date(day(change.old))), number(sides.formats.date(day(change.new))),
            number(days(sides.formats, change.delta or 0)),
        ))
        for change in moved
    )  # fmt: skip
    heads = (Column(_("Task")), Column(_("Critical path")), Column(found.earlier.name, is_number=True),
             Column(new_name(found), is_number=True), Column(_("Moved"), is_number=True))  # fmt: skip
    return table(_("Finish dates that moved"), heads, rows)
