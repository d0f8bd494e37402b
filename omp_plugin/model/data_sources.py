"""Sources of actuals other than the plan itself: what a plan may name (plan format, section 5; security: paths)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from omp_plugin.model.kpis import Actuals, DataSource, names_source
from omp_plugin.model.reading import Reader
from omp_plugin.source.nodes import Mapping, Scalar

_DRIVE_OR_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Sourced(NamedTuple):
    """A KPI whose actuals come from a file or a connection, and what the plan says of its values."""

    kpi: str
    source: DataSource
    is_percent: bool
    cadence: str | None


def data_sources(plan: Mapping) -> Iterator[Sourced]:
    """The KPIs of a plan that name a source which can be read as it is written; the others are said when it is typed.
    """
    kpis = plan.get("kpis")
    for entry in kpis if isinstance(kpis, Mapping) else ():
        node = entry.value.get("actual") if isinstance(entry.value, Mapping) else None
        if isinstance(entry.value, Mapping) and isinstance(node, Mapping) and names_source(node):
            source = Actuals().read(node, reader := Reader())
            if isinstance(source, DataSource) and not reader.problems and source.file != source.connection:
                yield Sourced(entry.key.text, source, _text(entry.value, "unit") == "%", _text(entry.value, "cadence"))


def _text(kpi: Mapping, key: str) -> str | None:
    node = kpi.get(key)
    return node.text if isinstance(node, Scalar) else None


def is_inside(path: str) -> bool:
    """True for a relative path that stays where it starts, on any system."""
    parts = PurePosixPath(path.replace("\\", "/"))
    return bool(path) and not (parts.is_absolute() or ".." in parts.parts or _DRIVE_OR_SCHEME.match(path))
