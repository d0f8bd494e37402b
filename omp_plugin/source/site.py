"""Where a site's plans are: the folder that `mkdocs.yml` names, and the plugin's options in it that checks need."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Lookup
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import yaml

CONFIG = "mkdocs.yml"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class SiteSettings(NamedTuple):
    """The docs folder, the options of the plugin `omp` and the site's address, as texts."""

    docs: Path
    checks: Lookup[str, str] = MappingProxyType({})
    as_of: str | None = None
    audience: str | None = None
    url: str | None = None
    data_folder: Path | None = None
    connections: Lookup[str, str] = MappingProxyType({})


def find_site(start: Path) -> SiteSettings | None:
    """The settings of the site that holds a folder: the nearest `mkdocs.yml` in it or above."""
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file():
            return _settings(folder)
    return None


def _settings(folder: Path) -> SiteSettings:
    """What the configuration says; one that cannot be read is the host's to complain about."""
    try:
        root = yaml.compose((folder / CONFIG).read_text("utf-8"), Loader=_LOADER)
    except (yaml.YAMLError, UnicodeDecodeError):
        root = None
    options = _plugin_options(_value(root, "plugins"))
    checks = _value(options, "checks")
    pairs = checks.value if isinstance(checks, yaml.MappingNode) else []
    return SiteSettings(
        folder / (_text(_value(root, "docs_dir")) or "docs"),
        {str(key.value): str(value.value) for key, value in pairs},
        _text(_value(options, "as_of")),
        _text(_value(options, "audience")),
        _text(_value(root, "site_url")),
        folder / data if (data := _text(_value(options, "data_folder"))) else None,
        dict(_connections(_value(options, "connections"))),
    )


def _connections(node: yaml.Node | None) -> Iterator[tuple[str, str]]:
    """The variable that holds the URL of each connection, by its name."""
    for name, value in node.value if isinstance(node, yaml.MappingNode) else ():
        yield str(name.value), _text(_value(value, "env")) or ""


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def _text(node: yaml.Node | None) -> str | None:
    return str(node.value) if isinstance(node, yaml.ScalarNode) and node.value else None


def _plugin_options(plugins: yaml.Node | None) -> yaml.Node | None:
    """The mapping under `omp`, in a list of plugins or a mapping of them."""
    if isinstance(plugins, yaml.SequenceNode):
        return next((found for item in plugins.value if (found := _value(item, "omp"))), None)
    return _value(plugins, "omp")
