"""The plan on a page is one sheet that lies across, on any paper; sheets say whose they are and how many there are."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.pages import PLAN


def printed(page: Page, paper: str) -> PdfReader:
    """The page as a browser prints it."""
    return PdfReader(BytesIO(page.pdf(format=paper, prefer_css_page_size=True, print_background=True)))


def texts(page: Page, paper: str) -> list[str]:
    """What stands on each sheet."""
    return [" ".join(each.extract_text().split()) for each in printed(page, paper).pages]


def test_every_plan_on_a_page_is_one_sheet(site: Path, address: str, open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    names = sorted(path.parent.parent.name for path in site.glob("*/one-page/index.html"))
    assert PLAN in names
    lie = {}
    for name in names:
        page.goto(f"{address}{name}/one-page/")
        for paper in ("Letter", "A4"):
            lie[name, paper] = [each.mediabox.width > each.mediabox.height for each in printed(page, paper).pages]
    assert len(lie) == 2 * len(names)
    assert {sheet: found for sheet, found in lie.items() if found != [True]} == {}


def test_it_has_aims_campaigns_money_dates_and_risks(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{address}{PLAN}/one-page/")
    (text,) = texts(page, "A3")
    for words in ("Win new customers efficiently", "$15,000", "Paid search and shopping", "$16,000", "High 16"):
        assert words in text
    assert text.count("Page 1 of 1") == 1


def test_sheets_say_which_plan_they_are_of(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{address}{PLAN}/")
    found = texts(page, "Letter")
    for number, text in enumerate(found, 1):
        assert f"Page {number} of {len(found)}" in text
        assert "Oklahoma City launch plan · v1.1 · as of Nov 22, 2026" in text
