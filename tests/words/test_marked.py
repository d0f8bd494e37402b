"""What is shown of KPIs, money and changes is marked for translation, but for what authors wrote."""

from __future__ import annotations

import pytest

from omp_plugin import words
from omp_plugin.render.site_pages import SitePages
from tests.helpers import PLANS
from tests.words.foreign import Bracketed, foreign_plan, unmarked

EXPRESSIONS = ("kpi_table()", "budget_table()", "budget_bar()", "changes()", "scenario_table()")


@pytest.fixture(scope="module")
def pages() -> SitePages:
    return SitePages({"okc-launch": foreign_plan(PLANS / "okc-launch")}, [])


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_word_is_marked(pages: SitePages, expression: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_catalogue", lambda language: Bracketed())
    assert unmarked(pages, "okc-launch/index.md", f"{{{{ {expression} }}}}") == []


def test_words_that_are_not_marked_are_found(pages: SitePages) -> None:
    assert "Campaign" in unmarked(pages, "okc-launch/index.md", "{{ campaign_table() }}")


def test_a_language_without_a_catalogue_is_english() -> None:
    for locale in ("xx_YY", "../de", "", "en_US"):
        with words.speaking(locale):
            assert words._("Budget") == "Budget"
            assert words.ngettext("{n} task", "{n} tasks", 2) == "{n} tasks"
            assert words.pgettext("state", "Done") == "Done"
