"""The head of a page, the plan's health, its summary, its campaigns, and what is still open."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from omp_plugin.pages.expressions import Expression, parse
from omp_plugin.problems import Position, Problem
from omp_plugin.render.components.campaigns import campaign_brief, campaign_table
from omp_plugin.render.components.facets import covered_goal, facets
from omp_plugin.render.components.overview import health, open_values, summary, title_block
from omp_plugin.render.components.risks import TopRisks, risk_table
from omp_plugin.render.components.tasks import milestones
from omp_plugin.render.components.titles import HEADINGS, TitleView
from omp_plugin.render.context import PlanContext
from omp_plugin.render.tables import OPEN
from omp_plugin.render.values import VALUES, value_answer
from tests.render.plans import Document, context, html

PLAN = """
organisation: Corner Shop
type: launch
level: operational
status: active
version: v1.1
sponsor: bo
approved: {by: bo, on: 2026-01-05}
actuals_through: 2026-05-31
summary: "The shop **opens** in June."
health: {status: on-track, note: "All *well* so far.", by: ana, on: 2026-06-10}
objectives: {grow: {title: Grow, outcome: revenue}}
goals:
  more: {title: More orders, objective: grow, kpi: orders, owner: ana, due: 2026-12-31}
kpis:
  orders: {title: Orders, unit: orders, baseline: 50, target: 100, owner: bo, actual: {2026-05: 40}}
  rate: {title: Rate, unit: "%", target: TBD, owner: ana}
market: {segments: {locals: {title: Locals}}}
campaigns:
  ads:
    title: Ads
    owner: bo
    goals: [more]
    audience: [locals]
    message: Round the corner
    channels: [Search, Mail]
    delivers: {orders: 90}
    brief: "## Aim\\n\\nBe found."
    tactics: {clicks: {title: Clicks, kind: search, flights: [2026-Q2], budget: 300..500, delivers: {orders: 90}}}
  post: {title: Post, owner: ana, goals: [more], status: cancelled, offer: TBD}
tasks:
  pages: {title: Pages, campaign: ads, owner: ana, start: 2026-05-04, finish: 2026-06-12, done: 80%}
  live: {title: Pages live, campaign: ads, milestone: yes, date: 2026-06-19}
budget:
  total: 1000
  reserve: 100
  lines: {clicks: {title: Clicks, campaign: ads, planned: {2026-Q1: 500, 2026-Q3: 400}, actual: {2026-Q1: 450}}}
"""
HERE = Position("page.md", 1, 1)


@pytest.fixture(scope="module")
def ctx() -> PlanContext:
    """A small shop's launch."""
    return context(PLAN)


def head(ctx: PlanContext, **arguments: str) -> TitleView:
    """The head of a page."""
    found = title_block(ctx, **arguments)
    assert found is not None
    return found


def facts(view: TitleView) -> dict[str, str]:
    """The facts of a head by label."""
    return {fact.label: fact.cell.text or fact.cell.person or fact.cell.parts[0].text for fact in view.facts}


def test_the_head_of_a_plan(ctx: PlanContext) -> None:
    view = head(ctx)
    assert (view.eyebrow, view.heading) == ("Corner Shop · Operational launch plan", "Spring launch")
    assert view.pill is not None
    assert view.pill.status == "active"
    assert facts(view) == {
        "Period": "Jan 1, 2026 – Dec 31, 2026",
        "Plan owner": "ana",
        "Executive sponsor": "bo",
        "Version": "What changed",
        "Approved": "Jan 5, 2026",
        "Actuals through": "May 31, 2026",
        "As of": "Jun 15, 2026",
    }
    assert view.draft == ""


def test_every_page_has_a_heading_of_its_own(ctx: PlanContext) -> None:
    for page, heading in HEADINGS.items():
        document = Document(html(ctx, "title_block", page=page))
        assert document.wrong == []
        assert sum(tag == "h1" for tag, _ in document.elements) == 1
        assert heading in document.words
    assert facts(head(ctx, page="budget"))["Tolerance"] == "+3% on track, +10% at risk"
    assert facts(head(ctx, page="kpis"))["Judged"] == "1 of 2 KPIs"
    assert "Next review" not in facts(head(ctx, page="kpis"))
    assert facts(head(ctx, page="goals"))["Business objective"] == "Grow"


@pytest.mark.parametrize("level,tag", [(1, "h1"), (2, "h2"), (6, "h6"), (0, "h1"), (9, "h6")])
def test_a_head_within_a_page_has_a_heading_of_a_lower_level(ctx: PlanContext, level: int, tag: str) -> None:
    document = Document(html(ctx, "title_block", level=level))
    assert document.wrong == []
    assert [each for each, _ in document.elements if each in ("h1", "h2", "h3", "h4", "h5", "h6")] == [tag]


def test_the_head_of_a_campaign(ctx: PlanContext) -> None:
    view = head(ctx, campaign="ads")
    assert (view.eyebrow, view.heading) == ("Spring launch · v1.1 · Campaign 1 of 2", "Ads")
    assert facts(view)["Budget"] == "$900"
    assert view.pill is not None
    assert view.pill.status == "at-risk"
    post = head(ctx, campaign="post").pill
    assert post is not None
    assert post.status == "cancelled"
    assert title_block(ctx, campaign="nothing") is None


def test_a_draft_says_so_on_every_page() -> None:
    for page in ("index", "budget"):
        text = html(context("version: v0.2\n"), "title_block", page=page)
        assert "omp-draft" in text
        assert "Draft v0.2, not approved" in Document(text).text


def test_the_head_of_the_kpis_says_when_they_are_reviewed_next() -> None:
    reviews = """
reviews:
  money: {title: Money, cadence: weekly, day: mon}
  late: {title: Quarter, cadence: monthly, day: 30, kpis: [one]}
  soon: {title: Month, cadence: monthly, day: 4, kpis: [one]}
"""
    ctx = context("as_of: 2026-06-15\nkpis: {one: {title: One, unit: leads}}" + reviews)
    assert facts(head(ctx, page="kpis"))["Next review"] == "Jun 30, 2026"


@pytest.mark.parametrize("state,word", [("draft", "Draft"), ("in-review", "In review")])
def test_a_draft_does_not_look_judged(state: str, word: str) -> None:
    ctx = context(f"status: {state}\n" + PLAN.replace('status: on-track, note: "All *well* so far.", by: ana, ', ""))
    view = health(ctx)
    assert view.status == state
    assert view.computed == ctx.results.health.status
    document = Document(html(ctx, "health"))
    assert f"Plan health {word}" in document.text
    assert "is not judged" in document.text
    assert f"omp-health-main omp-s-{state}" in html(ctx, "health")
    assert "As written: " in document.text


def test_the_computed_health_stands_beside_the_owners(ctx: PlanContext) -> None:
    view = health(ctx)
    assert view.status == "off-track"
    assert view.said is not None
    assert (view.said.status, view.said.by, view.said.on) == ("on-track", "Ana Lee", "Jun 10, 2026")
    assert view.sentence == "All <em>well</em> so far."
    text = Document(html(ctx, "health")).text
    assert "Off track" in text
    assert "Ana Lee says On track" in text


def test_the_facets(ctx: PlanContext) -> None:
    assert [(each.title, each.status, each.fact, each.reason) for each in facets(ctx)] == [
        ("Goals", "at-risk", "90% of target covered", "1 campaign plans 90 of 100; 1 goal behind by its KPI"),
        ("KPIs", "off-track", "0 on track of 1 judged", "1 off track, 1 not judged"),
        ("Schedule", "at-risk", "Pages 3 d late", "0 of 1 task done. 195 days of slack; ends Jun 19, 2026"),
        ("Budget", "on-track", "$50 under (−5.0%)", "Inside the 3% tolerance"),
    ]


def test_a_plan_that_says_nothing_is_not_judged() -> None:
    empty = context("status: active")
    assert [each.status for each in facets(empty)] == ["unknown", "not-measured", "unknown", "unknown"]
    assert covered_goal(empty) is None
    view = health(empty)
    assert (view.status, view.said, str(view.sentence)) == ("unknown", None, "Nothing is measured yet.")
    assert summary(empty) is None
    assert open_values(empty) is None
    assert campaign_table(empty) is None


def test_the_summary_is_the_authors(ctx: PlanContext) -> None:
    assert "<strong>opens</strong>" in html(ctx, "summary")


def test_open_values_name_field_owner_and_place(ctx: PlanContext) -> None:
    view = open_values(ctx)
    assert view is not None
    rows = [(row.cells[0].text, row.cells[1].parts[0].text, row.cells[2].person) for row in view.rows]
    assert rows == [("Target", "Rate", "ana"), ("Offer", "Post", "ana")]
    assert all(row.cells[4].text.startswith("plans/spring/plan.yml:") for row in view.rows)


def test_campaigns_with_their_part_of_the_target(ctx: PlanContext) -> None:
    view = campaign_table(ctx)
    assert view is not None
    assert [column.label for column in view.columns] == [
        "Campaign", "Status", "Manager", "Contribution", "Share of target", "Budget", "Forecast", "Work done", "Next",
    ]  # fmt: skip
    ads, post = view.rows
    assert ads.anchor == "campaign-ads"
    assert [cell.text for cell in ads.cells[3:8]] == ["90", "90%", "$900", "$850", "80%"]
    assert (ads.cells[8].text, ads.cells[8].sub) == ("Pages", "Jun 12")
    assert post.cells[0].is_struck
    assert post.cells[1].status == "cancelled"
    assert [cell.text for cell in view.foot[3:7]] == ["90", "90%", "$900", "$850"]


def test_a_brief(ctx: PlanContext) -> None:
    view = campaign_brief(ctx, "ads")
    assert view is not None
    assert {each.label: each.cell.text or each.cell.parts[0].text for each in view.entries} == {
        "Goal": "More orders",
        "Audience": "Locals",
        "Message": "Round the corner",
        "Channels": "Search, Mail",
        "Delivers": "Orders: 90",
    }
    assert view.text == "<h3>Aim</h3>\n<p>Be found.</p>\n"
    assert view.tactics is not None
    assert view.tactics.rows[0].cells[0].sub.endswith("Orders 90")
    assert view.tactics.rows[0].cells[2].text == "$300–$500"
    post = campaign_brief(ctx, "post")
    assert post is not None
    assert [each.cell for each in post.entries if each.label == "Offer"] == [OPEN]
    assert campaign_brief(ctx, "nothing") is None


@pytest.mark.parametrize("name", ["title_block", "health", "summary", "campaign_table", "open_values"])
def test_what_is_written_is_safe_and_whole(ctx: PlanContext, name: str) -> None:
    document = Document(html(ctx, name))
    assert document.wrong == []
    assert document.unsafe == []
    assert len(document.ids) == len(set(document.ids))
    assert "\n\n" not in html(ctx, name)


HOSTILE = '"><script>alert(1)</script><img src=x onerror=y>{{7*7}}{% if x %}'
WRITTEN = ("Corner Shop", "v1.1", "More orders", "Locals", "Round the corner", "Search", "Pages", "Bo Ray", "Grow")
"""Texts of the plan in fields of all kinds."""


def everywhere(text: str) -> PlanContext:
    """The plan with one text in place of many."""
    plan = PLAN
    for word in WRITTEN:
        plan = re.sub(rf"(?<=[:,\[] ){re.escape(word)}(?=[,\]}}\n])", lambda _: json.dumps(text), plan)
    return context(plan)


@pytest.mark.parametrize("name", ["title_block", "health", "summary", "campaign_table", "campaign_brief"])
def test_authors_cannot_write_elements(name: str) -> None:
    arguments = {"campaign": "ads"} if name == "campaign_brief" else {}
    plain, evil = (Document(html(everywhere(text), name, **arguments)) for text in ("x", HOSTILE))
    assert [tag for tag, _ in plain.elements] == [tag for tag, _ in evil.elements]
    assert evil.unsafe == []


def test_hostile_text_is_shown_as_it_is() -> None:
    assert HOSTILE in Document(html(everywhere(HOSTILE), "campaign_brief", campaign="ads")).words


def ask(ctx: PlanContext, text: str) -> object:
    """What an expression is answered with."""
    expression = parse(text, HERE, VALUES)
    assert isinstance(expression, Expression)
    return value_answer(ctx, expression)


@pytest.mark.parametrize(
    "text,answer",
    [
        ('kpi("orders").actual', "40"),
        ('kpi("orders").target', "100"),
        ('kpi("orders").status', "off track"),
        ('kpi("orders").period', "May 2026"),
        ('kpi("orders")', "Orders"),
        ('kpi("rate").target', "TBD"),
        ('kpi("rate").actual', "—"),
        ('goal("more").coverage', "90%"),
        ('goal(id="more").owner', "Ana Lee"),
        ('campaign("ads").forecast', "$850"),
        ('campaign("post").actual', "—"),
        ('task("pages").finish', "Jun 12, 2026"),
        ('task("pages").status', "overdue"),
        ("plan.title", "Spring launch"),
        ("plan.health", "off track"),
        ("plan.health.budget", "on track"),
        ("budget.total", "$1,000"),
        ("budget.variance", "−$50"),
        ("budget.variance_percent", "−5.0%"),
    ],
)
def test_values_in_sentences(ctx: PlanContext, text: str, answer: str) -> None:
    assert ask(ctx, text) == answer


@pytest.mark.parametrize(
    "text,code,says",
    [
        ('kpi("order").actual', "unknown-reference", 'there is no kpi "order"'),
        ('kpi("orders").actuals', "unknown-component", 'has no "actuals"'),
        ("kpi.actual", "unknown-component", "takes the id of one kpi"),
        ("kpi(3).actual", "unknown-component", "takes the id of one kpi"),
        ('kpi("orders", x=1).actual', "unknown-component", "takes the id of one kpi"),
        ('budget("x").total', "unknown-component", "takes no id"),
        ("plan[0]", "unknown-component", 'has no "0"'),
    ],
)
def test_what_cannot_be_asked(ctx: PlanContext, text: str, code: str, says: str) -> None:
    found = ask(ctx, text)
    assert isinstance(found, Problem)
    assert found.code == code
    assert says in found.message


def test_every_value_of_every_kind_can_be_written(ctx: PlanContext) -> None:
    ids = {"kpi": ("orders", "rate"), "goal": ("more",), "campaign": ("ads", "post"), "task": ("pages", "live")}
    for name, value in VALUES.items():
        for id_ in ids.get(name, ("",)):
            for text in value.texts(ctx, id_).values():
                assert text()


def test_a_plan_without_a_budget_has_no_amounts() -> None:
    empty = context("")
    assert [ask(empty, f"budget.{name}") for name in ("total", "forecast", "variance", "variance_percent")] == ["—"] * 4


def test_an_owner_who_says_only_when_is_named_with_the_day() -> None:
    view = health(context(PLAN.replace('status: on-track, note: "All *well* so far.", by: ana, ', "")))
    assert view.said is not None
    assert (view.said.status, view.said.by, view.said.on) == ("", "Ana Lee", "Jun 10, 2026")
    assert "see what is off track" in view.sentence


def test_a_brief_table_of_campaigns_heads_its_section(ctx: PlanContext) -> None:
    view = campaign_table(ctx, heading="Campaigns")
    assert view is not None
    assert "Work done" not in [column.label for column in view.columns]
    assert [row.cells[0].tag for row in view.rows] == ["1", "2"]
    assert all(len(row.cells) == len(view.columns) == len(view.foot) for row in view.rows)
    document = Document(html(ctx, "campaign_table", heading="Campaigns"))
    assert [tag for tag, _ in document.elements].count("h2") == 1


@pytest.mark.parametrize("name", ["kpi_cards", "budget_bar", "coverage", "milestones"])
def test_a_component_can_have_the_heading_of_its_section(ctx: PlanContext, name: str) -> None:
    plain, headed = html(ctx, name), html(ctx, name, heading="Aims & <means>")
    assert "<h2" not in plain
    document = Document(headed)
    assert document.wrong == []
    assert [tag for tag, _ in document.elements].count("h2") == 1
    assert "Aims & <means>" in document.text


def test_the_next_milestones_are_those_of_the_work() -> None:
    ctx = context(PLAN.replace("owner: ana, due: 2026-12-31}", "owner: ana, milestones: {2026-06: 60}}"))
    found = milestones(ctx, limit=1, heading="Next")
    assert found is not None
    assert [each.title for each in found.ahead] == ["Pages live"]
    every = milestones(ctx)
    assert every is not None
    assert [each.title for each in every.ahead] == ["Pages live", "Orders: 60"]


def test_a_milestone_that_moved_says_from_where(ctx: PlanContext) -> None:
    moved = replace(ctx, earlier={"live": (date(2026, 6, 10), date(2026, 6, 10))}, earlier_name="v1.0")
    found = milestones(moved, limit=1)
    assert found is not None
    assert found.ahead[0].was == "was Jun 10 in v1.0 (+9 d)"
    assert "was Jun 10 in v1.0 (+9 d) · owner TBD" in Document(html(moved, "milestones", heading="Next")).text


def test_the_worst_open_risks_in_a_few_words() -> None:
    risks = """
risks:
  late: {title: Late, likelihood: 2, impact: 4, owner: bo, response: Push}
  list: {title: Small list, likelihood: 4, impact: 4, owner: TBD}
  old: {title: Old, likelihood: 5, impact: 5, status: closed}
"""
    view = risk_table(context(risks), 1, "Top risks")
    assert isinstance(view, TopRisks)
    assert [(each.title, each.score.text, each.is_owner_open) for each in view.risks] == [("Small list", "High 16", True)]
    assert view.total == "All 3 risks"
    closed = risk_table(context("risks: {old: {title: Old, status: closed}}\n"), 3, "Top risks")
    assert isinstance(closed, TopRisks)
    assert (closed.risks, closed.none) == ((), "No open risks as of Jun 15, 2026.")
    assert risk_table(context(""), 3, "Top risks") is None
