"""The pipeline on one screen: sources to a typed, computed, checked plan (architecture: read, type, compute, check)."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from omp_plugin.check import check_plan, check_site
from omp_plugin.compute.compile import compute
from omp_plugin.compute.compiled import Compiled, Site
from omp_plugin.model.plan import VOCABULARY, Plan, type_plan
from omp_plugin.model.references import check_references
from omp_plugin.pages.markdown import scan
from omp_plugin.pages.names import COMPONENTS, VALUES
from omp_plugin.problems import Problem, Setting, set_levels
from omp_plugin.source.folder import PLAN_FILE, PlanSource, read_plan
from omp_plugin.source.written import read_written


@dataclass(frozen=True, slots=True)
class Options:
    """What a build is told from outside: today's date where a plan states none, and levels of checks."""

    today: date
    checks: Mapping[str, Setting] = field(default_factory=dict)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Leaves garbage where it is for a while: plans are trees, and looking for circles in them takes half the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def compile_plan(source: PlanSource, options: Options, siblings: frozenset[str] = frozenset()) -> Compiled:
    """Reads, types, computes and checks one plan; `siblings` are the ids of the site's plans, for `parent`.

    Never raises on what an author wrote: all that is wrong is in `problems`, at the levels that the plan and the build
    ask for, sorted by place.
    """
    node, problems = read_plan(source, VOCABULARY)
    if node is None:
        return Compiled(source, None, None, tuple(set_levels(problems, options.checks)))
    plan, found = type_plan(node, source.id, source.path(PLAN_FILE))
    problems += found
    if plan is None:
        return Compiled(source, None, None, tuple(set_levels(problems, options.checks)))
    problems += check_references(plan, siblings | {source.id})
    results, found = compute(plan, node, options.today)
    problems += found
    problems += check_plan(plan, results)
    return Compiled(source, plan, results, tuple(set_levels(problems, _levels(plan, options))))


def _levels(plan: Plan, options: Options) -> Mapping[str, Setting]:
    return {**options.checks, **plan.checks.values}  # type: ignore[dict-item] # the kind of `checks` admits settings only


def compile_site(sources: Sequence[PlanSource], options: Options, others: frozenset[str] = frozenset()) -> Site:
    """Compiles plans of a site, in the order of their ids; one broken plan keeps none of the others from it.

    `others` are the ids of the site's plans that are not among the sources: a `parent` may name them.
    """
    ids = others | {source.id for source in sources}
    ordered = sorted(sources, key=lambda source: (source.id, source.folder))
    with without_collecting():
        plans = tuple(compile_plan(source, options, ids) for source in ordered)
    problems = [problem for each in plans for problem in each.problems]
    between = check_site([(each.source, each.plan) for each in plans])
    for each in plans:
        levels = _levels(each.plan, options) if each.plan else options.checks
        own = (problem for problem in between if problem.position.path.startswith(f"{each.source.folder}/"))
        problems += set_levels(own, levels)
    return Site(plans, tuple(sorted(problems, key=lambda problem: (problem.position, problem.code))))


def check_pages(folder: Path, shown: str) -> list[Problem]:
    """The problems of the pages that authors wrote in a folder; `shown` is its name in messages.

    Problems: those of front matter and paths; `unknown-component`, `syntax` and `too-large` of expressions. What their
    arguments name (`kpi("sales")`) is looked up when the site is built.
    """
    written = read_written(folder, shown)
    known = (*COMPONENTS, *VALUES)
    scanned = (scan(page.body.text, page.body.at, known).problems for page in written.pages.values())
    return [*written.problems, *(found for problems in scanned for found in problems)]


def choose_today(stated: str | None, environment: Mapping[str, str], clock: date) -> tuple[date, str]:
    """The day that plans without `as_of` are computed for, and where it is from (plan format, section 2, `as_of`).

    `stated` is the build's `--as-of`; then comes `SOURCE_DATE_EPOCH` (seconds, UTC), then the clock. Raises
    `ValueError` that says what to write for one that is no date.
    """
    if stated:
        try:
            return date.fromisoformat(stated), "--as-of"
        except ValueError:
            raise ValueError(f'"{stated}" is not a day: write 2026-11-22') from None
    epoch = environment.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return clock, "today"
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date(), "SOURCE_DATE_EPOCH"
    except (ValueError, OverflowError, OSError):
        raise ValueError(f'SOURCE_DATE_EPOCH is "{epoch}": it must be a number of seconds') from None
