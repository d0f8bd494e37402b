"""The commit that approved a plan: what says `Approved-by:`, else what wrote the `approved` that the plan has now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from omp_plugin import limits
from omp_plugin.source.commit import read_commit
from omp_plugin.source.folder import PLAN_FILE, PlanSource
from omp_plugin.source.plan_file import plan_file
from omp_plugin.source.version import Commit

if TYPE_CHECKING:
    from omp_plugin.source.revisions import Repository

_APPROVED = re.compile(rb"^approved:.*(?:\r?\n[ \t]+\S.*)*", re.MULTILINE)
_BYTES = 1024 * 1024


def read_approval(repository: Repository, source: PlanSource, folder: str) -> Commit | None:
    """The commit, among the latest that touched the plan's folder; merges count as what they brought.

    A plan without `approved` has none. Of a change that was approved in a review, the trailer `Approved-by:` names who
    did it. One that is older than the present `approved` was about another.
    """
    approved = _stated(source.files.get(PLAN_FILE, b""))
    written: Commit | None = None
    for id_ in repository.line("HEAD", folder, limits.COMMITS) if approved else ():
        if _stated(plan_file(repository, id_, folder)) != approved:
            break
        raw = repository.object(id_, _BYTES)
        written = read_commit(id_, raw[1]) if raw else written
        if written and written.approvers:
            return written
    return written


def _stated(text: bytes) -> bytes:
    match = _APPROVED.search(text)
    return b" ".join(match[0].split()) if match else b""
