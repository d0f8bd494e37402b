"""The manual of problems, `plans/guide/problems.md`: every code with its meaning and an example, never out of date.

What a check means stands in its docstring, what the other codes mean in the page itself; levels and examples come from
the engine and the goldens. After a change write the page anew with `UPDATE_GOLDENS=1`.
"""

from __future__ import annotations

import inspect
import os
import re
from pathlib import Path

from omp_plugin.check import CHECKS, SITE_CHECKS
from omp_plugin.problems import LEVELS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "plans" / "guide" / "problems.md"
GOLDEN = ROOT / "tests" / "broken" / "golden.txt"
LEVEL_TITLES = {"error": "Errors", "warning": "Warnings", "info": "Information"}
UNTESTED_HERE = {"unknown-component"}  # of pages, which broken plans do not have


def docstrings() -> dict[str, str]:
    """What the checks say of themselves, by code, each paragraph on one line."""
    found = {}
    for check in (*CHECKS, *SITE_CHECKS):
        paragraphs = (inspect.getdoc(check) or "").split("\n\n")
        found[check.__name__.replace("_", "-")] = "\n\n".join(" ".join(each.split()) for each in paragraphs)
    return found


def written(page: str) -> dict[str, str]:
    """What the page says of each code, without examples."""
    entries = re.findall(r"^### ([a-z0-9-]+)\n\n(.*?)(?=^```|^##|\Z)", page, re.MULTILINE | re.DOTALL)
    return {code: text.strip() for code, text in entries}


def examples() -> dict[str, str]:
    """One problem of each code, of the broken plan named like it or else of the first, without the plan's folder."""
    found: dict[str, str] = {}
    named: dict[str, str] = {}
    for block in GOLDEN.read_text("utf-8").split("\n\n"):
        match = re.match(r"([^/]+)/\S+ [a-z]+ ([a-z0-9-]+): ", block)
        assert match, block
        home = named if match[1] == match[2] else found
        home.setdefault(match[2], block.strip().replace(f"{match[1]}/", ""))
    return {**found, **named}


def manual(page: str) -> str:
    """The page as it should be."""
    texts = {**written(page), **docstrings()}
    parts = [page.partition("\n## ")[0].strip()]
    for level, title in LEVEL_TITLES.items():
        parts.append(f"## {title}")
        for code in sorted(code for code in LEVELS if LEVELS[code] == level):
            parts += [f"### {code}", texts.get(code, "")]
            if code in examples():
                parts.append(f"```text\n{examples()[code]}\n```")
    return "\n\n".join(parts) + "\n"


def test_the_manual_is_complete_and_up_to_date() -> None:
    page = PAGE.read_text("utf-8")
    if os.environ.get("UPDATE_GOLDENS"):
        page = manual(page)
        PAGE.write_text(page, encoding="utf-8")
    assert page == manual(page)
    assert set(written(page)) == set(LEVELS)


def test_each_entry_says_what_it_means_and_where_that_is_laid_down() -> None:
    for code, text in written(PAGE.read_text("utf-8")).items():
        assert len(text.split()) >= 15, code
        assert re.search(r"\(plan format, sections? \d+", text), code


def test_each_entry_has_an_example() -> None:
    assert set(examples()) == set(LEVELS) - UNTESTED_HERE
