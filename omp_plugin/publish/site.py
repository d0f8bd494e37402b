"""One build of a site: its plans compiled, its pages and files, and all that is wrong with them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import urlsplit

from omp_plugin.build import Options, without_collecting
from omp_plugin.export.published import Settings, published_files, published_for_all, published_names
from omp_plugin.pages.filling import Filled, insert
from omp_plugin.pages.identifiers import distinct, ids_in
from omp_plugin.problems import Position, Problem, set_levels
from omp_plugin.publish.cache import Cache
from omp_plugin.publish.compilation import Compilation
from omp_plugin.publish.dealing import WHOLE, Shard
from omp_plugin.publish.kept import KeptPages, keep_files, kept_files
from omp_plugin.publish.permanent import gone_pages
from omp_plugin.publish.processes import processors, shared_out
from omp_plugin.render.components import import_all
from omp_plugin.render.page_templates import head
from omp_plugin.render.reuse import MadePage, is_same
from omp_plugin.render.site_pages import SitePages
from omp_plugin.render.stylesheet import banner
from omp_plugin.source.disk import find_plans, load_plan
from omp_plugin.source.folder import PlanSource
from omp_plugin.source.visibility import ALL
from omp_plugin.source.written import Written, is_published, read_written, without_template
from omp_plugin.words import speaking

_WORTHWHILE, _WORTHWHILE_PLANS = 40, 4
"""So many pages, and the files of so many plans, are made faster by several processes than by one."""
_SELDOM = 5_000
"""So many new objects are looked through for garbage at a time: more saves little, and takes memory."""


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


class SiteBuild:
    """One build: its pages, what authors wrote, what is wrong, and which components each page waits for.

    What is the same as in the build `before` is not made again; what is made is shared out among `processes` (0: as
    many as can). A build that is to be the `before` of another `is_kept`: it forgets nothing of what it made. That of
    a `shard` makes the pages and files of its plans; of the other pages it has the heads, of the other files the names.
    """

    def __init__(
        self, site: HostSite, options: Options, *, with_data: bool = True, before: SiteBuild | None = None,
        is_kept: bool = False, processes: int = 0, shard: Shard | None = None,
    ) -> None:  # fmt: skip
        self.options, self._shard = options, shard or WHOLE
        self._processes, self._is_kept = processes or processors(), is_kept
        self._cache = None if before else site.cache
        uris, by_folder = _sources(site)
        self._compilation = self._compile(uris, by_folder, before)
        found = {each.source.folder: each for each in self._compilation.site.plans}
        self.plans = {uri: found[source.folder] for uri, source in by_folder.items() if source.folder in found}
        is_partial = options.audience != ALL
        # Folders of plans that the audience does not see, or of which nobody can tell whether it may.
        closed = [uri for uri in uris if uri not in self.plans or (is_partial and self.plans[uri].plan is None)]
        self.shown = site.shown
        self.written: Written = read_written(site.docs, site.shown, options.audience, closed)
        self.settings = Settings(site.name, site.address, urlsplit(site.address).hostname or "")
        self.shared = self.plans if with_data else {}
        self._own = self._shard.plans(self.plans)
        with without_collecting():
            self.data = self._data(before)
        self.pages: SitePages = SitePages(
            self.plans, self.written.pages, [site.overrides] if site.overrides else [],
            as_folders=site.as_folders, language=site.language, data=self.data,
            is_partial=is_partial, hidden=[*closed, *self.written.hidden],
            gone=gone_pages(site.docs, by_folder, options.audience), before=before.pages.made if before else None,
        )  # fmt: skip
        made = tuple(filter(self.is_own, (*self.written.pages, *self.pages.generated)))
        kept = self._kept(made)
        self.generated: dict[str, str] = {}
        self.blocks: dict[str, tuple[str, ...]] = {}
        self.feeds: dict[str, bytes] = {}
        self._banners: dict[str | None, str] = {}
        heads = [*self.written.problems, *without_template(self.written, site.templates)]
        self.broken_heads = {each.position.path for each in heads}
        in_pages = set_levels([*heads, *self._check(before)], options.checks)
        self.problems = (*self._compilation.site.problems, *in_pages)
        if kept:
            kept.keep(made)

    def _kept(self, uris: Sequence[str]) -> KeptPages | None:
        """The cache, if there is one, with its pages taken."""
        if self._cache is None:
            return None
        kept = KeptPages(self._cache, self.pages.made, self._folder_of)
        kept.take(uris)
        return kept

    def _compile(
        self, uris: Mapping[str, Path], by_folder: Mapping[str, PlanSource], before: SiteBuild | None
    ) -> Compilation:
        """The plans, which stay until the build ends: the collector of garbage need not look at them (`gc.freeze`), nor
        as often as a program does whose objects go: a site is made, and written when all of it is there."""
        if before:
            gc.unfreeze()
        places = {source.folder: uris[uri] for uri, source in by_folder.items()}
        last = before._compilation if before else None
        compiled = Compilation(places, list(by_folder.values()), self.options, last)
        gc.freeze()
        gc.set_threshold(_SELDOM)
        return compiled

    def _folder_of(self, uri: str) -> str | None:
        """The folder of the plan that a page belongs to."""
        plan = self.pages.plan_of(uri)
        return plan.folder if plan else None

    def is_own(self, uri: str) -> bool:
        """True for a page or file that is made here; false for what belongs to another shard."""
        folder = self._folder_of(uri)
        return self._shard.is_first if folder is None else folder in self._own

    def _data(self, before: SiteBuild | None) -> dict[str, dict[str, bytes]]:
        """The files of every plan, by folder and name; those of another shard's plans are empty."""
        own = {uri: each for uri, each in self.shared.items() if uri in self._own}
        others = published_names({uri: each for uri, each in self.shared.items() if uri not in own})
        kept = before.data if before and before.settings == self.settings else {}
        plans = before.plans if before else {}
        same = {uri for uri, each in own.items() if uri in kept and is_same(each, plans.get(uri))}
        cached = {uri: self._kept_files(uri) for uri in own if uri not in same}
        new = [uri for uri, each in cached.items() if each is None]
        processes = self._processes if len(new) >= _WORTHWHILE_PLANS else 1
        made = dict(zip(new, shared_out(self._files_of, new, processes), strict=True))
        for uri, each in made.items():
            if self._cache and each is not None:
                keep_files(self._cache, self.shared[uri], self.settings, each)
        found = {uri: kept[uri] if uri in same else cached[uri] or made[uri] for uri in own}
        found |= {uri: dict.fromkeys(names, b"") for uri, names in others.items()}
        return {uri: each for uri in self.shared if (each := found.get(uri)) is not None}

    def _kept_files(self, uri: str) -> dict[str, bytes] | None:
        return kept_files(self._cache, self.shared[uri], self.settings) if self._cache else None

    def _files_of(self, uri: str) -> dict[str, bytes] | None:
        return published_files({uri: self.shared[uri]}, self.settings).get(uri)

    def _check(self, before: SiteBuild | None) -> Iterator[Problem]:
        """Writes and answers every page once, so that nothing is left that could fail when the old site is gone."""
        uris = tuple(filter(self.is_own, (*self.written.pages, *self.pages.generated)))
        known = {uri: before.checked[uri] for uri in uris if self._is_known(uri, before)} if before else {}
        plans: dict[str, list[str]] = {}
        for uri in uris:
            if uri in known:
                continue
            folder = self._folder_of(uri)
            plans.setdefault(uri if folder is None else folder, []).append(uri)
        missing = [uri for uri in uris if uri not in self.pages.made.answers]
        processes = self._processes if len(missing) >= _WORTHWHILE else 1
        if processes > 1:
            import_all()
        made = shared_out(self._checked, list(plans.values()), processes)
        for each in (each for found in made for each in found):
            self.pages.made.take(each.page)
            known[each.uri] = each.problems
        self.checked: dict[str, tuple[Problem, ...]] = {uri: known[uri] for uri in uris}
        for uri, page in self.pages.generated.items():
            self.generated[uri] = self.pages.text(uri) if uri in known else head(page.page)
        yield from chain.from_iterable(self.checked.values())

    def _is_known(self, uri: str, before: SiteBuild) -> bool:
        """True for a page that is the same as in the build before, which has checked it."""
        is_same = self.written.pages.get(uri) == before.written.pages.get(uri)
        return is_same and uri in self.pages.made.taken and uri in before.checked

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

    def banner(self, uri: str) -> str:
        """What is wrong, as a page shows it under `serve`."""
        folder = self._folder_of(uri)
        if folder not in self._banners:
            with speaking(self.pages.language):
                shown = None if folder is None else self.plans[folder].source.folder
                self._banners[folder] = banner(self.problems, shown)
        return self._banners[folder]

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
        self.feeds = {name: each for name, each in self._feeds().items() if not is_written(name)}
        for name, content in {**shared, **self.feeds}.items():
            if name not in own and not is_written(name):
                yield name, content

    def _feeds(self) -> dict[str, bytes]:
        """The feeds of the plans that have tagged versions, and the one of all of them."""
        if not any(plan.compiled.past for plan in self.pages.plans):
            return {}
        from omp_plugin.export.feed import feed_names, feeds

        named = dict.fromkeys(feed_names(self.pages, self.data), b"")
        return named | feeds(self.pages, self.data if self._shard.is_first else self._own, self.settings)

    def place(self, uri: str) -> tuple[str, int] | None:
        """The file below the docs folder, and the line, of what a generated page shows."""
        generated = self.pages.generated.get(uri)
        at = generated.page.at if generated else None
        if at is None or not (self.shown == "." or at.path.startswith(f"{self.shown}/")):
            return None
        return (at.path if self.shown == "." else at.path.removeprefix(f"{self.shown}/")), at.line
