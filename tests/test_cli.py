"""The command `omp`: what it prints, and its exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from omp_plugin.cli import main
from tests.helpers import HEAD, ROOT

GOOD = HEAD + "checks: {goal-count: off}\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with a good plan, one with a warning and one with an error."""
    plans = {
        "good": GOOD,
        "warned": GOOD + "tasks: {a: {title: A, owner: ann}}\n",
        "broken": GOOD + "tasks: {a: {title: A, owner: bob}}\n",
    }
    for name, text in plans.items():
        folder = tmp_path / "docs" / name
        folder.mkdir(parents=True)
        (folder / "plan.yml").write_text(text, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: S\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return tmp_path


@pytest.mark.usefixtures("site")
class TestCheck:
    def test_a_good_plan(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "good", "--as-of", "2026-11-22"]) == 0
        out, err = capsys.readouterr()
        assert (out, err) == ("", "1 plan checked, as of 2026-11-22 (--as-of): no problems\n")

    def test_warnings_fail_only_under_strict(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "warned"]) == 0
        assert main(["check", "warned", "--strict"]) == 1
        assert "warning orphan-activity" in capsys.readouterr().out

    def test_all_plans_in_one_run(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check"]) == 1
        out, err = capsys.readouterr()
        assert "docs/broken/plan.yml:7:30: error unknown-reference" in out
        assert "docs/warned/plan.yml" in out
        assert err.startswith("3 plans checked")

    @pytest.mark.parametrize("path", ["broken", "docs/broken", "docs/broken/plan.yml", "docs"])
    def test_a_plan_by_id_folder_or_file(self, path: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", path]) == 1
        assert "unknown-reference" in capsys.readouterr().out

    @pytest.mark.parametrize("form", ["json", "sarif", "github"])
    def test_formats(self, form: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "broken", "--format", form]) == 1
        out = capsys.readouterr().out
        assert "unknown-reference" in out
        if form != "github":
            json.loads(out)

    def test_the_site_sets_levels(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        config = "site_name: S\nplugins: [search, {omp: {checks: {orphan-activity: error}, as_of: 2027-01-02}}]\n"
        (site / "mkdocs.yml").write_text(config, encoding="utf-8")
        assert main(["check", "warned"]) == 1
        out, err = capsys.readouterr()
        assert "error orphan-activity" in out
        assert "as of 2027-01-02" in err

    def test_source_date_epoch(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
        assert main(["check", "good"]) == 0
        assert "as of 2027-01-15 (SOURCE_DATE_EPOCH)" in capsys.readouterr().err


@pytest.mark.usefixtures("site")
class TestMisuse:
    @pytest.mark.parametrize(
        "arguments, says",
        [
            (["check", "goood"], 'there is no plan "goood"; did you mean "good"?'),
            (["check", "--as-of", "soon"], '"soon" is not a day'),
            (["show", "docs"], "holds several plans"),
            (["why", "warned", "b"], 'there is no task "b"'),
            (["schema", "plann"], 'there is no schema of "plann"; did you mean "plan"'),
        ],
    )
    def test_one_line_and_status_2(
        self, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(arguments) == 2
        out, err = capsys.readouterr()
        assert not out
        assert err.startswith("omp: ")
        assert says in err
        assert err.count("\n") == 1

    @pytest.mark.parametrize("arguments", [[], ["frobnicate"], ["check", "--format", "xml"]])
    def test_arguments_that_do_not_exist(self, arguments: list[str]) -> None:
        with pytest.raises(SystemExit) as exit_:
            main(arguments)
        assert exit_.value.code == 2

    def test_a_level_that_does_not_exist(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (site / "mkdocs.yml").write_text("plugins: {omp: {checks: {goal-count: loud}}}\n", encoding="utf-8")
        assert main(["check", "good"]) == 2
        assert "goal-count" in capsys.readouterr().err

    def test_an_epoch_that_is_no_number(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
        assert main(["check", "good"]) == 2
        assert "SOURCE_DATE_EPOCH" in capsys.readouterr().err

    def test_a_folder_without_plans(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "empty").mkdir()
        (tmp_path / "mkdocs.yml").write_text("docs_dir: empty\n", encoding="utf-8")
        assert main(["check"]) == 2
        assert "there is no plan under empty" in capsys.readouterr().err


@pytest.mark.usefixtures("site")
class TestShow:
    def test_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["show", "good", "--format", "json", "--as-of", "2026-11-22"]) == 0
        shown = json.loads(capsys.readouterr().out)
        assert (shown["id"], shown["as_of"], shown["problems"]) == ("good", "2026-11-22", [])

    def test_errors_are_in_the_json_and_in_the_status(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["show", "broken", "--format", "json"]) == 1
        assert "unknown-reference" in {each["code"] for each in json.loads(capsys.readouterr().out)["problems"]}

    def test_text(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["show", "broken"]) == 1
        out, err = capsys.readouterr()
        assert out.startswith("T (broken): ")
        assert "unknown-reference" in err

    def test_a_plan_that_cannot_be_read(self, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (site / "docs/broken/plan.yml").write_text("[", encoding="utf-8")
        assert main(["show", "broken"]) == 1
        assert capsys.readouterr().out == "broken: cannot be read, 1 error\n"
        assert main(["show", "broken", "--format", "json"]) == 1
        assert set(json.loads(capsys.readouterr().out)) == {"omp", "id", "problems"}
        assert main(["why", "broken", "a"]) == 2

    def test_a_plan_alone(
        self, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = tmp_path_factory.mktemp("alone") / "spring"
        folder.mkdir()
        (folder / "plan.yml").write_text(GOOD, encoding="utf-8")
        monkeypatch.chdir(folder.parent)
        assert main(["show", "spring", "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out)["id"] == "spring"


def test_why_follows_the_chain_to_something_written(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tasks = "tasks:\n  a: {start: 2026-07-06, duration: 3d}\n  b: {after: [a FS+1d]}\n  c: {status: cancelled}\n  d: {start: TBD}\n"
    tasks += "  e: {repeat: weekly}\n"
    (site / "docs/good/plan.yml").write_text(GOOD + tasks, encoding="utf-8")
    assert main(["why", "good", "b"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "B (b): 2026-07-10, slack 0 d (critical)",
        '  because it comes after "A" (FS+1d) (docs/good/plan.yml:9:15)',
        "    A (a): 2026-07-06 to 2026-07-08, slack 0 d (critical)",
        "    because its start is written as 2026-07-06 (docs/good/plan.yml:8:14)",
    ]
    said = []
    for task in "cde":
        assert main(["why", "good", task]) == 0
        said.append(capsys.readouterr().out.rstrip().rpartition(": ")[2])
    assert said == ["it is cancelled", "its dates are not known", "it repeats weekly"]


def test_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["required"] == ["omp", "title", "period", "owner"]
    assert main(["schema", "campaign"]) == 0


@pytest.mark.parametrize(
    "environment", [{"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}, {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "de_DE.UTF-8"}]
)  # fmt: skip
def test_the_same_bytes_everywhere(environment: dict[str, str]) -> None:
    """Hash seeds, time zones and locales do not show."""
    command = [sys.executable, "-m", "omp_plugin.cli", "show", "okc-launch", "--format", "json"]
    plain = {**os.environ, "PYTHONHASHSEED": "0", "TZ": "UTC"}
    first = subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, check=True)
    second = subprocess.run(command, cwd=ROOT, env={**plain, **environment}, capture_output=True, check=True)
    assert first.stdout == second.stdout


def test_a_reader_that_goes_away_is_no_crash() -> None:
    command = f"{sys.executable} -m omp_plugin.cli show okc-launch --format json | head -c 10"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
