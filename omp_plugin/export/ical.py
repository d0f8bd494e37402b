"""iCalendar as text (RFC 5545): properties, escaped texts, lines of at most 75 octets, CR LF.

Writing the few properties of all-day events takes this page; a library for it takes a hundred times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from omp_plugin import __version__
from omp_plugin.export.cells import plain

_OCTETS = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,"})
DAY = timedelta(days=1)


def calendar(name: str, events: Iterable[Iterable[str]]) -> bytes:
    """A calendar of events, each the lines between its `BEGIN` and `END`."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//omp//omp-plugin {__version__}//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        text("X-WR-CALNAME", name),
    ]
    for event in events:
        lines += ("BEGIN:VEVENT", *event, "END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def text(name: str, value: str) -> str:
    """A property with a text, on one line and without control characters."""
    return f"{name}:{plain(value).translate(_ESCAPES)}"


def day(value: date) -> str:
    """A day as values write it: 20261122."""
    return f"{value.year:04}{value.month:02}{value.day:02}"


def days(first: date, last: date) -> tuple[str, str]:
    """The days of an all-day event; its end is the day after the last."""
    return f"DTSTART;VALUE=DATE:{day(first)}", f"DTEND;VALUE=DATE:{day(last + DAY)}"


def _folded(line: str) -> Iterator[str]:
    """A line in pieces; those after the first begin with a space. Letters of several octets stay whole."""
    if len(line) <= _OCTETS and line.isascii():
        yield line
        return
    rest = line.encode("utf-8", "replace")
    room = _OCTETS
    while len(rest) > room:
        cut = room
        while rest[cut] & 0xC0 == 0x80:
            cut -= 1
        yield (" " if room < _OCTETS else "") + rest[:cut].decode()
        rest, room = rest[cut:], _OCTETS - 1
    yield (" " if room < _OCTETS else "") + rest.decode()
