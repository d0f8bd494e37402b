"""What changed from v1.0 to v1.1 of the Oklahoma City launch: these changes and no others."""

from __future__ import annotations

from fractions import Fraction

from omp_plugin.compare.changes import Effect
from omp_plugin.compare.versions import Compared
from omp_plugin.compute.compiled import Compiled
from omp_plugin.render.change_rows import ChangeRow, groups
from omp_plugin.render.change_values import Sides
from omp_plugin.render.context import plan_context
from tests.compare.story import DIRECT_MAIL, snapshots


def rows(launch: Compiled, difference: Compared) -> dict[str, list[ChangeRow]]:
    """The rows of the page by subject."""
    ctx = plan_context(launch)
    assert ctx
    sides = Sides(difference.old, difference.new, ctx.formats)
    return {f"{group.title} {group.count}": list(group.rows) for group in groups(difference, sides)}


def said(row: ChangeRow) -> str:
    """A row on one line."""
    cells = (row.chip, row.what, row.old or "-", row.new or "-", row.effect or "-", row.why, row.person)
    return " | ".join(cells).replace("\xa0", " ")


def test_the_first_version_is_as_the_facts_have_it(difference: Compared) -> None:
    budget, goal = difference.old.results.budget, difference.old.results.goals.goals["win-customers"]
    assert budget
    assert (budget.total, budget.reserve, len(difference.old.plan.campaigns)) == (48_000, 2_000, 7)
    assert (goal.planned, goal.coverage) == (16_050, Fraction(107, 100))
    assert "direct-mail" in difference.old.plan.campaigns
    assert snapshots()[0][1]["campaigns/direct-mail.md"] == DIRECT_MAIL


def test_every_change(launch: Compiled, difference: Compared) -> None:
    found = {title: [said(row) for row in listed] for title, listed in rows(launch, difference).items()}
    assert found == {
        "Campaigns 3": [
            "+ Added | Business accounts pilot | - | $2,500 · $1,200 a month | +$1,200 a month"
            " | 96 business inquiries since July | omar-haddad",
            "− Removed | Direct mail flyers | $1,500 · $450 a month | - | −$450 a month"
            " | Printer quote 40% over plan | omar-haddad",
            "± Changed | Community events: manager | Lily Young | Tom Whitfield | -"
            " | New hire started Oct 5 | lily-young",
        ],
        "Budget 4": [
            "± Changed | Plan total | $48,000 | $52,000 | +$4,000 | Sum of the three below | nadia-brooks",
            "± Changed | Paid search and shopping | $13,000 | $16,000 | +$3,000"
            " | Holiday demand; return is 2.1× on a 2.0× plan | ben-carter",
            "+ Added | Business accounts pilot | - | $2,500 | +$2,500 | See Campaigns | omar-haddad",
            "− Removed | Direct mail flyers | $1,500 | - | −$1,500 | See Campaigns | omar-haddad",
        ],
        "KPIs and targets 4": [
            "± Changed | Cost per new customer: target | $40 | $38 | −$2 (tighter)"
            " | Search return is ahead of plan | ben-carter",
            "± Changed | Email subscribers: target | 3,000 | 4,000 | +1,000"
            " | Loyalty launch needs a larger list | grace-kim",
            "+ Added | MQL to SQL conversion | - | Range 60–80% | - | Business accounts pilot | omar-haddad",
            "+ Added | Business accounts opened | - | Target 24 | - | Business accounts pilot | omar-haddad",
        ],
        "Schedule 7": [
            "→ Moved | Loyalty program launch | Jan 11, 2027 | Jan 20, 2027 | +9 d"
            " | Vendor contract closed late | grace-kim",
            "→ Moved | Vendor selection and contract: finish | Oct 28 | Nov 6 | +9 d"
            " | Second security review | grace-kim",
            "→ Moved | 3 tasks that follow it | Dec 30, Jan 10, Feb 10 | Jan 8, Jan 19, Feb 19 | +9 d each"
            " | Pushed by the contract | grace-kim",
            "→ Moved | Checkout opt-in and incentive: finish | Nov 6 | Dec 4 | +28 d"
            " | Developer moved to platform fixes | grace-kim",
            "→ Moved | Creator wave 3: loyalty launch | Jan 18 – Feb 19 | Jan 25 – Feb 26 | +7 d"
            " | Follows the loyalty launch | sofia-ruiz",
        ],
    }


def test_the_bridge_adds_up(difference: Compared) -> None:
    bridge = difference.bridge
    assert bridge
    assert [(span.entity, span.amount) for span in bridge.spans] == [
        ("campaigns.direct-mail", -1_500), ("campaigns.business-pilot", 2_500), ("campaigns.paid-search", 3_000),
    ]  # fmt: skip
    assert bridge.old + sum(span.amount for span in bridge.spans) == bridge.new == 52_000


def test_what_it_comes_to(difference: Compared) -> None:
    effects = {(each.entity, each.field): each for each in difference.comparison.effects}
    coverage = effects["goals.win-customers", "coverage"]
    assert (coverage.old, coverage.new, coverage.delta) == (Fraction(107, 100), Fraction(112, 100), Fraction(5, 100))
    assert effects["budget", "forecast"].delta == 4_600
    assert effects["health", "schedule"] == Effect("health", "schedule", "on-track", "at-risk", None, "status")
    assert ("schedule", "finish") not in effects


def test_what_only_follows_is_marked(difference: Compared) -> None:
    follows = {change.entity: change.follows for change in difference.comparison.changes if change.follows}
    assert follows["tasks.loyalty-integration"] == follows["tasks.loyalty-launch"] == "tasks.loyalty-vendor"
    assert follows["tasks.account-offer"] == follows["budget.lines.business-crm"] == "campaigns.business-pilot"
    assert follows["tasks.market-stall"] == "campaigns.community-events"
    assert follows["budget.lines.paid-clicks"] == "campaigns.paid-search"
    assert follows["goals.open-accounts"] == "kpis.business-accounts"
    assert follows["goals.grow-audience"] == "kpis.email-subscribers"


def test_texts_and_progress_are_counted(difference: Compared) -> None:
    assert difference.comparison.wording > 10
    assert difference.comparison.progress > 100


def test_the_version_in_short_is_the_authors(difference: Compared) -> None:
    assert difference.short.startswith("Budget rises by $4,000 to fund a business accounts pilot")
    assert difference.short.endswith("the plan still ends Jun 30, 2027.")
