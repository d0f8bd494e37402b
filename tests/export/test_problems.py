"""One problem in four renderings."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft7Validator

from omp_plugin import __version__
from omp_plugin.export.problems import FORMATS, as_github, as_json, as_sarif, as_text, count, visible
from omp_plugin.problems import LEVELS, Position, Problem, set_levels

PLAIN = Problem(Position("plans/x/plan.yml", 3, 7), "wrong-type", '"a" is not a date', "write 2026-11-27")
BARE = Problem(Position("plans/x/kpis.yml", 1, 1), "goal-count", "there are 3 goals", level="info")
NASTY = Problem(Position("plans/x, y:z/100%\n.yml", 2, 1), "without-owner", "50% of\nÜ: \x1b[31mred\u202e::error::", "a, b: c%0A", level="warning")


def test_text() -> None:
    assert as_text([PLAIN, BARE]) == (
        'plans/x/plan.yml:3:7: error wrong-type: "a" is not a date\n  hint: write 2026-11-27\n'
        "plans/x/kpis.yml:1:1: info goal-count: there are 3 goals\n"
    )
    assert as_text([]) == ""


def test_text_of_a_problem_is_two_lines_whatever_is_in_it() -> None:
    text = as_text([NASTY])
    assert text.count("\n") == 2
    assert "\\x1b[31mred\\u202e" in text
    assert all(char.isprintable() for line in text.splitlines() for char in line)


@pytest.mark.parametrize("text,shown", [("plain é 日本", "plain é 日本"), ("a\tb\nc", "a\\tb\\nc"), ("\x00\x1b\x7f", "\\x00\\x1b\\x7f"), ("\u2066\ud800", "\\u2066\\ud800")])
def test_what_could_move_the_cursor_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_json() -> None:
    assert json.loads(as_json([PLAIN, NASTY])) == [
        {"path": "plans/x/plan.yml", "line": 3, "column": 7, "level": "error", "code": "wrong-type", "message": '"a" is not a date', "hint": "write 2026-11-27"},
        {"path": NASTY.position.path, "line": 2, "column": 1, "level": "warning", "code": "without-owner", "message": NASTY.message, "hint": NASTY.hint},
    ]  # fmt: skip
    assert json.loads(as_json([])) == []


def test_github() -> None:
    assert as_github([PLAIN, BARE]) == (
        '::error file=plans/x/plan.yml,line=3,col=7,title=wrong-type::"a" is not a date; write 2026-11-27\n'
        "::notice file=plans/x/kpis.yml,line=1,col=1,title=goal-count::there are 3 goals\n"
    )


def test_github_escapes_what_ends_a_command() -> None:
    text = as_github([NASTY])
    assert text.count("\n") == 1
    assert text.startswith("::warning file=plans/x%2C y%3Az/100%25%0A.yml,line=2,col=1,title=without-owner::50%25 of%0A")
    assert text.endswith("; a, b: c%250A\n")


SARIF: dict[str, Any] = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array", "minItems": 1, "items": {
                "type": "object", "required": ["tool", "results"], "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {"type": "object", "required": ["driver"], "properties": {"driver": {
                        "type": "object", "required": ["name"], "properties": {
                            "rules": {"type": "array", "uniqueItems": True, "items": {"type": "object", "required": ["id"]}}}}}},
                    "results": {"type": "array", "items": {
                        "type": "object", "required": ["message", "ruleId", "level"], "properties": {
                            "level": {"enum": ["none", "note", "warning", "error"]},
                            "ruleIndex": {"type": "integer", "minimum": 0},
                            "message": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}},
                            "locations": {"type": "array", "minItems": 1, "items": {"type": "object", "properties": {"physicalLocation": {
                                "type": "object", "required": ["artifactLocation", "region"], "properties": {
                                    "artifactLocation": {"required": ["uri"], "properties": {"uri": {"type": "string", "pattern": "^[!-~]+$"}}},
                                    "region": {"required": ["startLine"], "properties": {
                                        "startLine": {"type": "integer", "minimum": 1}, "startColumn": {"type": "integer", "minimum": 1}}}}}}}}}}}}}},
    },
}  # fmt: skip
"""The parts of the SARIF 2.1.0 schema that a run of a linter touches."""


@pytest.mark.parametrize("problems", [[], [PLAIN], [PLAIN, BARE, NASTY, PLAIN]])
def test_sarif(problems: list[Problem]) -> None:
    log = json.loads(as_sarif(problems))
    Draft7Validator(SARIF).validate(log)
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted({each.code for each in problems})
    assert [rules[each["ruleIndex"]] for each in run["results"]] == [each["ruleId"] for each in run["results"]] == [each.code for each in problems]
    assert run["tool"]["driver"]["version"] == __version__


def test_sarif_of_one_problem() -> None:
    result = json.loads(as_sarif([NASTY]))["runs"][0]["results"][0]
    assert result["level"] == "warning"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "plans/x%2C%20y%3Az/100%25%0A.yml"
    assert place["region"] == {"startLine": 2, "startColumn": 1}
    assert result["message"]["text"].endswith("hint: a, b: c%0A")


@pytest.mark.parametrize(
    "problems,line",
    [([], "no problems"), ([PLAIN], "1 error"), ([PLAIN, PLAIN, NASTY], "2 errors, 1 warning"), ([BARE, BARE, NASTY], "1 warning, 2 notes")],
)
def test_one_line_that_counts(problems: list[Problem], line: str) -> None:
    assert count(problems) == line


def test_every_format_ends_with_a_line_end() -> None:
    for render in FORMATS.values():
        assert render([PLAIN, NASTY]).endswith("\n")


def test_levels_that_a_plan_sets() -> None:
    found = set_levels([NASTY, PLAIN, BARE, PLAIN], {"wrong-type": "info", "goal-count": "off", "without-owner": "error"})
    assert [(each.code, each.level) for each in found] == [("without-owner", "error"), ("wrong-type", "info")]
    assert set(LEVELS.values()) == {"error", "warning", "info"}
