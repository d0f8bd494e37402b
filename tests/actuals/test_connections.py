"""Actuals from databases: read-only, and nothing is ever said of where they are."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from omp_plugin.actuals.answers import Refused
from omp_plugin.actuals.reach import Reach
from omp_plugin.actuals.statements import check_select
from omp_plugin.build import Options
from omp_plugin.compute.compiled import Compiled
from omp_plugin.export.plan_json import plan_json, to_text
from tests.actuals.plans import errors, plan_of, series, status, tree, write
from tests.helpers import TODAY

SECRET = "s3cr3t-word"


def ask(text: str, name: str = "shop") -> str:
    return f'actual: {{connection: {name}, query: "{text}"}}'


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of orders, in a folder of its own."""
    path = tmp_path_factory.mktemp(SECRET) / "shop.db"
    with sqlite3.connect(path) as database:
        database.execute("create table orders(day text, amount real, share numeric)")
        rows = [("2026-07-03", 10.5, 0.25), ("2026-07-31", 4.5, 0.35), ("2026-08-02", 7, 0.5)]
        database.executemany("insert into orders values (?, ?, ?)", rows)
    database.close()
    return path


def reach_of(url: str) -> Reach:
    return Reach(None, {"shop": "SHOP_URL", "unset": "UNSET_URL"}, {"SHOP_URL": url, "UNSET_URL": ""})


def silent(plan: Compiled, *secrets: str) -> bool:
    """True when nothing that comes out of a plan holds any of the secrets."""
    whole = to_text(plan_json(plan)) + repr(plan.problems) + repr(plan.results)
    return not any(secret in whole for secret in secrets)


def test_nobody_sees_the_environment() -> None:
    assert SECRET not in repr(Options(TODAY, reach=reach_of(SECRET)))


def test_values_come_by_period(shop: Path, tmp_path: Path) -> None:
    by_month = "select substr(day, 1, 7) as period, sum(amount) as value from orders group by 1"
    plan = plan_of(write(tmp_path / "x", {
        "month": ask(by_month), "dates": "cadence: month, " + ask("select day as Period, amount as Value from orders where amount > 5"),
        "ratio": "unit: '%', " + ask("with o as (select * from orders) select '2026' as period, max(share) as value from o"),
        "like": ask("select '2026-07' as period, count(*) as value from orders where day like '%-07-%';"),
    }, {}), reach_of(f"sqlite:///{shop}"))  # fmt: skip
    assert errors(plan) == []
    assert series(plan, "month") == [("2026-07", "15"), ("2026-08", "7")]
    assert series(plan, "dates") == [("2026-07", "21/2"), ("2026-08", "7")]
    assert (series(plan, "ratio"), series(plan, "like")) == ([("2026", "1/2")], [("2026-07", "2")])


def test_what_writes_or_reaches_out_is_refused(shop: Path, tmp_path: Path) -> None:
    statements = [
        "delete from orders", "insert into orders values (1, 2, 3)", "update orders set amount = 0", "drop table orders",
        "attach database 'new.db' as other", "pragma journal_mode = wal", "vacuum into 'copy.db'", "create table t(a)",
        "select 1 as period, 2 as value; delete from orders", "with x as (select 1) delete from orders",
        "select load_extension('x') as period, 1 as value", "select name as period, 1 as value from pragma_database_list",
        "select day as period, amount as value from no_such_table", "explain select 1", "",
        "with recursive r(n) as (select 1 union all select n + 1 from r limit 200000) select n as period, n as value from r",
    ]  # fmt: skip
    folder = write(tmp_path / "x", {f"k{n}": ask(text) for n, text in enumerate(statements)} | {"last": ask("select '2026' as period, count(*) as value from orders")}, {})
    content, files, here = shop.read_bytes(), tree(shop.parent), sorted(os.listdir())
    plan = plan_of(folder, reach_of(f"sqlite:///{shop}"))
    codes = ["wrong-type"] * 14 + ["missing-key", "too-large"]
    assert [(line, code) for line, code, _ in errors(plan)] == [(7 + n, code) for n, code in enumerate(codes)], errors(plan)
    assert series(plan, "last") == [("2026", "3")]
    assert (shop.read_bytes(), tree(shop.parent), sorted(os.listdir())) == (content, files, here)
    assert silent(plan, SECRET, "sqlite:")


@pytest.mark.parametrize(
    "url,why",
    [
        (f"sqlite:////no/such/{SECRET}.db", "no such file"),
        (f"nosuchdb://ann:{SECRET}@127.0.0.1:1/{SECRET}", "no driver"),
        (f"duckdb:///{SECRET}.db", "DuckDB"),
        (f"{SECRET}", "not a database's"),
        (f"://{SECRET}@", "not a database's"),
    ],
)
def test_a_database_that_cannot_be_reached_is_a_warning_without_its_url(url: str, why: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "x", {"a": "target: 5, " + ask("select 1 as period, 2 as value"), "b": "actual: {2026-10: 3}"}, {})
    plan = plan_of(folder, reach_of(url))
    assert errors(plan) == []
    found = [each for each in plan.problems if each.message.startswith('no actuals of "a"')]
    assert [(each.code, each.level, each.position.line, why in each.message) for each in found] == [("stale-actuals", "warning", 7, True)], found
    assert (status(plan, "a"), series(plan, "b")) == ("no-actuals", [("2026-10", "3")])
    assert silent(plan, SECRET, "127.0.0.1")


def test_messages_of_a_driver_that_tell_of_the_url_are_kept_back(shop: Path, tmp_path: Path) -> None:
    folder = write(tmp_path / "x", {"a": ask(f"select {SECRET.replace('-', '_')} as period from orders"), "b": ask(f"select * from '{shop}'")}, {})
    plan = plan_of(folder, reach_of(f"sqlite:///{shop}"))
    assert [code for _, code, _ in errors(plan)] == ["wrong-type"] * 2
    assert errors(plan)[0][2].endswith("no such column: s3cr3t_word")
    assert errors(plan)[1][2].endswith("OperationalError")
    assert silent(plan, str(shop))


def test_a_connection_is_the_site_s_and_its_url_the_environment_s(tmp_path: Path) -> None:
    folder = write(tmp_path / "x", {"a": ask("select 1", "shopp"), "b": ask("select 1", "unset")}, {})
    plan = plan_of(folder, reach_of("sqlite://"))
    assert [(line, code) for line, code, _ in errors(plan)] == [(7, "unknown-reference")]
    assert next(each.hint for each in plan.problems if each.code == "unknown-reference") == 'did you mean "shop"?'
    missing = next(each for each in plan.problems if "UNSET_URL" in each.message)
    assert (missing.code, missing.level, missing.position.line) == ("stale-actuals", "warning", 8)
    assert [code for _, code, _ in errors(plan_of(folder))] == ["unknown-reference"] * 2


@pytest.mark.parametrize(
    "text",
    ["select 1", " ( select 1 )", "-- why\nselect 1", "/* why */ with a as (select 1) select * from a", "select 'drop it', \"into\" from t;", "SELECT updated, created from t"],
)
def test_a_single_select(text: str) -> None:
    check_select(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "values (1)", "selected", "delete from t", "select 1; select 2", "select ';' from t", "select 1 into t", "select 1 into outfile 'x'",
        "with a as (delete from t returning *) select * from a", "select * from t for update", "select 1 exec xp_cmdshell 'x'",
        "/* ' */ select 1 into outfile 'x' /* ' */", "select 'a\\' into outfile 'x' -- '", "select 1 # '\n into outfile 'x'", "select $$'$$ into t where '1'",
        "copy (select 1) to 'x'", "call f()", "begin",
    ],
)  # fmt: skip
def test_what_is_no_single_select(text: str) -> None:
    with pytest.raises(Refused) as refused:
        check_select(text)
    assert refused.value.code == "wrong-type"
