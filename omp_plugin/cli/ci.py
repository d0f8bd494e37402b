"""`omp ci`: the files that check plans on every pull request, and publish them on merge."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from omp_plugin.cli.asked import Misuse
from omp_plugin.starters.ci import INSTALL, SYSTEMS, ci_file


def add(parser: argparse.ArgumentParser) -> None:
    where = "where CI runs (github)"
    parser.add_argument("system", nargs="?", metavar="SYSTEM", choices=tuple(SYSTEMS), default="github", help=where)
    parser.add_argument("--write", action="store_true", help="write the file to its place in the repository")
    parser.add_argument("--force", action="store_true", help="replace the file that is there")
    install = "how a job installs MkDocs and omp (pip install from requirements.txt)"
    parser.add_argument("--install", metavar="COMMAND", default=INSTALL, help=install)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    if not chosen.install.isprintable() or not chosen.install.strip():
        raise Misuse("the command of --install must be on one line")
    text, place = ci_file(chosen.system, chosen.install), Path(SYSTEMS[chosen.system].path)
    if not chosen.write:
        sys.stdout.write(text)
        return 0
    if not Path(".git").exists():
        raise Misuse(f"{place.as_posix()} belongs at the top of a repository: run the command there")
    if place.is_symlink() or (place.exists() and not chosen.force):
        raise Misuse(f"{place.as_posix()} is there already: --force replaces it")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8", newline="\n")
    print(f"written to {place.as_posix()}")
    if chosen.install == INSTALL and not Path("requirements.txt").exists():
        print("its jobs install what requirements.txt lists, which is not there yet", file=sys.stderr)
    return 0
