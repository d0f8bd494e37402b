"""Facts: which figures a path reaches, and what is said where it reaches none."""

from __future__ import annotations

from fractions import Fraction

import pytest

from omp_plugin.check.facts import Lost, resolve
from omp_plugin.check.figures import figures

PLAN = """checks: {goal-count: off, not-smart: off}
actuals_through: 2026-05-31
kpis:
  visits: {owner: ana, target: 2000, actual: {2026-04: 1000, 2026-05: 1500}}
  orders: {owner: ana, target: 100, baseline: 10, actual: {2026-04: 30, 2026-05: 45}}
  calls: {owner: ana, target: 5}
goals: {more: {owner: ana, kpi: orders}}
funnels:
  shop:
    stages: [{id: visit, kpi: visits}, {id: order, kpi: orders}]
campaigns:
  spring: {owner: ana, goals: [more], delivers: {orders: 112}}
tasks:
  design: {campaign: spring, start: 2026-03-02, duration: 2w, done: 40%}
budget:
  total: 1000
  reserve: 100
  lines:
    ads: {campaign: spring, category: Media.net, planned: {2026-Q1: 500, 2026-Q2: 400}, actual: {2026-Q1: 450}}
"""


@pytest.fixture(scope="module")
def tree(compiled):
    each = compiled(PLAN)
    assert [problem for problem in each.problems if problem.level == "error"] == []
    return figures(each.plan, each.results)


@pytest.mark.parametrize(
    "path,value",
    [
        ("goals.more.coverage", Fraction(112, 100)),
        ("goals.more.target", 100),
        ("goals.more.planned", 112),
        ("kpis.orders.actual", 45),
        ("kpis.orders.baseline", 10),
        ("kpis.orders.series.0.actual", 30),
        ("kpis.calls.actual", None),
        ("funnels.shop.0.conversion", Fraction(3, 100)),
        ("funnels.shop.visit-to-order.conversion", Fraction(3, 100)),
        ("campaigns.spring.delivers.orders", 112),
        ("campaigns.spring.planned", 900),
        ("campaigns.spring.progress", Fraction(2, 5)),
        ("tasks.design.duration_days", 10),
        ("tasks.design.slack_days", 0),
        ("tasks.design.done", Fraction(2, 5)),
        ("budget.total", 1000),
        ("budget.reserve", 100),
        ("budget.planned", 900),
        ("budget.available", 450),
        ("budget.by_campaign.spring.actual", 450),
        ("budget.by_category.Media.net.planned", 900),
        ("budget.by_period.2026-Q1.variance", -50),
    ],
)
def test_paths_to_figures(tree, path: str, value: Fraction | int | None) -> None:
    assert resolve(tree, path) == value


@pytest.mark.parametrize(
    "path,lost",
    [
        ("goal.more", Lost("goal", "", ("goals", "kpis", "funnels", "campaigns", "tasks", "budget"))),
        ("goals.less.coverage", Lost("less", "goals", ("more",))),
        ("goals.more", Lost("", "goals.more", ("target", "planned", "coverage"))),
        ("goals.more.target.high", Lost("high", "goals.more.target", ())),
    ],
)
def test_paths_to_nothing(tree, path: str, lost: Lost) -> None:
    assert resolve(tree, path) == lost


@pytest.mark.parametrize(
    "states,formula,within,said",
    [
        ("112%", "{goals.more.coverage}", "", ""),
        ("1.12", "{goals.more.coverage}", "", ""),
        ("111%", "{goals.more.coverage}", "", "112%"),
        ("111%", "{goals.more.coverage}", "1%", ""),
        ("111%", "{goals.more.coverage}", "0.99%", "112%"),
        ("USD 900", "{budget.planned}", "", ""),
        ("900.01", "{budget.planned}", "", "900"),
        ("333.33", "{budget.total} / 3", "", "333.333333"),
        ("333.33", "{budget.total} / 3", "0.01", ""),
        ("3.0%", "{kpis.orders.actual} / {kpis.visits.actual}", "", ""),
        ("-50", "{budget.by_period.2026-Q1.variance}", "", ""),
        ("2", "3 - 1", "", ""),
    ],
)
def test_figures_are_compared_exactly(found, states: str, formula: str, within: str, said: str) -> None:
    allowed = f", within: {within}" if within else ""
    fact = f'facts: {{a: {{title: A, states: {states}, is: "{formula}"{allowed}}}}}\n'
    problems = found(PLAN + fact, "fact-mismatch")
    assert [each.message.rpartition(" is ")[2] for each in problems] == ([said] if said else [])


def test_a_slip_in_a_path_is_pointed_out_where_the_formula_stands(found) -> None:
    (problem,) = found(PLAN + 'facts:\n  a:\n    states: 1\n    is: "{kpis.order.actual}"\n')
    assert problem.message == 'there is no "order" in "kpis"'
    assert problem.hint == 'did you mean "orders"?'


def test_paths_into_what_could_not_be_read_are_left_alone(found) -> None:
    problems = found('facts: {a: {states: 1, is: "{risks.a} + {tasks.design.done}"}}\n', tasks__yml="design: [")
    (syntax, reference) = sorted(problems, key=lambda each: each.code)
    assert syntax.code == "syntax"
    assert reference.message == 'there is no "risks" in what a plan computes'


CURRENCIES = """rates: {EUR: {rate: 1.25, on: 2026-01-02}}
kpis: {sales: {unit: EUR, target: 8000}, orders: {target: 10}}
budget: {total: 9000, lines: {a: {planned: 9000}}}
"""


@pytest.mark.parametrize(
    "states,formula,within,said",
    [
        ("EUR 7200", "{budget.planned}", "", ""),
        ("EUR 9000", "{budget.planned}", "", "EUR 7,200"),
        ("EUR 7100", "{budget.planned}", "100", ""),
        ("EUR 7100", "{budget.planned}", "USD 125", ""),
        ("EUR 7100", "{budget.planned}", "USD 124", "EUR 7,200"),
        ("9100", "{budget.planned}", "EUR 80", ""),
        ("EUR 8000", "{kpis.sales.target}", "", ""),
        ("8000", "{kpis.sales.target}", "", ""),
        ("USD 10000", "{kpis.sales.target}", "", ""),
        ("USD 8000", "{kpis.sales.target}", "", "USD 10,000"),
        ("EUR 800", "{kpis.sales.target} / {kpis.orders.target}", "", ""),
        ("USD 10k", "{budget.planned} + 1000", "", ""),
    ],
)
def test_money_is_compared_in_one_currency(found, states: str, formula: str, within: str, said: str) -> None:
    allowed = f", within: {within}" if within else ""
    problems = found(f'{CURRENCIES}facts: {{a: {{title: A, states: {states}, is: "{formula}"{allowed}}}}}\n', "fact-mismatch")
    assert [each.message.rpartition(" is ")[2] for each in problems] == ([said] if said else [])


@pytest.mark.parametrize("stated", ["states: GBP 9000", "within: GBP 1, states: 9000"])
def test_money_without_a_rate_is_not_compared(found, stated: str) -> None:
    problems = found(f'{CURRENCIES}facts: {{a: {{title: A, is: "{{budget.planned}}", {stated}}}}}\n')
    (problem,) = [each for each in problems if each.code in ("currency-without-rate", "fact-mismatch")]
    assert problem.code == "currency-without-rate"
    assert problem.position.line == 10


def test_a_kpi_in_a_currency_without_a_rate_is_compared_in_it(found) -> None:
    kpi = "kpis: {sales: {unit: GBP, target: 8000}}\n"
    problems = found(kpi + 'facts: {a: {title: A, states: GBP 8000, is: "{kpis.sales.target}"}}\n')
    assert {each.code for each in problems}.isdisjoint({"currency-without-rate", "fact-mismatch"})


def test_nothing_is_said_of_rates_that_cannot_be_read(found) -> None:
    fact = 'facts: {a: {title: A, states: EUR 8000, is: "{budget.planned}"}}\n'
    problems = found(f"budget: {{lines: {{a: {{planned: 9000}}}}}}\nrates: {{EUR: {{rate: much}}}}\n{fact}")
    assert {each.code for each in problems}.isdisjoint({"currency-without-rate", "fact-mismatch"})
