"""Slips that YAML stumbles over lines later than they were made: where each was made, and what to write there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import yaml

from omp_plugin.source.parser_words import in_words

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_INDENT = re.compile(r"[ ]*(?:- +)*")
_KEY = re.compile(rf"(?P<indent>{_INDENT.pattern})[^\s#'\"\[{{|>-][^#]*?:(?:[ \t]|$)")
_GLUED = re.compile(
    rf"(?P<indent>{_INDENT.pattern})(?P<key>[A-Za-z_][\w-]*|[0-9]{{4}}[\w-]*):(?P<gap>\xa0*)(?P<value>(?!//)\S.*)"
)
"""A key and its value without a blank in between; a no-break space is none."""
_STRAY = re.compile(r"[ ]*\xa0")
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_CLOSING = {"[": "]", "{": "}"}


class Slip(NamedTuple):
    """A slip of the pen: line and column from 0, what is wrong, what to write."""

    line: int
    column: int
    message: str
    hint: str


class _Stumble(NamedTuple):
    """Where the parser stopped, and where that began which it was reading; `first` is the number of the first line."""

    text: str
    lines: Sequence[str]
    line: int
    column: int
    begun: Any
    first: int


def find_slip(error: yaml.YAMLError, text: str, first: int) -> Slip:
    """What an author did who made the parser stop there; where nobody can tell, what the parser says."""
    mark, begun = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    at = mark or begun
    line, column = (at.line, at.column) if at else (0, 0)
    lines = _BREAK.split(text)
    if line >= len(lines):  # the parser adds a line of its own to a text that ends without a line break
        line, column = len(lines) - 1, len(lines[-1])
    said, context = str(getattr(error, "problem", None) or "this is not YAML"), getattr(error, "context", None)
    stumble = _Stumble(text, lines, line, column, begun, first)
    for part, find in _SLIPS if begun or "mapping values" in said else ():
        if part in said and (found := find(stumble)):
            return found
    return Slip(line, column, *in_words(said, str(context or "")))


def _no_colon(stumble: _Stumble) -> Slip:
    """The parser waits for the colon of a key until the next line begins."""
    line, column = stumble.begun.line, stumble.begun.column
    return _glued(stumble, line) or Slip(line, column, *in_words("could not find expected ':'", ""))


def _glued(stumble: _Stumble, line: int) -> Slip | None:
    match = _GLUED.match(stumble.lines[line])
    if not match:
        return None
    hint = f'write "{match["key"]}: {_short(match["value"])}"'
    if match["gap"]:
        message = f'what stands behind "{match["key"]}:" is a no-break space (U+00A0), not a blank'
        return Slip(line, match.start("gap"), message, f"{hint} with a blank from the space bar")
    message = f'there is no blank behind "{match["key"]}:", so it is not a key'
    return Slip(line, match.start("key"), message, hint)


def _stray_colon(stumble: _Stumble) -> Slip | None:
    """A key that cannot be one: the line before it is no key, or this one is indented deeper than its like."""
    line = stumble.lines[stumble.line]
    before = _line_before(stumble)
    if ": " in line[: stumble.column] or before is None:
        return None
    if found := _stray_blank(stumble):
        return found
    if _depth(stumble.lines[before]) <= _depth(line) and (found := _glued(stumble, before) or _bare(stumble, before)):
        return found
    return _out_of_line(stumble, '; put a text that holds ": " in quotes')


def _line_before(stumble: _Stumble) -> int | None:
    return next((n for n in range(stumble.line - 1, -1, -1) if _speaks(stumble.lines[n])), None)


def _stray_blank(stumble: _Stumble) -> Slip | None:
    """A no-break space among the blanks that a line begins with, this one or the one before."""
    for line in (stumble.line, _line_before(stumble)):
        if line is not None and (match := _STRAY.match(stumble.lines[line])):
            message = "this line is indented with a no-break space (U+00A0)"
            return Slip(line, match.end() - 1, message, "delete it, and indent with blanks from the space bar")
    return None


def _bare(stumble: _Stumble, line: int) -> Slip | None:
    """A line that should be a key and has no colon; not one with which the text of the key above goes on."""
    written = stumble.lines[line]
    above = _key_above(stumble, line)
    if _KEY.match(written) or (above and above.depth < _depth(written) and above.has_value):
        return None
    message, hint = in_words("could not find expected ':'", "")
    word = written.strip()
    return Slip(line, _depth(written), message, f'write "{_short(word)}:"' if _WORD.fullmatch(word) else hint)


class _Key(NamedTuple):
    """A line with a key."""

    line: int
    depth: int
    has_value: bool


def _key_above(stumble: _Stumble, line: int) -> _Key | None:
    for number in range(line - 1, -1, -1):
        if match := _KEY.match(stumble.lines[number]):
            return _Key(number, len(match["indent"]), bool(stumble.lines[number][match.end() :].strip()))
    return None


def _sibling(stumble: _Stumble, own: int) -> _Key | None:
    """The key above that the line at hand stands beside: of those that are indented deeper, the least deep."""
    found = above = _key_above(stumble, stumble.line)
    while found and above and above.depth > own:
        found = above if above.depth < found.depth else found
        above = _key_above(stumble, above.line)
    return found


def _out_of_line(stumble: _Stumble, or_else: str = "") -> Slip | None:
    """A line that is indented otherwise than the key above it; the next line often shows which of the two is odd."""
    line = stumble.lines[stumble.line]
    own = len(line) - len(line.lstrip(" "))
    above = _sibling(stumble, own)
    if above is None or line.lstrip().startswith("-") or above.depth == own:
        return None
    number = stumble.first + above.line
    message = f"this line is indented by {own}, the key above it (in line {number}) by {above.depth}"
    ways = [f"this line by {above.depth}", f"line {number} by {own}"]
    below = next((each for each in stumble.lines[stumble.line + 1 :] if _speaks(each)), "")
    first, second = reversed(ways) if below and _depth(below) == own else ways
    hint = f"indent keys that stand beside each other alike: {first}, or {second}{or_else}"
    return Slip(stumble.line, stumble.column, message, hint)


def _no_key(stumble: _Stumble) -> Slip | None:
    found = _late_quotes(stumble) or _stray_blank(stumble)
    if found or stumble.lines[stumble.line][: stumble.column].strip():
        return found
    return _out_of_line(stumble)


def _late_quotes(stumble: _Stumble) -> Slip | None:
    """Quotes that were not closed where they should have been end where the next ones open."""
    if not stumble.lines[stumble.line][: stumble.column].rstrip().endswith(('"', "'")):
        return None
    text = _last_text(stumble.text)
    if text is None or text.start_mark.line == text.end_mark.line:
        return None
    message = f"the quotes that open here end in line {stumble.first + text.end_mark.line}, with more behind them"
    return Slip(text.start_mark.line, text.start_mark.column, message, "close them in this line, or leave them out")


def _last_text(text: str) -> Any:
    """The last event of a text that the parser came to, if that was a scalar in quotes."""
    last = None
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            last = event
    except yaml.YAMLError:
        pass
    return last if isinstance(last, yaml.ScalarEvent) and last.style in ("'", '"') else None


def _open_quotes(stumble: _Stumble) -> Slip | None:
    line, column = stumble.begun.line, stumble.begun.column
    quoted = stumble.lines[line][column:]
    hint = f"write {_short(quoted.rstrip())}{quoted[:1]}"
    if quoted.startswith("'"):
        hint += "; put a text that begins with ' in double quotes"
    return Slip(line, column, "these quotes are opened and never closed", hint)


def _open_bracket(stumble: _Stumble) -> Slip | None:
    """A bracket that is still open where the next key begins, or the file ends."""
    if found := _late_quotes(stumble):
        return found
    line, column = stumble.begun.line, stumble.begun.column
    rest = stumble.lines[stumble.line][stumble.column :].strip()
    is_last = not rest and stumble.line >= len(stumble.lines) - 2
    stands_below = stumble.line > line and _depth(stumble.lines[stumble.line]) <= _depth(stumble.lines[line])
    if not (is_last or stands_below):
        return None
    bracket = stumble.lines[line][column]
    closing = _CLOSING.get(bracket, "")
    message = f'the "{bracket}" that opens here is not closed'
    return Slip(line, column, message, f'write "{closing}" behind the last of what stands in it')


def _cut_off(stumble: _Stumble) -> Slip | None:
    """A bracket in which the next item is due where the next key begins, or the file ends."""
    opened = _last_open(stumble.text)
    return _open_bracket(stumble._replace(begun=opened)) if opened else None


def _last_open(text: str) -> Any:
    """Where the innermost bracket opens that is open where the parser stops."""
    opened: list[Any] = []
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.CollectionStartEvent):
                opened.append(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                opened.pop()
    except yaml.YAMLError:
        pass
    return opened[-1].start_mark if opened and opened[-1].flow_style else None


def _speaks(line: str) -> bool:
    """True for a line that is neither empty nor a comment."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _depth(line: str) -> int:
    """The column of what stands in a line, dashes of items left out."""
    match = _INDENT.match(line)
    return match.end() if match else 0


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


_SLIPS: Sequence[tuple[str, Callable[[_Stumble], Slip | None]]] = (
    ("could not find expected ':'", _no_colon),
    ("mapping values are not allowed", _stray_colon),
    ("did not find expected key", _no_key),
    ("cannot start any token", _late_quotes),
    ("did not find expected ',' or", _open_bracket),
    ("did not find expected node content", _cut_off),
    ("found unexpected end of stream", _open_quotes),
    ("found unexpected document indicator", _open_quotes),
)
