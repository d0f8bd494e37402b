"""The budget bar, the budget by campaign and period, every line, and how money adds up over time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from omp_plugin.compute.results import BudgetResults
from omp_plugin.model.dates import Period, parse_period
from omp_plugin.render.components.budget import budget_bar, budget_table
from omp_plugin.render.context import PlanContext
from omp_plugin.render.spend import columns, course, within
from tests.render.plans import Document, context, html

PLAN = """
actuals_through: 2026-03-31
rates: {EUR: {rate: 1.08, on: 2026-01-02}}
campaigns:
  ads: {title: Ads, owner: bo}
  post: {title: Post, owner: ana}
budget:
  total: 5800
  reserve: 500
  reserve_drawn: 100
  lines:
    clicks:
      title: Clicks
      campaign: ads
      category: Media
      planned: {2026-Q1: 1000, 2026-Q2: 1200}
      actual: {2026-01: 600, 2026-02: 500}
      committed: {2026-Q2: 300}
      cap: 2000
    shared: {title: Shared, split: {ads: 25%, post: 75%}, planned: {2026-Q2: 2000}, forecast: {2026-Q2: 2400}}
    tool: {title: Tool, planned: {2026-Q3: EUR 1000}}
    loose: {title: Loose, planned: TBD}
"""


@pytest.fixture(scope="module")
def ctx() -> PlanContext:
    """Two campaigns that share a line, a line without a campaign, one in another currency, a reserve."""
    return context(PLAN)


def budget_of(ctx: PlanContext) -> BudgetResults:
    """The computed budget."""
    assert ctx.results.budget is not None
    return ctx.results.budget


def test_the_bar_shows_spent_committed_and_open(ctx: PlanContext) -> None:
    view = budget_bar(ctx)
    assert view is not None
    assert [(each.kind, each.amount, each.share) for each in view.keys] == [
        ("spent", "$1,100", "19% of plan"),
        ("committed", "$300", "5% of plan"),
        ("open", "$4,780", "82% of plan"),
    ]
    assert (view.total.amount, view.total.share) == ("$6,180", "+$380 (+6.6%)")
    assert view.plan.label == "Plan $5,800"
    assert [part.kind for part in view.segments] == ["spent", "committed", "open"]


def test_the_bar_of_a_campaign(ctx: PlanContext) -> None:
    view = budget_bar(ctx, campaign="ads")
    assert view is not None
    assert (view.total.amount, view.plan.label, view.alert) == ("$2,900", "Plan $2,700", "")
    assert budget_bar(ctx, campaign="nothing") is None


def test_parts_that_are_not_the_total_are_said(ctx: PlanContext) -> None:
    view = budget_bar(ctx)
    assert view is not None
    assert view.alert == "$20 not assigned: lines and reserve add up to $5,780, the plan's total is $5,800."
    assert "omp-s-at-risk" in html(ctx, "budget_bar")


def test_nothing_spent_is_said() -> None:
    view = budget_bar(context("budget: {lines: {a: {title: A, planned: 20000}}}\n"))
    assert view is not None
    assert view.note == "No spend or commitments recorded yet. Forecast equals plan."
    assert [(part.kind, part.width) for part in view.segments] == [("open", "100%")]


def test_a_budget_of_nothing_divides_by_nothing() -> None:
    empty = context("budget: {lines: {a: {title: A}}}\n")
    assert "$0" in html(empty, "budget_bar")
    table = budget_table(empty)
    assert table is not None
    assert table.chart is None


def test_rows_by_campaign_and_period(ctx: PlanContext) -> None:
    view = budget_table(ctx)
    assert view is not None
    grid = view.grid
    assert [(head.label, head.is_closed) for head in grid.heads] == [
        ("Q1 2026", True), ("Q2 2026", False), ("Q3 2026", False),
    ]  # fmt: skip
    rows = {row.label: row for row in grid.rows}
    assert list(rows) == ["Ads", "Post", "Without a campaign", "Contingency reserve"]
    assert rows["Ads"].periods == ("$1,000", "$1,100", "$1,700", "")
    assert rows["Ads"].totals == ("$2,700", "$1,100", "$300", "$2,900")
    assert (rows["Ads"].over, rows["Ads"].percent, rows["Ads"].status) == ("+$200", "+7.4%", "at-risk")
    assert (rows["Post"].over, rows["Post"].percent, rows["Post"].status) == ("+$300", "+20.0%", "off-track")
    assert rows["Without a campaign"].periods == ("", "", "", "$1,080")
    assert (rows["Contingency reserve"].over, rows["Contingency reserve"].word) == ("−$100", "Drawn down")
    assert grid.total.totals == ("$5,780", "$1,100", "$300", "$6,180")


def test_what_is_in_no_period_has_a_column_of_its_own() -> None:
    lines = "{a: {planned: {2026-Q1: 10, 2026-Q2: 20}}, b: {planned: 7}}"
    view = budget_table(context(f"budget: {{lines: {lines}}}\n"))
    assert view is not None
    assert view.grid.has_rest
    assert view.grid.total.periods == ("$10", "$10", "$20", "$7") or view.grid.total.periods[-1] == "$7"


def test_cents_are_in_all_amounts_or_in_none() -> None:
    view = budget_table(context("budget: {lines: {a: {planned: 10.5}, b: {planned: 20}}}\n"))
    assert view is not None
    assert view.grid.total.totals[0] == "$30.50"
    assert view.lines is not None
    assert [row.cells[3].text for row in view.lines.rows] == ["$10.50", "$20.00"]


def test_every_line_stands_under_the_first_campaign_that_it_pays_for(ctx: PlanContext) -> None:
    view = budget_table(ctx)
    assert view is not None
    assert view.lines is not None
    assert {group.title: [row.anchor for row in group.rows] for group in view.lines.groups} == {
        "Ads": ["line-clicks", "line-shared"],
        "Without a campaign": ["line-tool", "line-loose"],
    }
    notes = {row.anchor: row.cells[8] for row in view.lines.rows}
    assert notes["line-clicks"].text == "Over cap, cap $2,000"
    assert [part.text for part in notes["line-shared"].parts] == ["Ads 25%", "Post 75%"]
    loose = next(row for row in view.lines.rows if row.anchor == "line-loose")
    assert loose.cells[3].kind == "open"


def test_other_currencies_are_told_with_their_rate(ctx: PlanContext) -> None:
    view = budget_table(ctx)
    assert view is not None
    assert view.notes == (
        "Tool is planned at €1,000, which is $1,080 at the plan rate of 1.08, fixed Jan 2, 2026.",
    )


def test_money_adds_up_to_its_ends(ctx: PlanContext) -> None:
    budget, whole = budget_of(ctx), ctx.plan.period
    assert whole is not None
    found = course(budget, whole, date(2026, 3, 31))
    assert found.planned[0][1] == 0
    assert found.planned[-1] == (date(2026, 12, 31), Fraction(5780))
    assert found.spent[0][1] == 0
    assert found.spent[-1] == found.forecast[0] == (date(2026, 3, 31), Fraction(1100))
    assert found.forecast[-1] == (date(2026, 12, 31), Fraction(budget.forecast))
    for line in (found.planned, found.spent, found.forecast):
        assert [day for day, _ in line] == sorted({day for day, _ in line})


@pytest.mark.parametrize("through", [date(2025, 1, 1), date(2025, 12, 31), date(2026, 12, 31), date(2030, 1, 1)])
def test_money_adds_up_whenever_the_actuals_end(ctx: PlanContext, through: date) -> None:
    budget, whole = budget_of(ctx), ctx.plan.period
    assert whole is not None
    found = course(budget, whole, through)
    assert found.spent[-1][1] == Fraction(budget.sums.actual)
    assert found.planned[-1][1] == Fraction(budget.reserve + budget.sums.planned)
    assert found.forecast[-1][1] in (Fraction(budget.forecast), Fraction(budget.sums.actual))


def test_columns_are_the_periods_of_the_plan_or_coarser(ctx: PlanContext) -> None:
    budget, whole = budget_of(ctx), parse_period("2026")
    assert [period.text for period in columns(budget, whole)] == ["2026-Q1", "2026-Q2", "2026-Q3"]
    months = {Period(date(2026, n, 1), date(2026, n, 28), f"2026-{n:02}", "month"): budget.sums for n in range(1, 13)}
    by_month = replace(budget, by_period=months)
    assert [period.grain for period in columns(by_month, whole)] == ["quarter"] * 4
    assert columns(replace(budget, by_period={whole: budget.sums}), whole) == ()
    assert within(months, columns(by_month, whole)[0]).planned == budget.sums.planned * 3


def test_the_chart_has_its_figures_in_a_table(ctx: PlanContext) -> None:
    view = budget_table(ctx)
    assert view is not None
    assert view.chart is not None
    assert [(row.period, row.planned, row.spent, row.forecast) for row in view.chart.rows] == [
        ("Q1 2026", "$1,123", "$1,100", ""),
        ("Q2 2026", "$4,448", "", "$4,832"),
        ("Q3 2026", "$5,654", "", "$6,046"),
    ]
    assert "$1,100 spent by Mar 31, 2026; $6,180 expected at finish" in view.chart.finding


@pytest.mark.parametrize("name", ["budget_bar", "budget_table"])
def test_what_is_written_is_safe_and_whole(ctx: PlanContext, name: str) -> None:
    text = html(ctx, name)
    document = Document(text)
    assert document.unsafe == []
    assert len(document.ids) == len(set(document.ids))
    assert "\n\n" not in text
    tables = [attributes for tag, attributes in document.elements if tag == "table"]
    captions = [tag for tag, _ in document.elements if tag == "caption"]
    assert len(tables) == len(captions)
    assert all(attributes.get("class") for attributes in tables)
    heads = [attributes for tag, attributes in document.elements if tag == "th"]
    assert all(attributes.get("scope") for attributes in heads)
    labelled = [attributes for tag, attributes in document.elements if attributes.get("role") == "img"]
    assert all(attributes.get("aria-label") or attributes.get("aria-labelledby") for attributes in labelled)


def test_two_bars_on_a_page_share_no_ids(ctx: PlanContext) -> None:
    ids = Document(html(ctx, "budget_bar") + html(ctx, "budget_bar", campaign="ads") + html(ctx, "budget_table")).ids
    assert len(ids) == len(set(ids))


def test_amounts_are_exact(ctx: PlanContext) -> None:
    assert budget_of(ctx).sums.planned == Decimal("5280")
