"""`omp new`: a plan to begin from."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path

from omp_plugin.cli.asked import Misuse
from omp_plugin.model.dates import Unreadable, parse_period
from omp_plugin.source.folder import PLAN_FILE
from omp_plugin.starters.plans import STARTERS, next_quarter, starter

_SITE = "site_name: Our plans\ntheme: {name: material, font: false}\nplugins: [search, omp]\n"
_HOME = "# Our plans\n\n{{ portfolio_table() }}\n"
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", help="the plan's folder, whose name is its id: docs/spring")
    listed = "; ".join(f"{name}: {what}" for name, what in STARTERS.items())
    parser.add_argument("--from", dest="source", choices=tuple(STARTERS), default="blank", help=f"{listed} (blank)")
    parser.add_argument("--title", help="the plan's title (made of the folder's name)")
    parser.add_argument("--owner", default="Plan Owner", metavar="NAME", help="who answers for the plan")
    parser.add_argument("--period", metavar="PERIOD", help="when it runs: 2027-Q1 (the next quarter)")
    parser.add_argument("--site", action="store_true", help="write a mkdocs.yml and a page of all plans, too")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    folder = Path(chosen.folder)
    place = folder / PLAN_FILE
    name = folder.resolve().name
    if not _ID.fullmatch(name):
        raise Misuse(f'"{name}" cannot be the id of a plan: take small letters, digits and -')
    if place.exists() or place.is_symlink():
        raise Misuse(f"{place.as_posix()} is there already")
    title = chosen.title or name.replace("-", " ").capitalize()
    written = chosen.period or next_quarter(date.today())  # noqa: DTZ011 # the author's own day
    try:
        period = parse_period(written)
    except Unreadable as error:
        raise Misuse(f"{error.message}; {error.hint}") from None
    for text in (title, chosen.owner):
        if not text.strip() or not text.isprintable():
            raise Misuse("title and owner are one line of text each")
    folder.mkdir(parents=True, exist_ok=True)
    place.write_text(starter(chosen.source, title, chosen.owner, period), encoding="utf-8", newline="\n")
    print(f"written to {place.as_posix()}")
    if chosen.site:
        _add_site(folder)
    print(f"see it with `mkdocs serve`, at the address /{name}/; check it with `omp check {folder.as_posix()}`")
    return 0


def _add_site(folder: Path) -> None:
    """A configuration beside the docs folder that holds the plan, and a page that lists the plans."""
    docs = folder.resolve().parent
    files = {docs.parent / "mkdocs.yml": _SITE + f"docs_dir: {docs.name}\n", docs / "index.md": _HOME}
    for path, text in files.items():
        if not path.exists():
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"written to {path}")
