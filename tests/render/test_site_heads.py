"""Pages of the whole site: the head of the calendar, and what a person answers for in all plans."""

from __future__ import annotations

from omp_plugin.render.components.overview import title_block
from omp_plugin.render.components.person import person_due, person_load, person_table
from omp_plugin.render.context import PlanContext, SiteContext
from omp_plugin.render.owned import owned
from tests.render.plans import Document, context, html

WORK = """
  cy: {name: Cy Day, role: Writer, team: Brand, email: cy@shop.example}
goals: {more: {title: More orders, owner: cy}}
campaigns: {ads: {title: Ads, owner: cy, status: done}}
tasks:
  a: {title: A, owner: cy, start: 2026-06-01, finish: 2026-06-12}
  b: {title: B, owner: cy, milestone: yes, date: 2026-06-19}
  c: {title: C, owner: cy, start: 2026-06-01, finish: 2026-06-02, done: 100%}
risks: {r: {title: R, owner: cy, due: 2026-06-10}, s: {title: S, owner: cy, due: 2026-06-10, status: closed}}
tools: {t: {title: T, owner: cy}}
"""


def site(*plans: PlanContext) -> PlanContext:
    """The first plan as a page of the site sees it."""
    first = plans[0]
    return PlanContext(first.plan, first.results, first.formats, first.address, SiteContext(plans))


def test_what_a_person_owns_with_what_is_late() -> None:
    found = {each.name.text: (each.kind, each.is_over, each.is_late) for each in owned(context(WORK), "cy")}
    assert found == {
        "Ads": ("Campaign", True, False),
        "A": ("Task", False, True),
        "B": ("Milestone", False, False),
        "C": ("Task", True, False),
        "More orders": ("Goal", False, False),
        "R": ("Risk", False, True),
        "S": ("Risk", True, False),
        "T": ("Tool", False, False),
    }


def test_the_table_begins_with_what_is_late_and_ends_with_what_is_over() -> None:
    made = person_table(site(context(WORK)), person="cy")
    assert made is not None
    assert [row.cells[0].text for row in made.rows] == ["R", "A", "B", "More orders", "T", "C", "S", "Ads"]
    assert [(row.cells[2].status, row.cells[2].text) for row in made.rows[:2]] == [
        ("off-track", "5 d late"),
        ("off-track", "3 d late"),
    ]
    assert [(group.title, group.sub) for group in made.groups] == [("Spring launch", "Writer")]


def test_the_head_of_a_person() -> None:
    view = title_block(site(context(WORK), context("", "other")), page="person", person="cy", every_plan=True)
    assert view is not None
    assert (view.eyebrow, view.heading) == ("People", "Cy Day")
    facts = {fact.label: fact.cell.text or ", ".join(part.text for part in fact.cell.parts) for fact in view.facts}
    assert facts == {
        "Role": "Writer", "Team": "Brand", "Email": "cy@shop.example", "Plan": "Spring launch", "Open": "5",
        "Overdue": "2",
    }  # fmt: skip


def test_the_head_of_the_calendar() -> None:
    one, two = context("organisation: Shop\n" + WORK.partition("goals")[2].join(["goals", ""])), context("", "other")
    view = title_block(site(one, two), page="calendar", every_plan=True)
    assert view is not None
    assert (view.eyebrow, view.heading) == ("All marketing plans", "Marketing calendar")
    assert [(fact.label, fact.cell.text) for fact in view.facts][:2] == [("Months", "June 2026"), ("Plans", "2")]
    alone = title_block(site(one), page="calendar", every_plan=True)
    assert alone is not None
    assert alone.eyebrow == "Shop · All marketing plans"


def test_pages_that_the_site_does_not_have() -> None:
    assert title_block(site(context("")), page="person", every_plan=True) is None
    assert title_block(site(context("")), page="budget", every_plan=True) is None


def test_markup_is_whole() -> None:
    for arguments in ({"page": "calendar"}, {"page": "person", "person": "cy"}):
        found = Document(html(site(context(WORK)), "title_block", every_plan=True, **arguments))
        assert (found.wrong, found.open, found.unsafe) == ([], [], [])
        assert [tag for tag, _ in found.elements].count("h1") == 1


DUE = """
  cy: {name: Cy, allocation: 50%}
tasks:
  late: {title: Late, owner: cy, start: 2026-03-02, finish: 2026-03-06}
  soon: {title: Soon, owner: cy, start: 2026-06-15, finish: 2026-06-26, effort: 60%}
  far: {title: Far, owner: cy, start: 2026-09-01, finish: 2026-09-04}
  over: {title: Over, owner: cy, start: 2026-06-01, finish: 2026-06-05, done: 100%}
"""


def test_what_a_person_has_to_do_next() -> None:
    two = site(context(DUE, "one"), context(DUE.replace("Soon", "Also"), "two"))
    made = person_due(two, person="cy")
    assert made is not None
    shown = {group.title: [row.cells[0].text for row in group.rows] for group in made.groups}
    assert shown == {"Overdue": ["Late", "Late"], "Due in the next 14 days": ["Soon", "Also"]}
    assert person_due(two, person="nobody") is None
    near = person_due(two, person="cy", days=1)
    assert near is not None
    assert [group.title for group in near.groups] == ["Overdue"]


def test_load_of_a_person_in_all_plans() -> None:
    one, two = context(DUE, "one"), context(DUE, "two")
    alone, both = person_load(site(one), person="cy"), person_load(site(one, two), person="cy")
    assert alone is not None
    assert both is not None
    assert [row.who.text for row in both.rows][-1] == "Together"
    assert len(alone.rows) == 1
    assert max(week.text for week in both.rows[-1].weeks) == "120%"
    assert any(week.is_over for week in both.rows[-1].weeks)
    assert person_load(site(one), person="nobody") is None
    assert "Load by week" in html(site(one, two), "person_load", person="cy")
