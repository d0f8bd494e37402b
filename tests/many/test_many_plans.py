"""Many plans: the pages that show all of them stay small enough to be read, and no other page grows with their number.

Two hundred are compiled and shown; the host builds a site of thirty. `make many` builds the whole site of two hundred.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from omp_plugin.build import Options, compile_site
from omp_plugin.export.portfolio import portfolio_tables
from omp_plugin.pages.narrowing import Narrowing
from omp_plugin.pages.narrowing import many_plans as many_plans_of
from omp_plugin.pages.navigation import MANY
from omp_plugin.problems import Position
from omp_plugin.render.components.site import WHOLE
from omp_plugin.render.site_pages import SitePages
from omp_plugin.source.folder import PlanSource
from tests.many.sites import (
    CURRENCIES,
    MOST_CALENDAR,
    MOST_NAVIGATION,
    MOST_PLAN,
    MOST_PORTFOLIO,
    build,
    many_plans,
    navigation_of,
    pages_of,
    write_site,
)
from tests.proofs.reading import read_page
from tests.render.plans import Document

COUNT, BUILT = 200, 30
THEME = 30_000
"""What a page of a theme has besides its content."""


@pytest.fixture(scope="module")
def pages() -> SitePages:
    """The pages of a site of many plans."""
    sources = [PlanSource(f"plans/{Path(name).parent}", {"plan.yml": text.encode()}) for name, text in many_plans(COUNT).items()]
    plans = compile_site(sources, Options(date(2026, 11, 22))).plans
    assert not [problem for each in plans for problem in each.problems if problem.level != "info"]
    return SitePages({each.id: each for each in plans}, ())


def content(pages: SitePages, uri: str) -> str:
    """All components of a generated page."""
    found = pages.answer(uri, pages.text(uri), Position(uri, 1, 1))
    assert not found.problems
    return "\n".join(found.blocks)


def test_the_portfolio_of_many_plans_is_small(pages: SitePages) -> None:
    text = content(pages, "portfolio.md")
    assert len(text.encode()) < MOST_PORTFOLIO - THEME
    document = Document(text)
    assert (document.wrong, document.open) == ([], [])
    rows = [id_ for id_ in document.ids if id_.startswith("plan-")]
    assert len(set(rows)) == COUNT
    assert f"{COUNT - WHOLE} more plans of the table are not drawn." in document.text
    assert document.classes("omp-att-bar") <= WHOLE


def test_pages_of_groups_of_many_plans_are_small(pages: SitePages) -> None:
    for by in ("owner", "type", "tag", "status"):
        text = content(pages, f"portfolio/by-{by}.md")
        assert len(text.encode()) < MOST_PORTFOLIO - THEME, by
        document = Document(text)
        assert (document.wrong, document.open, document.classes("omp-att-bar")) == ([], [], 0)
        assert len([id_ for id_ in document.ids if id_.startswith("plan-")]) == COUNT


def test_the_totals_of_many_plans_are_in_their_currencies(pages: SitePages) -> None:
    rows, totals = portfolio_tables(each.compiled for each in pages.plans)
    found = {str(currency): (plans, budget) for currency, plans, budget, *_ in totals.rows}
    budgets = [(CURRENCIES[n % 3], Decimal(3000 + 3 * n)) for n in range(1, COUNT + 1)]
    euros = sum(budget * Decimal("0.9") if code == "USD" else budget for code, budget in budgets if code != "GBP")
    pounds = sum(budget for code, budget in budgets if code == "GBP")
    assert found == {"EUR": (133, euros), "GBP": (67, pounds)}
    assert len(rows.rows) == COUNT


def test_the_calendar_of_many_plans_has_a_page_for_each_month(pages: SitePages) -> None:
    uris = sorted(uri for uri in pages.generated if uri.startswith("calendar/"))
    assert (uris[0], uris[-1], len(uris)) == ("calendar/2026-07.md", "calendar/2027-04.md", 10)
    sizes = {uri: len(content(pages, uri).encode()) for uri in uris}
    assert max(sizes.values()) < MOST_CALENDAR - THEME, sizes
    document = Document(content(pages, "calendar.md"))
    assert (document.wrong, document.open) == ([], [])
    assert [id_ for id_ in document.ids if id_ == "calendar-2026-11"]
    links = {attributes.get("href") for tag, attributes in document.elements if tag == "a"}
    assert {f"{month}/" for month in ("2026-10", "2026-12")} <= links
    december = Document(content(pages, "calendar/2026-12.md"))
    links = {attributes.get("href") for tag, attributes in december.elements if tag == "a"}
    assert {f"../{month}/" for month in ("2026-11", "2027-01")} <= links
    assert not [uri for uri in uris if pages.generated[uri].page.is_listed]


def test_many_plans_stand_below_one_entry(pages: SitePages) -> None:
    labels = [entry.label for entry in pages.navigation(list(pages.generated))]
    assert labels == ["Portfolio", "Plans", "People"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of so many plans that they stand below one entry, as the host builds it."""
    return build(write_site(tmp_path_factory.mktemp("many"), BUILT))


def test_pages_of_a_site_are_small(built: Path) -> None:
    for kind, most in (("portfolio", MOST_PORTFOLIO), ("calendar", MOST_CALENDAR), ("region-*", MOST_PLAN)):
        found = pages_of(built, kind)
        assert found
        assert {page: size for page, size in found.items() if size > most} == {}


def test_a_plans_page_names_no_other_plan_in_its_navigation(built: Path) -> None:
    """Its own pages, the way to all plans, portfolio, calendar and people: as much on a site of any number of plans."""
    for page in sorted(built.glob("region-0*/**/index.html")):
        text = navigation_of(page)
        own, here = page.relative_to(built).parts[0], page.relative_to(built).parent
        links = {target(here, link) for link in hrefs(text)}
        plans = {link.partition("/")[0] for link in links if link.startswith("region-")}
        assert plans == {own}, page
        assert {"portfolio/", f"{own}/budget/", f"{own}/sources/"} <= links
        assert len(text.encode()) < MOST_NAVIGATION
        assert "All plans" in text


def test_other_pages_lead_to_all_plans_by_one_link(built: Path) -> None:
    for name in ("index.html", "portfolio/index.html", "people/p1/index.html"):
        text = navigation_of(built / name)
        assert not [link for link in hrefs(text) if "region-" in link]
        assert len(text.encode()) < MOST_NAVIGATION
    links = {link.href for link in read_page(built / "portfolio/index.html").links}
    assert {f"../region-{n:03}/" for n in range(1, BUILT + 1)} <= links


def hrefs(text: str) -> list[str]:
    return [attributes.get("href") or "" for tag, attributes in Document(text).elements if tag == "a"]


def target(here: Path, href: str) -> str:
    """Where a link of a page leads, from the root of the site."""
    steps = list(here.parts)
    for step in href.partition("#")[0].split("/"):
        if step == "..":
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join([*steps, ""])


def section(title: str, children: list[Any] | None = None, *, active: bool = False) -> Any:
    return SimpleNamespace(title=title, children=children, active=active)


def titles(items: list[Any]) -> Iterator[Any]:
    for each in items:
        yield (each.title, list(titles(each.children))) if each.children is not None else each.title


@pytest.mark.parametrize("shown, left", [(3, ["all", ("plan 3", ["page"])]), (None, ["all"])])
def test_a_navigation_is_narrowed_to_the_plan_of_its_page(shown: int | None, left: list[Any]) -> None:
    plans = [section(f"plan {n}", [section("page")], active=n == shown) for n in range(MANY + 1)]
    whole = section("All", plans, active=shown is not None)
    items = [section("Home"), section("Plans", [whole]), section("People", [section("Ann")])]
    outer = many_plans_of(items, len(plans))
    narrowing = Narrowing(SimpleNamespace(items=items), outer, [section("all")])
    found = narrowing.now()
    assert narrowing.now() is found
    assert list(titles(found.items)) == ["Home", ("Plans", [("All", left)]), ("People", ["Ann"])]
    assert len(whole.children) == MANY + 1
    for n, plan in enumerate(plans):
        plan.active = n == 1
    assert list(titles(narrowing.now().items))[1] == ("Plans", [("All", ["all", ("plan 1", ["page"])])])
    assert many_plans_of(items, MANY) is None
    assert many_plans_of([section("Plans", plans)], len(plans)) is None
