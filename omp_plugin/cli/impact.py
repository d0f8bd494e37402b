"""`omp impact`: what a proposed change comes to, for the summary of a job and a comment on a pull request."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from omp_plugin.cli.asked import Misuse, add_as_of, add_audience, options_of, shown, source_of
from omp_plugin.compare.problems import Found, ProblemsChanged, compare_problems
from omp_plugin.compute.compiled import Compiled, Earlier, Site
from omp_plugin.export.diff import Difference
from omp_plugin.export.impact import Impact, as_markdown
from omp_plugin.model.audience import Sight
from omp_plugin.source.disk import find_plans
from omp_plugin.source.history import History
from omp_plugin.source.site import find_site
from omp_plugin.source.version import HERE, Missing, Version
from omp_plugin.source.visibility import ALL

if TYPE_CHECKING:
    from omp_plugin.build import Options

NOW = "the files as they are"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="BASE", help="the tag, branch or commit that the change is to go into")
    parser.add_argument("new", metavar="HEAD", nargs="?", default=HERE, help="the change (the files as they are)")
    add_as_of(parser)
    add_audience(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    site = find_site(Path.cwd())
    root, options = site.docs if site else Path.cwd(), options_of(chosen, site)[0]
    # Two of them: where a plan lay before is looked for among the folders that hold none now.
    with History({}, with_steps=False) as before, History({}, with_steps=False) as after:
        old, new = _at(before, root, chosen.old, options), _at(after, root, chosen.new, options)
        versions = [after.find(each.source, chosen.old) for each in new.plans]
    places = {each.source.folder: each for each in old.plans}
    pairs = [(places.pop(version.source.folder, None) if isinstance(version, Version) else None, version, each)
             for version, each in zip(versions, new.plans, strict=True)]  # fmt: skip
    name = NOW if chosen.new == HERE else chosen.new
    found = [_impact(was, version, each, _Sites(old, new, chosen.old, name)) for was, version, each in pairs]
    gone = [Impact(Difference(each.id, chosen.old, name, "removed", _title(each)), ProblemsChanged())
            for each in places.values() if options.audience == ALL]  # fmt: skip
    sys.stdout.write(as_markdown([*found, *gone], chosen.old, name))
    return 0


class _Sites(NamedTuple):
    """All plans before and after, and what both are called."""

    old: Site
    new: Site
    old_name: str
    new_name: str


def _at(history: History, root: Path, name: str, options: Options) -> Site:
    """The plans of a version, checked as of the day of this run: time that goes by is no effect of a change."""
    from omp_plugin.build import compile_site

    if name == HERE:
        places = {shown(folder): folder for folder in find_plans(root)}
        history.place(places)
        return compile_site([source_of(folder) for folder in places.values()], options, history=history)
    folders = history.folders(root, name)
    if isinstance(folders, Missing):
        raise Misuse(folders.said)
    return compile_site([history.take(root, name, each).source for each in folders], options, history=history)


def _impact(was: Compiled | None, version: Version | Missing, each: Compiled, of: _Sites) -> Impact:
    """What the change does to one plan, which may be new or unreadable on either side."""
    from omp_plugin.build import compile_version, difference_of

    now = _found(of.new, each)
    problems = compare_problems(_found(of.old, was), now) if was else ProblemsChanged(now.problems)
    is_partial = each.read is not None and each.read.audience != ALL
    if is_partial:
        problems = problems._replace(solved=())  # in what readers must not see now, though they could then
    if was and was.plan and was.results and each.plan and isinstance(version, Version):
        earlier: Earlier | None = Earlier(version, was.plan, was.results)
        if each.read and is_partial:
            day = was.results.today.as_of
            earlier = compile_version(version._replace(on=day), Sight(each.read.audience, None, each.read))
        return Impact(difference_of(each, earlier, of.old_name, of.new_name), problems)
    kind = "added" if was is None else "broken" if was.plan else "mended" if each.plan else "unreadable"
    return Impact(Difference(each.id, of.old_name, of.new_name, kind, _title(each)), problems)


def _title(each: Compiled) -> str:
    return each.plan.label if each.plan else each.id


def _found(site: Site, each: Compiled) -> Found:
    """The problems of a plan, those between plans among them."""
    inside = [plan.source.folder for plan in site.plans]
    place = each.source.folder

    def is_own(path: PurePosixPath) -> bool:
        return place == max((folder for folder in inside if path.is_relative_to(folder)), key=len, default=None)

    return Found(place, tuple(found for found in site.problems if is_own(PurePosixPath(found.position.path))))
