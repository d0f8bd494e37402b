"""Two hundred plans: the pages that show all of them stay small enough to be read.

The whole site of them is built where `OMP_MANY_PLANS` is set: that takes many minutes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from omp_plugin.build import Options, compile_site
from omp_plugin.export.portfolio import portfolio_tables
from omp_plugin.problems import Position
from omp_plugin.render.components.site import WHOLE
from omp_plugin.render.site_pages import SitePages
from omp_plugin.source.folder import PlanSource
from tests.many.sites import CURRENCIES, many_plans, write_site
from tests.render.plans import Document

COUNT = 200
MOST_PORTFOLIO, MOST_CALENDAR = 300_000, 400_000
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


@pytest.mark.skipif("OMP_MANY_PLANS" not in os.environ, reason="builds a site of thousands of pages; set OMP_MANY_PLANS")
def test_the_whole_site_is_built(tmp_path: Path) -> None:
    settings, site = write_site(tmp_path, COUNT), tmp_path / "site"
    command: list[str | Path] = [Path(sys.executable).with_name("mkdocs"), "build", "--quiet", "--strict", "--config-file", settings]
    subprocess.run([*command, "--site-dir", site], check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    assert (site / "portfolio/index.html").stat().st_size <= MOST_PORTFOLIO
    for page in (site / "calendar").rglob("index.html"):
        assert page.stat().st_size <= MOST_CALENDAR, page
