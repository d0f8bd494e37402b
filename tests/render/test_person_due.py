"""What a person has to do next: the same as the alerts say, in plans that are at work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from omp_plugin.compute.alerts import alerts
from omp_plugin.render.components.person import person_due, person_table
from omp_plugin.render.context import SiteContext, plan_context
from omp_plugin.render.tables import TableView
from tests.export.reading import EXAMPLES, example
from tests.render.plans import context

OWN = """
status: {status}
people: {{ann: {{name: Ann}}}}
owner: ann
tasks:
  late: {{title: Late, owner: ann, start: 2026-06-01, finish: 2026-06-05}}
  early: {{title: Early deadline, owner: ann, start: 2026-06-01, finish: 2026-07-30, deadline: 2026-06-19}}
  missed: {{title: Missed deadline, owner: ann, start: 2026-06-01, finish: 2026-07-30, deadline: 2026-06-10}}
  done: {{title: Done, owner: ann, finish: 2026-06-16, deadline: 2026-06-12, done: 100%}}
  far: {{title: Far, owner: ann, start: 2026-07-01, finish: 2026-07-10}}
reviews: {{look: {{title: Look, owner: ann, cadence: weekly, day: mon}}}}
"""


def named(view: TableView | None) -> dict[str, list[str]]:
    """The things in a table, by its groups."""
    return {group.title: [row.cells[0].text for row in group.rows] for group in view.groups} if view else {}


def test_what_is_late_and_what_comes() -> None:
    found = named(person_due(context(OWN.format(status="active")), "ann"))
    assert found == {"Overdue": ["Late", "Missed deadline"], "Due in the next 14 days": ["Look", "Early deadline"]}


@pytest.mark.parametrize("status", ["done", "cancelled"])
def test_nothing_is_left_to_do_in_a_plan_that_is_over(status: str) -> None:
    found = context(OWN.format(status=status))
    assert person_due(found, "ann") is None
    assert "Late" in named(person_table(found, "ann"))[found.plan.label]


def test_plans_that_are_over_come_last() -> None:
    over, active = context(OWN.format(status="done").replace("Late", "Old"), "old"), context(OWN.format(status="active"), "new")
    view = person_table(replace(over, site=SiteContext((over, active))), "ann")
    assert view
    assert [group.rows[0].cells[0].text for group in view.groups] == ["Late", "Old"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_is_what_the_alerts_say(name: str) -> None:
    """All examples, a week at a time over the years around their periods: each person's tasks and the rest."""
    compiled = example(name)
    found = plan_context(compiled)
    assert found is not None
    assert compiled.plan
    assert compiled.results
    for weeks in range(0, 60, 4):
        day = date(2026, 7, 1) + timedelta(weeks=weeks)
        results = compiled.results._replace(today=compiled.results.today._replace(as_of=day))
        ctx = replace(found, results=results, views={})
        for person in compiled.plan.people:
            said = {each.title.removeprefix("Deadline of ") for each in alerts(compiled.plan, results, 14) if each.owner == person and each.day}
            shown = {thing for things in named(person_due(ctx, person)).values() for thing in things}
            assert said - shown == set(), (day, person)
