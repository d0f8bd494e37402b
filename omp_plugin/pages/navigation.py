"""The order of a site's pages: the site's own, then its plans, then people, then what else was written."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from omp_plugin.pages.page import Page
from omp_plugin.words import _, speaking

MANY = 20
"""More plans than these stand below one entry: tabs and menus of so many names are read by nobody."""
LAST = ("one-page", "sources")
"""The pages of a plan that stand at the end of its navigation."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the navigation (`uri`), or a section with entries; a page without a label is called by its title."""

    label: str | None
    uri: str = ""
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanSection:
    """A plan in the navigation: its folder below the site's (empty: the site itself), title, generated pages, the
    locale whose language it speaks, and whether it is done or cancelled."""

    folder: str
    title: str
    pages: Sequence[Page]
    locale: str = "en"
    is_over: bool = False


def navigation(plans: Iterable[PlanSection], site: Sequence[Page], written: Iterable[str]) -> tuple[Entry, ...]:
    """The navigation of a site whose author gives none; `written` are the pages on disk, by URI.

    Plans that are over make room for those at work: they stand below the portfolio.
    """
    left = sorted(set(written) - {page.uri for page in site})
    made = []
    for plan in plans:
        own = [uri for uri in left if _is_in(uri, plan.folder)]
        left = [uri for uri in left if uri not in own]
        made.append((_plan_section(plan, own), plan.is_over))
    apart = len(made) <= MANY and not all(is_over for _section, is_over in made)
    sections = [section for section, is_over in made if not (is_over and apart)]
    over = [section for section, is_over in made if is_over and apart]
    home = [Entry(None, uri) for uri in left if uri in ("index.md", "README.md")]
    overall = tuple(Entry(page.label, page.uri) for page in site if not page.name.startswith("people/"))
    people = tuple(Entry(page.label, page.uri) for page in site if page.name.startswith("people/"))
    rest = _tree([uri for uri in left if uri not in {entry.uri for entry in home}])
    # Themes show the second level whole, and of the third what the reader has opened.
    whole = Entry(_("All marketing plans"), entries=tuple(sections))
    listed = [Entry(_("Plans"), entries=(whole,))] if len(sections) > MANY else sections
    finished = (Entry(_("Finished plans"), entries=tuple(over)),) if over else ()
    groups = [Entry(_("Portfolio"), entries=(*overall, *finished)), *listed, Entry(_("People"), entries=people)]
    return (*home, *(group for group in groups if group.entries), *rest)


def _is_in(uri: str, folder: str) -> bool:
    return not folder or uri.startswith(f"{folder}/")


def _plan_section(plan: PlanSection, written: Sequence[str]) -> Entry:
    """The generated pages in their order, then the author's further ones, the campaigns by themselves, the sources."""
    base = f"{plan.folder}/" if plan.folder else ""
    generated = {base + page.uri for page in plan.pages}
    first: list[Entry] = []
    campaigns: list[Entry] = []
    last: list[Entry] = []
    for page in (page for page in plan.pages if page.is_listed):
        entry = Entry(page.label, base + page.uri)
        (campaigns if page.name.startswith("campaigns/") else last if page.name in LAST else first).append(entry)
    more = _tree([uri for uri in written if uri not in generated], base)
    with speaking(plan.locale):
        group = [Entry(_("Campaigns"), entries=tuple(campaigns))] if campaigns else []
    return Entry(plan.title, entries=(*first, *more, *group, *last))


def _tree(uris: Sequence[str], base: str = "") -> tuple[Entry, ...]:
    """Pages by folder, a folder's own page first."""
    pages = [uri for uri in uris if "/" not in uri.removeprefix(base)]
    pages.sort(key=lambda uri: (uri.removeprefix(base) not in ("index.md", "README.md"), uri))
    folders: dict[str, list[str]] = {}
    for uri in uris:
        name, slash, _rest = uri.removeprefix(base).partition("/")
        if slash:
            folders.setdefault(name, []).append(uri)
    sections = (Entry(_label(name), entries=_tree(found, f"{base}{name}/")) for name, found in folders.items())
    return (*(Entry(None, uri) for uri in pages), *sections)


def _label(name: str) -> str:
    """A folder's name as people would write it."""
    return name.replace("-", " ").replace("_", " ").capitalize()


def without(entries: list[Any], is_hidden: Callable[[str], bool]) -> list[Any]:
    """A navigation as a configuration states it, without pages that are hidden, and sections that nothing is left of.
    """
    kept = []
    for entry in entries:
        label, target = next(iter(entry.items())) if isinstance(entry, dict) and len(entry) == 1 else (None, entry)
        inner = without(target, is_hidden) if isinstance(target, list) else target
        if (isinstance(inner, list) and not inner) or (isinstance(inner, str) and is_hidden(inner)):
            continue
        kept.append(inner if label is None else {label: inner})
    return kept


def as_configuration(entries: Iterable[Entry]) -> list[Any]:
    """The navigation as a site's configuration states it. Themes print labels as they are, so they are escaped."""
    found: list[Any] = []
    for entry in entries:
        target = entry.uri or as_configuration(entry.entries)
        found.append(target if entry.label is None else {html.escape(entry.label): target})
    return found
