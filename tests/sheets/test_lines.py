"""Lines keep the number they have in the file; empty ones are skipped."""

import pytest

from cabas.sheets.columns import Column, match_columns
from cabas.sheets.lines import LineError, read_lines
from cabas.sheets.reading import Table, read_table
from tests.sheets.building import FILES

NAME = Column("name", "Nom")
EMAIL = Column("email", "E-mail")
PHONE = Column("phone", "Téléphone")


def test_lines_are_numbered_as_spreadsheets_do_and_empty_ones_are_skipped():
    table = Table([["Titre", ""], ["", ""], ["Nom", "E-mail"], ["Awa", "a@x"], ["", ""], ["Jean", ""]])
    lines = list(read_lines(table, match_columns(table, (NAME, EMAIL, PHONE))))
    assert [(line.number, line.cells) for line in lines] == [(4, ("Awa", "a@x")), (6, ("Jean", ""))]
    assert [(line.value("name"), line.value("email"), line.value("phone")) for line in lines] == [
        ("Awa", "a@x", ""),
        ("Jean", "", ""),
    ]
    with pytest.raises(KeyError):
        lines[0].value("nmae")


def test_without_headings_the_first_line_is_line_1():
    table = Table([["Awa"], ["Jean"]])
    matching = match_columns(table, (NAME,), heading_row=None, by_key={"name": 0})
    assert [(line.number, line.value("name")) for line in read_lines(table, matching)] == [(1, "Awa"), (2, "Jean")]


def test_the_faulty_members_are_on_the_line_their_file_shows():
    for path, number in (("cagette-membres.csv", 27), ("membres-excel-fr.csv", 27), ("membres.xlsx", 29)):
        table = read_table(path, (FILES / "members" / path).read_bytes())
        lines = list(read_lines(table, match_columns(table, (NAME, EMAIL))))
        assert (len(lines), lines[-1].number, lines[-1].value("email")) == (26, number, "pas-une-adresse")


def test_an_error_says_where_it_is():
    error = LineError(27, "E-mail", "«\u202fpas-une-adresse\u202f» n'est pas une adresse.")
    assert str(error) == "Ligne 27, E-mail\u202f: «\u202fpas-une-adresse\u202f» n'est pas une adresse."
    assert str(LineError(3, "", "il manque le nom.")) == "Ligne 3\u202f: il manque le nom."
