"""What leaves opens in a French spreadsheet as it was meant: amounts add up, dates sort, no text is a formula."""

import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import python_calamine

from cabas.money import Money
from cabas.sheets.writing import csv_for_excel, workbook

HEADINGS = ["Membre", "Solde", "Depuis", "Paniers"]
ROWS = [["Élise Caron", Money.of("-12.50"), date(2026, 11, 12), 3], ["=1+1", Money(0), None, 0]]


def test_a_csv_has_what_excel_in_french_expects():
    assert csv_for_excel(HEADINGS, ROWS).decode() == (
        "\ufeffMembre;Solde;Depuis;Paniers\r\nÉlise Caron;-12,50;12/11/2026;3\r\n'=1+1;0,00;;0\r\n"
    )


def test_a_workbook_holds_numbers_and_dates():
    read = python_calamine.CalamineWorkbook.from_filelike(BytesIO(workbook([("Soldes", HEADINGS, ROWS)])))
    assert read.sheet_names == ["Soldes"]
    assert read.get_sheet_by_index(0).to_python() == [
        HEADINGS,
        ["Élise Caron", -12.5, date(2026, 11, 12), 3],
        ["=1+1", 0, "", 0],
    ]


def test_a_column_is_as_wide_as_its_amounts_are_shown():
    """Excel shows « ##### » for a number that is wider than its column, « € » and the decimals counted."""
    rows = [["Awa Diop", Money.of("-72.00")], ["Odile Durand", Money.of("-1234.50")]]
    sheet = ZipFile(BytesIO(workbook([("Soldes", ["Membre", "Doit"], rows)]))).read("xl/worksheets/sheet1.xml").decode()
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', sheet)]
    assert widths[1] >= len("-1 234,50 €")


def test_a_sheet_may_have_any_name():
    read = python_calamine.CalamineWorkbook.from_filelike(BytesIO(workbook([("Pain/brioche [" + "x" * 40, [], [])])))
    assert read.sheet_names == ["Pain brioche  xxxxxxxxxxxxxxxxx"]
