"""All pages of a site as Markdown: those that are generated, and the answers to the expressions of every page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from omp_plugin.compute.compiled import Compiled
from omp_plugin.pages.page import Page


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A plan of the site: its folder below the docs folder (empty: that folder itself), and its pages."""

    folder: str
    compiled: Compiled
    pages: tuple[Page, ...]

    def uri(self, page: Page) -> str:
        """The page's Markdown file in the site."""
        return str(PurePosixPath(self.folder, page.uri))

    def holds(self, uri: str) -> bool:
        """True for a file in the plan's folder."""
        return not self.folder or uri.startswith(f"{self.folder}/")
