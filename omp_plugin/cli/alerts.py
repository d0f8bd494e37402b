"""`omp alerts`: what somebody has to act on; the exit status says whether there is anything."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from omp_plugin.cli.asked import (
    Misuse,
    add_as_of,
    add_audience,
    all_plans,
    audience_of,
    folders_of,
    history_of,
    neighbours,
    options_of,
    source_of,
)
from omp_plugin.source.site import find_site

SOON = 14
FOUND = 3


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PLAN", help="plans by id or folder, or a folder of plans (all)")
    help_ = f"how many days ahead are soon ({SOON})"
    parser.add_argument("--days", type=int, default=SOON, metavar="N", help=help_)
    formats = ("text", "markdown", "json")
    parser.add_argument("--format", choices=formats, default="text", help="how alerts are printed (text)")
    add_as_of(parser)
    add_audience(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """3 where there is something, 1 where a plan cannot be read, else 0."""
    from omp_plugin.build import compile_site
    from omp_plugin.compute.alerts import alerts
    from omp_plugin.export.alerts import FORMATS, Alerts

    if not 0 <= chosen.days <= 3660:
        raise Misuse(f"--days is {chosen.days}: write a number of days from 0 to 3660")
    site = find_site(Path.cwd())
    audience = audience_of(chosen, site)
    named = [folder for path in chosen.paths for folder in folders_of(path, site, audience)]
    folders = list(dict.fromkeys(named if chosen.paths else all_plans(site, audience)))
    options, said = options_of(chosen, site)
    sources, beside = list(map(source_of, folders)), neighbours(folders[0], site, audience)
    with history_of(folders, by_default=False, audience=audience) as history:
        plans = compile_site(sources, options, beside, history).plans
    found, unread = [], []
    for each in plans:
        if each.plan and each.results:
            day = each.results.today.as_of.isoformat()
            found.append(Alerts(each.plan, day, alerts(each.plan, each.results, chosen.days)))
        else:
            unread.append(each.id)
    sys.stdout.write(FORMATS[chosen.format](found))
    count = sum(len(each.alerts) for each in found)
    in_plans = f"{len(plans)} plan{'s' if len(plans) != 1 else ''}"
    print(f"{count} alert{'s' if count != 1 else ''} in {in_plans}, as of {said}", file=sys.stderr)
    for id_ in unread:
        print(f"{id_} cannot be read: run `omp check`", file=sys.stderr)
    return 1 if unread else FOUND if count else 0
