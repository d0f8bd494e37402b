"""`omp alerts`: what somebody has to act on; the exit status says whether there is anything."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from omp_plugin.cli.asked import Misuse, add_as_of, add_audience, add_paths, asked_for, compiled_site, options_of
from omp_plugin.source.site import find_site

SOON = 14
FOUND = 3


def add(parser: argparse.ArgumentParser) -> None:
    add_paths(parser)
    help_ = f"how many days ahead are soon ({SOON})"
    parser.add_argument("--days", type=int, default=SOON, metavar="N", help=help_)
    formats = ("text", "markdown", "json")
    parser.add_argument("--format", choices=formats, default="text", help="how alerts are printed (text)")
    add_as_of(parser)
    add_audience(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """3 where there is something, 1 where a plan cannot be read, else 0."""
    from omp_plugin.compute.alerts import alerts
    from omp_plugin.export.alerts import FORMATS, Alerts

    if not 0 <= chosen.days <= 3660:
        raise Misuse(f"--days is {chosen.days}: write a number of days from 0 to 3660")
    site = find_site(Path.cwd())
    options, said = options_of(chosen, site)
    plans = compiled_site(asked_for(chosen, site), options, site).plans
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
