"""Heads of pages that only look like front matter: hosts read them otherwise than their author thinks, or not at all.

Who writes `visibility: confidential` above a page must not find it published because a dash was missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from omp_plugin.problems import Position, Problem, problem
from omp_plugin.source.nodes import Mapping
from omp_plugin.source.visibility import KEY

_NEARLY = re.compile(r"\s*(?P<dashes>-{2,})[^\n]*\n\s*[A-Za-z_-]+[ \t]*:")
_BARE = re.compile(r"[ ]{0,3}(?P<key>[A-Za-z0-9_-]+):")
"""Fields without dashes, which hosts read, too; they end at the first blank line."""
_HEEDED = (KEY, "template", "icon", "hide", "search")
"""Fields that decide who sees a page, or whether it can be built."""
_HINT = 'begin the file with a line "---", and write another one below the fields'


def lost_head(text: str, at: Position) -> Iterator[Problem]:
    """What a page without front matter begins with, where that was meant to be some (`syntax`)."""
    nearly = _NEARLY.match(text)
    if nearly:
        line = at.line + text[: nearly.start("dashes")].count("\n")
        yield problem(at._replace(line=line), "syntax", "this looks like front matter, but is only text", _HINT)
    for number, written in enumerate(text.splitlines()[:50]):
        bare = _BARE.match(written)
        if not bare and not written.startswith(("    ", "\t")):
            return
        if bare and bare["key"].lower() in _HEEDED:
            message = f'"{bare["key"]}" stands above the page without the dashes of front matter'
            yield problem(at._replace(line=at.line + number), "syntax", message, _HINT)


def misspelt(fields: Mapping) -> Iterator[Problem]:
    """Keys that were meant to say who may see a page (`unknown-key`); others are the theme's."""
    for entry in fields:
        key = entry.key.text
        if key != KEY and get_close_matches(key.strip().lower(), [KEY], cutoff=0.8):
            yield problem(entry.key.at, "unknown-key", f'unknown key "{key}" of a page', f'did you mean "{KEY}"?')
