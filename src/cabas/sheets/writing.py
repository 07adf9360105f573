"""A table leaves as a file that a French spreadsheet opens without a question: amounts are numbers, texts are texts."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from cabas.money import Money
from cabas.sheets.cells import protect

BOM = "\ufeff"
COLUMN_WIDTH_MAX = 40  # characters
DIGIT_WIDTH = 7  # pixels, of the font of a sheet; no sign of an amount is wider
SHEET_NAME_MAX = 31  # Excel's own limit
SHEET_NAME_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))

Cell = str | int | Decimal | Money | date | None


def csv_for_excel(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Semicolons, decimal commas, dates as 26/11/2026 and a byte order mark: what Excel in French reads by itself."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([protect(heading) for heading in headings])
    writer.writerows([_said(cell) for cell in row] for row in rows)
    return (BOM + text.getvalue()).encode()


def _said(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Money():
            return str(cell.euros).replace(".", ",")
        case Decimal():
            return str(cell).replace(".", ",")
        case date():
            return f"{cell:%d/%m/%Y}"
        case int():
            return str(cell)
    return protect(cell)


def workbook(sheets: Sequence[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]]) -> bytes:
    """An XLSX of these sheets, each a name, its headings and its rows; amounts are in euros, headings stay in sight."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = {
        "heading": book.add_format({"bold": True, "bottom": 1}),
        "money": book.add_format({"num_format": "#,##0.00\u00a0€"}),
        "date": book.add_format({"num_format": "dd/mm/yyyy"}),
    }
    for name, headings, rows in sheets:
        sheet = book.add_worksheet(name.translate(SHEET_NAME_FORBIDDEN)[:SHEET_NAME_MAX])
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, formats["heading"])
        amounts: dict[int, int] = {}
        for index, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                _write(sheet, index, column, cell, formats)
                if isinstance(cell, Money):
                    amounts[column] = max(amounts.get(column, 0), len(f"{cell.euros:,.2f}\u00a0€"))
        _fit(sheet, amounts)
    book.close()
    return content.getvalue()


def _fit(sheet: Any, amounts: dict[int, int]) -> None:
    """Columns as wide as their texts; `autofit` measures « -72 » for « -72,00 € », and Excel would show « #### »."""
    for column, longest in amounts.items():
        sheet.set_column_pixels(column, column, (longest + 1) * DIGIT_WIDTH)
    sheet.autofit(COLUMN_WIDTH_MAX * DIGIT_WIDTH)


def _write(sheet: Any, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    match cell:
        case None:
            return
        case Money():
            sheet.write_number(row, column, float(cell.euros), formats["money"])
        case Decimal() | int():
            sheet.write_number(row, column, float(cell))
        case date():
            sheet.write_datetime(row, column, cell, formats["date"])
        case _:
            sheet.write_string(row, column, cell)
