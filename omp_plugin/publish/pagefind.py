"""Search with Pagefind (`search: pagefind`): an index in small parts beside the site, and a page that asks it.

A reader's browser loads of the index what a word needs, so that a search costs the same at any number of pages.
"""

from __future__ import annotations

import html
import logging
from collections.abc import Collection, Iterator, Mapping
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from omp_plugin.pages.addresses import way, way_to_file
from omp_plugin.publish.indexing import FOLDER, MISSING, SCRIPT, NotSearchable, check_place, index_site
from omp_plugin.render.site_pages import SitePages
from omp_plugin.render.site_plan import SitePlan
from omp_plugin.words import _, pgettext, speaking

log = logging.getLogger("mkdocs.plugins.omp")
PAGE, STYLE = "search.md", "assets/omp-search.css"
"""The page that searches, and how it looks."""
_HEAD = '---\ntitle: "{}"\nhide:\n  - toc\nsearch:\n  exclude: true\n---\n'
_CLASS = ' class="md-content__inner'
_ARTICLE, _MARKED = f"<article{_CLASS}", "<article data-pagefind-body"
_OF_PLAN = ' data-plan="{}" data-pagefind-meta="plan[data-plan]"'


class Pagefind:
    """The search of a site that is being built. Saves under `serve` leave the index as the last whole build made it."""

    def __init__(self) -> None:
        self._is_asked = self._is_due = False

    def begin(self, config: Any, asked: str) -> None:
        """Begins a whole build. Raises `NotSearchable` where a site is asked for that cannot be searched like this."""
        self._is_asked = self._is_due = asked == "pagefind"
        if self._is_asked:
            _check(config.theme.name, config.plugins)
            check_place(Path(config.docs_dir))

    def files(self, pages: SitePages) -> Iterator[tuple[str, bytes]]:
        """The page that searches, unless the project has written one, and what it loads."""
        return _files(pages) if self._is_asked else iter(())

    def marked(self, output: str, meta: Mapping[str, Any], plan: SitePlan | None) -> str:
        """A page of a plan, if it is one's, whose article is marked to be indexed, unless its front matter keeps it
        out of searches."""
        search = meta.get("search")
        if not self._is_asked or (isinstance(search, Mapping) and search.get("exclude")):
            return output
        of_plan = _OF_PLAN.format(html.escape(plan.short_label)) if plan else ""
        return output.replace(_ARTICLE, f"{_MARKED}{of_plan}{_CLASS}", 1)

    def index(self, site: Path) -> None:
        """Indexes a site that was built in whole. Raises `NotSearchable`."""
        is_due, self._is_due = self._is_due, False
        if is_due:
            index_site(site)


def _check(theme: str | None, plugins: Collection[str]) -> None:
    if any(each.rpartition("/")[2] == "search" for each in plugins):
        log.warning("omp: with search: pagefind the plugin search is not needed: leave it out under plugins")
    if theme != "material":
        raise NotSearchable("search: pagefind needs the theme Material for MkDocs")
    if find_spec("pagefind_bin") is None:
        raise NotSearchable(MISSING)


def _files(pages: SitePages) -> Iterator[tuple[str, bytes]]:
    if PAGE not in pages.written:
        yield PAGE, _page(pages).encode()
    folder = files("omp_plugin").joinpath("assets", "search")
    for name in (SCRIPT, STYLE):
        yield name, folder.joinpath(name.rpartition("/")[2]).read_bytes()


def _page(pages: SitePages) -> str:
    """Its Markdown: one element, which Markdown leaves as it is. Before the script runs it lists the plans."""
    with speaking(pages.language):
        title = pgettext("page", "Search")
        return f"{_HEAD.format(title)}\n{_element(pages)}\n"


def _element(pages: SitePages) -> str:
    script, style, index = (
        way_to_file(PAGE, each, as_folders=pages.as_folders) for each in (SCRIPT, STYLE, f"{FOLDER}/pagefind.js")
    )
    said = {
        "index": index,
        "none": _("Nothing found for {words}"),
        "found": _("Pages found: {count}"),
        "broken": _("The search index could not be loaded."),
    }
    data = "".join(f' data-{name}="{_safe(text)}"' for name, text in said.items())
    label, button, more = _("Words to search for"), pgettext("button", "Search"), _("Show more pages")
    without = _("The search needs scripts, and none runs here.")
    return (
        f'<div class="omp omp-search"{data}>\n<link rel="stylesheet" href="{style}">\n'
        f'<form role="search" hidden>\n<label for="omp-search-words">{_safe(label)}</label>\n'
        '<input type="search" id="omp-search-words" name="q" autocomplete="off" spellcheck="false">\n'
        f'<button type="submit">{_safe(button)}</button>\n</form>\n'
        '<p class="omp-search-count" role="status" aria-live="polite"></p>\n<ol class="omp-search-found"></ol>\n'
        f'<button type="button" class="omp-search-more" hidden>{_safe(more)}</button>\n'
        f'<div class="omp-search-without">\n<p>{_safe(without)}</p>\n'
        f'{_plans(pages)}</div>\n<script type="module" src="{script}"></script>\n</div>'
    )


def _plans(pages: SitePages) -> str:
    links = [
        f'<li><a href="{way(PAGE, each.uri("index"), as_folders=pages.as_folders)}">{_safe(each.short_label)}</a></li>'
        for each in pages.plans
    ]
    heading = _safe(_("All plans"))
    return f"<p>{heading}</p>\n<ul>\n{''.join(links)}\n</ul>\n" if links else ""


def _safe(text: str) -> str:
    """Text in HTML in Markdown: braces would begin an expression."""
    return html.escape(text).replace("{", "&#123;")
