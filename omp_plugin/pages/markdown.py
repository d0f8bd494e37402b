"""Where expressions stand in a Markdown page: not in code, comments and raw blocks; components alone on their lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from omp_plugin import limits
from omp_plugin.pages.costs import too_costly
from omp_plugin.pages.expressions import ALLOWED, STRING, Expression, parse, place
from omp_plugin.problems import Position, Problem, problem

EXPRESSIONS = 5_000
"""Most expressions of a page."""
REACH = 4 * limits.EXPRESSION_BYTES
"""Characters after `{{` among which its `}}` is looked for."""
_OPENER = re.compile(
    r"^[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)?+(?P<fence>`{3,100}+(?=[^`\n]*$)|~{3,100}+)"
    r"|(?P<comment><!--)"
    r"|(?P<raw>\{%[-+]?\s*+raw\s*+[-+]?%\})"
    r"|(?P<statement>\{%)"
    r"|(?P<expression>\{\{)"
    r"|(?P<code>`++)"
    r"|(?P<escape>\\[`{\\])",
    re.MULTILINE,
)
_INNER = re.compile(rf"(?P<inner>(?:[^\"'}}]|{STRING}|[\"']|}}(?!}}))*+)}}}}")
_ENDRAW = re.compile(r"\{%[-+]?\s*+endraw\s*+[-+]?%\}")
_STATEMENT_END = re.compile(r"%\}")
_COMMENT_END = re.compile(r"-->")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_LEAD = re.compile(r"[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)?+")


class Found(NamedTuple):
    """An expression in its place: `is_alone` on its lines but for `lead`: indentation, list and quotation marks."""

    expression: Expression
    is_alone: bool
    lead: str


Piece = str | Found


class Scan(NamedTuple):
    """A page as text and expressions in turn, and what is wrong with them."""

    pieces: tuple[Piece, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Scanner:
    text: str
    start: Position
    known: frozenset[str]
    pieces: list[Piece] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    done: int = 0
    """Up to here the text is in `pieces`."""
    count: int = 0
    missing: set[str] = field(default_factory=set)
    """Closings that do not come any more, so that nobody looks for them again."""
    paragraph: int = -1
    """Where the paragraph ends that was last looked at for the end of code."""
    unclosed: set[str] = field(default_factory=set)
    """Backticks that do not come any more in it."""

    @property
    def is_tired(self) -> bool:
        """True when there is so much, or so much wrong, that nobody reads on."""
        return self.count > EXPRESSIONS or len(self.problems) >= limits.PROBLEMS_PER_FILE

    def at(self, index: int) -> Position:
        return place(self.text, index, self.start)

    def report(self, index: int, code: str, message: str, hint: str) -> None:
        self.problems.append(problem(self.at(index), code, message, hint))

    def find(self, closing: re.Pattern[str], index: int) -> int | None:
        """Where the closing after `index` ends."""
        if closing.pattern in self.missing:
            return None
        found = closing.search(self.text, index)
        if found is None:
            self.missing.add(closing.pattern)
        return found.end() if found else None

    def keep(self, until: int) -> None:
        """Takes the text up to there as it is."""
        if until > self.done:
            self.pieces.append(self.text[self.done : until])
            self.done = until


def scan(text: str, start: Position, known: Iterable[str]) -> Scan:
    """The expressions of a page's Markdown, which begins at `start`; `known` are the names that they may begin with.

    Problems: `unknown-component` for what is no expression of the grammar and for statements, `too-large` for too
    many and for what costs the host's Markdown too much, `syntax` for an expression that is not closed.
    """
    scanner = _Scanner(text, start, frozenset(known))
    index = 0
    while (match := _OPENER.search(text, index)) and not scanner.is_tired:
        index = _take(scanner, match)
    scanner.keep(len(text))
    for index, message, hint in islice(too_costly(text), 1):
        scanner.report(index, "too-large", message, hint)
    return Scan(tuple(scanner.pieces), tuple(scanner.problems))


def _take(scanner: _Scanner, match: re.Match[str]) -> int:
    """Deals with what was opened; gives where to go on."""
    end = match.end()
    if match["fence"]:
        return scanner.find(_fence_end(match["fence"]), end) or end
    if match["comment"]:
        return scanner.find(_COMMENT_END, end) or end
    if match["code"]:
        return _skip_code(scanner, match["code"], end)
    if match["raw"]:
        return _take_raw(scanner, match)
    if match["statement"]:
        return _refuse_statement(scanner, match)
    if match["expression"]:
        return _take_expression(scanner, match)
    return end


def _fence_end(mark: str) -> re.Pattern[str]:
    return re.compile(rf"^[ \t>]*+{mark[0]}{{{len(mark)},}}[ \t]*$", re.MULTILINE)


def _skip_code(scanner: _Scanner, mark: str, index: int) -> int:
    """A code span ends at as many backticks as it began with, in the same paragraph; else the marks are text."""
    if len(mark) > 100:
        return index
    if index > scanner.paragraph:
        blank = _BLANK_LINE.search(scanner.text, index)
        scanner.paragraph = blank.start() if blank else len(scanner.text)
        scanner.unclosed.clear()
    if mark in scanner.unclosed:
        return index
    found = re.compile(rf"(?<!`){mark}(?!`)").search(scanner.text, index, scanner.paragraph)
    if found is None:
        scanner.unclosed.add(mark)
    return found.end() if found else index


def _take_raw(scanner: _Scanner, match: re.Match[str]) -> int:
    """What stands in a raw block stays as it is, without the marks around it."""
    end = scanner.find(_ENDRAW, match.end())
    if end is None:
        scanner.report(match.start(), "syntax", "this raw block has no end", "close it with {% endraw %}")
        return match.end()
    scanner.keep(match.start())
    inside = scanner.text[match.end() : end]
    scanner.pieces.append(inside[: inside.rfind("{%")])
    scanner.done = end
    return end


def _refuse_statement(scanner: _Scanner, match: re.Match[str]) -> int:
    end = scanner.find(_STATEMENT_END, match.end())
    if end is None:
        return match.end()
    message = "statements ({% %}) cannot be used in a page"
    scanner.report(match.start(), "unknown-component", message, f"allowed between {{{{ and }}}} are {ALLOWED}")
    return end


def _take_expression(scanner: _Scanner, match: re.Match[str]) -> int:
    inner = _INNER.match(scanner.text, match.end(), match.end() + REACH)
    scanner.count += 1
    if inner is None:
        hint = "close it with }}, or write {% raw %}{{{% endraw %} for two braces"
        scanner.report(match.start(), "syntax", "this expression has no end", hint)
        return match.end()
    if scanner.count > EXPRESSIONS:
        message = f"this page has more than {EXPRESSIONS:,} expressions"
        scanner.report(match.start(), "too-large", message, "divide the page")
        return inner.end()
    scanner.keep(match.start())
    parsed = parse(inner["inner"], scanner.at(match.end()), scanner.known)
    if isinstance(parsed, Problem):
        scanner.problems.append(parsed)
    else:
        scanner.pieces.append(_found(scanner.text, parsed, match.start(), inner.end()))
    scanner.done = inner.end()
    return inner.end()


def _found(text: str, expression: Expression, start: int, end: int) -> Found:
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    lead, rest = text[line_start:start], text[end : line_end if line_end >= 0 else len(text)]
    is_alone = bool(_LEAD.fullmatch(lead)) and not rest.strip()
    return Found(expression, is_alone, lead)
