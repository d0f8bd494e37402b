"""`omp check`: every problem of plans and of the pages beside them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from omp_plugin.cli.asked import (
    add_as_of,
    add_audience,
    all_plans,
    audience_of,
    folders_of,
    history_of,
    neighbours,
    options_of,
    plans_of,
    shown,
    source_of,
)
from omp_plugin.problems import Problem, set_levels
from omp_plugin.source.site import SiteSettings, find_site
from omp_plugin.source.visibility import ALL


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PLAN", help="plans by id or folder, or a folder of plans (all)")
    parser.add_argument("--strict", action="store_true", help="fail on warnings too")
    formats = ("text", "json", "github", "gitlab", "sarif")
    parser.add_argument("--format", choices=formats, default="text", help="how problems are printed (text)")
    add_as_of(parser)
    add_audience(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    from omp_plugin.build import compile_site
    from omp_plugin.export.problems import FORMATS, count

    site = find_site(Path.cwd())
    audience = audience_of(chosen, site)
    named = [folder for path in chosen.paths for folder in folders_of(path, site, audience)]
    folders = named if chosen.paths else all_plans(site, audience)
    sources = [source_of(folder) for folder in dict.fromkeys(folders)]
    options, said = options_of(chosen, site)
    with history_of(folders, by_default=False, audience=audience) as history:
        compiled = compile_site(sources, options, neighbours(folders[0], site, audience), history)
    found = [*compiled.problems, *set_levels(_of_pages(folders, site, audience), options.checks)]
    problems = sorted(found, key=lambda each: (each.position, each.code))
    sys.stdout.write(FORMATS[chosen.format](problems))
    plans = f"{len(sources)} plan{'s' if len(sources) != 1 else ''}"
    own_day = sum(1 for each in compiled.plans if each.plan and each.plan.as_of)
    as_of = "" if own_day == len(sources) else f", as of {said}"
    seen = "" if audience == ALL else f", for the audience {audience}"
    print(f"{plans} checked{as_of}{seen}: {count(problems)}", file=sys.stderr)
    failing = {"error", "warning"} if chosen.strict else {"error"}
    return int(any(problem.level in failing for problem in problems))


def _of_pages(folders: Sequence[Path], site: SiteSettings | None, audience: str) -> list[Problem]:
    """The problems of the pages beside the plans; of all the site's where all its plans are checked."""
    from omp_plugin.build import check_pages

    asked = {folder.resolve() for folder in folders}
    plans, hidden = plans_of(site, audience) if site else ([], [])
    is_whole = site is not None and asked == {path.resolve() for path in plans}
    found = []
    for root in [site.docs] if site and is_whole else sorted(asked):
        shut = [path.resolve() for path in hidden if path.resolve().is_relative_to(root.resolve())]
        closed = [path.relative_to(root.resolve()).as_posix() for path in shut]
        found += check_pages(root, shown(root), audience, closed)
    return found
