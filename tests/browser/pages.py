"""Which pages of the example site the browser tests look at, and what they do to them first."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from playwright.sync_api import Page

PLAN = "okc-launch"
"""The plan that has every page a plan can have."""
SEVERAL = {f"{PLAN}/campaigns/.+": 3, "people/.+": 1, "calendar/.+": 1, "portfolio/by-.+": 1, "portfolio/.+": 1}
"""The addresses of pages that are of one kind, and how many of them stand for all."""


def pages(site: Path) -> list[str]:
    """The addresses of all pages, without the site's own."""
    found = (path.parent.relative_to(site).as_posix() for path in site.rglob("index.html"))
    return sorted("" if name == "." else f"{name}/" for name in found)


def look_at(site: Path) -> list[str]:
    """Pages of every kind: all of one plan, the site's own, and one person's."""
    kinds = (PLAN, "portfolio", "calendar", "people/ben")
    return [name for name in pages(site) if name.startswith(kinds) or name == ""]


def kinds(site: Path) -> list[str]:
    """One page of each kind: three of a plan's campaigns stand for all, and one person, organisation and order of plans."""
    found, seen = [], Counter[str]()
    for name in look_at(site):
        kind = next((each for each in SEVERAL if re.fullmatch(each, name)), name)
        seen[kind] += 1
        if seen[kind] <= SEVERAL.get(kind, 1):
            found.append(name)
    return found


def gallery(site: Path) -> list[str]:
    """The pages of the guide that show every component live."""
    return [name for name in pages(site) if name.startswith("guide/gallery/")]


def open_details(page: Page) -> None:
    """Opens all that is folded, as a reader can without a script."""
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
