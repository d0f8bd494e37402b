"""Problems in four forms."""

from __future__ import annotations

import json

from omp_plugin.export.problems import as_github, as_json, as_sarif, as_text, count, visible
from omp_plugin.problems import Position, Problem

ERROR = Problem(Position("plans/a b,c/plan.yml", 3, 7), "wrong-type", '"5%\n::x" is not a date', "write 2026", "error")
INFO = Problem(Position("plans/x/kpis.yml", 1, 1), "open-value", "still open", "", "info")


def test_text_gives_the_place_and_the_hint_on_a_line_below() -> None:
    assert as_text([INFO]) == "plans/x/kpis.yml:1:1: info open-value: still open\n"
    first, second = as_text([ERROR]).splitlines()
    assert first == 'plans/a b,c/plan.yml:3:7: error wrong-type: "5%\\n::x" is not a date'
    assert second == "  hint: write 2026"


def test_what_cannot_be_seen_is_shown() -> None:
    assert visible("a\x1b[31mb\u202ec") == "a\\x1b[31mb\\u202ec"
    assert visible("Größe – 5 €") == "Größe – 5 €"


def test_json_is_a_list_of_objects() -> None:
    first, second = json.loads(as_json([ERROR, INFO]))
    assert (first["path"], first["line"], first["column"], first["level"]) == ("plans/a b,c/plan.yml", 3, 7, "error")
    assert second["hint"] == ""


def test_github_annotations_are_one_line_each() -> None:
    first, second = as_github([ERROR, INFO]).splitlines()
    assert first == (
        "::error file=plans/a b%2Cc/plan.yml,line=3,col=7,title=wrong-type::"
        '"5%25%0A::x" is not a date; write 2026'
    )
    assert second == "::notice file=plans/x/kpis.yml,line=1,col=1,title=open-value::still open"


def test_sarif_names_its_rules_and_places() -> None:
    log = json.loads(as_sarif([ERROR, INFO]))
    run = log["runs"][0]
    assert (log["version"], [rule["id"] for rule in run["tool"]["driver"]["rules"]]) == (
        "2.1.0",
        ["open-value", "wrong-type"],
    )
    first, second = run["results"]
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("wrong-type", 1, "error")
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "plans/a%20b%2Cc/plan.yml"
    assert place["region"] == {"startLine": 3, "startColumn": 7}
    assert second["level"] == "note"


def test_counting() -> None:
    assert count([]) == "no problems"
    assert count([ERROR, ERROR, INFO]) == "2 errors, 1 note"
