"""A plan as a part of a site: the folder that it is published in, its pages, and the versions that they compare."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from omp_plugin.compare.versions import Compared, compared, in_turn
from omp_plugin.compute.compiled import Compiled
from omp_plugin.pages.page import Page
from omp_plugin.pages.plan_pages import pages_of
from omp_plugin.words import speaking


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A plan of the site: its folder below the docs folder (empty: that folder itself), and its pages."""

    folder: str
    compiled: Compiled
    pages: tuple[Page, ...]
    versions: tuple[Compared, ...] = ()
    turns: tuple[Compared, ...] = ()

    def uri(self, page: str) -> str:
        """The Markdown file of one of its pages, by the page's name."""
        return f"{self.folder}/{page}.md" if self.folder else f"{page}.md"

    @property
    def language(self) -> str:
        """What its pages are written in: the language of its locale."""
        return self.compiled.plan.locale if self.compiled.plan else "en"

    @property
    def short_label(self) -> str:
        """What tabs call it; its id where it cannot be read."""
        return self.compiled.plan.short_label if self.compiled.plan else self.compiled.id

    @property
    def is_over(self) -> bool:
        """True for a plan that is done or cancelled."""
        return self.compiled.plan is not None and self.compiled.plan.status in ("done", "cancelled")

    @property
    def parent(self) -> str | None:
        """The id of the plan that it says it is part of."""
        return self.compiled.plan.parent if self.compiled.plan else None

    def file(self, name: str) -> str:
        """A file in its folder."""
        return str(PurePosixPath(self.folder, name))


def site_plan(folder: str, compiled: Compiled) -> SitePlan:
    """A plan in a folder of the site, with its pages in its own language."""
    with speaking(compiled.plan.locale if compiled.plan else "en"):
        versions, turns = compared(compiled), in_turn(compiled)
        return SitePlan(folder, compiled, pages_of(compiled, (*turns, *versions)), versions, turns)
