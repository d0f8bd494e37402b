"""The targets: each takes any bytes, and raises only where the compiler breaks one of its promises."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import product
from typing import TypeVar

from omp_plugin import limits
from omp_plugin.compute.compiled import Compiled
from omp_plugin.export.files import every_file
from omp_plugin.export.plan_json import plan_json, to_text
from omp_plugin.export.problems import FORMATS
from omp_plugin.model import amounts, dates
from omp_plugin.model.formula import parse_formula
from omp_plugin.model.plan import VOCABULARY, type_plan
from omp_plugin.model.references import check_references
from omp_plugin.model.units import check_units
from omp_plugin.pages.expressions import parse as parse_expression
from omp_plugin.pages.filling import Block
from omp_plugin.pages.markdown import scan
from omp_plugin.problems import Position, Problem
from omp_plugin.render.answers import component_answer, signature
from omp_plugin.render.components import BY_NAME
from omp_plugin.render.context import PlanContext, plan_context
from omp_plugin.render.environment import Renderer
from omp_plugin.render.site_pages import SitePages
from omp_plugin.render.site_plan import site_plan
from omp_plugin.source.folder import read_plan
from omp_plugin.words import speaking
from tests.fuzz.answers import flaws
from tests.fuzz.choosing import Chosen
from tests.helpers import HEAD, compiled, source_of
from tests.test_fuzz import shaped_by

ASKED_OF = {"campaign": "campaigns", "goal": "goals", "funnel": "funnels", "person": "people"}
"""What components can be asked of, and the plan's key for it."""
Parsed = TypeVar("Parsed")
Target = Callable[[bytes], None]
_FULL = HEAD + (
    "objectives: {grow: {owner: ann}}\ngoals: {more: {owner: ann, kpi: leads, objective: grow}}\n"
    "kpis: {leads: {owner: ann, target: 100, actual: {2026-07: 5}}, b: {owner: ann, formula: '{leads} / 2', target: 1}}\n"
    "campaigns: {spring: {owner: ann, goals: [more], budget: 500, delivers: {leads: 120}}}\n"
    "tasks: {t: {campaign: spring, duration: 3d}}\nbudget: {total: 600, lines: {ads: {campaign: spring, planned: 500}}}\n"
)
"""A plan with one of everything that sentences and tables can name."""


def reader(raw: bytes) -> None:
    """YAML, and Markdown with front matter, to nodes."""
    for files in ({"plan.yml": raw}, {"plan.yml": HEAD.encode(), "campaigns/c.md": raw}):
        _, problems = read_plan(source_of(files), VOCABULARY)
        _hold(problems, files)


def model(raw: bytes) -> None:
    """Nodes to a typed plan, and its references and units."""
    files = {"plan.yml": HEAD.encode() + raw}
    node, problems = read_plan(source_of(files), VOCABULARY)
    if node is None:
        return _hold(problems, files)
    plan, found = type_plan(node, "x", "plans/x/plan.yml")
    if plan is not None:
        found += [*check_references(plan, frozenset()), *check_units(plan)]
    return _hold([*problems, *found], files)


def plan(raw: bytes) -> None:
    """A whole plan: compiled, exported, its problems printed in every format."""
    _whole({"plan.yml": raw})


def exports(raw: bytes) -> None:
    """A whole plan in every format that it is published in, and each of its components; after a zero byte, the others
    choose a plan of the right shape."""
    result = compiled({"plan.yml": shaped_by(Chosen(raw[1:])).encode() if raw[:1] == b"\0" else HEAD.encode() + raw})
    if result.results is None:
        return
    for name, content in every_file(result, "plans.example.com").items():
        assert content, name
    with speaking(site_plan("x", result).language):
        _every_component(result)


def _every_component(result: Compiled) -> None:
    ctx = plan_context(result)
    assert ctx
    for call in _calls(ctx):
        answer = component_answer(_renderer(), ctx, parse_expression(call, Position("plans/x/page.md", 1, 1), frozenset(BY_NAME)))
        assert isinstance(answer, Block), answer


def _calls(ctx: PlanContext) -> Iterator[str]:
    """Each component of the whole plan, and of the first campaign, goal, funnel and person."""
    for name in BY_NAME:
        parameters = signature(name).parameters
        if all(each.default is not each.empty for each in parameters.values()):
            yield f"{name}()"
        for key in sorted(parameters.keys() & ASKED_OF.keys()):
            yield from (f'{name}({key}="{id_}")' for id_ in [*getattr(ctx.plan, ASKED_OF[key])][:1])


def tables(raw: bytes) -> None:
    """CSV, as each table that a plan may have; the first byte chooses."""
    names = ("tasks.csv", "budget.csv", "risks.csv", "kpis.csv", "actuals.csv", "people.csv")
    _whole({"plan.yml": _FULL.encode(), names[raw[0] % len(names) if raw else 0]: raw[1:]})


def expressions(raw: bytes) -> None:
    """What stands between braces: on pages, in formulas of KPIs and in facts."""
    text = raw.decode("utf-8", "replace")
    at = Position("plans/x/page.md", 1, 1)
    for written in (text, f"{{{{ {text} }}}}"):
        found = scan(written, at, ("kpi", "goal", "plan", "timeline"))
        _hold(found.problems, {"page.md": written.encode()})
        _hold(_pages().answer("x/page.md", written, at).problems, {"page.md": written.encode()})
    _parsed(parse_formula, text)
    quoted = text.replace("'", "''").replace("\n", " ").replace("\r", " ")
    _whole({"plan.yml": f"{_FULL}facts: {{f: {{states: 1, is: '{quoted}'}}}}\n".encode()})


def values(raw: bytes) -> None:
    """Dates, periods, durations, money, numbers and ranges."""
    text = raw.decode("utf-8", "replace")
    for period in _parsed(dates.parse_date, text), _parsed(dates.parse_period, text), _parsed(dates.parse_period, text, 7):
        if isinstance(period, dates.Period):
            assert period.first >= limits.FIRST_DAY, period
            assert period.last <= limits.LAST_DAY, period
    _parsed(dates.parse_duration, text)
    for parse in (amounts.parse_number, amounts.parse_percent):
        number = _parsed(parse, text)
        assert number is None or Fraction(number).denominator <= 10 ** (limits.DIGITS + 2), number
    for each in (amounts.parse_money, amounts.parse_estimate, amounts.parse_quantity, amounts.parse_range, amounts.parse_limit):
        _parsed(each, text)


def schedule(raw: bytes) -> None:
    """Tasks with links, lags, lengths and fixed days, as the bytes choose them: most are networks that can be computed."""
    files = {"plan.yml": (HEAD + "tasks:\n" + "".join(_tasks(iter(raw)))).encode()}
    result = compiled(files)
    _hold(result.problems, files)
    assert result.results is not None, result.problems
    for id_, task in result.results.schedule.tasks.items():
        assert (task.start is None) == (task.finish is None), id_
        assert task.start is None or task.finish is None or task.start <= task.finish, id_


LINKS = tuple("".join(pair) for pair in product(("", " SS", " FF", " SF", " FS"), ("", "+2d", "-1w", "+3ed", "-9d")))
FIXED = (
    "", "duration: 3d", "duration: 2w", "duration: 9ed", "start: 2026-08-03", "finish: 2026-09-01", "date: 2026-10-05", "milestone: yes",
    "start: 2026-08-03, finish: 2026-08-21", "deadline: 2026-09-30", "status: cancelled", "status: done", "effort: 50%, duration: 99d",
    "start: 2200-12-30, duration: 40d", "date: 1970-01-01", "duration: 0d", "every: week, start: 2026-07-06",
)  # fmt: skip


def _tasks(chosen: Iterator[int]) -> Iterator[str]:
    for number in range(1 + next(chosen, 0) % 9):
        fields = [FIXED[next(chosen, 0) % len(FIXED)]]
        for side in ("after", "before"):
            links = [f"t{next(chosen, 0) % 9}{LINKS[next(chosen, 0) % len(LINKS) if side == 'after' else 0]}" for _ in range(next(chosen, 0) % 3)]
            fields += [f"{side}: [{', '.join(links)}]"] if links else []
        yield f"  t{number}: {{{', '.join(filter(None, fields))}}}\n"


TARGETS: Mapping[str, Target] = {
    "exports": exports, "expressions": expressions, "model": model, "plan": plan, "reader": reader, "schedule": schedule,
    "tables": tables, "values": values,
}  # fmt: skip


def _whole(files: Mapping[str, bytes]) -> Compiled:
    result = compiled(files)
    _hold(result.problems, files)
    to_text(plan_json(result)).encode()
    for render in FORMATS.values():
        render(result.problems).encode()
    return result


def _hold(problems: Iterable[Problem], files: Mapping[str, bytes]) -> None:
    found = flaws(problems, files)
    assert not found, found[:3]


def _parsed(parse: Callable[..., Parsed], text: str, *more: int) -> Parsed | None:
    """What a text of one value means; `None` where the author is told that it means nothing."""
    try:
        return parse(text, *more)
    except dates.Unreadable as refused:
        assert refused.message
        return None


@cache
def _renderer() -> Renderer:
    return Renderer()


_SITE: list[SitePages] = []


def _pages() -> SitePages:
    if not _SITE:
        _SITE.append(SitePages({"x": compiled(_FULL)}, ["x/page.md"]))
    return _SITE[0]
