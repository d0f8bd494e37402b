"""A commit as git stores it, read into who, when and why."""

from __future__ import annotations

import re
from datetime import date, timedelta

from omp_plugin.source.text import HIDDEN, SUBSTITUTE
from omp_plugin.source.version import Commit

_PERSON = re.compile(r"(?P<name>[^<]*)<(?P<email>[^>]*)> (?P<seconds>-?[0-9]{1,12}) (?P<zone>[+-][0-9]{4})")
_NOTE = re.compile(r"^plan-note:[ \t]*(.*(?:\n[ \t]+\S.*)*)", re.IGNORECASE | re.MULTILINE)
_APPROVED = re.compile(r"^approved-by:[ \t]*([^<\n]*[^<\s])", re.IGNORECASE | re.MULTILINE)
_LONGEST = 500
"""Most letters of a subject or note that are shown."""


def read_commit(id_: str, raw: bytes) -> Commit:
    """The commit; what is unreadable in it is empty, so that a strange one costs no comparison."""
    head, _, body = raw.partition(b"\n\n")
    headers = dict(line.split(" ", 1) for line in head.decode("utf-8", "replace").split("\n") if " " in line)
    text = _decoded(body, headers.get("encoding", "utf-8"))
    match = _PERSON.fullmatch(headers.get("author", ""))
    name, email = (match["name"], match["email"]) if match else ("", "")
    notes = tuple(_one_line(note) for note in _NOTE.findall(text) if note.strip())
    subject = _one_line(text.strip().split("\n")[0])
    approvers = tuple(dict.fromkeys(_one_line(name) for name in _APPROVED.findall(text)))
    return Commit(id_, _one_line(name), _one_line(email), committed_on(raw), subject, notes, approvers)


def committed_on(raw: bytes) -> date:
    """The day of a commit where it was made."""
    seconds, zone = _committed(raw)
    return date(1970, 1, 1) + timedelta(seconds=seconds + zone)


def committed_at(raw: bytes) -> int:
    """When a commit was made, in seconds."""
    return _committed(raw)[0]


def parents(raw: bytes) -> list[str]:
    """The ids of the commits before it."""
    head = raw.partition(b"\n\n")[0].decode("ascii", "replace")
    return re.findall(r"^parent ([0-9a-f]{40,64})$", head, re.MULTILINE)


def _committed(raw: bytes) -> tuple[int, int]:
    head = raw.partition(b"\n\n")[0].decode("utf-8", "replace")
    match = re.search(r"^committer .*> (-?[0-9]{1,11}) ([+-])([0-9]{2})([0-9]{2})$", head, re.MULTILINE)
    if not match or not 0 <= int(match[1]) < 7_258_118_400:  # the year 2200
        return 0, 0
    shift = int(match[3]) * 3600 + int(match[4]) * 60
    return int(match[1]), -shift if match[2] == "-" else shift


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding, "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")


def _one_line(text: str) -> str:
    short = " ".join(text.split())[:_LONGEST]
    return HIDDEN.sub(SUBSTITUTE, short)
