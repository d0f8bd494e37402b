"""Answers in place of a page's expressions: values before Markdown runs, components after it.

A component's HTML never goes through Markdown: a mark of private-use characters keeps its place (architecture, 5).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from omp_plugin.pages.expressions import Expression
from omp_plugin.pages.identifiers import TAG
from omp_plugin.pages.markdown import Found, Scan
from omp_plugin.problems import Problem, problem

_MARK = "\ue0ff{}\ue0fe"
MARKS = re.compile(r"\ue0ff(\d+)\ue0fe")
"""The marks of components in a page's Markdown, with their numbers."""
_PARAGRAPHS = re.compile(r"<p>((?:\s*\ue0ff\d+\ue0fe)+\s*)</p>")
_PLAIN = re.compile(r"[^\w ,%$€£]|_")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")


class Block(NamedTuple):
    """What a component answers: HTML that stands by itself."""

    html: str


Answer = Block | str | Problem
"""A component's HTML, a value's text, or what is wrong with the question."""


class Filled(NamedTuple):
    """A page's Markdown with the HTML to put in after it ran, and the problems of its expressions."""

    markdown: str
    blocks: tuple[str, ...]
    problems: tuple[Problem, ...]


def fill(scan: Scan, ask: Callable[[Expression], Answer]) -> Filled:
    """The page with `ask`'s answers. Problems: those of the scan, of the answers, and of components within lines."""
    out: list[str] = []
    blocks: list[str] = []
    problems = list(scan.problems)
    for piece in scan.pieces:
        if isinstance(piece, str):
            out.append(piece)
            continue
        answer = _answer(piece, ask)
        if isinstance(answer, Problem):
            problems.append(answer)
        elif isinstance(answer, Block):
            _mark(out, piece.lead, len(blocks))
            blocks.append(answer.html)
        else:
            out.append(escape(answer))
    return Filled("".join(out), tuple(blocks), tuple(problems))


def _answer(found: Found, ask: Callable[[Expression], Answer]) -> Answer:
    answer = ask(found.expression)
    if isinstance(answer, Block) and not found.is_alone:
        message = f'the component "{found.expression.name}" stands within a line'
        return problem(found.expression.at, "syntax", message, "give it a line of its own")
    return answer


def _mark(out: list[str], lead: str, number: int) -> None:
    """The component's mark, as a paragraph of its own; after a list or quotation mark it stays on its line."""
    mark = _MARK.format(number)
    if lead.strip():
        out.append(mark)
        return
    if lead and out:
        out[-1] = out[-1].removesuffix(lead)
    out.append(f"\n{lead}{mark}\n")


def escape(text: str) -> str:
    """A value's text, with everything that could mean something to Markdown or HTML as a character reference."""
    one_line = " ".join(text.split())
    return ".".join(_PLAIN.sub(_reference, part) for part in _POINT.split(one_line))


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};" if match[0].isascii() else match[0]


def insert(html: str, blocks: tuple[str, ...]) -> str:
    """The page's HTML with its components in their places: between tags, never within one."""
    if not blocks:
        return MARKS.sub("", html)
    loose = _PARAGRAPHS.sub(r"\1", html)
    out, last = [], 0
    for tag in TAG.finditer(loose):
        out += [_put(loose[last : tag.start()], blocks), MARKS.sub("", tag[0])]
        last = tag.end()
    return "".join([*out, _put(loose[last:], blocks)])


def _put(text: str, blocks: tuple[str, ...]) -> str:
    return MARKS.sub(lambda match: block_of(match[1], blocks), text)


def block_of(number: str, blocks: tuple[str, ...]) -> str:
    """A component's HTML; nothing for a mark that an author wrote without one."""
    return blocks[int(number)] if len(number) < 6 and int(number) < len(blocks) else ""
