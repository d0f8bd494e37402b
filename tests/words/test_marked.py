"""What is shown of aims, campaigns, people and strategy, and every page's own text, is marked for translation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from omp_plugin import words
from omp_plugin.build import Options, compile_plan
from omp_plugin.render.components import render_component
from omp_plugin.render.context import plan_context
from omp_plugin.render.environment import Renderer
from omp_plugin.render.site_pages import SitePages
from omp_plugin.source.disk import load_plan
from tests.helpers import PLANS, TODAY
from tests.words.foreign import Bracketed, foreign_plan, unmarked, words_of

FOLDERS = sorted(each.parent for each in PLANS.glob("*/plan.yml"))
OF_EVERY_PLAN = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
PAGES = ("kpis", "budget", "goals", "timeline", "changes", "strategy", "team", "risks", "reviews", "campaigns", "sources")
COMPONENTS = (
    *(f'title_block(page="{page}")' for page in ("index", *PAGES)),
    "summary()", "health()", "open_values()", "one_page()", "goal_table()", "goal_map()", 'goal_map(heading="Ω")',
    "coverage()", 'coverage(heading="Ω")', "campaign_table()", 'campaign_table(heading="Ω")', "raci_table()",
    "team_table()", "hiring_table()", "positioning()", "swot()", "pestel()", "five_forces()", "mix()", "personas()",
    "competitors()", "market_facts()", "presence_table()", "tools_table()", "quality_table()", "learning_log()",
    "next_steps()",
)  # fmt: skip
OF_CAMPAIGNS = (
    "title_block(campaign={id})", "campaign_brief(campaign={id})", 'campaign_brief(campaign={id}, part="tactics")',
    "raci_table(campaign={id})",
)  # fmt: skip
OF_PEOPLE = ("person_table(person={id})", 'title_block(page="person", person={id}, every_plan=true)')


@pytest.fixture(autouse=True)
def _bracketed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_catalogue", lambda language: Bracketed())


@cache
def pages_of(folder: Path) -> SitePages:
    """The pages of a plan in a language of brackets; to be called while that is spoken."""
    return SitePages({folder.name: foreign_plan(folder)}, [], language="xx")


def asked(pages: SitePages) -> Iterator[str]:
    """What pages ask for: of the plan, of each of its campaigns and of each of its people."""
    plan = pages.plans[0].compiled.plan
    assert plan is not None
    yield from COMPONENTS
    for ids, questions in ((plan.campaigns, OF_CAMPAIGNS), (plan.people, OF_PEOPLE)):
        yield from (each.format(id=f'"{id_}"') for id_ in ids for each in questions)


@OF_EVERY_PLAN
def test_every_word_of_a_component_is_marked(folder: Path) -> None:
    pages = pages_of(folder)
    uri = f"{folder.name}/index.md"
    left = {each: found for each in asked(pages) if (found := unmarked(pages, uri, f"{{{{ {each} }}}}"))}
    assert left == {}


@OF_EVERY_PLAN
def test_every_word_between_the_components_of_a_page_is_marked(folder: Path) -> None:
    pages, left = pages_of(folder), {}
    for uri, each in pages.generated.items():
        text = re.sub(r"(?s)^---\n.*?\n---\n|\{\{.*?\}\}", "", pages.text(uri))
        left[uri] = words_of(each.page.title, each.page.label, text)
    assert {uri: found for uri, found in left.items() if found} == {}


def test_words_that_are_not_marked_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_catalogue", lambda language: words.ENGLISH)
    pages = SitePages({FOLDERS[0].name: foreign_plan(FOLDERS[0])}, [])
    assert "Campaign" in unmarked(pages, f"{FOLDERS[0].name}/index.md", "{{ campaign_table() }}")
    assert "Campaign" in words_of("<p>Campaign</p>")


def test_one_renderer_speaks_each_language_in_turn() -> None:
    ctx = plan_context(compile_plan(load_plan(FOLDERS[0], "plans/x"), Options(TODAY)))
    renderer = Renderer()
    assert ctx is not None
    english = render_component(renderer, ctx, "raci_table")
    with words.speaking("xx"):
        assert "⟦Finish⟧" in render_component(renderer, ctx, "raci_table")
    assert render_component(renderer, ctx, "raci_table") == english


def test_a_language_without_a_catalogue_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    for locale in ("xx_YY", "../de", "", "en_US", "a" * 300, "de\0", "é", "d" * 9):
        with words.speaking(locale):
            assert words._("Budget") == "Budget"
            assert words.ngettext("{n} task", "{n} tasks", 2) == "{n} tasks"
            assert words.pgettext("state", "Done") == "Done"
