"""`omp export`: a plan, or all of them as a portfolio, as files for other programs."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from omp_plugin.cli.asked import (
    Misuse,
    add_as_of,
    add_audience,
    all_plans,
    compiled_of,
    compiled_site,
    options_of,
)
from omp_plugin.source.site import find_site

if TYPE_CHECKING:
    from omp_plugin.compute.compiled import Compiled

_SUFFIXES = {".json": "json", ".ics": "ics", ".xlsx": "xlsx", ".xml": "msproject", ".csv": "csv"}
_FORMATS = ("json", "ics", "xlsx", "csv", "msproject", "mediaplan")


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", nargs="?", help="the plan's id, or its folder")
    parser.add_argument("--portfolio", action="store_true", help="all plans of the site as one table")
    parser.add_argument("--to", metavar="PATH", required=True, help="the file, or a folder for several")
    help_ = "what to write (as the file's name ends; to a folder: all)"
    parser.add_argument("--format", choices=_FORMATS, help=help_)
    add_as_of(parser)
    add_audience(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    from omp_plugin.export.problems import as_text

    if chosen.portfolio == bool(chosen.plan):
        raise Misuse("name a plan, or write --portfolio for all of them")
    if chosen.portfolio:
        return _portfolio(chosen)
    compiled = compiled_of(chosen)
    if compiled.plan is None:
        raise Misuse(f"{compiled.id} cannot be read: run `omp check {chosen.plan}`")
    site = find_site(Path.cwd()) or find_site(Path(chosen.plan).resolve())
    host = urlsplit(site.url).hostname if site and site.url else None
    for path, content in _files(chosen, compiled, host or "").items():
        _write(path, content)
        print(path)
    errors = [problem for problem in compiled.problems if problem.level == "error"]
    sys.stderr.write(as_text(errors))
    return int(bool(errors))


def _portfolio(chosen: argparse.Namespace) -> int:
    """The workbook or the table of all plans, as the file's name ends; to a folder all files of the portfolio."""
    from omp_plugin.export.portfolio import portfolio_files

    targets = _targets(chosen)
    site = find_site(Path.cwd())
    options = options_of(chosen, site)[0]
    plans = compiled_site(all_plans(site, options.audience), options, site).plans
    made = portfolio_files(plans)
    for path, name in targets.items():
        _write(path, made[name])
        print(path)
    unread = [each.id for each in plans if each.plan is None]
    for id_ in unread:
        print(f"{id_} cannot be read: run `omp check`", file=sys.stderr)
    return int(bool(unread))


def _targets(chosen: argparse.Namespace) -> dict[Path, str]:
    """Where each file of a portfolio is written."""
    from omp_plugin.export.portfolio import NAMES

    to, format_ = Path(chosen.to), chosen.format
    if to.is_dir() or chosen.to.endswith(("/", os.sep)) or not to.suffix:
        found = {to / name: name for name in NAMES if format_ is None or name.endswith(format_)}
    else:
        ending = f".{format_}" if format_ else to.suffix.lower()
        found = dict.fromkeys([to], next((name for name in NAMES[:2] if name.endswith(ending)), ""))
    if not all(found.values()) or not found:
        raise Misuse("a portfolio is written as .xlsx, as .csv, or into a folder")
    return found


def _files(chosen: argparse.Namespace, compiled: Compiled, host: str) -> dict[Path, bytes]:
    """What is written where: into a folder under the names that sites publish, or one file."""
    from omp_plugin.export.files import FORMATS, every_file

    to = Path(chosen.to)
    is_folder = to.is_dir() or chosen.to.endswith(("/", os.sep)) or (not to.suffix and chosen.format in (None, "csv"))
    if is_folder:
        found = dict(FORMATS[chosen.format](compiled, host)) if chosen.format else every_file(compiled, host)
        if not found:
            raise Misuse(f"{compiled.id} has nothing to write as {chosen.format}")
        return {to / name: content for name, content in found.items()}
    format_ = chosen.format or _SUFFIXES.get(to.suffix.lower())
    if format_ is None:
        raise Misuse(f'"{chosen.to}" does not say what to write: add --format, or end it in .json, .ics, .xlsx or .xml')
    if format_ == "csv":
        raise Misuse(f'a plan has many tables: name a folder, such as "--to {to.with_suffix("")}/"')
    made = list(FORMATS[format_](compiled, host))
    if not made:
        raise Misuse(f"{compiled.id} has nothing to write as {format_}")
    return {to: made[0][1]}


def _write(path: Path, content: bytes) -> None:
    """The whole file or none of it: who reads meanwhile sees the one before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
