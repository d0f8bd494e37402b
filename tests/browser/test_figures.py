"""Without a script and under a strict policy each page shows every figure of `plan.json`, and breaks no rule of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.figures import Figure, Figures, numbers
from tests.browser.pages import PLAN, kinds, open_details

POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'"

# The texts that can be seen: not clipped away for the ears only, not hidden, not without extent.
SEEN = """() => {
  const seen = of => {
    const walker = document.createTreeWalker(of, NodeFilter.SHOW_TEXT), texts = [], range = document.createRange();
    while (walker.nextNode()) {
      const node = walker.currentNode, parent = node.parentElement;
      if (!node.data.trim() || parent.closest(".omp-sr, title, desc")) continue;
      if (!parent.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (box.width > 1 && box.height > 1) texts.push(node.data.trim());
    }
    return texts.join(" ").replace(/\\s+/g, " ");
  };
  const rows = [...document.querySelectorAll(".omp tr")].map(row => {
    const group = row.closest("tbody")?.querySelector("th[scope=rowgroup]");
    return [row.id, group ? seen(group) : "", row.cells.length ? seen(row.cells[0]) : "", seen(row)];
  });
  return {all: [...document.querySelectorAll(".omp")].map(seen).join(" "), rows};
}"""


# What a page breaks of its policy, and whether it is ours: a style or a script inside of a component, or a file of omp's.
WATCH = """() => {
  window.broken = [];
  document.addEventListener("securitypolicyviolation", event => {
    const inside = event.target instanceof Element && event.target.closest(".omp");
    const theme = event.effectiveDirective.startsWith("script-src") || event.effectiveDirective === "connect-src";
    if (inside || !theme) window.broken.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`);
  });
}"""


def test_each_figure_is_seen_without_a_script(
    site: Path, serve: Callable[..., str], open_page: Callable[..., Page], refused: list[str]
) -> None:
    address = serve(site, policy=POLICY)
    page = open_page(java_script_enabled=False)
    seen: dict[str, Any] = {}
    for figure in (figures := list(published(site))):
        if figure.page not in seen:
            page.goto(f"{address}{PLAN}/{figure.page}")
            open_details(page)
            seen[figure.page] = page.evaluate(SEEN)
    missing = [
        f"{each.path}: {each.texts} in {each.page or 'overview'} {each.row}"
        for each in figures
        if not is_seen(seen, each)
    ]
    assert not missing, "\n".join(missing)
    assert refused == []


def test_each_figure_has_a_place(site: Path) -> None:
    assert {each.path for each in published(site)} == set(numbers(plan_of(site)))


def test_no_page_breaks_the_policy(
    site: Path, serve: Callable[..., str], open_page: Callable[..., Page], refused: list[str]
) -> None:
    address = serve(site, policy=POLICY)
    page = open_page()
    page.add_init_script(f"({WATCH})()")
    broken = {}
    for name in kinds(site):
        page.goto(address + name)
        if found := page.evaluate("window.broken"):
            broken[name] = found
    assert (broken, refused) == ({}, [])


def test_the_watch_sees_what_breaks_the_policy(
    tmp_path: Path, serve: Callable[..., str], open_page: Callable[..., Page]
) -> None:
    ours = '<p style="color: red">a</p><img src="https://far.invalid/x.png"><a href="#" onclick="alert()">b</a>'
    (tmp_path / "index.html").write_text(f'<!doctype html><script>1</script><div class="omp">{ours}</div>', "utf-8")
    page = open_page()
    page.add_init_script(f"({WATCH})()")
    page.goto(serve(tmp_path, policy=POLICY))
    rules = {said.partition(":")[0] for said in page.evaluate("window.broken")}
    assert rules == {"style-src-attr", "img-src", "script-src-attr"}


def plan_of(site: Path) -> dict[str, Any]:
    """The plan as the site publishes it."""
    found: dict[str, Any] = json.loads((site / PLAN / "plan.json").read_text("utf-8"))
    return found


def published(site: Path) -> list[Figure]:
    """The figures that are known; what is not known has no text to look for."""
    return [each for each in Figures(plan_of(site), "en-US") if each.texts]


def is_seen(seen: dict[str, Any], figure: Figure) -> bool:
    """True if one way to write the figure stands in its row, or anywhere on its page where it has no row."""
    found = seen[figure.page]
    texts = [found["all"]] if not figure.row else [text for *row, text in found["rows"] if is_row(row, figure.row)]
    return any(holds(text, written) for text in texts for written in figure.texts)


def is_row(row: list[str], wanted: str) -> bool:
    """True for the row of an id, or of a group and a first cell; an entity's number may stand before its title."""
    id_, group, first = row
    if "|" not in wanted:
        return id_ == wanted
    in_group, title = wanted.split("|")
    return group.endswith(in_group) and re.fullmatch(rf"(?:\d+ )?{re.escape(title)}(?: ?\d+)?", first) is not None


def holds(text: str, figure: str) -> bool:
    """True if the text has the figure, and not as a part of a longer one."""
    return re.search(rf"(?<![\w.,−-]){re.escape(figure)}(?![\d%]|[.,]\d)", text) is not None


def test_a_figure_is_not_seen_in_a_longer_one() -> None:
    assert holds("spent $5,180 of it", "$5,180")
    assert holds("Nov 22, 2026.", "Nov 22, 2026")
    for text, figure in (("15", "5"), ("5,180", "5"), ("−$600", "$600"), ("12.5%", "12"), ("1.5", "5"), ("96%", "96")):
        assert not holds(text, figure), (text, figure)
