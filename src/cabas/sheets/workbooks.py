"""The first written sheet of an XLSX or ODS workbook becomes rows of text, as a person reads them."""

import datetime
import io
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from cabas.sheets.archives import require_harmless
from cabas.sheets.refusals import ContentTooLarge, FileUnreadable

# Enough for 200 000 cells of 100 letters; one long shared text may be repeated in every cell.
CHARACTERS_MAX = 20_000_000

# A float holds 15 sure digits, and spreadsheets show no more: 0.1 + 0.2 reads 0.3.
SURE_DIGITS = ".15g"

CellValue = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


def read_workbook(content: bytes) -> tuple[list[list[str]], str, list[str]]:
    """Rows, the name of the sheet they come from, the names of the other visible sheets."""
    require_harmless(content)
    try:
        return _first_written_sheet(CalamineWorkbook.from_filelike(io.BytesIO(content)))
    except CalamineError as broken:
        raise FileUnreadable from broken


def _first_written_sheet(workbook: CalamineWorkbook) -> tuple[list[list[str]], str, list[str]]:
    names = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]
    for name in names:
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if rows:
            return _as_text(rows), name, [other for other in names if other != name]
    return [], "", names


def _as_text(rows: list[list[CellValue]]) -> list[list[str]]:
    room = CHARACTERS_MAX
    texts = []
    for row in rows:
        texts.append([read_cell(cell) for cell in row])
        room -= sum(map(len, texts[-1]))
        if room < 0:
            raise ContentTooLarge
    return texts


def read_cell(cell: CellValue) -> str:
    """2.0 reads « 2 », a date 2026-11-26, an hour 18:30, true VRAI as French spreadsheets write it; text stays."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    if isinstance(cell, int | float):
        return _read_number(cell)
    if isinstance(cell, datetime.datetime):
        return _read_moment(cell)
    if isinstance(cell, datetime.time):
        return cell.isoformat("minutes" if not cell.second else "seconds")
    return str(cell)


def _read_number(number: float) -> str:
    # Adding zero turns -0 into 0.
    text = f"{Decimal(format(number, SURE_DIGITS)) + 0:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _read_moment(moment: datetime.datetime) -> str:
    if moment.time() == datetime.time():
        return moment.date().isoformat()
    return moment.isoformat(" ", "minutes" if not moment.second else "seconds")
