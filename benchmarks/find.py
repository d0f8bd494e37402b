"""Measures what a search costs its reader: the theme's index, and Pagefind's of the same pages, to the first answer.

    python benchmarks/find.py SITE... [--pagefind PROGRAM] [--times 5] [--word budget]

SITE is a built site with Material's search. It is not changed.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path

from paint import CHROMIUM, served
from playwright.sync_api import Browser, sync_playwright

INDEX = Path("search/search_index.json")
# Types the word into the theme's box, and waits until an answer is shown.
THEME = """async word => {
  const start = performance.now(), query = document.querySelector("[data-md-component=search-query]");
  query.focus(); query.value = word;
  for (const each of ["keyup", "input"]) query.dispatchEvent(new Event(each, {bubbles: true}));
  while (!document.querySelector(".md-search-result__list li")) await new Promise(go => setTimeout(go, 10));
  return performance.now() - start;
}"""
PAGEFIND = """async word => {
  const start = performance.now(), pagefind = await import("/pagefind/pagefind.js");
  const found = await pagefind.search(word);
  await Promise.all(found.results.slice(0, 10).map(each => each.data()));
  return performance.now() - start;
}"""


def first_answer(browser: Browser, site: Path, page: str, look: str, word: str) -> tuple[float, int]:
    """Milliseconds to the first answer of a browser that knows nothing of the site, and the bytes that it loaded."""
    loaded = []
    with served(site) as address:
        context = browser.new_context()
        tab = context.new_page()
        tab.goto(address + page)
        tab.wait_for_timeout(300)
        tab.on("response", lambda response: loaded.append(int(response.headers.get("content-length", 0))))
        found = float(tab.evaluate(look, word))
        context.close()
    return found, sum(loaded)


def indexed(site: Path, program: str, folder: Path) -> Path:
    """The site with Pagefind's index of its articles; prints what that took."""
    copy = folder / "site"
    shutil.copytree(site, copy)
    of_pages = ["--root-selector", "article", "--exclude-selectors", "[data-search-exclude]"]
    before = _children()
    subprocess.run([program, "--site", str(copy), *of_pages], check=True, capture_output=True)
    files = [path.stat().st_size for path in (copy / "pagefind").rglob("*") if path.is_file()]
    took = _children() - before
    print(f"  pagefind: {took:.1f} s of processor, {len(files):,} files, {sum(files) / 1000:,.0f} kB")
    (copy / "empty.html").write_text("<!doctype html><title>Search</title>", encoding="utf-8")
    return copy


def _children() -> float:
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(browser: Browser, site: Path, asked: argparse.Namespace, folder: Path) -> None:
    """Prints the figures of one site, both searches by turns."""
    raw = (site / INDEX).read_bytes()
    pages = len(list(site.rglob("index.html")))
    packed = len(gzip.compress(raw, 6))
    print(f"{site.name}: {pages:,} pages; the theme's index: {len(raw) / 1000:,.0f} kB, packed {packed / 1000:,.0f} kB")
    looks = {"theme": (site, "", THEME)}
    if asked.pagefind:
        looks["pagefind"] = (indexed(site, asked.pagefind, folder), "empty.html", PAGEFIND)
    found: dict[str, list[tuple[float, int]]] = {name: [] for name in looks}
    for _ in range(asked.times):
        for name, (place, page, look) in looks.items():
            found[name].append(first_answer(browser, place, page, look, asked.word))
    for name, each in found.items():
        times = [milliseconds for milliseconds, _ in each]
        loaded = f", {each[-1][1] / 1000:,.0f} kB loaded" if name != "theme" else ""  # a worker loads the theme's index
        print(f"  {name}: {statistics.median(times):,.0f} ms (least {min(times):,.0f}){loaded}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sites", nargs="+", type=Path, metavar="SITE")
    parser.add_argument("--pagefind", help="its program, of the package pagefind-bin", default=shutil.which("pagefind"))
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--word", default="budget")
    asked = parser.parse_args()
    program = shutil.which("chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=list(CHROMIUM))
        for site in asked.sites:
            with tempfile.TemporaryDirectory() as folder:
                measure(browser, site, asked, Path(folder))
        browser.close()


if __name__ == "__main__":
    main()
