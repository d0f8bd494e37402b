"""Statuses that authors write in their own words, in the vocabulary as far as it has them (design, section 6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from omp_plugin.model.reading import Record
from omp_plugin.render.tables import Cell, field, status, text
from omp_plugin.words import _, marked

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

WORDS = {
    "done": "done", "finished": "done", "complete": "done", "completed": "done", "closed": "done", "filled": "done",
    "met": "done", "passed": "done", "doing": "in-progress", "in progress": "in-progress", "started": "in-progress",
    "todo": "not-started", "to do": "not-started", "open": "not-started", "not started": "not-started",
    "planned": "not-started", "on hold": "on-hold", "paused": "on-hold", "blocked": "blocked",
    "cancelled": "cancelled", "dropped": "cancelled",
}  # fmt: skip
"""What authors write, in lower case, and the word of the vocabulary that it is."""

STATUSES: Mapping[str, str] = {
    "open": marked("Open"), "watching": marked("Watching"), "closed": marked("Closed"), "holds": marked("Holds"),
    "broken": marked("Broken"), "needed": marked("Needed"), "taken": marked("Taken"), "dropped": marked("Dropped"),
}  # fmt: skip
"""The statuses of risks, assumptions and decisions, for which the format has words."""


def chosen_status(word: str) -> str:
    """The status of a risk, an assumption or a decision in the language that is spoken."""
    return _(STATUSES[word]) if word in STATUSES else word.capitalize()


def state(written: str | None) -> str:
    """The word of the vocabulary for what was written; empty for words that it does not have."""
    return WORDS.get((written or "").strip().lower().replace("-", " ").replace("_", " "), "")


def written_status(record: Record) -> Cell:
    """The status as it was written, with its icon where the vocabulary has the word."""
    written: str | None = getattr(record, "status", None)
    word = state(written)
    label = (written or "").replace("_", " ")
    label = label[:1].upper() + label[1:]
    return field(record, "status", status(word, label) if word else text(label))


def dated_status(ctx: PlanContext, record: Record, due: date | None) -> Cell:
    """The status of something that is due: late where its day has passed, not started where nothing is said."""
    written, today = getattr(record, "status", None), ctx.results.today.as_of
    if due is not None and due < today and state(written) not in ("done", "cancelled"):
        return status("off-track", _("{days} d late").format(days=ctx.formats.number((today - due).days)))
    return written_status(record) if written or "status" in record.open else status("not-started")
