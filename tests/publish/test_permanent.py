"""What was published keeps an address: plans and campaigns that are gone leave a page that says when and why."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from omp_plugin.build import Options, compile_site
from omp_plugin.problems import Position
from omp_plugin.publish.permanent import gone_pages
from omp_plugin.render.site_pages import SitePages
from omp_plugin.source.disk import find_plans, load_plan
from omp_plugin.source.history import History
from omp_plugin.source.removed import gone_plans
from tests.compare.story import Workshop
from tests.helpers import HEAD, TODAY

TWO = """\
campaigns:
  mail: {title: Direct mail, owner: ann, budget: 100}
  search: {title: Search, owner: ann, budget: 100}
"""
ONE = TWO.replace("  mail: {title: Direct mail, owner: ann, budget: 100}\n", "")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """v1 has three plans; since then one was removed, one has moved, and the third has lost a campaign."""
    made = Workshop(tmp_path_factory.mktemp("permanent") / "repo")
    plans = {name: HEAD.replace("title: T", f"title: {name.capitalize()} *plan*") for name in ("spring", "summer", "fall")}
    made.write({f"{name}/plan.yml": text for name, text in plans.items()} | {"fall/campaigns.yml": TWO.split("\n", 1)[1]}, "docs")
    made.commit("one")
    made.tag("v1")
    text = (made.root / "docs/summer/plan.yml").read_text()
    (made.root / "docs/summer/plan.yml").unlink()
    (made.root / "docs/2026").mkdir()
    (made.root / "docs/2026/warm-days").mkdir()
    (made.root / "docs/2026/warm-days/plan.yml").write_text(text)
    made.commit("Put the plans in order")
    (made.root / "docs/spring/plan.yml").unlink()
    made.commit("Stop spring\n\nPlan-Note: plan: No *budget* was given", "NB", "2026-10-05T09:00:00")
    (made.root / "docs/fall/campaigns.yml").write_text(ONE.split("\n", 1)[1])
    made.commit("Drop the mail\n\nPlan-Note: Printer 40% over", "OH", "2026-10-07T09:00:00")
    return made


def site(shop: Workshop, audience: str = "confidential") -> SitePages:
    docs = shop.root / "docs"
    sources = {path.relative_to(docs).as_posix(): load_plan(path, f"docs/{path.relative_to(docs).as_posix()}") for path in find_plans(docs)}
    places = {source.folder: docs / folder for folder, source in sources.items()}
    with History(places, with_past=True) as history:
        found = compile_site(list(sources.values()), Options(TODAY, audience=audience), history=history)
    plans = {each.source.folder.removeprefix("docs/"): each for each in found.plans}
    return SitePages(plans, [], gone=gone_pages(docs, sources, audience))


@pytest.fixture(scope="module")
def pages(shop: Workshop) -> SitePages:
    return site(shop)


def text(pages: SitePages, uri: str) -> str:
    """The page below its front matter, as it reads."""
    assert pages.answer(uri, pages.text(uri), Position(uri, 1, 1)).problems == ()
    plain = re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), pages.text(uri).split("---\n")[2])
    return " ".join(plain.split())


def test_a_plan_that_was_removed(pages: SitePages) -> None:
    said = text(pages, "spring/index.md")
    assert said.startswith("# Spring *plan* This is no longer planned: it was removed on Oct 5, 2026 by Nadia Brooks. No *budget* was given")
    assert "*" not in pages.text("spring/index.md").split("---\n")[2], "nothing of it is markup"
    listed = str(pages.navigation(list(pages.generated)))
    assert "'fall/index.md'" in listed
    assert "'spring/index.md'" not in listed


def test_a_plan_that_has_moved(pages: SitePages) -> None:
    assert text(pages, "summer/index.md") == "# Summer *plan* This page has moved: [Summer *plan*](../2026/warm-days/index.md)."


def test_a_campaign_that_was_removed(pages: SitePages) -> None:
    said = text(pages, "fall/campaigns/mail.md")
    assert said == (
        "# Direct mail This is no longer planned: it was removed on Oct 7, 2026 by Omar Haddad. Printer 40% over [What changed](../changes.md)"
    )
    assert "fall/campaigns/search.md" in pages.generated


def test_what_is_back_or_renamed_is_not_gone(shop: Workshop, tmp_path: Path) -> None:
    shop = Workshop(Path(shutil.copytree(shop.root, tmp_path / "copy")))
    (shop.root / "docs/fall/campaigns.yml").write_text(ONE.split("\n", 1)[1].replace("{title: Search", "{formerly: [mail], title: Search"))
    (shop.root / "docs/spring/plan.yml").write_text(HEAD)
    pages = site(shop)
    assert "This page has moved" in text(pages, "fall/campaigns/mail.md")
    assert pages.generated["spring/index.md"].page.template == "index"


def test_others_than_those_who_see_everything_are_told_nothing(shop: Workshop) -> None:
    pages = site(shop, "public")
    assert {"spring/index.md", "summer/index.md"}.isdisjoint(pages.generated)
    assert "Printer" not in text(pages, "fall/campaigns/mail.md")


def test_without_git_nothing_is_gone(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    assert gone_plans(tmp_path / "docs", {}) == []
    (tmp_path / ".git").mkdir()
    assert gone_plans(tmp_path / "docs", {}) == []
