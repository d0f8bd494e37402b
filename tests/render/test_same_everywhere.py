"""The same thing has the same number and the same status on every page that shows it."""

from __future__ import annotations

from omp_plugin.render.components.facets import facets
from omp_plugin.render.components.kpis import kpi_table
from omp_plugin.render.components.one_page import one_page
from omp_plugin.render.components.raci import raci_table
from omp_plugin.render.components.team import team_table
from omp_plugin.render.components.timeline import timeline
from omp_plugin.render.components.titles import title
from omp_plugin.render.owned import owned
from omp_plugin.render.work import campaign_state, counted_words
from tests.render.plans import Document, context, html

PLAN = """
goals:
  more: {title: More orders, kpi: orders, owner: bo, due: 2026-12-31}
  rated: {title: Well rated, kpi: rating, owner: bo}
campaigns:
  ads: {title: Ads, owner: bo, goals: [more], status: planned, delivers: {orders: 100}}
  mail: {title: Mail, owner: bo, goals: [more], status: active}
tasks:
  pages: {title: Pages, campaign: ads, owner: bo, start: 2026-06-01, finish: 2026-06-10, done: 100%}
  words: {title: Words, campaign: ads, owner: bo, start: 2026-06-11, finish: 2026-08-14}
  live: {title: Live, campaign: ads, owner: bo, milestone: yes, date: 2026-09-01}
  list: {title: List, campaign: mail, owner: bo, start: 2026-06-01, finish: 2026-06-08}
  shop: {title: Shop opens, owner: bo, milestone: yes, date: 2026-08-03}
  dropped: {title: Dropped, campaign: mail, owner: bo, status: cancelled}
kpis:
  orders: {title: Orders, unit: orders, baseline: 50, target: 100, owner: bo, judge_from: 2026-12, actual: {2026-05: 40}}
  rating: {title: Rating, unit: stars, owner: bo, actual: {2026-05: 4}}
  reach: {title: Reach, unit: people, baseline: 0, target: 100, owner: ana, actual: {2026-05: 90}}
"""


def test_tasks_and_milestones_are_counted_alike() -> None:
    ctx = context(PLAN)
    assert counted_words(ctx, ctx.plan.tasks.values()) == "3 tasks, 2 milestones"
    schedule = next(each for each in facets(ctx) if each.title == "Schedule")
    assert schedule.reason.startswith("1 of 3 tasks done.")
    view = timeline(ctx)
    assert view is not None
    assert (view.stats[0].value, view.stats[0].more) == ("3", "2 campaigns, 2 milestones")
    assert view.charts.whole is not None
    assert "3 tasks, 2 milestones; 1 overdue." in Document(html(ctx, "timeline")).text
    team = team_table(ctx)
    assert team is not None
    owns = {row.anchor: [part.text for cell in row.cells for part in cell.parts] for row in team.people.rows}
    assert "3 tasks, 2 milestones" in owns["person-bo"]
    responsibilities = raci_table(ctx)
    assert responsibilities is not None
    assert [table.count for table in responsibilities.tables] == ["2 tasks, 1 milestone", "1 task", "1 milestone"]


def test_only_milestones_or_nothing() -> None:
    ctx = context("tasks: {live: {title: Live, milestone: yes, date: 2026-06-01, owner: bo, status: done}}")
    schedule = next(each for each in facets(ctx) if each.title == "Schedule")
    assert schedule.fact == "1 of 1 milestone reached"
    assert counted_words(ctx, ()) == "0 tasks"


def test_kpis_are_counted_alike() -> None:
    ctx = context(PLAN)
    facet = next(each for each in facets(ctx) if each.title == "KPIs")
    assert (facet.fact, facet.reason) == ("1 on track of 1 judged", "2 not judged")
    table = kpi_table(ctx)
    assert table is not None
    assert [stat.value for stat in table.stats] == ["1", "0", "0", "2"]
    assert table.stats[3].note == "1 not judged yet, 1 with no expected value"
    head = title(ctx, "kpis", None)
    assert head is not None
    assert "1 of 3 KPIs" in [fact.cell.text for fact in head.facts]


def test_a_campaign_has_one_status() -> None:
    ctx = context(PLAN)
    states = {id_: campaign_state(ctx, each) for id_, each in ctx.plan.campaigns.items()}
    assert states == {"ads": "not-started", "mail": "at-risk"}
    view, sheet = timeline(ctx), one_page(ctx).campaigns
    assert view is not None
    assert view.charts.whole is not None
    assert sheet is not None
    rows = [label.state for label in view.charts.whole.labels if label.kind == "summary"]
    assert rows == list(states.values())
    assert [row.cells[-1].status for row in sheet.rows] == list(states.values())
    things = {thing.name.text: thing.state.status for thing in owned(ctx, "bo")}
    assert [things["Ads"], things["Mail"]] == list(states.values())


def test_a_goal_has_one_status() -> None:
    ctx = context(PLAN)
    results = ctx.results.goals.goals
    goals = one_page(ctx).goals
    assert goals is not None
    shown = {row.cells[0].text: row.cells[-1] for row in goals.rows}
    things = {(thing.kind, thing.name.text): thing.state for thing in owned(ctx, "bo")}
    for id_, name in (("more", "More orders"), ("rated", "Well rated")):
        assert shown[name].status == results[id_].status == things["Goal", name].status
        assert shown[name].text == things["Goal", name].text
    assert things["KPI", "Rating"].text == "Not judged"
