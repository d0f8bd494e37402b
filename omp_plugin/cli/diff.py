"""`omp diff`: what changed between two versions, in the plan's terms."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from omp_plugin.cli.asked import (
    Misuse,
    add_as_of,
    add_audience,
    all_plans,
    audience_of,
    folders_of,
    neighbours,
    options_of,
    plans_of,
    shown,
    source_of,
)
from omp_plugin.source.site import find_site

if TYPE_CHECKING:
    from omp_plugin.compute.compiled import Compiled


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help="a tag, branch or commit")
    parser.add_argument("new", metavar="NEW", help='another one, or "." for the files as they are')
    parser.add_argument("plan", nargs="?", metavar="PLAN", help="the plan's id, or its folder (all)")
    formats = ("text", "markdown", "json", "html")
    parser.add_argument("--format", choices=formats, default="text", help="how changes are printed (text)")
    add_as_of(parser)
    add_audience(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    from omp_plugin.build import compare_all, compile_at, compile_site, folders_at
    from omp_plugin.export.diff import FORMATS
    from omp_plugin.source.history import History
    from omp_plugin.source.version import HERE, Missing

    site = find_site(Path.cwd())
    root, audience = site.docs if site else Path.cwd(), audience_of(chosen, site)
    with History({}) as history:
        then = folders_at(history, root, chosen.old, audience)
        if chosen.new == HERE:
            folders = folders_of(chosen.plan, site, audience) if chosen.plan else all_plans(site, audience)
            history.place({shown(folder): folder for folder in folders})
            sources, beside = list(map(source_of, folders)), neighbours(folders[0], site, audience)
            now: list[Compiled] | Missing = list(compile_site(sources, options_of(chosen, site)[0], beside).plans)
        else:
            now = compile_at(history, root, chosen.new, Path(chosen.plan or "").name, audience)
        if isinstance(then, Missing):
            raise Misuse(then.said)
        if isinstance(now, Missing):
            raise Misuse(now.said)
        left = {folder.name for folder in plans_of(site, audience)[1]}
        gone = [] if chosen.plan else [folder for folder in then if Path(folder).name not in left]
        found = compare_all(history, now, chosen.old, gone, chosen.new, audience=audience)
    sys.stdout.write(FORMATS[chosen.format](found))
    return 0
