"""Actuals from data files: each format, what rows mean, and what is refused."""

from __future__ import annotations

import os
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import duckdb
import pytest
from mkdocs.config.base import ValidationError

from omp_plugin import limits
from omp_plugin.actuals import asking
from omp_plugin.actuals.reach import Reach
from omp_plugin.publish.options import Connections
from tests.actuals.plans import ORDERS, errors, plan_of, query, series, status, tree, write


def parquet(select: str, folder: Path) -> bytes:
    path = folder / "made.parquet"
    duckdb.sql(f"copy ({select}) to '{path}' (format parquet)")
    return path.read_bytes()


def workbook(*rows: tuple[object, ...]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(out := BytesIO())
    return out.getvalue()


def test_every_format_gives_its_columns_period_and_value(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    files = {
        "a.csv": b"Period,region,Value\n2026-07,south,1.5\n2026-Q3,south,2\n",
        "b.json": b'[{"period": "2026-07", "value": 1.5}, {"period": "2026-Q3", "value": 2}]',
        "c.parquet": parquet("select '2026-07' period, 1.5::decimal(9,2) as value union all select '2026-Q3', 2", tmp_path / "elsewhere"),
        "d.xlsx": workbook(("period", "note", "value"), ("2026-07", "", 1.5), (), ("2026-Q3", None, 2)),
    }  # fmt: skip
    plan = plan_of(write(tmp_path / "x", {name[0]: f"actual: {{file: {name}}}" for name in files}, files))
    assert errors(plan) == []
    assert {id_: series(plan, id_) for id_ in "abcd"} == {id_: [("2026-07", "3/2"), ("2026-Q3", "2")] for id_ in "abcd"}


def test_a_query_reads_the_table_data(tmp_path: Path) -> None:
    by_month = "select date_trunc('month', day) as period, sum(amount) as value from data group by 1 order by 1"
    plan = plan_of(write(tmp_path / "x", {
        "month": f"cadence: month, {query(by_month)}",
        "ratio": "unit: '%', " + query("select strftime(day, '%Y-%m') as period, avg(share) as VALUE from data group by 1"),
        "quarter": f"cadence: quarter, {query('select max(day) as period, 1 as value from data')}",
        "week": f"cadence: week, {query('select 2 as value, min(day) as period from data')}",
        "day": query("from (select day as period, amount as value from data) where value > 8"),
        "none": query("select day as period, amount as value from data where false"),
    }, {"data/orders.csv": ORDERS}))  # fmt: skip
    assert errors(plan) == []
    assert series(plan, "month") == [("2026-07", "15"), ("2026-08", "7")]
    assert series(plan, "ratio") == [("2026-07", "3/10"), ("2026-08", "1/2")]
    assert series(plan, "quarter") == [("2026-Q3", "1")]
    assert series(plan, "week") == [("2026-W27", "2")]
    assert series(plan, "day") == [("2026-07-03", "21/2")]
    assert (series(plan, "none"), status(plan, "none")) == ([], "no-actuals")


def test_columns_of_a_workbook_have_one_type_each(tmp_path: Path) -> None:
    book = workbook(
        ("day", "amount", "code", "when", "ok"),
        (date(2026, 7, 1), 1, "007", datetime.fromisoformat("2026-07-01 12:30"), True),
        (date(2026, 8, 1), 0.1, "x,\"y'", None, False),
    )
    types = "select day as period, case when amount < 0.5 and code = 'x,\\\"y''' and typeof(ok) = 'BOOLEAN' and typeof(day) = 'TIMESTAMP' then 1 end as value from data where not ok"
    plan = plan_of(write(tmp_path / "x", {"a": "cadence: month, " + query(types, "a.xlsx")}, {"a.xlsx": book}))
    assert errors(plan) == []
    assert series(plan, "a") == [("2026-08", "1")]


def test_decimals_stay_exact_and_floats_are_what_they_show(tmp_path: Path) -> None:
    plan = plan_of(write(tmp_path / "x", {
        "decimal": query("select '2026-07' as period, 12345678901234.005::decimal(20, 3) as value"),
        "float": query("select '2026-07' as period, 0.1::double as value"),
        "percent": "unit: '%', " + query("select '2026-07' as period, 0.9496::double as value"),
        "third": query("select '2026-07' as period, 1e-30::double as value"),
        "huge": query("select '2026-07' as period, sum(9000000000000000000) as value from range(1)"),
    }, {"data/orders.csv": ORDERS}))  # fmt: skip
    expected = {"decimal": "2469135780246801/200", "float": "1/10", "percent": "1187/1250", "third": "0"}
    assert {id_: dict(series(plan, id_))["2026-07"] for id_ in expected} == expected
    assert {line for line, _, _ in errors(plan)} == {11}  # a plan's numbers have 18 digits


def test_a_value_that_is_none_is_never_zero(tmp_path: Path) -> None:
    rows = "from (values ('2026-07', 1.0), ('2026-08', null), ('2026-09', 'nan'::double), ('2026-10', '-inf'::double), (null, 4)) t(period, value)"
    twice = "from (values ('2026-07', 1), ('2026-07', 2), ('2026-08', 3)) t(period, value)"
    words = "from (values ('2026-07', 'many'), ('2026-08', 'true')) t(period, value)"
    plan = plan_of(write(tmp_path / "x", {
        "rows": query(rows), "twice": query(twice), "words": query(words), "flag": query("select '2026-07' as period, true as value"),
        "date": query("select '2026-13' as period, 1 as value"), "span": query("select '2026-07-01 to 2026-07-31' as period, 1 as value"),
        "spans": query("from (values ('2026-07-01 to 2026-07-31', 1), ('2026-07', 2)) t(period, value)"),
    }, {"data/orders.csv": ORDERS}))  # fmt: skip
    assert series(plan, "rows") == [("2026-07", "1")]
    assert series(plan, "twice") == [("2026-07", "1"), ("2026-08", "3")]
    assert (series(plan, "words"), series(plan, "flag"), series(plan, "date")) == ([], [], [])
    assert series(plan, "span") == [("2026-07-01 to 2026-07-31", "1")]
    found = errors(plan)
    assert [(line, code) for line, code, _ in found] == [
        (7, "wrong-type"), (8, "duplicate-key"), (9, "wrong-type"), (10, "wrong-type"), (11, "wrong-type"), (13, "duplicate-key"),
    ]  # fmt: skip
    assert 'NULL in "2026-08", "nan" in "2026-09", "-inf" in "2026-10" and 1 more' in found[0][2]


@pytest.mark.parametrize(
    "rows,hint",
    [
        ("('Mar 2027', '3,100')", 'write 2027-03 for "Mar 2027"; write 3100 for "3,100"'),
        ("('2027-03', '1.800,50')", 'write 1800.50 for "1.800,50"'),
        ("('2027-03', 'many'), ('2027-04', null)", "leave such rows out (where value is not null): a missing value is not zero"),
    ],
)
def test_rows_in_another_form_are_told_what_to_write(rows: str, hint: str, tmp_path: Path) -> None:
    text = query(f"from (values {rows}) t(period, value)")
    plan = plan_of(write(tmp_path / "x", {"k": text}, {"data/orders.csv": ORDERS}))
    assert [each.hint for each in plan.problems if each.level == "error"] == [hint]


@pytest.mark.parametrize(
    "text,code",
    [
        ("copy data to 'stolen.csv'", "wrong-type"),
        ("attach 'new.db'", "wrong-type"),
        ("create table t as select 1", "wrong-type"),
        ("insert into data values (1)", "wrong-type"),
        ("select 1 as period, 2 as value; copy data to 'stolen.csv'", "wrong-type"),
        ("pragma database_list", "wrong-type"),
        ("install httpfs", "wrong-type"),
        ("load httpfs", "wrong-type"),
        ("set enable_external_access = true", "wrong-type"),
        ("export database 'stolen'", "wrong-type"),
        ("select content as period, 1 as value from read_text('/etc/passwd')", "unsafe-path"),
        ("select * from read_csv('orders.csv')", "unsafe-path"),
        ("select * from '/etc/other.csv'", "unsafe-path"),
        ("select file as period, 1 as value from glob('/*')", "unsafe-path"),
        ("select * from read_parquet('https://example.org/x.parquet')", "unsafe-path"),
        ("select today() as period, 1 as value", "wrong-type"),
        ("select * from query('select now() as period, 1 as value')", "wrong-type"),
        ("select 'today'::date as period, 1 as value", "wrong-type"),
        ("select current_date as period, 1 as value", "wrong-type"),
        ("select '2026-07' as period, random() as value", "wrong-type"),
        ("select '2026-07' as period, (select max(now()::date - day) from data) as value", "wrong-type"),
        ("select day as period, amount as value from data using sample 2", "wrong-type"),
        ("select no_such as period, 1 as value from data", "wrong-type"),
        ("select day, amount from data", "wrong-type"),
        ("select day as period, amount as value, share from data", "wrong-type"),
        ("select", "wrong-type"),
        ("-- nothing", "wrong-type"),
        ("select range::text as period, 1 as value from range(100001)", "too-large"),
    ],
)
def test_what_a_query_may_not(text: str, code: str, asked: dict[str, tuple[str, str]]) -> None:
    assert asked[text][0] == code, asked[text]
    assert "/etc/passwd" not in asked[text][1]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """What is said of every query above, all of one plan; and nothing is left on the disk."""
    mark = next(each for each in test_what_a_query_may_not.pytestmark if each.name == "parametrize")
    queries = [text for text, _ in mark.args[1]]
    folder = write(
        tmp_path_factory.mktemp("plan") / "x",
        {f"k{number}": query(text) for number, text in enumerate(queries)} | {"last": query("select '2026-07' as period, 1 as value")},
        {"data/orders.csv": ORDERS},
    )
    before, here = tree(folder.parent), sorted(os.listdir())
    plan = plan_of(folder)
    assert (tree(folder.parent), sorted(os.listdir())) == (before, here)
    assert series(plan, "last") == [("2026-07", "1")]
    found = {line: (code, message) for line, code, message in errors(plan)}
    return {text: found.get(7 + number, ("", "")) for number, text in enumerate(queries)}


def test_files_that_are_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_bytes(ORDERS)
    names = ["../outside.csv", str(outside), "C:/x.csv", "d/link.csv", "d/folder.csv", "none.csv", "data.db", "x.csv.gz", "large.csv", "broken.xlsx", "broken.parquet", "broken.json", "empty.csv"]
    codes = ["unsafe-path"] * 5 + ["unknown-reference"] + ["wrong-type"] * 2 + ["too-large"] + ["wrong-type"] * 4
    folder = write(tmp_path / "x", {f"k{number}": f"actual: {{file: '{name}'}}" for number, name in enumerate(names)}, {
        "data.db": b"", "x.csv.gz": b"", "large.csv": b"a" * (limits.DATA_FILE_BYTES + 1), "broken.xlsx": b"PK", "broken.parquet": b"PAR1PAR1", "broken.json": b"[{", "empty.csv": b"",
    })  # fmt: skip
    (folder / "d" / "folder.csv").mkdir(parents=True)
    (folder / "d" / "link.csv").symlink_to(outside)
    plan = plan_of(folder)
    assert [(line, code) for line, code, _ in errors(plan)] == [(7 + number, code) for number, code in enumerate(codes)], errors(plan)
    assert {status(plan, f"k{number}") for number in range(len(names))} == {"no-actuals"}
    assert not any(str(tmp_path) in message.replace(str(outside), "") for _, _, message in errors(plan))


def test_a_file_of_the_plan_comes_before_one_of_the_site(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    for name in ("both.csv", "site.csv"):
        (shared / name).write_text("period,value\n2026-07,2\n")
    folder = write(
        tmp_path / "x", {"a": "actual: {file: both.csv}", "b": "actual: {file: site.csv}"}, {"both.csv": b"period,value\n2026-07,1\n"}
    )
    plan = plan_of(folder, Reach(shared))
    assert (series(plan, "a"), series(plan, "b")) == ([("2026-07", "1")], [("2026-07", "2")])
    assert [(line, code) for line, code, _ in errors(plan_of(folder))] == [(8, "unknown-reference")]


def test_form_of_a_source(tmp_path: Path) -> None:
    plan = plan_of(write(tmp_path / "x", {
        "both": "actual: {file: a.csv, connection: shop, query: x}", "misspelt": "actual: {file: a.csv, querry: x}",
        "open": "actual: {file: TBD}", "list": "actual: {file: [a.csv]}",
    }, {"a.csv": b"period,value\n2026-07,1\n"}))  # fmt: skip
    assert [(line, code) for line, code, _ in errors(plan)] == [(7, "wrong-type"), (8, "unknown-key"), (10, "wrong-type")]
    assert {status(plan, id_) for id_ in ("both", "misspelt", "open", "list")} == {"no-actuals"}


def test_scenarios_and_formulas_use_what_was_read(tmp_path: Path) -> None:
    folder = write(tmp_path / "x", {"a": "actual: {file: a.csv}", "b": 'formula: "{a} * 2"'}, {"a.csv": b"period,value\n2026-07,21\n"})
    with (folder / "plan.yml").open("a") as file:
        file.write("scenarios: {more: {title: More, changes: {kpis.a.target: 50}}}\n")
    plan = plan_of(folder)
    assert series(plan, "b") == [("2026-07", "42")]
    assert plan.results is not None
    assert plan.results.scenarios["more"].kpis.kpis["b"].actual == 42


def test_without_the_extra_there_are_no_values_and_a_word_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "path" / "duckdb").mkdir(parents=True)
    (tmp_path / "path" / "duckdb" / "__init__.py").write_text("raise ModuleNotFoundError('no', name='duckdb')")
    monkeypatch.syspath_prepend(tmp_path / "path")
    plan = plan_of(write(tmp_path / "x", {"a": "actual: {file: a.csv}"}, {"a.csv": b"period,value\n2026-07,1234\n"}))
    assert errors(plan) == []
    found = next(each for each in plan.problems if each.code == "stale-actuals")
    assert (found.level, "duckdb is not installed" in found.message) == ("warning", True)
    assert found.hint == 'run pip install "omp-plugin[data]"'
    assert status(plan, "a") == "no-actuals"


def test_a_plan_asks_a_number_of_files_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DATA_SOURCES", 1)
    monkeypatch.setattr(asking, "ask_file", lambda data, suffix, queries: [[("2026-07", "1")]] * len(queries))
    files = {f"{name}.csv": name.encode() for name in "ab"}
    plan = plan_of(write(tmp_path / "x", {name: f"actual: {{file: {name}.csv}}" for name in "ab"}, files))
    assert [(line, code) for line, code, _ in errors(plan)] == [(8, "too-large")]


@pytest.mark.parametrize("stated", [[], "x", {"shop": "sqlite:///x"}, {"shop": {"url": "sqlite:///x"}}, {"shop": {"env": "sqlite:///x"}}])
def test_a_url_is_no_option(stated: object) -> None:
    with pytest.raises(ValidationError) as error:
        Connections().run_validation(stated)
    assert "sqlite" not in str(error.value)
    assert Connections().run_validation({"shop": {"env": "SHOP_URL"}}) == {"shop": "SHOP_URL"}
