"""How the amounts of budget lines are proved: what stands beside them adds up to them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from omp_plugin.compute.trace import Trace
from omp_plugin.compute.traces_of_lines import line_traces
from tests.helpers import HEAD, compiled

BUDGET = """\
actuals_through: 2026-10-31
rates: {EUR: {rate: 1.2, on: 2026-07-01}}
currency: USD
budget:
  lines:
    over: {title: Over, planned: {2026-09: 500, 2026-10: 300}, actual: {2026-09: 450}, committed: {2026-10: 20}}
    larger: {title: Larger, planned: {2026-12: 100, 2027-01: 100}, actual: {2026-12: 130}}
    given: {title: Given, planned: {2026-Q4: 100}, forecast: {2026-Q4: 170}}
    mixed: {title: Mixed, planned: {2026-Q4: 300, 2026-12: 50}, forecast: {2026-12: 80}}
    whole: {title: Whole, planned: EUR 1000}
    monthly: {title: Monthly, monthly: 10, from: 2026-11, until: 2027-02}
    units: {title: Units, units: 3, unit_cost: 7}
    fee: {title: Fee, share: 10%, of: total}
    tax: {title: Tax, share: 20%, of: [units, fee]}
    open: {title: Open}
"""


@pytest.fixture(scope="module")
def traces() -> dict[str, Trace]:
    """What is said of each amount."""
    found = compiled(HEAD + BUDGET)
    assert found.plan
    assert found.results
    assert found.results.budget
    return {each.path.removeprefix("budget.lines."): each for each in line_traces(found.plan, found.results, found.results.budget)}


def said(trace: Trace) -> list[tuple[str, str]]:
    return [(each.label, str(each.figure.value)) for each in trace.inputs]


def test_forecasts_are_the_sums_of_their_periods(traces: dict[str, Trace]) -> None:
    for path, trace in traces.items():
        if path.endswith(".forecast"):
            assert sum((Decimal(str(each.figure.value)) for each in trace.inputs), Decimal(0)) == trace.figure.value, path


def test_each_period_says_what_its_forecast_is(traces: dict[str, Trace]) -> None:
    assert said(traces["over.forecast"]) == [("2026-09, actual + committed", "450"), ("2026-10, actual + committed", "20")]
    assert said(traces["larger.forecast"]) == [("2026-12, actual + committed", "130"), ("2027-01, planned", "100")]
    assert said(traces["given.forecast"]) == [("2026-Q4, as given", "170")]
    assert [label for label, _ in said(traces["mixed.forecast"])] == ["2026-Q4, as given for parts of it"]
    assert said(traces["whole.forecast"]) == [("Whole plan, planned", "1200.0")]
    assert said(traces["open.forecast"]) == []


def test_a_part_has_the_place_of_what_counts(traces: dict[str, Trace]) -> None:
    lines = BUDGET.splitlines()
    for path, field in (("over", "actual"), ("larger", "actual"), ("given", "forecast"), ("whole", "planned")):
        at = traces[f"{path}.forecast"].inputs[0].at
        assert at
        line = lines[at.line - 1 - HEAD.count("\n")]
        assert line[: at.column].rpartition(f"{field}: ")[1], (path, line, at)
        assert all(other not in line[line.index(f"{field}: ") + len(field) : at.column] for other in ("planned", "actual", "forecast"))


def test_planned_amounts_show_what_they_are_made_of(traces: dict[str, Trace]) -> None:
    assert (traces["whole.planned"].formula, said(traces["whole.planned"])) == (
        "its periods added up, at the plan's rates", [("planned", "1000"), ("EUR/USD", "1.2")],
    )  # fmt: skip
    assert said(traces["monthly.planned"]) == [("monthly", "10"), ("months", "4")]
    assert said(traces["units.planned"]) == [("units", "3"), ("unit cost", "7")]
    plain = Decimal(800 + 200 + 100 + 350 + 1200 + 40 + 21)
    assert [(label, Decimal(value)) for label, value in said(traces["fee.planned"])] == [("share", Decimal("0.10")), ("all lines that are no shares", plain)]
    assert traces["fee.planned"].figure.value == plain / 10
    assert [label for label, _ in said(traces["tax.planned"])] == ["share", "Units", "Fee"]
