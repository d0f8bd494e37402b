"""Changes as values: what was added, removed, renamed, changed or moved between two versions of a plan."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, NamedTuple

from omp_plugin.model.dates import Period

Kind = Literal["added", "removed", "renamed", "changed", "moved"]
Form = Literal["text", "money", "value", "percent", "number", "date", "id", "ids", "texts", "status", "path"]
"""What a value is: `value` is in the unit of a KPI, `date` a period, `id` the id of an entity, `path` a list of ids."""
Value = Fraction | Period | str | tuple[str, ...] | None
_INVERSE: dict[Kind, Kind] = {"added": "removed", "removed": "added"}


class Change(NamedTuple):
    """One difference, in the plan's terms.

    `entity` is the path of what changed (`campaigns.direct-mail`; `plan`, `budget`), `was` its path in the earlier
    version; what is new has none. `field` is what changed of it; empty for the entity as such. `delta` is new minus
    old, of dates in calendar days. `follows` is the path of the change that this one comes from: such a knock-on is no
    decision of its own. `of` is the collection whose ids the values are.
    """

    kind: Kind
    entity: str
    field: str = ""
    old: Value = None
    new: Value = None
    delta: Fraction | None = None
    form: Form = "text"
    unit: str = ""
    of: str = ""
    was: str = ""
    follows: str = ""

    @property
    def inverse(self) -> Change:
        """What this is with the two versions swapped."""
        kind = _INVERSE.get(self.kind, self.kind)
        is_whole = self.kind in _INVERSE
        entity, was = (self.entity, self.entity if kind == "removed" else "") if is_whole else (self.was, self.entity)
        delta = None if self.delta is None else -self.delta
        return self._replace(kind=kind, entity=entity, was=was, old=self.new, new=self.old, delta=delta, follows="")


class Effect(NamedTuple):
    """A figure that the plan comes to, in both versions; `delta` as for changes."""

    entity: str
    field: str
    old: Value
    new: Value
    delta: Fraction | None = None
    form: Form = "text"
    unit: str = ""


class Comparison(NamedTuple):
    """All differences of two versions: changes, what they come to, and how many edits are not listed.

    `wording` counts texts that read otherwise, `progress` measured values, states of work and entries of logs that are
    new: neither changes what is planned.
    """

    changes: tuple[Change, ...]
    effects: tuple[Effect, ...]
    wording: int = 0
    progress: int = 0

    @property
    def own(self) -> tuple[Change, ...]:
        """The changes that follow from no other."""
        return tuple(change for change in self.changes if not change.follows)


def difference(old: Value, new: Value) -> Fraction | None:
    """New minus old of numbers, and of dates the calendar days from the one to the other; `None` for all else."""
    if isinstance(old, Fraction) and isinstance(new, Fraction):
        return new - old
    if isinstance(old, Period) and isinstance(new, Period):
        return Fraction((new.last - old.last).days)
    return None
