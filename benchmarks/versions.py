"""Two versions of a plan of a thousand tasks in a repository, to measure the difference of: one task in ten moves."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from engine import seconds

from omp_plugin.build import Options, compile_plan
from omp_plugin.compare.money import Version
from omp_plugin.compare.versions import compare
from omp_plugin.source.folder import PlanSource
from plans import large_plan

_WHO = ("-c", "user.name=Ana", "-c", "user.email=ana@x.example")


def later(text: str) -> str:
    """The next version: each tenth task ends two days later, and each tenth budget is raised."""
    moved = _each_tenth(text, r"finish: (\S+?)(?=[,}])", lambda day: str(date.fromisoformat(day) + timedelta(days=2)))
    return _each_tenth(moved, r"budget: (\d+)", lambda amount: str(int(amount) + 500))


def _each_tenth(text: str, pattern: str, change: Callable[[str], str]) -> str:
    places = list(re.finditer(pattern, text))[9::10]
    for match in reversed(places):
        text = text[: match.start(1)] + change(match[1]) + text[match.end(1) :]
    return text


def repository(folder: Path) -> Path:
    """A repository with both versions as tags."""
    plan = folder / "plans" / "large" / "plan.yml"
    plan.parent.mkdir(parents=True)
    old = large_plan()["plan.yml"].decode()
    _git(folder, "init", "--quiet")
    for name, text in (("one", old), ("two", later(old))):
        plan.write_text(text, encoding="utf-8")
        _git(folder, "add", "--all")
        _git(folder, *_WHO, "commit", "--quiet", "--message", name)
        _git(folder, "tag", name)
    return folder


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True)  # noqa: S607 # the git of whoever measures


def compare_large(times: int) -> list[float]:
    """Both versions, compiled already, to the comparison of them."""
    return seconds(_comparison(), times)


def _comparison() -> Callable[[], object]:
    text = large_plan()["plan.yml"].decode()
    one, other = (_version(each) for each in (text, later(text)))
    return lambda: compare(one, other)


def _version(text: str) -> Version:
    found = compile_plan(PlanSource("plans/large", {"plan.yml": text.encode()}), Options(date(2027, 1, 18)))
    assert found.plan is not None
    assert found.results is not None
    return Version(found.plan, found.results)
