"""Nodes to typed records: one declaration a field gives its type, its place, its problems and its JSON Schema."""

from __future__ import annotations

from collections.abc import Callable, Container
from collections.abc import Mapping as Lookup
from types import MappingProxyType
from typing import Any, ClassVar, Final, Generic, NamedTuple, Protocol, TypeVar

from omp_plugin import limits
from omp_plugin.model.dates import Unreadable
from omp_plugin.problems import Position, Problem, did_you_mean, problem, stands_for
from omp_plugin.source.csv_reader import NAMELESS
from omp_plugin.source.nodes import Mapping, Node, Scalar, is_empty

Schema = dict[str, Any]
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
R = TypeVar("R", bound="Record")
TBD: Final = "TBD"


class Kind(Protocol[T_co]):
    """What a value may be: how it is read and what a YAML editor is told of it."""

    def read(self, node: Node, reader: Reader) -> T_co | None:
        """The value, or `None` after a problem was reported."""

    def schema(self) -> Schema:
        """JSON Schema 2020-12 of the value as YAML may type it."""


class Reader:
    """Collects the problems of one plan while it is typed, and knows what the plan says about money and years."""

    def __init__(self, currency: str = "USD", fiscal_year_start: int | None = None) -> None:
        self.currency = currency
        self.fiscal_year_start = fiscal_year_start
        self.problems: list[Problem] = []
        self.open = 0
        """How many open values were met so far."""
        self.flaws = 0
        """How many values were met so far that could not be read."""
        self.lost: set[tuple[str, str]] = set()
        """What could not be read as a whole: what kind of entity it is, and its id; no id for all of that kind."""
        self._meant: dict[Position, str] = {}
        self._by_path: dict[str, int] = {}

    def report(self, position: Position, code: str, message: str, hint: str = "") -> None:
        """Adds a problem; past the limit for one file only the limit itself is named."""
        self.flaws += 1
        count = self._by_path[position.path] = self._by_path.get(position.path, 0) + 1
        if count == limits.PROBLEMS_PER_FILE:
            message = f"more than {limits.PROBLEMS_PER_FILE} problems in this file; the rest is not listed"
            self.problems.append(problem(position, "too-large", message, "mend the ones above first"))
        elif count < limits.PROBLEMS_PER_FILE:
            self.problems.append(problem(position, code, message, hint))

    def is_tired(self, path: str) -> bool:
        """True when so much is wrong with a file that hints are no longer worked out."""
        return self._by_path.get(path, 0) > limits.HINTS_PER_FILE

    def is_full(self, path: str) -> bool:
        """True when nothing more is told of a file; problems still count."""
        return self._by_path.get(path, 0) >= limits.PROBLEMS_PER_FILE

    def hint(self, position: Position, word: str, known: Lookup[str, Any]) -> str:
        """A "did you mean", unless the file has too many problems for it to be worth its time."""
        return "" if self.is_tired(position.path) else did_you_mean(word, known)

    def unknown_key(self, key: Scalar, what: str, known: Lookup[str, Spec]) -> str:
        """Reports a key that is not known, a column once; returns the key that it stands for, if one is near enough."""
        if key.at not in self._meant:
            self._meant[key.at] = "" if self.is_tired(key.at.path) else stands_for(key.text, known)
            if key.listed and not key.text:
                self.report(key.at, "missing-key", *NAMELESS)
                return ""
            hint = self.hint(key.at, key.text, known)
            word = "column" if key.listed else "key"
            self.report(key.at, "unknown-key", f'unknown {word} "{shorten(key.text)}" in {what}', hint)
        return self._meant[key.at]

    def wrong(self, node: Node, expected: str, hint: str = "") -> None:
        """Reports a value of another form than the one due."""
        said = f'"{shorten(node.text)}"' if isinstance(node, Scalar) else _FORMS[type(node).__name__]
        self.report(node.at, "wrong-type", f"{said} where {expected} is due", hint)

    def text_of(self, node: Node, expected: str) -> str | None:
        """The text of a scalar; `None` (reported) for a list or mapping, and for one that is broken or says TBD."""
        if not isinstance(node, Scalar):
            self.wrong(node, expected)
            return None
        if node.broken:
            self.flaws += 1
            return None
        if node.text == TBD:
            self.open += 1
            return None
        return node.text


_FORMS = {"Mapping": "a block of fields", "Sequence": "a list"}


def shorten(text: str) -> str:
    """A text as a message quotes it."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 60 else one_line[:57] + "..."


class Spec(NamedTuple):
    """The declaration of one field: its key in the source, its kind, whether it must be there, what it means."""

    name: str
    key: str
    kind: Kind[Any]
    required: bool
    doc: str


class _Declared(NamedTuple):
    """A field as it stands in the body of a class, until the class is made."""

    kind: Kind[Any]
    doc: str
    key: str | None
    required: bool
    default: Any


def given(kind: Kind[Any], doc: str, *, key: str | None = None, required: bool = False, default: Any = None) -> Any:
    """Declares a field that authors write under `key` (default: the attribute's name without a trailing `_`)."""
    return _Declared(kind, doc, key, required, default)


class Record:
    """Something with fields, and where it and each of its fields stand.

    `open` names the fields that are TBD, `flawed` those of which something could not be read. A field that is
    not written is the default of its class. Records are not dataclasses: some seventy of those would take longer to
    make than a plan takes to check.
    """

    at: Position
    places: Lookup[str, Position]
    open: frozenset[str]
    flawed: frozenset[str] = frozenset()
    _fields: ClassVar[Lookup[str, Spec]] = MappingProxyType({})
    _required: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        declared = {name: each for name, each in vars(cls).items() if isinstance(each, _Declared)}
        own = {}
        for name, each in declared.items():
            setattr(cls, name, each.default)
            key = each.key or name.rstrip("_")
            own[key] = Spec(name, key, each.kind, each.required, each.doc)
        cls._fields = MappingProxyType({**cls._fields, **own})
        cls._required = frozenset(spec.name for spec in cls._fields.values() if spec.required)

    def __init__(self, *, at: Position, places: Lookup[str, Position], open: frozenset[str], **values: Any) -> None:  # noqa: A002 # the format's word
        self.__dict__.update(at=at, places=places, open=open, **values)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is what an author wrote; it does not change")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash(self.at)

    def __repr__(self) -> str:
        written = ", ".join(f"{name}={value!r}" for name, value in vars(self).items() if name not in ("at", "places"))
        return f"{type(self).__name__}({written})"

    def where(self, name: str) -> Position:
        """Where a field stands, or the record where the field is not written."""
        return self.places.get(name, self.at)


def specs(record: type[Record]) -> Lookup[str, Spec]:
    """The fields that authors write of a record, by key."""
    return record._fields


class Fields(Generic[R]):
    """Reads a mapping into a record of the given class."""

    def __init__(self, record: type[R], what: str) -> None:
        self.record = record
        self.what = what

    def read(self, node: Node, reader: Reader, *, complete: bool = True, **extra: Any) -> R | None:
        """The record; problems: `unknown-key`, `missing-key` (unless not `complete`), `wrong-type`, those of fields."""
        if not isinstance(node, Mapping):
            if not is_empty(node):
                self._report_lost(node, extra.get("id", ""), reader)
                return None
            node = Mapping((), node.at)
        values: dict[str, Any] = {}
        known = self.record._fields
        places: dict[str, Position] = {}
        open_: set[str] = set()
        flawed: set[str] = set()
        unknown: list[Scalar] = []
        for key, inner in node.entries:
            spec = known.get(key.text)
            if spec is None:
                unknown.append(key)
                continue
            if isinstance(inner, Scalar) and not inner.text and not inner.broken:
                continue  # it is empty
            name = spec.name
            places[name] = inner.at
            before, flaws = reader.open, reader.flaws
            value = spec.kind.read(inner, reader)
            if reader.open > before:
                self._note_open(spec, inner, open_, reader)
            if reader.flaws > flaws:
                flawed.add(name)
            if value is not None:
                values[name] = value
        written = {*places} | self._note_unknown(unknown, places, flawed, reader) if unknown else places.keys()
        if complete and not self.record._required <= written:
            self._report_missing(node, written, reader)
        if flawed:
            extra["flawed"] = frozenset(flawed)
        return self.record(at=node.at, places=places, open=frozenset(open_), **values, **extra)

    def _report_lost(self, node: Node, id_: str, reader: Reader) -> None:
        """Says that a record could not be read, unless that was said before; nothing more is said of it."""
        reader.flaws += 1
        reader.lost.add((self.what, id_))
        if not isinstance(node, Scalar) or not node.broken:
            example = next(iter(self.record._fields))
            hint = f'write the fields below each other, such as "{example}: ...", or in {{...}}'
            reader.wrong(node, f"a block with the fields of {self.what}", hint)

    def _note_unknown(
        self, keys: list[Scalar], places: dict[str, Position], flawed: set[str], reader: Reader
    ) -> set[str]:
        """Reports keys that are not known; the fields that they stand for are written, and could not be read.

        Gives those that stand in a column: what every row would lack is said once, at its head.
        """
        columns = set()
        for key in keys:
            meant = specs(self.record).get(reader.unknown_key(key, self.what, specs(self.record)))
            if meant and meant.name not in places:
                places[meant.name] = key.at
                flawed.add(meant.name)
                columns.update([meant.name] if key.listed else [])
        return columns

    @staticmethod
    def _note_open(spec: Spec, node: Node, open_: set[str], reader: Reader) -> None:
        if spec.required and isinstance(node, Scalar):
            hint = "decide it now: nothing can be computed without"
            reader.report(node.at, "wrong-type", f'"{spec.key}" is required and cannot be TBD', hint)
        open_.add(spec.name)

    def _report_missing(self, node: Mapping, written: Container[str], reader: Reader) -> None:
        """Reports required fields that are not there; a record without them still counts, so that all is checked."""
        for key, spec in specs(self.record).items():
            if spec.required and spec.name not in written:
                reader.report(node.at, "missing-key", f'{self.what} needs "{key}"', f'add "{key}: ..." ({spec.doc})')

    def schema(self) -> Schema:
        """An object of the record's fields and no others."""
        return {"$ref": f"#/$defs/{self.record.__name__}"}


def read_text(node: Node, reader: Reader, expected: str, parse: Callable[..., T], *more: object) -> T | None:
    """A scalar through `parse(text, *more)`; what `parse` finds unreadable becomes a problem at the node."""
    if not isinstance(node, Scalar) or node.broken or node.text == TBD:
        reader.text_of(node, expected)
        return None
    text = node.text
    try:
        return parse(text, *more)
    except Unreadable as error:
        if reader.is_full(node.at.path):
            reader.report(node.at, error.code, "")
            return None
        short = shorten(text)  # what should be a number or a date may be a book
        hint = error.hint.replace(text, short)
        reader.report(node.at, error.code, error.message.replace(text, short), hint if len(hint) < 200 else "")
        return None


def text_form(pattern: str, *, number: bool = False, null: bool = True) -> Schema:
    """A text of that form, or TBD, or nothing; `number` where YAML may have typed it as a number."""
    choices: list[Schema] = [{"type": "string", "pattern": f"^({pattern}|TBD)$"}]
    if number:
        choices.append({"type": "number"})
    if null:
        choices.append({"type": "null"})
    return {"anyOf": choices} if len(choices) > 1 else choices[0]
