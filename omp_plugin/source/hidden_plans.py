"""Which plans of a site an audience knows nothing of, and what it sees of the change from one version to another."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from omp_plugin.source.folder import PLAN_FILE, PlanSource, Vocabulary, read_plan
from omp_plugin.source.nodes import Mapping, Node, Scalar
from omp_plugin.source.visibility import ALL, KEY, is_seen

_FILES = (PLAN_FILE, f"{KEY}.yml", f"{KEY}.yaml")
_WORD = Vocabulary(frozenset({KEY}), frozenset())


def hidden_plans(sources: Iterable[PlanSource], audience: str) -> frozenset[str]:
    """The folders of the plans that an audience knows nothing of: those above it, and those in their folders.

    A plan whose visibility cannot be told is not among them: that it is left out is reported.
    """
    if audience == ALL:
        return frozenset()
    known = list(sources)
    shut = {each.folder for each in known if is_seen(_head(each), audience) is False}
    return frozenset(each.folder for each in known if is_below(each.folder, shut))


def is_below(path: str, folders: Iterable[str]) -> bool:
    """True for one of the folders and for what lies in one."""
    whole = PurePosixPath(path)
    return any(whole.is_relative_to("" if folder == "." else folder) for folder in folders)


def _head(source: PlanSource) -> Mapping | None:
    """What a plan says of itself, without its parts."""
    files = {name: source.files[name] for name in _FILES if name in source.files}
    return read_plan(PlanSource(source.folder, files), _WORD)[0]


def words(node: Node | None) -> object:
    """What a node says, wherever it stands: two of the same words are the same version."""
    if isinstance(node, Mapping):
        return {entry.key.text: words(entry.value) for entry in node}
    if isinstance(node, Scalar):
        return node.text
    return [words(item) for item in node.items] if node else None
