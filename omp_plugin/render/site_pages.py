"""All pages of a site as Markdown: those that are generated, and the answers to the expressions of every page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from omp_plugin.compute.compiled import Compiled, Site
from omp_plugin.pages.expressions import Expression
from omp_plugin.pages.filling import Answer, Filled, fill
from omp_plugin.pages.markdown import scan
from omp_plugin.pages.navigation import Entry, PlanSection, navigation
from omp_plugin.pages.page import Page
from omp_plugin.pages.plan_pages import pages_of
from omp_plugin.pages.site_pages import site_pages
from omp_plugin.problems import Position, did_you_mean, problem


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
