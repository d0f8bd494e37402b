"""The budget of a plan: amounts, forecasts, sums, proofs and status (plan format, section 6)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest

from omp_plugin.compute.budget import compute_budget
from omp_plugin.compute.results import BudgetResults, Sums, Today
from omp_plugin.export.plan_json import plan_json
from omp_plugin.model.plan import VOCABULARY, Plan, type_plan
from omp_plugin.problems import Problem
from omp_plugin.source.folder import PlanSource, read_plan
from tests.helpers import compiled

HEAD = "omp: 1\ntitle: T\nowner: a\nperiod: 2026-07-01 to 2027-06-30\npeople: {a: {name: A}}\n"
TODAY = Today(date(2026, 11, 22), date(2026, 10, 31))
FOLDER = Path(__file__).parents[2] / "plans" / "okc-launch"


def plan_of(files: Mapping[str, bytes]) -> Plan:
    """The plan of a folder; what is wrong with its form is another test's."""
    node, _ = read_plan(PlanSource("plans/x", files), VOCABULARY)
    assert node is not None
    plan, _ = type_plan(node, "x", "plans/x/plan.yml")
    assert plan is not None
    return plan


def budget_of(text: str, head: str = HEAD, **files: str) -> BudgetResults:
    """The budget of a plan with these keys."""
    named = {name.replace("__", "."): dedent(text).encode() for name, text in files.items()}
    results = compute_budget(plan_of({"plan.yml": (head + dedent(text)).encode(), **named}), TODAY)
    assert results is not None
    return results


def marked(text: str) -> tuple[BudgetResults, list[tuple[str, int, int]]]:
    """The budget of a plan with these keys, and the places that are marked with `^` in them."""
    text = dedent(text)
    places = []
    for number, line in enumerate((HEAD + text).split("\n"), start=1):
        parts = line.split("^")
        places += [("plan.yml", number, len("".join(parts[: place + 1])) + 1) for place in range(len(parts) - 1)]
    return budget_of(text.replace("^", "")), places


def line_of(fields: str, more: str = "", head: str = HEAD) -> Sums:
    """The sums of the budget line `x` with these fields, beside other keys of the budget's lines."""
    results = budget_of(f"budget: {{lines: {{x: {{{fields}}}, {more}}}}}", head)
    assert results.problems == ()
    return results.lines["x"].sums


def texts(results: BudgetResults) -> list[tuple[str, str]]:
    """Code and message of each problem."""
    return [(each.code, each.message) for each in results.problems]


def only(results: BudgetResults) -> Problem:
    """The one problem there is."""
    assert len(results.problems) == 1, results.problems
    return results.problems[0]


def spot(problem: Problem) -> tuple[str, int, int]:
    """Where a problem stands, without the folder."""
    return problem.position.path.removeprefix("plans/x/"), problem.position.line, problem.position.column


# --- the facts of the launch plan ---

# campaign, planned by quarter, actual July to September, actual to October, committed, forecast at finish
FACTS = """\
search-content,2700,2100,1800,1800,2840,3560,1800,8650
paid-search,2500,5500,4000,4000,2310,4660,2600,17200
social-creators,2400,3000,2100,2100,2400,3580,1500,9300
email-lifecycle,900,900,900,900,780,1040,600,3300
community-events,1200,1800,600,1800,1420,2060,900,5650
loyalty-program,0,1200,2100,1200,0,300,1400,4500
business-pilot,0,400,1200,900,0,0,0,2500
"""
QUARTERS = ("2026-Q3", "2026-Q4", "2027-Q1", "2027-Q2")


@pytest.fixture(scope="module")
def launch() -> BudgetResults:
    """The budget of the launch plan at the end of October 2026."""
    files = {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()}
    results = compute_budget(plan_of(files), TODAY)
    assert results is not None
    return results


def test_launch_as_a_whole(launch: BudgetResults) -> None:
    assert launch.problems == ()
    assert (launch.total, launch.reserve, launch.reserve_drawn, launch.reference) == (52000, 2000, 500, 52000)
    assert (launch.sums.planned, launch.sums.actual, launch.sums.committed) == (50000, 15200, 8800)
    assert launch.sums.available == 26000
    assert (launch.forecast, launch.variance, launch.status) == (52600, 600, "on-track")


@pytest.mark.parametrize("row", list(csv.reader(FACTS.splitlines())), ids=lambda row: row[0])
def test_launch_by_campaign(launch: BudgetResults, row: list[str]) -> None:
    id_, *figures = row
    quarters, (summer, actual, committed, forecast) = figures[:4], map(Decimal, figures[4:])
    lines = [line for line in launch.lines.values() if id_ in line.shares]
    for text, planned in zip(QUARTERS, quarters, strict=True):
        cells = [sums for line in lines for period, sums in line.by_period.items() if period.text == text]
        assert sum(cell.planned for cell in cells) == Decimal(planned), text
    months = [(period, sums) for line in lines for period, sums in line.by_period.items() if period.grain == "month"]
    assert sum(sums.actual for period, sums in months if period.last <= date(2026, 9, 30)) == summer
    sums = launch.by_campaign[id_]
    assert (sums.planned, sums.actual) == (sum(map(Decimal, quarters)), actual)
    assert (sums.committed, sums.forecast, sums.variance) == (committed, forecast, forecast - sums.planned)


def test_launch_by_period(launch: BudgetResults) -> None:
    by_text = {period.text: sums for period, sums in launch.by_period.items()}
    months = ("2026-07", "2026-08", "2026-09", "2026-10")
    assert set(by_text) == {*QUARTERS, *months}
    reserve = (0, 500, 500, 1000)
    planned = [by_text[text].planned + drawn for text, drawn in zip(QUARTERS, reserve, strict=True)]
    assert planned == [9700, 15400, 13200, 13700]
    assert [by_text[text].actual for text in months] == [2500, 3450, 3800, 5450]
    assert list(launch.by_period) == sorted(launch.by_period)


def test_launch_by_category(launch: BudgetResults) -> None:
    assert sum(sums.planned for sums in launch.by_category.values()) == 50000
    assert "Media" in launch.by_category


# --- what a line plans ---


@pytest.mark.parametrize(
    "fields,planned",
    [
        ("planned: 1200", "1200"),
        ("planned: {2026-Q3: 100, 2026-Q4: 250.50}", "350.50"),
        ("units: 240, unit_cost: 75", "18000"),
        ("units: 2.5, unit_cost: EUR 10", "27"),
        ("monthly: 62371.50", "748458"),
        ("monthly: 100, from: 2026-12", "700"),
        ("monthly: 100, until: 2026-12-02", "600"),
        ("monthly: 100, from: 2026-09-15, until: 2026-Q4", "400"),
        ("share: 15%, of: total", "37.5"),
        ("share: 50%, of: [y, fee]", "137.5"),
        ("share: 50%, of: [y, y]", "125"),
        ("share: 10%, of: [total, fee, y]", "27.5"),
        ("planned: EUR 250", "270"),
        ("planned: TBD", "0"),
        ("category: Media", "0"),
    ],
)
def test_planned(fields: str, planned: str) -> None:
    more = "y: {planned: 250}, fee: {share: 10%, of: [y]}"
    assert line_of(fields, more, HEAD + "rates: {EUR: {rate: 1.08}}\n").planned == Decimal(planned)


def test_a_share_follows_its_base_period_by_period() -> None:
    results = budget_of(
        """
        budget:
          lines:
            fee: {share: 15%, of: total}
            reserve: {share: 10%, of: [fee, a, nobody]}
            a: {planned: {2026-Q3: 1000, 2026-Q4: 2000..3000}}
            b: {planned: {2026-Q3: 400}}
        """
    )
    fee = {period.text: sums for period, sums in results.lines["fee"].by_period.items()}
    assert [(text, sums.planned, sums.planned_low) for text, sums in fee.items()] == [
        ("2026-Q3", 210, 210),
        ("2026-Q4", 450, 300),
    ]
    reserve = [sums.planned for sums in results.lines["reserve"].by_period.values()]
    assert reserve == [121, 345]
    assert list(results.lines) == ["fee", "reserve", "a", "b"]


def test_a_line_may_be_called_total() -> None:
    results = budget_of("budget: {lines: {a: {planned: 100}, total: {share: 10%, of: total}}}")
    assert (results.lines["total"].sums.planned, results.problems) == (10, ())


def test_whole_plan_amounts_stand_under_the_plans_period() -> None:
    results = budget_of("budget: {lines: {a: {planned: 100, actual: {2026-07-01 to 2027-06-30: 30}}}}")
    ((period, sums),) = results.by_period.items()
    assert (period.text, sums.planned, sums.actual) == ("2026-07-01 to 2027-06-30", 100, 30)


def test_a_plan_without_period_still_adds_up() -> None:
    head = HEAD.replace("period: 2026-07-01 to 2027-06-30\n", "")
    lines = "a: {planned: 100}, b: {monthly: 5}, c: {monthly: 5, from: 2026-01, until: 2026-02}"
    results = budget_of(f"budget: {{lines: {{{lines}}}}}", head)
    assert (results.sums.planned, results.problems) == (110, ())


def test_estimates_count_at_their_upper_bound() -> None:
    results = budget_of(
        """
        rates: {EUR: {rate: 2}}
        budget: {total: 78k..112k, reserve: 2k, lines: {a: {planned: 30k..50k}, b: {planned: EUR 20k..30k}}}
        """
    )
    assert (results.sums.planned, results.sums.planned_low) == (110000, 70000)
    assert (results.total, results.total_low, results.problems) == (112000, 78000, ())


def test_every_written_amount_is_converted() -> None:
    results = budget_of(
        """
        rates: {EUR: {rate: 1.5}}
        budget:
          total: EUR 100
          reserve: EUR 10
          reserve_drawn: EUR 4
          revenue: EUR 1000
          lines:
            a: {planned: EUR 80, committed: {2026-Q3: EUR 2}, actual: EUR 4, forecast: EUR 90, cap: EUR 100}
            b: {monthly: EUR 10, from: 2026-07, until: 2026-07}
        """
    )
    assert results.problems == ()
    assert (results.total, results.reserve, results.reserve_drawn, results.revenue) == (150, 15, 6, 1500)
    assert results.lines["a"].sums == Sums(Decimal(120), Decimal(3), Decimal(6), Decimal(135), Decimal(120))


def test_a_currency_without_rate_is_reported_at_every_amount() -> None:
    text = """
        campaigns: {c: {budget: ^GBP 1}}
        budget:
          total: ^GBP 2
          reserve: ^GBP 3
          reserve_drawn: ^GBP 4
          revenue: ^GBP 5
          lines:
            a: {planned: {2026-Q3: ^GBP 6}, committed: ^GBP 7, actual: ^GBP 8, forecast: ^GBP 9, cap: ^GBP 10}
            b: {units: 1, unit_cost: ^GBP 11}
            c: {monthly: ^GBP 12}
            d: {share: 10%, of: total}
        """
    results, places = marked(text)
    assert {code for code, _ in texts(results)} == {"currency-without-rate"}
    assert sorted(spot(each) for each in results.problems) == places
    assert (results.total, results.sums, results.status) == (None, Sums(), "on-track")


@pytest.mark.parametrize(
    "fields,code,says",
    [
        ("planned: 5, monthly: ^6", "duplicate-key", '"monthly" plans this line a second time: "planned" in line 6'),
        ("monthly: 6, planned: ^5", "duplicate-key", '"planned" plans this line a second time: "monthly" in line 6'),
        (
            "unit_cost: 3, share: ^5%, units: 2, of: [z]",
            "duplicate-key",
            'second time: "unit_cost" in line 6 does already',
        ),
        ("units: ^2", "missing-key", '"units" says nothing without "unit_cost"'),
        ("unit_cost: ^2", "missing-key", '"unit_cost" says nothing without "units"'),
        ("share: ^5%", "missing-key", '"share" says nothing without "of"'),
        ("of: ^total", "missing-key", '"of" says nothing without "share"'),
        ("planned: {^2026-Q2: 5}", "outside-period", '"2026-Q2" does not lie inside the plan\'s period, 2026-07-01 to'),
        ("planned: 9, actual: {^2026: 5}", "outside-period", '"2026" does not lie inside the plan\'s period'),
        (
            "committed: {^2027-06-30 to 2027-07-01: 5}",
            "outside-period",
            '"2027-06-30 to 2027-07-01" does not lie inside',
        ),
        ("forecast: {^2027-W26: 5}", "outside-period", '"2027-W26" does not lie inside'),
        (
            "monthly: 5, from: 2026-12, until: ^2026-11",
            "ends-before-start",
            "on 2026-11-30, before they start on 2026-12-01",
        ),
        ("monthly: 5, until: ^2026-06", "ends-before-start", "on 2026-06-30, before they start on 2026-07-01"),
        ("monthly: 5, from: ^2027-07", "ends-before-start", "on 2027-06-30, before they start on 2027-07-01"),
        ("share: 10%, of: ^[x]", "dependency-cycle", 'these lines are shares of each other: "x" of "x"'),
        ("share: ^999999999%, of: [z]", "too-large", "an amount of more than 18 digits"),
        ("units: ^2, unit_cost: 999999999999999999", "too-large", "an amount of more than 18 digits"),
        ("monthly: ^1000000000000M", "too-large", "an amount of more than 18 digits"),
    ],
)
def test_form(fields: str, code: str, says: str) -> None:
    results, (place,) = marked(f"budget: {{lines: {{x: {{{fields}}}, z: {{planned: 999999999999}}}}}}")
    found = only(results)
    assert (found.code, spot(found)) == (code, place)
    assert says in found.message
    assert found.hint


@pytest.mark.parametrize("period", ["2026-W27", "2027-W26", "2026-12", "2027-Q2", "2026-07-01 to 2027-06-30"])
def test_periods_that_a_plan_may_name(period: str) -> None:
    found = budget_of(f"budget: {{lines: {{x: {{planned: {{{period}: 5}}}}}}}}", HEAD.replace("2027-06-30", "2027-07-01"))
    assert found.problems == ()


def test_rings_of_shares_are_named_once_and_what_rests_on_them_is_unknown() -> None:
    text = """
        budget:
          total: 999
          lines:
            c: {share: 10%, of: [a]}
            a: {share: 10%, of: ^[b, d]}
            b: {share: 10%, of: [c, d]}
            d: {planned: 100}
            e: {share: 50%, of: [a]}
            g: {share: 50%, of: [f]}
            f: {share: 50%, of: ^[g]}
        """
    results, places = marked(text)
    assert texts(results) == [
        ("dependency-cycle", 'these lines are shares of each other: "a" of "b" of "c" of "a"'),
        ("dependency-cycle", 'these lines are shares of each other: "f" of "g" of "f"'),
    ]
    assert [spot(each) for each in results.problems] == places
    assert {id_: line.sums.planned for id_, line in results.lines.items()} == dict.fromkeys("cabegf", 0) | {"d": 100}


def test_long_chains_of_shares() -> None:
    count = 3000
    lines = "".join(f"    l{n}: {{share: 100%, of: [l{(n + 1) % count}]}}\n" for n in range(count))
    found = only(budget_of(f"budget:\n  lines:\n{lines}"))
    assert found.message.endswith('"l0" of "l1" of "l2" of "l3" of "l4" of "l5" of "... 2,994 more ..." of "l0"')
    straight = lines.replace("{share: 100%, of: [l0]}", "{planned: 7}")
    assert budget_of(f"budget:\n  lines:\n{straight}").sums.planned == 7 * count


CENTURIES = "{monthly: 1, from: 1970, until: 2200}"


@pytest.mark.parametrize(
    "line,first",
    [(CENTURIES, ""), ("{share: 1%, of: total}", f"base: {CENTURIES}")],
)
def test_no_more_is_worked_out_than_a_plan_has_use_for(line: str, first: str) -> None:
    lines = "".join(f"    l{n}: {line}\n" for n in range(30))
    results = budget_of(f"budget:\n  total: 5\n  lines:\n    {first}\n{lines}")
    assert texts(results) == [("too-large", "the budget's lines come to more than 50,000 amounts by period")]
    assert results.lines["l0"].sums.planned > 0
    assert results.lines["l29"].sums.planned == 0


# --- forecasts ---


@pytest.mark.parametrize(
    "fields,forecast",
    [
        # The plain rule, actuals complete through October.
        ("planned: {2026-Q3: 100}", 0),
        ("planned: {2026-Q3: 100}, actual: {2026-Q3: 80}, committed: {2026-Q3: 30}", 110),
        ("planned: {2026-Q4: 100}, actual: {2026-Q4: 80}", 100),
        ("planned: {2026-Q4: 100}, actual: {2026-Q4: 80}, committed: {2026-Q4: 30}", 110),
        ("planned: {2026-Q4: 100}, actual: {2026-Q4: 80}, forecast: {2026-Q4: 75}", 75),
        ("planned: {2026-10: 100}, actual: {2026-10: 80}", 80),
        ("planned: {2026-11: 100}, actual: {2026-11: 80}", 100),
        ("forecast: {2026-11: 60}", 60),
        ("planned: 100, actual: 30, forecast: 0", 0),
        # Planned in coarser periods than its actuals: forecast over the coarser one.
        ("planned: {2026-Q3: 100}, actual: {2026-07: 30, 2026-09: 40}", 70),
        ("planned: {2026-Q4: 100}, actual: {2026-10: 30}", 100),
        ("planned: {2026-Q4: 100}, actual: {2026-10: 90}, committed: {2026-12: 30}", 120),
        ("planned: 100, actual: {2026-10: 30}, committed: {2026-Q4: 30}", 100),
        ("planned: {2026-Q3: 100, 2026-Q4: 100}, actual: {2026-08: 30, 2026-10: 30}", 130),
        ("planned: {2026-H2: 200}, actual: {2026-Q3: 30}, forecast: {2026-H2: 190}", 190),
        # Planned in finer periods.
        ("planned: {2026-10: 50, 2026-11: 50}, actual: {2026-Q4: 30}", 100),
        ("planned: {2026-10: 50, 2026-11: 50}, actual: {2026-10: 30}, committed: {2027-Q1: 10}", 90),
        ("planned: {2026-11: 50}, committed: 70", 70),
        # A forecast for the whole plan counts for all that it overlaps, one for a quarter for its months.
        ("planned: {2026-Q3: 100, 2026-Q4: 100}, forecast: 150", 150),
        ("planned: {2026-06: 10}, actual: {2026-06-20 to 2026-07-05: 5}, forecast: 150", 150),
        ("planned: {2026-Q4: 100}, forecast: {2026-Q4: 90, 2026-11: 10}", 90),
        ("planned: {2026-H2: 100}, forecast: {2026-Q4: 90, 2026-11: 10}", 90),
        # Finer forecasts, with what is spent in periods that they do not cover.
        ("planned: {2026-Q4: 900}, forecast: {2026-10: 300, 2026-11: 300, 2026-12: 400}", 1000),
        ("planned: {2026-Q4: 900}, actual: {2026-10: 250}, forecast: {2026-12: 500}", 750),
        ("planned: {2026-Q4: 900}, actual: {2026-10: 250, 2026-12: 9}, forecast: {2026-12: 500}", 750),
        ("planned: {2026-Q4: 900}, actual: {2026-10: 300}, forecast: {2026-10: 250}", 250),
        ("planned: {2026-10: 3, 2026-11: 3, 2026-12: 3}, committed: {2026-Q4: 1}, forecast: {2026-12: 5}", 8),
        ("planned: {2026-08: 100, 2026-09: 100}, actual: {2026-Q3: 280}, forecast: {2026-09: 90}", 280),
        ("actual: {2026-W48 to 2026-W49: 7}, forecast: {2026-Q3: 1, 2026-11: 1, 2026-12: 1}", 3),
        ("planned: {2026-Q4: 9}, forecast: {2026-11: 5, 2026-W48: 3, 2026-W49: 2}", 7),
    ],
)
def test_forecast(fields: str, forecast: int) -> None:
    results = budget_of(f"budget: {{lines: {{x: {{{fields}}}}}}}", HEAD)
    assert results.lines["x"].sums.forecast == forecast
    assert sum(sums.forecast for sums in results.by_period.values()) == forecast


@pytest.mark.parametrize(
    "fields,at",
    [
        ("planned: {2026-Q4: 100}, actual: {2026-10: 30}, forecast: {2026-11: 70}", "2026-Q4"),
        ("planned: {2026-10: 50, 2026-11: 50}, actual: {2026-Q4: 30}", "2026-Q4"),
        ("planned: {2026-11-15 to 2026-12-14: 50}, actual: {2026-11: 30}", "2026-11-15 to 2026-12-14"),
        ("planned: {2026-11: 50}, actual: {2026-11-15 to 2026-12-14: 30}", "2026-11"),
        ("actual: {2026-11: 50, 2026-11-15 to 2026-12-14: 30}", "2026-11"),
    ],
)
def test_where_a_forecast_stands(fields: str, at: str) -> None:
    line = budget_of(f"budget: {{lines: {{x: {{{fields}}}}}}}").lines["x"]
    assert [period.text for period, sums in line.by_period.items() if sums.forecast] == [at]
    assert list(line.by_period) == sorted(line.by_period)


def test_periods_as_written() -> None:
    lines = [
        "a: {planned: {2026-Q4: 1, 2026-Q3: 1}}",
        "b: {planned: {2026-07-01 to 2026-09-30: 1}, actual: {2026-Q3: 1}}",
    ]
    for order in (lines, lines[::-1]):
        by_period = budget_of(f"budget: {{lines: {{{', '.join(order)}}}}}").by_period
        planned = [(period.text, sums.planned) for period, sums in by_period.items()]
        assert planned == [("2026-07-01 to 2026-09-30", 2), ("2026-Q4", 1)]


# --- campaigns and categories ---

CAMPAIGNS = "campaigns: {a: {tactics: {one: {}, both: {}}}, b: {tactics: {two: {}, both: {}}}, c: {}}\n"


@pytest.mark.parametrize(
    "fields,shares",
    [
        ("campaign: a", {"a": "1"}),
        ("campaign: a, tactic: two", {"a": "1"}),
        ("tactic: two", {"b": "1"}),
        ("tactic: both", {}),
        ("tactic: none", {}),
        ("campaign: nobody", {}),
        ("category: Media", {}),
        ("split: {b: 60%, a: 40%}", {"b": "0.6", "a": "0.4"}),
        ("split: {a: 33.33%, b: 33.33%, c: 33.34%}", {"a": "0.3333", "b": "0.3333", "c": "0.3334"}),
        ("split: {a: 60%, nobody: 40%}", {"a": "0.6"}),
        ("split: {a: 60%, b: TBD}", {"a": "0.6"}),
        ("campaign: TBD, split: {a: 100%}", {"a": "1"}),
    ],
)
def test_who_bears_a_line(fields: str, shares: dict[str, str]) -> None:
    results = budget_of(f"{CAMPAIGNS}budget: {{lines: {{x: {{planned: 99.99, {fields}}}}}}}")
    assert results.problems == ()
    assert results.lines["x"].shares == {id_: Decimal(share) for id_, share in shares.items()}
    assert {id_: each.planned for id_, each in results.by_campaign.items()} == {
        id_: Decimal(share) * Decimal("99.99") for id_, share in shares.items()
    }
    assert list(results.by_campaign) == sorted(shares)


@pytest.mark.parametrize(
    "split,says",
    [
        ("{a: 60%, b: 30%}", "the shares add up to 90%: 10% too little"),
        ("{a: 60%, b: 40.5%}", "the shares add up to 100.5%: 0.5% too much"),
        ("{a: 99.999%}", "the shares add up to 99.999%: 0.001% too little"),
    ],
)
def test_a_split_must_add_up(split: str, says: str) -> None:
    results, (place,) = marked(f"{CAMPAIGNS}budget: {{lines: {{x: {{planned: 100, split: ^{split}}}}}}}")
    found = only(results)
    assert (found.code, found.message, spot(found)) == ("split-not-100", says, place)
    assert results.lines["x"].shares["a"] in (Decimal("0.6"), Decimal("0.99999"))


def test_a_split_beside_a_campaign() -> None:
    results, (place,) = marked(f"{CAMPAIGNS}budget: {{lines: {{x: {{campaign: c, split: ^{{a: 100%}}}}}}}}")
    found = only(results)
    assert (found.code, spot(found)) == ("duplicate-key", place)
    assert found.message == 'the line is split, but "campaign" in line 7 gives all of it to one'
    assert results.lines["x"].shares == {"c": 1}


def test_categories() -> None:
    results = budget_of(
        """
        budget:
          lines:
            a: {planned: 10, category: Media}
            b: {planned: 20, category: Events, actual: 5}
            c: {planned: 30, category: Media}
            d: {planned: 40}
        """
    )
    assert {name: (sums.planned, sums.actual) for name, sums in results.by_category.items()} == {
        "Media": (40, 0),
        "Events": (20, 5),
    }


# --- plans without budget or lines ---


def test_campaign_budgets_stand_for_lines_where_there_are_none() -> None:
    for budget in ("", "budget: none", "budget: {lines: {}}"):
        results = budget_of(f"campaigns: {{a: {{budget: 30..50}}, b: {{}}, c: {{budget: 20}}}}\n{budget}")
        assert list(results.lines) == ["a", "c"]
        assert (results.sums.planned, results.sums.planned_low, results.sums.forecast) == (70, 50, 70)
        assert {id_: sums.planned for id_, sums in results.by_campaign.items()} == {"a": 50, "c": 20}
        assert [period.text for period in results.by_period] == ["2026-07-01 to 2027-06-30"]
        assert (results.by_category, results.problems, results.status) == ({}, (), "on-track")


def test_a_total_is_proved_against_campaign_budgets() -> None:
    results, (place,) = marked("campaigns: {a: {budget: 50}}\nbudget: {reserve: 5, total: ^60}")
    found = only(results)
    assert (found.code, spot(found)) == ("sum-mismatch", place)
    assert found.message == (
        "total is 60.00, but reserve 5.00 + planned 50.00 (lines at plans/x/plan.yml:6:12) = 55.00: 5.00 too much"
    )
    assert budget_of("campaigns: {a: {budget: 50}, b: {budget: TBD}}\nbudget: {reserve: 5, total: 60}").problems == ()


@pytest.mark.parametrize(
    "text,files",
    [
        ("", {}),
        ("budget: none", {}),
        ("campaigns: {a: {}, b: {budget: TBD}}", {}),
        ("campaigns: {a: {budget: 50}}", {"budget.yml": b"total: [\n"}),
    ],
)
def test_no_budget(text: str, files: dict[str, bytes]) -> None:
    assert compute_budget(plan_of({"plan.yml": (HEAD + text).encode(), **files}), TODAY) is None


@pytest.mark.parametrize(
    "budget,status,forecast",
    [
        ("{reserve: 5}", "unknown", 5),
        ("{total: 50}", "on-track", 0),
        ("{total: TBD}", "unknown", 0),
        ("{total: 0}", "on-track", 0),
    ],
)
def test_an_envelope_without_lines(budget: str, status: str, forecast: int) -> None:
    results = budget_of(f"budget: {budget}")
    assert (results.status, results.forecast, results.problems) == (status, forecast, ())


# --- proofs ---


@pytest.mark.parametrize(
    "total,says",
    [
        ("52,000", None),
        ("40k..52k", None),
        ("51,000", "= 52,000.00: 1,000.00 too little"),
        ("52,000.01", "= 52,000.00: 0.01 too much"),
        ("51,999.9995", None),
    ],
)
def test_total(total: str, says: str | None) -> None:
    text = f"""
        budget:
          lines: {{a: {{planned: 50k}}}}
          reserve: 2000
          total: ^{total}
        """
    results, (place,) = marked(text)
    if says is None:
        assert results.problems == ()
        return
    found = only(results)
    assert (found.code, found.level, spot(found)) == ("sum-mismatch", "error", place)
    assert found.message.startswith(f"total is {total}")
    assert found.message.endswith(f"reserve 2,000.00 + planned 50,000.00 (lines at plans/x/plan.yml:8:10) {says}")
    assert found.hint == "write 52,000.00, or change reserve or lines"


@pytest.mark.parametrize(
    "budget",
    [
        "{total: 9, lines: {a: {planned: TBD}}}",
        "{total: 9, lines: {a: {planned: abc}}}",
        "{total: 9, lines: {a: {planned: 5}, b: {from: 2026-07}}}",
        "{total: 9, lines: {a: {planned: {2026-Q3: TBD, 2026-Q4: 5}}}}",
        "{total: 9, lines: {a: {planned: 5}, b: {units: TBD, unit_cost: 2}}}",
        "{total: 9, lines: {a: {planned: 5}, b: {monthly: 2, until: TBD}}}",
        "{total: 9, lines: {a: {planned: 5}, b: {share: TBD, of: total}}}",
        "{total: 9, lines: {a: {planned: TBD}, b: {share: 10%, of: [a]}}}",
        "{total: 9, lines: {a: {planned: 5}, b: {share: 10%, of: [nobody]}}}",
        "{total: 9, reserve: TBD, lines: {a: {planned: 5}}}",
        "{total: 9, reserve: abc, reserve_drawn: 3, lines: {a: {planned: 5}}}",
        "{total: 9, revenue: 1, lines: {a: {planned: TBD}}}",
        "{total: 9, lines: {a: {planned: {2026-08: $9}}}}",
        "{total: 9, lines: {a: {planned: {Aug-26: 9}}}}",
        "{total: 9, lines: {a: {planned: {2026-08: 4, 2026-08-01 to 2026-08-31: 5}}}}",
        "{total: 9, lines: {a: {plannd: 9}}}",
        "{total: 9, lines: {a: 9}}",
        "{total: 9, lines: [a]}",
        "{total: 9, reserv: 4, lines: {a: {planned: 5}}}",
        "{total: 9, revenue: 1, lines: {a: {planned: 5}, b: $4}}",
    ],
)
def test_nothing_is_proved_with_what_is_not_known(budget: str) -> None:
    assert budget_of(f"budget: {budget}").problems == ()


@pytest.mark.parametrize("rates", ["{EUR: 1.08}", "1.08", "[EUR]", "{EUR: {rate: abc}}"])
def test_a_rate_that_could_not_be_read_is_not_asked_for(rates: str) -> None:
    assert budget_of(f"rates: {rates}\nbudget: {{total: 9, lines: {{a: {{planned: EUR 9}}}}}}").problems == ()


LOST = [
    "campaign: ^mial, planned: 5", "campaign: [mail], planned: 5", "campaign: TBD, planned: 5", "campain: mail, planned: 5",
    "tactic: leter, planned: 5", "tactic: [letter], planned: 5", "split: {mail: 60, flyer: 0%}, planned: 5",
    "split: {mial: 60%, mail: 40%}, planned: 5", "split: [mail], planned: 5", "split: TBD, planned: 5",
]  # fmt: skip


@pytest.mark.parametrize("line", LOST)
def test_money_that_is_meant_for_a_campaign_nobody_can_tell_is_missed_nowhere(line: str) -> None:
    """No campaign is said to have too little, whereas one that has too much has it all the same."""
    text = """
        campaigns:
          mail: {budget: 5, tactics: {letter: {}}}
          flyer: {budget: 5}
          stand: {budget: 1}
        budget: {total: 12, lines: {a: {%s}, b: {campaign: flyer, planned: 5}, c: {campaign: stand, planned: 2}}}
        """
    found = only(budget_of(text % line.replace("^", "")))
    assert 'campaign "stand" is 1.00, but its lines' in found.message


def test_a_line_for_no_campaign_explains_nothing() -> None:
    text = "campaigns: {mail: {budget: 5}}\nbudget: {total: 5, lines: {a: {planned: 5}}}"
    assert "its lines (at" in only(budget_of(text)).message


def test_campaign_budgets_are_proved() -> None:
    text = """
        campaigns:
          right: {budget: 30..50}
          wrong: {budget: ^1500}
          split: {budget: ^10}
          empty: {budget: ^5}
          open: {budget: 5}
          none: {}
        budget:
          lines: {
            a: {campaign: right, planned: 20},
            b: {split: {right: 60%, split: 40%}, planned: 50},
            c: {campaign: wrong, planned: 1750.25},
            d: {campaign: open, planned: TBD}}
        """
    results, places = marked(text)
    said = [message.replace(" (at plans/x/plan.yml:15:10)", "") for _, message in texts(results)]
    assert said == [
        'the budget of campaign "wrong" is 1,500.00, but its lines add up to 1,750.25: 250.25 too little',
        'the budget of campaign "split" is 10.00, but its lines add up to 20.00: 10.00 too little',
        'the budget of campaign "empty" is 5.00, but its lines add up to 0.00: 5.00 too much',
    ]
    assert {code for code, _ in texts(results)} == {"sum-mismatch"}
    assert [spot(each) for each in results.problems] == places
    assert results.problems[0].hint == "write 1,750.25, or change the campaign's lines"


def test_lines_of_a_file_are_named_by_it() -> None:
    csv_ = "line,campaign,period,planned,actual\na,c,2026-Q3,100,\na,c,2026-07,,30\nb,c,,5,\n"
    results = budget_of("campaigns: {c: {budget: 100}}\nbudget: {total: 105}", budget__csv=csv_)
    found = only(results)
    assert "(at plans/x/budget.csv:1:1) add up to 105.00: 5.00 too little" in found.message
    line = results.lines["a"].sums
    assert (line.planned, line.actual, line.committed, line.forecast, line.planned_low) == (100, 30, 0, 30, 100)


@pytest.mark.parametrize(
    "keys,says",
    [
        ("reserve: 500, reserve_drawn: 500", None),
        ("reserve: 500, reserve_drawn: ^600", "from a reserve of 500.00 at plans/x/plan.yml:6:19: 100.00 too much"),
        ("reserve_drawn: ^600", "from a reserve of 0.00: 600.00 too much"),
        ("reserve: TBD, reserve_drawn: 600", None),
    ],
)
def test_reserve_drawn(keys: str, says: str | None) -> None:
    results, places = marked(f"budget: {{{keys}}}")
    assert texts(results) == ([("sum-mismatch", f"600.00 is drawn {says}")] if says else [])
    assert [spot(each) for each in results.problems] == places


@pytest.mark.parametrize(
    "fields,says",
    [
        ("planned: 6810", None),
        ("planned: 7000", "planned 7,000.00"),
        ("planned: 10, forecast: 7000", "forecast 7,000.00"),
        ("planned: 10, actual: 4000, committed: 3000, forecast: 50", "spent 7,000.00"),
        ("planned: 10, actual: 4000", None),
        ("planned: 6k..7k", "planned 7,000.00"),
    ],
)
def test_cap(fields: str, says: str | None) -> None:
    results, (place,) = marked(f"budget: {{lines: {{x: {{{fields}, cap: ^6810}}}}}}")
    if says is None:
        assert results.problems == ()
        return
    found = only(results)
    assert (found.code, found.level, spot(found)) == ("over-cap", "warning", place)
    assert found.message == f'{says} of "x" is over its cap of 6,810.00 by 190.00'


@pytest.mark.parametrize(
    "planned,range_,ratio",
    [
        ("60", "", None),
        ("120", "", None),
        ("88", "", None),
        ("59.99", "", "6.0% of revenue, outside 6%..12%"),
        ("150.5", "", "15.0% of revenue, outside 6%..12%"),
        ("150.5", "..20%", None),
        ("150.5", "16%..", "15.0% of revenue, outside 16%.."),
        ("150.5", "..0.10", "15.0% of revenue, outside ..10%"),
    ],
)
def test_part_of_revenue(planned: str, range_: str, ratio: str | None) -> None:
    thresholds = f'thresholds: {{budget_ratio: "{range_}"}}\n' if range_ else ""
    results, (place,) = marked(f"{thresholds}budget: {{revenue: ^1000, lines: {{x: {{planned: {planned}}}}}}}")
    if ratio is None:
        assert results.problems == ()
        return
    found = only(results)
    assert (found.code, found.level, spot(found)) == ("budget-ratio", "info", place)
    assert found.message.endswith(ratio)


@pytest.mark.parametrize("revenue", ["0", "-5", "TBD"])
def test_no_part_of_no_revenue(revenue: str) -> None:
    assert budget_of(f"budget: {{revenue: {revenue}, lines: {{x: {{planned: 5}}}}}}").problems == ()
    assert budget_of("budget: {revenue: 100, total: 50}").problems == ()


# --- status ---


@pytest.mark.parametrize(
    "forecast,status",
    [
        ("900", "on-track"),
        ("1000", "on-track"),
        ("1030", "on-track"),
        ("1030.01", "at-risk"),
        ("1100", "at-risk"),
        ("1100.01", "off-track"),
    ],
)
def test_status(forecast: str, status: str) -> None:
    lines = f"lines: {{x: {{planned: 900, forecast: {forecast}}}}}"
    with_total = budget_of(f"budget: {{total: 1000, reserve: 100, reserve_drawn: 100, {lines}}}")
    assert (with_total.status, with_total.variance) == (status, Decimal(forecast) - 1000)
    without = budget_of(f"budget: {{reserve: 100, reserve_drawn: 100, {lines}}}")
    assert (without.status, without.total, without.reference) == (status, None, 1000)


def test_thresholds_are_the_plans() -> None:
    text = "thresholds: {budget_tolerance: 0%, budget_limit: 1%}\nbudget: {lines: {x: {planned: 100, forecast: "
    statuses = [budget_of(f"{text}{forecast}}}}}}}").status for forecast in (100, 101, 102)]
    assert statuses == ["on-track", "at-risk", "off-track"]


@pytest.mark.parametrize("forecast,status", [(0, "on-track"), (1, "off-track"), (-1, "on-track")])
def test_nothing_planned(forecast: int, status: str) -> None:
    assert budget_of(f"budget: {{lines: {{x: {{forecast: {forecast}}}}}}}").status == status


# --- size ---


def test_a_large_budget_adds_up() -> None:
    months = [f"2026-{month:02}" for month in range(7, 13)] + [f"2027-{month:02}" for month in range(1, 7)]
    rows = [f"l{n},c{n % 9},k{n % 7},{month},{n},{n % 5},1.25" for n in range(1500) for month in months]
    text = "line,campaign,category,period,planned,committed,actual\n" + "\n".join(rows)
    campaigns = f"campaigns: {{{', '.join(f'c{n}: {{}}' for n in range(9))}}}\n"
    plan = plan_of({"plan.yml": (HEAD + campaigns).encode(), "budget.csv": text.encode()})
    results = compute_budget(plan, TODAY)
    assert results is not None
    assert (results.sums.planned, results.sums.actual) == (12 * sum(range(1500)), 12 * 1500 * Decimal("1.25"))


def test_an_open_reserve_is_not_zero_and_nothing_is_drawn_from_it() -> None:
    found = compiled(HEAD + "budget: {total: 150, reserve: TBD, reserve_drawn: 5, lines: {l: {planned: 100}}}\n")
    shown = plan_json(found)["budget"]
    assert (shown["reserve"], shown["forecast"], shown["total"]) == (None, "100.00", "150.00")
    assert plan_json(compiled(HEAD + "budget: {total: TBD, lines: {l: {planned: 100}}}\n"))["budget"]["total"] is None


def test_no_more_is_drawn_than_there_is() -> None:
    results = budget_of("budget: {reserve: 10, reserve_drawn: 30, lines: {l: {planned: 90}}}")
    assert results.forecast == 90
