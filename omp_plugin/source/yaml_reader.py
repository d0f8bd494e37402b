"""YAML to nodes, over the events of the C parser: linear in time, every scalar a text, no anchors, tags or duplicates.

A loader would resolve aliases (and hang on a bomb), crash on deep nesting and let duplicate keys pass; events do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from omp_plugin import limits
from omp_plugin.problems import Position, Problem, problem
from omp_plugin.source.nodes import Entry, Mapping, Node, Scalar, Sequence, broken, is_empty
from omp_plugin.source.text import HIDDEN, SUBSTITUTE, hidden_character
from omp_plugin.source.visibility import KEY

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_THOUSANDS = re.compile(r"[0-9]{3}(\.[0-9]+)?")
_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_PLAIN_DIGITS = re.compile(r"([A-Z]{3,5} |[$€£¥])?-?[0-9]{1,3}([0-9]{3})*")


class _Frame:
    """A list or mapping under construction; `key` is the key that waits for its value."""

    __slots__ = ("at", "entries", "flow", "is_mapping", "items", "key", "seen")

    def __init__(self, at: Position, *, is_mapping: bool, flow: bool) -> None:
        self.at = at
        self.is_mapping = is_mapping
        self.flow = flow
        self.items: list[Node] = []
        self.entries: list[Entry] = []
        self.seen: dict[str, Position] = {}
        self.key: Scalar | None = None


class _Stop(Exception):
    """Reading this source further is of no use; the reason has been reported."""


def read_yaml(text: str, path: str, first_line: int = 1) -> tuple[Node | None, list[Problem]]:
    """The one document of a YAML text; `first_line` is the line on which the text starts in its file.

    Returns `None` for an empty document and for one that cannot be read. Problems: `syntax`, `refused-yaml` (anchors,
    aliases, merge keys, tags, several documents, keys that are not texts), `duplicate-key`, `too-large` (nesting),
    `unsafe-text` (escapes of characters that hide text).
    """
    reader = _Reader(path, first_line)
    try:
        reader.take_all(_LOADER(text))
    except _Stop:
        return None, reader.problems
    except yaml.YAMLError as error:
        reader.problems.append(_syntax(error, text, path, first_line - 1))
        return None, reader.problems
    return reader.root, reader.problems


class _Reader:
    """Builds nodes from parser events with a stack of its own, so that depth costs no recursion."""

    def __init__(self, path: str, first: int) -> None:
        self.path = path
        self.first = first
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self._stack: list[_Frame] = []
        self._documents = 0

    def take_all(self, loader: Any) -> None:
        """Adds all events of the parser."""
        take: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._decorated,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._start_document,
        }
        next_event, put, path, first = loader.get_event, self._put, self.path, self.first
        while (event := next_event()) is not None:
            kind = type(event)
            # Most events are texts without quotes; nothing can be wrong with those.
            if kind is yaml.ScalarEvent and event.anchor is None and event.tag is None and event.style != '"':
                mark = event.start_mark
                put(Scalar(event.value, Position(path, mark.line + first, mark.column + 1)))
            elif kind in take:
                take[kind](event)

    def _decorated(self, event: Any) -> None:
        """A scalar that an anchor, a tag or quotes come with."""
        if event.anchor is not None or event.tag is not None:
            self._refuse_decoration(event)
        text = event.value
        if event.style == '"' and HIDDEN.search(text):
            text = self._without_hidden(event)
        self._put(Scalar(text, self._at(event)))

    def _without_hidden(self, event: Any) -> str:
        """In double quotes a character can be written as an escape, which the reading of the file does not see."""
        match = HIDDEN.search(event.value)
        assert match
        self._report(hidden_character(match.group(), self._at(event)))
        return HIDDEN.sub(SUBSTITUTE, event.value)

    def _alias(self, event: Any) -> None:
        self._refuse(event, f'alias "*{event.anchor}"', "repeat the value: plans have no aliases")
        self._put(broken(self._at(event)))

    def _at(self, event: Any) -> Position:
        mark = event.start_mark
        return Position(self.path, mark.line + self.first, mark.column + 1)

    def _report(self, found: Problem) -> None:
        self.problems.append(found)
        if len(self.problems) >= limits.PROBLEMS_PER_FILE:
            message = f"more than {limits.PROBLEMS_PER_FILE} problems in this file; reading stopped here"
            self.problems.append(problem(found.position, "too-large", message, "mend the ones above first"))
            raise _Stop

    def _refuse(self, event: Any, what: str, hint: str) -> None:
        self._report(problem(self._at(event), "refused-yaml", f"{what} is not allowed in a plan", hint))

    def _refuse_decoration(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse(event, f'anchor "&{event.anchor}"', "repeat the value: plans have no anchors")
        if event.tag is not None:
            self._refuse(event, f'tag "{event.tag}"', "leave the tag out: the format says what each key holds")

    def _start_document(self, event: Any) -> None:
        self._documents += 1
        if self._documents == 2:
            self._refuse(event, "a second document", 'delete the line "---": a file holds one document')
            raise _Stop

    def _open(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse_decoration(event)
        if len(self._stack) >= limits.NESTING:
            message = f"nested deeper than {limits.NESTING} levels"
            self._report(problem(self._at(event), "too-large", message, "plans are flat: check the brackets"))
            raise _Stop
        is_mapping = type(event) is yaml.MappingStartEvent
        frame = _Frame(self._at(event), is_mapping=is_mapping, flow=bool(event.flow_style))
        if self._expects_key():
            self._refuse(event, "a list or mapping as a key", "keys are texts")
            raise _Stop
        self._stack.append(frame)

    def _expects_key(self) -> bool:
        return bool(self._stack) and self._stack[-1].is_mapping and self._stack[-1].key is None

    def _close(self, _: Any) -> None:
        frame = self._stack.pop()
        if frame.is_mapping:
            self._put(Mapping(tuple(frame.entries), frame.at))
        else:
            self._put(Sequence(tuple(frame.items), frame.at))

    def _put(self, node: Node) -> None:
        if not self._stack:
            self.root = node
            return
        frame = self._stack[-1]
        if not frame.is_mapping:
            frame.items.append(node)
            return
        key = frame.key
        if key is None:
            frame.key = node if isinstance(node, Scalar) else broken(node.at)
            return
        frame.key = None
        self._add_entry(frame, key, node)

    def _add_entry(self, frame: _Frame, key: Scalar, value: Node) -> None:
        if key.broken:
            return
        if key.text == "<<":
            self._report(problem(key.at, "refused-yaml", 'merge key "<<" is not allowed in a plan', "repeat the keys"))
        elif frame.flow and is_empty(value) and self._is_cut_number(frame, key):
            self._report_cut_number(frame, key)
        elif key.text in frame.seen:
            where = frame.seen[key.text]
            message = f'key "{key.text}" was given before, in line {where.line}'
            if key.text == KEY:  # nobody can tell which of the two counts, so neither does
                kept = (each for each in frame.entries if each.key.text != KEY)
                frame.entries = [*kept, Entry(key, broken(where))]
            self._report(problem(key.at, "duplicate-key", message, "keep one of the two"))
        else:
            frame.seen[key.text] = key.at
            frame.entries.append(Entry(key, value))

    @staticmethod
    def _is_cut_number(frame: _Frame, key: Scalar) -> bool:
        """`{2026-Q3: 2,000}` reaches us as `2026-Q3: 2` and a key `000` without a value."""
        before = frame.entries[-1].value if frame.entries else None
        return (
            _THOUSANDS.fullmatch(key.text) is not None
            and isinstance(before, Scalar)
            and _PLAIN_DIGITS.fullmatch(before.text.split(",")[0]) is not None
        )

    def _report_cut_number(self, frame: _Frame, key: Scalar) -> None:
        last = frame.entries[-1]
        assert isinstance(last.value, Scalar)
        whole = last.value.text + key.text
        message = f'"{last.value.text},{key.text}" is two entries inside {{...}}, not one number'
        self._report(problem(last.value.at, "wrong-type", message, f"write {whole}"))
        frame.entries[-1] = Entry(last.key, Scalar(whole, last.value.at))


def _syntax(error: yaml.YAMLError, text: str, path: str, offset: int) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = _BREAK.split(text)
    if line >= len(lines):  # the parser adds a line of its own to a text that ends without a line break
        line, column = len(lines) - 1, len(lines[-1])
    at = Position(path, line + 1 + offset, column + 1)
    said = getattr(error, "problem", None) or "this is not YAML"
    context = getattr(error, "context", None)
    message = f"{said} ({context})" if context else str(said)
    return problem(at, "syntax", message, _syntax_hint(message))


def _syntax_hint(message: str) -> str:
    """What usually is behind a complaint of the parser, in an author's words."""
    if "cannot start any token" in message:
        return "indent with spaces, not tabs; quote texts that start with @, ` or %"
    if "mapping values are not allowed" in message:
        return 'put a text that holds ": " in quotes'
    if "did not find expected" in message:
        return "check the indentation and the brackets just above; quote texts that start with a sign such as * & { ["
    return "check quotes, brackets and indentation just above"
