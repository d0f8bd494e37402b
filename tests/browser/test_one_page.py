"""The plan on a page is one sheet that lies across, on any paper; sheets say whose they are and how many there are."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.pages import PLAN


def sheets(page: Page, paper: str) -> list[tuple[float, float, str]]:
    """Width, height and text of the sheets that a page is printed on."""
    reader = PdfReader(BytesIO(page.pdf(format=paper, prefer_css_page_size=True, print_background=True)))
    return [
        (float(each.mediabox.width), float(each.mediabox.height), " ".join(each.extract_text().split()))
        for each in reader.pages
    ]


@pytest.mark.parametrize("paper", ["Letter", "A4", "A3"])
def test_every_plan_on_a_page_is_one_sheet(
    site: Path, address: str, open_page: Callable[..., Page], paper: str
) -> None:
    page = open_page(java_script_enabled=False)
    names = sorted(path.parent.parent.name for path in site.glob("*/one-page/index.html"))
    assert PLAN in names
    counts = {}
    for name in names:
        page.goto(f"{address}{name}/one-page/")
        found = sheets(page, paper)
        counts[name] = [width > height for width, height, _ in found]
    assert counts == {name: [True] for name in names}


def test_it_has_aims_campaigns_money_dates_and_risks(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{address}{PLAN}/one-page/")
    ((_, _, text),) = sheets(page, "A4")
    for words in ("Win new customers efficiently", "$15,000", "Paid search and shopping", "$16,000", "High 16"):
        assert words in text
    assert text.count("Page 1 of 1") == 1


def test_sheets_say_which_plan_they_are_of(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{address}{PLAN}/")
    texts = [text for _, _, text in sheets(page, "Letter")]
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(texts)}" in text
        assert "Oklahoma City launch plan · v1.1 · as of Nov 22, 2026" in text
