"""Statuses within a sentence, in small letters: on track, not started."""

from __future__ import annotations

from collections.abc import Mapping

from omp_plugin.words import _, marked

WORDS: Mapping[str, str] = {
    "on-track": marked("on track"), "at-risk": marked("at risk"), "off-track": marked("off track"),
    "below-range": marked("below range"), "above-range": marked("above range"), "stale": marked("stale"),
    "no-actuals": marked("no actuals"), "not-measured": marked("not measured"), "unknown": marked("unknown"),
    "not-started": marked("not started"), "in-progress": marked("in progress"), "active": marked("active"),
    "planned": marked("planned"), "on-hold": marked("on hold"), "done": marked("done"), "blocked": marked("blocked"),
    "cancelled": marked("cancelled"), "draft": marked("draft"), "in-review": marked("in review"),
    "approved": marked("approved"),
}  # fmt: skip


def in_words(status: str) -> str:
    """A status of the vocabulary in the language that is spoken; what is none stands for itself."""
    return _(WORDS[status]) if status in WORDS else status.replace("-", " ")
