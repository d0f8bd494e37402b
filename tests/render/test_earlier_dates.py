"""What the timeline and the task table show of the version that a plan is compared with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from omp_plugin.render.components.tasks import task_table
from omp_plugin.render.components.timeline import TimelineView, timeline
from omp_plugin.render.context import PlanContext
from omp_plugin.render.geometry import OLD_DIAMOND, Mark, moved
from omp_plugin.render.shapes import bar, diamond
from tests.render.plans import Document, context, html

PLAN = """
campaigns: {loyalty: {title: Loyalty program, owner: ana}}
tasks:
  vendor: {title: Vendor, campaign: loyalty, owner: ana, start: 2026-05-04, finish: 2026-06-26, done: 15%}
  launch: {title: Launch, campaign: loyalty, owner: ana, milestone: yes, date: 2026-08-20, after: [vendor]}
  mail: {title: Mail, campaign: loyalty, owner: bo, start: 2026-09-01, finish: 2026-09-30}
  late: {title: Late, campaign: loyalty, owner: bo, start: 2026-06-01, finish: 2026-06-12, done: 90%}
  new: {title: New thing, campaign: loyalty, owner: bo, start: 2026-10-01, finish: 2026-10-09}
  open: {title: Was open, campaign: loyalty, owner: bo, start: 2026-10-01, finish: 2026-10-09}
"""
DATES = {
    "vendor": (date(2026, 4, 25), date(2026, 6, 17)),
    "launch": (date(2026, 8, 11), date(2026, 8, 11)),
    "mail": (date(2026, 9, 1), date(2026, 9, 30)),
    "late": (date(2026, 5, 25), date(2026, 6, 5)),
    "open": None,
}


@pytest.fixture(scope="module")
def ctx() -> PlanContext:
    """A plan beside an earlier version of it."""
    return replace(context(PLAN), earlier=DATES, earlier_name="v1.0")


def view(ctx: PlanContext) -> TimelineView:
    """The plan's timeline."""
    made = timeline(ctx)
    assert made is not None
    return made


def drawn(ctx: PlanContext) -> dict[str, Mark]:
    """The marks of the chart."""
    whole = view(ctx).charts.whole
    assert whole is not None
    return {mark.item.id: mark for mark in whole.marks}


def test_only_what_moved_has_an_outline(ctx: PlanContext) -> None:
    assert {id_ for id_, mark in drawn(ctx).items() if mark.earlier} == {"vendor", "launch", "late"}


def test_the_outline_has_the_earlier_dates(ctx: PlanContext) -> None:
    days = 788 / 365
    left, right = 114 * days, 168 * days  # April 25 is day 115 of the year, June 17 is day 168
    middle = drawn(ctx)["vendor"].top + 6
    assert drawn(ctx)["vendor"].earlier == bar(left, middle + 6.5, right - left, 4, (2, 2))


def test_a_moved_milestone_is_joined_to_its_earlier_day(ctx: PlanContext) -> None:
    days, mark = 788 / 365, drawn(ctx)["launch"]
    old, new, middle = 222.5 * days, 231.5 * days, (mark.top + mark.bottom) / 2
    assert mark.earlier == moved(old, new, middle)
    assert mark.earlier.startswith(diamond(old, middle, OLD_DIAMOND))
    top = view(ctx).lane
    assert top is not None
    assert top.marks[0].earlier == moved(old, new, 17)


def test_the_annotation_says_by_how_much(ctx: PlanContext) -> None:
    notes = {id_: mark.note.text for id_, mark in drawn(ctx).items() if mark.note}
    assert notes == {"vendor": "15% · +9 d", "launch": "Aug 20 · +9 d", "late": "90% · 3 d overdue"}


def test_the_legend_and_the_figures_name_the_version(ctx: PlanContext) -> None:
    document = Document(html(ctx, "timeline"))
    assert "v1.0 dates" in document.text
    stat = view(ctx).stats[2]
    assert (stat.label, stat.value, stat.more) == ("Moved since v1.0", "2 tasks", "and 1 milestone")
    assert stat.note.replace("\N{NO-BREAK SPACE}", " ") == "Largest: Launch, +9 days"


def test_a_campaigns_own_chart_tells_what_the_thin_bar_is(ctx: PlanContext) -> None:
    text = Document(html(ctx, "timeline", campaign="loyalty")).text
    assert "The thin bar below shows v1.0 dates." in text
    assert "In progress, % done" not in text


def test_the_table_has_the_change(ctx: PlanContext) -> None:
    made = task_table(ctx)
    assert made is not None
    assert [column.label for column in made.columns][8] == "Change"
    cells = {row.anchor: (row.cells[8].text, row.cells[8].kind) for row in made.rows}
    assert cells == {
        "task-vendor": ("+9 d", "number"),
        "task-launch": ("+9 d", "number"),
        "task-mail": ("0 d", "number"),
        "task-late": ("+7 d", "number"),
        "task-new": ("New", "number"),
        "task-open": ("", "none"),
    }
    assert "Change compares with v1.0." in made.note


def test_a_plan_without_an_earlier_version_says_nothing_of_one() -> None:
    plain = context(PLAN)
    assert not any(mark.earlier for mark in drawn(plain).values())
    assert view(plain).stats[2].label == "Next milestone"
    made = task_table(plain)
    assert made is not None
    assert "Change" not in [column.label for column in made.columns]
    assert "dates" not in Document(html(plain, "timeline")).text


def test_nothing_moved() -> None:
    same = replace(context(PLAN), earlier={"mail": DATES["mail"]}, earlier_name="v1.0")
    stat = view(same).stats[2]
    assert (stat.value, stat.note) == ("None", "Nothing finishes on another day")
    assert not any(mark.earlier for mark in drawn(same).values())


def test_only_a_milestone_moved() -> None:
    one = replace(context(PLAN), earlier={"launch": DATES["launch"]}, earlier_name="v1.0")
    stat = view(one).stats[2]
    assert (stat.value, stat.more) == ("1 milestone", "")
    assert stat.note.replace("\N{NO-BREAK SPACE}", " ") == "Launch, +9 days"
