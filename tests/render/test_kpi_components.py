"""KPI cards, the KPI table and funnels: what is expected, what is missing, and that all of it is in words."""

from __future__ import annotations

import re

import pytest

from omp_plugin.render.components import BY_NAME
from omp_plugin.render.components.kpis import KpiTable, funnel, kpi_cards, kpi_table
from omp_plugin.render.context import PlanContext
from omp_plugin.render.kpi_cards import KpiCard
from omp_plugin.render.kpi_rows import KpiRow
from tests.render.plans import Document, context, html

PLAN = """
actuals_through: 2026-05-31
goals:
  sell: {title: Sell more, kpi: revenue, target: 12000}
campaigns:
  ads: {title: Ads, goals: [sell], delivers: {revenue: 4000, visits: 300}}
kpis:
  calls: {title: Calls, unit: calls, actual: {2026-05: 7}}
  visits:
    {title: Visits, unit: visits, baseline: 90, target: 200, plan: {2026-05: 150}, actual: {2026-04: 140, 2026-05: 142}}
  revenue:
    title: Revenue
    unit: USD
    owner: ana
    kind: lagging
    baseline: 1000
    target: 12000
    if_missed: Call the ten largest customers.
    plan: {2026-04: 4000, 2026-05: 5000}
    actual: {2026-03: 3000, 2026-04: 4000, 2026-05: 4748}
  cost: {title: Cost per order, unit: USD, better: lower, plan: {2026-05: 50}, actual: {2026-04: 64, 2026-05: 56}}
  rate:
    title: Accepted leads
    unit: "%"
    better: within
    range: 60%..80%
    low: Too many poor leads.
    actual: {2026-04: 55%, 2026-05: 54%}
"""


def plan(kpi: str, more: str = "") -> PlanContext:
    """A plan with one KPI, `one`."""
    return context(f"actuals_through: 2026-05-31\n{more}\nkpis:\n  one: {kpi}\n")


def card(kpi: str, more: str = "") -> KpiCard:
    found = kpi_cards(plan(kpi, more))
    assert found is not None
    return found.cards[0]


def row(kpi: str, more: str = "") -> KpiRow:
    return listing(plan(kpi, more)).groups[0].rows[0]


def listing(ctx: PlanContext) -> KpiTable:
    found = kpi_table(ctx)
    assert found is not None
    return found


def said(found: KpiCard) -> str:
    line = found.said
    return " ".join(filter(None, (line.before, line.strong, line.after))).replace(" ,", ",")


def labels(text: str) -> list[str]:
    return re.findall(r'class="omp-card omp-kpi" aria-label="([^"]*)"', text)


def test_cards_begin_with_the_goals_and_end_with_what_is_not_judged() -> None:
    ctx = context(PLAN)
    assert labels(html(ctx, "kpi_cards")) == ["Revenue", "Visits", "Cost per order", "Accepted leads", "Calls"]
    assert labels(html(ctx, "kpi_cards", limit=2)) == ["Revenue", "Accepted leads"]  # of the others the worst
    assert labels(html(ctx, "kpi_cards", limit=3)) == ["Revenue", "Visits", "Accepted leads"]  # as the table has them
    assert labels(html(ctx, "kpi_cards", campaign="ads")) == ["Revenue", "Visits"]
    assert "All 5 KPIs" in Document(html(ctx, "kpi_cards", limit=2)).text
    assert kpi_cards(ctx, limit=0) is None


def test_a_card_says_value_plan_trend_and_target() -> None:
    found = Document(html(context(PLAN), "kpi_cards", limit=1)).text
    # 4,748 of 5,000 is 94.96%: at risk, and not to be read as 95%.
    for words in (
        "$4,748 May",
        "94.96% of May plan ($5,000)",
        "At risk",
        "18.7% better vs Apr",
        "Dec 2026 target $12,000",
    ):
        assert words in found


def test_lower_is_better_and_ranges_have_words_of_their_own() -> None:
    text = Document(html(context(PLAN), "kpi_table")).text
    assert "12.5% better" in text  # from 64 down to 56
    assert "1 pt worse" in text  # further below the range
    assert "Below range" in text
    assert "Accepted leads: Too many poor leads." in text
    assert "Revenue: Call the ten largest customers." in text


def test_kpis_stand_under_the_goal_that_names_them_or_that_their_campaigns_serve() -> None:
    view = listing(context(PLAN))
    groups = [(group.title, [each.id for each in group.rows]) for group in view.groups]
    assert groups == [("Sell more", ["visits", "revenue"]), ("Other KPIs", ["cost", "rate"])]
    assert html(context(PLAN), "kpi_table").count('id="kpi-') == 5


def test_kpis_of_which_nothing_is_expected_have_a_table_of_their_own() -> None:
    view = listing(context(PLAN))
    assert view.caption == "4 KPIs by goal"
    assert view.counts is not None
    assert view.counts.caption == "1 more KPI, not judged"
    assert [(row.anchor, [cell.text for cell in row.cells]) for row in view.counts.rows] == [
        ("kpi-calls", ["Calls", "", "", "7", "", "Not judged"]),
    ]
    only = listing(context("kpis: {calls: {title: Calls, actual: {2026-05: 7}}}"))
    assert (only.caption, only.counts, [row.id for row in only.groups[0].rows]) == ("1 KPI", None, ["calls"])


def test_the_heads_say_what_most_rows_have_in_common() -> None:
    view = listing(context(PLAN))  # the baseline is the value of the day before the plan: of December
    assert (view.heads.latest, view.heads.change, view.heads.course) == ("May 2026", "vs Apr", "Dec to May")
    assert {row.trend_since for group in view.groups for row in group.rows} == {""}
    assert row("{actual: {2026-01: 1, 2026-05: 2}, target: 9, baseline: 1}").trend_since == ""
    two = "one: {plan: {2026-05: 9}, actual: {2026-04: 1, 2026-05: 2}}\n  two: {plan: {2026-05: 9}, actual: {2026-05: 2}}"
    other = f"{two}\n  three: {{plan: {{2026-05: 9}}, actual: {{2026-04: 3, 2026-05: 2}}}}"
    late = "\n  four: {plan: {2026-05: 9}, actual: {2026-02: 3, 2026-05: 2}}"
    ctx = context(f"actuals_through: 2026-05-31\nkpis:\n  {other}{late}\n")
    rows = {each.id: each.trend_since for group in listing(ctx).groups for each in group.rows}
    assert rows == {"one": "", "two": "", "three": "", "four": "vs Feb"}


def test_a_unit_that_the_name_says_already_is_not_repeated() -> None:
    assert row("{title: Orders per month, unit: orders, owner: bo, target: 9, baseline: 1}").sub == "Bo Ray"
    assert row("{title: Reach, unit: people, better: lower, target: 9, baseline: 1}").sub == "people, lower is better"
    assert row("{title: Reach, owner: TBD, target: 9, baseline: 1}").sub == "Owner TBD"


def test_a_table_of_a_campaign_is_short() -> None:
    view = kpi_table(context(PLAN), campaign="ads")
    assert view is not None
    assert (view.is_short, view.caption, view.note, view.counts) == (True, "2 KPIs", "May 2026", None)
    text = html(context(PLAN), "kpi_table", campaign="ads")
    assert "Baseline" not in text
    assert "Attainment" not in text
    assert Document(text).wrong == []


def test_a_kpi_of_several_goals_stands_under_the_most_particular() -> None:
    ctx = context(
        "goals:\n  wide: {}\n  narrow: {}\ncampaigns:\n  a: {goals: [wide, narrow], delivers: {one: 1}}\n"
        "  b: {goals: [wide]}\nkpis:\n  one: {target: 3}\n"
    )
    view = listing(ctx)
    assert [group.title for group in view.groups] == ["Narrow"]
    assert kpi_table(ctx, goal="wide") is None
    assert kpi_table(ctx, goal="narrow") is not None


def test_the_strip_counts_what_is_judged() -> None:
    view = listing(context(PLAN))
    stats = [(stat.label, stat.value) for stat in view.stats]
    assert stats == [("On track", "0"), ("At risk", "3"), ("Off track", "1"), ("Not judged", "1")]


def test_all_values_stand_in_a_table() -> None:
    text = Document(html(context(PLAN), "kpi_cards")).text
    assert "Values by period" in text
    for value in ("$3,000", "$4,000", "55%", "$64"):
        assert value in text
    assert 'aria-label="Revenue: Mar $3,000' in html(context(PLAN), "kpi_cards")


def test_no_actuals_yet_says_when_the_first_is_due() -> None:
    found = card("{title: Fans, target: 9, baseline: 1, plan: {2026-06: 3}, owner: bo}")
    assert (found.value, said(found)) == ("No actuals yet", "First value due Jun 30, 2026")
    assert (found.status, found.since) == ("no-actuals", "Bo Ray")
    assert said(card("{target: 9, plan: {2026-03: 3}}")) == "First value was due Mar 31, 2026"
    assert said(card("{target: 9, cadence: quarter}")) == "First value due Jun 30, 2026"
    assert said(card("{target: 9}")) == "No due date for the first value"
    assert row("{target: 9, judge_from: 2026-09}").actual.sub == "Starts Sep 2026"


def test_an_open_target_is_tbd_and_never_zero() -> None:
    found = card("{title: Awareness, unit: '%', baseline: 6%, target: TBD, owner: bo}")
    assert (found.value, found.when) == ("6%", "baseline, Dec 2025")
    assert (said(found), found.status_label) == ("Target TBD, owner Bo Ray", "No data")
    assert (found.since, found.aim) == ("No plan values", "No due date for the first value")
    survey = card("{baseline: 6, target: TBD, cadence: quarter, owner: bo}")
    assert (said(survey), survey.aim) == ("Target TBD, owner Bo Ray", "First value due Jun 30, 2026")
    assert row("{target: TBD}").target.kind == "open"


def test_a_stale_value_keeps_its_month_and_a_hollow_dot() -> None:
    kpi = "{title: Visits, baseline: 1, target: 9, actual: {2026-01: 1, 2026-02: 2}}"
    found = card(kpi)
    assert (found.status, found.value, found.when) == ("stale", "2", "Feb")
    assert said(found) == "Three months old. Nothing reported since Feb"
    text = html(plan(kpi), "kpi_cards")
    assert "Out of date" in text
    assert "omp-spark-old" in text


def test_what_cannot_be_divided_says_why() -> None:
    assert said(card("{actual: {2026-05: 5}}")) == "No plan value for May, so no attainment"
    assert said(card("{plan: {2026-05: 0}, actual: {2026-05: 5}}")) == "Plan is 0, so no attainment"
    found = row("{actual: {2026-05: 5}}")
    assert (found.baseline.text, found.attainment.kind, found.status_label) == ("New", "none", "Not judged")


def test_before_it_is_judged_a_value_is_shown_with_the_day() -> None:
    found = card("{baseline: 0, target: 20, judge_from: 2026-09, plan: {2026-05: 8}, actual: {2026-05: 5}}")
    assert (found.status, said(found)) == ("not-started", "63% of May plan (8), judged from Sep 2026")
    assert found.status_label == "Not judged yet"
    shown = row("{baseline: 0, target: 20, judge_from: 2026-09, plan: {2026-05: 8}, actual: {2026-05: 5}}")
    assert (shown.status_label, shown.sub) == ("Not judged yet", "judged from Sep 2026")
    empty = row("{baseline: 0, target: 20, judge_from: 2026-09}")
    assert (empty.status_label, empty.sub, empty.actual.sub) == ("", "", "Starts Sep 2026")


def test_a_goal_is_not_judged_before_its_kpi_is() -> None:
    kpi = "{baseline: 0, target: 20, judge_from: 2026-09, actual: {2026-05: 5}}"
    ctx = plan(kpi, "goals:\n  sell: {title: Sell more, kpi: one}")
    assert "Not judged yet" in Document(html(ctx, "goal_table")).text
    assert "Not judged yet" in Document(html(ctx, "goal_map")).text
    assert listing(ctx).stats[3].note == "1 not judged yet"


def test_a_missing_month_is_bridged() -> None:
    found = row("{cadence: month, actual: {2026-01: 1, 2026-02: 2, 2026-05: 4}}")
    assert found.spark.lines.gaps
    assert not row("{cadence: month, actual: {2026-03: 1, 2026-04: 2, 2026-05: 4}}").spark.lines.gaps


def test_a_card_says_which_months_are_missing_before_its_value() -> None:
    found = card("{cadence: month, actual: {2026-01: 1, 2026-02: 2, 2026-05: 4}}")
    assert (found.trend, found.since) == (None, "Mar to Apr missing, shown dotted")
    one = card("{cadence: month, actual: {2026-01: 1, 2026-03: 2, 2026-05: 4}}")
    assert one.since == "Apr missing, shown dotted"
    whole = card("{cadence: month, actual: {2026-01: 1, 2026-04: 2, 2026-05: 4}}")
    assert whole.since == "vs Apr"


def test_expected_values_are_no_more_precise_than_it_takes() -> None:
    found = row("{unit: USD, baseline: 1000, target: 12000, actual: {2026-05: 4100}}")
    assert found.plan.text == "$5,551"
    assert row("{unit: x, plan: {2026-05: 2.0}, actual: {2026-05: 2.1}}").plan.text == "2.0×"


FUNNEL = """
actuals_through: 2026-05-31
kpis:
  a: {title: Leads, actual: {2026-05: 96}}
  b: {title: Good leads, actual: {2026-05: 50}}
  c: {title: Orders, actual: {2026-05: 27}}
  d: {title: Repeats}
funnels:
  sales:
    title: Sales
    stages:
      - {id: lead, title: Leads, kpi: a}
      - {id: good, title: Good, kpi: b}
      - {id: order, kpi: c}
      - {id: again, kpi: d}
    conversions:
      lead-to-good: {range: 45%..60%}
      good-to-order: {range: 60%..80%, low: Too many poor leads.}
  other: {stages: [{id: x, kpi: a}, {id: y, kpi: b}]}
"""


def test_a_funnel_says_counts_rates_and_what_they_mean() -> None:
    text = html(context(FUNNEL), "funnel", funnel="sales")
    found = Document(text).text
    for words in ("52% convert", "In range", "54% convert", "Below range", "Rate not known", "No range set"):
        assert words in found
    assert "Good to Order is 54%, below its range of 60–80%. Too many poor leads." in found
    assert '<rect class="omp-funnel-bar" width="28.1%"' in text  # 27 of 96
    assert Document(html(context(FUNNEL), "funnel")).classes("omp-funnel-card") == 2
    assert funnel(context(FUNNEL), funnel="none") is None


def test_a_phone_says_the_range_in_words() -> None:
    view = funnel(context(FUNNEL), "sales")
    assert view is not None
    steps = [stage.step for stage in view.funnels[0].stages if stage.step]
    assert [step.words for step in steps] == ["in 45–60% range", "below 60–80% range", ""]
    open_ended = funnel(context(FUNNEL.replace("60%..80%", "60%..")), "sales")
    assert open_ended is not None
    assert open_ended.funnels[0].stages[2].step is not None
    assert open_ended.funnels[0].stages[2].step.words == "Below range: at least 60%"


def test_a_rate_does_not_seem_to_reach_the_range_that_it_misses() -> None:
    text = FUNNEL.replace("{2026-05: 50}", "{2026-05: 1000}").replace("{2026-05: 27}", "{2026-05: 599}")
    assert "Good to Order is 59.9%, below" in Document(html(context(text), "funnel", funnel="sales")).text


@pytest.mark.parametrize("name", ["kpi_cards", "kpi_table", "funnel"])
def test_without_data_there_is_nothing(name: str) -> None:
    assert BY_NAME[name].view(context("")) is None


@pytest.mark.parametrize("name", ["kpi_cards", "kpi_table", "funnel"])
def test_markup_is_balanced_safe_and_ids_are_unique(name: str) -> None:
    hostile = (PLAN + FUNNEL.partition("kpis:")[2]).replace("Revenue", "<b onclick=x>R</b>")
    found = Document(html(context(hostile), name))
    assert (found.wrong, found.open, found.unsafe) == ([], [], [])
    assert len(found.ids) == len(set(found.ids))
    assert "b" not in [tag for tag, _ in found.elements]


def test_odd_values_are_shown_and_nothing_fails() -> None:
    odd = (
        f"{{unit: '%', baseline: -5%, plan: {{2026-05: 0%}}, actual: {{2026-04: 0%, 2026-05: {'9' * 15}%}}}}",
        "{unit: JPY, baseline: TBD, target: 1, actual: {2026-05: -3}}",
        "{better: within, actual: {2026-05: 1}}",
        "{better: within, range: 3.., stop: '>1', actual: {2026-04: 0, 2026-05: 2}}",
        "{better: lower, plan: {2026-05: 5}, actual: {2026-05: 0}, owner: TBD, due: TBD, target: 2}",
        "{unit: '%', target: 5, baseline: 3, plan: {2026: 2}, actual: {2026-Q1: 4%, 2026-05-31: 5%}}",
    )
    for kpi in odd:
        assert Document(html(plan(kpi), "kpi_cards")).wrong == []
        assert Document(html(plan(kpi), "kpi_table")).wrong == []
