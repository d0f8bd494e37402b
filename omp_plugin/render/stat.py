"""A figure as pages show it large, whatever it is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stat:
    """A figure with its name and what it means; `status` is a word of the vocabulary where it is good or bad.

    `note_status` is one that stands before the note: the figure itself is neither. `proof` is where it is proved.
    """

    label: str
    value: str
    note: str
    status: str = ""
    more: str = ""
    note_status: str = ""
    proof: str | None = None
