"""The files for CI: what they may do, what other tools find in them, and their steps run here in the order given.

The runner of GitHub is stood in for: `actions/checkout` by a clone of a bare repository, `actions/upload-artifact` by a
look at what it would keep, `actions/setup-python` and the step that installs by the environment of the tests.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from omp_plugin.cli import main
from omp_plugin.starters.ci import INSTALL, SYSTEMS, ci_file
from tests.compare.story import Workshop
from tests.helpers import ROOT

BIN = Path(sys.executable).parent
OWN_INSTALL = (
    "python -m pip install --require-hashes --requirement requirements.lock"
    " && python -m pip install --no-deps --no-build-isolation --editable ."
)
PLAN = """\
omp: 1
title: Spring opening
status: active
period: 2026-01-01 to 2026-06-30
as_of: 2026-02-01
owner: ann
people: {ann: {name: Ann Lee}}
goals: {sell: {title: Sell more, kpi: sales, target: 100, due: 2026-06-30, owner: ann, smart: {specific: a, measurable: b, achievable: c, relevant: d, time_bound: e}}}
kpis: {sales: {title: Sales, owner: ann, source: Till, cadence: month, kind: lagging, target: 100}}
campaigns: {spring: {title: Spring sale, owner: ann, goals: [sell], budget: 500, delivers: {sales: 112}}}
tasks: {opening: {title: Opening, campaign: spring, owner: ann, milestone: yes, date: 2026-05-04}}
budget: {total: 500, lines: {ads: {title: Ads, campaign: spring, planned: {2026-Q1: 200, 2026-Q2: 300}}}}
"""
MKDOCS = "site_name: Plans\ndocs_dir: plans\ntheme: {name: material, font: false}\nplugins: [search, omp: {checks: {no-leading-kpi: 'off'}}]\n"


def workflow() -> Any:
    """The workflow for GitHub, with `on` as YAML 1.1 does not read it."""
    return yaml.safe_load(ci_file("github").replace("\non:\n", "\n'on':\n"))


@dataclass
class Runner:
    """What runs the steps of a job: its event, its checkout, and what its steps wrote."""

    root: Path
    event: dict[str, str]
    failed: str = ""
    output: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Path] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """The summary of the job."""
        file = self.root.parent / "summary.md"
        return file.read_text("utf-8") if file.exists() else ""

    def run(self, job: Any) -> Runner:
        """The steps in the order given; after one that failed only those that ask for it."""
        for step in job["steps"]:
            if self.is_due(str(step.get("if", "success()"))):
                self.step(step)
        return self

    def is_due(self, condition: str) -> bool:
        """Whether the condition of a step holds; it may say nothing that is not listed here."""
        text = re.sub(r"^\$\{\{|\}\}$", "", condition).strip()
        known = {
            "success()": not self.failed, "!cancelled()": True, "steps.install.outcome == 'success'": True,
            "github.event_name == 'pull_request'": self.event["GITHUB_EVENT_NAME"] == "pull_request",
        }  # fmt: skip
        return all(known[part.strip()] for part in text.split("&&"))

    def step(self, step: Any) -> None:
        """One step."""
        if "upload-artifact" in step.get("uses", ""):
            path = self.root / step["with"]["path"]
            assert path.exists() or step["with"]["if-no-files-found"] == "ignore"
            self.kept[step["with"]["name"]] = path
        elif "run" in step and step["run"] != INSTALL:
            done = self.shell(step["run"], {name: str(value) for name, value in step.get("env", {}).items()})
            self.output[step["name"]] = done.stdout + done.stderr
            self.failed = self.failed or (step["name"] if done.returncode else "")

    def shell(self, script: str, more: dict[str, str]) -> subprocess.CompletedProcess[str]:
        """A script as GitHub runs one with `shell: bash`."""
        home = self.root.parent
        env = {
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "HOME": str(home), "LC_ALL": "C.UTF-8", "GITHUB_ACTIONS": "true",
            "NO_MKDOCS_2_WARNING": "1", "GITHUB_STEP_SUMMARY": str(home / "summary.md"), "GITHUB_SERVER_URL": "https://github.com",
            "GIT_CONFIG_NOSYSTEM": "1", **self.event, **more,
        }  # fmt: skip
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        return subprocess.run(shell, cwd=self.root, env=env, capture_output=True, text=True, check=False)


class Host:
    """A bare repository with a branch `main`, and pull requests merged into it as GitHub does for their checks."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.author = Workshop(root / "author")
        (self.author.root / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
        (self.author.root / "plans").mkdir()
        (self.author.root / "plans/index.md").write_text("# Plans\n", encoding="utf-8")
        self.author.write({"plan.yml": PLAN}, "plans/spring")
        self.author.commit("The plan")
        self.author.tag("v1.0")
        self.author.git("clone", "--quiet", "--bare", ".", str(root / "remote.git"))
        self.author.git("remote", "add", "origin", str(root / "remote.git"))

    def propose(self, plan: str) -> None:
        """A pull request, and the merge of it that is checked."""
        self.author.git("checkout", "--quiet", "-b", "proposal", "main")
        self.author.write({"plan.yml": plan}, "plans/spring")
        self.author.commit("A proposal")
        self.author.git("checkout", "--quiet", "main")
        merge = ("-c", "user.name=Host", "-c", "user.email=host@x.example", "merge", "--no-ff", "--quiet", "proposal")
        self.author.git(*merge)
        self.author.git("push", "--quiet", "origin", "HEAD:refs/pull/1/merge")

    def merge(self) -> None:
        """Takes the pull request in."""
        self.author.git("push", "--quiet", "origin", "main")

    def runner(self, name: str, ref: str) -> Runner:
        """A job that has checked out a ref, with all history and tags, without credentials."""
        event = "pull_request" if ref.startswith("refs/pull/") else "push"
        kind = "tag" if ref.startswith("refs/tags/") else "branch"
        root = self.root / name / "checkout"
        root.parent.mkdir()
        self.author.git("clone", "--quiet", str(self.root / "remote.git"), str(root))
        self.author.git("-C", str(root), "fetch", "--quiet", "origin", ref)
        self.author.git("-C", str(root), "checkout", "--quiet", "--detach", "FETCH_HEAD")
        short = ref.removeprefix("refs/").split("/", 1)[1]
        return Runner(root, {"GITHUB_EVENT_NAME": event, "GITHUB_REF": ref, "GITHUB_REF_NAME": short, "GITHUB_REF_TYPE": kind})


@pytest.fixture
def host(tmp_path: Path) -> Host:
    """A repository of one plan."""
    return Host(tmp_path)


def test_a_pull_request_is_checked_built_and_reported(host: Host) -> None:
    host.propose(PLAN.replace("112", "98").replace("2026-05-04", "2026-05-13").replace("title: Ads", "title: Ads @all"))
    done = host.runner("pull", "refs/pull/1/merge").run(workflow()["jobs"]["check"])
    # 98 % of the goal is a warning, and warnings stop the strict build; the report is made all the same.
    assert done.failed == "Build the site", done.output
    assert "::warning file=plans/spring/plan.yml,line=8," in done.output["Check the plans"]
    assert "| Coverage: Sell more | 112% | 98% |" in done.summary
    assert "| ◆ Opening | May 4, 2026 | May 13, 2026 | +9 d |" in done.summary
    assert "**1 new problem**\n\n- plans/spring/plan.yml:8: warning goal-not-covered:" in done.summary
    assert done.kept["impact"].read_text("utf-8") == done.summary
    assert "site" not in done.kept


def test_a_pull_request_that_holds_together_is_kept_as_a_site(host: Host) -> None:
    host.propose(PLAN.replace("112", "120"))
    done = host.runner("pull", "refs/pull/1/merge").run(workflow()["jobs"]["check"])
    assert done.failed == "", done.output
    assert "| Coverage: Sell more | 112% | 120% |" in done.summary
    assert (done.kept["site"] / "spring/index.html").is_file()


def test_a_plan_that_cannot_be_read_is_annotated_and_reported(host: Host) -> None:
    host.propose(PLAN.replace("people:", "people: ["))
    done = host.runner("pull", "refs/pull/1/merge").run(workflow()["jobs"]["check"])
    assert done.failed == "Check the plans"
    assert "::error file=plans/spring/plan.yml,line=" in done.output["Check the plans"]
    assert "**The plan cannot be read.**" in done.summary


def test_what_is_merged_is_published_beside_what_was_tagged(host: Host) -> None:
    pytest.importorskip("mike")
    job = workflow()["jobs"]["publish"]
    tagged = host.runner("tag", "refs/tags/v1.0").run(job)
    assert tagged.failed == "", tagged.output
    host.propose(PLAN.replace("112", "120"))
    host.merge()
    done = host.runner("push", "refs/heads/main").run(job)
    assert done.failed == "", done.output
    show = ("--git-dir", str(host.root / "remote.git"), "show")
    versions = json.loads(host.author.git(*show, "gh-pages:versions.json"))
    assert {each["version"]: each["aliases"] for each in versions} == {"current": ["latest"], "v1.0": []}
    assert "Spring opening" in host.author.git(*show, "gh-pages:current/spring/index.html")


@pytest.mark.parametrize("plan, failed", [(PLAN, False), (PLAN.replace("people:", "people: ["), True)])
def test_mornings_tell_what_is_due(host: Host, plan: str, failed: bool) -> None:
    """Alerts are shown and fail nothing; a plan that cannot be read does."""
    job = workflow()["jobs"]["alerts"]
    assert job["if"] == "${{ github.event_name == 'schedule' }}"
    assert workflow()["jobs"]["check"]["if"] == "${{ github.event_name != 'schedule' }}"
    host.author.write({"plan.yml": plan.replace("2026-05-04", "2026-02-06")}, "plans/spring")
    host.author.commit("Sooner")
    host.merge()
    done = host.runner("morning", "refs/heads/main").run(job)
    assert bool(done.failed) is failed, done.output
    said = "::warning title=Alerts::" in "".join(done.output.values())
    assert said is not failed
    assert ("Opening" in done.summary) is not failed


def test_gitlab_tells_what_is_due_in_scheduled_pipelines(host: Host) -> None:
    host.author.write({"plan.yml": PLAN.replace("2026-05-04", "2026-02-06")}, "plans/spring")
    host.author.commit("Sooner")
    host.merge()
    runner, whole = host.runner("morning", "refs/heads/main"), yaml.safe_load(ci_file("gitlab"))
    done = runner.shell("\n".join(whole["alerts"]["script"]), {})
    assert (done.returncode, whole["alerts"]["allow_failure"]) == (3, {"exit_codes": 3})
    assert "Opening" in (runner.root / "alerts.md").read_text("utf-8")
    assert "Opening" in done.stdout
    scheduled = {name for name in ("check", "pages", "alerts") if "== \"schedule\"" in str(whole[name]["rules"])}
    assert scheduled == {"alerts"}
    assert all('!= "schedule"' in whole[name]["rules"][0]["if"] for name in ("check", "pages"))


def steps() -> Iterator[tuple[str, Any]]:
    """Every step with the name of its job."""
    for name, job in workflow()["jobs"].items():
        for step in job["steps"]:
            yield name, step


def test_what_is_proposed_gets_no_secret_and_cannot_write() -> None:
    whole = workflow()
    assert set(whole["on"]) == {"pull_request", "push", "schedule"}
    assert whole["jobs"]["alerts"]["permissions"] == {"contents": "read"}
    assert whole["permissions"] == {}
    assert whole["jobs"]["check"]["permissions"] == {"contents": "read"}
    assert whole["jobs"]["publish"]["if"] == "${{ github.event_name == 'push' }}"
    assert "secrets." not in ci_file("github")
    for job, step in steps():
        assert "${{" not in step.get("run", "")
        assert job == "publish" or "env" not in step
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"] == {"fetch-depth": 0, "persist-credentials": False}


def test_actions_are_fixed_by_their_commits() -> None:
    used = re.findall(r"uses: (.*)", ci_file("github"))
    assert len(used) == 8
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each) for each in used)


@pytest.mark.parametrize("system", ["github", "gitlab"])
def test_this_project_uses_them_itself(system: str) -> None:
    assert (ROOT / SYSTEMS[system].path).read_text("utf-8") == ci_file(system, OWN_INSTALL)


def test_zizmor_finds_nothing() -> None:
    tool = [BIN / "zizmor", "--offline", "--no-progress", "--quiet", "--persona", "auditor", "--format", "plain"]
    files = [ROOT / SYSTEMS["github"].path, *sorted(ROOT.glob("omp_plugin/starters/ci/github*.yml"))]
    done = subprocess.run([*tool, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("system, schema", [("github", "vendor.github-workflows"), ("gitlab", "vendor.gitlab-ci")])
def test_they_follow_the_schemas_of_their_systems(system: str, schema: str) -> None:
    tool = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, ROOT / SYSTEMS[system].path]
    more = ["--data-transform", "gitlab-ci"] if system == "gitlab" else []
    done = subprocess.run([*tool, *more], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_shards_follow_the_schema(tmp_path: Path) -> None:
    file = tmp_path / "site.yml"
    file.write_text(ci_file("github-shards", "uv sync"), encoding="utf-8")
    tool = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", file]
    done = subprocess.run(tool, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert file.read_text("utf-8").count('run: "uv sync"') == 2


def test_jobs_of_shards_make_the_site_and_only_the_last_may_publish(host: Host) -> None:
    host.propose(PLAN.replace("112", "120"))
    host.merge()
    text = ci_file("github-shards")
    jobs = yaml.safe_load(text)["jobs"]
    runner = host.runner("push", "refs/heads/main")
    folder = runner.root.parent / "shards"
    folder.mkdir()
    for index, number in enumerate(jobs["build"]["strategy"]["matrix"]["shard"]):
        total = len(jobs["build"]["strategy"]["matrix"]["shard"])
        done = runner.shell(_script(jobs["build"], "Build the shard"), {"SHARD": str(index), "SHARDS": str(total)})
        assert done.returncode == 0, done.stderr
        (runner.root / "shard").rename(folder / f"shard-{number}")
    merging = Runner(folder.parent, runner.event)
    done = merging.shell(_script(jobs["merge"], "Put them together"), {})
    assert done.returncode == 0, done.stderr
    assert "Spring opening" in (folder.parent / "site/spring/index.html").read_text("utf-8")
    assert [jobs[name]["permissions"] for name in ("build", "merge")] == [{"contents": "read"}] * 2
    assert set(jobs["publish"]["permissions"].values()) == {"write"}
    assert not any("run" in step for step in jobs["publish"]["steps"])
    used = re.findall(r"uses: (.*)", text)
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each) for each in used)
    assert "secrets." not in text


def _script(job: Any, name: str) -> str:
    return str(next(step["run"] for step in job["steps"] if step["name"] == name))


def test_the_scripts_of_gitlab_run(host: Host) -> None:
    host.propose(PLAN.replace("112", "120"))
    runner = host.runner("pull", "refs/pull/1/merge")
    whole = yaml.safe_load(ci_file("gitlab"))
    base = host.author.git("rev-parse", "main^")
    for line in (*whole["check"]["script"], *whole["check"]["after_script"], *whole["pages"]["script"]):
        done = runner.shell(line, {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base})
        assert done.returncode == 0, (line, done.stdout, done.stderr)
    (found,) = json.loads((runner.root / "problems.json").read_text("utf-8"))
    assert (found["check_name"], found["severity"]) == ("goal-count", "info")
    assert found["location"] == {"path": "plans/spring/plan.yml", "lines": {"begin": 8}}
    assert "| Coverage: Sell more | 112% | 120% |" in (runner.root / "impact.md").read_text("utf-8")
    assert (runner.root / "site/spring/index.html").is_file()
    assert (runner.root / "public/spring/index.html").is_file()


def test_the_command_prints_and_writes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["ci"]) == 0
    assert capsys.readouterr().out == ci_file("github")
    assert main(["ci", "gitlab", "--install", "pip install 'x: y' # \"z\""]) == 0
    assert yaml.safe_load(capsys.readouterr().out)["default"]["before_script"] == ["pip install 'x: y' # \"z\""]
    assert main(["ci", "gitlab", "--write"]) == 2
    assert "run the command there" in capsys.readouterr().err
    (tmp_path / ".git").mkdir()
    assert main(["ci", "github", "--write"]) == 0
    place = tmp_path / ".github/workflows/plans.yml"
    assert place.read_text("utf-8") == ci_file("github")
    place.write_text("mine", encoding="utf-8")
    assert main(["ci", "github", "--write"]) == 2
    assert "--force replaces it" in capsys.readouterr().err
    assert place.read_text("utf-8") == "mine"
    assert main(["ci", "github", "--write", "--force"]) == 0
    assert place.read_text("utf-8") == ci_file("github")
