"""A plan after the whole pipeline: what was written, what follows, what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from omp_plugin.compute.results import Results
from omp_plugin.model.plan import Plan
from omp_plugin.problems import Problem
from omp_plugin.source.folder import PlanSource

if TYPE_CHECKING:
    from omp_plugin.source.version import Commit, LastChange, Version
    from omp_plugin.source.visibility import Sifted


_COMMIT = re.compile(r"[0-9a-f]{12,64}")


class Earlier(NamedTuple):
    """A version before this one, with what it came to on its own day."""

    version: Version
    plan: Plan
    results: Results

    @property
    def name(self) -> str:
        """What readers call it: its tag or branch; of a bare commit what the plan called itself, else its start."""
        asked = self.version.name
        return (self.plan.version or asked[:7]) if _COMMIT.fullmatch(asked) else asked


@dataclass(frozen=True, slots=True)
class Compiled:
    """A plan with everything computed from it; `plan` and `results` are `None` where it cannot be read.

    `earlier` are the versions that it is compared with, the baseline first, `past` its tagged versions, the oldest
    first, each with the steps to the next; `read` knows what its audience does not see of it, without the node that the
    plan was typed from. `approval` is the commit that approved it, `change` the latest that changed it.
    """

    source: PlanSource
    plan: Plan | None
    results: Results | None
    problems: tuple[Problem, ...]
    earlier: tuple[Earlier, ...] = ()
    read: Sifted | None = None
    past: tuple[Earlier, ...] = ()
    approval: Commit | None = None
    change: LastChange | None = None

    @property
    def id(self) -> str:
        """The plan's id."""
        return self.source.id


@dataclass(frozen=True, slots=True)
class Site:
    """All plans of a site, and the problems of all of them in the order of the sources."""

    plans: tuple[Compiled, ...]
    problems: tuple[Problem, ...]
