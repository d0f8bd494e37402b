"""Addresses that stay: a page in place of each plan that an earlier version of the site had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from omp_plugin.compare.reasons import Reason, in_short, told
from omp_plugin.pages.page import Page
from omp_plugin.pages.plan_pages import removed_arguments
from omp_plugin.source.folder import PLAN_FILE, PlanSource
from omp_plugin.source.removed import Gone, gone_plans
from omp_plugin.source.version import Commit, Step
from omp_plugin.source.visibility import ALL


def gone_pages(docs: Path, plans: Mapping[str, PlanSource], audience: str) -> tuple[Page, ...]:
    """A page for each plan that is gone, where it lay: when, by whom and why, or where it is now.

    `plans` are those that are there, by folder. Only for those who see everything: a plan that is gone, and the message
    of a commit, may have been for them alone.
    """
    if audience != ALL:
        return ()
    now = {folder: source.files.get(PLAN_FILE, b"") for folder, source in plans.items()}
    return tuple(_pages(gone_plans(docs, now)))


def _pages(gone: list[Gone]) -> Iterator[Page]:
    for each in gone:
        up = "../" * (each.folder.count("/") + 1)
        template, arguments = "removed", removed_arguments(_reason(each.commit), version=each.version)
        if each.moved:
            template, arguments = "moved", MappingProxyType({"target": f"{up}{each.moved}/index.md"})
        yield Page(f"{each.folder}/index", each.title, each.title, template, None, arguments, is_listed=False)


def _reason(commit: Commit | None) -> Reason | None:
    """Who and why: what the commit says of the plan, else of itself."""
    if commit is None:
        return None
    steps = told([Step(commit, None, None)])
    return Reason(commit, in_short(steps) or steps[0].why)
