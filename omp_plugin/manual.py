"""The manual of problems: what each code means, an example that has the problem, and one that does not.

It is written in `manual.md`, a section a code; the guide's page of problems, `omp explain` and the rules of SARIF
reports are made from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_HEADING = re.compile(r"^# ([a-z0-9-]+)\n\n", re.MULTILINE)
_REFERENCE = re.compile(r"\s*\(plan format[^)]*\)")
_FENCE = re.compile(r"^```.*?\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
_WRONG, _RIGHT = "\n\nWrong:\n\n", "\n\nRight:\n\n"


class Entry(NamedTuple):
    """What the manual says of a code, in Markdown."""

    code: str
    meaning: str
    """One paragraph that says when it is reported, then why that matters and what to do."""
    wrong: str
    """The parts of a plan that have the problem, and what is said of them."""
    right: str
    """The same without it."""

    @property
    def short(self) -> str:
        """When it is reported."""
        return self.meaning.partition("\n\n")[0]

    @property
    def text(self) -> str:
        """The whole entry as plain text: examples indented, without references to the plan format."""
        text = _FENCE.sub(_indented, _REFERENCE.sub("", f"{self.markdown}\n"))
        return text.strip("\n") + "\n"

    @property
    def markdown(self) -> str:
        """The whole entry."""
        return f"{self.meaning}{_WRONG}{self.wrong}{_RIGHT}{self.right}"


@cache
def entries() -> Mapping[str, Entry]:
    """The entries of the manual by code, in the order of the codes."""
    _, *parts = _HEADING.split(files("omp_plugin").joinpath("manual.md").read_text("utf-8"))
    return {code: _entry(code, body) for code, body in zip(parts[::2], parts[1::2], strict=True)}


def _entry(code: str, body: str) -> Entry:
    meaning, _, examples = body.partition(_WRONG)
    wrong, _, right = examples.partition(_RIGHT)
    return Entry(code, meaning.strip(), wrong.strip(), right.strip())


def _indented(match: re.Match[str]) -> str:
    return "".join(f"    {line}\n" for line in match[1].splitlines())
