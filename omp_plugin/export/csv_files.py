"""The tables of a plan as CSV files, which spreadsheets open as they are and never run (plan format, section 12).

UTF-8 with a byte-order mark, since without one a spreadsheet guesses the letters; commas, a header row, CR LF. A text
that begins like a formula has an apostrophe before it. Numbers have a point whatever the locale, days are ISO 8601.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from omp_plugin.export.cells import Cell, is_formula
from omp_plugin.export.numbers import number
from omp_plugin.export.tables import Sheet

MARK = "\ufeff"


def csv_file(sheet: Sheet) -> bytes:
    """One table."""
    out = io.StringIO()
    out.write(MARK)
    writer = csv.writer(out)
    writer.writerow(sheet.columns)
    writer.writerows(map(_texts, sheet.rows))
    return out.getvalue().encode()


def _texts(row: Iterable[Cell]) -> list[str]:
    return ["" if cell is None else _text(cell) for cell in row]


def _text(cell: str | Decimal | Fraction | int | date) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if is_formula(cell) else cell
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return cell.isoformat() if isinstance(cell, date) else number(cell) or ""
