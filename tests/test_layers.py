"""Holds every module to its room: who may import whom, who may print, read the disk, ask the clock, call git."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGE = "omp_plugin"
ROOT = Path(__file__).parents[1] / PACKAGE

# In this order a plan travels. A module imports from its own room and from rooms before it, never from later ones.
ROOMS = ("source", "model", "compute", "check", "compare", "actuals", "pages", "render", "export", "starters", "build", "publish")
GROUND = {"", "problems", "limits", "manual", "words"}  # under every room; "" is the package itself
DOORS = {"plugin", "cli"}  # over every room, and strangers to each other
PURE = {"problems", "limits", "model", "compute", "check", "compare", "pages", "render", "export"}
FROM_STRINGS = PURE - {"render", "export"}  # those two read the package's own templates

CLOCK = {"now", "today", "utcnow", "fromtimestamp", "monotonic", "perf_counter", "localtime", "gmtime", "time_ns"}
DISK = {"read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "glob", "rglob", "is_file", "is_dir"}
OUTSIDE = {"os.environ", "os.getenv", "os.getcwd", "locale", "random", "socket", "requests", "urllib.request"}
BUILT_IN = {"open", "print"}

# Each of these belongs to one file or room, and to no other.
ONLY_IN = {
    # The adapter to the host: the plugin, its options, its files, and how it brings a served site up to date.
    "mkdocs": {"plugin.py", "publish/options.py", "publish/host_files.py", "publish/updates.py"},
    "properdocs": {"plugin.py"},
    "material": {"plugin.py"},
    "click": {"cli"},
    "argparse": {"cli"},
    "print": {"cli"},
    "sys.stdout": {"cli"},
    "sys.stderr": {"cli"},
    # Reading a repository is one place; publishing starts the host's own build, git again, to write, and Pagefind.
    "subprocess": {"source/revisions.py", "publish/host.py", "publish/branch.py", "publish/indexing.py", "actuals/asking.py"},
    "mike": {"publish/deploy.py"},
    "git": {"source/revisions.py"},
    "os.system": {"source/revisions.py"},
    "os.popen": {"source/revisions.py"},
    "duckdb": {"actuals"},
    "sqlalchemy": {"actuals"},
    "sqlite3": {"actuals"},
    "openpyxl": {"actuals"},
}


@dataclass(frozen=True)
class Use:
    """A dotted name that a module uses, as it is called where it comes from: `datetime.date.today`."""

    line: int
    name: str
    imported: bool
    called: bool


def uses(tree: ast.Module, package: str) -> Iterator[Use]:
    """All that a module of `package` imports, and every name it looks up, with `as` names undone."""
    origin: dict[str, str] = {}
    for node in ast.walk(tree):
        for line, name, alias in imported(node, package):
            origin[alias] = name
            yield Use(line, name, imported=True, called=False)
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and (name := dotted(node, origin)):
            yield Use(node.lineno, name, imported=False, called=id(node) in called)


def imported(node: ast.AST, package: str) -> Iterator[tuple[int, str, str]]:
    """The line, full name and name in this module of all that an import statement brings in."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            first = alias.name.split(".")[0]
            yield node.lineno, alias.name, alias.asname or first
    elif isinstance(node, ast.ImportFrom):
        above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
        source = ".".join([*above, *([node.module] if node.module else [])])
        for alias in node.names:
            yield node.lineno, f"{source}.{alias.name}", alias.asname or alias.name


def dotted(node: ast.expr, origin: dict[str, str]) -> str:
    """`a.b.c` of nested attributes with `a` as it was imported; `?.b.c` where it hangs on a value."""
    if isinstance(node, ast.Name):
        return origin.get(node.id, node.id if node.id in BUILT_IN else "?")
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value, origin) or '?'}.{node.attr}"
    return ""


def room(name: str) -> str:
    """The room of a dotted module: `compute` of `omp_plugin.compute.kpis`, nothing of the package itself."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else ""


def may_import(here: str, there: str) -> bool:
    """Whether a module in one room may import from another."""
    if there == here or there in GROUND:
        return True
    if here in DOORS:
        return there in ROOMS
    if here in GROUND or there not in ROOMS:
        return False
    if here in {"pages", "render"} and there == "source":
        return False  # they see results, never what they were read from
    return ROOMS.index(there) < ROOMS.index(here)


def breaches(root: Path) -> list[str]:
    """Every breach of the order in the package at `root`, as `file:line: what`."""
    return [breach for path in sorted(root.rglob("*.py")) for breach in breaches_of(path, root)]


def breaches_of(path: Path, root: Path) -> Iterator[str]:
    """The breaches of one module."""
    file = path.relative_to(root).as_posix()
    here = "" if file == "__init__.py" else file.split("/")[0].removesuffix(".py")
    if here not in {*ROOMS, *GROUND, *DOORS}:
        yield f"{file}:1: is in no room"
    package = ".".join([PACKAGE, *path.relative_to(root).parts[:-1]])
    for use in uses(ast.parse(path.read_text(encoding="utf-8")), package):
        for what in wrong(use, file, here, root):
            yield f"{file}:{use.line}: {what}"


def wrong(use: Use, file: str, here: str, root: Path) -> Iterator[str]:
    """What is wrong with one use of a name in one file."""
    if use.imported and use.name.split(".")[0] == PACKAGE:
        there = room(use.name) if exists(room(use.name), root) else ""
        if not may_import(here, there):
            yield f"{here} imports {use.name}"
    for name, homes in ONLY_IN.items():
        if begins(use.name, name) and not homes & {file, here}:
            yield f"{use.name} belongs in {', '.join(sorted(homes))}"
    if here in PURE:
        yield from impure(use)
    if here in FROM_STRINGS and reads_disk(use):
        yield f"{use.name} reads or writes the disk"


def impure(use: Use) -> Iterator[str]:
    """The clock and the world outside, which a stage is given and never asks."""
    if use.name == "time.time" or (use.called and use.name.rpartition(".")[2] in CLOCK and "." in use.name):
        yield f"{use.name} asks the clock"
    if any(begins(use.name, outside) for outside in OUTSIDE):
        yield f"{use.name} asks the world outside"


def reads_disk(use: Use) -> bool:
    """Whether a name opens, reads or lists files; the package's own functions are judged where they stand."""
    if not use.called or begins(use.name, PACKAGE):
        return False
    return use.name in {"open", "io.open", "os.open"} or use.name.rpartition(".")[2] in DISK


def begins(name: str, prefix: str) -> bool:
    """Whether a dotted name is `prefix` or something in it."""
    return name == prefix or name.startswith(prefix + ".")


def exists(name: str, root: Path) -> bool:
    """Whether `name` is a module or a room, and not just something that the package itself defines."""
    return (root / name).is_dir() or (root / f"{name}.py").is_file()


def test_every_module_keeps_to_its_room() -> None:
    assert breaches(ROOT) == []


def write(root: Path, files: dict[str, str]) -> Path:
    """A package with these modules."""
    for name, text in {"__init__.py": "", "problems.py": "", "limits.py": "", **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    "file,text",
    [
        ("source/yaml.py", "from omp_plugin.problems import Problem"),
        ("model/plan.py", "from omp_plugin import limits, __version__\nfrom omp_plugin.source.nodes import Node"),
        ("model/plan.py", "from .dates import Day\nfrom ..source import nodes"),
        ("compute/kpis.py", "from datetime import date\ndef days(until: date) -> int: return until.toordinal()"),
        ("export/xlsx.py", "from omp_plugin.render import filters"),
        ("source/revisions.py", "import subprocess"),
        ("source/disk.py", "def read(path): return open(path).read()"),
        ("plugin.py", "from mkdocs.plugins import BasePlugin\nfrom omp_plugin import build"),
        ("model/plan.py", "def f(plan, locale): return locale.upper(), plan.random, plan.today"),
        ("model/plan.py", "from omp_plugin.model.kinds import read_text\nread_text('x')"),
        ("cli/check.py", "import os\nfrom omp_plugin.build import build\nprint(os.environ)"),
    ],
)
def test_what_is_allowed(tmp_path: Path, file: str, text: str) -> None:
    rooms = {f"{name}/__init__.py": "" for name in ROOMS if name != "build"} | {"build.py": ""}
    assert breaches(write(tmp_path, rooms | {file: text})) == []


@pytest.mark.parametrize(
    "file,text,says",
    [
        ("source/disk.py", "from omp_plugin.model.plan import Plan", "source imports omp_plugin.model.plan.Plan"),
        ("source/disk.py", "def f():\n    from ..model import plan", "source imports omp_plugin.model.plan"),
        ("model/plan.py", "from omp_plugin import compute", "model imports omp_plugin.compute"),
        ("pages/site.py", "import omp_plugin.source.nodes as n", "pages imports omp_plugin.source.nodes"),
        ("build.py", "from omp_plugin.plugin import OmpPlugin", "build imports omp_plugin.plugin.OmpPlugin"),
        ("plugin.py", "from omp_plugin import cli", "plugin imports omp_plugin.cli"),
        ("limits.py", "from omp_plugin.model import dates", "limits imports omp_plugin.model.dates"),
        ("helpers/text.py", "", "is in no room"),
        ("build.py", "from mkdocs.config import Config", "mkdocs.config.Config belongs in plugin.py, publish/host_files.py, publish/options.py, publish/updates.py"),
        ("compute/kpis.py", "print('x')", "print belongs in cli"),
        ("plugin.py", "import sys as s\ns.stderr.write('x')", "sys.stderr belongs in cli"),
        ("source/disk.py", "import subprocess", "subprocess belongs in actuals/asking.py, publish/branch.py, publish/host.py, publish/indexing.py, source/revisions.py"),
        ("compute/kpis.py", "import sqlite3", "sqlite3 belongs in actuals"),
        ("compute/kpis.py", "import datetime as dt\ndt.datetime.now()", "datetime.datetime.now asks the clock"),
        ("check/dates.py", "from datetime import date as d\nx = d.today()", "datetime.date.today asks the clock"),
        ("model/dates.py", "from time import time as t\nt()", "time.time asks the clock"),
        ("render/pages.py", "import os\nos.environ.get('TZ')", "os.environ asks the world outside"),
        ("compute/kpis.py", "import random", "random asks the world outside"),
        ("model/plan.py", "open('x')", "open reads or writes the disk"),
        ("check/a.py", "from pathlib import Path\nPath('x').read_text()", "?.read_text reads or writes the disk"),
    ],
)
def test_what_is_not(tmp_path: Path, file: str, text: str, says: str) -> None:
    rooms = dict.fromkeys(("model/__init__.py", "compute/__init__.py", "source/__init__.py", "plugin.py", "cli/__init__.py"), "")
    found = breaches(write(tmp_path, rooms | {file: text}))
    assert any(breach.startswith(f"{file}:") and breach.endswith(says) for breach in found), found
