"""The tables of a plan as a workbook (XLSX): a sheet each, numbers and days as such, texts never a formula."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING

from omp_plugin.export.cells import Cell, is_formula
from omp_plugin.export.numbers import RATIO_DIGITS, number
from omp_plugin.export.tables import Sheet

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_LONGEST = 32_767
"""The letters that a cell can hold."""
_EXACT = 10**15
"""A spreadsheet keeps 15 digits; a larger number stays exact as a text."""
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 # a workbook has to say when it was made, and must not differ from build to build
_USUAL, _WIDEST = 7, 50
"""The letters that a column shows by itself, and those that it is widened to."""


def workbook(sheets: list[Sheet], title: str) -> bytes:
    """The bytes of the workbook: the same for the same tables."""
    from xlsxwriter.workbook import Workbook

    out = BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"title": title[:255], "created": _MADE})
    writer = _Writer(book)
    for sheet in sheets:
        writer.write(sheet)
    book.close()
    return out.getvalue()


class _Writer:
    """Writes tables with the formats that they share."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._head = book.add_format({"bold": True})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._quoted = book.add_format({"quote_prefix": True})
        self._money: dict[int, Format] = {}

    def write(self, sheet: Sheet) -> None:
        page = self._book.add_worksheet(sheet.name)
        page.freeze_panes(1, 0)
        for column, name in enumerate(sheet.columns):
            page.write_string(0, column, name, self._head)
        widths = [len(name) for name in sheet.columns]
        for index, row in enumerate(sheet.rows, 1):
            for column, cell in enumerate(row):
                if cell is not None:
                    self._cell(page, index, column, cell)
                    widths[column] = max(widths[column], len(cell) if isinstance(cell, str) else 11)
        for column, width in enumerate(widths):
            if width > _USUAL:
                page.set_column(column, column, min(width, _WIDEST) + 2)

    def _cell(self, page: Worksheet, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, str):
            page.write_string(row, column, cell[:_LONGEST], self._quoted if is_formula(cell) else None)
        elif isinstance(cell, date):
            page.write_datetime(row, column, cell, self._day)
        elif isinstance(cell, Decimal | Fraction | int):
            self._number(page, row, column, cell)

    def _number(self, page: Worksheet, row: int, column: int, cell: Decimal | Fraction | int) -> None:
        up, down = cell.as_integer_ratio()
        if abs(up) >= _EXACT * down:
            page.write_string(row, column, format(cell, "f") if isinstance(cell, Decimal) else number(cell) or "")
        elif isinstance(cell, Decimal):
            page.write_number(row, column, float(cell), self._amount(cell))
        else:
            page.write_number(row, column, round(up / down, RATIO_DIGITS))

    def _amount(self, cell: Decimal) -> Format:
        """The format with as many decimals as an amount has."""
        digits = -int(cell.as_tuple().exponent)
        if digits not in self._money:
            form = "#,##0" + (f".{'0' * digits}" if digits > 0 else "")
            self._money[digits] = self._book.add_format({"num_format": form})
        return self._money[digits]
