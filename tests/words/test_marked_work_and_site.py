"""What is shown of work, of how a plan is steered and of all plans is marked for translation, but for what authors wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from omp_plugin import words
from omp_plugin.model.plan import Plan
from omp_plugin.model.walk import walk
from omp_plugin.render.site_pages import SitePages
from tests.helpers import PLANS
from tests.words.foreign import Bracketed, foreign_plan, unmarked

FOLDERS = sorted(each.parent for each in PLANS.glob("*/plan.yml"))
COMPONENTS = (
    "timeline", "calendar", "task_table", "milestones", "flighting", "sources", "risk_table", "assumption_table",
    "decision_list", "review_list", "kpi_cards", "funnel",
)  # fmt: skip
WITH_HEADING = ('risk_table(limit=3, heading="Ω")', 'milestones(limit=3, heading="Ω")', 'kpi_cards(limit=1, heading="Ω")')
VALUES = ("plan.status", "plan.health", "plan.start", "budget.status")


@pytest.fixture(scope="module", autouse=True)
def _in_brackets() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "_catalogue", lambda language: Bracketed())
        yield


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def site(request: pytest.FixtureRequest) -> SitePages:
    folder: Path = request.param
    return SitePages({folder.name: foreign_plan(folder)}, [])


def left(pages: SitePages, uri: str, text: str) -> list[str]:
    """What nobody marked; ids of plans, which proofs and legends name, are the authors'."""
    plans = [each.compiled.plan for each in pages.plans if each.compiled.plan]
    ids = sorted({form for plan in plans for form in _ids(plan)}, key=len, reverse=True)
    names = re.compile(rf"\b(?:{'|'.join(map(re.escape, ids))})\b")
    return [each for each in unmarked(pages, uri, text) if re.search(r"[A-Za-z]{2,}", names.sub("", _outside(each)))]


def _outside(text: str) -> str:
    return re.sub(r"⟦[^⟧]*⟧", " ", text)


def _ids(plan: Plan) -> Iterator[str]:
    yield plan.id.partition("-")[0][:4].upper()  # its code in calendars of several plans
    for record in walk(plan):
        id_ = getattr(record, "id", None)
        if id_:
            yield from (id_, id_.replace("-", " ").replace("_", " "))


def test_every_word_of_a_component_is_marked(site: SitePages) -> None:
    uri = f"{site.plans[0].folder}/index.md"
    for expression in (*(f"{name}()" for name in COMPONENTS), *WITH_HEADING, *VALUES):
        assert left(site, uri, f"{{{{ {expression} }}}}") == [], expression


def test_every_word_of_a_printed_footer_is_marked(site: SitePages) -> None:
    for _uri, css in site.stylesheets():
        contents = " ".join(re.findall(r"content: (.*?); font", css))
        shown = re.sub(r"\\([0-9a-f]+) ", lambda letter: chr(int(letter[1], 16)), contents)
        assert "⟦as of ⟧" in shown
        assert re.findall(r"[A-Za-z]{2,}", re.sub(r"counter\(pages?\)|⟦[^⟧]*⟧|\d[\w.]*|v\d\S*", "", shown)) == []


def test_every_word_of_the_pages_of_the_site_is_marked() -> None:
    pages = SitePages({folder.name: foreign_plan(folder) for folder in FOLDERS}, [])
    found = [uri for uri, each in pages.generated.items() if each.plan is None and not uri.startswith("people/")]
    assert {"portfolio.md", "calendar.md"} <= set(found)
    for uri in found:
        assert left(pages, uri, pages.text(uri)) == [], uri


def test_a_component_of_another_plan_is_named_in_the_language_of_the_page() -> None:
    folder = PLANS / "okc-launch"
    pages = SitePages({folder.name: foreign_plan(folder)}, [])
    assert left(pages, "index.md", '{{ timeline(plan="okc-launch") }}') == []
