"""The sections of a page as Material's search divides it, found in one pass over pages whose tags are written plainly.

Any other page raises `NotPlain`, and is left to Material's own parser, which is Python's tolerant one.
"""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import islice

_NAME = "[A-Za-z][-A-Za-z0-9:]*+"
_ATTRIBUTES = r"(?:\s++[A-Za-z_:][-A-Za-z0-9_:.]*+(?:=\"[^\"]*+\"|='[^']*+')?+)*+"
_SHAPES = ("circle", "ellipse", "line", "path", "polygon", "polyline", "rect", "use")
_SHAPE = rf"<(?:{'|'.join(_SHAPES)}){_ATTRIBUTES}\s*+/>"
_TOKEN = re.compile(
    rf"([^<]++)|</({_NAME})\s*+>|(?:{_SHAPE})++|<({_NAME})({_ATTRIBUTES})\s*+(/?)>(?:([^<]*+)(</\3\s*+>))?+"
    r"|(<(?:!-- (?:[^<>-]|-(?!-))*+-->)?+)"
)
"""A text, a tag that closes, shapes of a drawing, a tag that opens (with what is in it and the tag that closes it,
where that is text alone), a comment; `<` alone where it is none of them."""
_ATTRIBUTE = re.compile(r"\s+([A-Za-z_:][-A-Za-z0-9_:.]*)(?:=(?:\"([^\"]*)\"|'([^']*)'))?")
_HIDING, _CODE, _PERMALINK = "data-search-exclude", "linenodiv", "headerlink"
"""Attributes that make a difference, besides the ids of headings."""
_RAW = (
    "<iframe", "<noembed", "<noframes", "<noscript", "<object", "<plaintext", "<script", "<style", "<textarea", "<xmp",
)  # fmt: skip
_OPEN_TITLE = re.compile(r"<title\b(?![^<]*</title>)")
"""Elements whose content is no HTML, and those that Material leaves out as a whole."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_KEPT = frozenset({"p", "code", "pre", "li", "ol", "ul", "sub", "sup"})
_LOUD = _HEADINGS | _KEPT | {"hx"}
"""Elements that make a difference by themselves: Material calls the section ahead of all headings `hx`."""
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
    lower = html.lower()
    is_raw = any(tag in lower for tag in _RAW) or _OPEN_TITLE.search(lower)
    if is_raw or any(lower.count(mark) != html.count(mark) for mark in (_HIDING, _CODE)):
        raise NotPlain
    reader = _Reader()
    reader.read_all(html)
    return reader.found


class _Reader:
    """What Material's parser knows while it reads. It tells elements apart by their tags alone, and so does this."""

    def __init__(self) -> None:
        self.found: list[Section] = []
        self._section: Section | None = None
        self._tags: list[str] = []
        self._permalinks: list[int] = []
        self._skipped: set[str] = set()

    def read_all(self, html: str) -> None:
        """The whole page. Most tags only open or close an element, which is done right here: there are many."""
        tags = self._tags
        for text, closed, opened, attributes, is_closed, inner, end, other in _TOKEN.findall(html):
            if text:
                self._read(text)
            elif closed:
                tag = closed.lower()
                if self._is_quiet(tag, len(tags)):
                    if tags and tags[-1] == tag:
                        tags.pop()
                else:
                    self._close(tag)
            elif opened:
                tag = opened.lower()
                is_special = _HIDING in attributes or _CODE in attributes or _PERMALINK in attributes
                is_quiet = not is_special and self._is_quiet(tag, len(tags) + 1)
                is_pair = is_quiet and end and not is_closed and tag not in _VOID
                if not is_quiet:
                    self._open(tag, attributes, is_closed)
                elif not (is_pair or is_closed or tag in _VOID):
                    tags.append(tag)
                if inner:
                    self._read(inner)
                if end and not is_pair:
                    self._close(tag)
            else:
                self._pass(other)

    def _is_quiet(self, tag: str, depth: int) -> bool:
        """True for an element that makes no difference but for its depth, where it is opened or closed."""
        if tag in _LOUD or tag in self._skipped or (self._permalinks and tag == "a"):
            return False
        return self._section is not None and self._section.depth <= depth

    def _pass(self, other: str) -> None:
        """Shapes, which are elements, a comment, which is none, or what is not plain."""
        if other == "<":
            raise NotPlain
        if not other:
            self._begin_before_headings()

    def _begin_before_headings(self) -> Section:
        """The section that is being read; one without a heading where none is yet."""
        if self._section is None:
            self._section = self._added(Section("hx"))
        return self._section

    def _open(self, tag: str, text: str, is_closed: str) -> None:
        """A tag that opens an element which makes a difference."""
        if tag in _VOID:
            return
        self._tags.append(tag)
        attributes = _attributes(text) if text else {}
        if tag == "a" and attributes.get("class") == _PERMALINK:
            self._permalinks.append(len(self._tags))
        if tag in _HEADINGS and "id" in attributes:
            self._begin(tag, attributes)
        section = self._begin_before_headings()
        if _HIDING in attributes or attributes.get("class") == _CODE:
            if tag in _SHAPES:
                raise NotPlain
            self._skipped.add(tag)
        elif tag in _KEPT and not self._is_skipped():
            self._place(section).append(f"<{tag}>")
        if is_closed:
            self._close(tag)

    def _begin(self, tag: str, attributes: dict[str, str | None]) -> None:
        depth = len(self._tags)
        if tag != "h1" and not self.found:
            self._added(Section("hx", depth))
        self._section = Section(tag, depth)
        self._section.is_excluded = _HIDING in attributes
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

    def _close(self, tag: str) -> None:
        """A tag that closes an element; one that closes another than the last opened does nothing."""
        if not self._tags or self._tags[-1] != tag:
            return
        self._leave_deeper()
        if self._permalinks and self._permalinks[-1] == len(self._tags):
            self._permalinks.pop()
        self._tags.pop()
        if tag in self._skipped:
            self._skipped.remove(tag)
        elif tag in _KEPT and not self._is_skipped():
            assert self._section, "something was opened"
            _end(self._place(self._section), tag)

    def _leave_deeper(self) -> None:
        """Where an element ends that is around a heading, what follows belongs to the section around."""
        section, depth = self._section, len(self._tags)
        if section is None or section.depth <= depth:
            return
        around = next((each for each in reversed(self.found) if each.depth <= depth), None)
        if around is not None:
            section.depth = float("inf")
            self._section = around

    def _read(self, raw: str) -> None:
        """Text between tags."""
        if self._skipped and self._is_skipped():
            return
        section = self._begin_before_headings()
        text = unescape(raw) if "&" in raw else raw
        is_space, is_literal = text.isspace(), "pre" in self._tags
        if not is_literal:
            text = " " if is_space else text.replace("\n", " ")
        if "&" in raw or ">" in raw:
            text = escape(text, quote=False)
        if section.tag in self._tags:
            if not self._permalinks:
                section.title.append(text)
        elif not is_space or is_literal or not section.text or not section.text[-1].isspace():
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
