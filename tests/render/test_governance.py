"""Risks, decisions, reviews, checks, scenarios, versions, and where the numbers come from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from omp_plugin.compute.trace import Figure
from omp_plugin.compute.traces import traces
from omp_plugin.render.components import BY_NAME
from omp_plugin.render.components.governance import learning_log, next_steps, presence_table, review_list, tools_table
from omp_plugin.render.components.proofs import figure_text, sources
from omp_plugin.render.components.risks import assumption_table, decision_list, risk_table
from omp_plugin.render.components.versions import scenario_table
from omp_plugin.render.context import PlanContext
from omp_plugin.render.scenario_words import changed
from omp_plugin.render.tables import NONE, OPEN, TableView
from tests.render.plans import HEAD, Document, context, html

PLAN = """
version: v1.1
approved: {by: ana, on: 2026-01-05}
baseline: v1.0
objectives: {grow: {title: Grow, outcome: revenue}}
goals: {more: {title: More orders, objective: grow, kpi: orders, owner: ana}}
kpis: {orders: {title: Orders, unit: orders, baseline: 50, target: 100, actual: {2026-05: 70}}}
actuals_through: 2026-05-31
campaigns: {ads: {title: Ads, owner: bo, goals: [more], budget: 900, delivers: {orders: 90}}}
tasks:
  pages: {title: Pages, campaign: ads, owner: ana, start: 2026-03-02, duration: 5d, done: 100%}
  launch: {title: Launch, campaign: ads, owner: bo, after: [pages], duration: 3d}
budget:
  total: 1000
  reserve: 100
  lines: {clicks: {title: Clicks, campaign: ads, planned: {2026-Q1: 500, 2026-Q3: 400}, actual: {2026-Q1: 450}}}
risks:
  late: {title: Late, likelihood: 2, impact: 4, owner: bo, response: Push, due: 2026-08, status: open,
    links: [launch, nobody]}
  list: {title: Small list, likelihood: 4, impact: 4, owner: TBD}
  old: {title: Old, likelihood: 5, impact: 5, status: closed}
  new: {title: New, likelihood: TBD}
assumptions:
  ship: {title: We can ship, owner: ana, review_by: 2026-05-31, status: open}
  stay: {title: They stay, status: holds, evidence: "https://x.example/proof"}
constraints: {cash: {title: No more than 1000, kind: money}}
decisions:
  more: {title: Approve more, why: Bids are capped, owner: ana, due: 2026-06-01, status: needed}
  drop: {title: Drop mail, owner: bo, status: taken, taken_on: 2026-04-02}
next_steps: {b: {title: Then}, a: {title: First, due: 2026-06-20, owner: bo}}
reviews:
  plan:
    title: Plan review
    cadence: weekly
    day: mon
    owner: ana
    attendees: [bo]
    agenda: [Numbers, "So what?"]
    kpis: [orders]
    log: [{on: 2026-05-04, so_what: Fine}, {on: 2026-06-01, so_what: Slow, actions: [Push]}]
presence: {nurture: {question: Are leads nurtured?, answer: no, owner: bo}, other: {question: Else?}}
tools: {mail: {title: Mailer, cost: EUR 100, guide: "https://x.example/guide"}}
rates: {EUR: {rate: 1.1, on: 2026-01-01}}
learning: {a: {assumption: Old thought, on: 2026-01-01}, b: {assumption: New thought, on: 2026-05-01}}
scenarios: {less: {title: Less, note: What if?, changes: {"campaigns.ads.delivers.orders": 60}}}
"""


@pytest.fixture(scope="module")
def ctx() -> PlanContext:
    """A plan with one of everything."""
    return context(PLAN)


def rows(made: TableView | None) -> dict[str, list[str]]:
    """The cells of each row in words, by its anchor."""
    assert made is not None
    return {
        row.anchor: [cell.text or cell.person or cell.status or cell.kind for cell in row.cells] for row in made.rows
    }


def test_risks_worst_first(ctx: PlanContext) -> None:
    found = rows(risk_table(ctx))
    assert list(found) == ["risk-list", "risk-late", "risk-new", "risk-old"]
    assert found["risk-late"][:8] == ["Late", "Medium 8", "2", "4", "bo", "Push", "Aug 2026", "Open"]
    assert found["risk-list"][1] == "High 16"
    assert found["risk-old"][1] == "Closed, was 25"


def test_a_risk_knows_what_is_missing_and_what_it_threatens(ctx: PlanContext) -> None:
    made = risk_table(ctx)
    assert made is not None
    by_anchor = {row.anchor: row.cells for row in made.rows}
    assert by_anchor["risk-list"][4] == OPEN
    assert by_anchor["risk-new"][1:4] == (OPEN, OPEN, NONE)
    parts = [(part.text, part.href) for part in by_anchor["risk-late"][8].parts]
    assert parts == [("Launch", "../timeline/#task-launch"), ("nobody", None)]


def test_a_decision_needed_comes_first(ctx: PlanContext) -> None:
    made = decision_list(ctx)
    assert made is not None
    (card,) = made.needed
    assert (card.id, card.distance, card.is_late) == ("more", "14 days ago", True)
    assert rows(made.taken)["decision-drop"] == ["Drop mail", "Taken", "none", "bo", "Apr 2, 2026"]
    assert Document(html(ctx, "decision_list")).ids == ["decision-more", "decision-drop"]


def test_assumptions_and_constraints(ctx: PlanContext) -> None:
    made = assumption_table(ctx)
    assert made is not None
    assert rows(made.assumptions)["assumption-ship"][1] == "Review overdue"
    assert rows(made.assumptions)["assumption-stay"][1] == "Holds"
    assert rows(made.constraints) == {"constraint-cash": ["No more than 1000", "Money", "none"]}


def test_reviews_with_their_log(ctx: PlanContext) -> None:
    made = review_list(ctx)
    assert made is not None
    (review,) = made
    assert review.rhythm == "Every Monday"
    assert review.log is not None
    assert [row.cells[0].text for row in review.log.rows] == ["Jun 1, 2026", "May 4, 2026"]
    assert Document(html(ctx, "review_list")).ids == ["review-plan"]


def test_checks_lessons_steps_and_tools(ctx: PlanContext) -> None:
    assert rows(presence_table(ctx))["presence-nurture"][:2] == ["Are leads nurtured?", "No"]
    assert rows(presence_table(ctx))["presence-other"][1] == "none"
    assert list(rows(learning_log(ctx))) == ["learning-b", "learning-a"]
    assert list(rows(next_steps(ctx))) == ["step-a", "step-b"]
    assert rows(tools_table(ctx))["tool-mail"][-2:] == ["€100", "Guide"]
    assert 'data-label="Cost"' in (shown := html(ctx, "tools_table"))
    assert 'data-label="Guide"' not in shown, "the cell says it itself"


def test_a_scenario_beside_the_plan(ctx: PlanContext) -> None:
    made = scenario_table(ctx)
    assert made is not None
    coverage = next(row for row in made.table.rows if row.cells[0].text == "Coverage: More orders")
    assert [cell.text for cell in coverage.cells] == ["Coverage: More orders", "90%", "60%"]
    assert coverage.cells[2].sub == "−30 pt"
    money = next(row for row in made.table.rows if row.cells[0].text == "Forecast at finish")
    assert [cell.sub for cell in money.cells] == ["", "", ""]
    assert made.notes[0].changes == (("Ads", "delivers, Orders", "60"),)


def test_a_decision_and_what_hangs_on_it_are_two_sentences(ctx: PlanContext) -> None:
    text = Document(html(ctx, "decision_list")).text
    assert "Approve more. Bids are capped." in text


def test_what_a_scenario_changes_has_the_names_of_the_plan(ctx: PlanContext) -> None:
    said = {
        ("budget.lines.clicks.planned.2026-Q3", "1,250"): ("Clicks", "planned, Q3 2026", "$1,250"),
        ("campaigns.ads.budget", "1.2k"): ("Ads", "budget", "$1,200"),
        ("tasks.launch.duration", "4d"): ("Launch", "duration", "4 working days"),
        ("tasks.launch.deadline", "2026-04-30"): ("Launch", "deadline", "Apr 30, 2026"),
        ("kpis.orders.target", "120"): ("Orders", "target", "120"),
        ("budget.total", "900"): ("", "Plan total", "$900"),
        ("tasks.launch.duration", "long"): ("Launch", "duration", "long"),
    }
    assert {each: changed(ctx, *each) for each in said} == said
    text = Document(html(ctx, "scenario_table")).text
    assert "campaigns.ads" not in text


def test_a_first_version_says_so() -> None:
    assert "This is the first version." in Document(html(context(""), "changes")).text


def test_every_number_has_its_source(ctx: PlanContext) -> None:
    found = {trace.path: trace for trace in traces(ctx.plan, ctx.results)}
    coverage = found["goals.more.coverage"]
    assert coverage.figure.value == Fraction(9, 10)
    assert [(each.label, each.figure.value) for each in coverage.inputs] == [("planned", 90), ("target", 100)]
    contribution = found["goals.more.planned"].inputs[0]
    assert contribution.label == "Ads"
    assert contribution.at is not None
    assert contribution.at.path == "plans/spring/plan.yml"
    assert found["budget.forecast"].figure.value == Decimal(1000 - 50)
    assert found["budget.lines.clicks.planned"].figure.value == Decimal(900)
    assert found["tasks.launch.start"].figure.value == date(2026, 3, 9)
    assert found["kpis.orders.attainment"].inputs[0].figure.value == 70
    assert found["health.status"].figure.value == ctx.results.health.status


PLAN_LINES = PLAN.splitlines()


def test_places_are_those_of_the_author(ctx: PlanContext) -> None:
    found = {trace.path: trace for trace in traces(ctx.plan, ctx.results)}
    at = found["goals.more.planned"].inputs[0].at
    assert at is not None
    line = next(n for n, text in enumerate(PLAN_LINES) if "delivers: {orders: 90}" in text)
    assert at.line == len(HEAD.splitlines()) + line + 1
    assert at.column == PLAN_LINES[line].index("90}") + 1


def test_numbers_by_subject(ctx: PlanContext) -> None:
    made = sources(ctx)
    assert made is not None
    assert [section.id for section in made] == ["health", "goals", "kpis", "campaigns", "tasks", "budget"]
    values = {proof.path: proof.value for section in made for each in section.subjects for proof in each.proofs}
    assert values["goals.more.coverage"] == "90%"
    assert values["budget.forecast"] == "$950"
    assert values["health.schedule"] == "off track"
    document = Document(html(ctx, "sources"))
    assert set(values) <= set(document.ids)
    assert document.wrong == []
    named = {each.label for section in made for each in section.subjects}
    assert {"More orders", "Orders", "Ads", "Clicks"} <= named


def test_a_task_has_one_row_for_all_its_numbers(ctx: PlanContext) -> None:
    made = sources(ctx)
    assert made is not None
    (tasks,) = (section.tasks for section in made if section.id == "tasks")
    launch = next(each for each in tasks if each.path == "tasks.launch")
    assert launch.numbers == {"start": "Mar 9, 2026", "finish": "Mar 11, 2026", "slack_days": "0 days"}
    assert [(each.label, each.value) for each in launch.inputs] == [("pages finishes", "Mar 6, 2026")]
    assert launch.length is not None
    assert launch.length.value == "3 days"
    assert {f"tasks.{id_}" for id_ in ctx.plan.tasks} <= set(Document(html(ctx, "sources")).ids)


@pytest.mark.parametrize(
    "figure, text",
    [
        (Figure(None), ""),
        (Figure(date(2026, 3, 1)), "Mar 1, 2026"),
        (Figure("at-risk"), "at risk"),
        (Figure(Fraction(1, 3), "%"), "33.3%"),
        (Figure(Decimal("1200.50"), "EUR"), "€1,200.50"),
        (Figure(Fraction(70), "orders"), "70 orders"),
        (Figure(5, "days"), "5 days"),
        (Figure(1, "days"), "1 day"),
        (Figure("2-4"), "2-4"),
    ],
)
def test_values_in_words(ctx: PlanContext, figure: Figure, text: str) -> None:
    assert figure_text(ctx, figure) == text


GOVERNANCE = (
    "risk_table", "decision_list", "assumption_table", "review_list", "presence_table", "tools_table", "learning_log",
    "next_steps", "scenario_table", "changes", "sources",
)  # fmt: skip


@pytest.mark.parametrize("name", GOVERNANCE)
def test_html_is_whole_and_safe(name: str) -> None:
    text = PLAN.replace("title: Late", "title: <i onclick=x>Late</i>").replace("Old thought", "<script>1</script>")
    document = Document(html(context(text), name))
    assert document.wrong == []
    assert document.open == []
    assert document.unsafe == []
    assert len(document.ids) == len(set(document.ids))


@pytest.mark.parametrize("name", [name for name in GOVERNANCE if name not in ("changes", "sources")])
def test_nothing_written_nothing_shown(name: str) -> None:
    assert BY_NAME[name].view(context("")) is None
