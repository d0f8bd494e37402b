"""The parts of the guide that are computed: tables and outputs of the example above them, and references from the code.

A part stands between `<!-- computed: name arguments -->` and `<!-- end -->`. `UPDATE_GUIDE=1 pytest tests/docs` writes
them anew; without it, the tests compare.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from html import unescape

from omp_plugin.build import Compiled
from omp_plugin.compute.results import KpiPoint, Results, Sums
from omp_plugin.export.numbers import number
from omp_plugin.export.plan_json import plan_json
from omp_plugin.export.problems import as_text
from omp_plugin.export.summary import explain, summary
from omp_plugin.model.plan import Plan
from omp_plugin.problems import Position
from omp_plugin.render.context import plan_context
from omp_plugin.render.site_pages import SitePages
from omp_plugin.render.values import VALUES
from tests.docs import gallery, reference
from tests.docs.guide import blocks, compiled, example_at

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_PART = re.compile(r"<!-- computed: (?P<said>[^\n]*?) -->\n(?P<body>.*?)<!-- end -->", re.DOTALL)


@dataclass(frozen=True)
class View:
    """A compiled example with its plan and results, which every example has, and where it is looked at from."""

    compiled: Compiled
    plan: Plan
    results: Results
    above: str
    """The page up to here."""


def rewritten(page: str, text: str) -> str:
    """The page with every computed part as it should be."""

    def part(match: re.Match[str]) -> str:
        return f"<!-- computed: {match['said']} -->\n\n{_part(page, text, match)}\n<!-- end -->"

    return _PART.sub(part, text)


def _part(page: str, text: str, match: re.Match[str]) -> str:
    name, *arguments = match["said"].split()
    written = reference.PARTS.get(name) or gallery.PARTS.get(name)
    if written:
        return written(*arguments)
    done = compiled(example_at(page, text, match.start()))
    if done.plan is None or done.results is None:
        raise AssertionError(f"{page}: {as_text(done.problems)}")
    return PARTS[name](View(done, done.plan, done.results, text[: match.start()]), *arguments)


def table(head: Iterable[str], rows: Iterable[Iterable[str]], right: str = "") -> str:
    """A Markdown table; `right` has an `r` for each column of figures."""
    heads = list(head)
    marks = ["--:" if letter == "r" else "---" for letter in right.ljust(len(heads))]
    lines = [heads, marks, *map(list, rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def fenced(text: str, language: str = "text") -> str:
    """A code block."""
    return f"```{language}\n{text}```\n"


def day(value: date | None) -> str:
    """A day with its weekday: both matter in a schedule."""
    return f"{WEEKDAYS[value.weekday()]} {value}" if value else "none"


def amount(value: Decimal | None) -> str:
    """Money with separators, cents only where there are any."""
    if value is None:
        return "none"
    return f"{value:,.2f}".removesuffix(".00")


def ratio(value: Fraction | None) -> str:
    """A ratio as a percentage with at most two decimals."""
    if value is None:
        return "unknown"
    return f"{number(round(value * 100, 2))} %"


def value(plan: Plan, kpi: str, of: Fraction | None) -> str:
    """A KPI's value in its unit."""
    if of is None:
        return "none"
    written = plan.kpis.get(kpi)
    return ratio(of) if written and written.unit == "%" else f"{Decimal(number(round(of, 2)) or 0):,}"


def tasks(view: View, *ids: str) -> str:
    """When tasks take place."""
    chosen = ids or tuple(view.plan.tasks)
    rows = []
    for id_ in chosen:
        task = view.results.schedule.tasks[id_]
        slack = "" if task.slack_days is None else str(task.slack_days)
        days = "" if task.duration_days is None else str(task.duration_days)
        rows.append([f"`{id_}`", day(task.start), day(task.finish), days, slack, "yes" if task.critical else ""])
    return table(["Task", "Start", "Finish", "Working days", "Slack", "Critical"], rows, "   rr")


def deadlines(view: View) -> str:
    """Deadlines and the working days left to them."""
    rows = []
    for id_, task in view.results.schedule.tasks.items():
        deadline = view.plan.tasks[id_].deadline
        if deadline:
            rows.append([f"`{id_}`", day(task.finish), day(deadline.last), str(task.deadline_slack)])
    return table(["Task", "Finish", "Deadline", "Slack to the deadline"], rows, "   r")


def occurrences(view: View, id_: str) -> str:
    """The days of a repeating task."""
    return ", ".join(day(each) for each in view.results.schedule.tasks[id_].occurrences) + ".\n"


def path(view: View) -> str:
    """The critical path."""
    return "Critical path: " + " → ".join(f"`{id_}`" for id_ in view.results.schedule.critical_path) + ".\n"


def why(view: View, id_: str) -> str:
    """What `omp why` prints."""
    return fenced(explain(view.plan, view.results, id_))


def problems(view: View, *codes: str) -> str:
    """The problems of an example, of those codes if some are named."""
    found = [each for each in view.compiled.problems if not codes or each.code in codes]
    if not found:
        raise AssertionError(f"the example has no problem of {codes}")
    return fenced(as_text(found))


def show(view: View) -> str:
    """What `omp show` prints."""
    return fenced(summary(view.compiled))


def kpis(view: View, *ids: str) -> str:
    """KPIs at their latest period."""
    rows = []
    for id_ in ids or tuple(view.plan.kpis):
        kpi = view.results.kpis.kpis[id_]
        period = kpi.period.text if kpi.period else "none"
        figures = [value(view.plan, id_, kpi.actual), value(view.plan, id_, kpi.expected)]
        rows.append([f"`{id_}`", period, *figures, ratio(kpi.attainment), f"`{kpi.status}`"])
    return table(["KPI", "Latest period", "Actual", "Expected", "Attainment", "Status"], rows, "  rrr")


def series(view: View, id_: str) -> str:
    """A KPI period by period."""

    def row(point: KpiPoint) -> list[str]:
        figures = [value(view.plan, id_, point.actual), value(view.plan, id_, point.expected)]
        return [point.period.text, day(point.period.last), *figures]

    rows = [row(point) for point in view.results.kpis.kpis[id_].series]
    return table(["Period", "Its last day", "Actual", "Expected"], rows, "  rr")


def funnel(view: View, id_: str) -> str:
    """The rates of a funnel."""
    rows = [
        [f"{each.from_} → {each.to}", ratio(each.conversion), each.range.text if each.range else "", f"`{each.status}`",
         each.diagnosis or ""]
        for each in view.results.kpis.funnels[id_].conversions
    ]  # fmt: skip
    return table(["Step", "Rate", "Range", "Status", "What it means"], rows, " r")


_STATES = ("planned", "committed", "actual", "available", "forecast", "variance")


def _money(groups: Mapping[str, Sums], first: str) -> str:
    rows = [[name, *(amount(getattr(sums, state)) for state in _STATES)] for name, sums in groups.items()]
    return table([first, *(state.capitalize() for state in _STATES)], rows, " rrrrrr")


def lines(view: View) -> str:
    """The budget's lines."""
    assert view.results.budget
    return _money({f"`{id_}`": line.sums for id_, line in view.results.budget.lines.items()}, "Line")


def periods(view: View, id_: str) -> str:
    """One budget line by period."""
    assert view.results.budget
    found = view.results.budget.lines[id_].by_period
    return _money({period.text or f"{period.first} to {period.last}": sums for period, sums in found.items()}, "Period")


def campaigns(view: View) -> str:
    """The money of the campaigns."""
    assert view.results.budget
    return _money({f"`{id_}`": sums for id_, sums in view.results.budget.by_campaign.items()}, "Campaign")


def progress(view: View) -> str:
    """Dates and progress of the campaigns."""
    rows = [
        [f"`{id_}`", day(each.start), day(each.finish), ratio(each.progress), f"`{each.status}`"]
        for id_, each in view.results.campaigns.items()
    ]
    return table(["Campaign", "Start", "Finish", "Progress", "Status"], rows, "   r")


def budget(view: View) -> str:
    """The envelope and what becomes of it."""
    money = view.results.budget
    assert money
    low = "" if money.sums.planned_low == money.sums.planned else f" (from {amount(money.sums.planned_low)})"
    rows = [
        ["Total", amount(money.reference)],
        ["Reserve", amount(money.reserve)],
        ["Reserve drawn", amount(money.reserve_drawn)],
        ["Planned", amount(money.sums.planned) + low],
        ["Committed", amount(money.sums.committed)],
        ["Actual", amount(money.sums.actual)],
        ["Available", amount(money.sums.available)],
        ["Forecast at finish", amount(money.forecast)],
        ["Variance", amount(money.variance)],
        ["Status", f"`{money.status}`"],
    ]
    return table(["", view.plan.currency], rows, " r")


def goals(view: View) -> str:
    """What the campaigns plan to deliver for the goals."""
    rows = []
    for id_, goal in view.results.goals.goals.items():
        kpi = goal.kpi or ""
        figures = [value(view.plan, kpi, goal.target), value(view.plan, kpi, goal.planned), ratio(goal.coverage)]
        rows.append([f"`{id_}`", *figures, f"`{goal.coverage_status}`", f"`{goal.status}`"])
    return table(["Goal", "Target", "Planned", "Coverage", "Status of coverage", "Status of the goal"], rows, " rrr")


def health(view: View) -> str:
    """The plan's status and its facets."""
    found = view.results.health
    rows = [[name, f"`{getattr(found, name.lower())}`"] for name in ("Goals", "KPIs", "Schedule", "Budget")]
    return table(["Facet", "Status"], [*rows, ["**Plan**", f"**`{found.status}`**"]])


def scenarios(view: View) -> str:
    """The plan beside its scenarios."""
    whole = {"As planned": view.results} | {
        view.plan.scenarios[id_].label: each for id_, each in view.results.scenarios.items()
    }
    return table(["", *whole], _scenario_rows(list(whole.values())))


def _scenario_rows(columns: list[Results]) -> Iterator[list[str]]:
    yield ["Plan", *(f"`{each.health.status}`" for each in columns)]
    for id_ in columns[0].goals.goals:
        yield [f"Coverage of `{id_}`", *(ratio(each.goals.goals[id_].coverage) for each in columns)]
    yield ["Schedule ends", *(day(each.schedule.finish) for each in columns)]
    yield ["Planned", *(amount(each.budget.sums.planned if each.budget else None) for each in columns)]
    yield ["Forecast at finish", *(amount(each.budget.forecast if each.budget else None) for each in columns)]
    yield ["Budget", *(f"`{each.health.budget}`" for each in columns)]


def excerpt(view: View, where: str) -> str:
    """A part of plan.json."""
    found = plan_json(view.compiled)
    for step in where.split("."):
        found = found[step]
    return fenced(json.dumps({where.rpartition(".")[2]: found}, indent=2, ensure_ascii=False) + "\n", "json")


def sentence(view: View) -> str:
    """The Markdown block above, as a page of the example's folder: what its expressions are answered with."""
    block = [each for each in blocks("", view.above) if each.language == "markdown"][-1]
    pages = SitePages({"spring": view.compiled}, [f"spring/{block.file}"])
    filled = pages.answer(f"spring/{block.file}", block.text, Position(block.file, 1, 1))
    assert not filled.problems, as_text(filled.problems)
    return "".join(f"> {line}\n" for line in unescape(filled.markdown).splitlines())


def values(view: View) -> str:
    """What sentences can ask for."""
    ctx = plan_context(view.compiled)
    assert ctx
    rows = []
    for name, each in VALUES.items():
        id_ = next(iter(getattr(view.plan, each.collection)), "") if each.collection else ""
        said = f'`{name}("{id_}")`' if each.collection else f"`{name}`"
        rows.append([said, ", ".join(f"`{attribute}`" for attribute in each.texts(ctx, id_))])
    return table(["Value", "Attributes"], rows)


PARTS: Mapping[str, Callable[..., str]] = {
    "budget": budget, "campaigns": campaigns, "deadlines": deadlines, "funnel": funnel, "goals": goals,
    "health": health, "json": excerpt, "kpis": kpis, "lines": lines, "occurrences": occurrences, "path": path,
    "periods": periods, "problems": problems, "progress": progress, "scenarios": scenarios,
    "sentence": sentence, "series": series, "show": show, "tasks": tasks, "values": values, "why": why,
}  # fmt: skip
"""The parts that are computed from the example above them, by name."""
