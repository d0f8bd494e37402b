"""The pipeline: one plan, all plans of a site, today's day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from omp_plugin.build import Options, choose_today, compile_plan, compile_site
from omp_plugin.problems import LEVELS
from omp_plugin.source.disk import load_plan
from omp_plugin.source.folder import PlanSource
from tests.helpers import HEAD, PLANS, TODAY, codes, compiled, said, source_of

CLOCK = date(2026, 11, 22)


def test_form_and_meaning_are_reported_in_one_run() -> None:
    text = HEAD + "as_of: soon\nsponsor: bob\ntasks: {t: {start: 2026-07-04, after: [t]}}\nbudget: {total: 5, lines: {l: {planned: 6}}}\n"
    assert codes(compiled(text)) >= {"wrong-type", "unknown-reference", "dependency-cycle", "sum-mismatch", "without-owner", "orphan-activity"}


def test_problems_stand_in_the_order_of_the_sources() -> None:
    files = {"plan.yml": HEAD + "z: 1\nas_of: soon\n", "goals.yml": "g: {due: soon, kpi: k}\n", "risks.csv": "id,due\nr,soon\n"}
    found = [said(each) for each in compiled(files).problems if each.level == "error"]
    assert found == [
        "goals.yml:1:10 wrong-type", "goals.yml:1:21 unknown-reference", "plan.yml:6:1 unknown-key", "plan.yml:7:8 wrong-type", "risks.csv:2:3 wrong-type",
    ]  # fmt: skip


def test_levels_of_the_plan_go_before_those_of_the_build() -> None:
    text = HEAD + "checks: {goal-count: error}\ngoals: {g: {}}\n"
    problems = compile_plan(source_of(text), Options(TODAY, {"goal-count": "off", "goal-without-kpi": "off"})).problems
    found = {each.code: each.level for each in problems}
    assert found["goal-count"] == "error"
    assert "goal-without-kpi" not in found


@pytest.mark.parametrize("level", ["off", "info", "warning", "error"])
def test_a_plan_sets_the_level_of_a_check(level: str) -> None:
    found = {each.code: each.level for each in compiled(HEAD + f"checks: {{without-owner: {level}}}\ntasks: {{t: {{}}}}\n").problems}
    assert found.get("without-owner", "off") == level


def test_every_code_has_a_level() -> None:
    for code, level in LEVELS.items():
        assert code == code.lower().replace("_", "-")
        assert level in ("error", "warning", "info")


def test_one_broken_plan_keeps_no_other_from_being_compiled() -> None:
    sources = [
        PlanSource("plans/b", {"plan.yml": b"\xff"}),
        PlanSource("plans/a", {"plan.yml": HEAD.encode() + b"parent: b\n"}),
        PlanSource("plans/d", {"plan.yml": b"omp: 9\n"}),
        PlanSource("plans/c", {"plan.yml": HEAD.replace("title: T", "title: C").encode() + b"titel: x\n"}),
    ]
    site = compile_site(sources, Options(TODAY))
    assert [each.id for each in site.plans] == ["a", "b", "c", "d"]
    assert [each.plan is not None for each in site.plans] == [True, False, True, False]
    found = [(each.position.path, each.code) for each in site.problems if each.level == "error"]
    assert found == [("plans/b/plan.yml", "syntax"), ("plans/c/plan.yml", "unknown-key"), ("plans/d/plan.yml", "unsupported-format")]


def test_the_order_of_sources_changes_nothing() -> None:
    sources = [PlanSource(f"plans/{name}", {"plan.yml": HEAD.encode() + b"z: 1\n"}) for name in "cab"]
    site = compile_site(sources, Options(TODAY))
    again = compile_site(sources[::-1], Options(TODAY))
    assert site.problems == again.problems
    assert [each.id for each in site.plans] == [each.id for each in again.plans]


def test_a_plan_is_the_same_compiled_twice() -> None:
    for folder in sorted(path.parent for path in PLANS.glob("*/plan.yml")):
        first, second = (compile_plan(load_plan(folder, folder.name), Options(TODAY)) for _ in range(2))
        assert (first.problems, first.results) == (second.problems, second.results)


@pytest.mark.parametrize("folder", sorted(path.parent for path in PLANS.glob("*/plan.yml")), ids=lambda path: path.name)
def test_the_example_plans_hold_together(folder: Path) -> None:
    found = compile_plan(load_plan(folder, folder.name), Options(TODAY), frozenset(path.parent.name for path in PLANS.glob("*/plan.yml")))
    assert [each for each in found.problems if each.level != "info"] == []


# --- the day ---


@pytest.mark.parametrize(
    "stated,environment,day,origin",
    [
        ("2026-08-01", {"SOURCE_DATE_EPOCH": "0"}, "2026-08-01", "--as-of"),
        (None, {"SOURCE_DATE_EPOCH": "0"}, "1970-01-01", "SOURCE_DATE_EPOCH"),
        (None, {"SOURCE_DATE_EPOCH": "1795305600"}, "2026-11-22", "SOURCE_DATE_EPOCH"),
        (None, {"SOURCE_DATE_EPOCH": "1795305599"}, "2026-11-21", "SOURCE_DATE_EPOCH"),
        (None, {"SOURCE_DATE_EPOCH": ""}, "2026-11-22", "today"),
        (None, {}, "2026-11-22", "today"),
        ("", {}, "2026-11-22", "today"),
    ],
)
def test_today(stated: str | None, environment: dict[str, str], day: str, origin: str) -> None:
    assert choose_today(stated, environment, CLOCK) == (date.fromisoformat(day), origin)


@pytest.mark.parametrize("stated,environment", [("soon", {}), ("2026-02-30", {}), ("2026", {}), (None, {"SOURCE_DATE_EPOCH": "x"}), (None, {"SOURCE_DATE_EPOCH": "1e30"}),
                                                (None, {"SOURCE_DATE_EPOCH": "9" * 30})])  # fmt: skip
def test_a_day_that_is_none(stated: str | None, environment: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="is"):
        choose_today(stated, environment, CLOCK)


def test_a_plan_without_a_day_takes_the_build_s() -> None:
    for text, day in (("", "2026-11-22"), ("as_of: 2026-10\n", "2026-10-31"), ("as_of: TBD\n", "2026-11-22")):
        results = compiled(HEAD + text).results
        assert results is not None
        assert str(results.today.as_of) == day
    results = compiled(HEAD + "as_of: 2026-12-01\nactuals_through: 2026-10\n").results
    assert results is not None
    assert str(results.today.actuals_through) == "2026-10-31"
