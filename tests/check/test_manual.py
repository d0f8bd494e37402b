"""The manual of problems, `omp_plugin/manual.md` and the guide's page of it: every code, never out of date, every example tried.

What a check means stands in its docstring, what the other codes mean in the manual itself; levels, and what is said of
the wrong examples, come from the engine. After a change write both anew with `UPDATE_GOLDENS=1`.
"""

from __future__ import annotations

import inspect
import os
import re
from pathlib import Path

import pytest

from omp_plugin.check import CHECKS, SITE_CHECKS
from omp_plugin.manual import entries
from omp_plugin.problems import LEVELS
from tests.docs.manual import MANUAL, PAGE, page, rewritten, said

HEAD_OF_PROBLEM = re.compile(r"^\S+:\d+:\d+: [a-z]+ ([a-z0-9-]+): ", re.MULTILINE)


def docstrings() -> dict[str, str]:
    """What the checks say of themselves, by code, each paragraph on one line."""
    found = {}
    for check in (*CHECKS, *SITE_CHECKS):
        paragraphs = (inspect.getdoc(check) or "").split("\n\n")
        found[check.__name__.replace("_", "-")] = "\n\n".join(" ".join(each.split()) for each in paragraphs)
    return found


def test_the_manual_is_complete_and_up_to_date(tmp_path: Path) -> None:
    new = rewritten(docstrings(), tmp_path)
    if os.environ.get("UPDATE_GOLDENS"):
        MANUAL.write_text(new, encoding="utf-8")
        entries.cache_clear()
        PAGE.write_text(page(PAGE.read_text("utf-8")), encoding="utf-8")
    assert MANUAL.read_text("utf-8") == new
    assert list(entries()) == sorted(LEVELS)


def test_the_page_of_the_guide_is_the_manual() -> None:
    text = PAGE.read_text("utf-8")
    assert text == page(text)


@pytest.mark.parametrize("code", LEVELS)
def test_the_wrong_example_has_this_problem_and_the_right_one_has_none(code: str, tmp_path: Path) -> None:
    entry = entries()[code]
    assert set(HEAD_OF_PROBLEM.findall(said(entry.wrong, code, tmp_path / "wrong"))) == {code}
    assert said(entry.right, code, tmp_path / "right") == ""


def test_each_entry_says_what_it_means_and_where_that_is_laid_down() -> None:
    for code, entry in entries().items():
        assert len(entry.meaning.split()) >= 15, code
        assert re.search(r"\(plan format, sections? \d+", entry.meaning), code
        assert len(entry.short) < 200, code
        assert "(plan format" not in entry.short, code
