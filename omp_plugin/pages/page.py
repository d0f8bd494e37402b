"""A page that is generated: what it is called, what it shows, and where that is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from omp_plugin.problems import Position


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `name` is its place below the plan's folder (below the site for a site's page), without a suffix.

    `template` is the file of its Markdown under `templates/omp/pages`, `arguments` what that is given besides the plan.
    `label` is its name in the navigation, if it is listed there. `at` is what an edit link leads to, `None` where
    nothing is written of it.
    """

    name: str
    title: str
    label: str
    template: str
    at: Position | None = None
    arguments: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    is_listed: bool = True

    @property
    def uri(self) -> str:
        """The page's Markdown file, as links in Markdown name it."""
        return f"{self.name}.md"
