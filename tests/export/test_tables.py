"""Workbook and CSV files: openpyxl and `csv` read the values of `plan.json` out of them again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from dateutil.parser import isoparse as parse

from omp_plugin.export.csv_files import csv_file
from omp_plugin.export.plan_json import plan_json
from omp_plugin.export.tables import AMOUNTS, tables
from omp_plugin.export.workbook import workbook
from tests.export.reading import EXAMPLES, book_of, csv_of, example, sheet_of
from tests.helpers import HEAD, compiled

BUDGET = """\
currency: JPY
rates: {EUR: {rate: 160, on: 2026-10-31, source: ECB}}
campaigns: {ads: {title: Ads, budget: 1.2M}}
budget:
  lines:
    ads: {title: Media, campaign: ads, planned: {2026-10: 1M, 2026-Q4: 40k}, actual: {2026-10: 999999}}
    print: {title: Print, campaign: ads, planned: EUR 1000}
"""


def sums(rows: list[dict[str, object]]) -> dict[str, Decimal]:
    return {state: sum((Decimal(str(row[state])) for row in rows), Decimal(0)) for state in AMOUNTS}


@pytest.mark.parametrize("name", [*EXAMPLES, "maximal"])
def test_sums_equal_those_of_the_plan(name: str) -> None:
    plan = example(name)
    assert plan.plan
    assert plan.results
    found = plan_json(plan)
    sheets = tables(plan.plan, plan.results)
    book = book_of(workbook(sheets, plan.plan.label))
    files = {sheet.name: csv_of(csv_file(sheet)) for sheet in sheets}
    assert book.sheetnames == list(files)
    if found["budget"]:
        lines = sums(sheet_of(book, "budget"))
        assert {state: lines[state] for state in AMOUNTS[:3]} == {state: Decimal(found["budget"][state]) for state in AMOUNTS[:3]}
        assert {state: each.quantize(Decimal("0.01")) for state, each in sums(sheet_of(book, "budget_periods")).items()} == lines
        assert sums(files["budget"]) == lines
    stated = {str(row["field"]): row["value"] for row in sheet_of(book, "plan")}
    assert stated["health"] == found["health"]["status"]
    assert stated["as_of"].date().isoformat() == found["as_of"]
    for key, field in (("tasks", "finish"), ("campaigns", "start")):
        for row in sheet_of(book, key) if found[key] else []:
            written = found[key][row["id"]][field]
            assert (row[field].date().isoformat() if row[field] else None) == written
    for row in files.get("kpis", []):
        kpi = found["kpis"][row["id"]]
        assert [row[key] or None for key in ("actual", "expected", "attainment", "target")] == [kpi[key] for key in ("actual", "expected", "attainment", "target")]


def test_money_has_the_digits_of_its_currency() -> None:
    plan = compiled(HEAD + BUDGET)
    assert plan.plan
    assert plan.results
    sheets = tables(plan.plan, plan.results)
    rows = csv_of(csv_file(next(sheet for sheet in sheets if sheet.name == "budget")))
    assert [row["planned"] for row in rows] == ["1040000", "160000"]
    cells = book_of(workbook(sheets, "T"))["budget"]
    planned = [cell.value for cell in cells[1]].index("planned") + 1
    assert (cells.cell(2, planned).value, cells.cell(2, planned).number_format) == (1040000, "#,##0")
    dollars = compiled(HEAD + "budget: {total: 1200.5, lines: {a: {title: A, planned: 1200.5}}}\n")
    assert dollars.plan
    assert dollars.results
    cell = book_of(workbook(tables(dollars.plan, dollars.results), "T"))["budget"].cell(2, planned)
    assert (cell.value, cell.data_type, cell.number_format) == (1200.5, "n", "#,##0.00")


def test_days_are_days_and_partial_dates_stay_as_written() -> None:
    plan = compiled(HEAD + "tasks: {a: {start: 2026-10-05, duration: 2d}}\ndecisions: {b: {title: B, due: 2026-Q4}, c: {title: C, due: 2026-12-01}}\n")
    assert plan.plan
    assert plan.results
    book = book_of(workbook(tables(plan.plan, plan.results), "T"))
    assert sheet_of(book, "tasks")[0]["start"] == parse("2026-10-05")
    assert [row["due"] for row in sheet_of(book, "decisions")] == ["2026-Q4", parse("2026-12-01")]


def test_numbers_beyond_a_spreadsheets_digits_stay_exact() -> None:
    plan = compiled(HEAD + "budget: {lines: {a: {title: A, planned: 123456789012345678.25}}}\n")
    assert plan.plan
    assert plan.results
    sheets = tables(plan.plan, plan.results)
    assert sheet_of(book_of(workbook(sheets, "T")), "budget")[0]["planned"] == "123456789012345678.25"
    assert csv_of(csv_file(next(each for each in sheets if each.name == "budget")))[0]["planned"] == "123456789012345678.25"


def test_a_list_too_long_for_a_cell_is_cut_in_the_workbook_only() -> None:
    notes = ", ".join(f'"{"x" * 15000}{number}"' for number in range(4))
    plan = compiled(HEAD + f"reviews: {{r: {{title: R, agenda: [{notes}]}}}}\n")
    assert plan.plan
    assert plan.results
    sheets = tables(plan.plan, plan.results)
    assert len(str(sheet_of(book_of(workbook(sheets, "T")), "reviews")[0]["agenda"])) == 32767
    assert len(csv_of(csv_file(next(each for each in sheets if each.name == "reviews")))[0]["agenda"]) > 60000


def test_what_nobody_knows_is_empty() -> None:
    plan = compiled(HEAD + "goals: {g: {title: G, owner: ann, due: TBD}}\n")
    assert plan.plan
    assert plan.results
    row = csv_of(csv_file(next(each for each in tables(plan.plan, plan.results) if each.name == "goals")))[0]
    assert (row["due"], row["coverage"], row["target"]) == ("", "", "")


