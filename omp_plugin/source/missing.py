"""Why a name leads to no version of a plan, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omp_plugin.problems import did_you_mean
from omp_plugin.source.refs import is_ref
from omp_plugin.source.version import Missing

if TYPE_CHECKING:
    from omp_plugin.source.revisions import Repository


def missing(repository: Repository, name: str) -> Missing:
    """Why a name leads to no commit."""
    if not is_ref(name):
        hint = "name a tag, a branch or a commit, such as v1.0"
        return Missing(f'"{short(name)}" cannot name a version', hint)
    message = f'there is no version "{short(name)}": no tag, branch or commit has that name'
    if repository.is_shallow():
        return Missing(message, 'this clone is shallow: run "git fetch --unshallow --tags" and try again')
    tags = [tag.name for tag in repository.tags()]
    hint = did_you_mean(name, tags) if tags else 'this clone has no tags: run "git fetch --tags", or make the tag'
    return Missing(message, hint)


def short(name: str) -> str:
    """A name on one line, as messages say it."""
    one_line = " ".join(name.split())
    return one_line if len(one_line) <= 60 else one_line[:57] + "..."
