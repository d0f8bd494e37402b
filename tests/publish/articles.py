"""What a built page says: the elements and texts of its article."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

_SHEET = re.compile(r'(?:<div hidden>)?<link rel="stylesheet" media="print" href="([^"]*)">(?:</div>)?')


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, *attrs))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(["".join(data.split())])


def elements(html: str) -> list[object]:
    """Tags with their attributes as tuples, ends of elements, texts without spaces in lists."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def texts(html: str) -> str:
    """All that is read, without spaces."""
    return "".join(each[0] for each in elements(html) if isinstance(each, list))


def article(page: Path) -> str:
    """The part of a page of Material that is not the theme's; a stylesheet for paper stands bare."""
    html = page.read_text(encoding="utf-8")
    return _SHEET.sub(r'<link href="\1">', html[html.index("<article class") : html.rindex("</article>")])
