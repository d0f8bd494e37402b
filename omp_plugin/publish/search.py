"""The entries of Material's search, found faster: the same sections as its own parser finds, of pages in plain HTML.

Material reads every page again with Python's tolerant HTML parser, which takes longer than making the page. Pages whose
tags are all written out plainly are read here in one pass; any other page, and any other version of that parser, is
left to Material. (A host's internals are touched here and nowhere else.)
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator
from functools import cache, partial
from hashlib import sha256
from html import escape, unescape
from itertools import islice
from typing import Any

KNOWN = frozenset({"ded8738e4a269a2e96f51a35c7dd29e26a0330a9f3d6c867f901563158dca4bb"})
"""Material's parsers that find what is found here: the SHA-256 of their sources."""
_ATTRIBUTES = r"(?:\s+[A-Za-z_:][-A-Za-z0-9_:.]*(?:=\"[^\"]*\"|='[^']*')?)*"
_TOKEN = re.compile(rf"([^<]+)|<([A-Za-z][-A-Za-z0-9:]*)({_ATTRIBUTES})\s*(/?)>|</([A-Za-z][-A-Za-z0-9:]*)\s*>")
_ATTRIBUTE = re.compile(r"\s+([A-Za-z_:][-A-Za-z0-9_:.]*)(?:=(?:\"([^\"]*)\"|'([^']*)'))?")
_TOLD = re.compile(r"data-search-exclude|linenodiv|headerlink", re.IGNORECASE)
"""Attributes that make a difference, besides the ids of headings."""
_RAW = re.compile(
    r"<(?:iframe|noembed|noframes|noscript|object|plaintext|script|style|textarea|xmp)\b|<title\b(?![^<]*</title>)",
    re.IGNORECASE,
)
"""Elements whose content is no HTML, and those that Material leaves out as a whole."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_KEPT = frozenset({"p", "code", "pre", "li", "ol", "ul", "sub", "sup"})
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip


class NotPlain(Exception):
    """A page that Material has to read itself."""


class Section:
    """The text below a heading: the tag of that, how deep it stands, its id and title."""

    __slots__ = ("depth", "id", "is_excluded", "tag", "text", "title")

    def __init__(self, tag: str, depth: float = 0) -> None:
        self.tag, self.depth = tag, depth
        self.id: str | None = None
        self.text: list[str] = []
        self.title: list[str] = []
        self.is_excluded = False


def sections(html: str) -> list[Section]:
    """The sections of a page as Material's parser divides it. Raises `NotPlain`."""
    if _RAW.search(html):
        raise NotPlain
    reader, end = _Reader(), 0
    for token in _TOKEN.finditer(html):
        if token.start() != end:
            raise NotPlain
        end = token.end()
        text, opened, attributes, is_closed, closed = token.groups()
        if text is not None:
            reader.read(text)
        elif closed is not None:
            reader.close(closed.lower())
        else:
            reader.open(opened.lower(), attributes)
            if is_closed:
                reader.close(opened.lower())
    if end != len(html):
        raise NotPlain
    return reader.found


class _Reader:
    """What Material's parser knows while it reads. It tells elements apart by their tags alone, and so does this."""

    def __init__(self) -> None:
        self.found: list[Section] = []
        self._section: Section | None = None
        self._tags: list[str] = []
        self._permalinks: list[bool] = []
        self._skipped: set[str] = set()

    def open(self, tag: str, text: str) -> None:
        """A tag that opens an element."""
        if tag in _VOID:
            return
        attributes = _attributes(text) if tag in _HEADINGS or _TOLD.search(text) else {}
        self._tags.append(tag)
        self._permalinks.append(tag == "a" and attributes.get("class") == "headerlink")
        if tag in _HEADINGS and "id" in attributes:
            self._begin(tag, attributes)
        if self._section is None:
            self._section = self._added(Section("hx"))
        if "data-search-exclude" in attributes or attributes.get("class") == "linenodiv":
            self._skipped.add(tag)
        elif tag in _KEPT and not self._is_skipped():
            self._place(self._section).append(f"<{tag}>")

    def _begin(self, tag: str, attributes: dict[str, str | None]) -> None:
        depth = len(self._tags)
        if tag != "h1" and not self.found:
            self._added(Section("hx", depth))
        self._section = Section(tag, depth)
        self._section.is_excluded = "data-search-exclude" in attributes
        if self.found:
            self._section.id = attributes["id"]
        self._added(self._section)

    def _added(self, section: Section) -> Section:
        self.found.append(section)
        return section

    def _is_skipped(self) -> bool:
        return bool(self._skipped) and not self._skipped.isdisjoint(self._tags)

    def _place(self, section: Section) -> list[str]:
        """Where text goes: to the title while its heading is open."""
        return section.title if section.tag in self._tags else section.text

    def close(self, tag: str) -> None:
        """A tag that closes an element; one that closes another than the last opened does nothing."""
        if not self._tags or self._tags[-1] != tag:
            return
        assert self._section, "something was opened"
        if self._section.depth > len(self._tags):
            self._leave(self._section)
        self._tags.pop()
        self._permalinks.pop()
        if tag in self._skipped:
            self._skipped.remove(tag)
        elif tag in _KEPT and not self._is_skipped():
            _end(self._place(self._section), tag)

    def _leave(self, section: Section) -> None:
        """What follows belongs to the section around."""
        around = next((each for each in reversed(self.found) if each.depth <= len(self._tags)), None)
        if around is not None:
            section.depth = float("inf")
            self._section = around

    def read(self, raw: str) -> None:
        """Text between tags."""
        if self._is_skipped():
            return
        text = unescape(raw) if "&" in raw else raw
        is_space, is_literal = text.isspace(), "pre" in self._tags
        if not is_literal:
            text = " " if is_space else text.replace("\n", " ")
        if self._section is None:
            self._section = self._added(Section("hx"))
        section = self._section
        if section.tag in self._tags:
            if not any(self._permalinks):
                section.title.append(escape(text, quote=False))
        elif not is_space:
            section.text.append(escape(text, quote=False))
        elif is_literal or not section.text or not section.text[-1].isspace():
            section.text.append(text)


def _end(data: list[str], tag: str) -> None:
    """Closes an element that is kept; one with nothing in it is taken out again."""
    mark = f"<{tag}>"
    if mark not in data:
        raise NotPlain
    index = data.index(mark)
    if any(not each.isspace() for each in islice(data, index + 1, None)):
        data.append(f"</{tag}>")
    else:
        del data[index:]


def _attributes(text: str) -> dict[str, str | None]:
    """The attributes of a tag; the last of a name counts."""
    found: dict[str, str | None] = {}
    for name, double, single in _ATTRIBUTE.findall(text):
        found[name.lower()] = unescape(double or single)
    return found


def quicken(plugins: Iterable[object]) -> None:
    """Lets Material's search find its entries the fast way, where it is the Material that is known."""
    for index in _indices(plugins):
        index.add_entry_from_context = partial(_add, index, index.add_entry_from_context)


def _indices(plugins: Iterable[object]) -> Iterator[Any]:
    for plugin in plugins:
        index = getattr(plugin, "search_index", None)
        kind: Any = type(index)
        if kind.__module__ == "material.plugins.search.plugin" and fingerprint(kind) in KNOWN:
            yield index


@cache
def fingerprint(kind: Any) -> str:
    """The SHA-256 of the source of what finds sections; empty where nobody can read it."""
    module = inspect.getmodule(kind)
    try:
        parts = [getattr(module, name) for name in ("Element", "Section", "Parser")]
        text = "".join(map(inspect.getsource, [*parts, kind.add_entry_from_context, kind.create_entry_for_section]))
    except (AttributeError, OSError, TypeError):
        return ""
    return sha256(f"{text}{sorted(getattr(module, 'void', ()))}".encode()).hexdigest()


def _add(index: Any, slow: Any, page: Any) -> None:
    """The entries of a page, found the fast way where it is plain."""
    if (page.meta.get("search") or {}).get("exclude"):
        return
    try:
        found = sections(page.content)
    except NotPlain:
        slow(page)
        return
    for section in found:
        if not section.is_excluded:
            index.create_entry_for_section(section, page.toc, page.url, page)
