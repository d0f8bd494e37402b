"""A save under `serve`: of the host's last build, only the pages and files that come out otherwise are made again.

The host builds the whole site as ever where anything but plans and the texts of pages has changed, where other pages
would show it (a title, the navigation), and where another plugin has a hand in pages.
(A host's internals are touched here: how it reads and writes one page.)
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date

from omp_plugin.export.feed_links import feed_links
from omp_plugin.publish.finished import is_comparable
from omp_plugin.publish.host_files import Host
from omp_plugin.publish.others import are_texts, strangers
from omp_plugin.publish.search import entries_of
from omp_plugin.publish.site import SiteBuild

log = logging.getLogger("mkdocs.plugins.omp")
Seen = Mapping[str, tuple[int, int]]
"""The files that a build depends on, with their times and sizes."""
_SOURCES = (".yml", ".yaml", ".csv", ".md")
_STATIC = frozenset({"404.html", "sitemap.xml"})
"""The theme's templates of files that show nothing but the navigation."""
_IN_PAGE = ("description",)
"""What of a page's front matter no other page shows."""


@dataclass(slots=True)
class _Site:
    """A site as the host has built it. `put` are the data files and stylesheets of plans."""

    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: Any
    build: SiteBuild
    seen: Seen
    put: frozenset[str]
    day: str


class Updates:
    """The last build of `serve`, which a save updates in place where it can.

    `files`, `nav` and `env` are the host's of that build; `put` are the data files and stylesheets of plans in it.
    """

    def __init__(self) -> None:
        self.files: Files | None = None
        self.nav: Navigation | None = None
        self.env: Environment | None = None
        self.put: frozenset[str] = frozenset()
        self._seen: Seen = {}
        self._site: _Site | None = None

    def begin(self, config: MkDocsConfig, also: Iterable[str]) -> None:
        """Looks at all files before a build reads any; `also` are folders besides those that the host knows."""
        self._site, self._seen = None, seen(config, also)

    def end(self, config: MkDocsConfig, build: SiteBuild) -> None:
        """Remembers a site that was built, if it can be updated."""
        if self.files and self.nav and _is_plain(config) and is_comparable(config) and _are_apart(self.files):
            self._site = _Site(config, self.files, self.nav, self.env, build, self._seen, self.put, get_build_date())

    def update(self, host: Host, also: Iterable[str], make: Callable[[MkDocsConfig, SiteBuild], SiteBuild]) -> bool:
        """Brings the site up to date with what was saved; false where the host has to build it.

        `make` compiles the plans once more, with the build before.
        """
        site, self._site = self._site, None
        if site is None or site.day != get_build_date():
            return False
        now = seen(site.config, also)
        if now.keys() != site.seen.keys():
            return False
        changed = [path for path, state in now.items() if site.seen[path] != state]
        uris = [Path(path).relative_to(site.config.docs_dir).as_posix() for path in changed if _is_source(path, site)]
        if not uris or len(uris) != len(changed):
            return False
        before, site.build, self._seen = site.build, make(site.config, site.build), now
        shown = (uri for uri in uris if before.is_published(uri) and site.files.get_file_from_path(uri))
        if any(uri not in before.written.pages for uri in shown) or not _is_alike(before, site):
            return False
        changed_files = _changed_files(site)
        if changed_files is None:
            return False
        if not _write_pages(host, site, before, frozenset(uris)):
            return False
        for file in changed_files:
            file.copy_file()
        site.config.plugins.on_post_build(config=site.config)
        return True


def _is_plain(config: MkDocsConfig) -> bool:
    """True for a site whose pages and files follow from the plans, the pages' own texts and the configuration alone."""
    templates = {*config.extra_templates, *(set(config.theme.static_templates) - _STATIC)}
    own = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    has_own = own is not None and any((own / name).exists() for name in _STATIC)
    inherits = b"INHERIT" in Path(config.config_file_path or os.devnull).read_bytes()
    others = any(strangers(config, config.plugins.events))
    return are_texts(config.markdown_extensions) and not (others or templates or has_own or inherits or config.strict)


def _are_apart(files: Files) -> bool:
    """True where no two files are written to one place, in which the last one stays."""
    places = [file.dest_uri for file in files if file.inclusion != InclusionLevel.EXCLUDED]
    return len(places) == len(set(places))


def _is_source(path: str, site: _Site) -> bool:
    return path.endswith(_SOURCES) and Path(path).is_relative_to(site.config.docs_dir)


def seen(config: MkDocsConfig, also: Iterable[str]) -> Seen:
    """All files that a build may depend on. Hidden pages are left out where the host is not told what to leave out."""
    places = [config.theme.custom_dir, config.config_file_path, *config.watch, *also]
    paths = {path for place in places if place for path in _files(str(place))}
    paths |= set(_files(config.docs_dir, has_hidden=bool(config.exclude_docs)))
    return {path: (found.st_mtime_ns, found.st_size) for path in sorted(paths) if (found := _stat(path))}


def _files(place: str, *, has_hidden: bool = True) -> Iterator[str]:
    if os.path.isfile(place):
        yield place
    for folder, folders, names in os.walk(place, followlinks=True):
        if not has_hidden:
            folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (os.path.join(folder, name) for name in names if has_hidden or not name.startswith("."))


def _stat(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except OSError:
        return None


def _is_alike(before: SiteBuild, site: _Site) -> bool:
    """True where the same pages stand in the same navigation."""
    now = site.build
    names = [file.src_uri for file in site.files.documentation_pages()]
    return (
        now.pages.made.around == before.pages.made.around
        and _listed(now) == _listed(before)
        and _written(now) == _written(before)
        and not now.broken_heads
        and not before.broken_heads
        and now.pages.navigation(names) == before.pages.navigation(names)
    )


def _listed(build: SiteBuild) -> dict[str, bool]:
    return {uri: each.page.is_listed for uri, each in build.pages.generated.items()}


def _written(build: SiteBuild) -> tuple[object, ...]:
    readable = {folder for folder, plan in build.plans.items() if plan.plan}
    return set(build.written.pages), build.written.unsafe, build.written.hidden, set(build.plans), readable


def _changed_files(site: _Site) -> list[File] | None:
    """The data files and stylesheets that are others than before; `None` where there are more of them, or fewer."""
    build = site.build
    made: dict[str, bytes | str] = dict(build.files(lambda name: name not in site.put and has_file(site.files, name)))
    made |= dict(build.pages.stylesheets())
    if made.keys() != site.put:
        return None
    changed = []
    for uri, content in made.items():
        file = site.files.get_file_from_path(uri)
        assert file is not None
        if isinstance(content, str):
            if file.content_string != content:
                file.content_string = content
                changed.append(file)
        elif file.content_bytes != content:
            file.content_bytes = content
            changed.append(file)
    return changed


def has_file(files: Files, uri: str) -> bool:
    """True where the site has a file of that name."""
    return files.get_file_from_path(uri) is not None


def _write_pages(host: Host, site: _Site, before: SiteBuild, saved: Collection[str]) -> bool:
    """Has the host read and write the pages that are others; false where other pages would show it.

    What was `saved` counts as another: the host may have read it when it was, between the compiler's look and this one.
    """
    config, files = site.config, site.files
    every = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
    pages = [file.page for file in every if file.page]
    uris = (page.file.src_uri for page in pages)
    others = {uri for uri in uris if uri in saved or _is_changed(uri, site.build, before)}
    changed = [page for page in pages if page.file.src_uri in others]
    for page in changed:
        was, uri = _elsewhere(page), page.file.src_uri
        if uri in site.build.generated:
            page.file.content_string = site.build.generated[uri]
            page.file.edit_uri = (site.build.place(uri) or (None,))[0]
        page._set_edit_url(config.get("repo_url"), config.get("edit_uri"), config.get("edit_uri_template"))
        host.populate(page, config, files, False)
        if _elsewhere(page) != was:
            return False
    entries, urls = entries_of(config.plugins.values()), {page.url for page in changed}
    entries[:] = [each for each in entries if _page_of(each) not in urls]
    for page in changed:
        is_draft = page.file.inclusion.value <= InclusionLevel.DRAFT.value
        host.build(page, config, every, site.nav, site.env, excluded=is_draft)
    order = {page.url: number for number, page in enumerate(pages)}
    entries.sort(key=lambda entry: order[_page_of(entry)])
    for page in pages:
        page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
    log.info("%d of %d pages were made again", len(changed), len(pages))
    return True


def _elsewhere(page: Page) -> object:
    """What other pages may show of a page."""
    return page.title, {key: value for key, value in page.meta.items() if key not in _IN_PAGE}


def _is_changed(uri: str, now: SiteBuild, before: SiteBuild) -> bool:
    """True for a page that would come out otherwise than before."""
    return any(part(uri, now) != part(uri, before) for part in _PARTS)


_PARTS: tuple[Callable[[str, SiteBuild], object], ...] = (
    lambda uri, build: build.generated.get(uri),
    lambda uri, build: build.written.pages.get(uri),
    lambda uri, build: build.pages.made.answers.get(uri),
    lambda uri, build: build.place(uri),
    lambda uri, build: build.banner(uri),
    lambda uri, build: feed_links(uri, build.feeds, build.pages),
)
"""What a page is made of."""


def _page_of(entry: Mapping[str, str]) -> str:
    return entry["location"].partition("#")[0]
