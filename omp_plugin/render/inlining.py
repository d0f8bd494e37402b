"""A page as Markdown alone: the HTML of its components stands in it, for generators that pass HTML on as it is.

Every component is one block without blank lines, which Python-Markdown and CommonMark both leave alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from markdown.extensions.toc import slugify

from omp_plugin.pages.filling import MARKS, block_of
from omp_plugin.pages.identifiers import TAG
from omp_plugin.render.environment import without_blank_lines
from omp_plugin.render.markdown import block, inline

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
_CODE = re.compile(r"[`\\\[\]]")
_SIGNS = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|\w+);|[^\w\s,.;]|_")
_BRACES = re.compile(r"\{(?=[{%])")


def inlined(markdown: str, blocks: tuple[str, ...]) -> str:
    """The page's Markdown with the components where their marks are.

    What stands between the beginning and the end of columns becomes one block with them: Python-Markdown reads no
    Markdown in an HTML block that is still open.
    """
    pieces = MARKS.split(markdown)
    out: list[str] = []
    open_, held = 0, ""
    for text, number in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        found = _BRACES.sub("&#123;", block_of(number, blocks)) if number else ""
        if open_:
            held += f"{_as_html(text)}\n{found}\n"
        else:
            out.append(text)
        was_open, open_ = open_, max(0, open_ + found.count("<div") - found.count("</div"))
        if open_ and not was_open:
            held = f"{found}\n"
        elif was_open and not open_:
            out.append(f"{without_blank_lines(held)}\n")
        elif not open_ and found:
            out.append(_placed(found, text))
    return "".join([*out, without_blank_lines(held) if open_ else ""])


def heading_ids(markdown: str) -> Iterator[str]:
    """The ids that hosts give the headings of a page."""
    return (_slug(match[2]) for match in _HEADING.finditer(markdown))


def _placed(found: str, before: str) -> str:
    """A component after a text: by itself, or on one line where that text ends in the mark of a list or a quotation."""
    return found if before.endswith("\n") or not before else _on_one_line(found)


def _on_one_line(found: str) -> str:
    """HTML that stays itself where Markdown reads lines as text: signs that could mean something are references."""
    parts, last = [], 0
    for tag in TAG.finditer(found):
        parts += [_SIGNS.sub(_reference, found[last : tag.start()]), _CODE.sub(_reference, tag[0])]
        last = tag.end()
    return " ".join("".join([*parts, _SIGNS.sub(_reference, found[last:])]).splitlines())


def _reference(match: re.Match[str]) -> str:
    return match[0] if len(match[0]) > 1 or not match[0].isascii() else f"&#{ord(match[0])};"


def _as_html(text: str) -> str:
    """The text between the parts of a block as HTML: headings, seldom more."""
    return "\n".join(_part(each.strip()) for each in re.split(r"\n\s*\n", text) if each.strip())


def _part(text: str) -> str:
    heading = _HEADING.fullmatch(text)
    if heading:
        level = len(heading[1])
        return f'<h{level} id="{_slug(heading[2])}">{inline(heading[2])}</h{level}>'
    return text if text.startswith("<") else str(block(text))


def _slug(heading: str) -> str:
    return str(slugify(html.unescape(re.sub(r"<[^>]*>", "", str(inline(heading)))), "-"))
