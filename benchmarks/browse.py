"""Measures in Chromium what readers wait for and load: timelines beside mermaid, pages beside plain ones, Lighthouse.

    npm install --prefix build/node mermaid lighthouse
    python benchmarks/browse.py [--node build/node] [--times 5]
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import run
from paint import CHROMIUM, GANTT, mermaid_text, served
from playwright.sync_api import Browser, sync_playwright
from sites import write_plain, write_plans

from omp_plugin.build import Options, compile_plan
from omp_plugin.compute.compiled import Compiled
from omp_plugin.render.components import render_component
from omp_plugin.render.context import plan_context
from omp_plugin.render.environment import Renderer
from omp_plugin.render.style_parts import linked, style_files
from omp_plugin.source.folder import PlanSource
from plans import TODAY, large_plan

ONE = Path(__file__).with_name("one.py")
RATIOS = {50: 1 / 8, 200: 1 / 8, 1000: 1 / 15}
"""The most that a timeline of so many tasks may take of what mermaid takes."""
MOST_TIMELINE, MOST_ADDED = 40_000, 12_000
SHEET = "omp.css"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Timeline</title>
<link rel="stylesheet" href="omp.css"></head><body class="md-typeset"><h1>Department plan</h1>{text}</body></html>"""
# Notes when the first frame with a bar in it has been drawn.
SEEN = """(() => {
  const look = () => requestAnimationFrame(() => {
    const bars = Array.from(document.querySelectorAll("%s")).slice(0, 200);
    if (!bars.some(bar => bar.getBoundingClientRect().width)) return look();
    requestAnimationFrame(() => { window.seen = performance.now() });
  });
  look();
})()"""
OUR_BARS, THEIR_BARS = ".omp svg rect, .omp svg path", ".mermaid svg rect.task, .mermaid svg .error-icon"
SHIFTS = """() => new Promise(found => { let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(each => { sum += each.value }))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => found(sum), 1000); })"""
LOOKED_AT = ("plan-001", "plan-001/timeline")


def packed(content: bytes) -> int:
    """Bytes as servers send them."""
    return len(gzip.compress(content, 6, mtime=0))


def write_timelines(folder: Path, script: Path) -> Iterator[tuple[int, int]]:
    """A page with our timeline and one with mermaid's, of each size; gives the size and the bytes of ours, packed."""
    shutil.copy(script, folder / "mermaid.min.js")
    for name, css in style_files(SHEET):
        (folder / name).write_bytes(css)
    for tasks in RATIOS:
        compiled = compile_plan(PlanSource("docs/department", large_plan(campaigns=tasks // 50)), Options(TODAY))
        text = _timeline(compiled)
        (folder / f"ours-{tasks}.html").write_text(linked(PAGE.format(text=text), SHEET), encoding="utf-8")
        gantt = GANTT.format(text=html.escape(mermaid_text(compiled)))
        (folder / f"mermaid-{tasks}.html").write_text(gantt, encoding="utf-8")
        yield tasks, packed(text.encode())


def _timeline(compiled: Compiled) -> str:
    ctx = plan_context(compiled)
    assert ctx is not None
    return str(render_component(Renderer(), ctx, "timeline"))


def seen(browser: Browser, address: str, bars: str) -> float:
    """Milliseconds from the request to the frame that shows the chart, in a browser that knows nothing of it."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(SEEN % bars)
    page = context.new_page()
    page.goto(address, wait_until="commit")
    page.wait_for_function("window.seen", timeout=180_000)
    found = float(page.evaluate("window.seen"))
    context.close()
    return found


def timelines(browser: Browser, folder: Path, script: Path, times: int) -> None:
    """Prints a row for each size: medians of loads by turns; the first of each is not counted."""
    print("| tasks | ours, ms | mermaid, ms | ratio | limit | ours, packed |\n|---|---|---|---|---|---|")
    sizes = list(write_timelines(folder, script))
    with served(folder) as address:
        for tasks, size in sizes:
            turns = [
                (seen(browser, f"{address}ours-{tasks}.html", OUR_BARS),
                 seen(browser, f"{address}mermaid-{tasks}.html", THEIR_BARS))
                for _ in range(times + 1)
            ][1:]  # fmt: skip
            ours, theirs = (statistics.median(turn[each] for turn in turns) for each in (0, 1))
            ratio = statistics.median(one / other for one, other in turns)
            kilobytes = f"{size / 1000:.1f} kB" + (f" (of {MOST_TIMELINE // 1000})" if tasks == max(RATIOS) else "")
            figures = f"{ours:.0f} | {theirs:.0f} | {ratio:.3f} | {RATIOS[tasks]:.3f}"
            print(f"| {tasks} | {figures} | {kilobytes} |", flush=True)


def make_sites(folder: Path) -> tuple[Path, Path]:
    """A site of one plan, and the same words and tables under Material alone."""
    write_plans(folder / "ours", 1)
    run([sys.executable, ONE], folder / "ours")
    write_plain(folder / "plain", folder / "ours/site")
    run([sys.executable, ONE], folder / "plain")
    return folder / "ours/site", folder / "plain/site"


def loads(browser: Browser, ours: Path, plain: Path) -> None:
    """Prints what pages weigh over those of *plain*, the scripts that they load besides, and how far things shift."""
    print("\n| page | adds, packed | limit | scripts besides the theme's | CLS, desktop | CLS, phone |")
    print("|---|---|---|---|---|---|")
    with served(ours) as address, served(plain) as other:
        for name in LOOKED_AT:
            pages = [packed((site / name / "index.html").read_bytes()) for site in (ours, plain)]
            more = _scripts(browser, f"{address}{name}/") - _scripts(browser, f"{other}{name}/")
            shifts = [_shift(browser, f"{address}{name}/", width) for width in (1440, 390)]
            sheets = re.findall(r"assets/omp[\w-]*\.css", (ours / name / "index.html").read_text(encoding="utf-8"))
            sheet = sum(packed((ours / each).read_bytes()) for each in sheets)
            added = (pages[0] + sheet - pages[1]) / 1000
            shown = f"{added:.1f} kB (stylesheets {sheet / 1000:.1f}) | {MOST_ADDED / 1000:.0f} kB | {len(more)}"
            print(f"| {name} | {shown} | {shifts[0]:.3f} | {shifts[1]:.3f} |", flush=True)


def _scripts(browser: Browser, address: str) -> set[str]:
    """The names of the scripts that a page loads."""
    page = browser.new_page()
    page.goto(address, wait_until="networkidle")  # the theme starts its search when it has time
    names = page.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
    inline = page.evaluate("document.querySelectorAll('article script').length")
    page.close()
    return {name.rpartition("/")[2] for name in names if name.endswith(".js")} | {f"inline {n}" for n in range(inline)}


def _shift(browser: Browser, address: str, width: int) -> float:
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    page.goto(address)
    found = float(page.evaluate(SHIFTS))
    context.close()
    return found


def lighthouse(node: Path, program: str, ours: Path, plain: Path, times: int) -> None:
    """Prints the scores of both sites' pages, medians of runs in turn, and the audits of accessibility that fail on
    ours alone."""
    print("\n| page | device | performance, ours | plain | accessibility, ours | plain | fails on ours alone |")
    print("|---|---|---|---|---|---|---|")
    with served(ours) as address, served(plain) as other:
        for name in LOOKED_AT:
            for device in ("desktop", "mobile"):
                turns = [
                    [_report(node, program, f"{site}{name}/", device) for site in (address, other)]
                    for _ in range(times)
                ]
                scores = [
                    f"{statistics.median(turn[which]['categories'][kind]['score'] for turn in turns) * 100:.0f}"
                    for kind in ("performance", "accessibility")
                    for which in (0, 1)
                ]
                alone = sorted(set.union(*(_failing(one) - _failing(other) for one, other in turns)))
                print(f"| {name} | {device} | {' | '.join(scores)} | {', '.join(alone) or 'none'} |", flush=True)


def _report(node: Path, program: str, address: str, device: str) -> dict[str, dict[str, dict[str, float]]]:
    command = [node / "node_modules/.bin/lighthouse", address, "--quiet", "--output=json"]
    command += ["--only-categories=performance,accessibility", f"--chrome-flags=--headless=new {' '.join(CHROMIUM)}"]
    command += ["--preset=desktop"] if device == "desktop" else []
    environment = {**os.environ, "CHROME_PATH": program}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        sys.exit(f"lighthouse of {address} exits {done.returncode}:\n{done.stderr}")
    found: dict[str, dict[str, dict[str, float]]] = json.loads(done.stdout)
    return found


def _failing(report: dict[str, dict[str, dict[str, float]]]) -> set[str]:
    of_kind = {each["id"] for each in report["categories"]["accessibility"]["auditRefs"]}  # type: ignore[attr-defined]
    return {name for name, each in report["audits"].items() if name in of_kind and each["score"] == 0}


def main() -> None:
    """Prints the tables of README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--node", type=Path, default=Path("build/node"), help="where npm installed both (build/node)")
    parser.add_argument("--times", type=int, default=5, help="how many loads of each the medians are of")
    asked = parser.parse_args()
    node = asked.node.resolve()
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or sys.exit("there is no Chromium: set $CHROMIUM")
    script = node / "node_modules/mermaid/dist/mermaid.min.js"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        ours, plain = make_sites(Path(folder))
        browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM))
        if script.is_file():
            (Path(folder) / "charts").mkdir()
            timelines(browser, Path(folder) / "charts", script, asked.times)
        else:
            print(f"mermaid is not measured: it is not in {node}")
        loads(browser, ours, plain)
        browser.close()
        if (node / "node_modules/.bin/lighthouse").exists():
            lighthouse(node, program, ours, plain, asked.times)
        else:
            print(f"Lighthouse does not run: it is not in {node}")


if __name__ == "__main__":
    main()
