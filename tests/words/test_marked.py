"""Everything that is shown is marked for translation, but what authors wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from omp_plugin import words
from omp_plugin.render.site_pages import SitePages
from tests.words.foreign import Bracketed, foreign_plan, unmarked

PLANS = sorted(each.parent for each in (Path(__file__).parents[2] / "plans").glob("*/plan.yml"))


@pytest.mark.parametrize("folder", PLANS, ids=lambda folder: folder.name)
def test_every_word_of_a_generated_page_is_marked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_catalogue", lambda language: Bracketed())
    with words.speaking("xx"):
        pages = SitePages({folder.name: foreign_plan(folder)}, [], language="xx")
        left = sorted(set(unmarked(pages)))
    assert left == []
