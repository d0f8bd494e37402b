"""The plugin `omp`: hands a MkDocs (or ProperDocs) site's plans to the compiler, and its pages back to the host."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Link, Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from omp_plugin.actuals.reach import Reach, is_data_of
from omp_plugin.build import Options, choose_today
from omp_plugin.export.feed_links import feed_links
from omp_plugin.export.problems import as_text, count
from omp_plugin.pages.front_matter import as_text_only, keep_title_text
from omp_plugin.pages.narrowing import Narrowing, many_plans
from omp_plugin.pages.navigation import as_configuration, without
from omp_plugin.pages.unlinking import unlinked
from omp_plugin.problems import Problem
from omp_plugin.publish.ahead import Ahead
from omp_plugin.publish.cache import Cache
from omp_plugin.publish.converted import Converted
from omp_plugin.publish.finished import THEME, Finished, are_known
from omp_plugin.publish.host import SHARD_NAMED, VERSION, at_line, versioned
from omp_plugin.publish.host_files import Host, keep_broken_heads_out, page_file, put
from omp_plugin.publish.indexing import NotSearchable
from omp_plugin.publish.last_build import LastBuild
from omp_plugin.publish.options import OmpConfig, custom_folder, host_site
from omp_plugin.publish.pagefind import Pagefind
from omp_plugin.publish.search import Held, Memory, entries_of, quicken
from omp_plugin.publish.site import SiteBuild, with_blocks
from omp_plugin.publish.templates import InMemory
from omp_plugin.publish.updates import Updates, has_file
from omp_plugin.render.older import older_note
from omp_plugin.render.style_parts import linked, style_files
from omp_plugin.words import _, speaking

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

    from omp_plugin.publish.shards import Share

log = logging.getLogger("mkdocs.plugins.omp")
STYLESHEET = "assets/omp.css"
PORTFOLIO = "portfolio.md"
_Found = TypeVar("_Found")
_LOGGED: Mapping[str, int] = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.INFO}


class OmpPlugin(BasePlugin[OmpConfig]):  # type: ignore[no-untyped-call] # the host types its plugins in part
    """Compiles the plans before the host touches the old site, then gives it their pages."""

    def __init__(self) -> None:
        self.is_serving = self.is_dirty = False
        self.build: SiteBuild | None = None
        self.before: SiteBuild | None = None
        self.found, self.held, self.compiled, self.finished = Memory(), Held(), InMemory(), Finished()
        self.filled: LastBuild[object, tuple[str, frozenset[str]]] = LastBuild()
        self.nav: Any = None
        self.narrowing: Narrowing | None = None
        self.share: Share | None = None
        self.version = ""
        self.cache: Cache | None = None
        self.updates, self.pagefind, self.converted, self.ahead = Updates(), Pagefind(), Converted(), Ahead()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remembers whether problems are shown in the site (`serve`) or stop the build."""
        self.is_serving, self.is_dirty = command == "serve", dirty

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Forgets the build before, and links the stylesheet, ahead of the project's own, which then override it."""
        self.before = (self.build or self.before) if self.is_serving else None
        self.build, self.version = None, os.environ.get(VERSION, "")
        if self.version:
            config.site_url = versioned(config.site_url, self.version, config.extra, has_mike="mike" in config.plugins)
        if STYLESHEET not in config.extra_css:
            config.extra_css.insert(0, STYLESHEET)
        self._asked(lambda: self.pagefind.begin(config, self.config.search))
        return config

    def _asked(self, do: Callable[[], _Found]) -> _Found:
        """What something comes to; the build ends in words where what is asked for cannot be had."""
        try:
            return do()
        except (NotSearchable, ValueError) as error:
            raise PluginError(f"omp: {error}") from None

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Compiles and checks everything: the host deletes the published site right after this event."""
        self.cache = None if self.is_serving else Cache.named_in(os.environ)
        if self.is_serving:
            self.updates.begin(config, self._folders())
        self.share = self._share(config)
        self._report(self._compile(config, self.before).problems, is_strict=config.strict)
        self.found.builds.next_build()
        if self.cache:
            self.found.take(self.cache)
        memory = self.found if self.is_serving or self.cache else None
        held = self.held if are_known(config) else None
        quicken(config.plugins.values(), memory, held, self.ahead.entries)
        self.filled.next_build()

    def _compile(self, config: MkDocsConfig, before: SiteBuild | None) -> SiteBuild:
        site, options = host_site(config, self.cache), self._options(config)
        with_data, shard = self.config.publish_data, self.share.shard if self.share else None
        self.build = SiteBuild(site, options, with_data=with_data, before=before, is_kept=self.is_serving, shard=shard)
        return self.build

    def _folders(self) -> list[str]:
        """What a build reads besides the host's own folders."""
        return [self.config.data_folder] if self.config.data_folder else []

    def _share(self, config: MkDocsConfig) -> Share | None:
        named = os.environ.get(SHARD_NAMED)
        if not named:
            return None
        from omp_plugin.publish.shards import share  # most builds are of the whole site

        return self._asked(lambda: share(named, config, is_dirty=self.is_dirty))

    def _options(self, config: MkDocsConfig) -> Options:
        asked, own = str(self.config.as_of or ""), date.today()  # noqa: DTZ011 # the author's own day
        today, origin = self._asked(lambda: choose_today(asked, os.environ, own))
        origin = origin.removeprefix("--").replace("-", "_")
        log.info("plans that state no as_of are computed as of %s (%s)", today, origin)
        folder = self.config.data_folder
        reach = Reach(Path(folder) if folder else None, self.config.connections, os.environ)
        return Options(today, self.config.checks, self.config.audience, reach)

    def _report(self, found: Sequence[Problem], *, is_strict: bool) -> None:
        """Prints all problems, errors last, where a terminal ends; one line counts those that stop the build here."""
        for each in sorted(found, key=lambda each: _LOGGED[each.level]):
            log.log(_LOGGED[each.level], "%s", as_text([each]).rstrip("\n"))
        failing = {"error", "warning"} if is_strict else {"error"}
        if not self.is_serving and any(each.level in failing for each in found):
            raise PluginError(f"omp: {count(found)}; the site was left as it was")

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Takes the plans' sources out of the site, and puts their pages, data and stylesheet in."""
        build = self._built()
        for file in files:
            is_data = is_data_of(self.config.data_folder, file.abs_src_path)
            if file.src_dir == config.docs_dir and (is_data or not build.is_published(file.src_uri)):
                file.inclusion = InclusionLevel.EXCLUDED
        for uri in build.generated:
            put(files, page_file(config, build, uri))
        made: list[tuple[str, str | bytes]] = [*build.files(partial(has_file, files)), *build.pages.stylesheets()]
        self.updates.files, self.updates.put = files, frozenset(uri for uri, _ in made)
        for uri, content in (*made, *self.pagefind.files(build.pages), *style_files(STYLESHEET)):
            put(files, File.generated(config, uri, content=content))
        keep_broken_heads_out(files, build)
        self.nav = config.nav
        if config.nav is not None:
            config.nav = without(config.nav, build.pages.is_hidden)
        else:
            listed = (file for file in files.documentation_pages() if file.inclusion != InclusionLevel.NOT_IN_NAV)
            config.nav = as_configuration(build.pages.navigation([file.src_uri for file in listed]))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Gives the configuration back as it was, for another build may use it."""
        self.narrowing = self._narrowing(nav) if self.nav is None else None
        config.nav, self.updates.nav = self.nav, nav
        if self.share:
            self.share.leave_out(self._built(), config, files)
        return nav

    def _narrowing(self, nav: Navigation) -> Narrowing | None:
        plans = many_plans(nav.items, len(self._built().pages.plans))
        if plans is None:
            return None
        found = next((each for each in nav.pages if each.file.src_uri == PORTFOLIO), None)
        with speaking(self._built().pages.language):
            others = [Link(escape(_("All plans")), found.url)] if found else []
        return Narrowing(nav, plans, others)

    @event_priority(-100)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Keeps the theme's templates compiled from one build to the next, and the pages that they wrote."""
        self.updates.env = env
        if self.is_serving:
            self.compiled.keep_for(env)
        if self.is_serving or self.cache:
            self.finished.keep_for(env, config, self.cache)
        if self.share:
            self.share.complete(self._built(), config, files)
        if not (self.is_serving or self.cache or self.is_dirty):
            self._write_ahead(env, config, files)
        return env

    def _write_ahead(self, env: Environment, config: MkDocsConfig, files: Files) -> None:
        """Has several processes write the pages, where the theme alone has a hand in them."""
        host, nav = Host.running(config), self.updates.nav
        if host and nav and config.theme.name == THEME and are_known(config):
            listed = files.documentation_pages()
            pages = [file.page for file in listed if file.page]
            build = partial(host.build, config=config, doc_files=listed, nav=nav, env=env)
            self.ahead.begin(env, pages, build, entries_of(config.plugins.values()))

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Answers the page's expressions. What the front matter says is text, never markup."""
        build, uri = self._built(), page.file.src_uri
        self.converted.quicken(page, config)
        page.meta = {key: as_text_only(value) for key, value in page.meta.items()}
        page.edit_url = at_line(page.edit_url, build.place(uri), config.repo_url)
        filled = build.filled(uri, markdown)
        if uri not in build.written.pages and uri not in build.generated:
            self._report(filled.problems, is_strict=config.strict)
        return unlinked(filled.markdown, uri, build.pages.is_hidden)

    @event_priority(50)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Puts the components in, before the search index is made; links may lead to what is in them."""
        keep_title_text(page)
        build = self._built()
        blocks = build.blocks.pop(page.file.src_uri, ())
        make = partial(with_blocks, html, blocks)
        filled, ids = self.filled.get((html, blocks), make) if self.is_serving else make()
        if page.present_anchor_ids is not None:
            page.present_anchor_ids.update(ids)
        note = older_note(page.file.src_uri, self.version, as_folders=config.use_directory_urls) if self.version else ""
        wrong = build.banner(page.file.src_uri) if self.is_serving else ""
        return note + wrong + filled + build.pages.print_link(page.file.src_uri)

    @event_priority(-100)
    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Of many plans, a page's navigation shows the page's own, and the way to all."""
        self.held.give_back(page)
        if self.narrowing:
            context["nav"] = self.narrowing.now()
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Links the stylesheets that the page needs, and names the feeds in the head, where programs look for them."""
        build, uri = self._built(), page.file.src_uri
        output = linked(self.pagefind.marked(output, page.meta, build.pages.plan_of(uri)), STYLESHEET)
        return output.replace("</head>", f"{feed_links(uri, build.feeds, build.pages)}</head>", 1)

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Says of a shard what it is; under `serve`, remembers the site for the next save."""
        self.ahead.end()
        if not self.is_dirty:  # such as a shard
            self._asked(lambda: self.pagefind.index(Path(config.site_dir)))
        if self.share:
            self.share.finish(config)
        if self.cache:
            self.found.leave(self.cache)
            self.cache.end()
        if self.is_serving and not self.is_dirty:
            self.updates.end(config, self._built())

    def on_build_error(self, *, error: Exception) -> None:
        """Ends the processes that write pages of a site which will not be there."""
        self.ahead.end()

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Has a save update the site in place; watches the project's own templates, and the data of several plans."""
        host = Host.of(builder)
        if host:
            server.builder = partial(self._rebuild, host, builder)
        folder = custom_folder(config)
        if folder and (folder / "omp").is_dir():
            server.watch(str(folder / "omp"))
        if self.config.data_folder:
            server.watch(self.config.data_folder)
        return server

    def _rebuild(self, host: Host, builder: Callable[[], None]) -> None:
        """Brings the site up to date with what was saved, or has the host build it."""
        for kept in (self.filled, self.found.builds, self.finished.builds):
            kept.close()
        if not self.updates.update(host, self._folders(), self._compile):
            builder()
        elif self.build:
            self._report(self.build.problems, is_strict=False)

    def _built(self) -> SiteBuild:
        assert self.build is not None, "on_pre_build comes first"
        return self.build
