"""The plugin `omp`: hands a MkDocs (or ProperDocs) site's plans to the compiler, and its pages back to the host."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, Literal
from urllib.parse import urlsplit

from mkdocs.config import config_options as c
from mkdocs.config.base import Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from omp_plugin.build import Options, choose_today, compile_site
from omp_plugin.export.plan_json import plan_json, to_text
from omp_plugin.export.problems import as_text, count
from omp_plugin.pages.filling import insert
from omp_plugin.pages.front_matter import as_text_only
from omp_plugin.pages.identifiers import distinct, ids_in
from omp_plugin.pages.navigation import as_configuration
from omp_plugin.problems import LEVELS, Position, Problem, did_you_mean, problem, set_levels
from omp_plugin.render.site_pages import SitePages
from omp_plugin.render.stylesheet import banner, stylesheet
from omp_plugin.source.disk import find_plans, load_plan
from omp_plugin.source.history import History
from omp_plugin.source.nodes import Scalar
from omp_plugin.source.written import Written, is_published, read_written

log = logging.getLogger("mkdocs.plugins.omp")
STYLESHEET = "assets/omp.css"
LINE_HOSTS = ("github", "gitlab", "gitea", "codeberg", "forgejo")
"""Hosts whose pages show the line that an address ends with."""
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


class OmpConfig(Config):  # type: ignore[no-untyped-call] # the host's classes are typed in part
    """The options under `plugins: - omp:`."""

    as_of = c.Optional(c.Type((str, date)))
    """Today's date for plans that state none."""
    checks = CheckLevels(default={})
    """Levels of checks in all plans; a plan's own `checks` come first."""
    publish_data = c.Type(bool, default=True)
    """Whether each plan's `plan.json` is published."""


class Build:
    """One build of a site: its pages, what authors wrote, what is wrong, and which components each page waits for."""

    def __init__(self, config: MkDocsConfig, options: Options) -> None:
        docs = Path(config.docs_dir)
        shown = _shown(docs, config)
        folders = [folder for folder in find_plans(docs) if not _is_left_out(config, folder / "plan.yml")]
        uris = {_uri(folder, docs): folder for folder in folders}
        by_folder = {uri: load_plan(folder, str(PurePosixPath(shown, uri))) for uri, folder in uris.items()}
        with History({source.folder: uris[uri] for uri, source in by_folder.items()}) as history:
            compiled = compile_site(list(by_folder.values()), options, history=history)
        found = {each.source.folder: each for each in compiled.plans}
        self.plans = {uri: found[source.folder] for uri, source in by_folder.items()}
        self.shown = shown
        self.written: Written = read_written(docs, shown)
        overrides = [folder] if (folder := custom_folder(config)) else []
        self.pages = SitePages(
            self.plans, self.written.pages, overrides,
            as_folders=config.use_directory_urls, language=str(config.theme.get("language") or "en"),
        )  # fmt: skip
        self.generated = {uri: self.pages.text(uri) for uri in self.pages.generated}
        self.blocks: dict[str, tuple[str, ...]] = {}
        without = list(_without_template(self.written, config))
        self.broken_heads = {each.position.path for each in (*self.written.problems, *without)}
        found_in_pages = set_levels([*self.written.problems, *without, *self._check()], options.checks)
        self.problems = (*compiled.problems, *found_in_pages)

    def _check(self) -> Iterator[Problem]:
        """Answers every page once, so that nothing is left that could fail when the old site is gone."""
        for uri, page in self.written.pages.items():
            yield from self.pages.answer(uri, page.body.text, page.body.at).problems
        for uri, text in self.generated.items():
            yield from self.pages.answer(uri, text, Position(str(PurePosixPath(self.shown, uri)), 1, 1)).problems

    def is_published(self, uri: str) -> bool:
        """False for sources and data of plans, and for what is not safe."""
        plan = self.pages.plan_of(uri)
        if any(uri == unsafe or uri.startswith(f"{unsafe}/") for unsafe in self.written.unsafe):
            return False
        return plan is None or is_published(uri.removeprefix(f"{plan.folder}/"))

    def place(self, uri: str) -> tuple[str, int] | None:
        """The file below the docs folder, and the line, of what a generated page shows."""
        generated = self.pages.generated.get(uri)
        at = generated.page.at if generated else None
        if at is None or not (self.shown == "." or at.path.startswith(f"{self.shown}/")):
            return None
        return (at.path if self.shown == "." else at.path.removeprefix(f"{self.shown}/")), at.line


class OmpPlugin(BasePlugin[OmpConfig]):  # type: ignore[no-untyped-call] # as above
    """Compiles the plans before the host touches the old site, then gives it their pages."""

    def __init__(self) -> None:
        self.is_serving = False
        self.build: Build | None = None
        self.is_own_nav = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remembers whether problems are shown in the site (`serve`) or stop the build."""
        self.is_serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Forgets the build before, and links the stylesheet, ahead of the project's own, which then override it."""
        self.build = None
        if STYLESHEET not in config.extra_css:
            config.extra_css.insert(0, STYLESHEET)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Compiles and checks everything: the host deletes the published site right after this event."""
        self.build = Build(config, self._options())
        self._report(self.build.problems, is_strict=config.strict)

    def _options(self) -> Options:
        stated = str(self.config.as_of) if self.config.as_of else None
        try:
            today, origin = choose_today(stated, os.environ, date.today())  # noqa: DTZ011 # the author's own day
        except ValueError as error:
            raise PluginError(f"omp: {error}") from None
        origin = origin.removeprefix("--").replace("-", "_")
        log.info("plans that state no as_of are computed as of %s (%s)", today, origin)
        return Options(today, self.config.checks)

    def _report(self, problems: Iterable[Problem], *, is_strict: bool) -> None:
        """Prints all problems; those that fail the build stop it here, with one line that counts them."""
        found = list(problems)
        for each in found:
            log.log(_LOGGED[each.level], "%s", as_text([each]).rstrip("\n"))
        failing = {"error", "warning"} if is_strict else {"error"}
        if not self.is_serving and any(each.level in failing for each in found):
            raise PluginError(f"omp: {count(found)}; the site was left as it was")

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Takes the plans' sources out of the site, and puts their pages, data and stylesheet in."""
        build = self._built()
        for file in files:
            if file.src_dir == config.docs_dir and not build.is_published(file.src_uri):
                file.inclusion = InclusionLevel.EXCLUDED
        for uri in build.generated:
            _put(files, _page_file(config, build, uri))
        for uri, text in (*self._data(build), *build.pages.stylesheets()):
            _put(files, File.generated(config, uri, content=text))
        _put(files, File.generated(config, STYLESHEET, content=stylesheet()))
        self._keep_broken_heads_out(files, config)
        self.is_own_nav = config.nav is None
        if self.is_own_nav:
            listed = (file for file in files.documentation_pages() if file.inclusion != InclusionLevel.NOT_IN_NAV)
            config.nav = as_configuration(build.pages.navigation([file.src_uri for file in listed]))
        return files

    def _data(self, build: Build) -> Iterator[tuple[str, str]]:
        """The `plan.json` of every plan that may be published."""
        for uri, compiled in build.plans.items():
            if self.config.publish_data and compiled.plan and compiled.plan.publish_data is not False:
                yield str(PurePosixPath(uri, "plan.json")), to_text(plan_json(compiled))

    def _keep_broken_heads_out(self, files: Files, config: MkDocsConfig) -> None:
        """Pages whose front matter is refused: the host would load it all the same."""
        build = self._built()
        for uri, page in build.written.pages.items():
            file = files.get_file_from_path(uri)
            is_broken = page.body.at.path in build.broken_heads
            if is_broken and file is not None and file.inclusion != InclusionLevel.EXCLUDED:
                file.content_string = page.body.text

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Gives the configuration back as it was, for another build may use it."""
        if self.is_own_nav:
            config.nav = None
        return nav

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Answers the page's expressions. What the front matter says is text, never markup."""
        build, uri = self._built(), page.file.src_uri
        page.meta = {key: as_text_only(value) for key, value in page.meta.items()}
        _point_at_line(page, build.place(uri), config)
        filled = build.pages.answer(uri, markdown, Position(str(PurePosixPath(build.shown, uri)), 1, 1))
        if uri not in build.written.pages and uri not in build.generated:
            self._report(filled.problems, is_strict=config.strict)
        build.blocks[uri] = filled.blocks
        return filled.markdown

    @event_priority(50)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Puts the components in, before the search index is made; links may lead to what is in them."""
        build = self._built()
        blocks = distinct(html, build.blocks.get(page.file.src_uri, ()))
        if page.present_anchor_ids is not None:
            page.present_anchor_ids.update(*map(ids_in, blocks))
        problems = banner(build.problems) if self.is_serving else ""
        return problems + insert(html, blocks) + build.pages.print_link(page.file.src_uri)

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Watches the project's own components and pages."""
        folder = custom_folder(config)
        if folder and (folder / "omp").is_dir():
            server.watch(str(folder / "omp"))
        return server

    def _built(self) -> Build:
        assert self.build is not None, "on_pre_build comes first"
        return self.build


def custom_folder(config: MkDocsConfig) -> Path | None:
    """The project's own templates (`theme.custom_dir`)."""
    return Path(config.theme.custom_dir) if config.theme.custom_dir else None


def _shown(docs: Path, config: MkDocsConfig) -> str:
    """The docs folder as messages name it: from the folder of the configuration."""
    root = Path(config.config_file_path).resolve().parent if config.config_file_path else Path.cwd()
    whole = docs.resolve()
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else whole.as_posix()


def _uri(path: Path, docs: Path) -> str:
    """A path below the docs folder as the host names it; empty for that folder itself."""
    return path.relative_to(docs).as_posix().removeprefix(".")


def _is_left_out(config: MkDocsConfig, path: Path) -> bool:
    """True for what the configuration excludes (`exclude_docs`)."""
    return bool(config.exclude_docs and config.exclude_docs.match_file(_uri(path, Path(config.docs_dir))))


def _page_file(config: MkDocsConfig, build: Build, uri: str) -> File:
    """A generated page. With a navigation of the project's own, pages that it does not name are no mistake."""
    is_listed = config.nav is None and build.pages.generated[uri].page.is_listed
    level = InclusionLevel.INCLUDED if is_listed else InclusionLevel.NOT_IN_NAV
    file = File.generated(config, uri, content=build.generated[uri], inclusion=level)
    place = build.place(uri)
    file.edit_uri = place[0] if place else None
    return file


def _without_template(written: Written, config: MkDocsConfig) -> Iterator[Problem]:
    """Pages that ask for a template or an icon that the theme does not have; it would fail with the old site gone."""
    known = set(config.theme.get_env().list_templates())
    for page in written.pages.values():
        for key, form in (("template", "{}"), ("icon", ".icons/{}.svg")):
            node = page.fields.get(key) if page.fields else None
            if isinstance(node, Scalar) and node.text and form.format(node.text) not in known:
                yield problem(node.at, "wrong-type", f'the theme has no {key} "{node.text}"', "leave it out")


def _put(files: Files, file: File) -> None:
    """A file in place of the one that has its name."""
    before = files.get_file_from_path(file.src_uri)
    if before is not None:
        files.remove(before)
    files.append(file)


def _point_at_line(page: Page, place: tuple[str, int] | None, config: MkDocsConfig) -> None:
    """Leads the edit link to the line, where the repository's host can show one."""
    host = urlsplit(config.repo_url or page.edit_url or "").hostname or ""
    if page.edit_url and place and any(name in host for name in LINE_HOSTS):
        page.edit_url += f"#L{place[1]}"
