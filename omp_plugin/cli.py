"""The command `omp`: checks, shows and explains plans without building a site.

Exit status: 0 without errors, 1 with errors (or warnings under `--strict`), 2 for wrong usage.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from omp_plugin import __version__
from omp_plugin.problems import LEVELS, Problem, did_you_mean, set_levels
from omp_plugin.source.disk import find_plans, load_plan
from omp_plugin.source.folder import PLAN_FILE, PlanSource
from omp_plugin.source.site import SiteSettings, find_site

if TYPE_CHECKING:
    from omp_plugin.build import Options
    from omp_plugin.compute.compiled import Compiled
    from omp_plugin.source.history import History

USAGE = 2
_SETTINGS = ("off", "info", "warning", "error")


class Misuse(Exception):
    """The command was called in a way that means nothing; the message says what to call instead."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit status."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    # Plans are trees without cycles and the command ends soon: collecting garbage meanwhile costs a third of it.
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # the same bytes under every locale
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status: int = chosen.run(chosen)
        sys.stdout.flush()
    except Misuse as error:
        print(f"omp: {error}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:
        # The reader of the output has gone (`omp check | head`); nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(f"omp: {error.strerror}: {error.filename}", file=sys.stderr)
        return USAGE
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="omp", description="Compiles marketing plans written in YAML and Markdown.")
    parser.add_argument("--version", action="version", version=f"omp {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND", prog="omp")
    _add_check(commands.add_parser("check", help="check plans and list every problem"))
    _add_show(commands.add_parser("show", help="print what a plan computes to"))
    _add_diff(commands.add_parser("diff", help="print what changed between two versions, in the plan's terms"))
    _add_why(commands.add_parser("why", help="explain what fixes the date of a task"))
    _add_schema(commands.add_parser("schema", help="print the JSON Schema of plan files, for YAML editors"))
    return parser


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PLAN", help="plans by id or folder, or a folder of plans (all)")
    parser.add_argument("--strict", action="store_true", help="fail on warnings too")
    formats = ("text", "json", "github", "sarif")
    parser.add_argument("--format", choices=formats, default="text", help="how problems are printed (text)")
    _add_as_of(parser)
    parser.set_defaults(run=_check)


def _add_show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="the plan's id, or its folder")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="a summary, or all of it (text)")
    _add_as_of(parser)
    parser.set_defaults(run=_show)


def _add_diff(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help="a tag, branch or commit")
    parser.add_argument("new", metavar="NEW", help='another one, or "." for the files as they are')
    parser.add_argument("plan", nargs="?", metavar="PLAN", help="the plan's id, or its folder (all)")
    formats = ("text", "markdown", "json", "html")
    parser.add_argument("--format", choices=formats, default="text", help="how changes are printed (text)")
    _add_as_of(parser)
    parser.set_defaults(run=_diff)


def _add_why(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="the plan's id, or its folder")
    parser.add_argument("task", metavar="TASK", help="the task's id")
    _add_as_of(parser)
    parser.set_defaults(run=_why)


def _add_schema(parser: argparse.ArgumentParser) -> None:
    help_ = "plan (default), campaign, kpis, tasks, ..."
    parser.add_argument("file", nargs="?", default="plan", metavar="FILE", help=help_)
    parser.set_defaults(run=_schema)


def _add_as_of(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", metavar="DATE", help="today's date for plans that state no `as_of`: 2026-11-22")


def _check(chosen: argparse.Namespace) -> int:
    from omp_plugin.build import compile_site
    from omp_plugin.export.problems import FORMATS, count

    site = find_site(Path.cwd())
    folders = [folder for path in chosen.paths for folder in _folders(path, site)] if chosen.paths else _all(site)
    sources = [_source(folder) for folder in dict.fromkeys(folders)]
    options, said = _options(chosen, site)
    with _history(folders, by_default=False) as history:
        compiled = compile_site(sources, options, _neighbours(folders[0], site), history)
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
    return [found for root in roots for found in check_pages(root, _shown(root))]


def _options(chosen: argparse.Namespace, site: SiteSettings | None) -> tuple[Options, str]:
    """The options of a build from here, and the day they name with where it is from."""
    from omp_plugin.build import Options, choose_today

    try:
        today, origin = choose_today(chosen.as_of or (site.as_of if site else None), os.environ, date.today())  # noqa: DTZ011 # the author's own day
    except ValueError as error:
        raise Misuse(str(error)) from None
    checks = dict(site.checks) if site else {}
    for code, level in checks.items():
        if code not in LEVELS:
            raise Misuse(f'mkdocs.yml sets "{code}", which is no check: {did_you_mean(code, LEVELS)}')
        if level not in _SETTINGS:
            raise Misuse(f'mkdocs.yml sets the check "{code}" to "{level}": write {", ".join(_SETTINGS)}')
    return Options(today, checks), f"{today} ({origin})"  # type: ignore[arg-type] # the levels were just looked at


def _all(site: SiteSettings | None) -> list[Path]:
    root = site.docs if site else Path.cwd()
    found = find_plans(root) if root.is_dir() else []
    if not found:
        raise Misuse(f"there is no plan under {_shown(root)}: a plan is a folder with a {PLAN_FILE}")
    return found


def _folders(path: str, site: SiteSettings | None) -> list[Path]:
    """The plans that an argument names: a folder of one or more plans, a plan.yml, or the id of a plan of the site."""
    given = Path(path)
    if given.name == PLAN_FILE and given.is_file():
        return [given.parent]
    if given.is_dir() and (found := find_plans(given)):
        return found
    root = site.docs if site else Path.cwd()
    plans = find_plans(root) if root.is_dir() else []
    named = [folder for folder in plans if folder.name == path]
    if not named:
        raise Misuse(f'there is no plan "{path}"; {did_you_mean(path, [folder.name for folder in plans])}')
    return named


def _source(folder: Path) -> PlanSource:
    return load_plan(folder.resolve(), _shown(folder))


def _shown(path: Path) -> str:
    """A path as messages name it: relative to where the command runs, when it lies there."""
    whole, here = path.resolve(), Path.cwd()
    return whole.relative_to(here).as_posix() if whole.is_relative_to(here) else whole.as_posix()


def _compiled(chosen: argparse.Namespace) -> Compiled:
    from omp_plugin.build import compile_plan

    site = find_site(Path.cwd()) or find_site(Path(chosen.plan).resolve())
    folders = _folders(chosen.plan, site)
    if Path(chosen.plan) in folders:
        folders = [Path(chosen.plan)]  # a plan may hold others in folders of its own
    if len(folders) > 1:
        listed = ", ".join(_shown(folder) for folder in folders)
        raise Misuse(f'"{chosen.plan}" holds several plans: name one of {listed}')
    with _history(folders, by_default=True) as history:
        return compile_plan(_source(folders[0]), _options(chosen, site)[0], _neighbours(folders[0], site), history)


def _history(folders: Sequence[Path], *, by_default: bool) -> History:
    from omp_plugin.source.history import History

    return History({_shown(folder): folder for folder in folders}, by_default=by_default, with_steps=False)


def _neighbours(folder: Path, site: SiteSettings | None) -> frozenset[str]:
    """The ids of the plans beside a plan: those of its site, or without one those in the folder above."""
    plan = folder.resolve()
    in_site = site is not None and plan.is_relative_to(site.docs.resolve())
    beside = find_plans(site.docs) if site and in_site else (path.parent for path in plan.parent.glob(f"*/{PLAN_FILE}"))
    return frozenset(path.name for path in beside)


def _show(chosen: argparse.Namespace) -> int:
    from omp_plugin.export.plan_json import plan_json, to_text
    from omp_plugin.export.problems import as_text
    from omp_plugin.export.summary import summary

    compiled = _compiled(chosen)
    errors = [problem for problem in compiled.problems if problem.level == "error"]
    if chosen.format == "json":
        sys.stdout.write(to_text(plan_json(compiled)))
    else:
        sys.stdout.write(summary(compiled))
        sys.stderr.write(as_text(errors))
    return int(bool(errors))


def _diff(chosen: argparse.Namespace) -> int:
    from omp_plugin.build import compare_all, compile_at, compile_site
    from omp_plugin.export.diff import FORMATS
    from omp_plugin.source.history import History
    from omp_plugin.source.version import HERE, Missing

    site = find_site(Path.cwd())
    root = site.docs if site else Path.cwd()
    with History({}) as history:
        then = history.folders(root, chosen.old)
        if chosen.new == HERE:
            folders = _folders(chosen.plan, site) if chosen.plan else _all(site)
            history.place({_shown(folder): folder for folder in folders})
            sources, beside = list(map(_source, folders)), _neighbours(folders[0], site)
            now: list[Compiled] | Missing = list(compile_site(sources, _options(chosen, site)[0], beside).plans)
        else:
            now = compile_at(history, root, chosen.new, Path(chosen.plan or "").name)
        if isinstance(then, Missing):
            raise Misuse(then.said)
        if isinstance(now, Missing):
            raise Misuse(now.said)
        found = compare_all(history, now, chosen.old, [] if chosen.plan else then, chosen.new)
    sys.stdout.write(FORMATS[chosen.format](found))
    return 0


def _why(chosen: argparse.Namespace) -> int:
    from omp_plugin.export.summary import explain

    compiled = _compiled(chosen)
    if compiled.plan is None or compiled.results is None:
        raise Misuse(f"{compiled.id} cannot be read: run `omp check {chosen.plan}`")
    if chosen.task not in compiled.plan.tasks:
        raise Misuse(f'there is no task "{chosen.task}"; {did_you_mean(chosen.task, compiled.plan.tasks)}')
    sys.stdout.write(explain(compiled.plan, compiled.results, chosen.task))
    return 0


def _schema(chosen: argparse.Namespace) -> int:
    from omp_plugin.model.schema import FILES, schema_of

    if chosen.file not in FILES:
        raise Misuse(f'there is no schema of "{chosen.file}"; {did_you_mean(chosen.file, FILES)}')
    print(json.dumps(schema_of(chosen.file), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
