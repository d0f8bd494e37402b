"""Which problems a build tells of that does not know everything: none that what it was not told might explain."""

from __future__ import annotations

from collections.abc import Iterable

from omp_plugin.problems import Problem
from omp_plugin.source.visibility import ALL

INCOMPLETE = frozenset({
    "budget-ratio", "campaign-metric-mismatch", "campaign-without-budget", "coverage-unknown", "ends-before-start",
    "fact-mismatch", "goal-count", "goal-not-covered", "goal-without-kpi", "milestone-without-date", "no-lagging-kpi",
    "no-leading-kpi", "orphan-activity", "split-not-100", "sum-mismatch", "without-owner",
})  # fmt: skip
"""Codes that say that something is missing or does not add up, which parts of a plan cannot tell."""


def told(problems: Iterable[Problem], audience: str) -> list[Problem]:
    """The problems that an audience is told of.

    Whether there is anything that an audience does not see must not be told by what is reported, so that this depends
    on the audience alone (plan format, section 9).
    """
    return [each for each in problems if audience == ALL or each.code not in INCOMPLETE]
