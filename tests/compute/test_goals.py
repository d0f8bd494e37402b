"""Goals: coverage, and the chains that say to what end something is done (plan format, section 3)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omp_plugin.compute.calendar import work_calendar
from omp_plugin.compute.campaigns import compute_campaigns
from omp_plugin.compute.goals import campaigns_by_goal, chain, compute_goals, goals_by_kpi, tasks_by_campaign
from omp_plugin.compute.kpis import compute_kpis
from omp_plugin.compute.results import GoalResults, Schedule, Today
from omp_plugin.model.plan import VOCABULARY, Plan, type_plan
from omp_plugin.source.folder import PlanSource, read_plan
from tests.helpers import HEAD, compiled

NO_SCHEDULE = Schedule({}, (), None, None, "on-track", ())


def plan_of(text: str) -> Plan:
    """The plan that a text states after the head that every plan needs."""
    node, _ = read_plan(PlanSource("plans/x", {"plan.yml": (HEAD + dedent(text)).encode()}), VOCABULARY)
    assert node is not None
    plan, _ = type_plan(node, "x", "plans/x/plan.yml")
    assert plan is not None
    return plan


def goals_of(text: str) -> GoalResults:
    """The goals of a text at the end of October 2026."""
    plan = plan_of(text)
    kpis = compute_kpis(plan, Today(date(2026, 11, 22), date(2026, 10, 31)), work_calendar(plan)[0])
    return compute_goals(plan, kpis, compute_campaigns(plan, NO_SCHEDULE, None))


# Campaigns of the Oklahoma City launch: what each adds to monthly revenue in June 2027.
LAUNCH = """
    goals: {win: {kpi: revenue}}
    kpis: {revenue: {unit: USD, target: 15000, plan: {2026-10: 5400}, actual: {2026-10: 5180}}}
    campaigns:
      search-content: {delivers: {revenue: 3300}}
      paid-search: {delivers: {revenue: 4200}, tactics: {always-on: {delivers: {revenue: 2600}}}}
      social: {tactics: {organic: {delivers: {revenue: 1100}}, creators: {delivers: {revenue: USD 1.5k}}}}
      email: {delivers: {revenue: 2400}}
      events: {delivers: {revenue: 1300}}
      loyalty: {delivers: {revenue: 1800}}
      business: {delivers: {revenue: 1200}}
      direct-mail: {status: cancelled, delivers: {revenue: 450}}
"""


def test_the_campaigns_of_the_launch_cover_112_percent() -> None:
    results = goals_of(LAUNCH)
    goal = results.goals["win"]
    assert (goal.kpi, goal.target, goal.planned, goal.coverage) == ("revenue", 15000, 16800, Fraction(112, 100))
    assert (goal.coverage_status, goal.status, results.status) == ("on-track", "on-track", "on-track")
    assert goal.contributions == {
        "search-content": 3300,
        "paid-search": 4200,
        "social": 2600,
        "email": 2400,
        "events": 1300,
        "loyalty": 1800,
        "business": 1200,
    }


@pytest.mark.parametrize(
    "figure, status",
    [("100", "on-track"), ("99.99", "at-risk"), ("85", "at-risk"), ("84.99", "off-track"), ("0", "off-track")],
)
def test_coverage_is_judged_exactly(figure: str, status: str) -> None:
    text = f"goals: {{g: {{kpi: k}}}}\nkpis: {{k: {{target: 100}}}}\ncampaigns: {{c: {{delivers: {{k: {figure}}}}}}}"
    results = goals_of(text)
    goal = results.goals["g"]
    assert (goal.coverage, goal.coverage_status) == (Fraction(figure) / 100, status)
    assert goal.status == results.status == status  # the KPI has no status yet


@pytest.mark.parametrize(
    "goal, kpi, campaign, planned",
    [
        ("kpi: k", "target: 100", "delivers: {other: 5}", None),
        ("kpi: k", "target: 100", "", None),
        ("kpi: k", "target: 100", "delivers: {k: 5%}", None),
        ("kpi: k", "target: 100", "delivers: {k: 5%}, tactics: {t: {delivers: {k: 5}}}", None),
        (
            "kpi: k",
            "target: 100",
            "tactics: {t: {delivers: {k: 5}}, u: {delivers: {k: 5%}}, v: {delivers: {k: 1}}}",
            None,
        ),
        ("kpi: k", "target: 0", "delivers: {k: 5}", 5),
        ("kpi: k", "target: 5%", "delivers: {k: 5}", 5),
        ("kpi: k", "target: TBD", "delivers: {k: 5}", 5),
        ("kpi: k, target: TBD", "target: 100", "delivers: {k: 5}", 5),
        ("kpi: k, target: 5%", "target: 100", "delivers: {k: 5}", 5),
        ("kpi: k", "", "delivers: {k: 5}", 5),
    ],
)
def test_coverage_is_unknown(goal: str, kpi: str, campaign: str, planned: int | None) -> None:
    results = goals_of(
        f"goals: {{g: {{{goal}}}}}\nkpis: {{k: {{{kpi}}}, other: {{}}}}\ncampaigns: {{c: {{{campaign}}}}}"
    )
    result = results.goals["g"]
    assert (result.planned, result.coverage, result.coverage_status) == (planned, None, "unknown")
    assert (result.status, results.status) == ("unknown", "unknown")


def test_one_figure_that_does_not_fit_leaves_the_sum_unknown() -> None:
    goal = goals_of("""
        goals: {g: {kpi: k, target: 10}}
        kpis: {k: {}}
        campaigns: {c: {delivers: {k: 5, nowhere: 3}}, d: {delivers: {k: 5%, nowhere: 3}}}
    """).goals["g"]
    assert (goal.target, goal.planned, goal.contributions) == (10, None, {"c": 5})


@pytest.mark.parametrize("goal", ["", "kpi: nowhere", "kpi: TBD"])
def test_a_goal_without_a_kpi_is_unknown(goal: str) -> None:
    result = goals_of(f"goals: {{g: {{{goal}}}}}\nkpis: {{k: {{}}}}").goals["g"]
    assert (result.kpi, result.target, result.status) == (None, None, "unknown")


def test_a_goals_status_is_the_worse_of_coverage_and_kpi_the_facet_that_of_coverage() -> None:
    results = goals_of("""
        goals: {g: {kpi: k, target: 10}, h: {kpi: within}, covered: {kpi: k}}
        kpis: {k: {target: 5, plan: {2026-10: 9}, actual: {2026-10: 1}}, within: {range: 3.., actual: {2026-10: 1}}}
        campaigns: {c: {delivers: {k: 9}}}
    """)
    assert {id_: (goal.coverage_status, goal.status) for id_, goal in results.goals.items()} == {
        "g": ("at-risk", "off-track"),
        "h": ("unknown", "off-track"),
        "covered": ("on-track", "off-track"),
    }
    assert results.status == "at-risk"


def test_without_goals_nothing_is_known() -> None:
    assert goals_of("").status == "unknown"


RELATED = """
    objectives:
      lead: {title: Lead the market, outcome: revenue}
      vague: {}
    goals:
      win: {title: Win, objective: lead, kpi: k}
      keep: {objective: vague, kpi: k}
      alone: {}
    kpis: {k: {}}
    campaigns:
      ads: {title: Ads, goals: [win, keep, win], tactics: {search: {title: Search ads}, twin: {}}}
      mail: {objective: lead, tactics: {twin: {}}}
      lost: {goals: [nowhere], objective: nowhere}
      both: {goals: [nowhere], objective: lead}
      flat: {goals: [alone]}
    tasks:
      buy: {title: Buy media, tactic: search}
      write: {campaign: mail, tactic: twin}
      plan: {campaign: ads}
      double: {tactic: twin}
      old: {campaign: ads, status: cancelled}
      odd: {campaign: nowhere, tactic: search}
      orphan: {}
      far: {tactic: nowhere}
    budget:
      lines:
        shared: {split: {ads: 40%, mail: 60%}, tactic: search, goal: alone}
        clicks: {tactic: search, goal: alone}
        brand: {goal: win}
        none: {title: Nothing}
"""


FROM_ADS = [
    "campaign ads < goal win < objective lead < outcome revenue",
    "campaign ads < goal keep < objective vague",
]


def told(kind: str, id_: str) -> list[str]:
    """The chains of something, each in one line."""
    chains = chain(plan_of(RELATED), kind, id_)
    return [" < ".join(f"{link.kind} {link.id}" for link in links) for links in chains]


@pytest.mark.parametrize(
    "kind, id_, chains",
    [
        ("objective", "lead", ["objective lead < outcome revenue"]),
        ("objective", "vague", ["objective vague"]),
        ("goal", "win", ["goal win < objective lead < outcome revenue"]),
        ("goal", "alone", ["goal alone"]),
        (
            "campaign",
            "ads",
            FROM_ADS,
        ),
        ("campaign", "mail", ["campaign mail < objective lead < outcome revenue"]),
        ("campaign", "lost", ["campaign lost"]),
        ("campaign", "both", ["campaign both < objective lead < outcome revenue"]),
        ("campaign", "flat", ["campaign flat < goal alone"]),
        ("task", "buy", [f"task buy < tactic search < {each}" for each in FROM_ADS]),
        ("task", "write", ["task write < tactic twin < campaign mail < objective lead < outcome revenue"]),
        ("task", "odd", ["task odd"]),
        ("task", "orphan", ["task orphan"]),
        ("task", "far", ["task far"]),
        ("task", "double", ["task double"]),  # two campaigns have a tactic of that id
        ("tactic", "twin", []),
        ("tactic", "search", [f"tactic search < {each}" for each in FROM_ADS]),
        ("line", "clicks", [f"line clicks < tactic search < {each}" for each in FROM_ADS]),
        (
            "line",
            "shared",
            [
                *(f"line shared < {each}" for each in FROM_ADS),
                "line shared < campaign mail < objective lead < outcome revenue",
            ],
        ),
        ("line", "brand", ["line brand < goal win < objective lead < outcome revenue"]),
        ("line", "none", ["line none"]),
        ("kpi", "k", []),
        *((kind, "nowhere", []) for kind in ("objective", "goal", "campaign", "task", "tactic", "line")),
    ],
)
def test_to_what_end(kind: str, id_: str, chains: list[str]) -> None:
    assert told(kind, id_) == chains


def test_a_chain_names_things_as_people_do() -> None:
    (first, _) = chain(plan_of(RELATED), "task", "buy")
    assert [link.label for link in first] == ["Buy media", "Search ads", "Ads", "Win", "Lead the market", "revenue"]


def test_a_plan_without_a_budget_has_no_lines() -> None:
    assert chain(plan_of("budget: none"), "line", "x") == ()


def test_both_directions() -> None:
    plan = plan_of(RELATED)
    by_goal, by_kpi, by_campaign = campaigns_by_goal(plan), goals_by_kpi(plan), tasks_by_campaign(plan)
    assert [by_goal.get(goal) for goal in ("win", "keep", "none")] == [("ads",), ("ads",), None]
    assert [by_kpi.get(kpi) for kpi in ("k", "none")] == [("win", "keep"), None]
    assert [by_campaign.get(id_) for id_ in ("ads", "mail", "lost")] == [("buy", "plan", "old"), ("write",), None]


FIGURES = st.sampled_from(["5", "0", "5%", "USD 7", "-3", "TBD"])
CAMPAIGN = st.tuples(
    st.one_of(st.none(), FIGURES), st.one_of(st.none(), FIGURES), st.sampled_from(["active", "cancelled"])
)


@given(st.lists(CAMPAIGN, max_size=4), st.sampled_from(["USD", "'%'", "leads"]), FIGURES, FIGURES)
def test_nothing_raises_and_the_order_of_campaigns_does_not_matter(
    campaigns: list[tuple[str | None, str | None, str]], unit: str, target: str, of_goal: str
) -> None:
    written = []
    for n, (own, tactic, status) in enumerate(campaigns):
        delivers = f", delivers: {{k: {own}}}" if own else ""
        tactics = f", tactics: {{t: {{delivers: {{k: {tactic}}}}}}}" if tactic else ""
        written.append(f"  c{n}: {{status: {status}{delivers}{tactics}}}\n")
    head = (
        f"goals: {{g: {{kpi: k}}, h: {{kpi: k, target: {of_goal}}}}}\nkpis: {{k: {{unit: {unit}, target: {target}}}}}\n"
    )
    one, other = (goals_of(f"{head}campaigns:\n{''.join(order)}") for order in (written, reversed(written)))
    assert one == other
    for goal in one.goals.values():
        assert (goal.coverage is None) == (goal.planned is None or not goal.target)


@pytest.mark.parametrize("open_", ["delivers: {r: TBD}", "delivers: TBD, goals: [g]", "tactics: {t: {delivers: {r: TBD}}}"])
def test_what_is_open_is_not_zero(open_: str) -> None:
    text = f"goals: {{g: {{kpi: r, target: 15000}}}}\nkpis: {{r: {{unit: USD}}}}\ncampaigns: {{a: {{delivers: {{r: 9000}}}}, b: {{{open_}}}}}\n"
    found = compiled(HEAD + text)
    assert found.results is not None
    goal = found.results.goals.goals["g"]
    assert (goal.coverage, goal.coverage_status, dict(goal.contributions)) == (None, "unknown", {"a": 9000})
    assert "coverage-unknown" in {problem.code for problem in found.problems}
    assert "goal-not-covered" not in {problem.code for problem in found.problems}


def test_a_campaign_s_own_figure_stands_for_open_ones_of_its_tactics() -> None:
    text = "goals: {g: {kpi: r, target: 100}}\nkpis: {r: {unit: USD}}\ncampaigns: {a: {delivers: {r: 90}, tactics: {t: {delivers: {r: TBD}}}}}\n"
    found = compiled(HEAD + text)
    assert found.results is not None
    assert found.results.goals.goals["g"].planned == 90
