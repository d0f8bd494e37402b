"""The `plan.yml` of a folder at a commit, and the title in it: known without reading the plan."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from omp_plugin import limits
from omp_plugin.source.folder import PLAN_FILE

if TYPE_CHECKING:
    from omp_plugin.source.revisions import Repository

_TITLE = re.compile(rb"^title:[ \t]*(\S.*?)[ \t]*\r?$", re.MULTILINE)


def has_plan(repository: Repository, commit: str, folder: str) -> bool:
    """True for a folder that holds a plan."""
    tree = repository.tree(commit, folder)
    entries = repository.entries(tree) if tree else None
    return any(entry.name == PLAN_FILE and entry.is_file for entry in entries or ())


def plan_file(repository: Repository, commit: str, folder: str) -> bytes:
    """The text; empty where there is none."""
    found = repository.object(f"{commit}:{folder}/{PLAN_FILE}".replace(":/", ":"), limits.PLAN_FILE_BYTES)
    return found[1] if found else b""


def title_in(text: bytes) -> bytes:
    """The title as it is written, without quotation marks."""
    match = _TITLE.search(text)
    return match[1].strip(b"\"'") if match else b""
