"""The first sheet of a workbook (XLSX) as columns of one type each, once its archive was found to be harmless."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from omp_plugin import limits
from omp_plugin.actuals.answers import Refused

MEMBERS = 1_000
"""Most files in the archive that a workbook is."""
CELLS = limits.DATA_MB * 1024**2 // 64
"""Most cells of a sheet: each takes this process 64 bytes at least."""
_WHOLE = 2**63


class Column(NamedTuple):
    """The type of a column in SQL, and its cells."""

    type: str
    cells: Sequence[Any]


def columns_of(path: str) -> Mapping[str, Column]:
    """The columns of the first sheet by the names in its first row. Refuses archives that unpack to too much."""
    _check(path)
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False, rich_text=False)
        rows = _rows(book.worksheets[0])
    except (Refused, MemoryError, ImportError):
        raise
    except Exception:  # the reader has an error of its own for every way in which a workbook can be damaged
        raise Refused("wrong-type", "the workbook cannot be read", "save it anew as XLSX") from None
    names = [_name(cell, number) for number, cell in enumerate(rows[0])] if rows else []
    if not names or len({name.lower() for name in names}) < len(names):
        message = "the first row of the first sheet does not name each column once"
        raise Refused("wrong-type", message, "write the names of the columns there")
    return {name: _column([_cell(row, number) for row in rows[1:]]) for number, name in enumerate(names)}


def _check(path: str) -> None:
    """Refuses what is no archive, and one that says that it unpacks to more than it may; readers go no further."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            hostile = any(_has_entities(archive, member) for member in members) if _fits(members) else False
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, RuntimeError, ValueError):
        raise Refused("wrong-type", "this is not a workbook", "save it anew as XLSX") from None
    if not _fits(members):
        message = f"the workbook unpacks to more than {limits.DATA_MB} MB, or to more than {MEMBERS:,} files"
        raise Refused("too-large", message, "keep only the rows and columns that are needed")
    if hostile:
        raise Refused("wrong-type", "the workbook defines entities, which none needs", "save it anew as XLSX")


def _fits(members: Sequence[zipfile.ZipInfo]) -> bool:
    return len(members) <= MEMBERS and sum(each.file_size for each in members) <= limits.DATA_MB * 1024**2


def _has_entities(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """True for XML that could grow while it is read: a document type stands before the first element."""
    with archive.open(member) as file:
        head = file.read(4096).replace(b"\0", b"")
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head


def _rows(sheet: Any) -> list[tuple[Any, ...]]:
    """The rows that hold anything; what a sheet says of its own size is not believed."""
    sheet.reset_dimensions()
    rows, cells = [], 0
    for row in sheet.iter_rows(values_only=True):
        cells += max(len(row), 1)
        if cells > CELLS:
            message = f"the first sheet has more than {CELLS:,} cells"
            raise Refused("too-large", message, "keep only the rows and columns that are needed")
        if any(cell is not None for cell in row):
            rows.append(row)
    return rows


def _name(cell: Any, number: int) -> str:
    return str(cell) if cell not in (None, "") else f"column{number + 1}"


def _cell(row: Sequence[Any], number: int) -> Any:
    return row[number] if number < len(row) else None


def _column(cells: Sequence[Any]) -> Column:
    """The cells of a column with the one type that holds them all: a text where they differ."""
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds <= {int} and all(cell is None or -_WHOLE <= cell < _WHOLE for cell in cells):
        return Column("BIGINT", cells)
    if kinds <= {int, float}:
        return Column("DOUBLE", [None if cell is None else repr(cell) for cell in cells])
    if kinds <= {datetime, date}:
        return Column("TIMESTAMP", [None if cell is None else cell.isoformat(" ") for cell in cells])
    if kinds <= {bool}:
        return Column("BOOLEAN", cells)
    return Column("VARCHAR", [_text(cell) for cell in cells])


def _text(cell: Any) -> str | None:
    if isinstance(cell, datetime | date):
        return cell.isoformat(" ") if isinstance(cell, datetime) and cell.time() != time() else cell.isoformat()[:10]
    if isinstance(cell, timedelta):
        return str(cell)
    return None if cell is None else str(cell)


def csv_of(columns: Mapping[str, Column], path: str) -> None:
    """Writes columns where they can be read with their types; an empty cell is NULL."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*(column.cells for column in columns.values()), strict=True))
