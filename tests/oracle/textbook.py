"""Networks of the literature with their published critical paths: durations, predecessors, length, slack.

Published benchmark instances (PSPLIB) carry no licence that would let them be part of these tests; the figures below
are facts, each with its source. One unit of time, whatever the source calls it, is one working day here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True)
class Example:
    """A network: `duration` and predecessors of each activity, and what the source says follows from them."""

    source: str
    activities: dict[str, tuple[int, str]]
    length: int
    critical: str
    slack: dict[str, int]


# F. S. Hillier, G. J. Lieberman, Introduction to Operations Research, 9th ed., ch. 22: the Reliable Construction Co.
RELIABLE_CONSTRUCTION = Example(
    "Hillier and Lieberman",
    {
        "a": (2, ""), "b": (4, "a"), "c": (10, "b"), "d": (6, "c"), "e": (4, "c"), "f": (5, "e"), "g": (7, "d"),
        "h": (9, "e g"), "i": (7, "c"), "j": (8, "f i"), "k": (4, "j"), "l": (5, "j"), "m": (2, "h"), "n": (6, "k l"),
    },
    44,
    "a b c e f j l n",
    {"d": 4, "g": 4, "h": 4, "i": 2, "k": 1, "m": 4},
)  # fmt: skip

# B. Render, R. M. Stair, M. E. Hanna, Quantitative Analysis for Management, 10th ed., ch. 13: General Foundry.
GENERAL_FOUNDRY = Example(
    "Render, Stair and Hanna",
    {
        "a": (2, ""), "b": (3, ""), "c": (2, "a"), "d": (4, "b"), "e": (4, "c"), "f": (3, "c"), "g": (5, "d e"),
        "h": (2, "f g"),
    },
    15,
    "a c e g h",
    {"b": 1, "d": 1, "f": 6},
)  # fmt: skip

# L. J. Krajewski, L. P. Ritzman, Operations Management, 8th ed., ch. 2: St. John's Hospital.
ST_JOHNS_HOSPITAL = Example(
    "Krajewski and Ritzman",
    {
        "a": (12, ""), "b": (9, ""), "c": (10, "a"), "d": (10, "b"), "e": (24, "b"), "f": (10, "a"), "g": (35, "c"),
        "h": (40, "d"), "i": (15, "a"), "j": (4, "e g h"), "k": (6, "f i j"),
    },
    69,
    "b d h j k",
    {"a": 2, "c": 2, "e": 26, "f": 41, "g": 2, "i": 36},
)  # fmt: skip

# D. R. Anderson, D. J. Sweeney, T. A. Williams, An Introduction to Management Science, ch. 9: Western Hills.
WESTERN_HILLS = Example(
    "Anderson, Sweeney and Williams",
    {
        "a": (5, ""), "b": (6, ""), "c": (4, "a"), "d": (3, "a"), "e": (1, "a"), "f": (4, "e"), "g": (14, "d f"),
        "h": (12, "b c"), "i": (2, "g h"),
    },
    26,
    "a e f g i",
    {"b": 6, "c": 3, "d": 2, "h": 3},
)  # fmt: skip

# C. Hendrickson, T. Au, Project Management for Construction, ch. 10, the nine-activity project (no slack taken over).
NINE_ACTIVITIES = Example(
    "Hendrickson and Au",
    {
        "a": (4, ""), "b": (3, ""), "c": (8, "a"), "d": (7, "a"), "e": (9, "b c"), "f": (12, "b c"), "g": (2, "d e"),
        "h": (5, "d e"), "i": (6, "f g"),
    },
    30,
    "a c f i",
    {},
)  # fmt: skip

# B. W. Taylor, Introduction to Management Science, ch. 8, worked solutions: two networks of arcs, named by their
# events; 4-5 of the second is a dummy, without duration.
TAYLOR_SEVEN_ARCS = Example(
    "Taylor, six events",
    {
        "1-2": (7, ""), "1-3": (10, ""), "2-4": (6, "1-2"), "3-4": (5, "1-3"), "3-5": (4, "1-3"),
        "4-5": (3, "2-4 3-4"), "5-6": (2, "3-5 4-5"),
    },
    20,
    "1-3 3-4 4-5 5-6",
    {"1-2": 2, "2-4": 2, "3-5": 4},
)  # fmt: skip
TAYLOR_THIRTEEN_ARCS = Example(
    "Taylor, nine events",
    {
        "1-2": (8, ""), "1-3": (10, ""), "1-4": (9, ""), "2-5": (6, "1-2"), "2-6": (4, "1-2"), "3-5": (5, "1-3"),
        "4-5": (0, "1-4"), "4-7": (7, "1-4"), "5-7": (12, "2-5 3-5 4-5"), "5-8": (15, "2-5 3-5 4-5"),
        "6-9": (18, "2-6"), "7-8": (4, "4-7 5-7"), "8-9": (7, "5-8 7-8"),
    },
    38,
    "1-3 3-5 5-7 7-8 8-9",
    {"1-2": 1, "1-4": 6, "2-5": 1, "2-6": 8, "4-5": 6, "4-7": 11, "5-8": 1, "6-9": 8},
)  # fmt: skip

EXAMPLES = (
    RELIABLE_CONSTRUCTION,
    GENERAL_FOUNDRY,
    ST_JOHNS_HOSPITAL,
    WESTERN_HILLS,
    NINE_ACTIVITIES,
    TAYLOR_SEVEN_ARCS,
    TAYLOR_THIRTEEN_ARCS,
)


def plan_of(example: Example, workdays: set[int]) -> dict[str, Any]:
    """The network as tasks of a plan that starts on a Monday."""
    tasks: dict[str, Any] = {}
    for name, (length, predecessors) in example.activities.items():
        tasks[name] = {"duration": f"{length}d"} | ({"after": predecessors.split()} if predecessors else {})
    first = date(2026, 6, 1)
    return {
        "period": (first, first + timedelta(days=200)),
        "workdays": workdays,
        "off": set(),
        "work": set(),
        "tasks": tasks,
    }
