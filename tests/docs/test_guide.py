"""The guide is true: its examples compile, its figures are computed, its fragments are of the format."""

from __future__ import annotations

import os
import re

import pytest
import yaml

from omp_plugin.export.problems import as_text
from omp_plugin.model.plan import Plan
from omp_plugin.model.reading import specs
from tests.docs.computed import rewritten
from tests.docs.guide import GUIDE, PLAN_FILE, Example, blocks, compile_text, compiled, examples, pages

PAGES = pages()
MANUAL = "problems.md"
"""Half of its examples are wrong on purpose; tests/check/test_manual.py tries them all."""
READ = {name: text.partition("\n## ")[0] if name == MANUAL else text for name, text in PAGES.items()}
EXAMPLES = [each for name, text in READ.items() for _, each in examples(name, text)]
FORM = {
    "bad-id", "duplicate-key", "missing-key", "refused-yaml", "syntax", "too-large", "unknown-check", "unknown-key",
    "unsafe-path", "unsafe-text", "unsafe-url", "unsupported-format", "wrong-type",
}  # fmt: skip
"""What a fragment of a plan may not have: it cannot be read as it stands."""


def name_of(example: Example) -> str:
    """Where an example stands."""
    return f"{example.page}:{example.line}:{len(example.files)}"


@pytest.mark.parametrize("page", PAGES)
def test_what_is_computed_is_up_to_date(page: str) -> None:
    new = rewritten(page, PAGES[page])
    if os.environ.get("UPDATE_GUIDE"):
        (GUIDE / page).write_text(new, encoding="utf-8")
    else:
        assert PAGES[page] == new, "UPDATE_GUIDE=1 pytest tests/docs writes it anew"


@pytest.mark.parametrize("example", EXAMPLES, ids=name_of)
def test_examples_have_no_errors(example: Example) -> None:
    """Errors are allowed only where the page shows the very problem, and says what it is."""
    shown = set(re.findall(r"<!-- computed: problems ([a-z -]+?) -->", PAGES[example.page]))
    codes = {code for each in shown for code in each.split()}
    errors = [each for each in compiled(example).problems if each.level == "error" and each.code not in codes]
    assert not errors, as_text(errors)


FRAGMENTS = [
    block for name, text in READ.items() for block in blocks(name, text) if block.language == "yaml" and not block.file
]


@pytest.mark.parametrize("block", FRAGMENTS, ids=lambda block: f"{block.page}:{block.line}")
def test_fragments_are_of_the_format(block: object) -> None:
    """A fragment without a file's name holds keys of a plan; it is read with what every plan needs around it."""
    text = block.text  # type: ignore[attr-defined]
    keys = set(yaml.load(text, Loader=yaml.BaseLoader) or ())
    assert keys <= set(specs(Plan))
    needed = {"omp": "1", "title": "Fragment", "period": "2026-07-01 to 2027-12-31", "owner": "ana"}
    head = "".join(f"{key}: {value}\n" for key, value in needed.items() if key not in keys)
    head += "" if "fiscal_year_start" in keys or "FY" not in text else "fiscal_year_start: 7\n"
    found = [each for each in compile_text({PLAN_FILE: head + text}).problems if each.code in FORM]
    assert not found, as_text(found)
