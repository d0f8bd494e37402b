"""`omp check`: every problem of plans and of the pages beside them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from omp_plugin.cli.asked import add_as_of, all_plans, folders_of, history_of, neighbours, options_of, shown, source_of
from omp_plugin.problems import Problem, set_levels
from omp_plugin.source.disk import find_plans
from omp_plugin.source.site import SiteSettings, find_site


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PLAN", help="plans by id or folder, or a folder of plans (all)")
    parser.add_argument("--strict", action="store_true", help="fail on warnings too")
    formats = ("text", "json", "github", "sarif")
    parser.add_argument("--format", choices=formats, default="text", help="how problems are printed (text)")
    add_as_of(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    from omp_plugin.build import compile_site
    from omp_plugin.export.problems import FORMATS, count

    site = find_site(Path.cwd())
    folders = (
        [folder for path in chosen.paths for folder in folders_of(path, site)] if chosen.paths else all_plans(site)
    )
    sources = [source_of(folder) for folder in dict.fromkeys(folders)]
    options, said = options_of(chosen, site)
    with history_of(folders, by_default=False) as history:
        compiled = compile_site(sources, options, neighbours(folders[0], site), history)
    found = [*compiled.problems, *set_levels(_of_pages(folders, site), options.checks)]
    problems = sorted(found, key=lambda each: (each.position, each.code))
    sys.stdout.write(FORMATS[chosen.format](problems))
    plans = f"{len(sources)} plan{'s' if len(sources) != 1 else ''}"
    own_day = sum(1 for each in compiled.plans if each.plan and each.plan.as_of)
    as_of = "" if own_day == len(sources) else f", as of {said}"
    print(f"{plans} checked{as_of}: {count(problems)}", file=sys.stderr)
    failing = {"error", "warning"} if chosen.strict else {"error"}
    return int(any(problem.level in failing for problem in problems))


def _of_pages(folders: Sequence[Path], site: SiteSettings | None) -> list[Problem]:
    """The problems of the pages beside the plans; of all the site's where all its plans are checked."""
    from omp_plugin.build import check_pages

    asked = {folder.resolve() for folder in folders}
    is_whole = site is not None and asked == {path.resolve() for path in find_plans(site.docs)}
    roots = [site.docs] if site and is_whole else sorted(asked)
    return [found for root in roots for found in check_pages(root, shown(root))]
