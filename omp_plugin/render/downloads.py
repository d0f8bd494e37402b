"""The files that readers can take away, as links say them."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from omp_plugin.words import _, marked

_LABELS = (
    ("calendar.ics", marked("Calendar (iCalendar)")),
    ("plan.xlsx", marked("Workbook (XLSX)")),
    ("portfolio.xlsx", marked("Workbook (XLSX)")),
    ("project.xml", marked("Schedule (Microsoft Project)")),
    ("mediaplan.json", marked("Media plan (Media Plan Open Data Standard)")),
    ("plan.json", marked("Compiled plan (JSON)")),
)


class Download(NamedTuple):
    """A file: what it is called, and its name below the plan's folder."""

    label: str
    file: str


class Downloads(NamedTuple):
    """The whole plan in several forms, and its tables one by one."""

    whole: tuple[Download, ...]
    tables: tuple[Download, ...]


def downloads(files: Collection[str]) -> Downloads:
    """The links to some published files, in the language that is spoken."""
    whole = (Download(_(label), file) for file, label in _LABELS if file in files)
    tables = (Download(file.removeprefix("data/"), file) for file in files if file.endswith(".csv"))
    return Downloads(tuple(whole), tuple(tables))
