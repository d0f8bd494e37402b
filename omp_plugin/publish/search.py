"""The entries of Material's search, found faster: the same sections as its own parser finds, of pages in plain HTML.

Material reads every page again with Python's tolerant HTML parser, which takes longer than making the page. Pages whose
tags are all written out plainly are read here in one pass; any other page, and any other version of that parser, is
left to Material. (A host's internals are touched here and nowhere else.)
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from hashlib import sha256
from typing import Any

from omp_plugin.publish.cache import Cache
from omp_plugin.publish.last_build import LastBuild
from omp_plugin.publish.sections import NotPlain, Section, sections

KNOWN = frozenset({"7a9589eca5279ed8adbddd3016fbe07c5fb3acc1963a0398258d677037bb43fb"})
"""Material's parsers that find what is found here: the SHA-256 of their sources."""
_VALUED = re.compile(r'data-search-\w+="')
Found = Callable[[Any], "list[dict[str, Any]] | None"]
"""The entries of a page; `None` where they have to be looked for."""
_KEPT = "search"
"""The kind of a cache's entry that holds sections."""


class Memory:
    """The sections of pages by their HTML, from one build to the next: a page that is the same is not read again."""

    def __init__(self) -> None:
        self.builds: LastBuild[bytes, list[tuple[Section, list[str]]]] = LastBuild()

    def sections(self, html: str) -> list[Section]:
        """As `sections`; titles as they were found, for Material gives a section without one that of its page."""
        key = sha256(html.encode("utf-8", "surrogatepass")).digest()
        found = self.builds.get(key, lambda: [(each, each.title) for each in sections(html)])
        for section, title in found:
            section.title = title
        return [section for section, _ in found]

    def take(self, cache: Cache) -> None:
        """Begins with the sections that an earlier build has left in a cache."""
        self.builds.start(cache.find(_KEPT, "", _from_texts) or {})

    def leave(self, cache: Cache) -> None:
        """Leaves the sections of this build to those to come."""
        pages = self.builds.state().items()
        texts = {key.hex(): [(*_as_texts(section), title) for section, title in found] for key, found in pages}
        cache.keep(_KEPT, "", texts)


def _as_texts(section: Section) -> tuple[object, ...]:
    return section.tag, section.depth, section.id, section.text, section.is_excluded


def _from_texts(texts: Any) -> dict[bytes, list[tuple[Section, list[str]]]]:
    return {bytes.fromhex(key): [(_section(*each[:-1]), each[-1]) for each in found] for key, found in texts.items()}


def _section(tag: str, depth: float, id_: str | None, text: list[str], is_excluded: bool) -> Section:  # as it is kept
    section = Section(tag, depth)
    section.id, section.text, section.is_excluded = id_, text, is_excluded
    return section


class Held:
    """The HTML of the page that is being indexed, while Material would look through it for what is not there.

    When it has made its entries, it takes attributes with values for search out of the page, which takes as long as the
    theme does. Of a page without any, it is given nothing to look through, until `give_back`.
    """

    def __init__(self) -> None:
        self._html: str | None = None

    def hold(self, page: Any) -> None:
        """Holds a page's HTML, where that comes to the same."""
        if not _VALUED.search(page.content):
            self._html, page.content = page.content, ""

    def give_back(self, page: Any) -> None:
        """Gives the page its HTML again."""
        if self._html is not None:
            self._html, page.content = None, self._html


def quicken(
    plugins: Iterable[object], memory: Memory | None = None, held: Held | None = None, ahead: Found | None = None
) -> None:
    """Lets Material's search find its entries the fast way, where it is the Material that is known.

    With `held`, it does not look through pages again, whose HTML has to be given back. `ahead` knows the entries of
    pages that another process has read.
    """
    read = memory.sections if memory else sections
    for index in _indices(plugins):
        look = partial(_add_entries, index, index.add_entry_from_context, read)
        index.add_entry_from_context = partial(_add, index, look, held, ahead)


def entries_of(plugins: Iterable[object]) -> list[dict[str, Any]]:
    """The entries of a site's search, if it has one."""
    indices = (getattr(plugin, "search_index", None) for plugin in plugins)
    return next((index.entries for index in indices if index is not None), [])


def _indices(plugins: Iterable[object]) -> Iterator[Any]:
    for plugin in plugins:
        index = getattr(plugin, "search_index", None)
        kind: Any = type(index)
        if kind.__module__ == "material.plugins.search.plugin" and fingerprint(kind) in KNOWN:
            yield index


@cache
def fingerprint(kind: Any) -> str:
    """The SHA-256 of the source of what finds sections; empty where nobody can read it."""
    module: Any = inspect.getmodule(kind)
    try:
        parts = [getattr(module, name) for name in ("Element", "Section", "Parser")]
        parts += [kind.add_entry_from_context, kind.create_entry_for_section, module.SearchPlugin.on_page_context]
        text = "".join(map(inspect.getsource, parts))
    except (AttributeError, OSError, TypeError):
        return ""
    return sha256(f"{text}{sorted(getattr(module, 'void', ()))}".encode()).hexdigest()


def _add(index: Any, look: Callable[[Any], None], held: Held | None, ahead: Found | None, page: Any) -> None:
    """The entries of a page, known or looked for."""
    known = ahead(page) if ahead else None
    if known is None:
        look(page)
    else:
        index.entries += known
    if held:
        held.hold(page)


def _add_entries(index: Any, slow: Any, read: Callable[[str], list[Section]], page: Any) -> None:
    if (page.meta.get("search") or {}).get("exclude"):
        return
    try:
        found = read(page.content)
    except NotPlain:
        slow(page)
        return
    for section in found:
        if not section.is_excluded:
            index.create_entry_for_section(section, page.toc, page.url, page)
