"""The words of a status: by itself, and in small letters within a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from omp_plugin.words import _, marked

WORDS: Mapping[str, tuple[str, str]] = {
    "on-track": (marked("On track"), marked("on track")), "at-risk": (marked("At risk"), marked("at risk")),
    "off-track": (marked("Off track"), marked("off track")), "stale": (marked("Out of date"), marked("stale")),
    "below-range": (marked("Below range"), marked("below range")),
    "above-range": (marked("Above range"), marked("above range")),
    "no-actuals": (marked("No actuals yet"), marked("no actuals")),
    "not-measured": (marked("No data"), marked("not measured")), "unknown": (marked("No data"), marked("unknown")),
    "not-started": (marked("Not started"), marked("not started")),
    "in-progress": (marked("In progress"), marked("in progress")), "active": (marked("Active"), marked("active")),
    "planned": (marked("Planned"), marked("planned")), "on-hold": (marked("On hold"), marked("on hold")),
    "done": (marked("Done"), marked("done")), "blocked": (marked("Blocked"), marked("blocked")),
    "cancelled": (marked("Cancelled"), marked("cancelled")), "draft": (marked("Draft"), marked("draft")),
    "in-review": (marked("In review"), marked("in review")), "approved": (marked("Approved"), marked("approved")),
}  # fmt: skip


def said(status: str) -> str:
    """A status of the vocabulary in the language that is spoken; what is none stands for itself."""
    return _(WORDS[status][0]) if status in WORDS else status


def in_words(status: str) -> str:
    """The same within a sentence: on track."""
    return _(WORDS[status][1]) if status in WORDS else status.replace("-", " ")
