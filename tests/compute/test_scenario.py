"""A scenario is the plan with its changes applied, computed like any plan."""

from __future__ import annotations

from datetime import date
from decimal import localcontext

import pytest

from omp_plugin import limits
from omp_plugin.compute.compile import compute, results_of
from omp_plugin.compute.results import Results
from omp_plugin.compute.scenario import scenario_plans
from omp_plugin.export.plan_json import plan_json
from omp_plugin.model.amounts import EXACT
from omp_plugin.model.plan import VOCABULARY, type_plan
from omp_plugin.source.folder import PlanSource, read_plan
from tests.helpers import HEAD, Compiled, compiled, errors, the

PLAN = """
goals: {sales: {kpi: revenue, target: 1000}}
kpis: {revenue: {unit: USD, plan: {2026-10: 100}}}
campaigns:
  search: {goals: [sales], budget: 500, delivers: {revenue: 900}}
  mail: {goals: [sales], budget: 100, delivers: {revenue: 200}}
tasks:
  build: {duration: 5d, campaign: search}
  launch: {milestone: yes, after: [build]}
budget: {total: 600, lines: {search: {campaign: search, planned: 500}, mail: {campaign: mail, planned: 100}}}
"""


def with_changes(*changes: str) -> Compiled:
    return compiled(HEAD + PLAN + "scenarios:\n  s:\n    changes:\n" + "".join(f"      {each}\n" for each in changes))


def scenario(*changes: str) -> Results:
    result = with_changes(*changes)
    assert errors(result) == []
    assert result.results is not None
    return result.results.scenarios["s"]


def test_a_scenario_is_computed_like_a_plan() -> None:
    found = scenario("campaigns.search.delivers.revenue: 500", "tasks.build.duration: 2w", "budget.lines.search.planned: 300", "budget.total: 400")
    assert str(found.goals.goals["sales"].coverage) == "7/10"
    assert str(found.schedule.tasks["launch"].finish) == "2026-07-14"
    assert found.budget is not None
    assert str(found.budget.sums.planned) == "400"


CHANGES = (
    "period: 2026-07-01 to 2026-11-30",
    "as_of: 2026-09-01",
    "actuals_through: 2026-08-31",
    "calendar: {workdays: [mon, tue, wed]}",
    "rates: {EUR: 1.1}",
    "thresholds: {budget_tolerance: 0%}",
    "goals.sales.target: 2000",
    "kpis.revenue.plan.2026-10: 200",
    "campaigns.search.budget: 300",
    "tasks.build.duration: 2w",
    "budget.total: 900",
    "budget.lines.mail.forecast: 700",
)


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_scenario_shares_with_its_plan_is_what_it_would_have_alone(change: str) -> None:
    source = PlanSource("plans/p", {"plan.yml": (HEAD + PLAN + f"scenarios: {{s: {{changes: {{{change}}}}}}}\n").encode()})
    node, _ = read_plan(source, VOCABULARY)
    plan, _ = type_plan(node, "p", "plans/p/plan.yml")
    assert plan is not None
    with localcontext(EXACT):
        alone = results_of(scenario_plans(plan, node)[0]["s"], date(2026, 11, 1))[0]
    assert compute(plan, node, date(2026, 11, 1))[0].scenarios["s"] == alone


def test_the_base_is_left_as_it_is() -> None:
    base, changed = compiled(HEAD + PLAN), with_changes("campaigns.search.delivers.revenue: 500", "title: Other")
    first, second = plan_json(base), plan_json(changed)
    for each in (first, second):
        each.pop("scenarios", None)
    assert first == second


@pytest.mark.parametrize(
    "change,field",
    [("tasks.build.notes: new", "notes"), ("tasks.build.effort: 50%", "effort")],
)
def test_the_last_key_may_be_new(change: str, field: str) -> None:
    assert scenario(change).schedule.tasks["build"].finish is not None


def test_an_entity_may_be_added() -> None:
    found = scenario("tasks.test: {after: [build], duration: 2d}", "campaigns.radio: {goals: [sales], delivers: {revenue: 100}}")
    assert str(found.schedule.tasks["test"].finish) == "2026-07-09"
    assert str(found.goals.goals["sales"].coverage) == "6/5"


def test_changes_of_a_scenario_apply_in_order() -> None:
    found = scenario("tasks.test: {duration: 9d}", "tasks.test.duration: 2d")
    assert found.schedule.tasks["test"].duration_days == 2


@pytest.mark.parametrize(
    "change,problem",
    [
        ("campaigns.serch.budget: 5", "unknown-reference"),
        ("campain.search.budget: 5", "unknown-reference"),
        ("title.x: 5", "unknown-reference"),
        ("campaigns.search.budgett: 5", "unknown-key"),
        ("tittle: 5", "unknown-key"),
        ("campaigns.search.budget: $5", "wrong-type"),
        ("tasks.build.duration: long", "wrong-type"),
        ("tasks.build: 5", "wrong-type"),
        ("tasks.Bad Id: {}", "bad-id"),
        ("'': 5", "unknown-key"),
        ("tasks..duration: 5d", "unknown-reference"),
        ("campaigns.search.goals: [sales, nope]", "unknown-reference"),
        ("tasks.launch.after: [nope SS+2d]", "unknown-reference"),
        ("tasks.build.campaign: nope", "unknown-reference"),
        ("campaigns.search.delivers.nope: 5", "unknown-reference"),
        ("campaigns.search.delivers: {nope: 5}", "unknown-reference"),
        ("tasks.other: {after: [build], owner: nope}", "unknown-reference"),
        ("tasks.other: {duration: long}", "wrong-type"),
        ("parent: nope", "unknown-reference"),
        ("kpis.revenue.target: 40%", "wrong-type"),
        ("kpis.revenue.plan: {2026-10: EUR 4}", "wrong-type"),
        ("goals.sales.target: 40%", "wrong-type"),
        ("campaigns.search.delivers.revenue: 40%", "wrong-type"),
    ],
)
def test_changes_that_lead_nowhere(change: str, problem: str) -> None:
    result = with_changes(change)
    assert [each.split()[1] for each in errors(result)] == [problem]
    assert the(result, problem).position.line == 19
    assert result.results is not None
    assert str(result.results.schedule.tasks["launch"].finish) == "2026-07-07"


def test_what_is_wrong_in_a_scenario_alone_is_not_the_plan_s_problem() -> None:
    assert errors(with_changes("tasks.build.after: [launch]", "budget.total: 5")) == []


def test_scenarios_have_none_of_their_own() -> None:
    assert scenario("title: x").scenarios == {}


def test_more_scenarios_than_a_plan_can_have() -> None:
    many = "".join(f"  s{n}: {{changes: {{title: T{n}}}}}\n" for n in range(limits.SCENARIOS + 3))
    result = compiled(HEAD + "scenarios:\n" + many)
    assert "which is 100" in the(result, "too-large").message
    assert result.results is not None
    assert len(result.results.scenarios) == limits.SCENARIOS
    tasks = "".join(f"  t{n}: {{}}\n" for n in range(3_400))
    result = compiled(HEAD + "tasks:\n" + tasks + "scenarios: {a: {}, b: {}, c: {}}\n")
    assert result.results is not None
    assert list(result.results.scenarios) == ["a", "b"]
