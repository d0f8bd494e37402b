"""The examples of the manual of problems, tried out: what `omp check` says of each, and the pages made from them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

from omp_plugin.cli import main
from omp_plugin.manual import Entry, entries
from omp_plugin.problems import LEVELS
from tests.helpers import ROOT

MANUAL = ROOT / "omp_plugin" / "manual.md"
PAGE = ROOT / "plans" / "guide" / "problems.md"
LEVEL_TITLES = {"error": "Errors", "warning": "Warnings", "info": "Information"}
_BLOCK = re.compile(r"(?:`(?P<file>[\w./-]+)`:\n\n)?```(?P<language>\w+)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
_NEEDED = {
    "omp": "1", "title": "A plan", "period": "2026", "owner": "ana", "as_of": "2026-06-30", "people": "{ana: {name: Ana Silva}}",
}  # fmt: skip
_SOUND = (
    ("kpis", "leads", "{title: Leads, owner: ana, target: 100}"),
    ("goals", "more-leads", "{title: More leads, owner: ana, kpi: leads}"),
    ("campaigns", "spring", "{title: Spring, owner: ana, goals: [more-leads], budget: 500, delivers: {leads: 120}}"),
)


def whole(fragment: str, code: str) -> str:
    """A fragment of a plan with what it leaves out below it: what every plan needs, a KPI, its goal, its campaign.

    The goals and campaigns are left out where the fragment has other KPIs or goals, or settings of checks of its own;
    the campaign has money of its own where the fragment has no budget.
    """
    lines = [f"{key}: {value}\n" for key, value in _NEEDED.items() if not _has(fragment, key)]
    quiet = [each for each in ("goal-count", "not-smart") if each != code]
    lines += [] if _has(fragment, "checks") else [f"checks: {{{', '.join(f'{each}: off' for each in quiet)}}}\n"]
    for key, id_, value in _SOUND[: 1 if _has(fragment, "checks") else 3]:
        if not _has(fragment, key):
            money = "budget: 0" if _has(fragment, "budget") else "budget: 500"
            lines.append(f"{key}: {{{id_}: {value.replace('budget: 500', money)}}}\n")
        elif f"  {id_}:" not in fragment:
            break
    words = re.sub(r"<(\d+) words more>", lambda match: "word " * int(match[1]), fragment)
    return words + "".join(lines)


def _has(fragment: str, key: str) -> bool:
    return re.search(rf"^{key}:", fragment, re.MULTILINE) is not None


def files(example: str, code: str) -> dict[str, str]:
    """The files of an example, those of a plan without a name in the folder `a-plan`."""
    found = {}
    for block in _BLOCK.finditer(example):
        if block["language"] != "text":
            name = block["file"] or "plan.yml"
            is_plan = name.endswith("plan.yml")
            found[name if is_plan and "/" in name else f"a-plan/{name}"] = whole(block["text"], code) if is_plan else block["text"]
    if not any(name.endswith("plan.yml") for name in found):
        found["a-plan/plan.yml"] = whole("", code)
    return found


def said(example: str, code: str, folder: Path) -> str:
    """What `omp check` says of an example; in a repository with a version v1.0, for those that name one."""
    for name, text in files(example, code).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if "baseline:" in example:
        _versioned(folder)
    with chdir(folder), redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        status = main(["check"])
    assert status < 2, err.getvalue()
    return out.getvalue().replace("a-plan/", "")


def _versioned(folder: Path) -> None:
    git = ["git", "-c", "user.name=Ana", "-c", "user.email=ana@example.com", "-c", "commit.gpgsign=false", "-C", str(folder)]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "Agreed"], ["tag", "v1.0"]):
        subprocess.run([*git, *arguments], check=True, capture_output=True)


def rewritten(meanings: Mapping[str, str], folder: Path) -> str:
    """The manual with the meanings that checks give themselves, and with what is said of its wrong examples today."""
    parts = []
    for code in sorted(LEVELS):
        entry = entries()[code]
        example = re.sub(r"\n*```text\n.*?^```", "", entry.wrong, flags=re.MULTILINE | re.DOTALL)
        report = f"```text\n{said(example, code, folder / code)}```"
        new = Entry(code, meanings.get(code, entry.meaning), example + "\n\n" + report, entry.right)
        parts.append(f"# {code}\n\n{new.markdown}\n")
    return "\n".join(parts)


def page(old: str) -> str:
    """The page of the guide: what it says above the first level, then all codes by level."""
    parts = [old.partition("\n## ")[0].strip()]
    for level, title in LEVEL_TITLES.items():
        parts.append(f"## {title}")
        parts += [f"### {code}\n\n{entry.markdown}" for code, entry in entries().items() if LEVELS[code] == level]
    return "\n\n".join(parts) + "\n"
