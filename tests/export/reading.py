"""Independent readers of what is exported: a workbook's cells, a CSV's rows, a calendar's events and occurrences."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import icalendar
import recurring_ical_events
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from omp_plugin.build import Options, compile_plan
from omp_plugin.compute.compiled import Compiled
from omp_plugin.source.disk import load_plan
from tests.helpers import PLANS, ROOT, TODAY, compiled

MAXIMAL = (ROOT / "tests" / "goldens" / "maximal.yml").read_text("utf-8")
EXAMPLES = sorted(path.parent.name for path in PLANS.glob("*/plan.yml"))


def example(name: str) -> Compiled:
    """An example plan by its folder, or the plan with every key."""
    return compiled(MAXIMAL) if name == "maximal" else compile_plan(load_plan(PLANS / name, f"plans/{name}"), Options(TODAY))


def book_of(content: bytes) -> Workbook:
    """A workbook as openpyxl reads it."""
    return load_workbook(io.BytesIO(content))


def sheet_of(book: Workbook, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet by the names of the columns."""
    head, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def csv_of(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file by the names of the columns."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def events_of(content: bytes) -> dict[str, dict[str, Any]]:
    """The events of a calendar by identifier, each with its properties."""
    calendar = icalendar.Calendar.from_ical(content)
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def occurrences_of(content: bytes, uid: str) -> list[date]:
    """The days on which an event takes place, as another library expands its rule."""
    calendar = icalendar.Calendar.from_ical(content)
    found = recurring_ical_events.of(calendar).between(date(1990, 1, 1), date(2201, 1, 1))
    return sorted(event["DTSTART"].dt for event in found if str(event["UID"]) == uid)


def days_of(event: dict[str, Any]) -> tuple[date, date]:
    """The first and the last day of an all-day event."""
    return event["DTSTART"].dt, event["DTEND"].dt - timedelta(days=1)
