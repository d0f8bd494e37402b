"""`omp explain`: the manual of problems in the terminal, and in what code scanning is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from omp_plugin.cli import main
from omp_plugin.export.problems import as_sarif
from omp_plugin.manual import entries
from omp_plugin.problems import LEVELS, Position, problem


def test_a_code_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "stale-actuals"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["stale-actuals (warning by default)", ""]
    assert lines[-4:] == [
        "Right:", "", "    kpis:",
        "      leads: {title: Leads, owner: ana, target: 100, actual: {2026-01: 7, 2026-02: 8, 2026-05: 31}}",
    ]  # fmt: skip
    assert any(line.startswith("    plan.yml:2:80: warning stale-actuals: ") for line in lines)


@pytest.mark.parametrize("code", LEVELS)
def test_every_entry_fits_a_terminal(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", code]) == 0
    out = capsys.readouterr().out
    assert "```" not in out
    assert "plan format" not in out
    assert "\n\n\n" not in out
    assert out.endswith("\n")
    assert all(len(line) <= 100 for line in out.splitlines() if not line.startswith(" "))
    assert out.isprintable() or out.replace("\n", "").isprintable()


def test_all_codes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [list(each) for each in LEVELS.items()]


@pytest.mark.parametrize("asked,near", [("not-smrt", 'did you mean "not-smart"?'), ("stale-actual", '"stale-actuals"'), ("", "lists all"), ("-x", "lists all")])
def test_an_unknown_code_is_answered_with_the_nearest(asked: str, near: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--", asked]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert near in said.err


def test_it_needs_no_plan_and_no_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["explain", "bad-id"]) == 0


def test_code_scanning_is_told_what_each_problem_means() -> None:
    at = Position("plan.yml", 1, 1)
    rules = json.loads(as_sarif([problem(at, "bad-id", "a"), problem(at, "open-value", "b"), problem(at, "bad-id", "c")]))["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["bad-id", "open-value"]
    assert rules[0]["shortDescription"]["text"] == entries()["bad-id"].short
    assert "```yaml" in rules[0]["help"]["markdown"]
    assert "```" not in rules[0]["help"]["text"]
    assert rules[1]["defaultConfiguration"] == {"level": "note"}
