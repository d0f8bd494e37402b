"""Slips of the pen that YAML stumbles over, told in words that an author knows."""

from __future__ import annotations

import re

import pytest

from omp_plugin.source.parser_words import in_words
from omp_plugin.source.yaml_reader import read_yaml
from tests.helpers import ROOT

JARGON = re.compile(r"\b(token|mapping|scalar|sequence|indicator|anchor|context|parse|parsing|null|boolean|string|integer)s?\b")
SLIPS = [
    ("title: Sale: 20% off", "1:12", '": " that stands behind no key'),
    ("a: 1\n  b: 2", "2:4", "this line is indented by 2, the key above it (in line 1) by 0"),
    ("a\nb: c", "1:1", 'write "a:"'),
    ("owner: @ann", "1:8", "a text cannot begin with this sign"),
    ("a:\n\t- x", "2:1", "indent with spaces, not tabs"),
    ("a: {b: 1 c: 2}", "1:11", "put a comma between the entries"),
    ("a: [1, 2\n   b: 3", "2:5", "put a comma between the items"),
    ("a:\n - x\n y: 1", "3:2", 'begin the line with "- "'),
    ("a: - b", "1:4", 'no list can begin with "- " here'),
    ('a: "x', "1:4", 'write "x"'),
    ('a: "\\q"', "1:5", "'single quotes'"),
    ("note: *important*", "1:17", "a text cannot begin with & or *"),
    ("a: 'it's'", "1:8", "'it''s'"),
    ("a: [,]", "1:5", "something is missing between these signs"),
    ("a: b\n- c", "2:1", "goes with nothing before it"),
    (" a: 1\nb: 2", "2:1", "without spaces before them"),
]


@pytest.mark.parametrize("text,place,says", SLIPS)
def test_a_slip_is_told_in_plain_words(text: str, place: str, says: str) -> None:
    _, problems = read_yaml(text, "plan.yml")
    found = problems[0]
    assert f"{found.position.line}:{found.position.column}" == place
    assert found.code == "syntax"
    assert says in f"{found.message} {found.hint}"
    assert not JARGON.search(f"{found.message} {found.hint}")


def test_what_nobody_has_seen_yet_is_still_said() -> None:
    message, hint = in_words("did not find the expected '>'", "while scanning a tag")
    assert message == "did not find the expected '>' (while scanning a tag)"
    assert hint


def test_no_message_speaks_the_language_of_parsers() -> None:
    told = (ROOT / "tests" / "broken" / "golden.txt").read_text("utf-8")
    found = {match[0] for match in JARGON.finditer(told)}
    assert found <= {"anchor"}, "an anchor is named as what it is, with a hint what to do about it"
