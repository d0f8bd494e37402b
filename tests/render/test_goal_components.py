"""Goals: the table, the map from objectives to KPIs, and the bars of coverage."""

from __future__ import annotations

import pytest

from omp_plugin.render.components import BY_NAME
from omp_plugin.render.components.goals import GoalTable, goal_map, goal_table
from omp_plugin.render.goal_stats import goal_stats
from omp_plugin.render.goal_tree import Item
from tests.render.plans import Document, context, html

PLAN = """
objectives:
  grow: {title: Grow, outcome: revenue}
  idle: {title: Idle}
goals:
  sell:
    title: Sell more
    objective: grow
    kpi: revenue
    target: 15000
    owner: ana
    due: 2026-12
    why: It pays the rent.
    smart: {specific: A lot more, time_bound: TBD}
    milestones: {2026-06: 7800}
  fame: {title: Be known, kpi: fans}
  calm: {title: Stay calm}
kpis:
  revenue: {title: Revenue, unit: USD, baseline: 0, target: 12000}
  fans: {title: Fans, unit: fans, target: TBD}
  orders: {title: Orders, unit: orders, target: 30, actual: {2026-05: 1}}
campaigns:
  ads: {title: Ads, owner: bo, goals: [sell], delivers: {revenue: 12000}}
  mail:
    title: Mail
    goals: [sell, fame]
    tactics: {letters: {delivers: {revenue: 2990, orders: 9}}, posts: {title: Weekly posts}}
  stray: {title: Stray}
  direct: {title: Direct, objective: grow}
  gone: {title: Gone, goals: [sell], status: cancelled, delivers: {revenue: 99}}
"""


def tree(item: Item) -> object:
    """An entry of the map as name and entries below it."""
    return (item.name, [tree(each) for each in item.children])


def test_the_map_leads_from_objectives_to_kpis() -> None:
    view = goal_map(context(PLAN))
    assert view is not None
    assert [tree(root) for root in view.roots] == [
        ("Grow", [("Sell more", [("Ads", []), ("Mail", []), ("Gone", [])]), ("Direct", [])]),
        ("Idle", []),
        ("Goals without an objective", [("Be known", [("Mail", [("Orders", [])])]), ("Stay calm", [])]),
    ]


def test_the_map_says_figures_gaps_and_statuses() -> None:
    text = Document(html(context(PLAN), "goal_map")).text
    for words in (
        "Revenue: $14,990 planned of $15,000",
        "99.9% of target",
        "Campaign 2 · owner TBD",
        "No figure for Fans",
        "No goal serves this objective",
        "No campaign serves this goal",
        "Outcome: revenue",
    ):
        assert words in text


def test_what_is_linked_to_nothing_is_listed() -> None:
    text = Document(html(context(PLAN), "goal_map")).text
    assert "Not linked to any goal 2 to fix" in text
    assert "Tactic Weekly posts in Mail names no KPI." in text
    assert "Campaign Stray names neither goal nor objective." in text
    assert "Not linked" not in html(context("goals: {a: {}}\ncampaigns: {b: {goals: [a]}}"), "goal_map")


def test_the_figures_above_the_map() -> None:
    stats = {each.label: (each.value, each.note, each.status) for each in goal_stats(context(PLAN))}
    assert stats == {
        "Planned contribution": ("$14,990", "99.9% of the $15,000 target", ""),
        "Short of target": ("$10", "More is needed from the campaigns", "at-risk"),
        "Largest single source": ("Ads", "$12,000, 80% of target", ""),
        "Goals without a campaign": ("1", "Stay calm", "at-risk"),
    }


@pytest.mark.parametrize(
    "target, note",
    [
        (14000, "Losing any one campaign would miss the target"),
        (12000, "Makes up for losing all of Mail"),
        (2000, "Makes up for losing all of Ads"),
    ],
)
def test_what_a_cushion_makes_up_for(target: int, note: str) -> None:
    stats = goal_stats(context(PLAN.replace("target: 15000", f"target: {target}")))
    assert [each.note for each in stats if each.label == "Cushion"] == [note]


def test_without_known_coverage_there_are_no_figures() -> None:
    ctx = context("goals: {a: {title: A}}")
    assert goal_stats(ctx) == ()
    assert "Bars show" not in Document(html(ctx, "goal_map", heading="Map")).text


def test_a_map_without_kpis_has_three_columns() -> None:
    assert Document(html(context(PLAN), "goal_map")).classes("omp-map-flat") == 0
    flat = context(PLAN.replace("orders: 9", "revenue: 9"))
    assert Document(html(flat, "goal_map")).classes("omp-map-flat") == 1


def test_one_thing_that_is_linked_to_nothing_is_said_in_one_sentence() -> None:
    text = Document(html(context("goals: {a: {}}\ncampaigns: {b: {title: B}}"), "goal_map")).text
    assert "Campaign B names neither goal nor objective. Link it to one, or drop it from the plan." in text


def test_objectives_have_a_column_where_goals_serve_several() -> None:
    assert "Objective" in [column.label for column in goals(PLAN).columns]
    one = PLAN.replace("  fame: {title: Be known, kpi: fans}\n  calm: {title: Stay calm}\n", "")
    assert "Objective" not in [column.label for column in goals(one).columns]


def goals(text: str) -> GoalTable:
    """The goals of a plan as a table."""
    made = goal_table(context(text))
    assert made is not None
    return made


def test_coverage_has_a_part_for_each_campaign_with_its_number() -> None:
    text = html(context(PLAN), "coverage", goal="sell")
    found = Document(text)
    assert "Sell more : 99.9% $10 short" in found.text
    assert "2 campaigns plan $14,990 of $15,000: 99.9%." in found.text
    assert found.classes("omp-seg") == 2
    assert "Target $15,000" in found.text
    assert "1 Ads $12,000 80% 2 Mail $2,990 20% Planned in total $14,990 99.9%" in found.text


def test_unknown_coverage_says_why() -> None:
    text = Document(html(context(PLAN), "coverage")).text
    assert "Be known : Coverage is not known: no campaign states a figure for Fans." in text
    assert "Stay calm : Coverage is not known: the goal names no KPI." in text
    zero = "goals: {a: {kpi: k, target: 0}}\nkpis: {k: {}}\ncampaigns: {c: {delivers: {k: 5}}}"
    assert "the target is zero" in html(context(zero), "coverage")
    assert "the target is TBD" in html(context(zero.replace("target: 0", "target: TBD")), "coverage")


def test_more_than_the_target_is_covered() -> None:
    campaigns = "campaigns: {c: {delivers: {k: 8}}, d: {delivers: {k: 4}}}"
    plan = f"goals: {{a: {{kpi: k, target: 10}}}}\nkpis: {{k: {{unit: fans}}}}\n{campaigns}"
    text = html(context(plan), "coverage")
    assert "120%" in text
    assert "Covered" in text
    assert 'x1="83.3%"' in text


def test_the_table_has_every_goal_with_its_tests_and_steps() -> None:
    text = html(context(PLAN), "goal_table")
    found = Document(text)
    assert [id_ for id_ in found.ids if id_.startswith("goal-")] == ["goal-sell", "goal-fame", "goal-calm"]
    for words in (
        "$15,000",
        "$14,990",
        "It pays the rent.",
        "Specific A lot more",
        "Time-bound TBD",
        "Jun 2026 $7,800",
    ):
        assert words in found.text
    assert text.count("<details") == 1
    assert 'href="../goals/#objective-grow"' in text


@pytest.mark.parametrize("name", ["goal_table", "goal_map", "coverage"])
def test_without_goals_there_is_nothing(name: str) -> None:
    assert BY_NAME[name].view(context("")) is None


@pytest.mark.parametrize("name", ["goal_table", "goal_map", "coverage"])
def test_markup_is_balanced_safe_and_ids_are_unique(name: str) -> None:
    found = Document(html(context(PLAN.replace("Sell more", "<i onclick=x>")), name))
    assert (found.wrong, found.open, found.unsafe) == ([], [], [])
    assert len(found.ids) == len(set(found.ids))
    assert "i" not in [tag for tag, _ in found.elements]


def test_the_pages_of_table_map_and_bars_share_no_id() -> None:
    ctx = context(PLAN)
    ids = [id_ for name in ("goal_map", "coverage", "goal_table") for id_ in Document(html(ctx, name)).ids]
    assert len(ids) == len(set(ids))
