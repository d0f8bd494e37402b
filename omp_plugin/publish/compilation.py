"""The plans of one build after the other: those of which nothing has changed are not compiled again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from omp_plugin.build import Options, compile_site, sameness
from omp_plugin.compute.compiled import Compiled
from omp_plugin.render.reuse import is_from_elsewhere
from omp_plugin.source.folder import PlanSource
from omp_plugin.source.history import History
from omp_plugin.source.refs import RefsState, find_root, refs_state


class Compilation:
    """The plans of a build, compiled; `places` are their folders on the disk by the folder that messages show."""

    def __init__(
        self, places: Mapping[str, Path], sources: Sequence[PlanSource], options: Options, before: Compilation | None
    ) -> None:
        self._options = options
        roots = {folder: find_root(place) for folder, place in places.items()}
        states: dict[Path | None, RefsState | None] = {root: refs_state(root) for root in set(roots.values()) if root}
        self._refs = {folder: states[root] if root else () for folder, root in roots.items()}
        self._ids: frozenset[str] | None = None
        self._before = before
        with History(places, with_past=True, sameness=sameness(options.audience)) as history:
            self.site = compile_site(sources, options, history=history, before=self._again)
        self._before = None
        self._plans = {each.source.folder: each for each in self.site.plans}

    def _again(self, source: PlanSource, ids: frozenset[str]) -> Compiled | None:
        """A plan of which nothing has changed, nor of the ids of the site's plans, nor of its repository's refs."""
        self._ids = ids
        before, refs = self._before, self._refs[source.folder]
        if before is None or (before._options, before._ids) != (self._options, ids):
            return None
        found = before._plans.get(source.folder)
        is_past_same = refs is not None and refs == before._refs.get(source.folder)
        is_same = found is not None and is_past_same and found.source == source and not is_from_elsewhere(found)
        return found if is_same else None
