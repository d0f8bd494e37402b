"""The plugin `omp`: hands a MkDocs (or ProperDocs) site's plans to the compiler, and its pages back to the host."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config import config_options as c
from mkdocs.config.base import Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Link, Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from omp_plugin.actuals.reach import Reach, is_data_of, variables
from omp_plugin.build import Options, choose_today
from omp_plugin.export.feed import feed_links
from omp_plugin.export.problems import as_text, count
from omp_plugin.pages.front_matter import as_text_only, title_as_text
from omp_plugin.pages.narrowing import many_plans, narrowed
from omp_plugin.pages.navigation import as_configuration, without
from omp_plugin.pages.unlinking import unlinked
from omp_plugin.problems import LEVELS, Problem, did_you_mean
from omp_plugin.publish.cache import Cache
from omp_plugin.publish.finished import Finished
from omp_plugin.publish.host import VERSION, at_line, versioned
from omp_plugin.publish.last_build import LastBuild
from omp_plugin.publish.search import Memory, quicken
from omp_plugin.publish.site import HostSite, SiteBuild, for_pages, with_blocks
from omp_plugin.publish.templates import InMemory
from omp_plugin.render.older import older_note
from omp_plugin.render.stylesheet import stylesheet
from omp_plugin.source.visibility import ALL, VISIBILITIES
from omp_plugin.words import _, speaking

log = logging.getLogger("mkdocs.plugins.omp")
STYLESHEET = "assets/omp.css"
PORTFOLIO = "portfolio.md"
_LOGGED: Mapping[str, int] = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.INFO}


class CheckLevels(c.OptionallyRequired[dict[str, Any]]):
    """Levels by code of a check: `off`, `info`, `warning` or `error`."""

    def run_validation(self, value: object) -> dict[str, Any]:
        """Refuses codes and levels that do not exist."""
        if not isinstance(value, dict):
            raise ValidationError("checks are levels by code, such as `orphan-activity: info`")
        for code, level in value.items():
            if code not in LEVELS:
                raise ValidationError(f'there is no check "{code}"; {did_you_mean(str(code), LEVELS)}')
            # YAML reads the bare word `off` as false.
            if level is not False and level not in ("off", "info", "warning", "error"):
                raise ValidationError(f'"{level}" is no level of "{code}": write off, info, warning or error')
        return {code: level or "off" for code, level in value.items()}


class Connections(c.OptionallyRequired[dict[str, str]]):
    """Databases by name, each with the variable of the environment that holds its URL: `{env: WAREHOUSE_URL}`."""

    def run_validation(self, value: object) -> dict[str, str]:
        """Refuses all but the names of variables."""
        try:
            return variables(value)
        except ValueError as error:
            raise ValidationError(str(error)) from None


class OmpConfig(Config):  # type: ignore[no-untyped-call] # the host's classes are typed in part
    """The options under `plugins: - omp:`."""

    as_of = c.Optional(c.Type((str, date)))
    """Today's date for plans that state none."""
    checks = CheckLevels(default={})
    """Levels of checks in all plans; a plan's own `checks` come first."""
    audience = c.Choice(VISIBILITIES, default=ALL)
    """Who the site is for: of plans, entities and pages above it the build knows nothing."""
    data_folder = c.Optional(c.Dir(exists=True))
    """Where data files of several plans lie; none of them is published."""
    connections = Connections(default={})
    """Databases that plans may ask for actuals, by name, each with the variable that holds its URL."""
    publish_data = c.Type(bool, default=True)
    """Whether the data of plans is published: `plan.json`, calendar, workbook, tables and the like."""


class OmpPlugin(BasePlugin[OmpConfig]):  # type: ignore[no-untyped-call] # as above
    """Compiles the plans before the host touches the old site, then gives it their pages."""

    def __init__(self) -> None:
        self.is_serving = False
        self.build: SiteBuild | None = None
        self.before: SiteBuild | None = None
        self.found, self.compiled, self.finished = Memory(), InMemory(), Finished()
        self.filled: LastBuild[object, tuple[str, frozenset[str]]] = LastBuild()
        self.nav: Any = None
        self.plans: Any = None
        self.version = ""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remembers whether problems are shown in the site (`serve`) or stop the build."""
        self.is_serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Forgets the build before, and links the stylesheet, ahead of the project's own, which then override it."""
        self.before = (self.build or self.before) if self.is_serving else None
        self.build, self.version = None, os.environ.get(VERSION, "")
        if self.version:
            has_mike = "mike" in config.plugins
            config.site_url = versioned(config.site_url, self.version, config.extra, has_mike=has_mike)
        if STYLESHEET not in config.extra_css:
            config.extra_css.insert(0, STYLESHEET)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Compiles and checks everything: the host deletes the published site right after this event."""
        site, options = _host_site(config), self._options()
        with_data, is_kept = self.config.publish_data, self.is_serving
        self.build = SiteBuild(site, options, with_data=with_data, before=self.before, is_kept=is_kept)
        self._report(self.build.problems, is_strict=config.strict)
        quicken(config.plugins.values(), self.found if self.is_serving else None)
        self.filled.next_build()

    def _options(self) -> Options:
        try:
            today, origin = choose_today(str(self.config.as_of or ""), os.environ, date.today())  # noqa: DTZ011 # the author's own day
        except ValueError as error:
            raise PluginError(f"omp: {error}") from None
        origin = origin.removeprefix("--").replace("-", "_")
        log.info("plans that state no as_of are computed as of %s (%s)", today, origin)
        folder = self.config.data_folder
        reach = Reach(Path(folder) if folder else None, self.config.connections, os.environ)
        return Options(today, self.config.checks, self.config.audience, reach)

    def _report(self, found: Sequence[Problem], *, is_strict: bool) -> None:
        """Prints all problems; those that fail the build stop it here, with one line that counts them."""
        for each in found:
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
            _put(files, _page_file(config, build, uri))
        for uri, content in build.files(lambda name: files.get_file_from_path(name) is not None):
            _put(files, File.generated(config, uri, content=content))
        for uri, text in build.pages.stylesheets():
            _put(files, File.generated(config, uri, content=text))
        _put(files, File.generated(config, STYLESHEET, content=stylesheet()))
        self._keep_broken_heads_out(files)
        self.nav = config.nav
        if config.nav is not None:
            config.nav = without(config.nav, build.pages.is_hidden)
        else:
            listed = (file for file in files.documentation_pages() if file.inclusion != InclusionLevel.NOT_IN_NAV)
            config.nav = as_configuration(build.pages.navigation([file.src_uri for file in listed]))
        return files

    def _keep_broken_heads_out(self, files: Files) -> None:
        """Pages whose front matter is refused: the host would load it all the same."""
        build = self._built()
        for uri, page in build.written.pages.items():
            file = files.get_file_from_path(uri)
            is_broken = page.body.at.path in build.broken_heads
            if is_broken and file is not None and file.inclusion != InclusionLevel.EXCLUDED:
                file.content_string = page.body.text

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Gives the configuration back as it was, for another build may use it."""
        self.plans = many_plans(nav.items, len(self._built().pages.plans)) if self.nav is None else None
        config.nav = self.nav
        return nav

    @event_priority(-100)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Keeps the theme's templates compiled from one build to the next, and the pages that they wrote."""
        if self.is_serving:
            self.compiled.keep_for(env)
            self.finished.keep_for(env, config)
        return env

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Answers the page's expressions. What the front matter says is text, never markup."""
        build, uri = self._built(), page.file.src_uri
        page.meta = {key: as_text_only(value) for key, value in page.meta.items()}
        page.edit_url = at_line(page.edit_url, build.place(uri), config.repo_url)
        filled = build.filled(uri, markdown)
        if uri not in build.written.pages and uri not in build.generated:
            self._report(filled.problems, is_strict=config.strict)
        return unlinked(filled.markdown, uri, build.pages.is_hidden)

    @event_priority(50)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Puts the components in, before the search index is made; links may lead to what is in them."""
        _keep_title_text(page)
        build = self._built()
        blocks = build.blocks.pop(page.file.src_uri, ())
        make = partial(with_blocks, html, blocks)
        filled, ids = self.filled.get((html, blocks), make) if self.is_serving else make()
        if page.present_anchor_ids is not None:
            page.present_anchor_ids.update(ids)
        note = older_note(page.file.src_uri, self.version, as_folders=config.use_directory_urls) if self.version else ""
        return note + (build.banner if self.is_serving else "") + filled + build.pages.print_link(page.file.src_uri)

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Of many plans, a page's navigation shows the page's own, and the way to all."""
        if self.plans is not None:
            found = next((each for each in nav.pages if each.file.src_uri == PORTFOLIO), None)
            with speaking(self._built().pages.language):
                others = [Link(escape(_("All plans")), found.url)] if found else []
            context["nav"] = narrowed(nav, self.plans, others)
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Names the feeds in the head, where programs look for them."""
        links = feed_links(page.file.src_uri, self._built().feeds, self._built().pages)
        return output.replace("</head>", f"{links}</head>", 1) if links else output

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Watches the project's own components and pages, and the data of several plans."""
        folder = custom_folder(config)
        if folder and (folder / "omp").is_dir():
            server.watch(str(folder / "omp"))
        if self.config.data_folder:
            server.watch(self.config.data_folder)
        return server

    def _built(self) -> SiteBuild:
        assert self.build is not None, "on_pre_build comes first"
        return self.build


def _keep_title_text(page: Page) -> None:
    """A title that is the page's heading or its file's name: some themes print it as it is, some undo its escapes.

    They do neither with a title of front matter, which ours has been escaped to be.
    """
    if "title" not in page.meta and "title" not in vars(page) and page.title:
        text = title_as_text(page.title)
        if "&" in text:
            page.meta["title"] = text


def _host_site(config: MkDocsConfig) -> HostSite:
    """What a build has to know of the host's configuration."""
    docs, excluded = Path(config.docs_dir), config.exclude_docs
    return HostSite(
        docs,
        Path(config.config_file_path).resolve().parent if config.config_file_path else Path.cwd(),
        config.site_name,
        config.site_url or "",
        str(config.theme.get("language") or "en"),
        lambda: for_pages(config.theme.get_env()),
        custom_folder(config),
        config.use_directory_urls,
        lambda uri: bool(excluded and excluded.match_file(uri)),
        Cache.named_in(os.environ),
    )


def custom_folder(config: MkDocsConfig) -> Path | None:
    """The project's own templates (`theme.custom_dir`)."""
    return Path(config.theme.custom_dir) if config.theme.custom_dir else None


def _page_file(config: MkDocsConfig, build: SiteBuild, uri: str) -> File:
    """A generated page. With a navigation of the project's own, pages that it does not name are no mistake."""
    is_listed = config.nav is None and build.pages.generated[uri].page.is_listed
    level = InclusionLevel.INCLUDED if is_listed else InclusionLevel.NOT_IN_NAV
    file = File.generated(config, uri, content=build.generated[uri], inclusion=level)
    place = build.place(uri)
    file.edit_uri = place[0] if place else None
    return file


def _put(files: Files, file: File) -> None:
    """A file in place of the one that has its name."""
    before = files.get_file_from_path(file.src_uri)
    if before is not None:
        files.remove(before)
    files.append(file)
