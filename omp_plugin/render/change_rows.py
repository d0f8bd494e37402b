"""Every change as a row of a table, by subject, ordered by its effect on the plan; knock-on moves in one row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial

from omp_plugin.compare.changes import Change, Kind, Value
from omp_plugin.compare.reasons import Reason
from omp_plugin.compare.versions import Compared
from omp_plugin.model.dates import Period
from omp_plugin.render.change_names import label_of, label_of_id
from omp_plugin.render.change_values import Sides, days, effect, span, values
from omp_plugin.render.field_words import label_of_field, words_of
from omp_plugin.render.formats import NONE
from omp_plugin.words import _, marked, ngettext

GROUPS = (
    marked("Campaigns"), marked("Budget"), marked("KPIs and targets"), marked("Schedule"), marked("Team"),
    marked("Risks"), marked("Plan and market"),
)  # fmt: skip
_GROUP_OF = {
    "campaigns": "Campaigns", "budget": "Budget", "kpis": "KPIs and targets", "goals": "KPIs and targets",
    "objectives": "KPIs and targets", "funnels": "KPIs and targets", "tasks": "Schedule", "people": "Team",
    "hiring": "Team", "risks": "Risks", "assumptions": "Risks", "constraints": "Risks",
}  # fmt: skip
CHIPS: dict[Kind, str] = {
    "added": marked("+ Added"), "removed": marked("− Removed"), "renamed": marked("± Renamed"),
    "changed": marked("± Changed"), "moved": marked("→ Moved"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One row: what changed, from what to what, what that comes to, why and by whom.

    `person` is the id of the one who changed it where the plan knows them, `who` their name. `count` is the number of
    changes that the row stands for. `page` is the name of the page that tells of a campaign that is gone.
    """

    kind: Kind
    what: str
    old: str
    new: str
    effect: str
    why: str
    who: str = ""
    person: str = ""
    is_milestone: bool = False
    count: int = 1
    page: str = ""

    @property
    def chip(self) -> str:
        """The kind with its sign."""
        return _(CHIPS[self.kind])


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """The changes of one subject."""

    title: str
    rows: tuple[ChangeRow, ...]

    @property
    def count(self) -> int:
        """How many changes its rows stand for."""
        return sum(row.count for row in self.rows)


def groups(found: Compared, sides: Sides) -> tuple[ChangeGroup, ...]:
    """The subjects that something changed in."""
    listed = [change for change in found.comparison.changes if _is_listed(change)]
    of = {title: [change for change in listed if subject(change) == title] for title in GROUPS}
    made = (ChangeGroup(_(title), tuple(_rows(found, sides, title, changes))) for title, changes in of.items())
    return tuple(group for group in made if group.rows)


def subject(change: Change) -> str:
    """The heading that a change stands under; a campaign's money is a matter of the budget."""
    return "Budget" if change.field == "budget" else _GROUP_OF.get(change.entity.split(".")[0], GROUPS[-1])


def _is_listed(change: Change) -> bool:
    """Changes of their own, and milestones whatever moved them."""
    return not change.follows or (change.kind == "moved" and change.field == "date")


def _rows(found: Compared, sides: Sides, title: str, changes: Sequence[Change]) -> Iterator[ChangeRow]:
    for change in sorted(changes, key=partial(_by_path, found) if title == "Schedule" else _by_effect):
        yield _row(found, sides, change)
        yield from _followers(found, sides, change)


def _by_effect(change: Change) -> tuple[object, ...]:
    """Totals first, then in each kind the largest difference."""
    kinds = {"added": 0, "removed": 1, "renamed": 2, "changed": 3, "moved": 4}
    is_campaign = change.entity.startswith("campaigns.") and not change.field
    is_whole = change.kind in ("added", "removed")
    rank = kinds[change.kind] + (5 if is_whole and not is_campaign else 0)
    size = abs(change.delta) if change.delta is not None and change.form == "money" else Fraction(0)
    return (change.entity != "budget", 0 if size else rank, -size)


def _by_path(found: Compared, change: Change) -> tuple[object, ...]:
    """The critical path first, milestones before tasks, then the longest move."""
    task = found.new.results.schedule.tasks.get(change.entity.removeprefix("tasks."))
    is_critical = bool(task and task.critical)
    moved = change.kind == "moved"
    last = task.finish if task and task.finish else date.max
    size = abs(change.delta) if change.delta is not None else Fraction(0)
    return (not (moved and is_critical), change.field != "date", not moved, -size, last)


def _row(found: Compared, sides: Sides, change: Change) -> ChangeRow:
    reason = found.reason(change)
    old, new = values(sides, change)
    what, is_milestone = _what(found, change), change.kind == "moved" and change.field == "date"
    if change.kind == "moved" and not is_milestone:
        old, new = _moved(found, sides, change)
    why = _why(found, change, reason)
    who, person = _who(found, reason)
    page = change.entity.replace(".", "/") if _is_gone(change) else ""
    return ChangeRow(change.kind, what, old, new, effect(sides, change), why, who, person, is_milestone, page=page)


def _is_gone(change: Change) -> bool:
    return change.kind == "removed" and not change.field and change.entity.startswith("campaigns.")


def _what(found: Compared, change: Change) -> str:
    label = label_of(change.entity, found.new, found.old)
    if not change.field or change.field in ("budget", "date"):
        return label
    if change.entity in ("plan", "budget"):
        return _behind(found, change, label_of_field(change.field))
    if change.kind == "moved" and change.field == "finish" and _starts_moved(found, change):
        return label
    is_manager = change.field == "owner" and change.entity.startswith("campaigns.")
    field = _("manager") if is_manager else words_of(change.field)
    return _("{thing}: {field}").format(thing=label, field=_behind(found, change, field))


def _behind(found: Compared, change: Change, field: str) -> str:
    """A field in words, with the period or the thing that one value of many is for."""
    key = change.field.partition(".")[2]
    if not key or change.field.startswith(("raci.", "calendar.", "market.", "swot.", "mix.", "thresholds.")):
        return field
    of = label_of_id(change.of, key, found.new, found.old) if change.of else key
    return _("{field} {of}").format(field=field, of=of)


def _starts_moved(found: Compared, change: Change) -> bool:
    was, now = _scheduled(found, change)
    return was is not None and now is not None and was[0] != now[0]


def _scheduled(found: Compared, change: Change) -> tuple[tuple[date, date] | None, tuple[date, date] | None]:
    """The days of a task in both versions."""
    old = found.old.results.schedule.tasks.get(change.was.removeprefix("tasks."))
    new = found.new.results.schedule.tasks.get(change.entity.removeprefix("tasks."))
    was = (old.start, old.finish) if old and old.start and old.finish else None
    return was, (new.start, new.finish) if new and new.start and new.finish else None


def _moved(found: Compared, sides: Sides, change: Change) -> tuple[str, str]:
    """The finish of a task; both its days where it starts on another one, too."""
    was, now = _scheduled(found, change)
    if was is None or now is None or not isinstance(change.old, Period) or not isinstance(change.new, Period):
        return values(sides, change)
    if change.field == "finish" and was[0] != now[0]:
        return span(sides.formats, *was), span(sides.formats, *now)
    return sides.formats.short(change.old.first), sides.formats.short(change.new.first)


def _why(found: Compared, change: Change, reason: Reason | None) -> str:
    """The reason given; of money that comes and goes with a campaign, where that is told."""
    if change.field == "budget" and change.kind in ("added", "removed"):
        return _("See Campaigns")
    if reason and reason.why:
        return reason.why
    return _("Follows {cause}").format(cause=label_of(change.follows, found.new, found.old)) if change.follows else ""


def _who(found: Compared, reason: Reason | None) -> tuple[str, str]:
    """The name of an author, and their id where the plan knows the address or the name."""
    if reason is None:
        return "", ""
    commit = reason.commit
    for id_, person in found.new.plan.people.items():
        if commit.email and (person.email or "").casefold() == commit.email.casefold():
            return person.label, id_
    named = (id_ for id_, person in found.new.plan.people.items() if person.label == commit.author)
    return commit.author, next(named, "")


def _followers(found: Compared, sides: Sides, change: Change) -> Iterator[ChangeRow]:
    """One row for the tasks that only follow this one."""
    if change.kind != "moved":
        return
    tail = [each for each in found.comparison.changes
            if each.follows == change.entity and each.kind == "moved" and each.field == "finish"]  # fmt: skip
    if not tail:
        return
    tail.sort(key=lambda each: (each.new.first if isinstance(each.new, Period) else date.max, each.entity))
    old, new = (_days(sides, [each.old for each in tail]), _days(sides, [each.new for each in tail]))
    reasons = [found.reason(each) for each in tail]
    first = next((reason for reason in reasons if reason), found.reason(change))
    who, person = _who(found, first)
    what = ngettext("{n} task that follows it", "{n} tasks that follow it", len(tail))
    why = _why(found, tail[0], first) or NONE
    what = what.format(n=sides.formats.number(len(tail)))
    yield ChangeRow("moved", what, old, new, _range(sides, tail), why, who, person, count=len(tail))


def _days(sides: Sides, values: Sequence[Value]) -> str:
    """Days in one line, each of which stays whole."""
    found = (sides.formats.short(value.first) for value in values if isinstance(value, Period))
    return ", ".join(text.replace(" ", "\xa0") for text in found)


def _range(sides: Sides, tail: Sequence[Change]) -> str:
    found = sorted({each.delta for each in tail if each.delta is not None})
    if len(found) > 1:
        least, most = (sides.formats.signed(each) for each in (found[0], found[-1]))
        return _("{least} to {most} d").format(least=least, most=most)
    if not found or len(tail) == 1:
        return days(sides.formats, found[0]) if found else ""
    return _("{n} d each").format(n=sides.formats.signed(found[0]))
