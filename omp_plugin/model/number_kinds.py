"""The kinds of values that are numbers: money, percentages, quantities, ranges (plan format, section 1, scalars)."""

from __future__ import annotations

import re
from decimal import Decimal

from omp_plugin.model.amounts import (
    Limit,
    Money,
    Quantity,
    Range,
    parse_estimate,
    parse_limit,
    parse_money,
    parse_number,
    parse_percent,
    parse_quantity,
    parse_range,
)
from omp_plugin.model.dates import Unreadable
from omp_plugin.model.reading import Reader, Schema, read_text, shorten, text_form
from omp_plugin.source.nodes import Node

_NUMBER = r"-?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]+)?"
_MONEY = rf"([A-Z]{{3,5}} +)?{_NUMBER}[kM]?( +[A-Z]{{3,5}})?"
_BOUND = rf"({_MONEY}|{_NUMBER} ?%)"


class Amount:
    """Money; with `estimate` also a span of two amounts."""

    def __init__(self, *, estimate: bool = False) -> None:
        self.estimate = estimate

    def read(self, node: Node, reader: Reader) -> Money | None:
        """Problems: `wrong-type`, `too-large`."""
        parse = parse_estimate if self.estimate else parse_money
        return read_text(node, reader, "an amount of money", parse, reader.currency)

    def schema(self) -> Schema:
        """A number or a text."""
        return text_form(rf"{_MONEY}( *\.\. *{_MONEY})?" if self.estimate else _MONEY, number=True)


class Count:
    """A number without a unit."""

    def read(self, node: Node, reader: Reader) -> Decimal | None:
        """Problems: `wrong-type`, `too-large`."""
        return read_text(node, reader, "a number", parse_number)

    def schema(self) -> Schema:
        """A number, with separators a text."""
        return text_form(_NUMBER, number=True)


class Whole:
    """A whole number between two bounds; `meaning` says what the bounds stand for where that is not plain."""

    def __init__(self, low: int, high: int, meaning: str = "") -> None:
        self.low = low
        self.high = high
        self.meaning = meaning

    def read(self, node: Node, reader: Reader) -> int | None:
        """Problems: `wrong-type`."""
        return read_text(node, reader, f"a number from {self.low} to {self.high}", self._parse)

    def _parse(self, text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", text) or not self.low <= int(text) <= self.high:
            raise Unreadable(f'"{shorten(text)}" is not a whole number from {self.low} to {self.high}', self._hint())
        return int(text)

    def _hint(self) -> str:
        numbers = [str(n) for n in range(self.low, min(self.high, self.low + 4))]
        one = f"{', '.join(numbers)} or {self.high}" if self.high == self.low + 4 else ""
        written = one or f"a whole number from {self.low} to {self.high}"
        return f"write {written}{': ' if self.meaning else ''}{self.meaning}"

    def schema(self) -> Schema:
        """An integer or its digits."""
        whole: Schema = {"type": "integer", "minimum": self.low, "maximum": self.high}
        return {"anyOf": [whole, {"type": "string", "pattern": r"^([0-9]+|TBD)$"}, {"type": "null"}]}


class Percent:
    """A percentage, read as its ratio."""

    def read(self, node: Node, reader: Reader) -> Decimal | None:
        """Problems: `wrong-type`, for a bare number too."""
        return read_text(node, reader, "a percentage", parse_percent)

    def schema(self) -> Schema:
        """A number with its sign."""
        return text_form(rf"{_NUMBER} ?%")


class Value:
    """A number in the unit of the thing that is measured: a percentage, money or a plain number."""

    def read(self, node: Node, reader: Reader) -> Quantity | None:
        """Problems: `wrong-type`, `too-large`. Whether the unit is the KPI's is checked with the references."""
        return read_text(node, reader, "a number", parse_quantity)

    def schema(self) -> Schema:
        """A number or a text."""
        return text_form(_BOUND, number=True)


class Bounds:
    """A range of values."""

    def read(self, node: Node, reader: Reader) -> Range | None:
        """Problems: `wrong-type`."""
        return read_text(node, reader, "a range", parse_range)

    def schema(self) -> Schema:
        """Two bounds, either of which may be left out."""
        return text_form(rf"({_BOUND})? *\.\. *({_BOUND})?")


class Stop:
    """A limit."""

    def read(self, node: Node, reader: Reader) -> Limit | None:
        """Problems: `wrong-type`."""
        return read_text(node, reader, "a limit", parse_limit)

    def schema(self) -> Schema:
        """A sign and a bound."""
        return text_form(rf"[<>]=? *{_BOUND}")
