"""The list of checks, and when they keep silent: open, unreadable, cancelled and helping things are not reported."""

from __future__ import annotations

import inspect
import time
from datetime import date
from pathlib import Path

import pytest

from omp_plugin.build import Options, compile_site
from omp_plugin.check import CHECKS, SITE_CHECKS, check_plan, check_site
from omp_plugin.problems import LEVELS
from omp_plugin.source.disk import find_plans, load_plan
from omp_plugin.source.folder import PlanSource

BROKEN = Path(__file__).parents[1] / "broken"
QUIET = "checks: {goal-count: off, not-smart: off}\n"
KPI = "kpis: {leads: {owner: ana, target: 100}}\n"
GOAL = "goals: {more: {title: More, owner: ana, kpi: leads}}\n"
CAMPAIGN = "campaigns: {spring: {title: Spring, owner: ana, goals: [more], budget: 500, delivers: {leads: 120}}}\n"
HEAD = "omp: 1\ntitle: A plan\nperiod: 2026\nowner: ana\nas_of: 2026-06-30\npeople: {ana: {name: Ana}}\n"
BASE = QUIET + KPI + GOAL + CAMPAIGN


def test_each_check_is_named_like_its_code_and_says_what_it_means() -> None:
    for check in (*CHECKS, *SITE_CHECKS):
        assert check.__name__.replace("_", "-") in LEVELS
        assert "(plan format, section" in " ".join((inspect.getdoc(check) or "").split()), check


def test_each_check_reports_its_own_code_at_its_own_level() -> None:
    sources = [load_plan(path) for path in find_plans(BROKEN)]
    site = compile_site(sources, Options(date(2026, 6, 30)))
    reporting = set()
    for check in CHECKS:
        for each in site.plans:
            for found in check(each.plan, each.results) if each.plan and each.results else ():
                assert (found.code, found.level) == (check.__name__.replace("_", "-"), LEVELS[found.code])
                reporting.add(check)
    assert reporting == set(CHECKS)


def test_checking_twice_finds_the_same(compiled) -> None:
    plan = compiled("tasks: {a: {}, b: {}}\nmission: TODO\n")
    assert check_plan(plan.plan, plan.results) == check_plan(plan.plan, plan.results) != []


def test_a_sound_plan_has_no_problems(compiled) -> None:
    assert compiled(BASE).problems == ()


@pytest.mark.parametrize(
    "body",
    [
        "goals: {more: {owner: TBD, kpi: TBD, smart: {specific: a, measurable: b, achievable: TBD, relevant: c, "
        "time_bound: d}}}\n",
        "kpis: {leads: {owner: TBD, target: TBD}}\n",
        QUIET + KPI + GOAL + "campaigns: {spring: {owner: TBD, goals: [more], budget: TBD, delivers: {leads: TBD}}}\n",
        "tasks: {open: {owner: TBD, campaign: TBD, date: TBD}, work: {campaign: TBD, owner: ana, start: TBD}}\n",
        "risks: {rain: {owner: TBD, response: TBD}}\n",
        "market: {facts: [{claim: Tea is liked, source: TBD, as_of: TBD}]}\n",
        "assumptions: {dry: {review_by: TBD}}\ndecisions: {tent: {due: TBD}}\n",
        "reviews: {monthly: {log: [{on: 2026-05-29, so_what: TBD}]}}\n",
    ],
)
def test_what_is_open_is_reported_as_open_only(compiled, body: str) -> None:
    codes = {each.code for each in compiled(body).problems}
    assert "open-value" in codes
    assert codes <= {"open-value", "goal-count", "coverage-unknown"}


@pytest.mark.parametrize(
    "body",
    [
        BASE + "tasks: {a: {status: cancelled, start: 2030-01-01, deadline: 2029-01-01}}\n",
        BASE + "tasks: {party: {title: Party, date: 2026-05-01}}\n",
        QUIET + KPI + GOAL + CAMPAIGN.replace("}}}", "}}, gone: {status: cancelled, start: 2020-01-01}}"),
        "risks: {rain: {status: closed}}\n",
        "assumptions: {dry: {review_by: 2026-06-30}, wet: {review_by: 2025-01-01, status: broken}}\n",
        "decisions: {a: {due: 2026-06-30}, b: {due: 2026-06, status: needed}, c: {due: 2025, taken_on: 2025-02-01}}\n",
        "presence: {site: {question: Is it there?, answer: not-applicable}}\n",
        "summary: " + "word " * 600 + "\n",
        "vision: The mastodon insert, a TODOS list, lorem, xx and maxxxed\n",
    ],
)
def test_what_needs_no_word_gets_none(found, body: str) -> None:
    assert found(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "goals: {more: {owner: [ana], kpi: [leads], smart: [a]}}\n",
        "tasks: {a: {owner: [ana], campaign: [x], start: soon}}\n",
        "campaigns: {spring: {owner: {a: b}, goals: more, budget: $5}}\n",
        "kpis: {leads: {owner: [ana], target: many}}\n",
        "risks: {rain: {owner: [ana], response: [a]}}\n",
        "goals: 5\ncampaigns: 5\n",
        QUIET + GOAL + CAMPAIGN + "kpis: {leads: {owner: ana, target: many}}\n",
        QUIET + GOAL + CAMPAIGN + "kpis: {leads: {owner: ana, target: 5%, unit: calls}}\n",
        QUIET + KPI + GOAL.replace("kpi:", "target: many, kpi:") + CAMPAIGN.replace("120", "1"),
        QUIET + KPI + GOAL + CAMPAIGN.replace("{leads: 120}", "120"),
        QUIET + KPI + GOAL + CAMPAIGN.replace("120", "many"),
        BASE + "budget: {lines: {a: {campaign: spring, planned: $5}}}\n"
        "facts: {a: {title: A, states: 500, is: '{budget.planned} + {campaigns.spring.planned}'}}\n",
    ],
)
def test_what_could_not_be_read_is_not_missing_too(found, body: str) -> None:
    assert {each.code for each in found(body)} == {"wrong-type"}


@pytest.mark.parametrize(
    "body",
    [
        "titel: x\n",
        QUIET + GOAL + CAMPAIGN + "kpis: {leads: {owner: ana, traget: 5}}\n",
        QUIET + KPI + GOAL + CAMPAIGN.replace("budget:", "budgt:"),
        "tasks: {a: {Owner: ana, campain: x}}\n",
    ],
)
def test_what_stands_under_a_misspelt_key_is_not_missing_too(found, body: str) -> None:
    assert {each.code for each in found(body)} == {"unknown-key"}


def test_a_required_field_under_a_misspelt_key_is_missing(found) -> None:
    problems = found("links: {a: {title: A, URL: 'https://example.org'}}\n")
    assert {each.code for each in problems} == {"unknown-key", "missing-key"}


def test_a_figure_of_no_kpi_is_not_missing_too(found) -> None:
    problems = found(QUIET + KPI + GOAL + CAMPAIGN.replace("leads: 120", "led: 120"))
    assert {each.code for each in problems} == {"unknown-reference"}


def test_a_file_that_cannot_be_read_hides_no_other_problem_and_makes_none(found) -> None:
    problems = found(QUIET + KPI + GOAL + "campaigns: {spring: {owner: ana, goals: [more], delivers: {leads: 120}}}\n",
                     budget__yml="lines: [")  # fmt: skip
    assert {each.code for each in problems} == {"syntax"}


@pytest.mark.parametrize("count,said", [(0, ["no goals"]), (3, ["3 goals"]), (4, []), (6, []), (7, ["7 goals"])])
def test_four_to_six_goals(found, count: int, said: list[str]) -> None:
    goals = "".join(f"  g{number}: {{owner: ana}}\n" for number in range(count))
    problems = found("goals:\n" + goals if count else CAMPAIGN, "goal-count")
    assert [each.message.split(" has ")[1].split(";")[0] for each in problems] == said


def test_a_plan_with_neither_goals_nor_campaigns_is_not_asked_for_goals(found) -> None:
    assert found("", "goal-count") == []


@pytest.mark.parametrize(
    "line,said",
    [
        ("smart: {specific: a}", "measurable, achievable, relevant and time-bound"),
        ("smart: {specific: a, measurable: b, achievable: c, relevant: d}", "time-bound"),
        ("why: because", "specific, measurable, achievable, relevant and time-bound"),
    ],
)
def test_which_of_the_five_is_missing(found, line: str, said: str) -> None:
    (problem,) = found(f"goals: {{more: {{title: More, {line}}}}}\n", "not-smart")
    assert problem.message == f'goal "More" does not say what makes it {said}'


@pytest.mark.parametrize(
    "belongs", ["campaign: spring", "goal: more", "tactic: ads", "split: {spring: 100%}"]
)
def test_a_budget_line_that_leads_to_a_goal_is_no_orphan(found, belongs: str) -> None:
    campaign = CAMPAIGN.replace("budget: 500", "tactics: {ads: {}}")
    problems = found(QUIET + KPI + GOAL + campaign + f"budget: {{lines: {{a: {{planned: 1, {belongs}}}}}}}\n")
    paid = "goal" not in belongs
    assert [each.code for each in problems] == ([] if paid else ["campaign-without-budget"])


def test_a_plan_without_money_asks_no_campaign_for_a_budget(found) -> None:
    body = QUIET + KPI + GOAL + CAMPAIGN.replace("budget: 500, ", "")
    assert [each.code for each in found(body)] == ["campaign-without-budget"]
    assert found(body + "budget: none\n") == []


def test_coverage_that_is_short_by_a_cent_is_short(found) -> None:
    body = QUIET + "kpis: {revenue: {owner: ana, unit: USD, target: 15k}}\n" + GOAL.replace("leads", "revenue")
    campaigns = CAMPAIGN.replace("leads: 120", "revenue: 14999.99")
    (problem,) = found(body + campaigns, "goal-not-covered")
    assert problem.message.endswith("the campaigns plan USD 14,999.99 of USD 15,000 (99.9%)")
    assert found(body + campaigns.replace("14999.99", "15000"), "goal-not-covered") == []


def test_coverage_of_a_goal_with_target_0_is_unknown(found) -> None:
    (problem,) = found(BASE.replace("target: 100", "target: 0"), "coverage-unknown")
    assert problem.message.endswith("its target is 0")


@pytest.mark.parametrize(
    "field,codes",
    [("owner: ana, target: 1", []), ("owner: ana, range: 1..2", []), ("owner: ana, plan: {2026-Q4: 5}", []),
     ("owner: ana, baseline: 5", ["kpi-without-target"])],
)  # fmt: skip
def test_how_a_kpi_can_be_judged(found, field: str, codes: list[str]) -> None:
    assert [each.code for each in found(f"kpis: {{leads: {{{field}}}}}\n")] == codes


def test_a_stage_of_a_funnel_that_measures_a_goal_needs_a_target(found) -> None:
    body = "kpis: {leads: {owner: ana}}\nfunnels: {shop: {stages: [{id: a, kpi: leads}]}}\n"
    assert found(body) == []
    assert [each.code for each in found(QUIET + body + GOAL)] == ["kpi-without-target"]


def test_the_age_of_actuals_counts_from_the_day_the_plan_is_of(compiled) -> None:
    body = "kpis: {leads: {title: Leads, owner: ana, target: 9, actual: {2026-05: 8}}}\n"
    assert compiled(body).problems == ()
    (problem,) = compiled(body, head=HEAD.replace("06-30", "07-11")).problems
    assert (problem.code, problem.position.line) == ("stale-actuals", 7)


def test_only_the_first_outside_day_of_something_is_named(found) -> None:
    task = "tasks: {a: {title: A, campaign: spring, start: 2025-12-01, finish: 2027-01-20, deadline: 2027-02-01}}\n"
    (problem,) = found(BASE + task, "outside-period")
    assert problem.message.startswith('task "A" starts on 2025-12-01, before')


def test_a_partial_date_is_outside_by_its_last_day(found) -> None:
    goal = GOAL.replace("kpi: leads", "kpi: leads, due: FY2026")
    body = QUIET + KPI + CAMPAIGN + "fiscal_year_start: 1\n"
    assert found(body + goal) == []
    assert [each.code for each in found(body + goal.replace("FY2026", "FY2027"))] == ["outside-period"]


def test_a_placeholder_is_named_with_the_field_it_stands_in(found) -> None:
    (problem,) = found('mix:\n  price:\n    - Low\n    - "From [insert price] on"\n')
    assert (problem.position.line, problem.position.column) == (10, 7)
    assert problem.message == '"[insert price]" in "price" of the plan was never filled in'


@pytest.mark.parametrize("text", ["TODO: write", "XXX", "lorem IPSUM", "[INSERT a name"])
def test_placeholders_in_every_spelling(found, text: str) -> None:
    assert [each.code for each in found(f'vision: "{text}"\n')] == ["unfilled-placeholder"]


def test_open_values_are_found_at_every_depth(found) -> None:
    body = """
campaigns:
  spring:
    title: Spring
    objective: grow
    tactics:
      ads:
        title: Ads
        channel: TBD
        delivers: {leads: TBD}
"""
    messages = [each.message for each in found(body, "open-value")]
    assert messages == ['"channel" of tactic "Ads" is still open', '"delivers" of tactic "Ads" is still open']


def test_ids_and_titles_of_plans_are_compared_across_the_site() -> None:
    text = b"omp: 1\ntitle: %s\nperiod: 2026\nowner: ana\npeople: {ana: {}}\n"
    sources = [
        PlanSource("a/x", {"plan.yml": text % b"The plan"}),
        PlanSource("b/x", {"plan.yml": text % b"Another plan"}),
        PlanSource("b/y", {"plan.yml": text % b"\"the  PLAN\""}),
        PlanSource("b/z_", {"plan.yml": b"title: ["}),
    ]
    site = compile_site(sources, Options(date(2026, 1, 1)))
    codes = [(each.position.path, each.code) for each in site.problems if each.code != "syntax"]
    found = ["b/x duplicate-key", "b/y duplicate-plan-title", "b/z_ bad-id"]
    assert [f"{path.removesuffix('/plan.yml')} {code}" for path, code in codes] == found
    assert check_site([]) == []


def test_checks_take_time_in_proportion_to_the_plan(compiled) -> None:
    def seconds(count: int) -> float:
        task = "  t{}: {{owner: ben, effort: 60%, start: 2026-03-02, finish: 2026-11-30}}\n"
        each = compiled("tasks:\n" + "".join(map(task.format, range(count))))
        before = time.process_time()
        assert len(check_plan(each.plan, each.results)) == count + 1
        return time.process_time() - before

    seconds(10)
    assert seconds(2000) < 40 * max(seconds(200), 0.005)
