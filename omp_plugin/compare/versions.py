"""Two versions of a plan to the comparison of them: pure, the same in both directions, empty for the same plan."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from omp_plugin.compare.changes import Change, Comparison
from omp_plugin.compare.effects import effects
from omp_plugin.compare.knock_on import linked
from omp_plugin.compare.money import Bridge, Version, bridge, compare_money
from omp_plugin.compare.moves import compare_tasks
from omp_plugin.compare.reasons import Reason, in_short, reason, told
from omp_plugin.compare.records import compare_records
from omp_plugin.compute.compiled import Compiled, Earlier


class Compared(NamedTuple):
    """A plan beside an earlier version: what changed, who changed it and why, how the total came about.

    `short` is what the authors say of the new version as a whole, `name` what it was asked for by.
    """

    earlier: Earlier
    new: Version
    comparison: Comparison
    bridge: Bridge | None
    reasons: tuple[Reason | None, ...]
    short: str
    name: str = ""

    @property
    def old(self) -> Version:
        """The earlier version."""
        return Version(self.earlier.plan, self.earlier.results)

    def reason(self, change: Change) -> Reason | None:
        """Who made one of the changes, and why."""
        return self.reasons[self.comparison.changes.index(change)]


def compare(old: Version, new: Version) -> Comparison:
    """What changed from one version to the other."""
    book = compare_records(old.plan, new.plan)
    compare_money(book, old, new)
    compare_tasks(book, old.plan, new.plan, old.results.schedule, new.results.schedule)
    return Comparison(tuple(linked(book, old, new)), effects(book, old, new), book.wording, book.progress)


def compare_with(earlier: Earlier, new: Version) -> Compared:
    """A version beside an earlier one, with the reasons that the commits between them give."""
    old = Version(earlier.plan, earlier.results)
    found = compare(old, new)
    steps = told(earlier.version.steps)
    reasons = tuple(reason(change, steps, old, new) for change in found.changes)
    return Compared(earlier, new, found, bridge(old, new), reasons, in_short(steps))


def in_turn(compiled: Compiled) -> tuple[Compared, ...]:
    """Each tagged version of a plan beside the one before it, the latest first.

    Before them all comes the plan as it is now beside the latest tag, where it differs from it.
    """
    if compiled.plan is None or compiled.results is None:
        return ()
    turns = [compare_with(old, Version(new.plan, new.results))._replace(name=new.version.name)
             for old, new in pairwise(compiled.past)]  # fmt: skip
    if compiled.past:
        now = compare_with(compiled.past[-1], Version(compiled.plan, compiled.results))
        turns += [now] if any(now.comparison) else []
    return tuple(reversed(turns))


def compared(compiled: Compiled) -> tuple[Compared, ...]:
    """A plan beside each of the versions that it is compared with, the baseline first."""
    if compiled.plan is None or compiled.results is None:
        return ()
    new = Version(compiled.plan, compiled.results)
    return tuple(compare_with(earlier, new) for earlier in compiled.earlier)

