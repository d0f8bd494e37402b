"""`make many`: builds the whole site of two hundred plans, and measures it beside its promises.

    python -m tests.many [--plans 200]
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from tests.many.sites import (
    MOST_CALENDAR,
    MOST_NAVIGATION,
    MOST_PLAN,
    MOST_PORTFOLIO,
    build,
    navigation_of,
    pages_of,
    write_site,
)

MOST_MEMORY = 1_000_000_000
"""Bytes of memory that the build may take: what the free machines for CI have many times over."""


def report(name: str, size: int, most: int) -> bool:
    """Prints a size beside its promise, and tells whether it is kept."""
    print(f"{name:44} {size / 1000:9,.0f} kB  of {most / 1000:,.0f} kB  {'kept' if size <= most else 'BROKEN'}")
    return size <= most


def largest(site: Path, name: str, pattern: str, most: int) -> bool:
    """The largest of some pages beside what is promised of each."""
    page, size = max(pages_of(site, pattern).items(), key=lambda each: each[1])
    return report(f"{name}, the largest: {page}", size, most)


def measured(folder: Path, plans: int) -> bool:
    """True when all promises are kept."""
    start = perf_counter()
    site = build(write_site(folder, plans))
    wall, used = perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    memory = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    pages = len(list(site.rglob("index.html")))
    cpu = used.ru_utime + used.ru_stime
    print(f"{plans} plans, {pages} pages: {wall:.0f} s by the clock, {cpu:.0f} s of processor, {cpu * 1000 / pages:.0f} ms a page")
    navigation = max(len(navigation_of(page).encode()) for page in site.glob("region-*/**/index.html"))
    kept = [
        largest(site, "portfolio", "portfolio", MOST_PORTFOLIO), largest(site, "calendar", "calendar", MOST_CALENDAR),
        largest(site, "plans", "region-*", MOST_PLAN), report("navigation of a plan's page", navigation, MOST_NAVIGATION),
        report("memory", memory, MOST_MEMORY),
    ]  # fmt: skip
    return all(kept)


def main() -> int:
    """0 when every promise is kept, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=200, help="how many plans the site has")
    with tempfile.TemporaryDirectory() as folder:
        return 0 if measured(Path(folder), parser.parse_args().plans) else 1


if __name__ == "__main__":
    sys.exit(main())
