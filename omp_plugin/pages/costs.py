"""What a page costs the host's Markdown: shapes for which it takes minutes or fails are refused.

The host's reader looks from every sign for what closes it, and copies the rest of a block for each that it answers, so
that some shapes cost the square of their length. The rates below are what they cost at the most, in nanoseconds.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

BUDGET = 2_000_000_000
"""Nanoseconds that the shapes of a page may cost."""
STEPS = 25_000
"""Most blocks of a page and items of its lists, each a step of the host's that costs a tenth of a millisecond."""
NOTES = 1_000
"""Most footnotes and references to them: the host compares each with all others."""
CONTENTS = 5
"""Most tables of contents, each of which lists all headings."""
NESTING = 60
"""Most lists and quotations in each other."""
SHORT = 1_500
"""Letters of a page so short that, without tables and code, no shape in it can cost as much as a page may."""

_MARK = r"(?:>|(?:[-*+]|\d{1,9}[.)])[ \t])"
_DEEP = re.compile(rf"^(?:[ \t]*+{_MARK}){{{NESTING}}}|^[ \t]{{{4 * NESTING},}}+{_MARK}", re.MULTILINE)
_MARKS = re.compile(r"(?:^|(?<=[ \t]))(?:[-*+]|\d{1,9}\.)(?=[ \t])", re.MULTILINE)
_BLANK_LINE = re.compile(r"\n(?:[ \t]*+\n)++")
_FENCE = re.compile(r"^(`{3,}+|~{3,}+)([^\n]*)", re.MULTILINE)
_WORD = re.compile(r"[ ]*\.?[\w#.+-]*[ ]*|[ ]*\{[^\n]*\}[ ]*")
_OPEN_QUOTE = re.compile(r"hl_lines=([\"'])(?![^\n]*\1)")
_TAG = re.compile(r"<(?=[A-Za-z/?!])(?!!--)")
_SPACES = re.compile(r" {500,}+")
_CONTENTS = re.compile(r"\[TOC\]")
_NOTE = re.compile(r"\[\^[^\]\n]")
_SPLIT = re.compile(
    r"^[ \t>]*+(?:#|!!!|(?:=++|-++)[ \t]*+$|[-*_](?:[ \t]*+[-*_]){2,}+[ \t]*+$|"
    r"(?!\[[^\]\n]*+\]:)[^\n]++\n[ \t>]*+\[[^\]\n]*+\]:)",
    re.MULTILINE,
)
_SIGN = re.compile(r"\\[^\w\s]|&|\]|<(?=[A-Za-z/?!])|(?<=[^\s*])\*|(?<=[^\s_])_|[ ]{2}\n|`+")
_BACKTICKS = re.compile(r"(?<!\\)`+")
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}\.)[ \t]")
_FIRST_ITEM = re.compile(r"[ >]{0,3}(?:[-*+]|\d{1,9}\.)[ \t]")
_COLUMNS = re.compile(r"[ \t>]*[|:-][ \t|:-]*")
_RAW = re.compile(r"<(table|pre|style|script|figure|ul|ol|dl|details|p|div)\b", re.IGNORECASE)
_BRACES = re.compile(
    r"^(?=[^\n]*\{)[ \t>]*+(?:#|[^\n]*\||[-*+][ \t]|[^\n]++\n[ \t]*+(?:=++|-++)[ \t]*+$)[^\n]*", re.MULTILINE
)

Spans = Iterator[tuple[int, int]]


class Refused(NamedTuple):
    """Where a page costs too much, why, and what to do about it."""

    at: int
    message: str
    hint: str


def too_costly(text: str) -> Iterator[Refused]:
    """The first place of each kind at which a page costs too much."""
    text, fences = _without_code(text)
    yield from _nested(text)
    yield from _counted([match.start() for match in _CONTENTS.finditer(text)], CONTENTS, "tables of contents")
    if len(text) < SHORT and "|" not in text and "`" not in text:
        return
    blocks = list(_blocks(text))
    parts = [(at, part) for at, block in blocks if not _is_raw(block) for part in _paragraphs(block)]
    yield from _counted(
        [at for at, _ in blocks] + [match.start() for match in _MARKS.finditer(text)], STEPS, "paragraphs"
    )
    if "]:" in text:
        yield from _counted(
            [match.start() for match in _NOTE.finditer(text)], NOTES, "footnotes and references to them"
        )
    yield from _over(
        fences, "code blocks are opened and not closed", "close them with the same signs on a line of their own"
    )
    yield from _over(_tags(text), "tags are opened and not closed", "close them with >, or write &lt;")
    yield from _over(_spaces(text), "spaces stand in a row", "delete them")
    yield from _over(_each(_cells, blocks), "cells stand in tables", "divide the page, or publish the table as a file")
    yield from _over(_braces(text), "braces are opened in one line", "divide the line, or write \\{")
    yield from _over(
        _each(_splits, blocks), "headings and rules stand without blank lines", "put blank lines between them"
    )
    brackets = partial(_brackets, refers="]:" in text)
    yield from _over(_each(brackets, parts), "brackets are opened and not closed", "close them, or write \\[")
    yield from _over(_each(_ticks, parts), "backticks are opened and not closed", "close them, or write \\`")
    yield from _over(
        _each(_signs, parts), "links, words in bold and other marks stand in one paragraph", "divide it by blank lines"
    )


def _each(cost: Callable[[str], int], parts: Sequence[tuple[int, str]]) -> Spans:
    """Where parts of a page begin, and what they cost."""
    return ((at, cost(part)) for at, part in parts)


def _over(costs: Iterable[tuple[int, int]], what: str, hint: str) -> Iterator[Refused]:
    spent = 0
    for index, cost in costs:
        spent += cost
        if spent > BUDGET:
            yield Refused(index, f"more {what} here than a page can hold", hint)
            return


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """The text in parts that end with a blank line."""
    last = 0
    for match in _BLANK_LINE.finditer(text):
        yield last, text[last : match.end()]
        last = match.end()
    yield last, text[last:]


def _without_code(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without what stands in fences, and what fences cost that nothing closes."""
    lines = list(_FENCE.finditer(text))
    closing: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if not line[2].strip(" "):
            closing.setdefault(line[1], []).append(number)
    pieces, costs, done, after = [], [], 0, 0
    for number, line in enumerate(lines):
        if number < after:
            continue
        if _OPEN_QUOTE.search(line[2]):  # whatever stands behind it is tried as the end of the quote
            costs.append((line.start(), (len(text) - line.end()) ** 2 // 5))
        if not _WORD.fullmatch(line[2]):
            continue
        ends = closing.get(line[1], [])
        place = bisect_right(ends, number)
        if place == len(ends):
            costs.append((line.start(), 20 * (len(text) - line.end())))
            continue
        after = ends[place] + 1
        end = lines[ends[place]].end()
        pieces += [text[done : line.start()], "x" * (end - line.start())]
        done = end
    return "".join([*pieces, text[done:]]), costs


def _tags(text: str) -> Spans:
    """Every tag is looked for up to the next `>`."""
    closing = text.find(">")
    for match in _TAG.finditer(text):
        if closing != -1 and closing < match.start():
            closing = text.find(">", match.start())
        yield match.start(), 60 * ((closing if closing != -1 else len(text)) - match.start())


def _spaces(text: str) -> Spans:
    """What comes behind a row of spaces is looked for from each of them."""
    return ((match.start(), len(match[0]) ** 2) for match in _SPACES.finditer(text))


def _cells(block: str) -> int:
    """A table has as many cells in each row as in its head; bars in code are looked for from every backtick."""
    lines = block.split("\n")
    if len(lines) < 3 or "-" not in lines[1] or not _COLUMNS.fullmatch(lines[1]):
        return 0
    return 60_000 * len(lines) * lines[1].count("|") + 20 * sum(line.count("|") * line.count("`") for line in lines)


def _braces(text: str) -> Spans:
    """Attributes of headings, items and cells are looked for from every `{` to the end of the line."""
    for match in _BRACES.finditer(text):
        yield match.start(), 10 * match[0].count("{") * len(match[0])


def _counted(places: list[int], most: int, what: str) -> Iterator[Refused]:
    if len(places) > most:
        yield Refused(sorted(places)[most], f"this page has more than {most:,} {what}", "divide the page")


def _nested(text: str) -> Iterator[Refused]:
    """The host takes a step down for every list or quotation in another, and fails after some hundreds."""
    match = _DEEP.search(text)
    if match:
        message = f"more than {NESTING} lists or quotations stand in each other here"
        yield Refused(match.start(), message, "begin a text that begins with many such signs with \\")


def _brackets(text: str, refers: bool) -> int:
    """What stands between every `[` and the `]` that closes it, up to the end for those that nothing closes, and in the
    addresses behind `](`. What is no link is read again for each link, which anything in brackets can be when a page
    refers to links that are defined elsewhere."""
    if "[" not in text:
        return 0
    once, again = 0, 0
    for start, end in _pairs(text, "[", "]"):
        if text[end + 1 : end + 2] == "(":
            once += end - start
        else:
            again += end - start
    if "](" in text:
        once += sum(end - start for start, end in _pairs(text, "(", ")") if text[max(start - 1, 0)] == "]")
    return 500 * (once + again) + again * text.count("]" if refers else "](") // 2


def _pairs(text: str, opening: str, closing: str) -> Spans:
    """Where brackets open and close; those that nothing closes, at the end."""
    opened: list[int] = []
    for match in re.finditer(f"[\\{opening}\\{closing}]", text):
        if match[0] == opening:
            opened.append(match.start())
        elif opened:
            yield opened.pop(), match.start()
    yield from ((start, len(text)) for start in opened)


def _ticks(text: str) -> int:
    """What stands behind backticks that as many do not close: it is read again for every piece of code."""
    if "`" not in text:
        return 0
    runs = [(match.start(), len(match[0])) for match in _BACKTICKS.finditer(text)]
    places: dict[int, list[int]] = {}
    for number, (_, length) in enumerate(runs):
        places.setdefault(length, []).append(number)
    closed, unclosed, after = 0, 0, 0
    for number, (start, length) in enumerate(runs):
        if number >= after and places[length][-1] > number:
            after = places[length][bisect_right(places[length], number)] + 1
            closed += 1
        elif number >= after:
            unclosed += length * (len(text) - start)
    return 60 * unclosed * (closed + 1)


def _splits(block: str) -> int:
    """Headings and rules in the middle of a block: the rest of it is begun anew for each."""
    return 100 * len(_SPLIT.findall(block)) * len(block)


def _signs(text: str) -> int:
    """What is answered in a paragraph: all of it is copied for each, with some signs for every one before."""
    count = len(_SIGN.findall(text))
    return count * (len(text) + 16 * count) // 4


def _is_raw(block: str) -> bool:
    """True for one element of HTML, which nobody looks into."""
    match = _RAW.match(block)
    if not match or "markdown" in block.lower():
        return False
    end = block.lower().find(closing := f"</{match[1].lower()}>")
    return end != -1 and not block[end + len(closing) :].strip()


def _paragraphs(block: str) -> Sequence[str]:
    """What the host takes for one text at the most: an item of a list, a row of a table, else the block."""
    lines = block.split("\n")
    if len(lines) > 1 and _is_table(lines[0], lines[1]):
        return lines
    if not _FIRST_ITEM.match(lines[0]):
        return (block,)
    starts = [number for number, line in enumerate(lines) if _ITEM.match(line)]
    return ["\n".join(lines[start:end]) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _is_table(head: str, below: str) -> bool:
    head, below = head.strip(" >").strip("|"), below if _COLUMNS.fullmatch(below) else ""
    return "|" in head and not re.search(r"[\\`]", head) and head.count("|") == below.strip(" >").strip("|").count("|")
