"""What a built site says, as HTML: the links and ids of its pages, and the entries of its pages of sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit


class Link(NamedTuple):
    """A link with its text; `is_computed` for a figure that leads to its proof."""

    href: str
    text: str
    is_computed: bool


class Input(NamedTuple):
    """An input of an entry, as it is shown."""

    label: str
    value: str
    place: str


class Entry(NamedTuple):
    """A row of a page of sources: a number's value, formula and inputs; a task's row has its formula under "Why"."""

    path: str
    value: str
    formula: str
    inputs: tuple[Input, ...]


@dataclass
class Seen:
    """A page: its ids in order, its links, and what its rows with ids say, cell by cell.

    `shown_on` are the links in the heads of those rows; `has_components` is true where it shows anything of a plan.
    """

    ids: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    rows: dict[str, list[str]] = field(default_factory=dict)
    shown_on: dict[str, list[str]] = field(default_factory=dict)
    has_components: bool = False


class Reader(HTMLParser):
    """Reads one page. With `has_rows` it keeps the cells of table rows that have an id."""

    def __init__(self, *, has_rows: bool) -> None:
        super().__init__()
        self.seen, self._has_rows = Seen(), has_rows
        self._href: str | None = None
        self._is_computed = False
        self._text: list[str] = []
        self._row = self._head = ""
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.seen.ids.append(found["id"] or "")
        if tag == "div" and "omp" in (found.get("class") or "").split():
            self.seen.has_components = True
        if tag == "a" and found.get("href") is not None:
            self._href, self._text = found["href"], []
            self._is_computed = "omp-computed" in (found.get("class") or "").split()
        elif tag in ("link", "script", "img") and (found.get("href") or found.get("src")):
            self.seen.links.append(Link(found.get("href") or found.get("src") or "", "", is_computed=False))
        if self._has_rows:
            self._start_of_row(tag, found)

    def _start_of_row(self, tag: str, found: dict[str, str | None]) -> None:
        if tag == "tr":
            self._row = found.get("id") or ""
        elif tag in ("td", "th") and self._row:
            self._cell = []
            self._head = self._row if tag == "th" else ""
        elif self._cell is not None and tag in ("br", "code"):
            self._cell.append("\n" if tag == "br" else "\t")
        if tag == "a" and self._head:
            self.seen.shown_on.setdefault(self._head, []).append(found.get("href") or "")

    def handle_data(self, data: str) -> None:
        if self._href is not None:
            self._text.append(data)
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._href is not None:
            self.seen.links.append(Link(self._href, "".join(self._text).strip(), self._is_computed))
            self._href = None
        elif tag in ("td", "th") and self._cell is not None:
            self.seen.rows.setdefault(self._row, []).append("".join(self._cell).strip())
            self._cell, self._head = None, ""


def read_site(site: Path) -> dict[str, Seen]:
    """All pages of a site, by their files; the page for addresses that do not exist is none of them."""
    pages = sorted(path for path in site.rglob("*.html") if path != site / "404.html")
    return {page.relative_to(site).as_posix(): read_page(page) for page in pages}


def read_page(page: Path) -> Seen:
    """One page."""
    reader = Reader(has_rows=page.parent.name == "sources")
    reader.feed(page.read_text("utf-8"))
    reader.close()
    return reader.seen


def entries(seen: Seen) -> dict[str, Entry]:
    """The entries of a page of sources. The first row of a subject begins with a cell for its name."""
    return {path: _entry(path, cells) for path, cells in seen.rows.items() if "." in path}


def _entry(path: str, cells: list[str]) -> Entry:
    if path.startswith("tasks."):
        why, _newline, inputs = cells[4].partition("\n")
        why = why.partition("\t")[0].strip()  # what is written has its place behind it
        return Entry(path, cells[2], why, _inputs(inputs))
    _name, value, formula, inputs = cells[-4:]
    return Entry(path, value, formula, _inputs(inputs))


def _inputs(text: str) -> tuple[Input, ...]:
    lines = [line for line in text.split("\n") if ": " in line]
    return tuple(_input(line) for line in lines)


def _input(line: str) -> Input:
    said, _tab, place = line.partition("\t")
    label, _colon, value = said.rpartition(": ")
    return Input(label, value.strip(), place)


def target(page: str, href: str) -> tuple[str, str] | None:
    """The file below the site that a link on a page leads to, and the anchor; `None` for one that leads elsewhere."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return None
    steps = [] if parts.path.startswith("/") else page.split("/")[:-1]
    for step in unquote(parts.path).split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    if not parts.path:
        return page, unquote(parts.fragment)
    is_folder = parts.path.endswith(("/", "/.", "/..")) or parts.path in (".", "..")
    name = "/".join([*steps, "index.html"] if is_folder else steps)
    return name, unquote(parts.fragment)
