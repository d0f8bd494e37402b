"""One problem, five renderings: for people, programs, GitHub's annotations, code scanning (SARIF), GitLab."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from omp_plugin import __version__
from omp_plugin.export.plan_json import problem_json, to_text
from omp_plugin.manual import entries
from omp_plugin.problems import LEVELS, Level, Problem

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_GITHUB_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
_GITLAB_LEVELS = {"error": "critical", "warning": "minor", "info": "info"}
_GITHUB_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}


def as_text(problems: Sequence[Problem]) -> str:
    """`path:line:column: level code: message`, the hint on a line below."""
    lines = []
    for each in problems:
        lines.append(f"{each.position}: {each.level} {each.code}: {each.message}")
        if each.hint:
            lines.append(f"  hint: {each.hint}")
    return "".join(f"{visible(line)}\n" for line in lines)


def visible(text: str) -> str:
    """A text as one line of a terminal: whatever could move the cursor or hide text is shown as an escape."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def as_json(problems: Sequence[Problem]) -> str:
    """A list of objects, as in `plan.json`."""
    return to_text([problem_json(each) for each in problems])


def as_github(problems: Sequence[Problem]) -> str:
    """Workflow commands: an annotation at the line of each problem."""
    lines = []
    for each in problems:
        path, line, column = each.position
        place = f"file={_escaped(path, True)},line={line},col={column},title={_escaped(each.code, True)}"
        text = f"{each.message}; {each.hint}" if each.hint else each.message
        lines.append(f"::{_GITHUB_LEVELS[each.level]} {place}::{_escaped(text)}\n")
    return "".join(lines)


def _escaped(text: str, in_property: bool = False) -> str:
    escapes = {**_GITHUB_ESCAPES, ":": "%3A", ",": "%2C"} if in_property else _GITHUB_ESCAPES
    return "".join(escapes.get(char, char) for char in text)


def as_sarif(problems: Sequence[Problem]) -> str:
    """SARIF 2.1.0 with one rule a code."""
    codes = sorted({each.code for each in problems})
    driver = {"name": "omp", "version": __version__, "rules": _sarif_rules(codes)}
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(each, codes.index(each.code)) for each in problems],
    }
    return to_text({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _sarif_rules(codes: Sequence[str]) -> list[dict[str, Any]]:
    """What the manual says of the codes; code scanning shows it beside each problem."""
    manual = entries() if codes else {}
    return [
        {
            "id": code,
            "shortDescription": {"text": manual[code].short},
            "help": {"text": manual[code].text, "markdown": manual[code].markdown},
            "defaultConfiguration": {"level": _SARIF_LEVELS[LEVELS[code]]},
        }
        for code in codes
    ]


def _sarif_result(each: Problem, rule: int) -> dict[str, Any]:
    from urllib.parse import quote

    path, line, column = each.position
    text = f"{each.message}\nhint: {each.hint}" if each.hint else each.message
    location = {
        "artifactLocation": {"uri": quote(path, errors="surrogateescape")},
        "region": {"startLine": line, "startColumn": column},
    }
    return {
        "ruleId": each.code,
        "ruleIndex": rule,
        "level": _SARIF_LEVELS[each.level],
        "message": {"text": text},
        "locations": [{"physicalLocation": location}],
    }


def as_gitlab(problems: Sequence[Problem]) -> str:
    """A Code Quality report: GitLab shows each problem at its line in a merge request."""
    seen: Counter[str] = Counter()
    items = []
    for each in problems:
        path, line, _ = each.position
        same = f"{path}\0{each.code}\0{each.message}"
        seen[same] += 1
        items.append({
            "description": f"{each.message}; {each.hint}" if each.hint else each.message,
            "check_name": each.code,
            "fingerprint": sha256(f"{same}\0{seen[same]}".encode("utf-8", "surrogatepass")).hexdigest(),
            "severity": _GITLAB_LEVELS[each.level],
            "location": {"path": path, "lines": {"begin": line}},
        })  # fmt: skip
    return to_text(items)


FORMATS: Mapping[str, Callable[[Sequence[Problem]], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
    "gitlab": as_gitlab,
}


def count(problems: Sequence[Problem]) -> str:
    """One line that counts the problems by level: `2 errors, 1 warning`."""
    counted = Counter(each.level for each in problems)
    words: dict[Level, str] = {"error": "error", "warning": "warning", "info": "note"}
    parts = [f"{counted[level]} {word}{'s' if counted[level] != 1 else ''}" for level, word in words.items()]
    kept = [part for part in parts if not part.startswith("0 ")]
    return ", ".join(kept) or "no problems"
