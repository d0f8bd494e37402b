"""Bytes to text: UTF-8 with or without a byte-order mark, and no characters that hide what a reader sees."""

from __future__ import annotations

import re

from omp_plugin import limits
from omp_plugin.problems import Position, Problem, problem

HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Control characters and those that reorder or hide text; tab, line feed and carriage return are harmless."""

SUBSTITUTE = "\ufffd"
"""Stands where a hidden character stood."""


def hidden_character(character: str, at: Position) -> Problem:
    """`unsafe-text` for one of them."""
    message = f"character U+{ord(character):04X} cannot be seen and can hide what the plan says"
    return problem(at, "unsafe-text", message, "delete the character")


def decode(raw: bytes, path: str) -> tuple[str | None, list[Problem]]:
    """The text of a source, hidden characters replaced.

    Problems: `too-large` over the size of a plan file, `syntax` where the bytes are not UTF-8, `unsafe-text` for each
    line that holds a control or bidirectional-override character.
    """
    if len(raw) > limits.PLAN_FILE_BYTES:
        message = f"this file is larger than a plan file may be: {limits.PLAN_FILE_BYTES:,} bytes (1 MB)"
        hint = "move long texts to pages, tables to CSV files"
        return None, [problem(Position(path, 1, 1), "too-large", message, hint)]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The bytes that the error counts in are those behind a byte-order mark.
        before = error.object[: error.start].decode("utf-8", "replace").replace("\r\n", "\n")
        at = _position(before, len(before), path)
        message = f"byte 0x{error.object[error.start]:02x} is not UTF-8 text: letters such as ä or é would be lost"
        hint = 'save the file again as UTF-8 (in a spreadsheet: "CSV UTF-8")'
        return None, [problem(at, "syntax", message, hint)]
    return _without_hidden(text.replace("\r\n", "\n").replace("\r", "\n"), path)


def _without_hidden(text: str, path: str) -> tuple[str, list[Problem]]:
    found: list[Problem] = []
    match = HIDDEN.search(text)
    while match and len(found) < limits.PROBLEMS_PER_FILE:
        found.append(hidden_character(match.group(), _position(text, match.start(), path)))
        line_end = text.find("\n", match.end())
        match = HIDDEN.search(text, line_end) if line_end >= 0 else None  # one a line is enough
    return (HIDDEN.sub(SUBSTITUTE, text) if found else text), found


def _position(text: str, index: int, path: str) -> Position:
    start = text.rfind("\n", 0, index) + 1
    return Position(path, text.count("\n", 0, index) + 1, index - start + 1)
