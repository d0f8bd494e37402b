"""Which changes are decisions, and which only come with another: a new campaign's tasks, a manager's tasks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from omp_plugin.compare.changes import Change, Value
from omp_plugin.compare.money import Version
from omp_plugin.compare.records import Book
from omp_plugin.compute.goals import campaigns_of_tactics
from omp_plugin.compute.homes import campaign_of
from omp_plugin.model.budget import Line
from omp_plugin.model.tasks import Task

Known = Mapping[str, Change]
"""The changes of whole entities, by path."""


def linked(book: Book, old: Version, new: Version) -> Iterator[Change]:
    """The changes with `follows` set where one comes with another.

    Tasks and lines come and go with their campaign; so do references to anything that was added or removed. What the
    old manager of a campaign owned in it passes to the new one with the campaign. The value that a goal passes on the
    way and that is its KPI's target changes with the target.
    """
    changes = book.changes
    found = [change for change in changes if change.kind in ("added", "removed") and not change.field]
    whole = {change.entity: change for change in (*book.unlisted, *found)}
    targets = {change.entity: change for change in changes if change.field == "target"}
    owners = (change for change in changes if change.field == "owner" and change.entity.startswith("campaigns."))
    managers = {change.entity: change for change in owners if change.entity.count(".") == 1}
    for change in changes:
        follows = change.follows or _home(change, old, new, whole) or _reference(change, whole)
        follows = follows or _handed_over(change, old, new, managers) or _same_figure(change, new, targets)
        yield change._replace(follows=follows)


def _record(change: Change, old: Version, new: Version) -> Task | Line | None:
    """The task or line that changed."""
    side, path = (old, change.was) if change.kind == "removed" else (new, change.entity)
    if path.startswith("tasks."):
        return side.plan.tasks.get(path.removeprefix("tasks."))
    lines = side.plan.budget.lines if side.plan.budget else {}
    return lines.get(path.removeprefix("budget.lines.")) if path.startswith("budget.lines.") else None


def _campaign(record: Task | Line | None, side: Version) -> str:
    """The path of the campaign that a task or line names, itself or by its tactic; else nothing."""
    if record is None:
        return ""
    campaign = campaign_of(record, campaigns_of_tactics(side.plan) if record.tactic else {})
    return f"campaigns.{campaign}" if campaign else ""


def _home(change: Change, old: Version, new: Version, whole: Known) -> str:
    """The campaign that something came or went with."""
    if change.kind not in ("added", "removed"):
        return ""
    home = _campaign(_record(change, old, new), old if change.kind == "removed" else new)
    return home if home in whole and whole[home].kind == change.kind else ""


def _reference(change: Change, whole: Known) -> str:
    """What was added or removed, where a field differs in nothing but references to it."""
    if not change.of or change.of == "people" or change.kind != "changed":
        return ""
    if change.form in ("id", "ids"):
        ids = (_ids(change.old) ^ _ids(change.new)) - {"TBD"}
    else:
        ids = {change.field.partition(".")[2]}
    paths = {id_: _path(change.of, id_, whole) for id_ in ids}
    return min(paths.values()) if paths and all(paths.values()) else ""


def _ids(value: Value) -> set[str]:
    return set(value) if isinstance(value, tuple) else {value} if isinstance(value, str) else set()


def _path(of: str, id_: str, whole: Known) -> str:
    """The path of an added or removed entity of that id, in the collection named or in any of several."""
    found = sorted(path for path in whole if path.rpartition(".")[2] == id_)
    return next((path for path in found if path.startswith(f"{of}.")), found[0] if found else "")


def _handed_over(change: Change, old: Version, new: Version, managers: Known) -> str:
    """The campaign whose manager changed, where something in it passes from the old one to the new one."""
    if change.kind != "changed" or change.of != "people":
        return ""
    record = _record(change, old, new)
    home = _campaign(record, new) if isinstance(record, Task) else ""
    home = home or next((path for path in managers if change.entity.startswith(f"{path}.tactics.")), "")
    manager = managers.get(home)
    if manager is None or manager is change:
        return ""
    swap = {manager.old, manager.new}
    return home if (_ids(change.old) ^ _ids(change.new)) == swap else ""


def _same_figure(change: Change, new: Version, targets: Known) -> str:
    """The KPI whose target a goal states as well, where both change from the one figure to the other."""
    goal = new.plan.goals.get(change.entity.removeprefix("goals."))
    if goal is None or change.field.partition(".")[0] not in ("target", "milestones"):
        return ""
    target = targets.get(f"kpis.{goal.kpi}")
    return target.entity if target and (target.old, target.new) == (change.old, change.new) else ""
