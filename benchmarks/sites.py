"""Makes sites to measure: plans of realistic size, and the same words and tables as Markdown that a person wrote.

A plan has 40 tasks, 12 KPIs with eight months of values, 7 campaigns, a budget of 14 lines by quarter, 8 people and 4
goals. The same number gives the same files, on every machine.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

from plans import PEOPLE, THEMES, THINGS, VERBS

TASKS, KPIS, CAMPAIGNS, TEAM, MONTHS = 40, 12, 7, 8, 8
QUARTERS = ("2026-Q3", "2026-Q4", "2027-Q1", "2027-Q2")
FIRST, LAST, TODAY = date(2026, 7, 1), date(2027, 6, 30), date(2027, 3, 15)
BLOCKS = ("table", "p", "ul", "ol", "dl", "div", "section", "caption", "h1", "h2", "h3", "h4", "li", "dt", "dd")
MEASURES = (
    "Monthly revenue", "Orders", "Website visits", "New customers", "Email subscribers", "App installs",
    "Returning customers", "Store sign-ups", "Qualified leads", "Webinar guests", "Loyalty members", "Reviews",
)  # fmt: skip
CONFIGURATION = """\
site_name: Measured plans
docs_dir: docs
theme: {{name: material, font: false, features: [navigation.tabs, navigation.sections, navigation.prune]}}
plugins: [search{plugin}]
markdown_extensions: [admonition, attr_list, footnotes, md_in_html, tables, {{toc: {{permalink: true}}}}]
"""


def write_plans(folder: Path, plans: int) -> None:
    """A site of so many plans."""
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(CONFIGURATION.format(plugin=", omp"), encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# Plans\n\n{{ portfolio_table() }}\n", encoding="utf-8")
    for number in range(plans):
        place = folder / "docs" / f"plan-{number + 1:03}"
        place.mkdir()
        (place / "plan.yml").write_text("\n".join(plan(number)) + "\n", encoding="utf-8")


def saved(site: Path, number: int) -> None:
    """Changes one line of the first plan."""
    path = site / "docs" / "plan-001" / "plan.yml"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("summary:")]
    path.write_text("\n".join([*kept, f"summary: Saved {number} times."]) + "\n", encoding="utf-8")


def plan(number: int) -> Iterator[str]:
    """The lines of a plan."""
    chance = random.Random(number)  # noqa: S311 # the same plan every time
    people = [PEOPLE[(number + each) % len(PEOPLE)] for each in range(TEAM)]
    ids = [_id(name) for name in people]
    yield from ("omp: 1", f"title: Growth plan {number + 1}", "status: active", "version: v1.0", "currency: EUR")
    yield from (f"period: {FIRST} to {LAST}", f"as_of: {TODAY}", f"owner: {ids[0]}")
    yield f"summary: Plan {number + 1} takes the shop from a pilot to a business that pays for its own growth."
    yield from ("people:", *(f"  {id_}: {{name: {name}}}" for id_, name in zip(ids, people, strict=True)))
    yield from ("objectives:", f"  growth: {{title: Grow online sales, owner: {ids[1]}, outcome: Profit by 2028}}")
    yield from ("kpis:", *(line for each in range(KPIS) for line in _kpi(each, ids, chance)))
    yield from ("goals:", *(_goal(each, ids) for each in range(4)))
    campaigns = [THEMES[(number + each) % len(THEMES)] for each in range(CAMPAIGNS)]
    money = [[chance.randrange(8, 24) * 100 for _ in QUARTERS] for _ in range(2 * CAMPAIGNS)]
    budgets = [sum(money[2 * each] + money[2 * each + 1]) for each in range(CAMPAIGNS)]
    yield "campaigns:"
    yield from (_campaign(each, campaigns[each], ids[each % TEAM], budgets[each]) for each in range(CAMPAIGNS))
    yield from ("tasks:", *(_task(each, campaigns, ids, chance) for each in range(TASKS)))
    yield from ("budget:", f"  total: {sum(budgets)}", "  lines:")
    yield from (_line(each, campaigns, planned) for each, planned in enumerate(money))


def _id(name: str) -> str:
    return "-".join("".join(letter if letter.isalnum() else " " for letter in name.lower()).split())


def _kpi(each: int, ids: list[str], chance: random.Random) -> Iterator[str]:
    base = 500 * (each + 1)
    months = [divmod(FIRST.month - 1 + step, 12) for step in range(MONTHS)]
    shown = [f"{FIRST.year + years}-{month + 1:02}" for years, month in months]
    values = (f"{month}: {base + 90 * step + chance.randrange(120)}" for step, month in enumerate(shown))
    yield f"  {_id(MEASURES[each])}:"
    yield f"    title: {MEASURES[each]}"
    yield f"    unit: {'EUR' if each == 0 else 'count'}"
    yield f"    owner: {ids[each % TEAM]}"
    yield from (f"    baseline: {base}", f"    target: {base * 3}", "    source: Store", "    cadence: month")
    yield from (f"    kind: {'lagging' if each < 4 else 'leading'}", f"    actual: {{{', '.join(values)}}}")


def _goal(each: int, ids: list[str]) -> str:
    kpi, target = _id(MEASURES[each]), 500 * (each + 1) * 3
    what = f"objective: growth, kpi: {kpi}, target: {target}, due: {LAST}, owner: {ids[each]}"
    smart = "specific: Store orders, measurable: Records, achievable: Campaigns, relevant: Growth, time_bound: By June"
    return f"  reach-{kpi}: {{title: Reach the {MEASURES[each].lower()}, {what}, smart: {{{smart}}}}}"


def _campaign(each: int, title: str, owner: str, budget: int) -> str:
    kpi = _id(MEASURES[each % 4])
    what = f"goals: [reach-{kpi}], budget: {budget}, delivers: {{{kpi}: {600 * (each % 4 + 1)}}}"
    return f"  {_id(title)}: {{title: {title}, owner: {owner}, channels: [Email, Search], {what}}}"


def _task(each: int, campaigns: list[str], ids: list[str], chance: random.Random) -> str:
    start = FIRST + timedelta(days=each * 8)
    start -= timedelta(days=max(0, start.weekday() - 4))
    finish = start + timedelta(days=chance.randrange(4, 24))
    finish -= timedelta(days=max(0, finish.weekday() - 4))
    title = f"{VERBS[each % len(VERBS)]} {THINGS[(each * 7) % len(THINGS)]}"
    fields = [f"title: {title}", f"campaign: {_id(campaigns[each % CAMPAIGNS])}", f"owner: {ids[each % TEAM]}"]
    is_milestone = each % 10 == 9
    fields += ["milestone: yes", f"date: {finish}"] if is_milestone else [f"start: {start}", f"finish: {finish}"]
    if each % 4 == 3 and each > 4:
        fields.append(f"after: [task-{each - 4}]")
    fields += ["status: done"] if finish < TODAY else []
    return f"  task-{each}: {{{', '.join(fields)}}}"


def _line(each: int, campaigns: list[str], amounts: list[int]) -> str:
    kind = ("Media", "Production")[each % 2]
    planned = ", ".join(f"{quarter}: {amount}" for quarter, amount in zip(QUARTERS, amounts, strict=True))
    what = f"title: {kind} {each // 2 + 1}, category: {kind}, campaign: {_id(campaigns[each // 2])}"
    return f"    line-{each}: {{{what}, planned: {{{planned}}}}}"


Rows = list[list[str]]
Parts = list[str | Rows]
"""A page as somebody would write it by hand: texts as Markdown, tables as rows of cells, the first its head."""


def write_plain(folder: Path, built: Path) -> None:
    """The pages of a built site as Markdown without the plugin: the same headings, tables, lists and words."""
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(CONFIGURATION.format(plugin=""), encoding="utf-8")
    for name, parts in pages_of(built):
        place = folder / "docs" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(markdown_of(parts), encoding="utf-8")


@lru_cache(maxsize=1)
def pages_of(built: Path) -> list[tuple[Path, Parts]]:
    """The pages of a built site, by the names of their Markdown files; read once for all who are given them."""
    found = []
    for page in sorted(built.rglob("index.html")):
        reader = _Reader()
        reader.feed(article_of(page))
        found.append((page.relative_to(built).with_suffix(".md"), reader.parts()))
    return found


def article_of(page: Path) -> str:
    """What a page of Material says, without the theme around it."""
    inner = page.read_text(encoding="utf-8").partition("<article")[2]
    return inner.partition(">")[2].rpartition("</article>")[0]


def markdown_of(parts: Parts) -> str:
    """A page as Markdown."""
    return "\n\n".join(part if isinstance(part, str) else table_of(part) for part in parts) + "\n"


def table_of(rows: Rows) -> str:
    """A table in Markdown."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


class _Reader(HTMLParser):
    """Reads a page as somebody would write it by hand. Charts have no words that the tables beside them lack."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: Parts = []
        self._words: list[str] = []
        self._rows: Rows = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in ("svg", "style")
        if tag in BLOCKS:
            self._flush("")
        elif tag == "tr":
            self._rows.append([])

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("svg", "style")
        if tag in ("h1", "h2", "h3", "h4"):
            self._flush("#" * int(tag[1]) + " ")
        elif tag in ("li", "dt", "dd"):
            self._flush("- ")
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].append(self._taken())
        elif tag == "table":
            self._parts += _even(self._rows)
            self._rows = []
        elif tag in ("p", "div", "caption"):
            self._flush("")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._words.append(data)

    def _taken(self) -> str:
        text = " ".join("".join(self._words).replace("¶", "").replace("|", "/").split())
        self._words = []
        return text

    def _flush(self, before: str) -> None:
        if self._rows and any(self._rows):
            return  # within a cell
        text = self._taken()
        if text:
            self._parts.append(before + text)

    def parts(self) -> Parts:
        """The page."""
        self._flush("")
        return self._parts


def _even(rows: Rows) -> list[Rows]:
    """A table whose rows are all as long as the longest; nothing of one without cells."""
    width = max((len(row) for row in rows), default=0)
    return [[[*row, *[""] * (width - len(row))] for row in rows]] if width else []
