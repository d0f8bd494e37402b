"""The budget bar, the budget by campaign and period, every line, and how money adds up over time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from omp_plugin.compute.compiled import Earlier
from omp_plugin.compute.results import BudgetResults
from omp_plugin.model.dates import Period, parse_period
from omp_plugin.render.charts import LETTER
from omp_plugin.render.components.budget import budget_table
from omp_plugin.render.components.budget_bar import BudgetBar, budget_bar
from omp_plugin.render.components.budget_charts import campaign_bars, spend_chart
from omp_plugin.render.components.budget_groups import group_table
from omp_plugin.render.components.budget_rows import budget_grid
from omp_plugin.render.context import PlanContext
from omp_plugin.render.shapes import text_width
from omp_plugin.render.spend import columns, course, within
from omp_plugin.render.tables import TableView
from omp_plugin.source.version import Version
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


def bar(ctx: PlanContext, campaign: str | None = None) -> BudgetBar:
    """The bar of a plan that has money."""
    view = budget_bar(ctx, campaign)
    assert isinstance(view, BudgetBar)
    return view


def cells(view: TableView, label: str) -> dict[str, str]:
    """The texts of a column by row."""
    place = [column.label for column in view.columns].index(label)
    return {row.anchor: row.cells[place].text for row in view.rows}


def test_the_bar_shows_spent_committed_and_open(ctx: PlanContext) -> None:
    view = bar(ctx)
    assert [(each.kind, each.amount, each.share) for each in view.keys] == [
        ("spent", "$1,100", "19% of plan"),
        ("committed", "$300", "5% of plan"),
        ("open", "$4,780", "82% of plan"),
    ]
    assert (view.total.amount, view.total.share) == ("$6,180", "+$380 (+6.6%)")
    assert view.plan is not None
    assert view.plan.label == "Plan $5,800"
    assert [part.kind for part in view.segments] == ["spent", "committed", "open"]


def test_the_bar_of_a_campaign(ctx: PlanContext) -> None:
    view = bar(ctx, campaign="ads")
    assert view.plan is not None
    assert (view.total.amount, view.plan.label, view.alert) == ("$2,900", "Plan $2,700", None)
    assert budget_bar(ctx, campaign="nothing") is None


def test_parts_that_are_not_the_total_are_said(ctx: PlanContext) -> None:
    view = bar(ctx)
    assert view.alert is not None
    assert view.alert.word == "$20 not assigned"
    assert view.alert.text == "Lines and reserve add up to $5,780; the plan’s total is $5,800."
    assert "omp-s-at-risk" in html(ctx, "budget_bar")
    assert "omp-s-at-risk" in html(ctx, "budget_table")


def test_what_is_not_assigned_is_drawn_apart() -> None:
    view = bar(context("budget: {total: 52000, lines: {a: {planned: 50500, actual: 15200}}}\n"))
    assert [(part.kind, part.x, part.width) for part in view.segments] == [
        ("spent", "0%", "29.2%"), ("open", "29.2%", "67.9%"), ("gap", "97.1%", "2.9%"),
    ]  # fmt: skip
    over = bar(context("budget: {total: 900, lines: {a: {planned: 1000, actual: 1}}}\n"))
    assert over.alert is not None
    assert over.alert.word == "$100 over the total"
    assert [part.kind for part in over.segments] == ["spent", "open"]


def test_nothing_spent_is_said() -> None:
    view = bar(context("budget: {lines: {a: {title: A, planned: 20000}}}\n"))
    assert view.note == "No spend or commitments recorded yet. Forecast equals plan."
    assert [(part.kind, part.width, part.text) for part in view.segments] == [("open", "100%", "$20,000 planned")]
    assert (view.plan, view.keys) == (None, ())
    other = bar(context("budget: {lines: {a: {title: A, planned: 20000, forecast: 30000}}}\n"))
    assert (other.note, len(other.keys)) == ("No spend or commitments recorded yet.", 3)


def test_a_plan_without_money_is_told_what_to_add() -> None:
    text = Document(html(context(""), "budget_bar")).text
    assert text == (
        "No budget in this plan. Add budget: to plan.yml , or set budget: none to hide this section."
    )
    assert budget_bar(context("budget: none\n")) is None
    assert budget_bar(context("campaigns: {a: {title: A}}\n"), campaign="a") is None


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
    assert cells(view.lines, "Plan") == {"line-a": "$10.50", "line-b": "$20.00"}


def test_every_line_stands_under_the_first_campaign_that_it_pays_for(ctx: PlanContext) -> None:
    view = budget_table(ctx)
    assert view is not None
    assert view.lines is not None
    assert {group.title: [row.anchor for row in group.rows] for group in view.lines.groups} == {
        "Ads": ["line-clicks", "line-shared"],
        "Without a campaign": ["line-tool", "line-loose"],
    }
    assert cells(view.lines, "Cap")["line-clicks"] == "Over its cap of $2,000"
    shared = next(row for row in view.lines.rows if row.anchor == "line-shared")
    assert [part.text for part in shared.cells[-1].parts] == ["Ads 25%", "Post 75%"]
    loose = next(row for row in view.lines.rows if row.anchor == "line-loose")
    assert [cell.kind for cell in loose.cells].count("open") == 1
    assert "Supplier" not in [column.label for column in view.lines.columns]  # no line has one


def test_lines_say_what_their_amounts_come_from() -> None:
    lines = """
    chairs: {units: 240, unit_cost: 75}
    rent: {monthly: 500.50}
    fee: {share: 12.5%, of: [chairs, rent]}
    rest: {share: 5%, of: total}
    venue: {planned: 30k..50k, cap: EUR 20k}
"""
    view = budget_table(context(f"rates: {{EUR: {{rate: 2}}}}\nbudget:\n  lines:{lines}"))
    assert view is not None
    assert view.lines is not None
    assert {row.anchor: row.cells[0].sub for row in view.lines.rows} == {
        "line-chairs": "240 × $75",
        "line-rent": "$500.50 a month",
        "line-fee": "12.5% of Chairs, Rent",
        "line-rest": "5% of all other lines",
        "line-venue": "",
    }
    assert cells(view.lines, "Plan")["line-venue"] == "$30,000.00–$50,000.00"
    assert cells(view.lines, "Cap")["line-venue"] == "Over its cap of €20,000"


def test_totals_with_an_estimate_show_the_span() -> None:
    ctx = context("budget: {reserve: 1000, lines: {a: {planned: {2026-Q1: 30k..50k, 2026-Q2: 10k}}}}\n")
    view = budget_table(ctx)
    assert view is not None
    assert view.stats[0].value == "$41,000–$61,000"
    assert view.grid.rows[0].periods == ("$30,000–$50,000", "", "$10,000")
    assert view.grid.total.totals[0] == "$41,000–$61,000"
    assert "An estimate counts at its upper end. The reserve is not planned by period." in view.grid.note
    assert "$41,000–$61,000" in bar(ctx).finding
    assert 'omp-span">$30,000–$50,000' in html(ctx, "budget_table")


def test_other_currencies_are_told_with_their_rate(ctx: PlanContext) -> None:
    view = budget_table(ctx)
    assert view is not None
    (note,) = view.notes
    assert (note.number, note.title) == ("1", "Amounts in euros.")
    assert note.texts == (
        "Tool is planned at €1,000 = $1,080 at the plan rate of 1.08 USD for 1 EUR, fixed Jan 2, 2026.",
    )
    marks = {row.label: row.marks for row in view.grid.rows}
    assert marks == {"Ads": (), "Post": (), "Without a campaign": ("1",), "Contingency reserve": ()}
    document = Document(html(ctx, "budget_table"))
    assert "budget-note-1" in document.ids
    assert "#budget-note-1" in [attributes.get("href") for tag, attributes in document.elements if tag == "a"]


def test_what_is_paid_in_other_currencies_is_told_too() -> None:
    lines = """
    tool: {planned: {2026-Q1: EUR 100..200, 2026-Q2: EUR 50}, actual: {2026-01: EUR 30, 2026-02: EUR 20}}
    rent: {monthly: GBP 10}
    seats: {units: 3, unit_cost: GBP 2}
    fine: {planned: 5, actual: GBP 4}
"""
    rates = "{GBP: {rate: 2}, EUR: {rate: 1.5}}"
    view = budget_table(context(f"rates: {rates}\nbudget:\n  lines:{lines}"))
    assert view is not None
    assert [note.texts for note in view.notes] == [
        (
            "Rent is planned at £10 = $20 a month at the plan rate of 2 USD for 1 GBP.",
            "Seats is planned at £6 = $12 at the plan rate of 2 USD for 1 GBP.",
            "Fine: £4 = $8 paid so far at the plan rate of 2 USD for 1 GBP.",
        ),
        (
            "Tool is planned at €150–€250 = $225–$375 at the plan rate of 1.5 USD for 1 EUR. "
            "Paid so far: €50 = $75 at the same rate.",
        ),
    ]


def test_the_strip_compares_every_figure(ctx: PlanContext) -> None:
    view = budget_table(ctx)
    assert view is not None
    assert [(stat.label, stat.value, stat.note) for stat in view.stats] == [
        ("Plan", "$5,800", "Includes a reserve of $500"),
        ("Spent", "$1,100", "19% of plan · $100 ahead of plan to Mar"),
        ("Committed", "$300", "Free to commit: $4,400"),
        ("Forecast at finish", "$6,180", "$380 over plan (+6.6%)"),
    ]
    assert view.stats[3].note_status == "at-risk"


def test_the_strip_says_what_the_plan_was_in_its_earlier_version(ctx: PlanContext) -> None:
    was = context(PLAN.replace("total: 5800", "total: 5000"))
    assert ctx.compiled is not None
    version = Version("v1.0", "0" * 40, date(2026, 1, 1), ctx.compiled.source)
    earlier = replace(ctx.compiled, earlier=(Earlier(version, was.plan, was.results),))
    view = budget_table(replace(ctx, compiled=earlier))
    assert view is not None
    assert (view.stats[0].note, view.stats[0].more) == ("v1.0 was $5,000 (+$800)", "Includes a reserve of $500")


def test_bars_hold_all_of_the_money(ctx: PlanContext) -> None:
    bars = campaign_bars(ctx, budget_of(ctx))
    assert [(each.label, each.forecast) for each in bars] == [
        ("Ads", "$2,900"), ("Post", "$1,800"), ("Without a campaign", "$1,080"), ("Contingency reserve", "$400"),
    ]  # fmt: skip


def test_closed_periods_stand_apart_and_open_ones_together(ctx: PlanContext) -> None:
    grid = budget_grid(ctx, budget_of(ctx))
    assert grid.caption == "Budget by campaign and quarter"
    assert grid.unit == "$"
    assert [head.is_apart for head in grid.heads] == [True, True, False]


def test_labels_of_the_chart_do_not_touch(ctx: PlanContext) -> None:
    chart = spend_chart(ctx, budget_of(ctx))
    assert chart is not None
    assert [plot.key for plot in chart.plots] == ["wide", "narrow"]
    for plot in chart.plots:
        assert abs(float(plot.end.y) - float(plot.plan_end.y)) >= 26
        assert float(plot.end.x) > plot.right
        widest = max(text_width(line, LETTER) for label in (plot.end, plot.plan_end) for line in label.lines)
        assert plot.right + widest <= plot.width
        assert plot.left <= float(plot.dot[0]) <= plot.right


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
    by_month = budget._replace(by_period=months)
    assert [period.grain for period in columns(by_month, whole)] == ["quarter"] * 4
    assert columns(budget._replace(by_period={whole: budget.sums}), whole) == ()
    assert within(months, columns(by_month, whole)[0]).planned == budget.sums.planned * 3


def test_the_chart_has_its_figures_in_a_table(ctx: PlanContext) -> None:
    view = budget_table(ctx)
    assert view is not None
    assert view.chart is not None
    assert [(row.period, row.planned, row.spent, row.forecast) for row in view.chart.rows] == [
        ("Q1 2026", "$1,000", "$1,100", ""),
        ("Q2 2026", "$4,200", "", "$4,832"),
        ("Q3 2026", "$5,280", "", "$6,046"),
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


def test_sums_stand_by_campaign_category_and_period(ctx: PlanContext) -> None:
    view = group_table(ctx, budget_of(ctx))
    assert view is not None
    rows = {group.title: [[cell.text for cell in row.cells] for row in group.rows] for group in view.groups}
    assert rows["By category"] == [["Media", "$2,200", "$1,100", "$300", "$800", "$2,300", "+$100"]]
    assert [row[0] for row in rows["By period"]] == ["Q1 2026", "Jan 2026", "Feb 2026", "Q2 2026", "Q3 2026"]
    assert rows["By period"][1] == ["Jan 2026", "", "$600", "", "−$600", "", "$0"]
    assert [row[0] for row in rows["By campaign"]] == ["Ads", "Post"]
    assert [cell.text for cell in view.foot][1:5] == ["$5,280", "$1,100", "$300", "$3,880"]
    assert html(ctx, "budget_table").count("<table") >= 3
    lineless = context("budget: {total: 100}")
    assert group_table(lineless, budget_of(lineless)) is None
