"""The host's files of a site, the pages and data of plans among them, and its own functions that make pages of them.

(A host's internals are touched here: how it reads and writes one page. Where these have another signature, it is left
to do that itself.)
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from typing import NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from omp_plugin.publish.site import SiteBuild

_POPULATE = ["page", "config", "files", "dirty"]
_BUILD = ["page", "config", "doc_files", "nav", "env", "dirty", "excluded"]
_EDIT_URL = ["self", "repo_url", "edit_uri", "edit_uri_template"]


class Host(NamedTuple):
    """The host's own functions that read and write one page."""

    populate: Callable[..., None]
    build: Callable[..., None]

    @classmethod
    def of(cls, builder: object) -> Host | None:
        """Those of the host that a `builder` of its server belongs to, if they are the known ones."""
        commands = inspect.getmodule(builder)
        return cls._in(getattr(getattr(commands, "build", None), "__module__", ""))

    @classmethod
    def running(cls, config: object) -> Host | None:
        """Those of the host that a configuration belongs to, if they are the known ones."""
        return cls._in(f"{type(config).__module__.partition('.')[0]}.commands.build")

    @classmethod
    def _in(cls, name: str) -> Host | None:
        module = sys.modules.get(name)
        populate, build = (getattr(module, name, None) for name in ("_populate_page", "_build_page"))
        edit = getattr(Page, "_set_edit_url", None)
        known = ((populate, _POPULATE), (build, _BUILD), (edit, _EDIT_URL))
        if populate is None or build is None or any(_parameters(each) != names for each, names in known):
            return None
        return cls(populate, build)


def _parameters(function: object) -> list[str]:
    return list(inspect.signature(function).parameters) if callable(function) else []


def page_file(config: MkDocsConfig, build: SiteBuild, uri: str) -> File:
    """A generated page. With a navigation of the project's own, pages that it does not name are no mistake."""
    is_listed = config.nav is None and build.pages.generated[uri].page.is_listed
    level = InclusionLevel.INCLUDED if is_listed else InclusionLevel.NOT_IN_NAV
    file = File.generated(config, uri, content=build.generated[uri], inclusion=level)
    place = build.place(uri)
    file.edit_uri = place[0] if place else None
    return file


def put(files: Files, file: File) -> None:
    """Puts a file in place of the one that has its name."""
    before = files.get_file_from_path(file.src_uri)
    if before is not None:
        files.remove(before)
    files.append(file)


def keep_broken_heads_out(files: Files, build: SiteBuild) -> None:
    """Pages whose front matter is refused lose it: the host would load it all the same."""
    for uri, page in build.written.pages.items():
        file = files.get_file_from_path(uri)
        is_broken = page.body.at.path in build.broken_heads
        if is_broken and file is not None and file.inclusion != InclusionLevel.EXCLUDED:
            file.content_string = page.body.text
