"""Every file that a plan comes out as: what is published beside its pages, and what `omp export` writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from omp_plugin.compute.compiled import Compiled
from omp_plugin.export.plan_json import plan_json, to_text

Files = Iterator[tuple[str, bytes]]


def _json(compiled: Compiled, host: str) -> Files:
    yield "plan.json", to_text(plan_json(compiled)).encode()


def _ics(compiled: Compiled, host: str) -> Files:
    from omp_plugin.export.calendar import plan_calendar

    yield "calendar.ics", plan_calendar(compiled, host)


def _tables(compiled: Compiled, *, as_csv: bool, as_workbook: bool) -> Files:
    from omp_plugin.export.csv_files import csv_file
    from omp_plugin.export.tables import tables
    from omp_plugin.export.workbook import workbook

    assert compiled.plan, "only plans that can be read are exported"
    assert compiled.results
    sheets = tables(compiled.plan, compiled.results)
    if as_workbook:
        yield "plan.xlsx", workbook(sheets, compiled.plan.label)
    if as_csv:
        yield from ((f"data/{sheet.name}.csv", csv_file(sheet)) for sheet in sheets)


def _xlsx(compiled: Compiled, host: str) -> Files:
    return _tables(compiled, as_csv=False, as_workbook=True)


def _csv(compiled: Compiled, host: str) -> Files:
    return _tables(compiled, as_csv=True, as_workbook=False)


def _msproject(compiled: Compiled, host: str) -> Files:
    from omp_plugin.export.msproject import msproject

    assert compiled.plan, "only plans that can be read are exported"
    assert compiled.results
    yield "project.xml", msproject(compiled.plan, compiled.results)


def _mediaplan(compiled: Compiled, host: str) -> Files:
    from omp_plugin.export.media_plan import media_plan

    found = media_plan(compiled)
    if found is not None:
        yield "mediaplan.json", to_text(found).encode()


FORMATS: Mapping[str, Callable[[Compiled, str], Files]] = {
    "json": _json, "ics": _ics, "xlsx": _xlsx, "csv": _csv, "msproject": _msproject, "mediaplan": _mediaplan,
}  # fmt: skip
"""How the files of each format are made, of a plan that can be read; with the site's host, where one is known."""


def every_file(compiled: Compiled, host: str = "") -> dict[str, bytes]:
    """All files of a plan by their names below its folder; none of a plan that cannot be read."""
    if compiled.plan is None or compiled.results is None:
        return {}
    found = {**dict(_json(compiled, host)), **dict(_ics(compiled, host))}
    found |= dict(_tables(compiled, as_csv=True, as_workbook=True))
    return found | dict(_msproject(compiled, host)) | dict(_mediaplan(compiled, host))


def file_names(compiled: Compiled) -> tuple[str, ...]:
    """The names of all files of a plan, in the order of `every_file`, without what is in them."""
    from omp_plugin.export.media_plan import media_plan
    from omp_plugin.export.tables import tables

    if compiled.plan is None or compiled.results is None:
        return ()
    data = (f"data/{sheet.name}.csv" for sheet in tables(compiled.plan, compiled.results))
    media = ("mediaplan.json",) if media_plan(compiled) is not None else ()
    return "plan.json", "calendar.ics", "plan.xlsx", *data, "project.xml", *media


def site_files(plans: Iterable[Compiled], name: str, host: str) -> dict[str, bytes]:
    """The files of a site: the calendar of all its plans, its portfolio, and the schema of every `plan.json`."""
    from omp_plugin.export.calendar import site_calendar
    from omp_plugin.export.plan_schema import plan_schema
    from omp_plugin.export.portfolio import portfolio_files

    schema = (json.dumps(plan_schema(), indent=2) + "\n").encode()
    listed = list(plans)
    calendar = site_calendar(listed, name, host)
    return {"calendar.ics": calendar, "plan.schema.json": schema, **portfolio_files(listed)}
