"""How pages name the feeds of changes in their heads, known without what the feeds are made of."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from omp_plugin.export.problems import visible
from omp_plugin.pages.addresses import way_to_file
from omp_plugin.words import _

if TYPE_CHECKING:
    from omp_plugin.render.site_pages import SitePages

NAME = "changes.xml"


def feed_links(uri: str, feeds: Mapping[str, bytes], pages: SitePages) -> str:
    """What the head of a page says of the feeds: that of its plan, and that of the site."""
    plan = pages.plan_of(uri)
    named = {plan.file(NAME): plan.short_label} if plan else {}
    named.setdefault(NAME, "")
    return "".join(_alternate(uri, file, label, pages) for file, label in named.items() if file in feeds)


def _alternate(uri: str, file: str, label: str, pages: SitePages) -> str:
    title = _("{plan}: what changed").format(plan=label) if label else _("What changed")
    href = way_to_file(uri, file, as_folders=pages.as_folders)
    return f'<link rel="alternate" type="application/atom+xml" title="{escape(plain(title))}" href="{escape(href)}">\n'


def plain(text: str) -> str:
    """A line with plain spaces and without signs that XML does not allow."""
    return visible(" ".join(text.split()))
