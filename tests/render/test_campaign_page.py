"""A campaign's page: why it is not on track, its brief, its tactics with their money, and the facts of its head."""

from __future__ import annotations

from omp_plugin.render.components.campaign_brief import BriefView, campaign_brief
from omp_plugin.render.components.overview import title_block
from omp_plugin.render.context import PlanContext
from tests.render.plans import Document, context, html

PLAN = """
  red: {name: Red Media, external: yes}
goals: {more: {title: More orders, kpi: orders, target: 100}, fame: {title: Be known}}
kpis: {orders: {title: Orders, unit: orders}}
market: {segments: {locals: {title: Locals}}, personas: {dana: {title: Dana}}}
rates: {EUR: {rate: 1.1}}
campaigns:
  ads:
    title: Ads
    owner: ana
    goals: [more]
    audience: [locals, dana]
    delivers: {orders: 40}
    budget: 900
    brief: Be *found*.
    tactics:
      clicks: {title: Clicks, kind: search, channel: Search ads, owner: bo, delivers: {orders: 40}, min_run: 4w,
        flights: [2026-03 to 2026-04]}
      films: {title: Films, kind: pr, channel: TV, budget: 100 EUR}
      later: {title: Later, channel: TBD, flights: [2026-11]}
  calm: {title: Calm, goals: [more, fame], learnings: [Letters work, Calls do not]}
tasks:
  bids: {title: Bids, campaign: ads, tactic: clicks, owner: red, start: 2026-06-01, finish: 2026-06-14}
  copy: {title: Copy, campaign: ads, start: 2026-06-22, finish: 2026-06-26, deadline: 2026-06-24}
  cast: {title: Cast, campaign: ads, tactic: films, owner: ana, start: 2026-06-01, finish: 2026-06-02, done: 100%}
budget:
  lines:
    a: {title: A, campaign: ads, tactic: clicks, planned: 500, actual: 300, committed: 150, forecast: 560}
    b: {title: B, campaign: ads, tactic: clicks, planned: 400}
"""


def brief(ctx: PlanContext, campaign: str = "ads", part: str = "") -> BriefView:
    """What there is to say of a campaign."""
    view = campaign_brief(ctx, campaign, part)
    assert view is not None
    return view


def test_a_campaign_that_is_not_on_track_says_why() -> None:
    alert = brief(context(PLAN)).alert
    assert alert is not None
    assert alert.reasons == (
        "Bids is 1 day late.",
        "Copy will miss its deadline by 2 working days.",
        "The forecast is $60 (+6.7%) over its budget.",
    )
    assert brief(context(PLAN), "calm").alert is None


def test_parts_stand_alone() -> None:
    ctx = context(PLAN)
    assert brief(ctx, part="status").tactics is None
    assert brief(ctx, part="tactics").entries == ()
    assert (brief(ctx, part="brief").alert, str(brief(ctx, part="brief").text)) == (None, "<p>Be <em>found</em>.</p>\n")
    assert campaign_brief(ctx, "calm", "status") is None
    assert campaign_brief(ctx, "calm", "tactics") is None
    assert brief(ctx, "calm").learnings == ("Letters work", "Calls do not")
    assert campaign_brief(ctx, "nothing") is None


def test_the_audience_leads_to_segments_and_personas() -> None:
    (entry,) = (each for each in brief(context(PLAN)).entries if each.label == "Audience")
    assert [(part.text, part.href) for part in entry.cell.parts] == [
        ("Locals", "../strategy/#segment-locals"),
        ("Dana", "../strategy/#persona-dana"),
    ]


def test_tactics_with_their_money_and_status() -> None:
    table = brief(context(PLAN)).tactics
    assert table is not None
    assert [column.label for column in table.columns] == ["Tactic", "Channel", "Plan", "Spent", "Committed", "Status"]
    rows = [[cell.text or cell.status or cell.kind for cell in row.cells] for row in table.rows]
    assert rows == [
        ["Clicks", "Search ads", "$900", "$300", "$150", "off-track"],
        ["Films", "TV", "€100", "none", "none", "done"],
        ["Later", "open", "none", "none", "none", "not-started"],
    ]
    assert table.rows[0].cells[0].sub == "Bo Ray · Orders 40 · judged after 4 weeks"
    assert table.rows[1].cells[0].sub == "PR"
    assert [cell.text for cell in table.foot] == ["Total", "", "$1,010", "$300", "$150", ""]


def test_the_head_has_contribution_goal_and_partners() -> None:
    view = title_block(context(PLAN), campaign="ads")
    assert view is not None
    facts = {fact.label: fact.cell for fact in view.facts}
    assert (facts["Goal"].tag, facts["Goal"].text) == ("G1", "More orders")
    assert facts["Contribution"].text == "40 · 40% of target"
    assert facts["Partner"].person == "red"
    calm = title_block(context(PLAN), campaign="calm")
    assert calm is not None
    (goals,) = (fact.cell for fact in calm.facts if fact.label == "Goals")
    assert [part.text for part in goals.parts] == ["G1", "G2"]


def test_markup_is_whole_and_safe() -> None:
    for part in ("", "status", "brief", "tactics"):
        found = Document(html(context(PLAN.replace("Clicks", "<i onclick=x>")), "campaign_brief", campaign="ads", part=part))
        assert (found.wrong, found.open, found.unsafe) == ([], [], [])
        assert len(found.ids) == len(set(found.ids))
