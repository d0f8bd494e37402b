"""Plans that are each broken in one way, and say so themselves: `# expect: code` at the end of the offending line.

What CSV and Markdown files should report stands in an `expected.txt` beside them. The wording of every message and hint
is kept in `golden.txt`; after a deliberate change write it anew with `UPDATE_GOLDENS=1`.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from omp_plugin.build import Options, Site, compile_site
from omp_plugin.problems import LEVELS, Problem
from omp_plugin.source.disk import find_plans, load_plan
from omp_plugin.source.history import History

BROKEN = Path(__file__).parents[1] / "broken"
GOLDEN = BROKEN / "golden.txt"
EXPECT = re.compile(r"# expect: ([a-z0-9-]+(?:, [a-z0-9-]+)*)")
ELSEWHERE = {"unknown-component"}  # reported when pages are made, and tested with them
TODAY = date(2026, 6, 30)

Expected = tuple[str, int, str]
"""Path, line and code."""


@pytest.fixture(scope="module")
def site() -> Site:
    """All broken plans, compiled as one site."""
    sources = [load_plan(path, path.relative_to(BROKEN).as_posix()) for path in find_plans(BROKEN)]
    return compile_site(sources, Options(TODAY), history=History({}))


def expected() -> Iterator[Expected]:
    """What the fixtures say of themselves."""
    for path in sorted(BROKEN.rglob("*")):
        name = path.relative_to(BROKEN).as_posix()
        if path.name == "expected.txt":
            for line in path.read_text("utf-8").splitlines():
                file, number, code = re.split(r"[: ]", line)
                yield f"{path.parent.relative_to(BROKEN).as_posix()}/{file}", int(number), code
        elif path.suffix in {".yml", ".md"} and path.is_file():
            for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
                for match in EXPECT.finditer(line):
                    yield from ((name, number, code) for code in match[1].split(", "))


def render(problem: Problem) -> str:
    """A problem as the command prints it."""
    return f"{problem.position}: {problem.level} {problem.code}: {problem.message}\n  hint: {problem.hint}\n"


def test_broken_plans_report_what_they_say_and_nothing_else(site: Site) -> None:
    found = Counter((each.position.path, each.position.line, each.code) for each in site.problems)
    said = Counter(expected())
    assert sorted((said - found).elements()) == [], "expected, but not found"
    assert sorted((found - said).elements()) == [], "found, but not expected"


def test_each_code_has_a_broken_plan() -> None:
    assert {code for _, _, code in expected()} == set(LEVELS) - ELSEWHERE


def test_there_are_many_ways_to_break_a_plan() -> None:
    assert len(find_plans(BROKEN)) >= 60


def test_messages_read_as_agreed(site: Site) -> None:
    text = "\n".join(map(render, site.problems))
    if os.environ.get("UPDATE_GOLDENS"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text("utf-8")


def test_each_problem_is_a_sentence_in_the_house_style(site: Site) -> None:
    for each in site.problems:
        first = each.message.split()[0]
        assert first[0].islower() or first[0].isdigit() or first[0] == '"' or first.isupper(), each
        assert not each.message.endswith("."), each
        assert each.hint, each
        assert not each.hint.endswith("."), each


def test_problems_come_in_the_order_of_the_sources(site: Site) -> None:
    positions = [each.position for each in site.problems]
    assert positions == sorted(positions)


def test_the_same_plans_give_the_same_problems_in_any_order(site: Site) -> None:
    sources = [load_plan(path, path.relative_to(BROKEN).as_posix()) for path in reversed(find_plans(BROKEN))]
    assert compile_site(sources, Options(TODAY), history=History({})).problems == site.problems
