"""Every kept case of every fuzzing target, and some hundred new ones each, the same on every run."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

import pytest
from coverage import Coverage

from omp_plugin.problems import Position, problem
from tests.fuzz.__main__ import NAMES, SLOW
from tests.fuzz.answers import flaws, is_inside
from tests.fuzz.cases import CORPUS, kept, mutated, seeds
from tests.fuzz.targets import TARGETS

KEPT = [path for name in TARGETS for path in kept(name)]
NEW = 250
FEW = {"exports": 30}
"""Of the targets that take long."""


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_once_broke_holds(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_new_cases_hold(name: str) -> None:
    begin, chance = seeds(name), Random(7)
    for _ in range(FEW.get(name, NEW)):
        raw = mutated(chance, chance.choice(begin), begin)
        start = time.process_time()
        TARGETS[name](raw)
        assert time.process_time() - start < SLOW, raw


def test_no_branches_are_counted_meanwhile() -> None:
    """What runs thousands of cases would take three times as long, in a worker as elsewhere."""
    assert Coverage.current() is None


def test_the_command_knows_every_target_and_the_corpus_none_else() -> None:
    assert set(NAMES) == set(TARGETS)
    assert {path.name for path in CORPUS.iterdir()} <= set(TARGETS)


@pytest.mark.parametrize(
    "path,line,column,message,flaw",
    [
        ("plans/x/plan.yml", 2, 3, "wrong", ""),
        ("plans/x/plan.yml", 3, 1, "wrong", "outside"),
        ("plans/x/plan.yml", 2, 4, "wrong", "outside"),
        ("plans/x/plan.yml", 0, 1, "wrong", "outside"),
        ("plans/x/else.yml", 1, 1, "wrong", "not read"),
        ("plans/x/plan.yml", 1, 1, " ", "says nothing"),
    ],
)
def test_a_flawed_answer_is_noticed(path: str, line: int, column: int, message: str, flaw: str) -> None:
    found = flaws([problem(Position(path, line, column), "syntax", message)], {"plan.yml": b"omp: 1\nab"})
    assert bool(found) == bool(flaw)
    assert flaw in "".join(found)


def test_lines_end_where_yaml_or_an_editor_ends_them() -> None:
    assert is_inside("a\rb", 2, 2)
    assert is_inside("a\rb", 1, 4)
    assert not is_inside("a\rb", 2, 3)
    assert is_inside("a\rb\x85c", 2, 4)
    assert not is_inside("a\rb\x85c", 2, 5)
