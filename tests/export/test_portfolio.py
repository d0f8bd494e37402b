"""The portfolio as a workbook and tables: the rows of the page, in currencies that add up to its totals."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from omp_plugin.build import Options, compile_site
from omp_plugin.cli import main
from omp_plugin.compute.compiled import Compiled
from omp_plugin.export.portfolio import NAMES, portfolio_files
from omp_plugin.export.published import Settings, published_for_all
from omp_plugin.source.disk import load_plan
from omp_plugin.source.folder import PlanSource
from tests.export.reading import EXAMPLES, book_of, csv_of, sheet_of
from tests.helpers import PLANS, TODAY

MONEY = ("budget", "spent", "forecast", "variance")
ORGANISATION = "ClickCart Emporium"
PLAN = "omp: 1\ntitle: Spring\nperiod: 2026-01-01 to 2026-06-30\nbudget: {total: 500}\n"


@pytest.fixture(scope="module")
def examples() -> tuple[Compiled, ...]:
    """The example plans."""
    return tuple(compile_site([load_plan(PLANS / name, f"plans/{name}") for name in EXAMPLES], Options(TODAY)).plans)


def test_the_rows_of_an_organisation_add_up_to_its_page(examples: tuple[Compiled, ...]) -> None:
    rows = [row for row in csv_of(portfolio_files(examples)["portfolio.csv"]) if row["organisation"] == ORGANISATION]
    assert len(rows) == 6
    assert {row["currency"] for row in rows} == {"USD"}
    sums = [sum(Decimal(row[name]) for row in rows) for name in MONEY]
    assert sums == [Decimal("106900"), Decimal("37980"), Decimal("109180"), Decimal("2280")]


def test_plans_of_a_currency_add_up_to_its_total(examples: tuple[Compiled, ...]) -> None:
    files = portfolio_files(examples)
    rows, totals = csv_of(files["portfolio.csv"]), csv_of(files["portfolio-totals.csv"])
    assert [row["plan"] for row in rows] == EXAMPLES
    assert [each["currency"] for each in totals] == ["USD", "GBP"]
    for total in totals:
        alike = [row for row in rows if row["currency"] == total["currency"] and row["budget"]]
        assert len(alike) == int(total["plans"])
        assert all(sum(Decimal(row[name]) for row in alike) == Decimal(total[name]) for name in MONEY)


def test_the_workbook_says_the_same(examples: tuple[Compiled, ...]) -> None:
    files = portfolio_files(examples)
    book = book_of(files["portfolio.xlsx"])
    assert book.sheetnames == ["portfolio", "totals"]
    for row, known in zip(sheet_of(book, "portfolio"), csv_of(files["portfolio.csv"]), strict=True):
        assert list(row) == list(known)
        assert [row[name] for name in ("plan", "owner", "next_milestone")] == [
            known[name] or None for name in ("plan", "owner", "next_milestone")
        ]
        assert [None if row[name] is None else Decimal(str(row[name])) for name in MONEY] == [
            Decimal(known[name]) if known[name] else None for name in MONEY
        ]
    assert portfolio_files(reversed(examples)) == files


def test_what_a_plan_keeps_back_is_not_in_it(examples: tuple[Compiled, ...]) -> None:
    folders = {each.id: each for each in examples}
    found = published_for_all(folders, {}, Settings("Site", "", ""))
    assert {name for name in found if name.startswith("portfolio")} == set(NAMES)
    source = PlanSource("plans/closed", {"plan.yml": f"{PLAN}publish_data: no\n".encode()})
    (closed,) = compile_site([source], Options(TODAY)).plans
    rows = csv_of(published_for_all({**folders, closed.id: closed}, {}, Settings("Site", "", ""))["portfolio.csv"])
    assert [row["plan"] for row in rows] == EXAMPLES
    assert published_for_all({closed.id: closed}, {}, Settings("Site", "", "")) == {}




def test_the_command_writes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("spring", "summer"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.yml").write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["export", "--portfolio", "--to", "out/"]) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(NAMES)
    assert main(["export", "--portfolio", "--to", "all.csv", "--as-of", "2026-03-01"]) == 0
    assert [(row["plan"], row["budget"]) for row in csv_of((tmp_path / "all.csv").read_bytes())] == [
        ("spring", "500.00"), ("summer", "500.00"),
    ]  # fmt: skip
    assert main(["export", "--portfolio", "--to", "tables", "--format", "csv"]) == 0
    assert sorted(path.name for path in (tmp_path / "tables").iterdir()) == ["portfolio-totals.csv", "portfolio.csv"]
    capsys.readouterr()
    assert main(["export", "--portfolio", "--to", "all.json"]) == 2
    assert "written as .xlsx, as .csv, or into a folder" in capsys.readouterr().err
    for wrong in (["export", "--to", "x/"], ["export", "spring", "--portfolio", "--to", "x/"]):
        assert main(wrong) == 2
        assert "name a plan, or write --portfolio" in capsys.readouterr().err
    (tmp_path / "summer" / "plan.yml").write_text("omp: 9\n", encoding="utf-8")
    assert main(["export", "--portfolio", "--to", "all.csv"]) == 1
    assert "summer cannot be read" in capsys.readouterr().err
