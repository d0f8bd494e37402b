"""What a command was asked about: plans by id or folder, the site around them, the day it counts from."""

from __future__ import annotations

import argparse
import importlib.util
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from omp_plugin.problems import LEVELS, did_you_mean
from omp_plugin.source.disk import find_plans, load_plan, misnamed_plans
from omp_plugin.source.folder import PLAN_FILE, PlanSource
from omp_plugin.source.hidden_plans import hidden_plans
from omp_plugin.source.site import CONFIG, OPTIONS, SiteSettings, find_site
from omp_plugin.source.visibility import ALL, VISIBILITIES

if TYPE_CHECKING:
    from omp_plugin.actuals.reach import Reach
    from omp_plugin.build import Options
    from omp_plugin.compute.compiled import Compiled, Site
    from omp_plugin.source.history import History

_SETTINGS = ("off", "info", "warning", "error")


class Misuse(Exception):
    """The command was called in a way that means nothing; the message says what to call instead."""


def add_paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PLAN", help="plans by id or folder, or a folder of plans (all)")


def add_as_of(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", metavar="DATE", help="today's date for plans that state no `as_of`: 2026-11-22")


def add_audience(parser: argparse.ArgumentParser) -> None:
    help_ = "know nothing of what is above it (as mkdocs.yml says, else confidential: everything)"
    parser.add_argument("--audience", choices=VISIBILITIES, help=help_)


def config_of(named: str | None) -> Path:
    """The configuration that was named, else the nearest."""
    if named is not None:
        if not Path(named).is_file():
            raise Misuse(f"there is no file {named}")
        return Path(named).resolve()
    here = Path.cwd()
    found = next((each / CONFIG for each in (here, *here.parents) if (each / CONFIG).is_file()), None)
    if found is None:
        raise Misuse(f"there is no {CONFIG} here or above: name one with --config-file")
    return found


def host_of(named: str | None) -> str:
    """The program that builds the site: the one that was named, else the one that is here."""
    from omp_plugin.publish.host import installed_host

    host = named or installed_host()
    if host is None or importlib.util.find_spec(host) is None:
        raise Misuse(f"{host or 'MkDocs'} is not installed here")
    return host


def audience_of(chosen: argparse.Namespace, site: SiteSettings | None) -> str:
    """Who the answer is for: as asked, else as the site is built."""
    audience = getattr(chosen, "audience", None) or (site.audience if site else None) or ALL
    if audience not in VISIBILITIES:
        raise Misuse(f'mkdocs.yml sets the audience "{audience}": write {", ".join(VISIBILITIES)}')
    return str(audience)


def options_of(chosen: argparse.Namespace, site: SiteSettings | None) -> tuple[Options, str]:
    """The options of a build from here, and the day they name with where it is from."""
    from omp_plugin.build import Options, choose_today

    try:
        today, origin = choose_today(chosen.as_of or (site.as_of if site else None), os.environ, date.today())  # noqa: DTZ011 # the author's own day
    except ValueError as error:
        raise Misuse(str(error)) from None
    for name in site.unknown if site else ():
        raise Misuse(f'mkdocs.yml gives omp the option "{name}", which does not exist; {did_you_mean(name, OPTIONS)}')
    checks = dict(site.checks) if site else {}
    for code, level in checks.items():
        if code not in LEVELS:
            raise Misuse(f'mkdocs.yml sets "{code}", which is no check: {did_you_mean(code, LEVELS)}')
        if level not in _SETTINGS:
            raise Misuse(f'mkdocs.yml sets the check "{code}" to "{level}": write {", ".join(_SETTINGS)}')
    return Options(today, checks, audience_of(chosen, site), _reach_of(site)), f"{today} ({origin})"  # type: ignore[arg-type] # the levels were just looked at


def plans_of(site: SiteSettings | None, audience: str, *more: Path) -> tuple[list[Path], list[Path]]:
    """The plans of a site, and `more`, that an audience may know of, and those that it may not."""
    root = site.docs if site else Path.cwd()
    found = sorted({*(find_plans(root) if root.is_dir() else []), *more})
    if audience == ALL:
        return found, []
    sources = {folder: source_of(folder) for folder in found}
    hidden = hidden_plans(sources.values(), audience)
    kept = [folder for folder, source in sources.items() if source.folder not in hidden]
    return kept, [folder for folder in found if folder not in kept]


def _reach_of(site: SiteSettings | None) -> Reach:
    from omp_plugin.actuals.reach import Reach

    return Reach(site.data_folder, site.connections, os.environ) if site else Reach()


def all_plans(site: SiteSettings | None, audience: str = ALL) -> list[Path]:
    found, _ = plans_of(site, audience)
    if not found:
        raise Misuse(_nothing(site))
    return found


def _nothing(site: SiteSettings | None) -> str:
    """That there are no plans, and which files would be plans under another name."""
    root = site.docs if site else Path.cwd()
    named = ", ".join(map(shown, misnamed_plans(root)))
    hint = f"rename {named} to {PLAN_FILE}" if named else f"a plan is a folder with a {PLAN_FILE}"
    place = shown(root)
    return f"there is no plan {'here' if place == '.' else f'under {place}'}: {hint}"


def folders_of(path: str, site: SiteSettings | None, audience: str = ALL) -> list[Path]:
    """The plans that an argument names: a folder of one or more plans, a plan.yml, or the id of a plan of the site."""
    given = Path(path)
    is_file = given.name == PLAN_FILE and given.is_file()
    asked = [given.parent] if is_file else find_plans(given) if given.is_dir() else []
    if asked and audience == ALL:
        return asked  # without looking through all that lies around them
    plans, hidden = plans_of(site, audience, *asked)
    if found := [folder for folder in asked if folder not in hidden]:
        return found
    named = [folder for folder in plans if folder.name == path]
    if not named:
        hint = did_you_mean(path, [folder.name for folder in plans])
        raise Misuse(f'there is no plan "{path}"; {hint or _nothing(site)}')
    return named


def asked_for(chosen: argparse.Namespace, site: SiteSettings | None) -> list[Path]:
    """The plans that `paths` name, each once; all where there are none."""
    audience = audience_of(chosen, site)
    named = [folder for path in chosen.paths for folder in folders_of(path, site, audience)]
    return list(dict.fromkeys(named if chosen.paths else all_plans(site, audience)))


def compiled_site(folders: Sequence[Path], options: Options, site: SiteSettings | None) -> Site:
    """Plans beside their baselines, and what is wrong between them."""
    from omp_plugin.build import compile_site

    beside = neighbours(folders[0], site, options.audience)
    with history_of(folders, by_default=False, audience=options.audience) as history:
        return compile_site(list(map(source_of, folders)), options, beside, history)


def source_of(folder: Path) -> PlanSource:
    return load_plan(folder.resolve(), shown(folder))


def shown(path: Path) -> str:
    """A path as messages name it: relative to where the command runs, when it lies there."""
    whole, here = path.resolve(), Path.cwd()
    return whole.relative_to(here).as_posix() if whole.is_relative_to(here) else whole.as_posix()


def compiled_of(chosen: argparse.Namespace) -> Compiled:
    from omp_plugin.build import compile_plan

    site = find_site(Path.cwd()) or find_site(Path(chosen.plan).resolve())
    options, audience = options_of(chosen, site)[0], audience_of(chosen, site)
    folders = folders_of(chosen.plan, site, audience)
    if Path(chosen.plan) in folders:
        folders = [Path(chosen.plan)]  # a plan may hold others in folders of its own
    if len(folders) > 1:
        listed = ", ".join(shown(folder) for folder in folders)
        raise Misuse(f'"{chosen.plan}" holds several plans: name one of {listed}')
    with history_of(folders, by_default=True, audience=audience) as history:
        return compile_plan(source_of(folders[0]), options, neighbours(folders[0], site, audience), history)


def history_of(folders: Sequence[Path], *, by_default: bool, audience: str = ALL) -> History:
    from omp_plugin.build import sameness
    from omp_plugin.source.history import History

    places = {shown(folder): folder for folder in folders}
    return History(places, by_default=by_default, with_steps=False, sameness=sameness(audience))


def neighbours(folder: Path, site: SiteSettings | None, audience: str = ALL) -> frozenset[str]:
    """The ids of the plans beside a plan: those of its site, or without one those in the folder above."""
    plan = folder.resolve()
    in_site = site is not None and plan.is_relative_to(site.docs.resolve())
    beside = find_plans(site.docs) if site and in_site else (path.parent for path in plan.parent.glob(f"*/{PLAN_FILE}"))
    if audience == ALL:
        return frozenset(path.name for path in beside)
    sources = {path.name: source_of(path) for path in beside}
    hidden = hidden_plans(sources.values(), audience)
    return frozenset(name for name, source in sources.items() if source.folder not in hidden)
