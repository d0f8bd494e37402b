"""The pages of the guide as text, their code blocks, and the example plans that these add up to.

A code block belongs to a file when its first line is a comment that names it (`# plan.yml`), or when the line above the
block ends with the file's name in backticks and a colon. `plan.yml` opens an example; the files after it are its
siblings, until the next `plan.yml`. A file that comes a second time changes the example from there on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from omp_plugin.build import Compiled, Options, compile_plan
from omp_plugin.source.folder import PLAN_FILE, PlanSource

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "plans" / "guide"
TODAY = date(2026, 11, 22)
"""The day of the guide's examples where they state none."""

_FENCE = re.compile(
    r"^(?P<mark>```+)(?P<language>[\w-]*)[^\n]*\n(?P<text>.*?)^(?P=mark)[ \t]*$", re.MULTILINE | re.DOTALL
)
_COMMENT = re.compile(r"# (?P<name>[\w./-]+\.(?:ya?ml|csv|md|txt))\b[^\n]*\n")
_CAPTION = re.compile(r"`(?P<name>[\w./-]+\.\w+)`:\s*$")
_SIBLING = re.compile(r"[\w-]+\.(?:ya?ml|csv)|campaigns/[\w-]+\.md")
FOREIGN = {"mkdocs.yml"}
"""YAML files of the guide that are no part of a plan."""


@dataclass(frozen=True)
class Block:
    """A fenced code block: the file it belongs to (empty: none), and where it begins in its page."""

    page: str
    language: str
    file: str
    text: str
    line: int
    start: int

    @property
    def is_of_plan(self) -> bool:
        """True for a file that the reader of plans would read."""
        return bool(_SIBLING.fullmatch(self.file)) and self.file not in FOREIGN


@dataclass
class Example:
    """The files of a plan as far as a page has shown them."""

    page: str
    line: int
    files: dict[str, str] = field(default_factory=dict)


def pages() -> dict[str, str]:
    """Every page of the guide by its file's name."""
    return {path.relative_to(GUIDE).as_posix(): path.read_text("utf-8") for path in sorted(GUIDE.rglob("*.md"))}


def blocks(page: str, text: str) -> Iterator[Block]:
    """The code blocks of a page, in order."""
    for match in _FENCE.finditer(text):
        comment = _COMMENT.match(match["text"])
        caption = _CAPTION.search(text[: match.start()])
        found = comment or caption
        line = text.count("\n", 0, match.start()) + 1
        yield Block(page, match["language"], found["name"] if found else "", match["text"], line, match.start())


def examples(page: str, text: str) -> Iterator[tuple[int, Example]]:
    """Every state that the example plans of a page pass through, with the place at which it is reached.

    A state is whole when the next block opens a new plan or changes a file, and at the end of the page.
    """
    current: Example | None = None
    for block in blocks(page, text):
        if not block.is_of_plan:
            continue
        opens = block.file == PLAN_FILE
        if current and (opens or block.file in current.files):
            yield block.start, Example(page, current.line, dict(current.files))
        if opens:
            current = Example(page, block.line)
        if current is None:
            raise AssertionError(f"{page}:{block.line}: {block.file} stands before any plan.yml")
        current.files[block.file] = block.text
    if current:
        yield len(text), current


def example_at(page: str, text: str, place: int) -> Example:
    """The example plan as the reader of a page knows it at a place."""
    found = [each for _, each in examples(page, text[:place])]
    if not found:
        raise AssertionError(f"{page}: nothing can be computed before the first plan.yml")
    return found[-1]


def compiled(example: Example) -> Compiled:
    """An example plan compiled."""
    return _compiled(tuple(sorted(example.files.items())))


@cache
def _compiled(files: tuple[tuple[str, str], ...]) -> Compiled:
    return compile_text(dict(files))


def compile_text(files: Mapping[str, str], today: date = TODAY) -> Compiled:
    """A plan compiled from texts, as `docs/spring`."""
    source = PlanSource("docs/spring", {name: text.encode() for name, text in files.items()})
    return compile_plan(source, Options(today))
