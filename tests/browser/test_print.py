"""On paper: the overview on two sheets with every KPI, nothing cut by the end of a sheet, the timeline on its side."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.pages import PLAN, kinds

WHOLE = ".omp tbody tr, .omp tfoot tr, .omp-tl-labels > li, .omp svg:not(svg svg, .omp-i, .omp-sprite), .omp dl > div"
"""What no end of a sheet may cut: rows of tables and charts, bars and charts themselves, figures with their labels."""

A4 = {"width": 695, "height": 1010}
"""What the margins leave of a sheet, in pixels."""

LANDSCAPE = ".omp-timeline-plan, .omp-one"
"""What lies on its side."""

# Writes a mark of one pixel at the head and at the foot of each: it comes out on the sheet where that edge is. It is of
# digits, which every font on the page has: a reader of PDF may mix up the fonts. What is taller than a sheet has to be cut.
# All else keeps its place and is not painted, so that there is nothing else to read.
MARK = """whole => {
  const fits = each => each.getBoundingClientRect().height <= innerHeight;
  const box = each => each.matches("tr") ? [...each.cells].find(cell => cell.rowSpan === 1) || each.cells[0] : each;
  const found = [...document.querySelectorAll(whole)].filter(fits).map(each => {
    const place = box(each), text = each.textContent.trim().slice(0, 40);
    return [each, place, getComputedStyle(place).position, `${each.tagName} ${each.id || each.getAttribute("class") || ""} ${text}`];
  });
  document.head.appendChild(document.createElement("style")).textContent = "* { visibility: hidden !important }";
  found.forEach(([each, box, position], number) => {
    const texts = [1, 2].map(edge => ` 909${String(number).padStart(4, "0")}${edge}909 `);
    if (each.matches("svg")) {
      const view = each.viewBox.baseVal, height = view?.height || 0;
      const places = height ? [view.y + 1, view.y + height - 1] : [1, "100%"];
      texts.forEach((text, at) => {
        const mark = each.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "text"));
        mark.textContent = text;
        mark.setAttribute("y", places[at]);
        mark.setAttribute("x", view?.x || 0);
        mark.style.cssText = "font: 1px monospace; fill: #000; stroke: none; text-anchor: start; dominant-baseline: auto";
        mark.style.setProperty("visibility", "visible", "important");
      });
    } else {
      if (position === "static") box.style.position = "relative";
      texts.forEach((text, at) => {
        const mark = box.appendChild(document.createElement("span"));
        mark.textContent = text;
        mark.style.cssText = `position: absolute; ${at ? "bottom" : "top"}: 0; left: 0; font: 1px/1px monospace; color: #000`;
        mark.style.setProperty("visibility", "visible", "important");
      });
    }
  });
  return found.map(each => each[3]);
}"""


def printed(page: Page, paper: str) -> PdfReader:
    """The page as a browser prints it."""
    return PdfReader(BytesIO(page.pdf(format=paper, prefer_css_page_size=True, print_background=True)))


def plain(text: str) -> str:
    """A text with its spaces evened out."""
    return " ".join(text.split())


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_the_overview_takes_two_sheets_and_has_every_kpi(
    address: str, open_page: Callable[..., Page], paper: str
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{address}{PLAN}/")
    cards = page.query_selector_all(".omp-kpi-grid > *")
    named = [(plain(each.query_selector(".omp-kpi-head a, .omp-kpi-head").inner_text()), each) for each in cards]
    wanted = [
        (name.partition("\n")[0], plain(each.query_selector(".omp-kpi-value").inner_text())) for name, each in named
    ]
    assert len(wanted) == 6
    sheets = [plain(sheet.extract_text()) for sheet in printed(page, paper).pages]
    assert len(sheets) == 2
    missing = [(name, value) for name, value in wanted if not any(name in text and value in text for text in sheets)]
    assert missing == []


@pytest.mark.parametrize("part", range(2))
def test_nothing_is_wider_than_its_paper_or_cut_by_its_end(
    site: Path, address: str, open_page: Callable[..., Page], part: int
) -> None:
    """No page is wider than its sheet, and no sheet ends within a row or a bar."""
    page = open_page(java_script_enabled=False, viewport=A4)
    page.emulate_media(media="print")
    wide, cut, seen = {}, {}, 0
    for name in kinds(site)[part::2]:
        page.goto(address + name)
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > A4["width"] and not page.query_selector(LANDSCAPE):
            wide[name] = needed
        found, marks = cut_in(page)
        seen += marks
        if found:
            cut[name] = found
    assert (wide, cut) == ({}, {})
    assert seen > 300


def cut_in(page: Page) -> tuple[list[str], int]:
    """What begins on one sheet and ends on another, though it would fit on one; and how much was looked at."""
    page.emulate_media(media="print")
    page.set_viewport_size(A4)
    marked: list[str] = page.evaluate(MARK, WHOLE)
    sheets: dict[tuple[str, str], set[int]] = {}
    for number, sheet in enumerate(printed(page, "A4").pages):
        for which, edge in re.findall(r"909(\d{4})([12])909", sheet.extract_text()):
            sheets.setdefault((which, edge), set()).add(number)
    cut = [
        f"{each}: begins on {sheets[key, '1']}, ends on {sheets.get((key, '2'))}"
        for key, each in ((f"{number:04}", each) for number, each in enumerate(marked))
        if (key, "1") in sheets and sheets[key, "1"] != sheets.get((key, "2"))
    ]
    return cut, len(sheets)


@pytest.mark.parametrize("rule, cut", [("auto", 1), ("avoid", 0)])
def test_a_cut_is_seen(
    tmp_path: Path, serve: Callable[..., str], open_page: Callable[..., Page], rule: str, cut: int
) -> None:
    lines = "line<br>" * 18
    rows = f"<tr style='break-inside: {rule}'><td>{lines}</td></tr>" * 4
    chart = '<svg class="chart" width="90" height="90"></svg>'
    (tmp_path / "index.html").write_text(f"<!doctype html><div class=omp><table>{rows}</table>{chart}</div>", "utf-8")
    page = open_page()
    page.goto(serve(tmp_path))
    found, marks = cut_in(page)
    assert (len(found), marks) == (cut, 10)


def test_the_timeline_lies_on_its_side(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{address}{PLAN}/timeline/")
    sizes = [(float(sheet.mediabox.width), float(sheet.mediabox.height)) for sheet in printed(page, "Letter").pages]
    assert sizes
    assert all(width > height for width, height in sizes)
