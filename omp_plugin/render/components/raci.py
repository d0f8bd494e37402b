"""Who does, answers for, is asked about and is told of each task (responsible, accountable, consulted, informed)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omp_plugin.model.tasks import Task
from omp_plugin.render.components.component import Component
from omp_plugin.render.components.tasks import task_name, task_status
from omp_plugin.render.tables import OPEN, Cell, number, person_name
from omp_plugin.render.work import Work, groups

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

WORDS = {"A": "accountable", "R": "responsible", "C": "consulted", "I": "informed"}


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
    letters: tuple[tuple[Letter, ...], ...]
    is_owner_open: bool


@dataclass(frozen=True, slots=True)
class RaciView:
    """A table of tasks by people."""

    people: tuple[Head, ...]
    rows: tuple[RaciRow, ...]


def raci_table(ctx: PlanContext, campaign: str | None = None) -> RaciView | None:
    """The tasks of a campaign (or of the whole plan) by the people who take part, those with most to do first."""
    found = [work for group in groups(ctx, campaign) for work in group.works]
    people = _people([work.task for work in found])
    if not people:
        return None
    rows = tuple(_row(ctx, work, people, anchor=campaign is not None) for work in found)
    return RaciView(tuple(_head(ctx, id_) for id_ in people), rows)


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
    person = ctx.plan.people.get(id_)
    return Head(id_, person_name(ctx, id_), (person.role if person else None) or "", ctx.href("team", f"person-{id_}"))


def _row(ctx: PlanContext, work: Work, people: Sequence[str], *, anchor: bool) -> RaciRow:
    letters = roles(work.task)
    finish = work.scheduled.finish
    cells = tuple(tuple(Letter(each, WORDS[each]) for each in letters.get(id_, "")) for id_ in people)
    day = number(ctx.formats.date(finish)) if finish else OPEN
    name = f"raci-{work.id}" if anchor else ""
    return RaciRow(name, task_name(work), task_status(ctx, work), day, cells, "owner" in work.task.open)


COMPONENTS = (
    Component(
        "raci_table",
        raci_table,
        "who does, answers for, is asked about and is told of each task",
        "Nobody is named for the work yet.",
    ),
)
