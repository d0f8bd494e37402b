"""`plan.json`: at least what the format promises, in the forms that it promises (plan format, section 12)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from omp_plugin.export.plan_json import plan_json, to_text
from tests.helpers import HEAD, PLANS, ROOT, compiled

MAXIMAL = (ROOT / "tests" / "goldens" / "maximal.yml").read_text("utf-8")
STATUSES = {"on-track", "at-risk", "off-track", "below-range", "above-range", "stale", "not-started", "no-actuals", "not-measured", "unknown"}
PROMISED: dict[str, Any] = {
    "omp": "", "id": "", "title": "", "version": "", "as_of": "", "actuals_through": "", "currency": "",
    "health": {"status", "goals", "kpis", "schedule", "budget"},
    "goals": {"title", "kpi", "target", "planned", "coverage", "status"},
    "kpis": {"title", "unit", "period", "actual", "expected", "attainment", "status", "diagnosis", "series"},
    "funnels": {"from", "to", "conversion", "range", "status", "diagnosis"},
    "campaigns": {"title", "owner", "start", "finish", "progress", "planned", "committed", "actual", "forecast", "delivers"},
    "tasks": {"title", "start", "finish", "duration_days", "slack_days", "critical", "done", "status", "overdue"},
    "critical_path": "",
    "budget": {"total", "reserve", "planned", "committed", "actual", "available", "forecast", "variance", "by_period", "by_campaign", "by_category"},
    "problems": {"path", "line", "column", "level", "code", "message", "hint"},
}  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> dict[str, Any]:
    """The compiled plan with every key, as a program reads it."""
    found = json.loads(to_text(plan_json(compiled(MAXIMAL))))
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("key", PROMISED)
def test_what_the_format_promises(plan: dict[str, Any], key: str) -> None:
    assert key in plan
    fields = PROMISED[key]
    if key in ("health", "budget"):
        assert set(plan[key]) >= fields
    elif key == "problems":
        assert all(set(each) == fields for each in plan[key])
    elif key == "funnels":
        assert all(set(each) >= fields for funnel in plan[key].values() for each in funnel)
    elif fields:
        assert plan[key]
        assert all(set(each) >= fields for each in plan[key].values())


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}")
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, f"{path}[]")
    else:
        yield path, value


NUMBERS = re.compile(r"target|planned|coverage|actual$|expected|attainment|conversion|progress|committed|forecast|duration|slack|done|total|reserve|available|variance")


def test_numbers_are_texts_and_the_unknown_is_null(plan: dict[str, Any]) -> None:
    for path, value in leaves(plan):
        if path in (".omp",) or path.startswith(".problems[]."):
            continue
        assert value is None or isinstance(value, str | bool), path
        name = path.rpartition(".")[2]
        if NUMBERS.fullmatch(name) and value is not None and ".health." not in path:
            assert re.fullmatch(r"-?\d+(\.\d+)?", value), path
        if name in ("start", "finish", "as_of", "actuals_through") and value is not None:
            assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", value), path
        if name == "status" and not path.startswith(".tasks.") and path != ".status":
            assert value in STATUSES, path


def test_money_has_its_cents_other_numbers_no_more_than_they_need(plan: dict[str, Any]) -> None:
    assert plan["budget"]["total"] == "11620.00"
    assert plan["kpis"]["revenue"]["actual"] == "5180.00"
    assert plan["goals"]["sales"]["target"] == "15000.00"
    assert plan["goals"]["sales"]["coverage"] == "1.12"
    assert plan["campaigns"]["search"]["delivers"] == {"revenue": "16800.00"}
    assert plan["tasks"]["design"]["done"] == "0.4"
    assert plan["tasks"]["design"]["duration_days"] == "10"


def test_a_currency_without_cents() -> None:
    text = HEAD + "currency: JPY\nkpis: {k: {unit: JPY, actual: {2026-07: 5180}}}\nbudget: {lines: {l: {planned: 1200}}}\n"
    plan = plan_json(compiled(text))
    assert (plan["kpis"]["k"]["actual"], plan["budget"]["planned"]) == ("5180", "1200")


def test_a_plan_of_next_to_nothing() -> None:
    plan = plan_json(compiled(HEAD))
    assert (plan["budget"], plan["critical_path"], plan["goals"], plan["version"]) == (None, [], {}, None)
    assert plan["health"] == {"status": "unknown", "goals": "unknown", "kpis": "not-measured", "schedule": "unknown", "budget": "unknown"}


def test_a_plan_that_cannot_be_read_still_says_what_is_wrong() -> None:
    for text in ("a: [", "omp: 7\n"):
        plan = plan_json(compiled(text))
        assert (plan["omp"], plan["id"]) == (1, "x")
        assert plan["problems"]


def test_it_is_text_that_any_reader_takes() -> None:
    text = to_text(plan_json(compiled(HEAD.replace("title: T", "title: 'Café \\u2028 </script> 日本'"))))
    assert text.endswith("}\n")
    assert "日本" in text
    json.loads(text, parse_constant=pytest.fail)


def test_the_critical_path_is_in_order_and_critical() -> None:
    folder = PLANS / "okc-launch"
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in (*folder.glob("*.yml"), *folder.glob("*.csv"), *folder.glob("campaigns/*.md"))}
    plan = plan_json(compiled(files))
    path = plan["critical_path"]
    assert path
    assert {id_ for id_, task in plan["tasks"].items() if task["critical"]} == set(path)
    starts = [plan["tasks"][id_]["start"] for id_ in path]
    assert starts == sorted(starts)
