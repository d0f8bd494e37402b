"""YAML to nodes, over the events of the C parser: linear in time, every scalar a text, no anchors, tags or duplicates.

A loader would resolve aliases (and hang on a bomb), crash on deep nesting and let duplicate keys pass; events do not.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from omp_plugin import limits
from omp_plugin.problems import Position, Problem, problem
from omp_plugin.source.nodes import Entry, Mapping, Node, Scalar, Sequence, broken, is_empty
from omp_plugin.source.text import HIDDEN, SUBSTITUTE, hidden_character
from omp_plugin.source.visibility import KEY

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SCALAR = yaml.ScalarEvent
_STARTS = frozenset((yaml.MappingStartEvent, yaml.SequenceStartEvent))
_ENDS = frozenset((yaml.MappingEndEvent, yaml.SequenceEndEvent))
_THOUSANDS = re.compile(r"[0-9]{3}(\.[0-9]+)?")
_DECIMALS = re.compile(r"[0-9]{1,2}( ?%|[kM])?( [A-Z]{3,5})?")
_QUOTE = "put a text that begins with {} in quotes; a value cannot be named and used again"
_PLAIN_DIGITS = re.compile(r"([A-Z]{3,5} |[$€£¥])?-?[0-9]{1,3}([0-9]{3})*")


class _Frame:
    """A list or mapping under construction; `key` is the key that waits for its value."""

    __slots__ = ("at", "entries", "flow", "is_mapping", "items", "key")

    def __init__(self, at: Position, *, is_mapping: bool, flow: bool) -> None:
        self.at = at
        self.is_mapping = is_mapping
        self.flow = flow
        self.items: list[Node] = []
        self.entries: dict[str, Entry] = {}
        self.key: Scalar | None = None

    def node(self) -> Node:
        """What was constructed."""
        return (
            Mapping(tuple(self.entries.values()), self.at) if self.is_mapping else Sequence(tuple(self.items), self.at)
        )


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
        return reader.take_all(_LOADER(text)), reader.problems
    except _Stop:
        return None, reader.problems
    except yaml.YAMLError as error:
        reader.problems.append(_syntax(error, text, path, first_line))
        return None, reader.problems


class _Reader:
    """Builds nodes from parser events with a stack of its own, so that depth costs no recursion."""

    def __init__(self, path: str, first: int) -> None:
        self.path = path
        self.first = first
        self.problems: list[Problem] = []
        self._documents = 0

    def take_all(self, loader: Any) -> Node | None:  # noqa: PLR0912 # a call for each event takes longer than the rest
        """The node that all events of the parser make."""
        next_event, path, first = loader.get_event, self.path, self.first
        new = tuple.__new__  # what named tuples do, without a call in between: a plan is thousands of texts
        texts: dict[str, str] = {}  # keys, ids and words come again and again: one object each
        whole = frame = _Frame(Position(path, first, 1), is_mapping=False, flow=False)
        above: list[_Frame] = []
        while (event := next_event()) is not None:
            kind = type(event)
            node: Node
            if kind is _SCALAR:
                if event.anchor is None and event.tag is None and event.style != '"':  # nothing can be wrong with it
                    text, mark = event.value, event.start_mark
                    at = new(Position, (path, mark.line + first, mark.column + 1))
                    node = new(Scalar, (texts.setdefault(text, text), at, False, False))
                else:
                    node = self._decorated(event)
            elif kind in _STARTS:
                self._check_start(event, frame, len(above))
                above.append(frame)
                frame = _Frame(self._at(event), is_mapping=kind is yaml.MappingStartEvent, flow=event.flow_style)
                continue
            elif kind in _ENDS:
                node, frame = frame.node(), above.pop()
            elif kind is yaml.AliasEvent:
                node = self._alias(event)
            else:
                self._count_documents(event)
                continue
            key = frame.key
            if not frame.is_mapping:
                frame.items.append(node)
            elif key is not None:
                frame.key = None
                if key.broken or key.text == "<<" or key.text in frame.entries or (frame.flow and is_empty(node)):
                    self._put_odd(frame, key, node)
                else:
                    frame.entries[key.text] = new(Entry, (key, node))
            elif isinstance(node, Scalar):  # lists and blocks as keys were refused when they began
                frame.key = node
        return whole.items[0] if whole.items else None

    def _decorated(self, event: Any) -> Scalar:
        """A scalar that an anchor, a tag or quotes come with."""
        if event.anchor is not None or event.tag is not None:
            self._refuse_decoration(event)
        text = event.value
        if event.style == '"' and HIDDEN.search(text):
            text = self._without_hidden(event)
        return Scalar(text, self._at(event))

    def _without_hidden(self, event: Any) -> str:
        """In double quotes a character can be written as an escape, which the reading of the file does not see."""
        match = HIDDEN.search(event.value)
        assert match
        self._report(hidden_character(match.group(), self._at(event)))
        return HIDDEN.sub(SUBSTITUTE, event.value)

    def _alias(self, event: Any) -> Scalar:
        self._refuse(event, f'alias "*{event.anchor}"', _QUOTE.format("*"))
        return broken(self._at(event))

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
            self._refuse(event, f'anchor "&{event.anchor}"', _QUOTE.format("&"))
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._refuse(event, f'tag "{tag}"', "put a text that begins with ! in quotes, or leave the tag out")

    def _count_documents(self, event: Any) -> None:
        self._documents += type(event) is yaml.DocumentStartEvent
        if self._documents > 1:
            self._refuse(event, "a second document", 'delete the line "---": a file holds one document')
            raise _Stop

    def _check_start(self, event: Any, frame: _Frame, depth: int) -> None:
        """Whether a list or mapping may begin in a frame that lies so deep."""
        if event.anchor is not None or event.tag is not None:
            self._refuse_decoration(event)
        if depth >= limits.NESTING:
            message = f"nested deeper than {limits.NESTING} levels"
            self._report(problem(self._at(event), "too-large", message, "plans are flat: check the brackets"))
            raise _Stop
        if frame.is_mapping and frame.key is None:
            self._refuse(event, "a list or a block as a key", "a key is one text: check brackets, ? and : just before")
            raise _Stop

    def _put_odd(self, frame: _Frame, key: Scalar, value: Node) -> None:
        """An entry with something to say about it, or that may have."""
        if key.broken:
            return
        before = frame.entries.get(key.text)
        if key.text == "<<":
            message = 'merge key "<<" is not allowed in a plan'
            self._report(problem(key.at, "refused-yaml", message, "write the fields out here"))
        elif frame.flow and is_empty(value) and self._is_cut_number(frame, key):
            self._report_cut_number(frame, key)
        elif before is None:
            frame.entries[key.text] = Entry(key, value)
        else:
            where = before.key.at
            if key.text == KEY:  # nobody can tell which of the two counts, so neither does
                frame.entries[KEY] = Entry(before.key, broken(where))
            message = f'key "{key.text}" was given before, in line {where.line}'
            self._report(problem(key.at, "duplicate-key", message, "keep one of the two"))

    @staticmethod
    def _is_cut_number(frame: _Frame, key: Scalar) -> bool:
        """`{2026-Q3: 2,000}` reaches us as `2026-Q3: 2` and a key `000` without a value, `{rate: 1,08}` likewise."""
        before = next(reversed(frame.entries.values())).value if frame.entries else None
        if not isinstance(before, Scalar) or not _PLAIN_DIGITS.fullmatch(before.text):
            return False
        is_beside = key.at == before.at._replace(column=before.at.column + len(before.text) + 1)
        return _THOUSANDS.fullmatch(key.text) is not None or (is_beside and _DECIMALS.fullmatch(key.text) is not None)

    def _report_cut_number(self, frame: _Frame, key: Scalar) -> None:
        last = next(reversed(frame.entries.values()))
        assert isinstance(last.value, Scalar)
        whole = f"{last.value.text}{'.' if _DECIMALS.fullmatch(key.text) else ''}{key.text}"
        message = f'"{last.value.text},{key.text}" is two entries inside {{...}}, not one number'
        self._report(problem(last.value.at, "wrong-type", message, f"write {whole}"))
        frame.entries[last.key.text] = Entry(last.key, Scalar(whole, last.value.at))


def _syntax(error: yaml.YAMLError, text: str, path: str, first: int) -> Problem:
    from omp_plugin.source.yaml_slips import find_slip  # only an author's slip needs it

    line, column, message, hint = find_slip(error, text, first)
    return problem(Position(path, line + first, column + 1), "syntax", message, hint)
