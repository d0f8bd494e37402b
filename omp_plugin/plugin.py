"""The plugin `omp`: hands a MkDocs (or ProperDocs) site's plans to the compiler, and its pages back to the host."""

from __future__ import annotations

import html
import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any, Literal

from mkdocs.config import config_options as c
from mkdocs.config.base import Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from omp_plugin.build import Options, choose_today
from omp_plugin.export.problems import as_text, count
from omp_plugin.pages.navigation import Entry
from omp_plugin.problems import LEVELS, Problem, did_you_mean
from omp_plugin.site import BuiltSite, build_site, may_publish

log = logging.getLogger("mkdocs.plugins.omp")
STYLESHEET = "assets/omp.css"
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
        return {code: "off" if level is False else level for code, level in value.items()}


class OmpConfig(Config):
    """The options under `plugins: - omp:`."""

    as_of = c.Optional(c.Type((str, date)))
    """Today's date for plans that state none."""
    checks = CheckLevels(default={})
    """Levels of checks in all plans; a plan's own `checks` come first."""
    publish_data = c.Type(bool, default=True)
    """Whether each plan's `plan.json` is published."""


class OmpPlugin(BasePlugin[OmpConfig]):
    """Compiles the plans before the host touches the old site, then gives it their pages."""

    def __init__(self) -> None:
        self.is_serving = False
        self.site: BuiltSite | None = None
        self.is_own_nav = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remembers whether problems are to be shown in the site (`serve`) or to stop the build."""
        self.is_serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Forgets the build before, and links the stylesheet, before the project's own so that those can override it."""
        self.site = None
        if STYLESHEET not in config.extra_css:
            config.extra_css.insert(0, STYLESHEET)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Compiles and checks everything: the host deletes the published site right after this event."""
        options = self._options()
        root = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
        self.site = build_site(Path(config.docs_dir), root, options, _overrides(config), _is_left_out(config))
        self._report(self.site.problems, is_strict=config.strict)

    def _options(self) -> Options:
        try:
            stated = str(self.config.as_of) if self.config.as_of else None
            today, origin = choose_today(stated, os.environ, date.today())  # noqa: DTZ011 # the author's own day
        except ValueError as error:
            raise PluginError(f"omp: {error}") from None
        log.info("Plans without as_of are computed as of %s (%s)", today, origin.replace("--as-of", "as_of"))
        return Options(today, self.config.checks)

    def _report(self, problems: Iterable[Problem], *, is_strict: bool) -> None:
        """Prints all problems; those that fail the build stop it here, in one line that counts them."""
        found = list(problems)
        for each in found:
            log.log(_LOGGED[each.level], "%s", as_text([each]).rstrip("\n"))
        failing = {"error", "warning"} if is_strict else {"error"}
        if not self.is_serving and any(each.level in failing for each in found):
            raise PluginError(f"omp: {count(found)}; nothing was published")

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Takes the plans' sources out of the site, and puts their pages, data and stylesheet in."""
        site = self._built()
        for file in list(files):
            if not may_publish(site, file.src_uri, from_docs=file.src_dir == config.docs_dir):
                file.inclusion = InclusionLevel.EXCLUDED
        has_nav = config.nav is not None
        for uri, text in site.generated.items():
            level = InclusionLevel.NOT_IN_NAV if has_nav or uri in site.unlisted else InclusionLevel.INCLUDED
            _replace(files, _page_file(config, site, uri, text, level))
        if self.config.publish_data:
            for uri, text in site.data.items():
                _replace(files, File.generated(config, uri, content=text))
        for uri, text in site.bodies_only.items():
            _replace(files, File.generated(config, uri, content=text))
        style = package_files("omp_plugin").joinpath("assets", "omp.css")
        if style.is_file():
            _replace(files, File.generated(config, STYLESHEET, content=style.read_bytes()))
        self.is_own_nav = not has_nav
        if not has_nav:
            config.nav = list(_nav(site.navigation(_uris(files))))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Gives the configuration back as it was: another build may use it."""
        if self.is_own_nav:
            config.nav = None
        return nav

    @event_priority(-50)
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Answers the page's expressions; what is in the front matter is text, never markup."""
        site = self._built()
        page.meta = {key: _escaped(value) for key, value in page.meta.items()}
        _point_at_line(page, site.lines.get(page.file.src_uri))
        filled, found = site.fill(page.file.src_uri, markdown)
        if found:
            self._report(found, is_strict=config.strict)
        return filled

    @event_priority(50)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Puts the components in, before the search index is made."""
        site = self._built()
        content, anchors = site.insert(page.file.src_uri, html)
        if page.present_anchor_ids is not None:
            page.present_anchor_ids |= anchors
        return (site.banner() if self.is_serving else "") + content

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Watches the project's own components and pages."""
        overrides = _overrides(config)
        if overrides and (overrides / "omp").is_dir():
            server.watch(str(overrides / "omp"))
        return server

    def on_build_error(self, *, error: Exception) -> None:
        """Forgets what was half built."""
        self.site = None

    def _built(self) -> BuiltSite:
        assert self.site is not None, "on_pre_build comes first"
        return self.site


def _overrides(config: MkDocsConfig) -> Path | None:
    return Path(config.theme.custom_dir) if config.theme.custom_dir else None
