"""The figures of the flagship example, as `plan.json` gives them."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import pytest

from omp_plugin.build import Options, compile_plan
from omp_plugin.export.plan_json import plan_json
from omp_plugin.source.disk import load_plan
from tests.helpers import PLANS, TODAY

MONEY = {
    # campaign: planned, committed, actual, forecast
    "search-content": ("8400.00", "1800.00", "3560.00", "8650.00"),
    "paid-search": ("16000.00", "2600.00", "4660.00", "17200.00"),
    "social-creators": ("9600.00", "1500.00", "3580.00", "9300.00"),
    "email-lifecycle": ("3600.00", "600.00", "1040.00", "3300.00"),
    "community-events": ("5400.00", "900.00", "2060.00", "5650.00"),
    "loyalty-program": ("4500.00", "1400.00", "300.00", "4500.00"),
    "business-pilot": ("2500.00", "0.00", "0.00", "2500.00"),
}


@cache
def okc() -> dict[str, Any]:
    return plan_json(compile_plan(load_plan(PLANS / "okc-launch", "plans/okc-launch"), Options(TODAY)))


def test_the_plan_holds_together() -> None:
    assert {each["level"] for each in okc()["problems"]} <= {"info"}


def test_coverage_of_the_revenue_goal() -> None:
    goal = okc()["goals"]["win-customers"]
    assert (goal["target"], goal["planned"], goal["coverage"]) == ("15000.00", "16800.00", "1.12")


def test_the_budget() -> None:
    budget = okc()["budget"]
    names = ("total", "reserve", "planned", "actual", "committed", "available", "forecast", "variance", "status")
    assert [budget[name] for name in names] == [
        "52000.00", "2000.00", "50000.00", "15200.00", "8800.00", "26000.00", "52600.00", "600.00", "on-track",
    ]  # fmt: skip


@pytest.mark.parametrize("campaign", MONEY)
def test_the_money_of_a_campaign(campaign: str) -> None:
    result = okc()["campaigns"][campaign]
    assert tuple(result[state] for state in ("planned", "committed", "actual", "forecast")) == MONEY[campaign]


@pytest.mark.parametrize(
    "kpi, actual, expected, attainment, status",
    [
        ("monthly-revenue", "5180.00", "5400.00", "0.959259", "on-track"),
        ("email-subscribers", "1240", "1500", "0.826667", "off-track"),
        ("cost-per-customer", "57.00", "52.00", "0.912281", "at-risk"),
        ("organic-sessions", "2710", "2400", "1.129167", "on-track"),
    ],
)
def test_a_kpi(kpi: str, actual: str, expected: str, attainment: str, status: str) -> None:
    result = okc()["kpis"][kpi]
    assert (result["period"], result["actual"], result["expected"]) == ("2026-10", actual, expected)
    assert (result["attainment"], result["status"]) == (attainment, status)


def test_the_conversion_below_its_range_has_its_sentence() -> None:
    kpi = okc()["kpis"]["mql-to-sql"]
    assert (kpi["actual"], kpi["status"]) == ("0.54", "below-range")
    assert "too many unqualified leads" in kpi["diagnosis"]
    step = next(each for each in okc()["funnels"]["business"] if each["to"] == "sql")
    assert (step["conversion"], step["range"], step["status"]) == ("0.54", "60%..80%", "below-range")


def test_the_twelve_kpis_by_status() -> None:
    counted = Counter(each["status"] for each in okc()["kpis"].values())
    assert counted.pop("unknown") == 8  # the counts of the funnels, for which nothing is expected
    assert counted == {
        "on-track": 4, "at-risk": 3, "off-track": 1, "below-range": 1, "not-started": 2, "no-actuals": 1,
    }  # fmt: skip


def test_the_health() -> None:
    assert okc()["health"] == {
        "status": "at-risk", "goals": "on-track", "kpis": "at-risk", "schedule": "at-risk", "budget": "on-track",
    }  # fmt: skip


def test_the_critical_path_is_the_loyalty_program() -> None:
    assert okc()["critical_path"] == [
        "loyalty-design", "loyalty-vendor", "loyalty-integration", "loyalty-pilot", "loyalty-launch",
        "loyalty-email-launch", "referral-rollout",
    ]  # fmt: skip
    tasks = okc()["tasks"]
    assert (tasks["loyalty-launch"]["finish"], tasks["referral-rollout"]["finish"]) == ("2027-01-20", "2027-06-30")
    assert [id_ for id_, task in tasks.items() if task["overdue"]] == ["holiday-bid-plan"]
