"""What a site publishes of its plans beside the pages: the files of each, and those of all together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from omp_plugin.compute.compiled import Compiled
from omp_plugin.export.files import every_file, file_names, site_files
from omp_plugin.export.llms import Link, llms_txt

_SITE_FILES = (
    ("JSON Schema of every plan.json", "plan.schema.json"), ("Calendar of all plans", "calendar.ics"),
    ("All plans in one table (CSV)", "portfolio.csv"),
)  # fmt: skip


class Settings(NamedTuple):
    """What the site says of itself: its name, its address (empty: unknown) and the host of that."""

    name: str
    url: str
    host: str


def published_files(plans: Mapping[str, Compiled], settings: Settings) -> dict[str, dict[str, bytes]]:
    """The files of every plan that may be published (`publish_data`), by folder and name."""
    return {folder: every_file(each, settings.host) for folder, each in _published(plans).items()}


def published_names(plans: Mapping[str, Compiled]) -> dict[str, tuple[str, ...]]:
    """The names of the files of every plan that may be published, by folder."""
    return {folder: file_names(each) for folder, each in _published(plans).items()}


def published_for_all(
    plans: Mapping[str, Compiled], pages: Mapping[str, Iterable[Link]], settings: Settings
) -> dict[str, bytes]:
    """The calendar, the schema and `llms.txt` of a site; `pages` are title and address of each plan's, by folder."""
    open_ = _published(plans)
    if not open_:
        return {}
    found = site_files(open_.values(), settings.name, settings.host)
    base = settings.url.rstrip("/") + "/" if settings.url else ""
    whole = {}
    for folder in open_:
        links = [*pages.get(folder, ()), ("Everything computed (JSON)", str(PurePosixPath(folder, "plan.json")))]
        whole[folder] = [(title, base + address) for title, address in links]
    own = [(title, base + file) for title, file in _SITE_FILES]
    return {**found, "llms.txt": llms_txt(settings.name, open_, whole, own).encode()}


def _published(plans: Mapping[str, Compiled]) -> dict[str, Compiled]:
    return {folder: each for folder, each in plans.items() if each.plan and each.plan.publish_data is not False}
