"""The command: what it prints, and its exit status."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from omp_plugin import __version__
from omp_plugin.cli import main
from omp_plugin.publish.options import OmpConfig
from omp_plugin.source.site import OPTIONS
from tests.helpers import HEAD, PLANS, ROOT

OMP = [sys.executable, "-m", "omp_plugin.cli"]
GOOD = HEAD + "as_of: 2026-11-22\nchecks: {goal-count: off, no-leading-kpi: off, no-lagging-kpi: off}\ntasks: {launch: {title: Launch, owner: ann, start: 2026-12-01}}\n"
GOOD = GOOD.replace("no-lagging-kpi: off", "no-lagging-kpi: off, orphan-activity: off")
WARNING = GOOD.replace("owner: ann, start", "start")
ERROR = GOOD + "titel: x\n"


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    """The command stops collecting garbage; tests that call it in this process go on with it."""
    yield
    gc.enable()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with three plans: one in order, one with a warning, one with an error."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (tmp_path / "mkdocs.yml").write_text("docs_dir: plans\nplugins: [omp]\n")
    for name, text in (("good", GOOD), ("warning", WARNING), ("error", ERROR)):
        (tmp_path / "plans" / name).mkdir(parents=True)
        (tmp_path / "plans" / name / "plan.yml").write_text(text.replace("title: T", f"title: {name}"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> int:
    try:
        return main(arguments)
    except SystemExit as end:
        assert isinstance(end.code, int)
        return end.code


# --- check ---


@pytest.mark.parametrize(
    "arguments,status,said",
    [
        (["check"], 1, "3 plans checked: 1 error, 1 warning"),
        (["check", "good"], 0, "1 plan checked: no problems"),
        (["check", "good", "--strict"], 0, "1 plan checked: no problems"),
        (["check", "warning"], 0, "1 plan checked: 1 warning"),
        (["check", "warning", "--strict"], 1, "1 plan checked: 1 warning"),
        (["check", "error"], 1, "1 plan checked: 1 error"),
        (["check", "plans"], 1, "3 plans checked: 1 error, 1 warning"),
        (["check", "plans/good"], 0, "1 plan checked: no problems"),
        (["check", "plans/good/"], 0, "1 plan checked: no problems"),
        (["check", "plans/good/plan.yml"], 0, "1 plan checked: no problems"),
        (["check", "./plans/good", "warning"], 0, "2 plans checked: 1 warning"),
        (["check", "good", "good"], 0, "1 plan checked: no problems"),
        (["check", "."], 1, "3 plans checked: 1 error, 1 warning"),
    ],
)
def test_check(site: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, said: str) -> None:
    assert run(*arguments) == status
    out, err = capsys.readouterr()
    assert err == f"{said}\n"
    assert len([line for line in out.splitlines() if not line.startswith("  hint: ")]) == sum(int(word) for word in said.split(": ")[1].split() if word.isdigit())


def test_problems_are_named_from_where_the_command_runs(site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for folder, argument, shown in (
        (".", "error", "plans/error/plan.yml"),
        ("plans", "error", "error/plan.yml"),
        ("plans/error", ".", "plan.yml"),
        ("plans/good", "../error", str(site / "plans/error/plan.yml")),
        ("plans/good", "error", str(site / "plans/error/plan.yml")),
        ("/", str(site / "plans/error"), str(site / "plans/error/plan.yml")[1:]),
    ):
        monkeypatch.chdir(site / folder)
        assert run("check", argument) == 1
        assert capsys.readouterr().out.startswith(f"{shown}:9:1: error unknown-key: "), folder


@pytest.mark.parametrize("form", ["json", "github", "sarif"])
def test_formats(site: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    assert run("check", "--format", form) == 1
    out = capsys.readouterr().out
    found = {"json": lambda: len(json.loads(out)), "github": lambda: out.count("\n"), "sarif": lambda: len(json.loads(out)["runs"][0]["results"])}[form]()
    assert found == 2


def test_levels_of_the_site(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = site / "mkdocs.yml"
    config.write_text("docs_dir: plans\nplugins:\n- omp:\n    checks: {unknown-key: warning, without-owner: error}\n")
    assert run("check", "error") == 0
    assert run("check", "warning") == 1
    capsys.readouterr()
    for text, said in (("{no-such: off}", '"no-such", which is no check'), ("{goal-count: loud}", '"goal-count" to "loud": write off, info, warning, error')):
        config.write_text(f"docs_dir: plans\nplugins:\n- omp:\n    checks: {text}\n")
        assert run("check", "good") == 2
        assert said in capsys.readouterr().err


# --- show, why ---


def test_show(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "good") == 0
    out, err = capsys.readouterr()
    assert out.startswith("good (good): ")
    assert err == ""
    assert run("show", "error") == 1
    assert "unknown-key" in capsys.readouterr().err


@pytest.mark.parametrize("argument", ["good", "plans/good", "plans/good/plan.yml", "./plans/good/"])
def test_show_json(site: Path, capsys: pytest.CaptureFixture[str], argument: str) -> None:
    assert run("show", argument, "--format", "json") == 0
    plan = json.loads(capsys.readouterr().out)
    assert (plan["omp"], plan["id"], plan["title"], plan["as_of"]) == (1, "good", "good", "2026-11-22")


def test_show_a_plan_that_cannot_be_read(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "plans" / "good" / "plan.yml").write_text("a: [\n")
    assert run("show", "good", "--format", "json") == 1
    plan = json.loads(capsys.readouterr().out)
    assert (plan["omp"], plan["id"], [each["code"] for each in plan["problems"]]) == (1, "good", ["syntax"])
    assert run("show", "good") == 1
    assert capsys.readouterr().out == "good: cannot be read, 1 error\n"


def test_a_plan_alone_outside_a_site(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "alone"
    folder.mkdir()
    (folder / "plan.yml").write_text(GOOD)
    for here, argument in ((tmp_path, "alone"), (tmp_path, str(folder)), (folder, "."), (folder, str(folder / "plan.yml")), (folder, "plan.yml")):
        monkeypatch.chdir(here)
        assert run("show", argument, "--format", "json") == 0
        assert json.loads(capsys.readouterr().out)["id"] == "alone"
        assert run("check", argument) == 0
        assert run("check") == 0
        capsys.readouterr()


def test_a_plan_that_holds_another(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inner = site / "plans" / "good" / "inner"
    inner.mkdir()
    (inner / "plan.yml").write_text(GOOD)
    assert run("show", "plans/good", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["id"] == "good"
    assert run("check", "plans/good") == 0
    assert capsys.readouterr().err.startswith("2 plans checked")


def test_a_parent_may_be_any_plan_of_the_site(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "plans" / "good" / "plan.yml").write_text(GOOD + "parent: error\n")
    assert run("check", "good") == 0
    (site / "plans" / "good" / "plan.yml").write_text(GOOD + "parent: nowhere\n")
    assert run("check", "good") == 1
    assert "unknown-reference" in capsys.readouterr().out


def test_why(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tasks = "tasks:\n  build: {duration: 3d, start: 2026-07-06}\n  test: {duration: 2d, after: [build]}\n  gone: {status: cancelled}\n  open: {start: TBD}\n  post: {repeat: weekly}\n"
    (site / "plans" / "good" / "plan.yml").write_text(GOOD.partition("tasks:")[0] + tasks)
    assert run("why", "good", "test") == 0
    assert capsys.readouterr().out.splitlines() == [
        "Test (test): 2026-07-09 to 2026-07-10, slack 0 d (critical)",
        '  because it comes after "Build" (FS) (plans/good/plan.yml:10:32)',
        "    Build (build): 2026-07-06 to 2026-07-08, slack 0 d (critical)",
        "    because its start is written as 2026-07-06 (plans/good/plan.yml:9:32)",
    ]
    for task, reason in (("gone", "it is cancelled"), ("open", "its dates are not known"), ("post", "it repeats weekly")):
        assert run("why", "good", task) == 0
        assert capsys.readouterr().out.endswith(f": {reason}\n")


# --- the day ---


def test_which_day_is_today(site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def as_of(*arguments: str) -> str:
        assert run("show", "good", "--format", "json", *arguments) == 0
        found = json.loads(capsys.readouterr().out)["as_of"]
        assert isinstance(found, str)
        return found

    assert as_of("--as-of", "2027-01-01") == "2026-11-22"  # the plan's own word is first
    (site / "plans" / "good" / "plan.yml").write_text(GOOD.replace("as_of: 2026-11-22\n", ""))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798761600")
    assert as_of() == "2027-01-01"
    assert as_of("--as-of", "2026-08-01") == "2026-08-01"
    run("check", "good")
    assert ", as of 2027-01-01 (SOURCE_DATE_EPOCH): " in capsys.readouterr().err
    (site / "mkdocs.yml").write_text("docs_dir: plans\nplugins:\n- omp: {as_of: 2026-09-01}\n")
    assert as_of() == "2026-09-01"


# --- wrong usage ---


@pytest.mark.parametrize(
    "arguments,said",
    [
        (["check", "god"], 'there is no plan "god"; did you mean "good"?'),
        (["check", "plans/none"], 'there is no plan "plans/none"'),
        (["show", "nowhere"], 'there is no plan "nowhere"'),
        (["show", "plans"], '"plans" holds several plans: name one of'),
        (["why", "good", "lunch"], 'there is no task "lunch"; did you mean "launch"?'),
        (["schema", "task"], 'there is no schema of "task"; did you mean "tasks"'),
        (["check", "--as-of", "soon"], '"soon" is not a day: write 2026-11-22'),
        (["show", "good", "--as-of", "2026-02-30"], '"2026-02-30" is not a day'),
        (["check", "a" * 5_000], "File name too long"),
        (["show", "\ud800"], "there is no plan"),
        (["check", ""], ""),
    ],
)
def test_wrong_usage_is_one_line(site: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    if arguments == ["check", ""]:
        assert run(*arguments) == 1  # the folder in which the command runs
        return
    assert run(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("omp: ")
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["chek"], ["check", "--format", "xml"], ["show"], ["why", "good"], ["check", "--what"]])
def test_arguments_that_are_none(site: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert run(*arguments) == 2
    assert "usage: omp" in capsys.readouterr().err


def test_a_day_from_outside_that_is_none(site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for epoch in ("soon", "1e9", "99999999999999999999"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        assert run("check") == 2
        assert capsys.readouterr().err == f'omp: SOURCE_DATE_EPOCH is "{epoch}": it must be a number of seconds\n'


def test_no_plans_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("check") == 2
    nothing = "there is no plan here: a plan is a folder with a plan.yml\n"
    assert capsys.readouterr().err == f"omp: {nothing}"
    assert run("show", "spring") == 2
    assert capsys.readouterr().err == f'omp: there is no plan "spring"; {nothing}'
    for name in ("one/plan.yaml", "Two/Plan.yml"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("omp: 1\n")
    assert run("check") == 2
    assert capsys.readouterr().err.endswith(": rename Two/Plan.yml, one/plan.yaml to plan.yml\n")


def test_an_option_that_does_not_exist(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs/spring").mkdir(parents=True)
    (tmp_path / "docs/spring/plan.yml").write_text(HEAD)
    (tmp_path / "mkdocs.yml").write_text("site_name: a\nplugins: [omp: {audince: public, enabled: true}]\n")
    assert run("check") == 2
    assert capsys.readouterr().err == (
        'omp: mkdocs.yml gives omp the option "audince", which does not exist; did you mean "audience"?\n'
    )
    assert {name for name, _ in OmpConfig._schema} == OPTIONS


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out == f"omp {__version__}\n"
    for command in ("check", "show", "why", "schema"):
        assert run(command, "--help") == 0
    assert "--as-of DATE" in capsys.readouterr().out


# --- as a process ---


def environment(**changes: str) -> dict[str, str]:
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **changes}


@pytest.mark.parametrize("arguments", [["check", "plans"], ["show", "error", "--format", "json"], ["schema"], ["show", "error"]])
def test_a_reader_that_leaves(site: Path, arguments: list[str]) -> None:
    """`omp check | head -1`: no traceback, also when the pipe breaks while Python ends."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([*OMP, *arguments], stdout=write, stderr=subprocess.PIPE, text=True, check=False, env=environment())
    os.close(write)
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert done.returncode == 1


def test_the_same_bytes_wherever_it_runs(tmp_path: Path) -> None:
    """Seeds of hashes, time zones, locales, encodings and folders change nothing."""
    variations: list[tuple[Path, dict[str, str]]] = [
        (ROOT, {"PYTHONHASHSEED": "0"}),
        (ROOT, {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"}),
        (tmp_path, {"PYTHONHASHSEED": "2", "TZ": "America/Adak", "LANG": "de_DE.UTF-8", "LC_ALL": "C", "PYTHONIOENCODING": "latin-1"}),
        (PLANS, {"PYTHONHASHSEED": "3", "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LANG": "tr_TR.UTF-8"}),
    ]
    outputs = set()
    for folder, changes in variations:
        command = [*OMP, "show", str(PLANS / "okc-launch"), "--format", "json"]
        done = subprocess.run(command, capture_output=True, check=False, cwd=folder, env=environment(**changes))
        assert done.returncode == 0, done.stderr
        outputs.add(done.stdout.replace(str(PLANS).encode() + b"/", b"").replace(b"plans/okc-launch", b"okc-launch"))
    assert len(outputs) == 1


def test_words_of_any_script_under_any_locale(site: Path) -> None:
    (site / "plans" / "good" / "plan.yml").write_text(GOOD.replace("title: T", "title: Café 日本 🚀"), "utf-8")
    changes = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    for arguments in (["show", "good"], ["show", "good", "--format", "json"]):
        done = subprocess.run([*OMP, *arguments], capture_output=True, check=False, env=environment(**changes))
        assert done.returncode == 0, done.stderr
        assert "Café 日本 🚀" in done.stdout.decode("utf-8")
