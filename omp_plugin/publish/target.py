"""The configuration of a site as another generator needs it, and what `omp render` must know of it without a host."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pathspec.gitignore import GitIgnoreSpec

from omp_plugin.publish.site import HostSite
from omp_plugin.source.site import compose, read_settings, text_of, value_of

DOCS, TEMPLATES = "docs", "overrides"
"""The folders of the pages and of the project's own templates below the rendered one."""
STYLESHEET = "assets/omp.css"
_LEFT = ("docs_dir", "site_dir", "nav", "not_in_nav", "exclude_docs", "draft_docs", "edit_uri", "hooks", "watch")
"""What is said anew, or leads to files that are not rendered."""
_NO_PAGES = (".*", "/templates/")
"""What MkDocs leaves out by itself."""
_PLUGIN = "omp"
_OWN = "omp/"
"""The templates in a project's folder that are ours to use, not the theme's."""
_TEXT, _LIST, _MAP = (f"tag:yaml.org,2002:{each}" for each in ("str", "seq", "map"))


class AnyName(Collection[str]):
    """The templates and icons of a theme that is not here: the target says what is missing."""

    def __contains__(self, name: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class Configuration:
    """A `mkdocs.yml` as it is written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.settings = read_settings(path)

    @cached_property
    def _root(self) -> yaml.Node:
        return compose(self.path) or yaml.MappingNode(_MAP, [])

    def _said(self, key: str) -> str:
        return text_of(value_of(self._root, key)) or ""

    @cached_property
    def templates(self) -> Path | None:
        """The project's own templates."""
        named = text_of(value_of(value_of(self._root, "theme"), "custom_dir"))
        return self.path.parent / named if named else None

    @cached_property
    def theme_files(self) -> tuple[tuple[str, Path], ...]:
        """What the project adds to its theme, by name below that folder."""
        root = self.templates
        found = [(path.relative_to(root).as_posix(), path) for path in walk(root)] if root and root.is_dir() else []
        return tuple((name, path) for name, path in found if not name.startswith(_OWN) and path.suffix != ".md")

    @cached_property
    def nav(self) -> list[Any] | None:
        """The navigation that the project states."""
        node = value_of(self._root, "nav")
        found = yaml.safe_load(yaml.serialize(node)) if isinstance(node, yaml.SequenceNode) else None
        return found or None

    def host_site(self) -> HostSite:
        """The site as its host would describe it."""
        return HostSite(
            self.settings.docs,
            self.path.resolve().parent,
            self._said("site_name"),
            self._said("site_url"),
            text_of(value_of(value_of(self._root, "theme"), "language")) or "en",
            AnyName,
            self.templates,
            self._said("use_directory_urls").lower() not in ("false", "no", "off"),
            self._matcher("exclude_docs", "draft_docs", always=_NO_PAGES).match_file,
        )

    @cached_property
    def unlisted(self) -> GitIgnoreSpec:
        """The pages that the project keeps out of the navigation."""
        return self._matcher("not_in_nav")

    def _matcher(self, *keys: str, always: Sequence[str] = ()) -> GitIgnoreSpec:
        lines = (line for key in keys for line in self._said(key).splitlines())
        return GitIgnoreSpec.from_lines([*always, *lines])

    def rendered(self, nav: Sequence[Any], unlisted: Iterable[str]) -> str:
        """The configuration of the rendered pages: this one without the plugin, with `nav` and without `unlisted`."""
        pairs = self._root.value if isinstance(self._root, yaml.MappingNode) else []
        kept = [(key, self._changed(key.value, value)) for key, value in pairs if key.value not in _LEFT]
        if not any(key.value == "extra_css" for key, _value in kept):
            kept.append((_scalar("extra_css"), yaml.SequenceNode(_LIST, [_scalar(STYLESHEET)])))
        kept += [(_scalar("docs_dir"), _scalar(DOCS)), (_scalar("edit_uri"), yaml.ScalarNode(_TEXT, "", style='"'))]
        return _serialized(yaml.MappingNode(_MAP, kept, flow_style=False)) + navigation_text(nav, unlisted)

    def _changed(self, key: str, value: yaml.Node) -> yaml.Node:
        """A value as the rendered site needs it; all others stay as they are."""
        if key == "plugins" and isinstance(value, yaml.SequenceNode):
            left = [each for each in value.value if each.value != _PLUGIN and value_of(each, _PLUGIN) is None]
            return yaml.SequenceNode(value.tag, left, flow_style=value.flow_style)
        if key == "plugins" and isinstance(value, yaml.MappingNode):
            return yaml.MappingNode(value.tag, [pair for pair in value.value if pair[0].value != _PLUGIN])
        if key == "extra_css" and isinstance(value, yaml.SequenceNode):
            own = [each for each in value.value if each.value != STYLESHEET]
            return yaml.SequenceNode(value.tag, [_scalar(STYLESHEET), *own], flow_style=value.flow_style)
        if key == "theme" and isinstance(value, yaml.MappingNode):
            kept = [pair for pair in value.value if pair[0].value != "custom_dir"]
            kept += [(_scalar("custom_dir"), _scalar(TEMPLATES))] if self.theme_files else []
            return yaml.MappingNode(value.tag, kept, flow_style=value.flow_style)
        return value


def navigation_text(nav: Sequence[Any], unlisted: Iterable[str]) -> str:
    """The navigation as configurations state it, and the pages that it does not name."""
    said: dict[str, Any] = {"nav": list(nav)}
    if names := "".join(f"/{uri}\n" for uri in sorted(unlisted)):
        said["not_in_nav"] = names
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=1000)


def _scalar(text: str) -> yaml.ScalarNode:
    return yaml.ScalarNode(_TEXT, text)


def _serialized(node: yaml.Node) -> str:
    return str(yaml.serialize(node, Dumper=yaml.SafeDumper, allow_unicode=True, width=1000))


def walk(root: Path) -> Iterator[Path]:
    """The files below a folder, in order; hidden ones are nobody's."""
    for here, folders, files in os.walk(root, followlinks=True):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(here, name) for name in sorted(files) if not name.startswith("."))
