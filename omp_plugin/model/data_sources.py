"""Sources of actuals other than the plan itself: what a plan may name (plan format, section 5; security: paths)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from omp_plugin.model.kpis import DataSource, Kpi
from omp_plugin.model.plan import Plan
from omp_plugin.model.reading import shorten
from omp_plugin.problems import Problem, problem

_DRIVE_OR_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_INSTEAD = "write the values under `actual`, or in actuals.csv"


def check_data_sources(plan: Plan) -> Iterator[Problem]:
    """Problems: `unsafe-path` for a file outside the plan's folder, `unknown-reference` for a connection that the site
    does not define, `wrong-type` for files and queries, which are not read: no value is ever taken for zero instead.
    """
    for kpi in plan.kpis.values():
        if isinstance(kpi.actual, DataSource) and (kpi.actual.connection or kpi.actual.file) is not None:
            yield _unread(kpi, kpi.actual)


def _unread(kpi: Kpi, source: DataSource) -> Problem:
    if source.connection is not None:
        message = f'there is no connection "{shorten(source.connection)}"'
        return problem(source.where("connection"), "unknown-reference", message, _INSTEAD)
    file = source.file or ""
    if not is_inside(file):
        message = f'"{shorten(file)}" leads out of the plan\'s folder'
        hint = "name a file in the plan's folder: data/orders.csv"
        return problem(source.where("file"), "unsafe-path", message, hint)
    message = f'the values of "{kpi.id}" cannot be read from "{shorten(file)}": files of data are not supported'
    return problem(source.where("file"), "wrong-type", message, _INSTEAD)


def is_inside(path: str) -> bool:
    """True for a relative path that stays where it starts, on any system."""
    parts = PurePosixPath(path.replace("\\", "/"))
    return bool(path) and not (parts.is_absolute() or ".." in parts.parts or _DRIVE_OR_SCHEME.match(path))
