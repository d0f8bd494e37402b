"""All plans of a site on one page: the worst first, money in one currency where a rate is stated, one time axis."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from omp_plugin.render.components.overview import title_block
from omp_plugin.render.components.plan_groups import groups
from omp_plugin.render.components.portfolio_chart import portfolio_chart
from omp_plugin.render.components.portfolio_stats import shown_status
from omp_plugin.render.components.site import PortfolioView, portfolio_table
from omp_plugin.render.context import PlanContext, SiteContext
from tests.render.plans import Document, context, html

PLAN = """
status: active
goals: {more: {title: More orders, kpi: orders, owner: ana}}
kpis: {orders: {title: Orders, unit: orders, baseline: 50, target: 100, plan: {2026-05: 70}, actual: {2026-05: %s}}}
actuals_through: 2026-05-31
campaigns: {ads: {title: Ads, owner: bo, goals: [more], delivers: {orders: 110}}}
tasks:
  pages: {title: Pages, campaign: ads, owner: ana, start: 2026-03-02, finish: 2026-03-06, done: 100%%}
  live: {title: Pages live, campaign: ads, milestone: yes, date: 2026-07-01}
budget:
  total: 1000
  lines: {clicks: {title: Clicks, campaign: ads, planned: {2026-Q1: 500, 2026-Q3: 400}, actual: {2026-Q1: 450}}}
rates: {EUR: {rate: 1.1, on: 2026-01-01}}
"""
GOOD = PLAN % 70
BAD = PLAN % 30
EURO = "status: active\ncurrency: EUR\nlocale: de_DE\nbudget: {total: 500}\n"


def portfolio(*plans: PlanContext) -> PlanContext:
    """The first plan as a page of a site with all of them sees it."""
    return replace(plans[0], site=SiteContext(plans, "../calendar/"))


def made(*plans: PlanContext) -> PortfolioView:
    """The view of some plans."""
    found = portfolio_table(portfolio(*plans))
    assert found is not None
    return found


def test_the_worst_comes_first_and_drafts_and_done_plans_last() -> None:
    plans = (
        context("status: done\n", "done"), context("status: draft\n", "draft"), context(GOOD, "calm"),
        context(BAD, "busy"),
    )  # fmt: skip
    rows = made(*plans).rows
    assert [(row.ctx.plan.id, row.status) for row in rows] == [
        ("busy", "off-track"), ("calm", "on-track"), ("draft", "draft"), ("done", "done"),
    ]  # fmt: skip


def test_a_part_of_the_plans() -> None:
    site = portfolio(context(GOOD + "tags: [spring, ads]\ntype: event\n", "calm"), context(BAD + "tags: [ads]\n", "busy"))
    asked: tuple[dict[str, str], ...] = ({"tag": "ads"}, {"tag": "spring"}, {"type": "event"}, {"status": "off-track"}, {"owner": "nobody"})
    shown = [portfolio_table(site, **each) for each in asked]
    assert [[row.ctx.plan.id for row in view.rows] if view else None for view in shown] == [["busy", "calm"], ["calm"], ["calm"], ["busy"], None]
    assert [(each.value, each.label) for each in groups(site, "tag")] == [("ads", "ads"), ("spring", "spring")]
    assert [(each.value, each.label) for each in groups(site, "status")] == [("off-track", "Off track"), ("on-track", "On track")]
    brief = portfolio_table(site, heading="Mine")
    assert brief is not None
    assert (brief.stats, brief.chart) == ((), None)


def test_a_plan_that_is_done_shows_its_last_milestone_and_no_sum_of_itself() -> None:
    closed = "status: done\ntasks: {a: {milestone: yes, date: 2026-02-02, done: 100%, title: Half}, b: {milestone: yes, date: 2026-03-03, done: 100%, title: Closed}}\n"
    view = made(context(closed, "done"))
    assert view.rows[0].following is not None
    assert (view.rows[0].following.title, view.totals) == ("Closed", ())


def test_money_of_one_currency_is_added_up() -> None:
    view = made(context("status: draft\n", "draft"), context(GOOD, "calm"), context(BAD, "busy"))
    (total,) = view.totals
    assert total.label == "3 plans"
    money = total.money
    assert (money.budget, money.spent, money.forecast, money.variance, money.percent) == (
        "$2,000", "$900", "$1,700", "−$300", "−15.0%",
    )  # fmt: skip
    assert view.rows[-1].money is None
    assert view.notes == ()


def test_another_currency_is_converted_with_a_note() -> None:
    view = made(context(GOOD, "calm"), context(BAD, "busy"), context(EURO, "euro"))
    row = next(row for row in view.rows if row.ctx.plan.id == "euro")
    assert row.money is not None
    assert (row.money.budget, row.footnote) == ("$550", "1")
    assert view.notes == (
        "Planned in euros: €500. Converted at 1.1 US dollars for one euro, the rate of Spring launch on Jan 1, 2026.",
    )
    assert [(total.label, total.money.budget) for total in view.totals] == [("3 plans", "$2,550")]


def test_a_plan_costs_the_same_in_every_table() -> None:
    """The table of a tag has the currency and the rates of all plans, though the plan that states them is not in it."""
    site = portfolio(context(GOOD, "calm"), context(BAD, "busy"), context(EURO + "tags: [shared]\n", "euro"))
    view = portfolio_table(site, tag="shared", heading="Shared")
    assert view is not None
    assert [(row.ctx.plan.id, row.money and row.money.budget, row.footnote) for row in view.rows] == [("euro", "$550", "1")]
    assert "the rate of Spring launch" in view.notes[0]


def test_a_milestone_that_is_late_says_so() -> None:
    document = Document(html(portfolio(context("tasks: {a: {title: Go, milestone: yes, date: 2026-06-01}}")), "portfolio_table"))
    assert "Go Jun 1, 2026, 14 d late" in document.text


def test_a_currency_without_a_rate_has_a_sum_of_its_own() -> None:
    pounds = context("status: active\ncurrency: GBP\nbudget: {total: 70}\n", "pounds")
    view = made(context(GOOD, "calm"), pounds)
    assert [(total.label, total.money.budget) for total in view.totals] == [
        ("1 plan in British pounds", "£70"), ("1 plan in US dollars", "$1,000"),
    ]  # fmt: skip
    assert view.stats[1].note.endswith("; without $1,000 in other currencies")


def test_a_rate_of_another_organisation_says_whose_it_is() -> None:
    lender, borrower = context("organisation: Acme Ltd\n" + GOOD, "calm"), context(EURO, "euro")
    assert "the rate of Spring launch (Acme Ltd) on Jan 1, 2026." in made(lender, context(GOOD, "other"), borrower).notes[0]
    same = context("organisation: Acme Ltd\n" + EURO, "euro")
    assert "the rate of Spring launch on Jan 1, 2026." in made(lender, context(GOOD, "other"), same).notes[0]


def test_all_rows_write_dates_alike() -> None:
    view = made(context(GOOD, "calm"), context(EURO, "euro"))
    assert {row.note for row in view.rows} == {"ends Dec 31, 2026"}


def test_the_figures_above() -> None:
    stats = made(context(GOOD, "calm"), context(BAD, "busy"), context("status: draft\n", "draft")).stats
    assert [(stat.label, stat.value) for stat in stats] == [
        ("Active plans", "2"), ("Budget of 2 plans", "$2,000"), ("Forecast at finish", "$1,700"), ("Next 30 days", "2 milestones"),
    ]  # fmt: skip
    assert stats[0].words == (("on-track", "1 on track"), ("off-track", "1 off track"))
    assert stats[1].note == "$900 spent (45%)"
    done = context("status: done\nbudget: {total: 300}\n", "done")
    budget = made(context(GOOD, "calm"), done, context("status: draft\nbudget: {total: 30}\n", "draft")).stats[1]
    assert (budget.label, budget.value) == ("Budget of 3 plans", "$1,330")
    assert budget.note == "$450 spent (34%); including 1 draft, 1 done"
    assert stats[2].words == (("on-track", "−$300 (−15.0%)"),)


def test_plans_without_money_have_no_figures_of_it() -> None:
    view = made(context("status: active\n", "calm"))
    assert [stat.label for stat in view.stats] == ["Active plans", "Next 30 days"]
    assert view.totals == ()


def test_bars_fill_to_today_and_end_with_their_plans() -> None:
    ctx = portfolio(context(GOOD, "calm"), context("status: draft\n", "draft"))
    assert ctx.site is not None
    chart = portfolio_chart(ctx, [(each, shown_status(each)) for each in ctx.site.plans])
    assert chart is not None
    calm, draft = chart.bars
    assert chart.axis.today is not None
    (end,) = re.findall(r"M([\d.]+)", calm.light)[:1]
    assert float(end) < chart.axis.today.x
    assert calm.dark
    assert (draft.look, draft.dark) == ("dashed", "")
    assert len(calm.diamonds) == 1
    assert chart.height == 60


def test_the_head_counts_plans_and_names_days_and_currencies() -> None:
    view = title_block(portfolio(context(GOOD, "calm"), context("status: draft\n", "draft")), "portfolio", every_plan=True)
    assert view is not None
    facts = {fact.label: (fact.cell.text, fact.cell.sub) for fact in view.facts}
    assert facts["Plans"] == ("2", "(1 active, 1 draft)")
    assert facts["As of"] == ("Jun 15, 2026", "")
    assert facts["Currency"] == ("US dollars", "")


@pytest.mark.parametrize("text", [GOOD, GOOD.replace("Orders", "<img src=x onerror=y>")])
def test_it_is_whole_and_safe(text: str) -> None:
    ctx = portfolio(context(text, "calm"), context(EURO, "euro"), context(BAD, "busy"))
    document = Document(html(ctx, "portfolio_table"))
    assert (document.wrong, document.open, document.unsafe) == ([], [], [])
    assert len(document.ids) == len(set(document.ids))
    hrefs = [attributes.get("href") for _, attributes in document.elements]
    assert "../calendar/" in hrefs
    assert "#portfolio-note-1" in hrefs


def test_without_a_site_there_is_no_portfolio() -> None:
    assert portfolio_table(context(GOOD)) is None
