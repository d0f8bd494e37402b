"""What a text that is no date was meant to say: dates as calendars, spreadsheets and other countries write them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from itertools import islice

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_LONGEST = 60
"""Letters of a text that is looked at: what should be a date may be a book."""
_SIGNS = 6
"""Dashes up to the one between two days; of a text that has more, they are not looked at."""
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
# Forms are compiled when a text is first held against them: only an author's slip needs them.
_DAY = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
_NAMED = rf"(?i)\b({'|'.join([*MONTHS, 'Sept', *(month[:3] for month in MONTHS)])})\b\.?"
_BETWEEN = r"(?i)\s*(?:[-/]|\.\.+|to|until|till|through)\s*"
_FORMS = (
    (r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})(?:[ t][0-9]{2}:[0-9].*)?", ("{0}-{1:0>2}-{2:0>2}",)),
    (r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})", ("{2}-{1:0>2}-{0:0>2}",)),
    (r"([0-9]{1,2})[-/]([0-9]{1,2})[-/]([0-9]{4})", ("{2}-{0:0>2}-{1:0>2}", "{2}-{1:0>2}-{0:0>2}")),
    (r"([0-9]{4})[-./ ]([0-9]{1,2})", ("{0}-{1:0>2}",)),
    (r"([0-9]{1,2})[-./ ]([0-9]{4})", ("{1}-{0:0>2}",)),
    (r"m([0-9]{2})[-, ]*([0-9]{1,2})(?:st|nd|rd|th)?[-, ]+([0-9]{4})", ("{2}-{0}-{1:0>2}",)),
    (r"([0-9]{1,2})(?:st|nd|rd|th|\.)?[-, ]*(?:of )?m([0-9]{2})[-, ]+([0-9]{4})", ("{2}-{1}-{0:0>2}",)),
    (r"m([0-9]{2})[-/, ]+([0-9]{4})", ("{1}-{0}",)),
    (r"m([0-9]{2})[-'’]([0-9]{2})", ("20{1}-{0}",)),
    (r"([0-9]{4})[-/, ]+m([0-9]{2})", ("{0}-{1}",)),
    (r"([qh][1-4])[-/ ]*([0-9]{4})", ("{1}-{0}",)),
    (r"([0-9]{4})[-/ ]*([qh][1-4])", ("{0}-{1}",)),
    (r"w(?:eek)? ?([0-9]{1,2})[-/, ]+([0-9]{4})", ("{1}-w{0:0>2}",)),
    (r"([0-9]{4})[-/ ]*w(?:eek)? ?([0-9]{1,2})", ("{0}-w{1:0>2}",)),
    (r"fy[- ]?(?:20)?([0-9]{2})(?:[- /]*(q[1-4]))?", ("fy20{0}-{1}",)),
    (r"(q[1-4])[- /]*fy[- ]?(?:20)?([0-9]{2})", ("fy20{1}-{0}",)),
    (r"([0-9]{4})", ("{0}",)),
)
"""Forms of a date in small letters, its month as `m` and two digits, and how the format writes what it may mean."""
_ANY = "|".join(f"(?P<form{n}>{form})" for n, (form, _) in enumerate(_FORMS))
"""All of them at once: a hostile file may hold a hundred thousand texts that are no dates."""


def dates_meant(text: str) -> list[str]:
    """Dates of the format that a text may stand for, likely and unlikely ones: `03/04/2027` may be two."""
    if len(text) > _LONGEST:
        return []
    plain = " ".join(text.translate(_DASHES).lower().split())
    plain = re.sub(_NAMED, lambda match: f"m{_number(match[1][:3]):02}", plain, count=1)
    match = re.fullmatch(_ANY, plain)
    if not match or not match.lastgroup:
        return []
    form = match.lastgroup
    first = match.re.groupindex[form]
    written = _FORMS[int(form.removeprefix("form"))][1]
    parts = [part or "" for part in match.groups()[first : first + 3]]
    return list(dict.fromkeys(each.format(*parts).upper().rstrip("-") for each in written))


def _number(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, 1) if month[:3].lower() == name.lower())


def halves(text: str) -> Iterator[tuple[str, str]]:
    """The two sides of each sign or word in a text that may stand for the `to` of a period."""
    plain = text.translate(_DASHES)
    for match in islice(re.finditer(_BETWEEN, plain), _SIGNS) if len(text) <= _LONGEST else ():
        yield plain[: match.start()], plain[match.end() :]


def impossible(text: str) -> tuple[str, str] | None:
    """Why there is no such day, and one that there is: February 2027 has 28 days."""
    match = re.fullmatch(_DAY, text)
    year, month, day = map(int, match.groups()) if match else (0, 0, 0)
    if not year:
        return None
    if not 1 <= month <= len(MONTHS):
        is_swapped = 1 <= day <= len(MONTHS) < month <= monthrange(year, day)[1]
        swapped = f"{year:04}-{day:02}-{month:02}" if is_swapped else "2026-11-27"
        return "a year has 12 months", f"write the year, the month and the day: {swapped}"
    last = monthrange(year, month)[1]
    if day > last:
        return f"{MONTHS[month - 1]} {year} has {last} days", f"write {year:04}-{month:02}-{last} or a day before it"
    return None
