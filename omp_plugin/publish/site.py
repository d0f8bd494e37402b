"""One build of a site: its plans compiled, its pages and files, and all that is wrong with them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import urlsplit

from jinja2 import Environment, TemplateError

from omp_plugin.build import Options, compile_site, sameness, without_collecting
from omp_plugin.compute.compiled import Site
from omp_plugin.export.feed import feeds
from omp_plugin.export.published import Settings, published_files, published_for_all
from omp_plugin.pages.filling import Filled, insert
from omp_plugin.pages.identifiers import distinct, ids_in
from omp_plugin.problems import Position, Problem, set_levels
from omp_plugin.publish.cache import Cache
from omp_plugin.publish.permanent import gone_pages
from omp_plugin.publish.processes import processors, shared_out
from omp_plugin.render.reuse import MadePage, is_from_elsewhere, is_same, stated
from omp_plugin.render.site_pages import SitePages
from omp_plugin.render.stylesheet import banner
from omp_plugin.source.disk import find_plans, load_plan
from omp_plugin.source.folder import PlanSource
from omp_plugin.source.history import History
from omp_plugin.source.visibility import ALL
from omp_plugin.source.written import Written, is_published, read_written, without_template
from omp_plugin.words import speaking

_PARTS = ("partials/", "fragments/")
"""Where themes keep templates of parts of pages: as a page they fail, when the old site is gone already."""

_WORTHWHILE, _WORTHWHILE_PLANS = 40, 4
"""So many pages, and the files of so many plans, are made faster by several processes than by one."""


def for_pages(environment: Environment) -> frozenset[str]:
    """The names of a theme's templates that a page may ask for, and of its icons."""
    names = (name for name in environment.list_templates() if not name.startswith(_PARTS))
    return frozenset(name for name in names if not name.endswith(".html") or _is_whole(environment, name))


def _is_whole(environment: Environment, name: str) -> bool:
    """False for a template that needs a plugin which is not here."""
    try:
        environment.get_template(name)
    except TemplateError:
        return False
    return True


def with_blocks(html: str, blocks: tuple[str, ...]) -> tuple[str, frozenset[str]]:
    """A page's HTML with its components in their places, and the ids that are in these."""
    own = distinct(html, blocks)
    return insert(html, own), frozenset().union(*map(ids_in, own))


class _Checked(NamedTuple):
    """A page that was written and answered once, and what is wrong with it."""

    uri: str
    page: MadePage
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class HostSite:
    """What the host knows of a site: its folders, name, address, language, the names of the theme's templates, the
    project's own templates, whether pages are folders, which files below `docs` the project leaves out, and what is
    kept of earlier builds."""

    docs: Path
    root: Path
    name: str
    address: str
    language: str
    templates: Callable[[], Collection[str]]
    overrides: Path | None
    as_folders: bool
    is_left_out: Callable[[str], bool]
    cache: Cache | None = None

    @property
    def shown(self) -> str:
        """The docs folder as messages name it: from the folder of the configuration."""
        whole = self.docs.resolve()
        return whole.relative_to(self.root).as_posix() if whole.is_relative_to(self.root) else whole.as_posix()

    def uri(self, path: Path) -> str:
        """A path below the docs folder as the host names it; empty for that folder itself."""
        return path.relative_to(self.docs).as_posix().removeprefix(".")


def _sources(site: HostSite) -> tuple[dict[str, Path], dict[str, PlanSource]]:
    """The folders of the plans, and what is in them, by folder as the host names it."""
    folders = [folder for folder in find_plans(site.docs) if not site.is_left_out(site.uri(folder / "plan.yml"))]
    uris = {site.uri(folder): folder for folder in folders}
    return uris, {uri: load_plan(folder, str(PurePosixPath(site.shown, uri))) for uri, folder in uris.items()}


def _compiled(uris: Mapping[str, Path], by_folder: Mapping[str, PlanSource], options: Options) -> Site:
    """The plans, which stay until the build ends: no search for garbage need look at them."""
    places = {source.folder: uris[uri] for uri, source in by_folder.items()}
    with History(places, with_past=True, sameness=sameness(options.audience)) as history:
        compiled = compile_site(list(by_folder.values()), options, history=history)
    gc.freeze()
    return compiled


class SiteBuild:
    """One build: its pages, what authors wrote, what is wrong, and which components each page waits for.

    What is the same as in the build `before` is not made again; what is made is shared out among `processes` (0: as
    many as can). One that `is_kept` can be the one before another.
    """

    def __init__(
        self, site: HostSite, options: Options, *, with_data: bool = True, before: SiteBuild | None = None,
        is_kept: bool = False, processes: int = 0,
    ) -> None:  # fmt: skip
        self._processes, self._is_kept = processes or processors(), is_kept
        self._cache = None if before else site.cache
        if before:
            gc.unfreeze()
        uris, by_folder = _sources(site)
        compiled = _compiled(uris, by_folder, options)
        found = {each.source.folder: each for each in compiled.plans}
        self.plans = {uri: found[source.folder] for uri, source in by_folder.items() if source.folder in found}
        is_partial = options.audience != ALL
        # Folders of plans that the audience does not see, or of which nobody can tell whether it may.
        closed = [uri for uri in uris if uri not in self.plans or (is_partial and self.plans[uri].plan is None)]
        self.shown = site.shown
        self.written: Written = read_written(site.docs, site.shown, options.audience, closed)
        self.settings = Settings(site.name, site.address, urlsplit(site.address).hostname or "")
        self.shared = self.plans if with_data else {}
        with without_collecting():
            self.data = self._data(before)
        self.pages: SitePages = SitePages(
            self.plans, self.written.pages, [site.overrides] if site.overrides else [],
            as_folders=site.as_folders, language=site.language, data=self.data,
            is_partial=is_partial, hidden=[*closed, *self.written.hidden],
            gone=gone_pages(site.docs, by_folder, options.audience), before=before.pages.made if before else None,
        )  # fmt: skip
        if self._cache:
            self._take_cached(self._cache)
        self.generated: dict[str, str] = {}
        self.blocks: dict[str, tuple[str, ...]] = {}
        self.feeds: dict[str, bytes] = {}
        without = list(without_template(self.written, site.templates))
        self.broken_heads = {each.position.path for each in (*self.written.problems, *without)}
        found_in_pages = set_levels([*self.written.problems, *without, *self._check()], options.checks)
        self.problems = (*compiled.problems, *found_in_pages)
        if self._cache:
            self._keep(self._cache)

    def _data(self, before: SiteBuild | None) -> dict[str, dict[str, bytes]]:
        """The files of every plan, by folder and name."""
        kept = before.data if before and before.settings == self.settings else {}
        plans = before.plans if before else {}
        same = {uri for uri, each in self.shared.items() if uri in kept and is_same(each, plans.get(uri))}
        cached = {uri: self._cached_files(uri) for uri in self.shared if uri not in same}
        new = [uri for uri, each in cached.items() if each is None]
        processes = self._processes if len(new) >= _WORTHWHILE_PLANS else 1
        made = dict(zip(new, shared_out(self._files_of, new, processes), strict=True))
        for uri, each in made.items():
            if self._cache and each is not None and not is_from_elsewhere(self.shared[uri]):
                self._cache.keep_files((stated(self.shared[uri]), self.settings), each)
        found = {uri: kept[uri] if uri in same else cached[uri] or made[uri] for uri in self.shared}
        return {uri: each for uri, each in found.items() if each is not None}

    def _cached_files(self, uri: str) -> dict[str, bytes] | None:
        if self._cache is None or is_from_elsewhere(self.shared[uri]):
            return None
        return self._cache.files((stated(self.shared[uri]), self.settings))

    def _files_of(self, uri: str) -> dict[str, bytes] | None:
        return published_files({uri: self.shared[uri]}, self.settings).get(uri)

    def _made_of(self) -> Iterator[tuple[str | None, object]]:
        """What the pages of each plan are made of, and (without a folder) those that look at several."""
        for folder in (*self.plans, None):
            found = self.pages.made.made_of(folder)
            if found is not None:
                yield folder, found

    def _take_cached(self, cache: Cache) -> None:
        """Takes the pages of earlier builds that were made of the same."""
        for _folder, made_of in self._made_of():
            for page in cache.pages(made_of):
                self.pages.made.take(page)

    def _keep(self, cache: Cache) -> None:
        """Keeps the pages for builds to come."""
        made = self.pages.made
        pages: dict[str | None, list[MadePage]] = {}
        for uri in (*self.written.pages, *self.pages.generated):
            plan = self.pages.plan_of(uri)
            pages.setdefault(None if uri in made.wide or plan is None else plan.folder, []).append(made.of(uri))
        for folder, made_of in self._made_of():
            cache.keep_pages(made_of, pages.get(folder, ()))
        cache.end()

    def _check(self) -> Iterator[Problem]:
        """Writes and answers every page once, so that nothing is left that could fail when the old site is gone."""
        uris = (*self.written.pages, *self.pages.generated)
        plans: dict[str, list[str]] = {}
        for uri in uris:
            plan = self.pages.plan_of(uri)
            plans.setdefault(plan.folder if plan else uri, []).append(uri)
        missing = [uri for uri in uris if uri not in self.pages.made.answers]
        processes = self._processes if len(missing) >= _WORTHWHILE else 1
        made = shared_out(self._checked, list(plans.values()), processes)
        checked = {each.uri: each for found in made for each in found}
        for uri in uris:
            self.pages.made.take(checked[uri].page)
            if uri in self.pages.generated:
                self.generated[uri] = self.pages.text(uri)
            yield from checked[uri].problems

    def _checked(self, uris: Sequence[str]) -> list[_Checked]:
        """The pages of a plan, or one of the site's own."""
        found = []
        for uri in uris:
            page = self.written.pages.get(uri)
            at = page.body.at if page else self._start(uri)
            problems = self.pages.answer(uri, page.body.text if page else self.pages.text(uri), at).problems
            found.append(_Checked(uri, self.pages.made.of(uri), problems))
        return found

    def filled(self, uri: str, markdown: str) -> Filled:
        """A page as the host read it, with its expressions answered; its components wait in `blocks`."""
        filled = self.pages.answer(uri, markdown, self._start(uri))
        self.blocks[uri] = filled.blocks
        if not self._is_kept:
            self.pages.made.answers.pop(uri, None)
        return filled

    def _start(self, uri: str) -> Position:
        return Position(str(PurePosixPath(self.shown, uri)), 1, 1)

    @cached_property
    def banner(self) -> str:
        """What is wrong, as every page shows it under `serve`."""
        with speaking(self.pages.language):
            return banner(self.problems)

    def is_published(self, uri: str) -> bool:
        """False for sources and data of plans, for what is not safe, and for what the audience must not see."""
        plan = self.pages.plan_of(uri)
        if self.pages.is_hidden(uri):
            return False
        if any(uri == unsafe or uri.startswith(f"{unsafe}/") for unsafe in self.written.unsafe):
            return False
        return plan is None or is_published(uri.removeprefix(f"{plan.folder}/"))

    def files(self, is_written: Callable[[str], bool]) -> Iterator[tuple[str, bytes]]:
        """The data of the plans, and that of the site where the project has written no file of the name."""
        own = {str(PurePosixPath(uri, name)): each for uri, data in self.data.items() for name, each in data.items()}
        yield from own.items()
        shared = published_for_all(self.shared, self.pages.links(), self.settings)
        made = feeds(self.pages, self.data, self.settings)
        self.feeds = {name: each for name, each in made.items() if not is_written(name)}
        for name, content in {**shared, **self.feeds}.items():
            if name not in own and not is_written(name):
                yield name, content

    def place(self, uri: str) -> tuple[str, int] | None:
        """The file below the docs folder, and the line, of what a generated page shows."""
        generated = self.pages.generated.get(uri)
        at = generated.page.at if generated else None
        if at is None or not (self.shown == "." or at.path.startswith(f"{self.shown}/")):
            return None
        return (at.path if self.shown == "." else at.path.removeprefix(f"{self.shown}/")), at.line
