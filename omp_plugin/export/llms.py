"""`llms.txt`: what a site holds, in Markdown, for programs that read before they look (llmstxt.org)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from omp_plugin.compute.compiled import Compiled
from omp_plugin.compute.results import Results
from omp_plugin.export.cells import plain
from omp_plugin.export.numbers import money, number
from omp_plugin.model.plan import Plan

_MARKUP = re.compile(r"([\\`*_\[\]<>|~#])")
_SAFE = "/:"


Link = tuple[str, str]
"""A title and an address."""


def llms_txt(
    name: str, plans: Mapping[str, Compiled], pages: Mapping[str, Iterable[Link]], data: Iterable[Link]
) -> str:
    """The file. `plans` and their `pages` are by folder; `data` are the site's own files."""
    lines = [f"# {_text(name)}", "", "> Marketing plans: goals, KPIs, schedule, budget and campaigns, computed.", ""]
    lines += [*(f"- [{_text(title)}]({quote(address, safe=_SAFE)})" for title, address in data), ""]
    for folder, compiled in plans.items():
        if compiled.plan and compiled.results:
            lines += _plan(compiled.plan, compiled.results, pages.get(folder, ()))
    return "\n".join(lines).rstrip("\n") + "\n"


def _text(text: str) -> str:
    """A text on one line that means nothing to Markdown."""
    return _MARKUP.sub(r"\\\1", plain(text))


def _plan(plan: Plan, results: Results, pages: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"## {_text(plan.label)}"
    yield ""
    yield from (f"- {line}" for line in _figures(plan, results))
    yield from (f"- [{_text(title)}]({quote(address, safe=_SAFE)})" for title, address in pages)
    yield ""


def _figures(plan: Plan, results: Results) -> Iterator[str]:
    """How the plan stands: its status, its money, its goals."""
    health, owner = results.health, plan.people.get(plan.owner or "")
    facets = ", ".join(f"{name} {getattr(health, name)}" for name in ("goals", "kpis", "schedule", "budget"))
    yield f"Status on {results.today.as_of}: {health.status} ({facets})"
    if owner:
        yield f"Owner: {_text(owner.label)}"
    if plan.period:
        yield f"Period: {plan.period.first} to {plan.period.last}"
    budget = results.budget
    if budget:
        forecast, total = money(budget.forecast, plan.currency), money(budget.reference, plan.currency)
        yield f"Budget: forecast {plan.currency} {forecast} of {total}"
    for id_, goal in results.goals.goals.items():
        covered = f", coverage {number(round(goal.coverage * 100, 1))}%" if goal.coverage is not None else ""
        yield f"Goal: {_text(plan.goals[id_].label)}: {goal.status}{covered}"
