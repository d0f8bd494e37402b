"""What holds for every pair of versions: nothing differs from itself, and swapped versions give the inverse."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omp_plugin.compare.changes import Change
from omp_plugin.compare.money import Version, bridge
from omp_plugin.compare.versions import compare
from tests.compare.story import Files, snapshots
from tests.helpers import compiled

HEAD = "omp: 1\ntitle: T\nowner: ann\nperiod: 2026-07-01 to 2027-06-30\npeople: {ann: {name: Ann}, bob: {name: Bob}}\n"
PARTS: Mapping[str, tuple[str, ...]] = {
    "campaigns": (
        "campaigns: {a: {owner: ann, goals: [g], delivers: {k: 5}}}\n",
        "campaigns: {a: {owner: bob, goals: [g], delivers: {k: 7}}, c: {owner: ann}}\n",
        "campaigns: {b: {owner: ann, goals: [g], delivers: {k: 5}, formerly: [a]}}\n",
    ),
    "goals": ("", "goals: {g: {kpi: k, target: 10}}\n", "goals: {g: {kpi: k, target: 12, owner: bob}}\n"),
    "kpis": (
        "kpis: {k: {target: 10, unit: x}}\n",
        "kpis: {k: {target: 20, plan: {2026-07: 3}}, l: {range: 1..2}}\n",
        "kpis: {k: {target: TBD, plan: {2026-07: 4, 2026-08: 5}}}\n",
    ),
    "tasks": (
        "tasks: {s: {start: 2026-07-06, duration: 5d}, t: {after: [s], duration: 2d}, m: {milestone: yes, after: [t]}}\n",
        "tasks: {s: {start: 2026-07-06, duration: 9d}, t: {after: [s], duration: 2d}, m: {milestone: yes, after: [t]}}\n",
        "tasks: {s2: {start: 2026-07-06, duration: 7d, formerly: [s]}, t: {after: [s2], duration: 3d, owner: bob}}\n",
        "tasks: {s: {start: 2026-07-06, duration: 5d, status: cancelled}, m: {milestone: yes, before: [t]}, t: {start: 2026-07-20}}\n",
        "",
    ),
    "budget": (
        "",
        "budget: {total: 100, lines: {x: {campaign: a, planned: 60}, y: {planned: 40}}}\n",
        "budget: {reserve: 5, lines: {x: {campaign: b, planned: {2026-Q3: 20, 2026-Q4: 50}}, z: {planned: 40, campaign: a}}}\n",
        "budget: {lines: {x: {campaign: a, planned: {2026-Q3: 50, 2026-Q4: 20}}}}\n",
    ),
    "rest": (
        "", "risks: {r: {likelihood: 2, impact: 3, owner: ann, links: [a]}}\n",
        "risks: {r: {likelihood: 2, impact: 4, owner: bob, links: [a, k]}}\nmarket: {segments: {u: {size: big}}}\n",
        "calendar: {holidays: US}\nsponsor: bob\ndecisions: {d: {title: D}}\nfacts: {f: {states: 1, is: '1'}}\n",
    ),
}  # fmt: skip
texts = st.tuples(*(st.sampled_from(parts) for parts in PARTS.values())).map(lambda parts: HEAD + "".join(parts))


def version(files: Files | str) -> Version:
    """A plan with what it comes to."""
    found = compiled(files)
    assert found.plan
    assert found.results
    return Version(found.plan, found.results)


def plain(changes: tuple[Change, ...]) -> set[str]:
    """The changes as texts, without what they follow: that is asked of the new version's network."""
    return {repr(change._replace(follows="")) for change in changes}


@given(texts)
def test_a_plan_does_not_differ_from_itself(text: str) -> None:
    one = version(text)
    found = compare(one, version(text))
    assert found == ((), (), 0, 0)
    assert bridge(one, one) is None


@given(texts, texts)
def test_swapped_versions_give_the_inverse(first: str, second: str) -> None:
    one, other = version(first), version(second)
    there, back = compare(one, other), compare(other, one)
    assert plain(there.changes) == plain(tuple(change.inverse for change in back.changes))
    assert (there.wording, there.progress) == (back.wording, back.progress)
    swapped = {(each.entity, each.field, repr(each.new), repr(each.old)) for each in back.effects}
    renamed = any(change.kind == "renamed" for change in there.changes)
    assert renamed or {(each.entity, each.field, repr(each.old), repr(each.new)) for each in there.effects} == swapped


@given(texts, texts)
def test_the_bridge_leads_from_the_old_total_to_the_new_one(first: str, second: str) -> None:
    found = bridge(version(first), version(second))
    if found:
        assert found.old + sum(span.amount for span in found.spans) == found.new
        assert all(span.amount for span in found.spans)


@pytest.mark.parametrize("index", range(len(snapshots()) - 1))
def test_each_chapter_of_the_story_is_the_inverse_of_itself(index: int) -> None:
    one, other = (version(files) for _, files in snapshots()[index : index + 2])
    there, back = compare(one, other), compare(other, one)
    assert plain(there.changes) == plain(tuple(change.inverse for change in back.changes))


def test_a_thousand_tasks_that_move_are_one_move() -> None:
    def plan(first: str) -> str:
        chain = "".join(f"  t{n}: {{after: [t{n - 1}], duration: 1d, owner: ann}}\n" for n in range(1, 1_000))
        period = "period: 2026-07-01 to 2031-06-30\n"
        return HEAD.replace("period: 2026-07-01 to 2027-06-30\n", period) + f"tasks:\n  t0: {{start: {first}}}\n{chain}"

    one, other = version(plan("2026-07-06")), version(plan("2026-07-07"))
    found = compare(one, other)
    assert len(found.changes) == 1_000
    assert [change.entity for change in found.own] == ["tasks.t0"]
