"""Plans written to hang, crash or mislead: each gets its own answer in time, and the plan beside it is checked."""

from __future__ import annotations

import itertools
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from omp_plugin import limits
from tests.helpers import HEAD

SIZE = limits.PLAN_FILE_BYTES - 200
SECONDS = 6.0
"""Of processor time, for the start of the command too: the promise is 2 s, and what is exponential or quadratic takes minutes."""

MEGABYTES = 600
"""Of memory, the limit of the promise; a process of Linux that asks for more is refused it."""


def filled(head: str, line: Callable[[int], str], size: int = SIZE) -> str:
    """A text of just that size."""
    lines, length, count = [head], len(head), 0
    while length + len(line(count)) <= size:
        lines.append(line(count))
        length += len(lines[-1])
        count += 1
    return "".join(lines)


def bomb() -> str:
    names = "abcdefghi"
    lines = ["a: &a {x: 1}"]
    lines += [f"{new}: &{new} {{<<: [{', '.join([f'*{old}'] * 9)}]}}" for old, new in itertools.pairwise(names)]
    return "\n".join(lines)


HOSTILE: dict[str, tuple[str, Callable[[], dict[str, str | bytes]]]] = {
    "merge-key-bomb": ("refused-yaml", lambda: {"plan.yml": bomb()}),
    "brackets": ("too-large", lambda: {"plan.yml": "[" * 30_000}),
    "eight-kb-of-brackets": ("too-large", lambda: {"plan.yml": HEAD + "mission: " + "[" * 8_192}),
    "brackets-in-text": ("orphan-activity", lambda: {"plan.yml": HEAD, "campaigns/c.md": "---\ntitle: C\n---\n" + "[" * 8_192}),
    "dashes": ("too-large", lambda: {"plan.yml": HEAD + "tags:\n" + "- " * (SIZE // 2 - 100)}),
    "question-marks": ("refused-yaml", lambda: {"plan.yml": "? " * (SIZE // 2)}),
    "over-1-mb": ("too-large", lambda: {"plan.yml": HEAD + "#" * limits.PLAN_FILE_BYTES}),
    "many-tasks": ("orphan-activity", lambda: {"plan.yml": filled(HEAD + "tasks:\n", lambda n: f"  t{n}: {{title: Task {n}, owner: ann, duration: 3d}}\n")}),
    "a-chain-of-tasks": ("does-not-fit", lambda: {"plan.yml": filled(HEAD + "tasks:\n  t0: {date: 2026-12-01}\n", lambda n: f"  t{n + 1}: {{before: [t{n}]}}\n")}),
    "unknown-keys": ("unknown-key", lambda: {"plan.yml": filled(HEAD, lambda n: f"key{n}: x\n")}),
    "unknown-ids": ("unknown-reference", lambda: {"plan.yml": filled(HEAD + "tasks:\n", lambda n: f"  t{n}: {{after: [x{n}]}}\n")}),
    "aliases": ("refused-yaml", lambda: {"plan.yml": filled(HEAD + "tags:\n", lambda n: "- *a\n")}),
    "anchors": ("refused-yaml", lambda: {"plan.yml": filled(HEAD + "tags:\n", lambda n: f"- &a{n} x\n")}),
    "one-huge-text": ("too-large", lambda: {"plan.yml": HEAD + "mission: " + "x" * (SIZE - 200)}),
    "one-huge-number": ("too-large", lambda: {"plan.yml": HEAD + "budget: {total: " + "9" * (SIZE - 200) + "}"}),
    "one-huge-effort": ("wrong-type", lambda: {"plan.yml": HEAD + "tasks: {t: {effort: " + "9" * (SIZE - 200) + "}}"}),
    "duplicate-keys": ("duplicate-key", lambda: {"plan.yml": filled(HEAD, lambda n: "mission: x\n")}),
    "hidden-characters": ("unsafe-text", lambda: {"plan.yml": HEAD + "mission: " + "\x01" * (SIZE - 200)}),
    "wide-table": ("too-large", lambda: {"plan.yml": HEAD, "tasks.csv": "id,title\n" + "a," * (SIZE // 2 - 10)}),
    "wide-header": ("too-large", lambda: {"plan.yml": HEAD, "tasks.csv": filled("id", lambda n: f",c{n}") + "\n1\n"}),
    "long-table": ("too-large", lambda: {"plan.yml": HEAD, "tasks.csv": "id\n" + "".join(f"t{n}\n" for n in range(120_000))}),
    "quotes": ("orphan-activity", lambda: {"plan.yml": HEAD, "tasks.csv": "id,title\nx,x" + '"' * 120_000 + "x\n"}),
    "unknown-actuals": ("unknown-reference", lambda: {"plan.yml": filled(HEAD + "kpis:\n", lambda n: f"  k{n}: {{}}\n", 400_000), "actuals.csv": filled("kpi,period,value\n", lambda n: f"k-{n},2026,5\n")}),
    "repeats": ("too-large", lambda: {"plan.yml": filled(HEAD + "tasks:\n", lambda n: f"  t{n}: {{repeat: weekly, start: 1970, finish: 2060}}\n", 300_000)}),
    "exceptions": ("too-large", lambda: {"plan.yml": HEAD + "tasks: {t: {repeat: weekly, start: 1970, finish: 2199, except: [" + "2100, " * 150_000 + "2100]}}"}),
    "days-off": ("orphan-activity", lambda: {"plan.yml": HEAD + "calendar: {off: [" + "1970 to 2200, " * 70_000 + "1970]}\ncampaigns: {c: {}}"}),
    "scenarios": ("too-large", lambda: {"plan.yml": filled(filled(HEAD + "tasks:\n", lambda n: f"  t{n}: {{}}\n", 100_000) + "scenarios:\n", lambda n: f"  s{n}: {{changes: {{title: x}}}}\n", 400_000)}),
    "kpi-history": ("kpi-without-target", lambda: {"plan.yml": filled(HEAD + "kpis:\n  k:\n    actual:\n", lambda n: f"      {date(1970, 1, 1) + timedelta(n)}: {n}\n")}),
}  # fmt: skip


def within_memory() -> None:
    """Lets a process take no more memory than the promise says."""
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 1024**2, MEGABYTES * 1024**2))


def check(folder: Path) -> tuple[subprocess.CompletedProcess[str], float]:
    """`omp check` on a folder of plans within the limit of memory, with the processor time that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "omp_plugin.cli", "check", str(folder), "--format", "json"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120, cwd=folder, preexec_fn=within_memory
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize("name", HOSTILE)
def test_every_attack_is_answered_in_time(name: str, tmp_path: Path) -> None:
    code, make = HOSTILE[name]
    write(tmp_path / name, make())
    write(tmp_path / "good", {"plan.yml": HEAD + "titel: x\n"})
    done, seconds = check(tmp_path)
    problems = json.loads(done.stdout)
    assert code in {each["code"] for each in problems if each["path"].startswith(name)}
    assert [each["line"] for each in problems if each["path"] == "good/plan.yml" and each["code"] == "unknown-key"] == [6]
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert seconds < SECONDS


def test_the_bomb_is_small() -> None:
    assert len(bomb()) < 500


def test_files_that_are_none(tmp_path: Path) -> None:
    """Links that lead out, pipes and devices are named, none is read; the plan beside them is checked."""
    (tmp_path / "secret.txt").write_text("a: secret\n")
    for name in ("link", "pipe", "device", "plan-pipe"):
        write(tmp_path / "plans" / name, {"plan.yml": HEAD})
    (tmp_path / "plans" / "link" / "goals.yml").symlink_to("../../secret.txt")
    (tmp_path / "plans" / "device" / "goals.yml").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "plans" / "pipe" / "goals.yml")
    (tmp_path / "plans" / "plan-pipe" / "plan.yml").unlink()
    os.mkfifo(tmp_path / "plans" / "plan-pipe" / "plan.yml")
    write(tmp_path / "plans" / "good", {"plan.yml": HEAD + "titel: x\n"})
    done, _ = check(tmp_path / "plans")
    errors = [(each["path"], each["code"]) for each in json.loads(done.stdout) if each["level"] == "error"]
    assert errors == [
        ("device/goals.yml", "unsafe-path"),
        ("good/plan.yml", "unknown-key"),
        ("link/goals.yml", "unsafe-path"),
        ("pipe/goals.yml", "unsafe-path"),
        ("plan-pipe/plan.yml", "unsafe-path"),
    ]
    assert "secret" not in done.stdout.replace("secret.txt", "")


def test_names_of_files_that_are_no_text(tmp_path: Path) -> None:
    write(tmp_path / "x", {"plan.yml": HEAD})
    with open(os.fsencode(tmp_path / "x") + b"/go\xffals\n.yml", "wb") as file:  # a name that Path cannot hold
        file.write(b"{}")
    for form in ("text", "json", "github", "sarif"):
        command = [sys.executable, "-m", "omp_plugin.cli", "check", ".", "--format", form]
        done = subprocess.run(command, capture_output=True, check=False, cwd=tmp_path)
        assert (done.returncode, b"Traceback" in done.stderr) == (1, False), done.stderr
        assert b"unknown-key" in done.stdout
        done.stdout.decode("utf-8")
