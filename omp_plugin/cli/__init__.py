"""The command `omp`: checks, shows and explains plans without building a site.

Each command is a module of this room: `add` declares its arguments, `run` does it and returns the exit status:
0 without errors, 1 with errors (or warnings under `--strict`), 2 for wrong usage.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import io
import os
import signal
import sys
from collections.abc import Sequence

from omp_plugin import __version__
from omp_plugin.cli.asked import Misuse

USAGE = 2
COMMANDS = {
    "new": "begin a plan from a starter",
    "check": "check plans and list every problem",
    "show": "print what a plan computes to",
    "diff": "print what changed between two versions, in the plan's terms",
    "impact": "report what a proposed change comes to, in Markdown",
    "build": "build the site, or a shard of it that other machines build the rest of",
    "merge": "put a site together from its shards",
    "publish": "check, build and publish the site, to a folder or as a version on a branch",
    "render": "write the pages of the site as Markdown files, for generators that run no plugin",
    "ci": "print or write the files that check and publish plans in CI",
    "export": "write a plan as calendar, workbook, tables, JSON or project file",
    "alerts": "list what is overdue, due soon, stale or off track",
    "why": "explain what fixes the date of a task",
    "explain": "explain a problem code, with a wrong and a right example",
    "schema": "print the JSON Schema of plan files, for YAML editors",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit status."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    chosen = parser(given[:1]).parse_args(given)
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
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except OSError as error:
        named = f": {error.filename}" if error.filename else ""  # a disk that is full has no name
        print(f"omp: {error.strerror}{named}", file=sys.stderr)
        return USAGE
    return status


def parser(called: Sequence[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """The parser of all commands, with the arguments of those that are `called`: the others need not be imported."""
    whole = argparse.ArgumentParser(prog="omp", description="Compiles marketing plans written in YAML and Markdown.")
    whole.add_argument("--version", action="version", version=f"omp {__version__}")
    commands = whole.add_subparsers(title="commands", required=True, metavar="COMMAND", prog="omp")
    for name, help_ in COMMANDS.items():
        command = commands.add_parser(name, help=help_)
        if name in called:
            importlib.import_module(f"omp_plugin.cli.{name}").add(command)
    return whole
