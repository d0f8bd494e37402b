"""Versions of a plan as values: its sources at a point in its past, and who changed them since (plan format, 8)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from omp_plugin.source.folder import PlanSource

HERE = "."
"""Names the plans as they are in the work tree."""


class Commit(NamedTuple):
    """Who changed something, on which day, and why: the subject, and what stands behind `Plan-Note:`.

    `approvers` are the names behind `Approved-by:`.
    """

    id: str
    author: str
    email: str
    on: date
    subject: str
    notes: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()


class LastChange(NamedTuple):
    """The latest commit that changed a plan; `is_later` where the plan is another by now."""

    commit: Commit
    is_later: bool


class Step(NamedTuple):
    """A commit that touched a plan, with the plan's sources before and after it; `None` where there was no plan."""

    commit: Commit
    before: PlanSource | None
    after: PlanSource | None


class Version(NamedTuple):
    """A plan at a git ref: the name it is asked for by, its commit with that commit's day, its sources.

    `steps` lead from it to the plan as it is now, the newest first; `is_cut` where some of them could not be read.
    """

    name: str
    commit: str
    on: date
    source: PlanSource
    steps: tuple[Step, ...] = ()
    is_cut: bool = False


class Missing(NamedTuple):
    """Why a version cannot be read, and what to do about it."""

    message: str
    hint: str

    @property
    def said(self) -> str:
        """Both on one line."""
        return f"{self.message}; {self.hint}" if self.hint else self.message
