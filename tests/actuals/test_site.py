"""Data in a site: what a build, the command and earlier versions read of it, and that none of it is published."""

from __future__ import annotations

import json
import logging
import sqlite3
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from omp_plugin.build import Options, compile_plan
from omp_plugin.cli import main
from omp_plugin.source.disk import load_plan
from omp_plugin.source.history import History
from tests.actuals.plans import query, series, write
from tests.compare.story import Workshop
from tests.helpers import TODAY

SECRET = "s3cr3t-word"
VALUES = b"period,value\n2026-07,%d\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site whose plan reads a file of its own, one of the site's data folder, which lies in the docs, and a database."""
    folder = tmp_path / "docs" / "p"
    kpis = {
        "own": query("from data", "data/own.csv"),
        "shared": "actual: {file: shared.csv}",
        "asked": "actual: {connection: shop, query: \"select '2026-07' as period, 45 as value\"}",
    }
    write(folder, kpis, {"data/own.csv": VALUES % 43, "../numbers/shared.csv": VALUES % 44})
    (tmp_path / "docs" / "numbers" / "about.md").write_text("# Numbers\n")
    omp = {"data_folder": "docs/numbers", "connections": {"shop": {"env": "SHOP_URL"}}}
    settings = {"site_name": "S", "theme": {"name": "material", "font": False}, "plugins": ["search", {"omp": omp}]}
    (tmp_path / "mkdocs.yml").write_text(json.dumps(settings))
    with sqlite3.connect(tmp_path / f"{SECRET}.db") as database:
        database.execute("create table t(a)")
    database.close()
    monkeypatch.setenv("SHOP_URL", f"sqlite:///{tmp_path}/{SECRET}.db")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_build_reads_and_publishes_no_data(site: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        build(load_config(str(site / "mkdocs.yml")))
    found = json.loads((site / "site" / "p" / "plan.json").read_text())["kpis"]
    assert {id_: each["actual"] for id_, each in found.items()} == {"own": "43", "shared": "44", "asked": "45"}
    published = [path for path in (site / "site").rglob("*") if path.is_file()]
    names = {path.relative_to(site / "site").as_posix() for path in published}
    assert not {name for name in names if name.endswith(("own.csv", "shared.csv"))}
    assert "numbers/about/index.html" in names
    assert not [path for path in published if SECRET.encode() in path.read_bytes()]
    assert SECRET not in caplog.text


def test_the_command_reads_the_same(site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["show", "p", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)["kpis"]
    assert {id_: each["actual"] for id_, each in found.items()} == {"own": "43", "shared": "44", "asked": "45"}
    monkeypatch.delenv("SHOP_URL")
    assert main(["check"]) == 0
    out = capsys.readouterr().out
    assert 'docs/p/plan.yml:9:32: warning stale-actuals: no actuals of "asked": the connection "shop" cannot be used' in out
    assert SECRET not in out


def test_earlier_versions_read_their_own_files(tmp_path: Path) -> None:
    shop = Workshop(tmp_path / "repo")
    folder = shop.root / "plans" / "x"
    write(folder, {"own": "actual: {file: data/own.csv}", "asked": "actual: {connection: shop, query: select 1}"}, {"data/own.csv": VALUES % 1})
    shop.commit("first")
    shop.tag("v1")
    (folder / "data" / "own.csv").write_bytes(VALUES % 2)
    (folder / "plan.yml").write_text((folder / "plan.yml").read_text() + "baseline: v1\n")
    shop.commit("second")
    with History({"plans/x": folder}) as history:
        plan = compile_plan(load_plan(folder, "plans/x"), Options(TODAY), history=history)
    assert series(plan, "own") == [("2026-07", "2")]
    before = plan.earlier[0].results.kpis.kpis
    assert [str(point.actual) for point in before["own"].series] == ["1"]
    assert (before["asked"].series, before["asked"].status) == ((), "no-actuals")


def test_what_an_audience_does_not_see_is_not_asked(tmp_path: Path) -> None:
    folder = write(tmp_path / "x", {"seen": query("from data", "own.csv"), "hidden": "visibility: internal, actual: {file: none.csv}"}, {"own.csv": VALUES % 1})
    plan = compile_plan(load_plan(folder, "plans/x"), Options(TODAY, audience="public"))
    assert series(plan, "seen") == [("2026-07", "1")]
    assert not [each for each in plan.problems if each.level == "error"]
    everything = compile_plan(load_plan(folder, "plans/x"), Options(TODAY))
    assert [each.code for each in everything.problems if each.level == "error"] == ["unknown-reference"]
