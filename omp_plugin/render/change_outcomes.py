"""What a plan comes to in two versions, besides its four figures; and how many edits are not listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from omp_plugin.compare.changes import Effect
from omp_plugin.compare.versions import Compared
from omp_plugin.render.change_names import label_of
from omp_plugin.render.change_values import Sides, day
from omp_plugin.words import _, marked, ngettext

STATUSES: Mapping[str, str] = {
    "status": marked("Plan"), "goals": marked("Goals"), "kpis": marked("KPIs"), "schedule": marked("Schedule"),
    "budget": marked("Budget"),
}  # fmt: skip


class Outcome(NamedTuple):
    """What the plan comes to and did not before: a status of the plan, a facet or a KPI, or a figure."""

    what: str
    old: str
    new: str
    is_status: bool = False


def outcomes(found: Compared, sides: Sides) -> Iterator[Outcome]:
    """What the plan comes to now, where that was something else."""
    for effect in found.comparison.effects:
        if effect.form == "status":
            yield Outcome(_status_of(found, effect), str(effect.old), str(effect.new), is_status=True)
        elif effect.field == "forecast":
            values = [sides.formats.money(each) if isinstance(each, Fraction) else "" for each in effect[2:4]]
            yield Outcome(_("Forecast at finish"), values[0], values[1])
        elif effect.field == "finish":
            was, now = sides.formats.date(day(effect.old)), sides.formats.date(day(effect.new))
            yield Outcome(_("Last task finishes"), was, now)
        elif effect.field == "critical_path":
            yield Outcome(_("Critical path"), *_of_path(found, effect))


def _of_path(found: Compared, effect: Effect) -> tuple[str, str]:
    """The tasks that left the critical path, and those that joined it."""
    old, new = (set(each) if isinstance(each, tuple) else set() for each in (effect.old, effect.new))
    names = ([label_of(f"tasks.{id_}", found.new, found.old) for id_ in sorted(ids)] for ids in (old - new, new - old))
    gone, come = (", ".join(each) for each in names)
    return gone or _("as before"), come or _("as before")


def _status_of(found: Compared, effect: Effect) -> str:
    if effect.entity == "health":
        return _(STATUSES[effect.field])
    return _("KPI {name}").format(name=label_of(effect.entity, found.new, found.old))


def unlisted(found: Compared, sides: Sides) -> str:
    """How many edits the table leaves out."""
    wording, progress = found.comparison.wording, found.comparison.progress
    edits, entries = sides.formats.number(wording), sides.formats.number(progress)
    if wording and progress:
        return _("{edits} and {entries} left out.").format(
            edits=ngettext("{n} edit of wording", "{n} edits of wording", wording).format(n=edits),
            entries=ngettext("{n} entry of progress", "{n} entries of progress", progress).format(n=entries),
        )
    if wording:
        return ngettext("{n} edit of wording left out.", "{n} edits of wording left out.", wording).format(n=edits)
    said = ngettext("{n} entry of progress left out.", "{n} entries of progress left out.", progress)
    return said.format(n=entries) if progress else ""
