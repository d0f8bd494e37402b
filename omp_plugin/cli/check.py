"""`omp check`: every problem of plans and of the pages beside them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from omp_plugin.cli.asked import (
    add_as_of,
    add_audience,
    add_paths,
    asked_for,
    compiled_site,
    options_of,
    plans_of,
    shown,
)
from omp_plugin.problems import Problem, set_levels
from omp_plugin.source.site import SiteSettings, find_site
from omp_plugin.source.visibility import ALL


def add(parser: argparse.ArgumentParser) -> None:
    add_paths(parser)
    parser.add_argument("--strict", action="store_true", help="fail on warnings too")
    formats = ("text", "json", "github", "gitlab", "sarif")
    parser.add_argument("--format", choices=formats, default="text", help="how problems are printed (text)")
    add_as_of(parser)
    add_audience(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    from omp_plugin.export.problems import FORMATS, count

    site = find_site(Path.cwd())
    folders = asked_for(chosen, site)
    options, said = options_of(chosen, site)
    compiled, audience = compiled_site(folders, options, site), options.audience
    found = [*compiled.problems, *set_levels(_of_pages(folders, site, audience), options.checks)]
    problems = sorted(found, key=lambda each: (each.position, each.code))
    sys.stdout.write(FORMATS[chosen.format](problems))
    plans = f"{len(folders)} plan{'s' if len(folders) != 1 else ''}"
    own_day = sum(1 for each in compiled.plans if each.plan and each.plan.as_of)
    as_of = "" if own_day == len(folders) else f", as of {said}"
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
