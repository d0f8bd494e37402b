"""Tasks and milestones that take place on other days, and which of them only follow what they wait for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from omp_plugin.compare.changes import Change, Kind
from omp_plugin.compare.fields import plain
from omp_plugin.compare.matching import matched
from omp_plugin.compare.records import Book
from omp_plugin.compute.results import Schedule, ScheduledTask
from omp_plugin.model.dates import Period
from omp_plugin.model.plan import Plan
from omp_plugin.model.structures import Items
from omp_plugin.model.tasks import Dependency, Task

_LINKS = ("after", "before")
_WRITTEN = ("start", "finish", "duration", "date", "milestone", "repeat", "except_", "deadline")


class Both(NamedTuple):
    """A task in both versions, as written and as scheduled."""

    old: Task
    new: Task
    was: ScheduledTask
    now: ScheduledTask

    @property
    def days(self) -> int:
        """Calendar days by which its finish moved."""
        return (self.now.finish - self.was.finish).days if self.now.finish and self.was.finish else 0


def compare_tasks(book: Book, old: Plan, new: Plan, was: Schedule, now: Schedule) -> None:
    """Adds the moves; of tasks that keep their days, what they wait for and whether they take place."""
    tasks = {after.id: Both(before, after, was.tasks[before.id], now.tasks[after.id])
             for before, after in matched(old.tasks, new.tasks)
             if before and after and before.id in was.tasks and after.id in now.tasks}  # fmt: skip
    roots = _roots(book, tasks)
    for id_, both in tasks.items():
        book.changes += (each._replace(
            entity=f"tasks.{id_}", was=f"tasks.{both.old.id}", follows=f"tasks.{roots[id_]}" if id_ in roots else ""
        ) for each in _changes(book, both))  # fmt: skip


def _changes(book: Book, both: Both) -> Iterator[Change]:
    old, new, was, now = both
    if old.is_cancelled != new.is_cancelled:
        yield Change("changed", "", "status", old.state, new.state)
    elif was.finish != now.finish:
        field = "date" if new.is_milestone else "finish"
        yield _moved(field, was.finish, now.finish)
    elif was.start != now.start:
        yield _moved("start", was.start, now.start)
    else:
        yield from _otherwise(book, old, new)


def _moved(field: str, was: date | None, now: date | None) -> Change:
    old, new = _day(was), _day(now)
    kind: Kind = "moved" if old and new else "changed"
    return Change(kind, "", field, old, new, Fraction((now - was).days) if was and now else None, "date")


def _day(day: date | None) -> Period | None:
    return Period(day, day, day.isoformat(), "day") if day else None


def _otherwise(book: Book, old: Task, new: Task) -> Iterator[Change]:
    """What is written of a task that keeps its days."""
    for field in _LINKS:
        before = tuple(str(link) for link in getattr(old, field))
        after = tuple(str(link) for link in getattr(new, field))
        if sorted(after) not in (sorted(before), sorted(_links(book, getattr(old, field)))):
            yield Change("changed", "", field, before or None, after or None, None, "texts")
    if old.repeat != new.repeat:
        yield Change("changed", "", "repeat", old.repeat, new.repeat)
    if old.is_milestone != new.is_milestone:
        yield Change("changed", "", "milestone", _yes_no(old.is_milestone), _yes_no(new.is_milestone))


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"


def _links(book: Book, links: Items[Dependency]) -> Iterator[str]:
    """Links with the ids that tasks have now."""
    return (str(link._replace(task=book.current("tasks", link.task))) for link in links)


def _roots(book: Book, tasks: Mapping[str, Both]) -> dict[str, str]:
    """The task that set each follower in motion: the first in the chain of those that it waits for and that moved."""
    parents = {id_: parent for id_, both in tasks.items() if (parent := _parent(book, both, tasks))}
    roots: dict[str, str] = {}
    for id_ in parents:
        chain, here = dict.fromkeys([id_]), id_
        while here in parents and here not in roots and parents[here] not in chain:
            here = parents[here]
            chain[here] = None
        root = roots.get(here) or ("" if here in parents else here)  # a circle has no first task
        roots.update((each, root) for each in chain if each in parents)
    return {id_: root for id_, root in roots.items() if root}


def _parent(book: Book, both: Both, tasks: Mapping[str, Both]) -> str | None:
    """The task that pushed this one: moved by as many days, or by any where this one is written as before."""
    was, now = (both.was.start, both.was.finish), (both.now.start, both.now.finish)
    if None in was or None in now or was == now:
        return None
    before = sorted({id_ for id_ in _waits_for(book, both) if id_ in tasks and tasks[id_].days})
    alike = [id_ for id_ in before if tasks[id_].days == both.days]
    if alike:
        return alike[0]
    written = _written(book, both.new, old=False)
    is_as_before = written in (_written(book, both.old, old=False), _written(book, both.old, old=True))
    return before[0] if before and (is_as_before or not both.days) else None


def _waits_for(book: Book, both: Both) -> Iterator[str]:
    """What fixes its days by a link, in either version."""
    for task in (both.old, both.new):
        translate = task is both.old
        is_backward = bool(task.before) and not task.after and task.start is None and task.finish is None
        for link in task.before if is_backward else task.after:
            yield book.current("tasks", link.task) if translate else link.task


def _written(book: Book, task: Task, *, old: bool) -> object:
    links = [sorted(_links(book, getattr(task, name)) if old else map(str, getattr(task, name))) for name in _LINKS]
    return links, [plain(getattr(task, name)) for name in _WRITTEN]
