"""KPIs: expectations, attainment, statuses, formulas, the facet (plan format, section 5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omp_plugin.compute import measure
from omp_plugin.compute.calendar import work_calendar
from omp_plugin.compute.expected import expected
from omp_plugin.compute.kpis import compute_kpis
from omp_plugin.compute.measure import in_unit, place
from omp_plugin.compute.results import KpiResult, KpiResults, Today
from omp_plugin.model.amounts import Quantity, parse_quantity, parse_range
from omp_plugin.model.dates import Period, parse_period
from omp_plugin.model.plan import VOCABULARY, Plan, type_plan
from omp_plugin.model.units import is_money_unit
from omp_plugin.source.folder import PlanSource, read_plan

HEAD = "omp: 1\ntitle: T\nowner: a\nperiod: 2026-07-01 to 2027-06-30\npeople: {a: {name: A}}\n"
TODAY = Today(date(2026, 11, 22), date(2026, 10, 31))


def plan_of(text: str, head: str = HEAD) -> Plan:
    """The plan that a text states after the head that every plan needs."""
    node, _ = read_plan(PlanSource("plans/x", {"plan.yml": (head + dedent(text)).encode()}), VOCABULARY)
    assert node is not None
    plan, _ = type_plan(node, "x", "plans/x/plan.yml")
    assert plan is not None
    return plan


def results_of(text: str, today: Today = TODAY, head: str = HEAD) -> KpiResults:
    """All KPIs of a text."""
    plan = plan_of(text, head)
    return compute_kpis(plan, today, work_calendar(plan)[0])


def kpi_of(fields: str, today: Today = TODAY) -> KpiResult:
    """The only KPI of a plan, from its fields in one line."""
    return results_of(f"kpis: {{k: {{{fields}}}}}", today).kpis["k"]


def span(text: str) -> Period:
    """The period that a text names."""
    return parse_period(text)


# The KPIs of the Oklahoma City launch: baselines are of June 2026, targets are due in June 2027.
LAUNCH = """
    goals:
      g1: {kpi: revenue}
      g2: {kpi: subscribers}
      g3: {kpi: repeat}
      g4: {kpi: accounts}
    kpis:
      revenue: {unit: USD, baseline: 2100, plan: {2026-07: 2500, 2026-08: 3300, 2026-09: 4300, 2026-10: 5400},
        actual: {2026-06: 2100, 2026-07: 2380, 2026-08: 3120, 2026-09: 4260, 2026-10: 5180}, target: 15000}
      orders: {baseline: 48, plan: {2026-10: 115}, actual: {2026-09: 90, 2026-10: 108}, target: 300}
      conversion: {unit: "%", baseline: 1.1%, plan: {2026-10: 1.6%}, actual: {2026-10: 1.5%}, target: 2.4%}
      sessions: {baseline: 900, plan: {2026-10: 2400}, actual: {2026-10: 2710}, target: 6000}
      subscribers: {baseline: 320, plan: {2026-10: 1500}, actual: {2026-10: 1240}, target: 4000}
      cost: {unit: USD, better: lower, baseline: 64, plan: {2026-10: 52}, actual: {2026-10: 57}, target: 38}
      roas: {unit: x, plan: {2026-08: 1.6, 2026-09: 1.8, 2026-10: 2.0}, actual: {2026-08: 1.6, 2026-10: 2.1}, target: 3}
      repeat: {unit: "%", baseline: 9%, plan: {2026-10: 13%}, actual: {2026-10: 14%}, target: 25%}
      members: {baseline: 0, target: 1200, judge_from: 2027-01}
      mql-to-sql: {unit: "%", range: 60%..80%, low: Too many unqualified leads., high: The filter is too tight.,
        actual: {2026-07: 58%, 2026-10: 54%}}
      accounts: {baseline: 0, target: 24, judge_from: 2027-01, actual: {2026-06: 0, 2026-10: 5}}
      awareness: {unit: "%", baseline: 6%, cadence: quarter}
"""


def test_the_launch_has_four_kpis_on_track_three_at_risk_two_off_track_and_three_not_judged() -> None:
    results = results_of(LAUNCH)
    assert {id_: kpi.status for id_, kpi in results.kpis.items()} == {
        "revenue": "on-track",
        "orders": "at-risk",
        "conversion": "at-risk",
        "sessions": "on-track",
        "subscribers": "off-track",
        "cost": "at-risk",
        "roas": "on-track",
        "repeat": "on-track",
        "members": "not-started",
        "mql-to-sql": "below-range",
        "accounts": "not-started",
        "awareness": "no-actuals",
    }
    assert results.status == "at-risk"  # one of three measured goals' KPIs is off track
    assert results.problems == ()


def test_values_of_the_latest_period_are_exact() -> None:
    kpis = results_of(LAUNCH).kpis
    revenue, cost = kpis["revenue"], kpis["cost"]
    assert (revenue.period, revenue.actual, revenue.expected) == (span("2026-10"), 5180, 5400)
    assert revenue.attainment == Fraction(5180, 5400)
    assert revenue.previous is not None
    assert (revenue.previous.period, revenue.previous.actual) == (span("2026-09"), 4260)
    assert (revenue.target, revenue.baseline, revenue.due) == (15000, 2100, date(2027, 6, 30))
    assert [point.period.text for point in revenue.series] == ["2026-06", "2026-07", "2026-08", "2026-09", "2026-10"]
    assert cost.attainment == Fraction(52, 57)
    assert kpis["conversion"].actual == Fraction(15, 1000)


def test_a_kpi_that_is_not_judged_yet_shows_its_values() -> None:
    accounts = results_of(LAUNCH).kpis["accounts"]
    assert (accounts.actual, accounts.period) == (5, span("2026-10"))
    assert accounts.expected == Fraction(24 * 123, 365)  # 123 of the plan's 365 days have passed
    assert accounts.attainment == 5 / Fraction(24 * 123, 365)


def test_a_kpi_within_a_range_has_a_sentence_and_no_attainment() -> None:
    kpi = results_of(LAUNCH).kpis["mql-to-sql"]
    assert (kpi.attainment, kpi.expected, kpi.diagnosis) == (None, None, "Too many unqualified leads.")


# Expectations


@pytest.mark.parametrize(
    "fields, period, value",
    [
        ("baseline: 0, target: 365", "2026-06-30", 0),
        ("baseline: 0, target: 365", "2026-07-01", 1),
        ("baseline: 0, target: 365", "2026-10", 123),
        ("baseline: 0, target: 365", "2027-06-30", 365),
        ("baseline: 0, target: 365", "2026-06-29", None),
        ("baseline: 0, target: 365", "2027-07-01", None),
        ("baseline: 0, target: 62, due: 2026-08", "2026-07", 31),
        ("baseline: 0, target: 62, due: 2026-08", "2026-09", None),
        ("baseline: 0, target: 62, due: TBD", "2026-07", None),
        ("baseline: 0, plan: {2026-07: 310, 2026-08: 0}", "2026-07-10", 100),
        ("baseline: 0, plan: {2026-07: 310, 2026-08: 0}", "2026-08-01", 300),
        ("baseline: 0", "2026-06-30", 0),
        ("target: 9", "2027-06-30", 9),
        ("target: 9", "2027-05", None),
        ("baseline: 5, plan: {2026-06-30: 7}", "2026-06-30", 7),
        ("baseline: 5, plan: {2026-06: 7}", "2026-06-30", 7),
        ("target: 5, plan: {2027-06: 7}", "2027-06-30", 7),
        ("plan: {2026-Q4: 30, 2026-12: 10}", "2026-12-31", 10),
        ("plan: {2026-12: 10, 2026-Q4: 30}", "2026-Q4", 30),
        ("plan: {2026-12: 10, 2026-Q4: 30}", "2026-H2", 10),
        ("total: sum, baseline: 0, target: 365", "2026-10", None),
        ("total: sum, baseline: 0, plan: {2026-10: 8}", "2026-10", 8),
        ("total: mean, baseline: 0, target: 365", "2026-10", 123),
        ("better: within, range: 1..9, plan: {2026-10: 8}", "2026-10", None),
        ("baseline: 10%, target: 365", "2026-10", None),
        ("baseline: 0, target: 365, plan: {2026-10: 5%}", "2026-10", None),
        ("baseline: 0, target: 365, plan: {2026-10: 5%}", "2026-07-01", 1),
        ("unit: '%', baseline: 0%, target: 365%", "2026-07-01", Fraction(1, 100)),
        ("unit: '%', baseline: 0, target: 3", "2026-07-01", None),
    ],
)
def test_expected(fields: str, period: str, value: int | Fraction | None) -> None:
    plan = plan_of(f"kpis: {{k: {{{fields}}}}}")
    assert expected(plan.kpis["k"], plan, span(period)) == value


def test_without_a_plan_period_only_dated_points_are_known() -> None:
    head = "omp: 1\ntitle: T\nowner: a\n"
    plan = plan_of("kpis: {k: {baseline: 0, target: 8, due: 2026-12, plan: {2026-10: 4}}, l: {target: 8}}", head)
    assert expected(plan.kpis["k"], plan, span("2026-09")) is None
    assert expected(plan.kpis["k"], plan, span("2026-12")) == 8
    result = results_of("kpis: {l: {target: 8, actual: {2026-10: 1}}}", head=head).kpis["l"]
    assert (result.due, result.status) == (None, "unknown")


# Statuses


@pytest.mark.parametrize(
    "better, actual, status",
    [
        ("higher", "95", "on-track"),
        ("higher", "94.96", "at-risk"),
        ("higher", "94.999999999999999999", "at-risk"),
        ("higher", "85", "at-risk"),
        ("higher", "84.999999999999999999", "off-track"),
        ("higher", "0", "off-track"),
        ("lower", "100", "on-track"),
        ("lower", "105.263157894736842105", "on-track"),  # 100 / 0.95 is 105.263157894736842105 and a bit
        ("lower", "105.263157894736842106", "at-risk"),
        ("lower", "118", "off-track"),
        ("lower", "0", "unknown"),
    ],
)
def test_thresholds_are_exact(better: str, actual: str, status: str) -> None:
    assert kpi_of(f"better: {better}, plan: {{2026-10: 100}}, actual: {{2026-10: {actual}}}").status == status


def test_a_zero_divisor_or_no_expectation_is_unknown() -> None:
    for fields in ("plan: {2026-10: 0}, actual: {2026-10: 5}", "actual: {2026-10: 5}"):
        result = kpi_of(fields)
        assert (result.actual, result.attainment, result.status) == (5, None, "unknown")
    assert kpi_of("better: lower, plan: {2026-10: 0}, actual: {2026-10: 5}").status == "off-track"


def test_thresholds_of_the_plan() -> None:
    text = "thresholds: {on_track: 99%, at_risk: 98%}\nkpis: {k: {plan: {2026-10: 100}, actual: {2026-10: %s}}}"
    for actual, status in (("99", "on-track"), ("98", "at-risk"), ("97.9", "off-track")):
        assert results_of(text.replace("%s", actual)).kpis["k"].status == status


@pytest.mark.parametrize(
    "bounds, actual, status, diagnosis",
    [
        ("60%..80%", "60%", "on-track", None),
        ("60%..80%", "80%", "on-track", None),
        ("60%..80%", "59.99%", "below-range", "low"),
        ("60%..80%", "80.01%", "above-range", "high"),
        ("..5%", "-9%", "on-track", None),
        ("..5%", "6%", "above-range", "high"),
        ("3%..", "900%", "on-track", None),
        ("3%..", "2%", "below-range", "low"),
        ("60..80", "70%", "unknown", None),
        ("..80", "70%", "unknown", None),
        ("TBD", "70%", "unknown", None),
    ],
)
def test_places_in_a_range(bounds: str, actual: str, status: str, diagnosis: str | None) -> None:
    fields = f"unit: '%', better: within, range: {bounds}, low: low, high: high, actual: {{2026-10: {actual}}}"
    assert (kpi_of(fields).status, kpi_of(fields).diagnosis) == (status, diagnosis)


@pytest.mark.parametrize(
    "stop, passed", [(">50", False), (">=50", True), ("<50", False), ("<=50", True), (">49", True), (">4%", False)]
)
def test_a_stop_limit_is_off_track_whatever_else(stop: str, passed: bool) -> None:
    fields = f"judge_from: 2027, better: lower, plan: {{2026-08: 100}}, actual: {{2026-08: 50}}, stop: '{stop}'"
    result = kpi_of(fields)
    assert (result.stop_passed, result.status) == (passed, "off-track" if passed else "not-started")


def test_a_stop_limit_counts_at_the_latest_value_only() -> None:
    assert not kpi_of("plan: {2026-10: 1}, actual: {2026-09: 99, 2026-10: 1}, stop: '>50'").stop_passed
    assert not kpi_of("stop: '>50'").stop_passed
    outside = kpi_of("range: 1..2, high: Too much., actual: {2026-10: 99}, stop: '>50'")
    assert (outside.status, outside.diagnosis) == ("off-track", "Too much.")


def test_only_complete_periods_count() -> None:
    result = kpi_of("plan: {2026-11: 9}, actual: {2026-10: 5, 2026-11: 7, 2026-11-01: 1}")
    assert (result.period, result.actual, result.previous) == (span("2026-10"), 5, None)
    assert [(point.actual, point.expected) for point in result.series] == [(5, None), (1, None), (7, 9)]


def test_the_shorter_of_two_periods_that_end_together_is_the_latest() -> None:
    result = kpi_of("actual: {2026-10: 5, 2026-07-01 to 2026-10-31: 40, 2026-09: 3}")
    assert result.period == span("2026-10")
    assert result.previous is not None
    assert result.previous.actual == 40


def test_not_started_before_the_first_judged_period() -> None:
    assert kpi_of("judge_from: 2026-11").status == "not-started"
    assert kpi_of("judge_from: 2026-10").status == "no-actuals"
    assert kpi_of("judge_from: 2026-10, plan: {2026-10: 5}, actual: {2026-10: 5}").status == "on-track"
    stale = kpi_of("judge_from: 2026-10, plan: {2026-07: 5}, actual: {2026-07: 5}")
    assert (stale.status, stale.attainment) == ("not-started", 1)


@pytest.mark.parametrize(
    "fields, period, last_fresh_day",
    [
        ("", "2026-09", date(2026, 11, 10)),
        ("", "2026-09-01 to 2026-09-30", date(2026, 11, 10)),
        ("", "2026-02", date(2026, 4, 10)),
        ("", "2026-Q3", date(2027, 1, 10)),
        ("", "2026-H1", date(2027, 1, 10)),
        ("", "2025", date(2027, 1, 10)),
        ("", "2026-W40", date(2026, 10, 21)),
        ("", "2026-10-04", date(2026, 10, 15)),
        ("", "2026-09-03 to 2026-09-30", date(2026, 11, 7)),
        ("cadence: day, ", "2026-09", date(2026, 10, 11)),
        ("cadence: week, ", "2026-09", date(2026, 10, 17)),
        ("cadence: month, ", "2026-09-30", date(2026, 11, 10)),
        ("cadence: month, ", "2026-01-30", date(2026, 3, 9)),  # one month after January 31 is February 28
        ("cadence: quarter, ", "2026-09", date(2027, 1, 10)),
        ("stale_after: 0ed, ", "2026-09", date(2026, 9, 30)),
        ("stale_after: 20ed, ", "2026-09", date(2026, 10, 20)),
        ("stale_after: 0d, ", "2026-09", date(2026, 9, 30)),
        ("stale_after: 3d, ", "2026-09", date(2026, 10, 5)),  # Thursday, Friday, Monday
        ("stale_after: 2w, ", "2026-09", date(2026, 10, 14)),
    ],
)
def test_stale_the_day_after_the_last_fresh_day(fields: str, period: str, last_fresh_day: date) -> None:
    text = f"{fields}plan: {{{period}: 5}}, actual: {{{period}: 5}}"
    through = span(period).last
    fresh = kpi_of(text, Today(last_fresh_day, through))
    stale = kpi_of(text, Today(date.fromordinal(last_fresh_day.toordinal() + 1), through))
    assert (fresh.status, stale.status) == ("on-track", "stale")
    assert (stale.actual, stale.expected, stale.attainment, stale.diagnosis) == (5, 5, 1, None)


# Units


@pytest.mark.parametrize(
    "written, unit, value",
    [
        ("45%", "%", Fraction(45, 100)),
        ("0.45", "%", None),
        ("USD 5", "USD", 5),
        ("5", "USD", 5),
        ("EUR 5", "USD", None),
        ("5%", "USD", None),
        ("EUR 5", "EUR", 5),
        ("ADA 5", "ADA", 5),
        ("MQL 5", "MQL", None),
        ("5", "MQL", 5),
        ("5%", "MQL", None),
        ("5k", None, 5000),
        ("USD 5", None, None),
        ("5%", None, None),
    ],
)
def test_values_in_the_unit_of_their_kpi(written: str, unit: str | None, value: int | Fraction | None) -> None:
    assert in_unit(parse_quantity(written), unit, "USD", {"ADA"}) == value


def test_no_value_and_values_that_are_no_number_have_no_unit() -> None:
    assert in_unit(None, "%", "USD") is None
    for word in ("NaN", "Infinity", "-Infinity"):
        assert in_unit(Quantity(Decimal(word)), None, "USD") is None


def test_currencies_are_told_from_words() -> None:
    assert [
        unit for unit in ("XYZ", "EUR", "ADA", "MQL", "eur", "%", "", None) if is_money_unit(unit, "XYZ", {"ADA"})
    ] == [
        "XYZ",
        "EUR",
        "ADA",
    ]


def test_actuals_in_another_unit_are_unknown_and_stay_in_the_series() -> None:
    result = kpi_of("unit: USD, plan: {2026-09: 4, 2026-10: 5}, actual: {2026-09: 4, 2026-10: 5%}")
    assert (result.period, result.actual) == (span("2026-09"), 4)
    assert [point.actual for point in result.series] == [4, None]


def test_no_range_and_no_value_have_no_place() -> None:
    plan = plan_of("")
    assert place(plan, Fraction(1), None, None) == place(plan, None, parse_range("1..2"), None) == "unknown"


# Formulas


def test_a_formula_derives_the_periods_in_which_all_inputs_are_measured() -> None:
    kpis = results_of("""
        kpis:
          cost: {unit: USD, formula: "{spend} / {customers}", better: lower, plan: {2026-10: 40}}
          spend: {unit: USD, actual: {2026-08: 100, 2026-09: 400, 2026-10: 500, 2026-Q3: 9}}
          customers: {actual: {2026-08: 0, 2026-09: 7, 2026-10: 10}}
          rate: {unit: "%", formula: "{customers} / 40 - 0.05", plan: {2026-10: 20%}}
    """).kpis
    assert [(point.period.text, point.actual) for point in kpis["cost"].series] == [
        ("2026-09", Fraction(400, 7)),
        ("2026-10", 50),
    ]
    assert (kpis["cost"].attainment, kpis["cost"].status) == (Fraction(4, 5), "off-track")
    assert (kpis["rate"].actual, kpis["rate"].status) == (Fraction(1, 5), "on-track")


def test_a_point_knows_where_its_value_comes_from() -> None:
    text = 'kpis:\n  a: {actual: {2026-10: 2}, plan: {2026-11: 3}}\n  b: {formula: "{a} * 2"}\n'
    results = results_of(text)
    places = [[point.at and (point.at.line, point.at.column) for point in kpi.series] for kpi in results.kpis.values()]
    assert places == [[(7, 25), None], [(8, 16)]]


def test_a_written_value_wins_over_the_formula() -> None:
    kpis = results_of("""
        kpis:
          a: {actual: {2026-09: 3, 2026-10: 4}}
          b: {formula: "{a} * 2", actual: {2026-10: 7}}
          c: {formula: "{b} + 1"}
          d: {formula: "{a} * 2", actual: {2026-10: 7%}}
    """).kpis
    assert [point.actual for point in kpis["b"].series] == [6, 7]
    assert [point.actual for point in kpis["c"].series] == [7, 8]
    assert [point.actual for point in kpis["d"].series] == [6, None]


def test_unknown_names_and_constants_give_no_values() -> None:
    results = results_of('kpis: {a: {formula: "{nothing} + 1"}, b: {formula: "5"}, c: {formula: "{a} + {b}"}}')
    assert all(kpi.status == "no-actuals" and not kpi.series for kpi in results.kpis.values())
    assert results.problems == ()


def test_a_source_that_is_not_read_here_has_no_values() -> None:
    result = kpi_of("plan: {2026-10: 5}, actual: {file: data/x.csv, query: select 1}")
    assert (result.status, [point.actual for point in result.series]) == ("no-actuals", [None])
    derived = results_of('kpis: {a: {actual: {2026-10: 1}}, b: {formula: "{a}", actual: {file: data/x.csv}}}')
    assert derived.kpis["b"].actual == 1


def test_each_cycle_is_named_once_and_has_no_derived_values() -> None:
    results = results_of("""
        kpis:
          c: {formula: "{a} + 1"}
          b: {formula: "{c} + 1", actual: {2026-10: 5}}
          a: {formula: "{b} + {base}"}
          base: {actual: {2026-10: 1}}
          self: {formula: "{self} + 1"}
          beside: {formula: "{b} + 1"}
    """)
    assert [(each.code, each.position.line, each.message) for each in results.problems] == [
        ("formula-cycle", 10, "this formula leads back to itself: a -> b -> c -> a"),
        ("formula-cycle", 12, "this formula leads back to itself: self -> self"),
    ]
    assert {id_: kpi.actual for id_, kpi in results.kpis.items()} == {
        "c": None,
        "b": 5,
        "a": None,
        "base": 1,
        "self": None,
        "beside": 6,
    }


def test_two_cycles_through_one_kpi_are_both_named() -> None:
    results = results_of("""
        kpis:
          a: {formula: "{b} + {c}"}
          b: {formula: "{a}"}
          c: {formula: "{a}"}
          d: {formula: "{e} + {f}", actual: {2026-10: 5}}
          e: {formula: "{d}"}
          f: {formula: "{e}"}
    """)
    assert [each.message.partition(": ")[2] for each in results.problems] == [
        "a -> b -> a",
        "a -> c -> a",
        "d -> e -> d",
    ]
    assert results.kpis["f"].actual is None  # it follows from itself through d and e


def test_a_long_cycle_is_told_in_short() -> None:
    kpis = "".join(f'  k{n:04}: {{formula: "{{k{(n + 1) % 1000:04}}}"}}\n' for n in range(1000))
    (cycle,) = results_of("kpis:\n" + kpis).problems
    assert cycle.message.endswith(
        "k0000 -> k0001 -> k0002 -> k0003 -> k0004 -> k0005 -> k0006 -> k0007 -> ... -> k0000"
    )


def test_a_chain_of_a_thousand_formulas() -> None:
    kpis = "".join(f'  k{n}: {{formula: "{{k{n + 1}}} + 1"}}\n' for n in range(1000))
    results = results_of(f"kpis:\n{kpis}  k1000: {{actual: {{2026-10: 5}}}}\n")
    assert (results.kpis["k0"].actual, results.problems) == (1005, ())


def test_numbers_that_double_their_length_at_every_step_end_in_a_problem() -> None:
    kpis = "".join(f'  k{n}: {{formula: "{{k{n + 1}}} * {{k{n + 1}}}"}}\n' for n in range(100))
    results = results_of(f"kpis:\n{kpis}  k100: {{actual: {{2026-10: 123456789}}}}\n")
    assert [each.code for each in results.problems] == ["too-large"]
    assert (results.kpis["k99"].actual, results.kpis["k0"].actual) == (123456789**2, None)


def test_more_steps_than_a_build_may_take_end_in_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "FORMULA_STEPS", 3)
    text = 'kpis: {a: {actual: {2026-10: 5}}, b: {formula: "{a} + 1"}, c: {formula: "{a} + 1"}}'
    results = results_of(text)
    assert [(each.code, each.position.column) for each in results.problems] == [("too-large", text.rindex('"{a}') + 1)]
    assert (results.kpis["b"].actual, results.kpis["c"].actual) == (6, None)


# The facet


@pytest.mark.parametrize(
    "statuses, facet",
    [
        ("", "not-measured"),
        ("a", "not-measured"),
        ("gu gs gn", "not-measured"),
        ("g1", "on-track"),
        ("g1 2", "at-risk"),
        ("g1 3", "at-risk"),
        ("g1 g3", "off-track"),
        ("g1 g1 g3", "at-risk"),
        ("g1 g3 gs gn gu", "off-track"),
        ("g1 gw", "off-track"),
        ("g3", "off-track"),
        ("3", "at-risk"),
        ("1 u", "on-track"),
    ],
)
def test_the_facet_over_the_kpis_that_have_a_status(statuses: str, facet: str) -> None:
    """Digits 1 to 3: on track, at risk, off track; u no actuals, s stale, n not started, w below range; g: a goal's."""
    fields = {
        "1": "plan: {2026-10: 100}, actual: {2026-10: 100}",
        "2": "plan: {2026-10: 100}, actual: {2026-10: 90}",
        "3": "plan: {2026-10: 100}, actual: {2026-10: 10}",
        "w": "range: 100.., actual: {2026-10: 10}",
        "u": "target: 100",
        "a": "actual: {2026-10: 100}",
        "s": "plan: {2026-07: 100}, actual: {2026-07: 10}",
        "n": "plan: {2026-10: 100}, actual: {2026-10: 10}, judge_from: 2027",
    }
    kpis = "".join(f"  k{n}: {{{fields[word[-1]]}}}\n" for n, word in enumerate(statuses.split()))
    goals = "".join(f"  g{n}: {{kpi: k{n}}}\n" for n, word in enumerate(statuses.split()) if word[0] == "g")
    results = results_of(f"kpis:\n{kpis}goals:\n  loose: {{}}\n  lost: {{kpi: nowhere}}\n{goals}")
    assert results.status == facet


# Properties

FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "unit": st.sampled_from(["USD", "EUR", "'%'", "MQL", "leads", "TBD"]),
        "better": st.sampled_from(["higher", "lower", "within"]),
        "cadence": st.sampled_from(["day", "week", "month", "quarter"]),
        "judge_from": st.sampled_from(["2026-08", "2027", "2200-12-31", "1970"]),
        "baseline": st.sampled_from(["0", "5", "5%", "EUR 7", "TBD", "-3"]),
        "target": st.sampled_from(["0", "100", "60%", "USD 1k"]),
        "due": st.sampled_from(["2026-07-01", "2026-06-30", "1970-01-01", "2200", "TBD"]),
        "range": st.sampled_from(["1..2", "60%..80%", "..5", "USD 3.."]),
        "stop": st.sampled_from(["'>40%'", "<3", "'>=5'", "'<=0'"]),
        "stale_after": st.sampled_from(["0d", "99999w", "99999ed", "3d"]),
        "total": st.sampled_from(["sum", "last", "mean"]),
        "formula": st.sampled_from(['"{a}/{b}"', '"{b} - 1"', '"{c}*{c}"', '"{nowhere}"', '"1/0"']),
        "plan": st.sampled_from(["{2026-07: 5, 2026-Q3: 7, 1970: 1%}", "{2026-10: 0}", "{2200-12-31: 8}"]),
        "actual": st.sampled_from(
            ["{2026-10: 5, 2026-W40: 0}", "{2026-07: 5%, 2200: 1}", "{file: x}", "{1970-01-01: 3}"]
        ),
    },
)


def _text(kpis: list[tuple[str, dict[str, str]]]) -> str:
    lines = (f"  {id_}: {{{', '.join(f'{key}: {value}' for key, value in fields.items())}}}\n" for id_, fields in kpis)
    return "goals: {g: {kpi: a}, h: {kpi: b}}\nkpis:\n" + "".join(lines)


@settings(max_examples=60)
@given(st.tuples(FIELDS, FIELDS, FIELDS), st.permutations("abc"), st.dates(date(1970, 1, 1), date(2200, 12, 31)))
def test_nothing_raises_and_the_order_of_keys_does_not_matter(
    kpis: tuple[dict[str, str], ...], order: list[str], day: date
) -> None:
    written = dict(zip("abc", kpis, strict=True))
    today = Today(day, date(2026, 10, 31))
    one = results_of(_text(list(written.items())), today)
    turned = {id_: dict(reversed(written[id_].items())) for id_ in order}
    other = results_of(_text(list(turned.items())), today)
    assert one.status == other.status
    assert {id_: _without_places(kpi) for id_, kpi in one.kpis.items()} == {
        id_: _without_places(kpi) for id_, kpi in other.kpis.items()
    }
    assert [each.message for each in one.problems] == [each.message for each in other.problems]


def _without_places(kpi: KpiResult) -> KpiResult:
    series = tuple(point._replace(at=None) for point in kpi.series)
    return kpi._replace(series=series, previous=kpi.previous and kpi.previous._replace(at=None))


@given(
    st.integers(-1000, 1000),
    st.integers(-1000, 1000),
    st.dates(date(2026, 6, 30), date(2027, 6, 30)),
)
def test_expectations_lie_between_baseline_and_target(baseline: int, target: int, day: date) -> None:
    plan = plan_of(f"kpis: {{k: {{baseline: {baseline}, target: {target}}}}}")
    value = expected(plan.kpis["k"], plan, Period(day, day))
    assert value is not None
    assert min(baseline, target) <= value <= max(baseline, target)
    assert value == baseline + Fraction((day - date(2026, 6, 30)).days, 365) * (target - baseline)
