"""Checks of a site's plans together: their folders' names and their titles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from omp_plugin.model.kinds import ID
from omp_plugin.model.plan import Plan
from omp_plugin.model.reading import shorten
from omp_plugin.problems import Position, Problem, problem
from omp_plugin.source.folder import PLAN_FILE, PlanSource

Plans = Sequence[tuple[PlanSource, Plan | None]]


def bad_id(plans: Plans) -> Iterator[Problem]:
    """An id, or the name of a plan's folder, has other signs than small letters, digits and `-`.

    Ids stand in addresses of pages and in references; they must look the same everywhere (plan format, section 1).
    """
    for source, _ in plans:
        if not ID.fullmatch(source.id):
            message = f'"{shorten(source.id)}", the name of this folder, cannot be the id of a plan'
            hint = "rename the folder, to small letters, digits and -, such as spring-2027"
            yield problem(_start(source), "bad-id", message, hint)


def duplicate_key(plans: Plans) -> Iterator[Problem]:
    """Something is given twice: a key, a period, an entity, a top-level key in two files, the id of a plan.

    Only one of the two would count, and nobody could tell which (plan format, section 1).
    """
    first: dict[str, PlanSource] = {}
    for source, _ in plans:
        before = first.setdefault(source.id, source)
        if before is not source:
            message = f'the plans in {before.folder} and {source.folder} have the same id "{shorten(source.id)}"'
            yield problem(_start(source), "duplicate-key", message, "rename one of the two folders")


def duplicate_plan_title(plans: Plans) -> Iterator[Problem]:
    """Two plans of the site have the same title.

    Nobody can tell them apart in lists, menus and search results (plan format, section 10).
    """
    first: dict[str, PlanSource] = {}
    for source, plan in plans:
        if plan is None or not plan.title:
            continue
        before = first.setdefault(" ".join(plan.title.casefold().split()), source)
        if before is not source:
            message = f'the plan in {before.folder} is called "{shorten(plan.title)}", too'
            hint = "say in the title what tells them apart: a year, a region, a product"
            yield problem(plan.where("title"), "duplicate-plan-title", message, hint)


def _start(source: PlanSource) -> Position:
    return Position(source.path(PLAN_FILE), 1, 1)
