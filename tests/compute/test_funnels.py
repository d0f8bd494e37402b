"""Funnels: rates between stages against their ranges (plan format, sections 2 and 5)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from textwrap import dedent

import pytest

from omp_plugin.compute.funnels import compute_funnels
from omp_plugin.compute.measure import measure
from omp_plugin.compute.results import FunnelResult
from omp_plugin.model.plan import VOCABULARY, type_plan
from omp_plugin.source.folder import PlanSource, read_plan

HEAD = "omp: 1\ntitle: T\nowner: a\nperiod: 2026-07-01 to 2027-06-30\npeople: {a: {name: A}}\n"


def funnels_of(text: str) -> dict[str, FunnelResult]:
    """The funnels of a plan at the end of October 2026."""
    node, _ = read_plan(PlanSource("plans/x", {"plan.yml": (HEAD + dedent(text)).encode()}), VOCABULARY)
    assert node is not None
    plan, _ = type_plan(node, "x", "plans/x/plan.yml")
    assert plan is not None
    return dict(compute_funnels(plan, measure(plan)[0], date(2026, 10, 31)))


BUSINESS = """
    funnels:
      business:
        stages:
          - {id: inquiry, title: Inquiries, kpi: inquiries}
          - {id: mql, kpi: mqls}
          - {id: sql, kpi: sqls}
          - {id: proposal, kpi: proposals}
          - {id: account, kpi: accounts}
        conversions:
          inquiry-to-mql: {range: 45%..60%, low: Few fit., high: Nearly all fit.}
          mql-to-sql: {range: 60%..80%, low: Too many unqualified leads., high: The filter is too tight.}
          sql-to-proposal: {range: 45%..55%, low: No next step., high: Too early.}
    kpis:
      inquiries: {actual: {2026-10: 96}}
      mqls: {actual: {2026-09: 40, 2026-10: 50, 2026-11: 99}}
      sqls: {actual: {2026-10: 27}}
      proposals: {actual: {2026-10: 15}}
      accounts: {actual: {2026-09: 4, 2026-10: 5}}
"""


def test_the_business_funnel_of_the_launch() -> None:
    funnel = funnels_of(BUSINESS)["business"]
    assert funnel.period is not None
    assert funnel.period.text == "2026-10"
    assert [(stage.id, stage.title, stage.kpi, stage.value) for stage in funnel.stages] == [
        ("inquiry", "Inquiries", "inquiries", 96),
        ("mql", "Mql", "mqls", 50),
        ("sql", "Sql", "sqls", 27),
        ("proposal", "Proposal", "proposals", 15),
        ("account", "Account", "accounts", 5),
    ]
    assert [(each.from_, each.to, each.conversion, each.status, each.diagnosis) for each in funnel.conversions] == [
        ("inquiry", "mql", Fraction(50, 96), "on-track", None),
        ("mql", "sql", Fraction(27, 50), "below-range", "Too many unqualified leads."),
        ("sql", "proposal", Fraction(15, 27), "above-range", "Too early."),
        ("proposal", "account", Fraction(1, 3), "unknown", None),
    ]
    assert [each.range.text if each.range else None for each in funnel.conversions] == [
        "45%..60%",
        "60%..80%",
        "45%..55%",
        None,
    ]


def conversion_of(before: str, after: str, conversion: str = "range: 50%..60%") -> tuple[Fraction | None, str]:
    """The rate between two stages with these actuals, and its status."""
    funnel = funnels_of(f"""
        funnels: {{f: {{stages: [{{id: x, kpi: a}}, {{id: y, kpi: b}}], conversions: {{x-to-y: {{{conversion}}}}}}}}}
        kpis: {{a: {{actual: {{{before}}}}}, b: {{actual: {{{after}}}}}}}
    """)["f"]
    (only,) = funnel.conversions
    return only.conversion, only.status


@pytest.mark.parametrize(
    "before, after, rate, status",
    [
        ("2026-10: 100", "2026-10: 50", Fraction(1, 2), "on-track"),
        ("2026-10: 100", "2026-10: 60", Fraction(3, 5), "on-track"),
        ("2026-10: 100", "2026-10: 49.99", Fraction(4999, 10000), "below-range"),
        ("2026-10: 0", "2026-10: 5", None, "unknown"),
        ("2026-10: 100", "2026-10: 0", 0, "below-range"),
        ("2026-10: 100", "", None, "unknown"),
        ("2026-10: 100", "2026-11: 50", None, "unknown"),
        ("2026-11: 100", "2026-11: 50", None, "unknown"),
        ("2026-08: 9, 2026-09: 10, 2026-10: 0", "2026-08: 9, 2026-09: 5", Fraction(1, 2), "on-track"),
        ("2026-10: 10, 2026-H2: 1", "2026-10: 5, 2026-09: 1, 2026-08: 1", Fraction(1, 2), "on-track"),
        ("2026-07-01 to 2026-10-31: 40, 2026-10: 10", "2026-10: 5", Fraction(1, 2), "on-track"),
    ],
)
def test_the_rate_at_the_latest_period_in_which_both_were_counted(
    before: str, after: str, rate: Fraction | None, status: str
) -> None:
    assert conversion_of(before, after) == (rate, status)


@pytest.mark.parametrize("conversion", ["", "range: TBD", "range: 50..60"])
def test_without_a_range_of_percentages_a_rate_is_not_judged(conversion: str) -> None:
    assert conversion_of("2026-10: 100", "2026-10: 50", conversion) == (Fraction(1, 2), "unknown")


def test_stages_are_shown_at_the_funnels_latest_period() -> None:
    funnel = funnels_of("""
        funnels:
          f: {stages: [{id: x, kpi: a}, {id: y, kpi: b}, {id: z}, {id: q, kpi: nowhere}, {title: Lost}]}
          none: {}
          one: {stages: [{id: x, kpi: later}]}
        kpis: {a: {actual: {2026-09: 9}}, b: {actual: {2026-09: 3, 2026-10: 4}}, later: {actual: {2026-11: 1}}}
    """)
    assert [stage.value for stage in funnel["f"].stages] == [None, 4, None, None, None]
    assert [each.conversion for each in funnel["f"].conversions] == [Fraction(1, 3), None, None, None]
    assert (funnel["f"].stages[-1].id, funnel["f"].conversions[-1].to) == ("", "")
    assert (funnel["none"].period, funnel["none"].stages, funnel["none"].conversions) == (None, (), ())
    assert (funnel["one"].period, funnel["one"].conversions) == (None, ())


def test_a_stage_may_be_counted_by_a_formula() -> None:
    funnel = funnels_of("""
        funnels: {f: {stages: [{id: x, kpi: a}, {id: y, kpi: b}]}}
        kpis: {a: {actual: {2026-10: 9}}, b: {formula: "{a} / 3"}}
    """)["f"]
    assert funnel.conversions[0].conversion == Fraction(1, 3)
