"""The pipeline on one screen: sources to a typed, computed, checked plan (architecture: read, type, compute, check)."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from omp_plugin.actuals.reach import NOWHERE, Reach
from omp_plugin.actuals.reading import with_actuals
from omp_plugin.check import check_plan, check_site
from omp_plugin.check.told import told
from omp_plugin.compute.baseline import against_baseline
from omp_plugin.compute.compile import compute
from omp_plugin.compute.compiled import Compiled, Earlier, Site
from omp_plugin.model.audience import EVERYTHING, Sight, sift
from omp_plugin.model.plan import VOCABULARY, Plan, type_plan
from omp_plugin.model.references import check_references
from omp_plugin.pages.names import COMPONENTS, VALUES
from omp_plugin.problems import Problem, Setting, did_you_mean, problem, set_levels
from omp_plugin.source.folder import PLAN_FILE, PlanSource, read_sifted
from omp_plugin.source.hidden_plans import hidden_plans, words
from omp_plugin.source.version import HERE, Missing
from omp_plugin.source.visibility import ALL, Sifted
from omp_plugin.source.written import read_written

if TYPE_CHECKING:
    from omp_plugin.export.diff import Difference
    from omp_plugin.source.history import History
    from omp_plugin.source.version import Version


@dataclass(frozen=True, slots=True)
class Options:
    """What a build is told from outside: today's date where a plan states none, levels of checks, its audience."""

    today: date
    checks: Mapping[str, Setting] = field(default_factory=dict)
    audience: str = ALL
    """Who the build is for; of what is above, it knows nothing."""
    reach: Reach = NOWHERE
    """Where actuals may come from besides the plans."""


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


def compile_plan(
    source: PlanSource, options: Options, siblings: frozenset[str] = frozenset(), history: History | None = None
) -> Compiled:
    """Reads, types, computes and checks one plan; `siblings` are the ids of the site's plans, for `parent`.

    With a `history`, the plan is held against its baseline. Problems: those of all stages, and `unknown-baseline`.

    Never raises on what an author wrote: all that is wrong is in `problems`, at the levels that the plan and the build
    ask for, sorted by place.
    """
    known = siblings | {source.id}
    read, problems = _read(source, Sight(options.audience, known))
    node = read.node
    if node is None:
        return Compiled(source, None, None, tuple(set_levels(problems, options.checks)), (), read)
    node, found = with_actuals(node, source, options.reach)
    problems += found
    plan, found = type_plan(node, source.id, source.path(PLAN_FILE))
    problems += found
    if plan is None:
        return Compiled(source, None, None, tuple(set_levels(problems, options.checks)), (), read)
    problems += check_references(plan, known)
    # What a scenario names may be what an audience does not see: such a problem would say that it is there.
    results, found = compute(plan, node, options.today, known if options.audience == ALL else None)
    problems += found
    sight = Sight(options.audience, known, read if options.audience != ALL else None)
    earlier, found = earlier_versions(source, plan, history, sight) if history else ([], [])
    past = [compile_version(version, sight) for version in history.tagged(source)] if history else []
    whole = history if options.audience == ALL else None
    approval, change = (whole.approval(source), whole.last_change(source)) if whole else (None, None)
    problems += found
    if earlier:
        results = against_baseline(plan, results, earlier[0])
    problems = told([*problems, *check_plan(plan, results)], options.audience)
    listed = tuple(set_levels(problems, _levels(plan, options)))
    known_past = tuple(each for each in past if each)
    seen = read._replace(node=None)  # the plan says it all, and what was written takes twice its room
    return Compiled(source, plan, results, listed, tuple(earlier), seen, known_past, approval, change)


def earlier_versions(
    source: PlanSource, plan: Plan, history: History, sight: Sight = EVERYTHING
) -> tuple[list[Earlier], list[Problem]]:
    """The versions that a plan is compared with. Problems: `unknown-baseline`."""
    stated = list(zip(plan.baseline.values, plan.baseline.places, strict=True))
    versions, problems = history.versions(source, stated)
    found = []
    for version in versions:
        earlier = compile_version(version, sight)
        if earlier:
            found.append(earlier)
        elif stated and sight.audience == ALL:
            at = next(at for name, at in stated if name == version.name)
            message = f'the plan in version "{version.name}" cannot be read'
            problems.append(problem(at, "unknown-baseline", message, "name a version that holds together"))
    return found, problems


def compile_version(version: Version, sight: Sight = EVERYTHING) -> Earlier | None:
    """A version, computed as of its own day where it states none; `None` for one that cannot be read.

    What nobody said who may see it, commits and their messages, is for those who see everything.
    """
    node = _read(version.source, sight)[0].node
    node = with_actuals(node, version.source, NOWHERE)[0] if node else None
    version = version if sight.audience == ALL else version._replace(commit="", steps=(), is_cut=False)
    plan = type_plan(node, version.source.id, version.source.path(PLAN_FILE))[0] if node else None
    if node is None or plan is None:
        return None
    return Earlier(version, plan, compute(plan, node, version.on)[0])


def _read(source: PlanSource, sight: Sight) -> tuple[Sifted, list[Problem]]:
    """What is seen of a plan."""
    return read_sifted(source, VOCABULARY, partial(sift, sight=sight))


def sameness(audience: str) -> Callable[[PlanSource, PlanSource], bool] | None:
    """Whether two versions of a plan are the same to an audience; `None`: to those who see everything, by the files."""
    return None if audience == ALL else partial(_is_same, audience=audience)


def _is_same(new: PlanSource, old: PlanSource, audience: str) -> bool:
    seen = _read(new, Sight(audience))[0]
    return words(seen.node) == words(_read(old, Sight(audience, None, seen))[0].node)


def _levels(plan: Plan, options: Options) -> Mapping[str, Setting]:
    return {**options.checks, **plan.checks.values}  # type: ignore[dict-item] # the kind of `checks` admits settings only


def folders_at(history: History, root: Path, name: str, audience: str = ALL) -> list[str] | Missing:
    """The folders below `root` that held plans at a git ref which an audience may know of."""
    folders = history.folders(root, name)
    if isinstance(folders, Missing) or audience == ALL:
        return folders
    sources = {folder: history.take(root, name, folder).source._replace(folder=folder) for folder in folders}
    hidden = hidden_plans(sources.values(), audience)
    return [folder for folder in folders if folder not in hidden]


def compile_at(
    history: History, root: Path, name: str, asked: str = "", audience: str = ALL
) -> list[Compiled] | Missing:
    """The plans below `root` at a git ref, or the one asked for by id: unchecked, that was done when they were new."""
    folders = folders_at(history, root, name, audience)
    if isinstance(folders, Missing):
        return folders
    named = [folder for folder in folders if asked in ("", PurePosixPath(folder).name)]
    if not named:
        hint = did_you_mean(asked, [PurePosixPath(folder).name for folder in folders])
        return Missing(f'there is no plan "{asked}" in {name}', hint)
    versions = [history.take(root, name, folder) for folder in named]
    found = []
    for version in versions:
        each = compile_version(version, Sight(audience))
        read = None if audience == ALL else _read(version.source, Sight(audience))[0]
        found.append(Compiled(version.source, each and each.plan, each and each.results, (), (), read))
    return found


def compile_site(
    sources: Sequence[PlanSource],
    options: Options,
    others: frozenset[str] = frozenset(),
    history: History | None = None,
    before: Callable[[PlanSource, frozenset[str]], Compiled | None] = lambda source, ids: None,
) -> Site:
    """Compiles plans of a site, in the order of their ids; one broken plan keeps none of the others from it.

    `others` are the ids of the site's plans that are not among the sources: a `parent` may name them. Of plans above
    the audience nothing is known. `before` gives what a plan came to when it was compiled before, among plans of those
    ids, where that would come out the same.
    """
    hidden = hidden_plans(sources, options.audience)
    sources = [source for source in sources if source.folder not in hidden]
    ids = others | {source.id for source in sources}
    ordered = sorted(sources, key=lambda source: (source.id, source.folder))
    with without_collecting():
        plans = tuple(before(source, ids) or compile_plan(source, options, ids, history) for source in ordered)
    problems = [problem for each in plans for problem in each.problems]
    between = check_site([(each.source, each.plan) for each in plans])
    for each in plans:
        levels = _levels(each.plan, options) if each.plan else options.checks
        own = (problem for problem in between if problem.position.path.startswith(f"{each.source.folder}/"))
        problems += set_levels(own, levels)
    return Site(plans, tuple(sorted(problems, key=lambda problem: (problem.position, problem.code))))


def compare_all(
    history: History, now: Sequence[Compiled], old: str, gone: Sequence[str], new: str = HERE, *, audience: str = ALL
) -> list[Difference]:
    """Plans beside what they were at the git ref `old`; `gone` are the folders that held plans there.

    `new` is the git ref that the plans are from, or the work tree. A plan that only one of the two has is new or
    gone as a whole.
    """
    from omp_plugin.export.diff import Difference

    found, kept = [], set()
    for each in now:
        version = history.find(each.source, old, new)
        sight = Sight(audience, None, each.read if audience != ALL else None)
        earlier = compile_version(version, sight) if not isinstance(version, Missing) else None
        found.append(difference_of(each, earlier, old, _called(new)))
        kept |= {version.source.folder} if not isinstance(version, Missing) else set()
    lost = (folder for folder in gone if f"{old}:{folder}" not in kept)
    return found + [Difference(PurePosixPath(folder).name, old, _called(new), "removed") for folder in lost]


def _called(name: str) -> str:
    return "now" if name == HERE else name


def difference_of(new: Compiled, earlier: Earlier | None, old: str, name: str) -> Difference:
    """A plan beside an earlier version, with what pages need to show it; without one it is new as a whole."""
    from omp_plugin.compare.versions import compared
    from omp_plugin.export.diff import Difference
    from omp_plugin.render.context import plan_context

    if earlier is None or new.plan is None:
        title = new.plan.label if new.plan else new.id
        return Difference(new.id, old, name, "added", title)
    whole = replace(new, earlier=(earlier,))
    versions = tuple(each._replace(name="" if name == "now" else name) for each in compared(whole))
    ctx = plan_context(whole)
    assert ctx
    ctx = replace(ctx, versions=versions)
    return Difference(new.id, old, name, "changed", new.plan.label, ctx, versions[0])


def check_pages(folder: Path, shown: str, audience: str = ALL, closed: Sequence[str] = ()) -> list[Problem]:
    """The problems of the pages that authors wrote in a folder; `shown` is its name in messages.

    Pages above the audience and in folders that are `closed` to it are not looked at.

    Problems: those of front matter and paths; `unknown-component`, `syntax` and `too-large` of expressions. What their
    arguments name (`kpi("sales")`) is looked up when the site is built.
    """
    written = read_written(folder, shown, audience, closed)
    if not written.pages:
        return list(written.problems)
    from omp_plugin.pages.markdown import scan  # with the parser of expressions, which most plans do not need

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
