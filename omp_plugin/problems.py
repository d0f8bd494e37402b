"""What is wrong with a plan, said to its author: where, what, and what to write instead (plan format, section 10)."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Literal, NamedTuple

Level = Literal["error", "warning", "info"]
Setting = Literal["error", "warning", "info", "off"]


class Position(NamedTuple):
    """A place in a plan's sources; line and column count from 1, columns in characters."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Problem(NamedTuple):
    """One thing that is wrong, with what to do about it in `hint` (may be empty)."""

    position: Position
    code: str
    message: str
    hint: str = ""
    level: Level = "error"


LEVELS: Mapping[str, Level] = {
    # form: the plan cannot be read
    "bad-id": "error",
    "duplicate-key": "error",
    "missing-key": "error",
    "refused-yaml": "error",
    "syntax": "error",
    "too-large": "error",
    "unknown-check": "error",
    "unknown-component": "error",
    "unknown-key": "error",
    "unknown-reference": "error",
    "unsafe-path": "error",
    "unsafe-text": "error",
    "unsafe-url": "error",
    "unsupported-format": "error",
    "wrong-type": "error",
    # the plan does not hold together
    "currency-without-rate": "error",
    "dependency-cycle": "error",
    "dependency-violated": "error",
    "does-not-fit": "error",
    "ends-before-start": "error",
    "fact-mismatch": "error",
    "formula-cycle": "error",
    "split-not-100": "error",
    "sum-mismatch": "error",
    # worth a look
    "assumption-overdue": "warning",
    "campaign-metric-mismatch": "warning",
    "campaign-without-budget": "warning",
    "deadline-missed": "warning",
    "decision-overdue": "warning",
    "duplicate-plan-title": "warning",
    "goal-not-covered": "warning",
    "goal-without-kpi": "warning",
    "kpi-without-target": "warning",
    "market-fact-without-source": "warning",
    "milestone-without-date": "warning",
    "not-smart": "warning",
    "orphan-activity": "warning",
    "outside-period": "warning",
    "over-allocated": "warning",
    "over-cap": "warning",
    "presence-missing": "warning",
    "review-without-so-what": "warning",
    "risk-without-response": "warning",
    "stale-actuals": "warning",
    "starts-on-day-off": "warning",
    "stop-limit-passed": "warning",
    "summary-too-long": "warning",
    "unfilled-placeholder": "warning",
    "unknown-baseline": "warning",
    "without-owner": "warning",
    # good to know
    "budget-ratio": "info",
    "coverage-unknown": "info",
    "goal-count": "info",
    "no-lagging-kpi": "info",
    "no-leading-kpi": "info",
    "open-value": "info",
}
"""Every code with its default level (plan format, section 10)."""


_LONGEST = 500
"""Letters of a message or hint: what it quotes may be a book."""


def problem(position: Position, code: str, message: str, hint: str = "") -> Problem:
    """A problem at its default level, told in one line each for what is wrong and what to do."""
    return Problem(position, code, _told(message), _told(hint), LEVELS[code])


def _told(text: str) -> str:
    """A text on one line, since a line of its own could pass for another problem or a command to CI."""
    line = text if text.isprintable() else " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2]} ... {line[-_LONGEST // 2 :]}"


def set_levels(problems: Iterable[Problem], settings: Mapping[str, Setting]) -> list[Problem]:
    """The problems at the levels that `checks:` asks for, without those it turns off, in the order of the sources."""
    kept = []
    for each in problems:
        setting = settings.get(each.code, each.level)
        if setting != "off":
            kept.append(each if setting == each.level else each._replace(level=setting))
    return [each for each, _ in groupby(sorted(kept))]


_FEW = 500
"""So many words are compared letter by letter; of more, the neighbours in the alphabet."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the known words nearest to `word`, or lists them where none is near."""
    names = sorted(known)
    if len(names) > _FEW:
        place = bisect(names, word)
        names = names[max(place - _FEW // 2, 0) : place + _FEW // 2]
    near = _nearest(word, names, 2, 0.6)
    if near:
        return "did you mean " + " or ".join(f'"{name}"' for name in near) + "?"
    if not names:
        return ""
    listed = ", ".join(names[:12])
    return f"known here: {listed}{', ...' if len(names) > 12 else ''}"


def stands_for(word: str, known: Iterable[str]) -> str:
    """The known word that a misspelt one surely stands for; empty where none is as near as that."""
    return next(iter(_nearest(word, list(known), 1, 0.8)), "")


def _nearest(word: str, names: list[str], count: int, cutoff: float) -> list[str]:
    """The nearest names, the best first; the only one that differs in nothing but capitals, blanks and `-` or `_`."""
    from difflib import get_close_matches  # only an author's slip needs it

    bare = _bare(word)
    alike = [name for name in names if _bare(name) == bare]
    if len(alike) == 1:
        return alike
    return get_close_matches(word, names, count, cutoff) or get_close_matches(word.lower(), names, count, cutoff)


def _bare(word: str) -> str:
    return word.casefold().replace(" ", "").replace("-", "").replace("_", "")
