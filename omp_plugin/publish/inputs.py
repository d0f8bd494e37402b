"""All that a site is made of, as digests: shards of a site belong together where these are the same."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path, PurePath
from types import FunctionType, ModuleType
from typing import Any

from omp_plugin.export.plan_json import plan_json, to_text
from omp_plugin.publish.cache import program
from omp_plugin.publish.manifest import SEARCHED
from omp_plugin.publish.site import SiteBuild
from omp_plugin.render.reuse import is_from_elsewhere, stated

_PLACES = ("site_dir", "docs_dir", "config_file_path", "plugins", "theme", "hooks")
"""Where things lie makes no difference; what these hold is looked at by itself."""
_PLAIN = (str, bytes, bool, int, float, date, type(None))


def inputs(config: Any, build: SiteBuild, files: Any, day: str) -> dict[str, str]:
    """What a build was made of, by what it is called; `day` is the one that the host calls today."""
    return {
        "program": _digest([program()]),
        "installed packages": _digest(_packages()),
        "configuration": _digest(_configuration(config)),
        "day": f"{build.options.today} {day}",
        "audience": build.options.audience,
        "strictness": str(bool(config.strict)),
        SEARCHED: str(config.plugins["omp"].config.search),
        "plans": _digest(_plans(build)),
        "other files": _digest(_files(config, files)),
    }


def _digest(parts: Iterator[str] | list[str]) -> str:
    found = sha256()
    for part in parts:
        found.update(f"{len(part)} {part}".encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def _packages() -> list[str]:
    """Everything that is installed beside this, and Python."""
    found = {f"{each.name} {each.version}" for each in distributions()}
    return [sys.version, *sorted(found)]


def _plans(build: SiteBuild) -> Iterator[str]:
    """The sources of plans with their versions; the figures of those that take some from elsewhere."""
    for folder, plan in sorted(build.plans.items()):
        yield f"{folder} {stated(plan)!r}"
        if is_from_elsewhere(plan) and plan.plan and plan.results:
            yield to_text(plan_json(plan))


def _files(config: Any, files: Any) -> Iterator[str]:
    """The project's files: its pages and pictures, its own templates, its hooks."""
    own = [file for file in files if file.src_dir in (config.docs_dir, config.theme.custom_dir) and file.abs_src_path]
    paths = {file.src_uri: Path(file.abs_src_path) for file in own}
    folder = config.theme.custom_dir
    below = sorted(Path(folder).rglob("*")) if folder else []
    paths |= {f"/templates/{path.relative_to(folder).as_posix()}": path for path in below if path.is_file()}
    paths |= {f"/hooks/{name}": Path(str(module.__file__)) for name, module in (config.hooks or {}).items()}
    for name, path in sorted(paths.items()):
        yield f"{name} {sha256(path.read_bytes()).hexdigest()}"


def _configuration(config: Any) -> Iterator[str]:
    """The configuration as it is written, and what the host has read in it, wherever the project lies."""
    path = Path(config.config_file_path or "")
    if path.is_file():
        yield sha256(path.read_bytes()).hexdigest()
    settings = {key: value for key, value in config.items() if key not in _PLACES}
    plugins = {name: dict(getattr(each, "config", {})) for name, each in config.plugins.items()}
    theme = {key: value for key, value in dict(config.theme).items() if key not in ("custom_dir", "static_templates")}
    root = str(path.resolve().parent)
    yield from (_described(each).replace(root, "") for each in (settings, plugins, theme, config.theme.name))


def _described(value: Any) -> str:
    """A value as a text that is the same in every process; what is neither plain nor a pattern, by its kind alone."""
    if isinstance(value, Mapping):
        return f"{{{','.join(f'{_described(key)}:{_described(each)}' for key, each in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(map(_described, value))}]"
    if isinstance(value, set | frozenset):
        return f"[{','.join(sorted(map(_described, value)))}]"
    if isinstance(value, _PLAIN):
        return f"{type(value).__name__} {value!r}"
    if isinstance(value, PurePath | ModuleType):
        return type(value).__name__
    if isinstance(value, FunctionType | type):
        return f"{value.__module__}.{value.__qualname__}"
    patterns = [str(getattr(each, "regex", "")) for each in getattr(value, "patterns", ())]
    return f"{type(value).__qualname__} {patterns}"
