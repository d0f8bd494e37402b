"""The plan on one sheet: what is on it, what is counted only, and that it is whole and safe."""

from __future__ import annotations

import pytest

from omp_plugin.render.components.one_page import CAMPAIGNS, GOALS, RISKS, one_page
from tests.render.plans import Document, context, html

PLAN = """
health: {note: "All well."}
objectives: {grow: {title: Grow}, stay: {title: Stay}}
goals:
  loyal: {title: Loyal, objective: stay, kpi: rate, due: 2026-12-31}
  more: {title: More orders, objective: grow, kpi: orders, due: 2026-12-31}
  free: {title: Free}
kpis:
  orders: {title: Orders, unit: orders, baseline: 50, target: 100, owner: bo, actual: {2026-05: 40}}
  rate: {title: Rate, unit: "%", target: TBD, owner: ana}
campaigns:
  ads: {title: Ads, owner: bo, goals: [more], start: 2026-03-01, finish: 2026-06-30, delivers: {orders: 90}}
  post: {title: Post, owner: ana, goals: [more], status: cancelled}
tasks:
  live: {title: Live, campaign: ads, milestone: yes, date: 2026-06-19, owner: ana}
risks:
  rain: {title: Rain, likelihood: 4, impact: 4, owner: bo, response: Tents}
  snow: {title: Snow, likelihood: 2, impact: 4, owner: bo}
  hail: {title: Hail, likelihood: 1, impact: 4, owner: bo, status: closed}
budget:
  total: 1000
  lines: {clicks: {title: Clicks, campaign: ads, planned: 900}}
"""


def test_goals_stand_under_their_objective_with_their_target() -> None:
    goals = one_page(context(PLAN)).goals
    assert goals is not None
    assert [(group.title, [row.cells[0].text for row in group.rows]) for group in goals.groups] == [
        ("Grow", ["More orders"]),
        ("Stay", ["Loyal"]),
        ("", ["Free"]),
    ]
    more, loyal = goals.groups[0].rows[0].cells, goals.groups[1].rows[0].cells
    assert [cell.text for cell in more[1:6]] == ["Orders", "40", "100", "Dec 31, 2026", "90%"]
    assert loyal[3].kind == "open"


def test_campaigns_have_figure_money_and_dates() -> None:
    campaigns = one_page(context(PLAN)).campaigns
    assert campaigns is not None
    assert [column.label for column in campaigns.columns] == [
        "Campaign", "Manager", "Brings", "Budget", "Forecast", "From", "To", "Status",
    ]  # fmt: skip
    ads, post = campaigns.rows
    assert (ads.cells[0].tag, ads.cells[0].text) == ("1", "Ads")
    assert [cell.text for cell in ads.cells[2:7]] == ["90", "$900", "$900", "Mar 1", "Jun 30"]
    assert post.cells[0].is_struck
    assert campaigns.note == "Each brings its part of: Orders."


def test_open_risks_and_the_next_milestones_are_on_it() -> None:
    made = one_page(context(PLAN))
    assert made.risks is not None
    assert [risk.title for risk in made.risks.risks] == ["Rain", "Snow"]
    assert made.milestones is not None
    assert [each.title for each in made.milestones.ahead] == ["Live"]
    assert made.budget is not None


def test_what_the_sheet_has_no_room_for_is_counted() -> None:
    goals = "".join(f"  g{n}: {{title: Goal {n}}}\n" for n in range(GOALS + 2))
    campaigns = "".join(f"  c{n}: {{title: Campaign {n}}}\n" for n in range(CAMPAIGNS + 1))
    risks = "".join(f"  r{n}: {{title: Risk {n}, likelihood: 3, impact: 3}}\n" for n in range(RISKS + 1))
    made = one_page(context(f"goals:\n{goals}campaigns:\n{campaigns}risks:\n{risks}"))
    assert made.goals is not None
    assert len(made.goals.rows) == GOALS
    assert made.goals.note == "2 more goals on the pages of the plan."
    assert made.campaigns is not None
    assert len(made.campaigns.rows) == CAMPAIGNS
    assert made.campaigns.note == "1 more campaign on the pages of the plan."
    assert made.risks is not None
    assert len(made.risks.risks) == RISKS


def test_a_plan_that_says_little_has_little_on_it() -> None:
    made = one_page(context(""))
    assert (made.goals, made.campaigns, made.budget, made.milestones, made.risks) == (None,) * 5
    document = Document(html(context(""), "one_page"))
    assert document.wrong == []


@pytest.mark.parametrize("text", [PLAN, PLAN.replace("More orders", "<img src=x onerror=y>")])
def test_it_is_whole_and_safe(text: str) -> None:
    document = Document(html(context(text), "one_page"))
    assert (document.wrong, document.open, document.unsafe) == ([], [], [])
    assert len(document.ids) == len(set(document.ids))
    assert [tag for tag, _ in document.elements if tag == "h1"] == []
