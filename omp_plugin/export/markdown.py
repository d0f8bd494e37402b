"""What authors wrote, as Markdown that other programs show: no markup, no links, nobody mentioned, nothing referred to.

Hosts look for mentions and references after Markdown is done, where no backslash helps: the sign that begins one is
kept from what follows it by a word joiner, which nobody sees.
"""

from __future__ import annotations

import re

from omp_plugin.export.problems import visible

JOINER = "\u2060"
_MARKUP = re.compile(r"([\\`*_\[\]|~#])")
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_REFERENCE = re.compile(r"(?:#|!)(?=\w)|:(?=//)|\bwww(?=\.)|\bGH(?=-\d)", re.IGNORECASE)
_BLOCK = re.compile(r"^(?:[-+=]|\d+(?=[.)]))")


def inert(text: str) -> str:
    """A text on one line that means nothing to Markdown, nor to the hosts that show it."""
    shown = visible(" ".join(text.split()))
    for letter, reference in _HTML.items():
        shown = shown.replace(letter, reference)
    return _REFERENCE.sub(rf"\g<0>{JOINER}", _MARKUP.sub(r"\\\1", shown)).replace("@", f"&#64;{JOINER}")


def paragraph(text: str) -> str:
    """A text at the beginning of a line, where some signs begin a list or underline a heading."""
    return _BLOCK.sub(lambda match: f"{match[0]}\\" if match[0].isdecimal() else f"\\{match[0]}", inert(text))
