"""Where expressions stand in a Markdown page: not in code, comments and raw blocks; components alone on their lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from omp_plugin import limits
from omp_plugin.pages.expressions import ALLOWED, STRING, Expression, parse, place
from omp_plugin.problems import Position, Problem, problem

EXPRESSIONS = 5_000
"""Most expressions of a page."""
REACH = 4 * limits.EXPRESSION_BYTES
"""Characters after `{{` among which its `}}` is looked for."""
BRACKET_COST = 4_000_000
"""Most characters that a page's Markdown reader may pass over in search of closing brackets."""

NESTING = 60
"""Most lists and quotations in each other."""
_MARK = r"(?:>|(?:[-*+]|\d{1,9}[.)])[ \t])"
_DEEP = re.compile(rf"^(?:[ \t]*+{_MARK}){{{NESTING}}}|^[ \t]{{{4 * NESTING},}}+{_MARK}", re.MULTILINE)
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

    @property
    def is_tired(self) -> bool:
        """True when there is so much, or so much wrong, that nobody reads on."""
        return self.count > EXPRESSIONS or len(self.problems) >= limits.PROBLEMS_PER_FILE

    def at(self, index: int) -> Position:
        return place(self.text, index, self.start)

    def report(self, index: int, code: str, message: str, hint: str) -> None:
        self.problems.append(problem(self.at(index), code, message, hint))

    def find(self, closing: re.Pattern[str], index: int, end: int | None = None) -> int | None:
        """Where the closing after `index` ends."""
        if closing.pattern in self.missing:
            return None
        found = closing.search(self.text, index, len(self.text) if end is None else end)
        if found is None and end is None:
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
    many and for brackets that cost Markdown too long, `syntax` for an expression that is not closed.
    """
    scanner = _Scanner(text, start, frozenset(known))
    index = 0
    while (match := _OPENER.search(text, index)) and not scanner.is_tired:
        index = _take(scanner, match)
    scanner.keep(len(text))
    if "[" in text:
        _check_brackets(scanner)
    _check_nesting(scanner)
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
    paragraph = _BLANK_LINE.search(scanner.text, index)
    closing = re.compile(rf"(?<!`){mark}(?!`)")
    return scanner.find(closing, index, paragraph.start() if paragraph else len(scanner.text)) or index


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


def _check_brackets(scanner: _Scanner) -> None:
    """The host's Markdown searches for the end of each `[` up to the end of its block, again for every one."""
    cost, index = 0, 0
    for block in _blocks(scanner.text):
        cost += _bracket_cost(block)
        if cost > BRACKET_COST:
            message = "more brackets are opened and not closed here than a page can hold"
            scanner.report(index, "too-large", message, "close them, or write \\[")
            return
        index += len(block)


def _blocks(text: str) -> Iterator[str]:
    """The text in parts that end with a blank line."""
    last = 0
    for match in _BLANK_LINE.finditer(text):
        yield text[last : match.end()]
        last = match.end()
    yield text[last:]


def _bracket_cost(block: str) -> int:
    """The characters between every `[` and the `]` that closes it, the block's end for those that nothing closes; and
    those of the addresses behind `](`."""
    cost = sum(end - start for start, end in _pairs(block, "[", "]"))
    if "](" not in block:
        return cost
    return cost + sum(end - start for start, end in _pairs(block, "(", ")") if block[max(start - 1, 0)] == "]")


def _pairs(block: str, opening: str, closing: str) -> Iterator[tuple[int, int]]:
    """Where brackets open and close; those that nothing closes, at the end."""
    opened: list[int] = []
    for match in re.finditer(f"[\\{opening}\\{closing}]", block):
        if match[0] == opening:
            opened.append(match.start())
        elif opened:
            yield opened.pop(), match.start()
    yield from ((start, len(block)) for start in opened)


def _check_nesting(scanner: _Scanner) -> None:
    """The host's Markdown takes a step down for every list or quotation in another, and fails after some hundreds."""
    match = _DEEP.search(scanner.text)
    if match:
        message = f"more than {NESTING} lists or quotations stand in each other here"
        scanner.report(match.start(), "too-large", message, "begin a text that begins with many such signs with \\")
