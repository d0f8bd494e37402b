"""What a project's configuration says: the options of the plugin, and what a build knows of the site."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateError
from mkdocs.config import config_options as c
from mkdocs.config.base import Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig

from omp_plugin.actuals.reach import variables
from omp_plugin.problems import LEVELS, did_you_mean
from omp_plugin.publish.cache import Cache
from omp_plugin.publish.site import HostSite
from omp_plugin.source.visibility import ALL, VISIBILITIES

_PARTS = ("partials/", "fragments/")
"""Where themes keep templates of parts of pages: as a page they fail, when the old site is gone already."""


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
    search = c.Choice(("theme", "pagefind"), default="theme")
    """Who searches: the theme, if its plugin is there, or Pagefind, which large sites need."""

    def validate(self) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        """Refuses options that do not exist: a slip in `audience` would publish what is meant for few."""
        failed, warnings = super().validate()
        names = {name for name, _ in self._schema}
        unknown = [str(name) for name in self if name not in names]
        said = [f'there is no option "{name}"; {did_you_mean(name, names)}' for name in unknown]
        wrong = zip(unknown, map(ValidationError, said), strict=True)
        return [*failed, *wrong], [each for each in warnings if each[0] not in unknown]


def host_site(config: MkDocsConfig, cache: Cache | None = None) -> HostSite:
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
        cache,
    )


def custom_folder(config: MkDocsConfig) -> Path | None:
    """The project's own templates (`theme.custom_dir`)."""
    return Path(config.theme.custom_dir) if config.theme.custom_dir else None


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
