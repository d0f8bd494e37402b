"""Who does, answers for, is asked about and is told of each task (responsible, accountable, consulted, informed)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omp_plugin.model.tasks import Task
from omp_plugin.render.components.component import Component
from omp_plugin.render.components.tasks import task_name, task_status
from omp_plugin.render.tables import (
    NONE,
    OPEN,
    Cell,
    Row,
    TableView,
    columns,
    number,
    person,
    person_name,
    right,
    table,
)
from omp_plugin.render.timeline_rows import days_moved
from omp_plugin.render.work import Group, Work, counted_words, groups
from omp_plugin.words import _, marked, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

WORDS = {
    "A": marked("accountable"), "R": marked("responsible"), "C": marked("consulted"), "I": marked("informed"),
}  # fmt: skip
ROLE = 28
"""Letters of a role that the head of a column has room for; longer ones stand with the team."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of a cell with its word."""

    letter: str
    word: str


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a person's column."""

    id: str
    name: str
    role: str
    href: str | None


@dataclass(frozen=True, slots=True)
class RaciRow:
    """A task with the letters of each person, in the order of the columns."""

    anchor: str
    name: Cell
    status: Cell
    finish: Cell
    change: Cell
    letters: tuple[tuple[Letter, ...], ...]
    is_owner_open: bool


@dataclass(frozen=True, slots=True)
class RaciTable:
    """The tasks of a campaign by the people who take part in them."""

    title: str
    number: int | None
    count: str
    people: tuple[Head, ...]
    rows: tuple[RaciRow, ...]


@dataclass(frozen=True, slots=True)
class RaciView:
    """One table of a campaign; of a whole plan one a campaign, folded, below how much falls to whom.

    `earlier` is the version that finishes are compared with; empty where there is none.
    """

    heading: str
    earlier: str
    shares: TableView | None
    tables: tuple[RaciTable, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """The statuses that occur, each once: their icons are drawn once and referred to."""
        return tuple(dict.fromkeys(row.status.status for each in self.tables for row in each.rows))


def raci_table(ctx: PlanContext, campaign: str | None = None, heading: str = "") -> RaciView | None:
    """The tasks of a campaign (or of the whole plan) by the people who take part, those with most to do first.

    `heading` is drawn with the table where a page leaves it to the component.
    """
    found = groups(ctx, campaign)
    tables = tuple(_table(ctx, group, is_alone=campaign is not None) for group in found if _people(_tasks([group])))
    if not tables:
        return None
    shares = _shares(ctx, [work for group in found for work in group.works]) if campaign is None else None
    return RaciView(heading, ctx.earlier_name if ctx.earlier else "", shares, tables)


def _tasks(found: Sequence[Group]) -> list[Task]:
    return [work.task for group in found for work in group.works]


def _table(ctx: PlanContext, group: Group, *, is_alone: bool) -> RaciTable:
    people = _people(_tasks([group]))
    rows = tuple(_row(ctx, work, people, is_alone=is_alone) for work in group.works)
    place = group.number if group.campaign else None
    heads = tuple(_head(ctx, id_) for id_ in people)
    count = counted_words(ctx, _tasks([group]))
    return RaciTable(group.label, place, count, heads, rows)


def _people(tasks: Sequence[Task]) -> list[str]:
    counts: Counter[str] = Counter()
    for task in tasks:
        counts.update({id_: 2 if "A" in letters else 1 for id_, letters in roles(task).items()})
    return [id_ for id_, _ in counts.most_common()]


def roles(task: Task) -> dict[str, str]:
    """The letters of each person in a task. Who answers for a task and names nobody else also does it."""
    found: dict[str, str] = {}
    raci = task.raci
    if task.owner:
        found[task.owner] = "A" if raci and raci.responsible else "AR"
    for letter, ids in (("R", raci.responsible), ("C", raci.consulted), ("I", raci.informed)) if raci else ():
        for id_ in ids:
            if letter not in found.get(id_, ""):
                found[id_] = found.get(id_, "") + letter
    return found


def _head(ctx: PlanContext, id_: str) -> Head:
    found = ctx.plan.people.get(id_)
    role = (found.role if found else None) or ""
    short = role if len(role) <= ROLE else (found.team if found else None) or ""
    return Head(id_, person_name(ctx, id_), short, ctx.href("team", f"person-{id_}"))


def _row(ctx: PlanContext, work: Work, people: Sequence[str], *, is_alone: bool) -> RaciRow:
    """A task; what it yields and its anchor only on the page of its campaign."""
    letters = roles(work.task)
    finish, name = work.scheduled.finish, task_name(work)
    cells = tuple(tuple(Letter(each, _(WORDS[each])) for each in letters.get(id_, "")) for id_ in people)
    return RaciRow(
        f"raci-{work.id}" if is_alone else "",
        name if is_alone else Cell("text", name.text, is_struck=name.is_struck),
        task_status(ctx, work),
        number(ctx.formats.date(finish)) if finish else NONE if work.state == "cancelled" else OPEN,
        _change(ctx, work),
        cells,
        "owner" in work.task.open,
    )


def _change(ctx: PlanContext, work: Work) -> Cell:
    """The days by which the finish has moved since the version compared with, where it has."""
    if ctx.earlier and work.id not in ctx.earlier:
        return number(_("New"))
    days = days_moved(ctx, work)
    return number(_("{n} d").format(n=ctx.formats.signed(days))) if days else NONE


def _shares(ctx: PlanContext, found: Sequence[Work]) -> TableView | None:
    """How many tasks each person answers for, does, is asked about and is told of, and what of it is open or late."""
    counts: dict[str, Counter[str]] = {}
    for work in (each for each in found if each.state != "cancelled"):
        for id_, letters in roles(work.task).items():
            mine = counts.setdefault(id_, Counter())
            mine.update(letters)
            if "A" in letters:
                mine.update({"open": work.state != "done", "late": work.days_late > 0})
    labels = (_("Accountable"), _("Responsible"), _("Consulted"), _("Informed"))
    heads = columns(_("Person"), *map(right, (*labels, pgettext("tasks", "Open"), pgettext("tasks", "Late"))))
    ordered = sorted(counts, key=lambda id_: (-counts[id_]["A"], -counts[id_]["R"], person_name(ctx, id_)))
    rows = (_share(ctx, id_, counts[id_]) for id_ in ordered)
    note = _("Open and late are of those that each answers for.")
    return table(_("Tasks and milestones by person"), heads, rows, note)


def _share(ctx: PlanContext, id_: str, counts: Counter[str]) -> Row:
    keys = ("A", "R", "C", "I", "open", "late")
    return Row("", (person(id_), *(number(ctx.formats.number(counts[key])) if counts[key] else NONE for key in keys)))


COMPONENTS = (
    Component(
        "raci_table",
        raci_table,
        "who does, answers for, is asked about and is told of each task",
        marked("Nobody is named for the work yet."),
    ),
)
