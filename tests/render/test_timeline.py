"""The timeline and what stands beside it in words: the task table and milestones."""

from __future__ import annotations

import re

import pytest

from omp_plugin.render.blocks import MOST_ROWS
from omp_plugin.render.components.tasks import milestones, task_table
from omp_plugin.render.components.timeline import TimelineView, timeline
from omp_plugin.render.context import PlanContext
from omp_plugin.render.tables import Cell
from omp_plugin.render.work import works
from tests.render.plans import Document, context, html

PLAN = """
campaigns:
  search: {title: Search, owner: ana}
  mail: {title: Mail, owner: TBD}
tasks:
  keywords: {title: Keywords, campaign: search, owner: ana, start: 2026-03-02, finish: 2026-03-20, status: done}
  pages: {title: Pages, campaign: search, owner: bo, start: 2026-05-04, finish: 2026-06-12, done: 80%}
  live: {title: Pages live, campaign: search, milestone: yes, date: 2026-06-19, after: [pages]}
  ads: {title: Ads, campaign: search, owner: bo, start: 2026-06-01, finish: 2026-09-30, done: 25%}
  list: {title: List, campaign: mail, owner: TBD, after: [pages], duration: 10d}
  later: {title: Later, campaign: mail, owner: ana, start: TBD}
  shop: {title: Shop opens, milestone: yes, date: 2026-08-03, owner: ana}
  dropped: {title: Dropped, campaign: mail, status: cancelled}
"""


@pytest.fixture(scope="module")
def ctx() -> PlanContext:
    """A plan with two campaigns."""
    return context(PLAN)


def view(found: PlanContext, campaign: str | None = None) -> TimelineView:
    """The timeline of a plan that has one."""
    made = timeline(found, campaign)
    assert made is not None
    return made


def labels(made: TimelineView) -> list[str]:
    """What the label column says."""
    assert made.charts.whole is not None
    return [label.text for label in made.charts.whole.labels]


def notes(made: TimelineView) -> dict[str, str]:
    """The annotation of each row that has one."""
    assert made.charts.whole is not None
    return {mark.item.id: mark.note.text for mark in made.charts.whole.marks if mark.note}


def test_rows_stand_under_their_campaigns(ctx: PlanContext) -> None:
    assert labels(view(ctx)) == ["Search", "Keywords", "Pages", "Pages live", "Ads", "Mail", "List"]


def test_states(ctx: PlanContext) -> None:
    assert {id_: work.state for id_, work in works(ctx).items()} == {
        "keywords": "done",
        "pages": "off-track",
        "live": "at-risk",
        "ads": "in-progress",
        "list": "at-risk",
        "later": "not-started",
        "shop": "not-started",
        "dropped": "cancelled",
    }


def test_one_annotation_a_row(ctx: PlanContext) -> None:
    assert notes(view(ctx)) == {"pages": "80% · 3 d overdue", "live": "Jun 19", "ads": "25%"}


def test_all_milestones_stand_in_the_lane(ctx: PlanContext) -> None:
    lane = view(ctx).lane
    assert lane is not None
    assert [mark.item.note for mark in lane.marks] == ["Pages live", "Shop opens"]


def test_what_has_no_dates_is_listed_below(ctx: PlanContext) -> None:
    assert [work.id for work in view(ctx).unscheduled] == ["later"]
    assert "Not scheduled (1): Later (Ana Lee, not started)." in Document(html(ctx, "timeline")).text


def test_links_join_the_rows(ctx: PlanContext) -> None:
    block = view(ctx).charts.whole
    assert block is not None
    within = block.parts[0].arrows
    assert (within.lines + within.critical_lines).count("M") == 1
    assert (block.arrows.lines + block.arrows.critical_lines).count("M") == 1  # from one campaign to the other
    assert block.arrows.stubs == within.stubs == ()


def test_a_campaigns_own_chart(ctx: PlanContext) -> None:
    made = view(ctx, "mail")
    assert labels(made) == ["List"]
    assert made.lane is None
    assert made.stats == ()
    assert [work.id for work in made.waits] == ["pages"]
    assert made.charts.whole is not None
    assert made.charts.whole.arrows.stubs[0].text == "after Pages →"
    assert made.charts.sheets == ()


def test_each_campaign_is_printed_by_itself(ctx: PlanContext) -> None:
    sheets = view(ctx).charts.sheets
    assert [next(label.text for label in sheet.block.labels) for sheet in sheets] == ["Search", "Mail"]
    assert [sheet.lane is not None for sheet in sheets] == [True, False]


def test_figures_above(ctx: PlanContext) -> None:
    tasks, overdue, following, critical = view(ctx).stats
    assert (tasks.value, tasks.note) == ("5", "1 done, 2 in progress, 2 to start")
    assert tasks.more == "2 campaigns, 2 milestones"
    assert (overdue.value, overdue.note) == ("1 task", "Pages, 3 days")
    assert (following.value, following.note) == ("Jun 19", "Pages live, in 4 days")
    assert critical.value == "92 d slack"


def test_late_and_soon(ctx: PlanContext) -> None:
    made = view(ctx)
    assert [each.work.id for each in made.overdue.shown] == ["pages"]
    assert [each.work.id for each in made.soon.shown] == ["live", "list"]


def many(count: int, campaigns: int) -> str:
    """That many tasks in a chain a campaign."""
    each = count // campaigns
    rows = ["campaigns:", *(f"  c{n}: {{title: Campaign {n}, owner: ana}}" for n in range(campaigns)), "tasks:"]
    for n in range(count):
        link = f"after: [t{n - 1}]" if n % each else "start: 2026-02-02"
        rows.append(f"  t{n}: {{title: Task number {n}, campaign: c{n // each}, owner: bo, duration: 3d, {link}}}")
    return "\n".join(rows)


def test_sixty_rows_are_one_chart() -> None:
    made = view(context(many(MOST_ROWS, 2)))
    assert made.charts.whole is not None
    assert made.charts.folds == ()


def test_more_rows_are_a_chart_a_campaign() -> None:
    found = context(many(MOST_ROWS + 2, 2))
    made = view(found)
    assert made.charts.whole is None
    assert [fold.is_open for fold in made.charts.folds] == [True, False]
    document = Document(html(found, "timeline"))
    assert sum(tag == "details" for tag, _ in document.elements) == 4  # drawn for wide and for narrow pages
    assert document.wrong == []
    assert "Campaign 0 31 rows" in document.text


def test_a_chart_is_drawn_for_wide_and_for_narrow_pages(ctx: PlanContext) -> None:
    made = view(ctx)
    assert made.narrow is not None
    assert (made.axis.width, made.narrow.axis.width) == (816, 636)
    assert made.charts.whole is not None
    assert made.narrow.charts.whole is not None
    assert made.narrow.charts.whole.labels == made.charts.whole.labels
    assert made.narrow.charts.sheets == ()
    ends = [mark.right for mark in made.narrow.charts.whole.marks]
    assert max(ends) <= made.narrow.axis.width - 28


def test_a_plan_of_very_many_rows_is_drawn_once() -> None:
    made = view(context(many(202, 2)))
    assert made.narrow is None
    assert made.axis.width == 636


def test_a_thousand_tasks() -> None:
    found = context(many(1000, 20))
    text = html(found, "timeline")
    assert len(text.encode()) < 1_000_000


def test_a_plan_without_campaigns_has_no_headings() -> None:
    found = context("tasks: {a: {title: A, start: 2026-03-02}, b: {title: B, milestone: yes, date: 2026-04-01}}")
    assert labels(view(found)) == ["A", "B"]


def test_a_plan_without_work_has_no_timeline() -> None:
    assert timeline(context("")) is None
    assert timeline(context("tasks: {a: {title: A, start: TBD}}")) is None


def test_work_outside_the_period_is_listed() -> None:
    found = context(
        "tasks: {a: {title: A, start: 2026-03-02}, b: {title: B, start: 2027-02-01, finish: 2027-02-05},"
        " c: {title: C, start: 2026-12-01, finish: 2027-01-15}}"
    )
    made = view(found)
    assert [work.id for work in made.outside] == ["b"]
    assert notes(made)["c"].endswith("Jan 15, 2027 ▸")


def test_today_outside_the_chart_is_said() -> None:
    text = "as_of: 2028-01-01\ntasks: {a: {title: A, start: 2026-03-02}}"
    found = context(text.replace("as_of: 2028-01-01\n", ""))
    assert view(found).axis.today is not None
    early = context("tasks: {a: {title: A, campaign: c, start: 2026-09-07}}\ncampaigns: {c: {title: C}}")
    made = view(early, "c")
    assert made.is_today_outside
    assert made.axis.today is None
    assert "lies outside the chart" in Document(html(early, "timeline", campaign="c")).text


@pytest.mark.parametrize("name", ["timeline", "task_table", "milestones", "raci_table", "calendar"])
def test_html_is_whole_and_safe(ctx: PlanContext, name: str) -> None:
    text = html(ctx, name)
    document = Document(text)
    assert document.wrong == []
    assert document.open == []
    assert document.unsafe == []
    assert len(document.ids) == len(set(document.ids))
    assert "\n\n" not in text


def test_charts_are_named_for_those_who_do_not_see_them(ctx: PlanContext) -> None:
    document = Document(html(ctx, "timeline"))
    named = [
        found["aria-labelledby"] for tag, found in document.elements if tag == "svg" and "aria-labelledby" in found
    ]
    assert len(named) == 4  # two of the screen, for wide and for narrow pages, and two printed ones
    for ids in named:
        assert set((ids or "").split()) <= set(document.ids)
    assert "4 tasks, 2 milestones; 1 overdue." in document.text
    assert "3 tasks, 1 milestone; 1 overdue." in document.text


def test_text_is_escaped() -> None:
    found = context('tasks: {a: {title: "<img src=x onerror=alert(1)>", start: 2026-03-02, owner: "ana"}}')
    for name in ("timeline", "task_table", "raci_table"):
        document = Document(html(found, name))
        assert document.unsafe == []
        assert not any(tag == "img" for tag, _ in document.elements)
        assert "<img src=x" in document.text


def test_every_task_has_a_row_with_an_anchor(ctx: PlanContext) -> None:
    document = Document(html(ctx, "task_table"))
    assert {f"task-{id_}" for id_ in ctx.plan.tasks} == {id_ for id_ in document.ids if id_.startswith("task-")}


def cells(found: PlanContext, task: str) -> list[str]:
    """The cells of a task's row in words."""
    made = task_table(found)
    assert made is not None
    row = next(row for row in made.rows if row.anchor == f"task-{task}")
    return [words_of(cell) for cell in row.cells]


def words_of(cell: Cell) -> str:
    """What a cell says."""
    missing = {"none": "—", "open": "TBD"}.get(cell.kind)
    return missing or cell.text or cell.person or cell.status or ", ".join(part.text for part in cell.parts)


def test_a_task_in_words(ctx: PlanContext) -> None:
    assert cells(ctx, "pages")[:7] == ["Pages", "3 d late", "bo", "May 4, 2026", "Jun 12, 2026", "30", "80%"]
    assert cells(ctx, "live")[:6] == ["◆ Pages live", "at-risk", "—", "—", "Jun 19, 2026", "—"]
    assert cells(ctx, "list")[2] == "TBD"
    assert cells(ctx, "list")[8] == "Pages"
    assert cells(ctx, "later")[3:5] == ["TBD", "TBD"]
    assert cells(ctx, "dropped")[1:5] == ["cancelled", "—", "—", "—"]


def test_tasks_of_one_campaign(ctx: PlanContext) -> None:
    made = task_table(ctx, "mail")
    assert made is not None
    assert [row.anchor for row in made.rows] == ["task-list", "task-later", "task-dropped"]
    assert made.groups[0].title == ""


def test_milestones_ahead_and_past() -> None:
    found = context(
        "tasks: {a: {title: Signed, milestone: yes, date: 2026-02-02, status: done},"
        " b: {title: Missed, milestone: yes, date: 2026-06-01}, c: {title: Open, milestone: yes, date: TBD}}\n"
        "kpis: {orders: {unit: orders, target: 90, actual: {2026-03: 40}}}\n"
        "goals: {more: {title: More, kpi: orders, owner: bo, milestones: {2026-03: 50, 2026-09: 70}}}"
    )
    made = milestones(found)
    assert made is not None
    assert [(each.title, each.status) for each in made.ahead] == [
        ("Missed", "off-track"),
        ("Orders: 70", ""),
        ("Open", "not-started"),
    ]
    assert [(each.title, each.status) for each in made.past] == [("Signed", "done"), ("Orders: 50", "off-track")]
    assert Document(html(found, "milestones")).wrong == []


def test_rows_of_a_chart_and_of_the_table_are_the_same(ctx: PlanContext) -> None:
    chart = set(re.findall(r'href="\.\./timeline/#(task-[a-z]+)"', html(ctx, "timeline")))
    made = task_table(ctx)
    assert made is not None
    assert chart <= {row.anchor for row in made.rows}
    assert len(chart) == 5
