"""Measures the pages of a plan of a thousand tasks as Material builds them: their size, and when Chromium first paints.

Beside them, given mermaid's script (`--mermaid node_modules/mermaid/dist/mermaid.min.js`), a mermaid gantt of the same
tasks.
"""

from __future__ import annotations

import argparse
import gzip
import html
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from omp_plugin.build import Options, compile_plan
from omp_plugin.compute.compiled import Compiled
from omp_plugin.source.folder import PlanSource
from plans import TODAY, large_plan

MKDOCS = Path(sys.executable).with_name("mkdocs")
MOST_BYTES, MOST_PACKED, MOST_RATIO = 1_000_000, 120_000, 1.5
TIMES = 9
SETTINGS = """
site_name: Marketing plans
theme: {name: material, font: false, features: [navigation.tabs, navigation.sections, navigation.prune]}
plugins: [search, omp]
"""
CHROMIUM = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
FIRST_PAINT = """() => new Promise(found => new PerformanceObserver(list => {
  const paint = list.getEntriesByName("first-contentful-paint")[0];
  if (paint) found(paint.startTime);
}).observe({type: "paint", buffered: true}))"""
GANTT = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Gantt</title></head><body>
<h1>Department plan</h1><pre class="mermaid">{text}</pre><script src="mermaid.min.js"></script>
<script>mermaid.initialize({{startOnLoad: true, maxTextSize: 1e7, maxEdges: 1e5}})</script></body></html>"""
MARKS = {"done": "done, ", "doing": "active, ", "todo": ""}


TEXTS = frozenset({".css", ".html", ".js", ".json", ".svg", ".xml"})


class Quiet(SimpleHTTPRequestHandler):
    """Serves files as the hosts of sites do, texts packed, and writes no log."""

    def send_head(self) -> Any:
        """The headers of a file, and what is sent of it."""
        path = Path(self.translate_path(self.path), "index.html" if self.path.endswith("/") else "")
        if path.suffix not in TEXTS or not path.is_file():
            return super().send_head()
        content = gzipped(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 # the base class's name
        pass


@cache
def gzipped(path: Path) -> bytes:
    """A file as it is sent."""
    return gzip.compress(path.read_bytes(), 6, mtime=0)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serves a folder on this machine; the address ends in a slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def make_site(folder: Path) -> Path:
    """The site of the plan."""
    plan, site = folder / "docs/department", folder / "site"
    plan.mkdir(parents=True)
    for name, content in large_plan().items():
        (plan / name).write_bytes(content)
    (folder / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    command: list[str | Path] = [MKDOCS, "build", "--quiet", "--config-file", folder / "mkdocs.yml", "--site-dir", site]
    subprocess.run(command, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    return site


def mermaid_text(compiled: Compiled) -> str:
    """The plan as a mermaid gantt: sections, statuses, dates and milestones, which is all it knows."""
    assert compiled.plan is not None
    assert compiled.results is not None
    lines, section = ["gantt", "dateFormat YYYY-MM-DD"], ""
    for id_, when in compiled.results.schedule.tasks.items():
        task = compiled.plan.tasks[id_]
        if task.campaign and task.campaign != section:
            section = task.campaign
            lines.append(f"section {compiled.plan.campaigns[section].label}")
        mark = ("crit, " if when.critical else "") + MARKS.get(task.state, "")
        span = f"milestone, {id_}, {when.start}, 0d" if task.is_milestone else f"{id_}, {when.start}, {when.finish}"
        lines.append(f"{task.label} :{mark}{span}")
    return "\n".join(lines)


def first_paints(browser: Browser, *addresses: str) -> list[float]:
    """Median milliseconds to the first contentful paint of each page: by turns, each time by a browser that knows none.

    The first loads of a browser are slower, and are not counted.
    """
    turns = [[_load(browser, address, _first_paint) for address in addresses] for _ in range(TIMES + 1)][1:]
    return [statistics.median(times) for times in zip(*turns, strict=True)]


def _first_paint(page: Page) -> float:
    return float(page.evaluate(FIRST_PAINT))


def _load(browser: Browser, address: str, look: Callable[[Page], float]) -> float:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(address)
    found = look(page)
    context.close()
    return found


def gantt_times(browser: Browser, folder: Path, script: Path) -> tuple[float, float]:
    """Median milliseconds to the first paint of a mermaid gantt of the plan, and to the chart."""
    compiled = compile_plan(PlanSource("docs/department", large_plan()), Options(TODAY))
    (folder / "index.html").write_text(GANTT.format(text=html.escape(mermaid_text(compiled))), encoding="utf-8")
    shutil.copy(script, folder / "mermaid.min.js")

    def chart(page: Page) -> float:
        page.wait_for_selector(".mermaid svg .task, .mermaid svg .error-icon", timeout=120_000, state="attached")
        return float(page.evaluate("performance.now()"))

    with served(folder) as address:
        (first,) = first_paints(browser, address)
        return first, statistics.median(_load(browser, address, chart) for _ in range(3))


def report(name: str, found: float, most: float, unit: str) -> bool:
    """Prints a figure beside its limit, and tells whether it is kept."""
    print(f"{name:44} {found:9,.0f} {unit} of {most:,.0f} {unit}  {'kept' if found <= most else 'BROKEN'}")
    return found <= most


def sizes(site: Path) -> list[bool]:
    """The timeline page's bytes as they are and packed."""
    page = (site / "department/timeline/index.html").read_bytes()
    packed = len(gzip.compress(page, 6, mtime=0))
    return [
        report("timeline page", len(page), MOST_BYTES, "bytes"),
        report("timeline page, gzip -6", packed, MOST_PACKED, "bytes"),
    ]


def paints(browser: Browser, site: Path) -> bool:
    """The first paint of the timeline beside that of the overview."""
    with served(site) as address:
        overview, timeline = first_paints(browser, f"{address}department/", f"{address}department/timeline/")
    print(f"{'overview page, first paint':44} {overview:9,.0f} ms")
    return report("timeline page, first paint", timeline, overview * MOST_RATIO, "ms")


def main() -> int:
    """0 when every limit is kept, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mermaid", type=Path, help="mermaid.min.js, to measure a gantt of the same tasks")
    script = parser.parse_args().mermaid
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or sys.exit("there is no Chromium: set $CHROMIUM")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        start = perf_counter()
        site = make_site(Path(folder))
        print(f"{'build of the site':44} {perf_counter() - start:9.1f} s")
        kept = sizes(site)
        browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM))
        kept.append(paints(browser, site))
        if script:
            (Path(folder) / "gantt").mkdir()
            first, chart = gantt_times(browser, Path(folder) / "gantt", script)
            size = sum(path.stat().st_size for path in (Path(folder) / "gantt").iterdir())
            print(f"{'mermaid gantt, page and script':44} {size:9,} bytes")
            print(f"{'mermaid gantt, first paint':44} {first:9,.0f} ms\n{'mermaid gantt, chart':44} {chart:9,.0f} ms")
        browser.close()
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
