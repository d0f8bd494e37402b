"""The kinds of single values that the format knows (plan format, section 1, scalars)."""

from __future__ import annotations

import re
from decimal import Decimal
from urllib.parse import urlsplit

from omp_plugin import limits
from omp_plugin.model.amounts import (
    Limit,
    Money,
    Quantity,
    Range,
    is_currency_code,
    parse_estimate,
    parse_limit,
    parse_money,
    parse_number,
    parse_percent,
    parse_quantity,
    parse_range,
)
from omp_plugin.model.dates import Duration, Period, Unreadable, parse_date, parse_duration, parse_period
from omp_plugin.model.formula import Formula, parse_formula
from omp_plugin.model.reading import Reader, Schema, read_text, shorten
from omp_plugin.problems import did_you_mean
from omp_plugin.source.nodes import Node

ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_ANY = {"type": ["string", "number", "boolean", "null"]}
_NUMBER = r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?"
_MONEY = rf"([A-Z]{{3,5}} +)?{_NUMBER}[kM]?( +[A-Z]{{3,5}})?"
_DATE = r"\d{4}(-\d{2}-\d{2}|-W\d{2}|-\d{2}|-Q[1-4]|-H[12])?|FY\d{4}(-Q[1-4])?"
_BOUND = rf"({_MONEY}|{_NUMBER} ?%)"


def _pattern(pattern: str, *, number: bool = False, null: bool = True) -> Schema:
    """A text of that form, or TBD, or nothing; `number` where YAML may have typed it as a number."""
    choices: list[Schema] = [{"type": "string", "pattern": f"^({pattern}|TBD)$"}]
    if number:
        choices.append({"type": "number"})
    if null:
        choices.append({"type": "null"})
    return {"anyOf": choices} if len(choices) > 1 else choices[0]


class Text:
    """Any text up to the limit for text fields."""

    def read(self, node: Node, reader: Reader) -> str | None:
        """Problems: `too-large`."""
        return read_text(node, reader, "a text", _limited)

    def schema(self) -> Schema:
        """Any scalar: YAML may have typed it."""
        return _ANY


def _limited(text: str) -> str:
    if len(text) * 4 > limits.TEXT_BYTES and len(text.encode()) > limits.TEXT_BYTES:
        message = f"this text is longer than {limits.TEXT_BYTES:,} bytes (20 kB)"
        raise Unreadable(message, "move it to a page of the plan", "too-large")
    return text


class Choice:
    """One of a few words."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def read(self, node: Node, reader: Reader) -> str | None:
        """Problems: `wrong-type` with the nearest word."""
        return read_text(node, reader, "a word", self._parse)

    def _parse(self, text: str) -> str:
        if text in self.words:
            return text
        raise Unreadable(f'"{shorten(text)}" is none of {", ".join(self.words)}', did_you_mean(text, self.words))

    def schema(self) -> Schema:
        """The words, or TBD."""
        return {"enum": [*self.words, "TBD", None]}


class YesNo:
    """`yes` or `no` (`true` or `false`)."""

    def read(self, node: Node, reader: Reader) -> bool | None:
        """Problems: `wrong-type`."""
        return read_text(node, reader, "yes or no", self._parse)

    @staticmethod
    def _parse(text: str) -> bool:
        if text not in ("yes", "no", "true", "false"):
            raise Unreadable(f'"{shorten(text)}" is neither yes nor no', "write yes or no")
        return text in ("yes", "true")

    def schema(self) -> Schema:
        """Words or a boolean that YAML made of them."""
        return {"enum": ["yes", "no", "true", "false", True, False, "TBD", None]}


class Date:
    """A date, full or partial."""

    def read(self, node: Node, reader: Reader) -> Period | None:
        """Problems: `wrong-type`, `too-large`."""
        return read_text(node, reader, "a date", lambda text: parse_date(text, reader.fiscal_year_start))

    def schema(self) -> Schema:
        """A date; a bare year may have become a number."""
        return _pattern(_DATE, number=True)


class Span:
    """A period: one partial date or `A to B`."""

    def read(self, node: Node, reader: Reader) -> Period | None:
        """Problems: `wrong-type`, `too-large`, `ends-before-start`."""
        return read_text(node, reader, "a period", lambda text: parse_period(text, reader.fiscal_year_start))

    def schema(self) -> Schema:
        """A date or two with `to` between them."""
        return _pattern(rf"({_DATE})( to ({_DATE}))?", number=True)


class Length:
    """A duration."""

    def read(self, node: Node, reader: Reader) -> Duration | None:
        """Problems: `wrong-type`."""
        return read_text(node, reader, "a duration", parse_duration)

    def schema(self) -> Schema:
        """A count with its unit."""
        return _pattern(r"\d{1,5}(d|w|ed)")


class Amount:
    """Money; with `estimate` also a span of two amounts."""

    def __init__(self, *, estimate: bool = False) -> None:
        self.estimate = estimate

    def read(self, node: Node, reader: Reader) -> Money | None:
        """Problems: `wrong-type`, `too-large`."""
        parse = parse_estimate if self.estimate else parse_money
        return read_text(node, reader, "an amount of money", lambda text: parse(text, reader.currency))

    def schema(self) -> Schema:
        """A number or a text."""
        return _pattern(rf"{_MONEY}( *\.\. *{_MONEY})?" if self.estimate else _MONEY, number=True)


class Count:
    """A number without a unit."""

    def read(self, node: Node, reader: Reader) -> Decimal | None:
        """Problems: `wrong-type`, `too-large`."""
        return read_text(node, reader, "a number", parse_number)

    def schema(self) -> Schema:
        """A number, with separators a text."""
        return _pattern(_NUMBER, number=True)


class Whole:
    """A whole number between two bounds."""

    def __init__(self, low: int, high: int) -> None:
        self.low = low
        self.high = high

    def read(self, node: Node, reader: Reader) -> int | None:
        """Problems: `wrong-type`."""
        return read_text(node, reader, f"a number from {self.low} to {self.high}", self._parse)

    def _parse(self, text: str) -> int:
        if not re.fullmatch(r"\d{1,6}", text) or not self.low <= int(text) <= self.high:
            raise Unreadable(f'"{shorten(text)}" is not a whole number from {self.low} to {self.high}', "write one")
        return int(text)

    def schema(self) -> Schema:
        """An integer or its digits."""
        whole: Schema = {"type": "integer", "minimum": self.low, "maximum": self.high}
        return {"anyOf": [whole, {"type": "string", "pattern": r"^(\d+|TBD)$"}, {"type": "null"}]}


class Percent:
    """A percentage, read as its ratio."""

    def read(self, node: Node, reader: Reader) -> Decimal | None:
        """Problems: `wrong-type`, for a bare number too."""
        return read_text(node, reader, "a percentage", parse_percent)

    def schema(self) -> Schema:
        """A number with its sign."""
        return _pattern(rf"{_NUMBER} ?%")


class Value:
    """A number in the unit of the thing that is measured: a percentage, money or a plain number."""

    def read(self, node: Node, reader: Reader) -> Quantity | None:
        """Problems: `wrong-type`, `too-large`. Whether the unit is the KPI's is checked with the references."""
        return read_text(node, reader, "a number", parse_quantity)

    def schema(self) -> Schema:
        """A number or a text."""
        return _pattern(_BOUND, number=True)


class Bounds:
    """A range of values."""

    def read(self, node: Node, reader: Reader) -> Range | None:
        """Problems: `wrong-type`."""
        return read_text(node, reader, "a range", parse_range)

    def schema(self) -> Schema:
        """Two bounds, either of which may be left out."""
        return _pattern(rf"({_BOUND})? *\.\. *({_BOUND})?")


class Stop:
    """A limit."""

    def read(self, node: Node, reader: Reader) -> Limit | None:
        """Problems: `wrong-type`."""
        return read_text(node, reader, "a limit", parse_limit)

    def schema(self) -> Schema:
        """A sign and a bound."""
        return _pattern(rf"[<>]=? *{_BOUND}")


class Calculation:
    """A formula."""

    def read(self, node: Node, reader: Reader) -> Formula | None:
        """Problems: `wrong-type`, `too-large`."""
        return read_text(node, reader, "a formula", parse_formula)

    def schema(self) -> Schema:
        """A text (or a constant)."""
        return {"type": ["string", "number", "null"]}


class Link:
    """An address on the web: http, https or mailto."""

    def read(self, node: Node, reader: Reader) -> str | None:
        """Problems: `unsafe-url`."""
        return read_text(node, reader, "an address", _parse_url)

    def schema(self) -> Schema:
        """An address."""
        return _pattern(r"(https?://|mailto:)\S+")


def _parse_url(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    is_web = parts.scheme in ("http", "https") and parts.netloc
    if re.search(r"[\s<>\"\\^`{|}]", text) or not (is_web or (parts.scheme == "mailto" and parts.path)):
        hint = "write an address that starts with https://, http:// or mailto:"
        raise Unreadable(f'"{shorten(text)}" is not an address a page may link to', hint, "unsafe-url")
    return text


class Currency:
    """A currency code of 3 to 5 capitals."""

    def read(self, node: Node, reader: Reader) -> str | None:
        """Problems: `wrong-type`."""
        return read_text(node, reader, "a currency code", self._parse)

    @staticmethod
    def _parse(text: str) -> str:
        if not is_currency_code(text):
            raise Unreadable(f'"{shorten(text)}" is not a currency code', "write a code such as USD, EUR or ADA")
        return text

    def schema(self) -> Schema:
        """Three to five capitals."""
        return _pattern("[A-Z]{3,5}")


class Id:
    """The id of an entity; `of` names the collection it must be found in, which is checked with the references."""

    def __init__(self, of: str) -> None:
        self.of = of

    def read(self, node: Node, reader: Reader) -> str | None:
        """Any text: one that cannot be an id is no more than an id that does not exist."""
        return read_text(node, reader, f"an id of {self.of}", str)

    def schema(self) -> Schema:
        """An id; one of digits may have become a number."""
        return _pattern(ID.pattern, number=True)


class Address:
    """A text that may be an address on the web."""

    def read(self, node: Node, reader: Reader) -> str | None:
        """Problems: `unsafe-url` for an address of another scheme than http, https or mailto."""
        return read_text(node, reader, "a text or an address", self._parse)

    @staticmethod
    def _parse(text: str) -> str:
        return _parse_url(text) if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:\S+$", text) else _limited(text)

    def schema(self) -> Schema:
        """Any scalar."""
        return _ANY
