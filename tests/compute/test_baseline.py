"""The schedule against the baseline: a milestone that moved later is a risk (plan format, section 4)."""

from __future__ import annotations

from datetime import date

import pytest

from omp_plugin.compute.baseline import against_baseline
from omp_plugin.compute.compiled import Earlier
from omp_plugin.source.version import Version
from tests.helpers import HEAD, compiled, source_of


def status(old: str, new: str) -> tuple[str, str]:
    """The status of the schedule and of the plan, of a new version held against an old one."""
    before, after = compiled(HEAD + old), compiled(HEAD + new, date(2026, 7, 1))
    assert before.plan
    assert before.results
    assert after.plan
    assert after.results
    earlier = Earlier(Version("v1", "0", date(2026, 6, 1), source_of(HEAD + old)), before.plan, before.results)
    results = against_baseline(after.plan, after.results, earlier)
    return results.schedule.status, results.health.status


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ("m: {date: 2026-09-01}", "m: {date: 2026-09-02}", "at-risk"),
        ("m: {date: 2026-09-01}", "m: {date: 2026-09-01}", "on-track"),
        ("m: {date: 2026-09-02}", "m: {date: 2026-09-01}", "on-track"),
        ("m: {date: 2026-09-01}", "n: {date: 2026-09-02}", "on-track"),
        ("m: {date: 2026-09-01}", "n: {date: 2026-09-02, formerly: [m]}", "at-risk"),
        ("t: {finish: 2026-09-01}", "t: {finish: 2026-09-02}", "on-track"),
        ("m: {date: 2026-09-01}", "m: {date: 2026-09-02, status: cancelled}\n  t: {finish: 2026-09-03}", "on-track"),
        ("m: {date: 2026-09-01}", "m: {date: 2026-09-02}\n  late: {start: 2027-06-29, duration: 9d}", "off-track"),
    ],
)
def test_milestones_against_the_baseline(old: str, new: str, expected: str) -> None:
    assert status(f"tasks:\n  {old}\n", f"tasks:\n  {new}\n") == (expected, expected)


def test_scenarios_are_held_against_it_too() -> None:
    text = HEAD + "tasks:\n  m: {date: 2026-09-01}\nscenarios: {late: {changes: {tasks.m.date: 2026-10-01}}}\n"
    found = compiled(text, date(2026, 7, 1))
    assert found.plan
    assert found.results
    earlier = Earlier(Version("v1", "0", date(2026, 6, 1), found.source), found.plan, found.results)
    results = against_baseline(found.plan, found.results, earlier)
    assert (results.schedule.status, results.scenarios["late"].schedule.status) == ("on-track", "at-risk")


@pytest.mark.parametrize(
    "asked,version,name",
    [
        ("v1", "v1.0", "v1"),
        ("main", "v1.0", "main"),
        ("0123456789abcdef0123456789abcdef01234567", "v1.0", "v1.0"),
        ("0123456789abcdef0123456789abcdef01234567", "", "0123456"),
        ("facade", "v1.0", "facade"),
    ],
)
def test_a_bare_commit_is_called_what_the_plan_called_itself_then(asked: str, version: str, name: str) -> None:
    text = HEAD + (f"version: {version}\n" if version else "")
    before = compiled(text)
    assert before.plan
    assert before.results
    assert Earlier(Version(asked, "0", date(2026, 6, 1), source_of(text)), before.plan, before.results).name == name
