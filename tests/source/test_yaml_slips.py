"""Slips are reported where they were made, not where YAML stumbles over them."""

from __future__ import annotations

import time

import pytest

from omp_plugin import limits
from omp_plugin.source.yaml_reader import read_yaml

BLANKS = 'there is no blank behind "{}:"'


@pytest.mark.parametrize(
    "text,place,says",
    [
        ("a: 1\ntitle:Spring\nc: 3\n", "2:1", BLANKS.format("title")),
        ("title:Spring\nc: 3\n", "1:1", 'write "title: Spring"'),
        ("a: 1\ntitle:Spring", "2:1", 'write "title: Spring"'),
        ("a:\n  b: 1\n  c:2\nd: 3\n", "3:3", 'write "c: 2"'),
        ("- a:1\n  b: 2\n", "1:3", 'write "a: 1"'),
        ("a: 1\nhello world\nb: 2\n", "2:1", 'this line has no ": "'),
        ("a: 1\nhttps://x.org\nb: 2\n", "2:1", 'this line has no ": "'),
        ("a: 1\nb:\xa02d\nc: 3\n", "2:3", "a no-break space (U+00A0)"),
        ("b:\xa02d\nc: 3\n", "1:3", 'write "b: 2d"'),
        ("a:\n  b: 1\n    c: 2\n", "3:6", "this line is indented by 4, the key above it (in line 2) by 2"),
        ("a:\n    b: 1\n  c: 2\n", "3:3", "this line is indented by 2, the key above it (in line 2) by 4"),
        ("a:\n    b: 1\n    # d: 3\n\n   c: 2\n", "5:4", "this line by 4, or line 2 by 3"),
        ("- a: 1\n   b: 2\n", "2:5", "this line is indented by 3, the key above it (in line 1) by 2"),
        ("a: one\n  two\n  b: c\n", "3:4", 'put a text that holds ": " in quotes'),
        ("a:\n    b: 1\n   c: 2\n   d: 3\n", "3:4", "alike: line 2 by 3, or this line by 4"),
        ("a:\n  b\n    c: 2\n", "2:3", 'write "b:"'),
        ("a:\n  b c\n  d: 2\n", "2:3", 'this line has no ": "'),
        ("tasks\n  b: 2\n", "1:1", 'write "tasks:"'),
        ("a: one\n  two\n  b: c\n", "3:4", "this line is indented by 2, the key above it (in line 1) by 0"),
        ("a:\n  b:1\n    c: 2\n", "2:3", 'write "b: 1"'),
        ("a:\n   b:\n      c: 1\n  d:\n", "4:3", "the key above it (in line 2) by 3"),
        ("a:\n\xa0  b: 1\n  c: 2\n", "2:1", "indented with a no-break space"),
        ("a:\n  b: 1\n \xa0c: 2\n", "3:2", "indented with a no-break space"),
        ('a: "x\nb: "%"\n', "1:4", "end in line 2"),
        ("a: b\n- c: d\n", "2:1", "goes with nothing before it"),
        ("a: 1\nb: Sale: x\n", "2:8", "stands behind no key of its own"),
        ("a: \"x\nb: y\nc: z\n", "1:4", 'write "x"'),
        ("a: 'tis\nb: y\n", "1:4", "in double quotes"),
        ("---\na: 'x\n---\n", "2:4", "never closed"),
        ('a: "x\nb: y\nc: "z"\n', "1:4", "the quotes that open here end in line 3"),
        ("a: {x: 'y, z: 1}\nb: 2\nc: 'it'\n", "1:8", "end in line 3"),
        ("a: [b\nc: d\n", "1:4", 'the "[" that opens here is not closed'),
        ("a: [b\n\n", "1:4", 'write "]"'),
        ("a: {b: 1", "1:4", 'write "}"'),
        ("a: [\n", "1:4", 'write "]"'),
        ("a: [b, {c: [d]\n", "1:8", 'write "}"'),
        ("a: [b,\n---\n", "1:4", 'write "]"'),
        ("a:\n  b: {c: 1\n  d: 2\n", "2:6", 'the "{" that opens here is not closed'),
        ("- a: [b\n  c: d\n", "1:6", "is not closed"),
        ("a: {b: 1,\n    c: 2 d: 3}\n", "2:11", "put a comma between the entries"),
        ("a: 'it's'\n", "1:8", "it's in quotes"),
    ],
)
def test_a_slip_is_found_where_it_was_made(text: str, place: str, says: str) -> None:
    _, problems = read_yaml(text, "plan.yml")
    found = problems[0]
    assert [each.code for each in problems] == ["syntax"]
    assert f"{found.position.line}:{found.position.column}" == place
    assert says in f"{found.message}; {found.hint}"


def test_lines_are_counted_from_the_first_of_the_file() -> None:
    """The head of a page begins in its second line."""
    _, problems = read_yaml("a: 1\n  b: 2\n", "c.md", first_line=2)
    assert problems[0].position.line == 3
    assert "(in line 2)" in problems[0].message


def test_every_slip_of_a_prefix_lies_in_the_file() -> None:
    text = "a: {b: [1, 'x\n  y'], \"c\": d}\ne:\n  - f: 'g'\n    h: |\n      i: j\nk:\xa0l\nm:n\n"
    for end in range(len(text)):
        lines = text[:end].split("\n")
        for found in read_yaml(text[:end] + '"]', "f")[1] + read_yaml(text[:end], "f")[1]:
            assert 1 <= found.position.line <= len(lines)
            assert 1 <= found.position.column <= len(lines[found.position.line - 1]) + 3


@pytest.mark.parametrize(
    "line,end",
    [("x:y\n", "a: b\n"), ("- " * 40 + "\n", " a: b: c\n"), ("'x': y\n", "'z' z\n"), ("  x\n", " a: b\n"), ("-" * 500, "\na: b\n"), ("# x\n", "]\n"), ("   x: y\n", " a: b\n")],
)
def test_looking_for_a_slip_takes_no_longer_than_reading(line: str, end: str) -> None:
    text = "a: 1\n" + line * (limits.PLAN_FILE_BYTES // len(line)) + end
    before = time.process_time()
    read_yaml(text, "f")
    assert time.process_time() - before < 5, "seconds; what is quadratic takes minutes"
