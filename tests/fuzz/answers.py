"""What must hold of every answer to an author: a place in the file, a code that exists, words to act on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from omp_plugin.problems import LEVELS, Problem

LONGEST = 600
"""Characters of a message or hint."""
_ENDS = (re.compile(r"\r\n|[\n\r\x85]"), re.compile(r"\r\n|[\n\r]"), re.compile(r"\r\n|\n"))
"""Ends of lines to YAML, to CSV, and to most editors."""


def flaws(problems: Iterable[Problem], files: Mapping[str, bytes], folder: str = "plans/x") -> list[str]:
    """What is wrong with the answers to these files of a plan in `folder`; nothing, most of the time."""
    texts = {f"{folder}/{name}": text for name, text in files.items()}
    return [f"{what}: {each}" for each in problems for what in _flaws(each, texts)]


def _flaws(each: Problem, texts: Mapping[str, bytes]) -> Iterable[str]:
    path, line, column = each.position
    if path not in texts:
        yield "names a file that was not read"
    elif not is_inside(texts[path].decode("utf-8-sig", "replace"), line, column):
        yield "stands outside its file"
    if each.code not in LEVELS:
        yield "has an unknown code"
    if not each.message.strip() or len(each.message) > LONGEST or len(each.hint) > LONGEST:
        yield "says nothing, or too much"
    if PurePosixPath(path).is_absolute():
        yield "names a place of this machine"


def is_inside(text: str, line: int, column: int) -> bool:
    """Whether a place, counted from 1, is one of the text or just behind the end of one of its lines."""
    return any(
        0 < line <= len(lines) and 0 < column <= len(lines[line - 1]) + 1
        for lines in (end.split(text) for end in _ENDS)
    )
