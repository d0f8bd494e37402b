"""The kinds of single values that the format knows (plan format, section 1, scalars)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from omp_plugin import limits
from omp_plugin.model.amounts import is_currency_code
from omp_plugin.model.dates import Duration, Period, Unreadable, parse_date, parse_duration, parse_period
from omp_plugin.model.formula import Formula, parse_formula
from omp_plugin.model.reading import Reader, Schema, read_text, shorten, text_form
from omp_plugin.problems import did_you_mean
from omp_plugin.source.nodes import Node

ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_ANY = {"type": ["string", "number", "boolean", "null"]}
_DATE = r"[0-9]{4}(-[0-9]{2}-[0-9]{2}|-W[0-9]{2}|-[0-9]{2}|-Q[1-4]|-H[12])?|FY[0-9]{4}(-Q[1-4])?"


_SYNONYMS = {
    **dict.fromkeys(("biweekly", "bi-weekly", "every two weeks", "2-weekly"), ("fortnightly",)),
    **dict.fromkeys(("in progress", "in-progress", "ongoing", "started", "wip"), ("doing", "active")),
    **dict.fromkeys(("complete", "completed", "finished"), ("done", "closed")),
    **dict.fromkeys(("open", "not started", "pending", "planned"), ("todo", "needed", "draft")),
}
"""Words of other tools that stand for words of the format."""


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
        meant = [word for word in _SYNONYMS.get(text.lower(), ()) if word in self.words][:1]
        hint = did_you_mean(meant[0] if meant else text, self.words)
        raise Unreadable(f'"{shorten(text)}" is none of {", ".join(self.words)}', hint)

    def schema(self) -> Schema:
        """The words, or TBD; some loaders make booleans of yes, no and off."""
        booleans = [truth for truth, words in ((True, ("yes",)), (False, ("no", "off"))) if {*words} & {*self.words}]
        return {"enum": [*self.words, *booleans, "TBD", None]}


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
        return read_text(node, reader, "a date", parse_date, reader.fiscal_year_start)

    def schema(self) -> Schema:
        """A date; a bare year may have become a number."""
        return text_form(_DATE, number=True)


class Span:
    """A period: one partial date or `A to B`."""

    def read(self, node: Node, reader: Reader) -> Period | None:
        """Problems: `wrong-type`, `too-large`, `ends-before-start`."""
        return read_text(node, reader, "a period", parse_period, reader.fiscal_year_start)

    def schema(self) -> Schema:
        """A date or two with `to` between them."""
        return text_form(rf"({_DATE})( to ({_DATE}))?", number=True)


class Length:
    """A duration."""

    def read(self, node: Node, reader: Reader) -> Duration | None:
        """Problems: `wrong-type`."""
        return read_text(node, reader, "a duration", parse_duration)

    def schema(self) -> Schema:
        """A count with its unit."""
        return text_form(r"[0-9]{1,5}(d|w|ed)")


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
        return text_form(r"(https?://|mailto:)\S+")


def _parse_url(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    is_web = parts.scheme in ("http", "https") and parts.netloc
    if re.search(r"[\s<>\"\\^`{|}]", text) or not (is_web or (parts.scheme == "mailto" and parts.path)):
        hint = "write an address that starts with https://, http:// or mailto:"
        raise Unreadable(f'"{shorten(text)}" is not an address a page may link to', hint, "unsafe-url")
    if is_web and "@" in parts.netloc:
        message = "what stands before @ in this address is a password, or hides where it leads"
        hint = f"write it without: {parts.scheme}://{shorten(parts.netloc.rpartition('@')[2])}/..."
        raise Unreadable(message, hint, "unsafe-url")
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
        return text_form("[A-Z]{3,5}")


class Id:
    """The id of an entity; `of` names the collection it must be found in, which is checked with the references."""

    def __init__(self, of: str) -> None:
        self.of = of
        self._expected = f"an id of {of}"

    def read(self, node: Node, reader: Reader) -> str | None:
        """Any text: one that cannot be an id is no more than an id that does not exist."""
        return read_text(node, reader, self._expected, str)

    def schema(self) -> Schema:
        """An id; one of digits may have become a number."""
        return text_form(ID.pattern, number=True)


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
