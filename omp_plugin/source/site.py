"""Where a site's plans are: the folder that `mkdocs.yml` names, and the plugin's options in it that checks need."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Lookup
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import yaml

CONFIG = "mkdocs.yml"
OPTIONS = frozenset({"as_of", "audience", "checks", "connections", "data_folder", "publish_data", "search"})
"""The options of the plugin; hosts know `enabled` of every plugin."""
_FALSE = ("false", "no", "off")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class SiteSettings(NamedTuple):
    """The docs folder, the options of the plugin `omp` and the site's address, as texts; `unknown` names options that
    do not exist."""

    docs: Path
    checks: Lookup[str, str] = MappingProxyType({})
    as_of: str | None = None
    audience: str | None = None
    url: str | None = None
    data_folder: Path | None = None
    connections: Lookup[str, str] = MappingProxyType({})
    publish_data: bool = True
    unknown: tuple[str, ...] = ()


def find_site(start: Path) -> SiteSettings | None:
    """The settings of the site that holds a folder: the nearest `mkdocs.yml` in it or above."""
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file():
            return read_settings(folder / CONFIG)
    return None


def read_settings(config: Path) -> SiteSettings:
    """What the configuration says; one that cannot be read is the host's to complain about."""
    folder, root = config.parent, compose(config)
    options = _plugin_options(value_of(root, "plugins"))
    checks = value_of(options, "checks")
    pairs = checks.value if isinstance(checks, yaml.MappingNode) else []
    return SiteSettings(
        folder / (text_of(value_of(root, "docs_dir")) or "docs"),
        {str(key.value): str(value.value) for key, value in pairs},
        text_of(value_of(options, "as_of")),
        text_of(value_of(options, "audience")),
        text_of(value_of(root, "site_url")),
        folder / data if (data := text_of(value_of(options, "data_folder"))) else None,
        dict(_connections(value_of(options, "connections"))),
        (text_of(value_of(options, "publish_data")) or "true").lower() not in _FALSE,
        tuple(name for name in _names(options) if name not in OPTIONS | {"enabled"}),
    )


def compose(config: Path) -> yaml.Node | None:
    """The configuration as it is written, tags of other programs and all; nothing where it cannot be read."""
    try:
        root: yaml.Node | None = yaml.compose(config.read_text("utf-8"), Loader=_LOADER)
    except (yaml.YAMLError, UnicodeDecodeError):
        return None
    return root


def _connections(node: yaml.Node | None) -> Iterator[tuple[str, str]]:
    """The variable that holds the URL of each connection, by its name."""
    for name, value in node.value if isinstance(node, yaml.MappingNode) else ():
        yield str(name.value), text_of(value_of(value, "env")) or ""


def _names(node: yaml.Node | None) -> list[str]:
    """The keys of a mapping."""
    return [str(name.value) for name, _ in node.value] if isinstance(node, yaml.MappingNode) else []


def value_of(node: yaml.Node | None, key: str) -> yaml.Node | None:
    """What a mapping says of a key."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def text_of(node: yaml.Node | None) -> str | None:
    """A value that is one text and not empty."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) and node.value else None


def _plugin_options(plugins: yaml.Node | None) -> yaml.Node | None:
    """The mapping under `omp`, in a list of plugins or a mapping of them."""
    if isinstance(plugins, yaml.SequenceNode):
        return next((found for item in plugins.value if (found := value_of(item, "omp"))), None)
    return value_of(plugins, "omp")
