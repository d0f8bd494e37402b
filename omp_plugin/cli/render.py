"""`omp render`: the pages of the site as Markdown files, for generators that run no plugin."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from omp_plugin.cli.asked import Misuse, add_as_of, add_audience, config_of, options_of, shown
from omp_plugin.source.site import CONFIG, read_settings


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", metavar="DIR", required=True, help="the folder to write, which is replaced as a whole")
    parser.add_argument("--config-file", metavar="FILE", help=f"the site's configuration ({CONFIG} here or above)")
    add_as_of(parser)
    add_audience(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """1 with errors: nothing is written then."""
    from omp_plugin.export.problems import as_text, count
    from omp_plugin.publish.folder import RENDERED, Refused, check_target, publish_folder
    from omp_plugin.publish.lock import Busy
    from omp_plugin.publish.rendered import Rendering, write
    from omp_plugin.publish.target import Configuration

    config, target = config_of(chosen.config_file), Path(chosen.to)
    settings = read_settings(config)
    if target.resolve().is_relative_to(settings.docs.resolve()):
        raise Misuse(f"{shown(target)} lies among the pages of the site: name a folder beside them")
    try:
        check_target(target.resolve(), RENDERED)
        rendering = Rendering(Configuration(config), options_of(chosen, settings)[0])
        problems = sorted(rendering.problems, key=lambda each: (each.position, each.code))
        sys.stdout.write(as_text(problems))
        if any(each.level == "error" for each in problems):
            print(f"omp: nothing was rendered: {count(problems)}", file=sys.stderr)
            return 1
        publish_folder(target, lambda made, _lock: write(rendering.files(), made), _wait, RENDERED)
    except Refused as error:
        raise Misuse(str(error)) from None
    except Busy as error:
        print(f"omp: {error}", file=sys.stderr)
        return 1
    pages = len(rendering.pages)
    print(f"{pages} page{'s' if pages != 1 else ''} rendered to {shown(target)}: {count(problems)}", file=sys.stderr)
    return 0


def _wait() -> None:
    print("omp: waiting for another publisher", file=sys.stderr)
