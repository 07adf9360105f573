"""A hostile file is refused by name, at once, and never takes the server with it."""

import io
import os
import random
import subprocess
import sys
import zipfile

import pytest

from cabas.sheets import reading
from cabas.sheets.reading import FILE_BYTES_MAX, read_table
from cabas.sheets.refusals import (
    ContentTooLarge,
    FileTooLarge,
    FileUnreadable,
    OldOrLockedWorkbook,
    ReadingTookTooLong,
    TooManyCells,
)
from tests.sheets.building import TWO_CORNERS, ods, xlsx, zipped


def test_two_cells_in_opposite_corners_are_refused_with_the_far_one_named():
    content = xlsx(TWO_CORNERS)
    assert len(content) < 1500
    with pytest.raises(TooManyCells) as refusal:
        read_table("coins.xlsx", content)
    assert refusal.value.sentence == (
        "«\u202fcoins.xlsx\u202f» va jusqu'à la case XFD1048576\u202f: la limite est de 20\u202f000 lignes et "
        "300 colonnes, 200\u202f000 cases en tout. Copiez les seules cases utiles dans une nouvelle feuille, "
        "puis enregistrez-la."
    )


def test_a_far_cell_is_seen_on_any_sheet_and_in_any_spelling():
    first = "<row><c><v>1</v></c></row>"
    for far in (
        TWO_CORNERS,
        "<row r='1'><c\n t='str' r = 'XFD1048576'><v></v></c></row>",
        '<row r="1048576"><c><v>1</v></c></row>',
        '<x:row xmlns:x="x" r="1048576"><x:c><x:v>1</x:v></x:c></x:row>',
    ):
        with pytest.raises(TooManyCells):
            read_table("x", xlsx(first, far))


def test_an_opendocument_sheet_repeated_to_its_edges_is_refused():
    row = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
    cell = '<table:table-cell table:number-columns-repeated="{}"><text:p>a</text:p></table:table-cell>'
    for rows in (
        row.format(1048576, cell.format(16384)),
        row.format(1048576, cell.format(1)),
        row.format(1, cell.format(16384)),
        row.format(1048575, "") + row.format(1, cell.format(1)),
    ):
        with pytest.raises(TooManyCells):
            read_table("x", ods(rows))
    with pytest.raises(FileUnreadable):
        read_table("x", ods(row.format("9" * 5000, cell.format(1))))


def test_too_many_lines_of_text_are_refused():
    with pytest.raises(TooManyCells, match="A20001"):
        read_table("x.csv", b"a\n" * 20_001)
    assert len(read_table("x.csv", b"a;b\n" + b";\n" * 1_000_000).rows) == 1


def test_a_zip_bomb_is_refused_from_its_directory():
    with pytest.raises(ContentTooLarge):
        read_table("bombe.xlsx", xlsx("", **{"xl/media/bomb.bin": bytes(60 * 1024 * 1024)}))
    with pytest.raises(ContentTooLarge):
        read_table("bombe.xlsx", xlsx("", **{"xl/media/bomb.bin": bytes(2 * 1024 * 1024)}))
    with pytest.raises(ContentTooLarge):
        read_table("bombe.xlsx", zipped({f"{number}.xml": "<a/>" for number in range(501)}))


def test_a_zip_bomb_that_lies_about_its_size_is_refused():
    content = bytearray(xlsx('<row r="1"><c r="A1"><v>1</v></c></row>' + " " * 1_000_000))
    directory = zipfile.ZipFile(io.BytesIO(bytes(content)))
    size = directory.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    assert content.count(size) == 2
    with pytest.raises(FileUnreadable):
        read_table("x", bytes(content.replace(size, (100).to_bytes(4, "little"))))


def test_entities_are_never_resolved():
    laughs = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    secret = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    for heading in (laughs, secret):
        with pytest.raises(FileUnreadable):
            read_table("x", xlsx('<row><c t="inlineStr"><is><t>&a;</t></is></c></row>', heading=heading))


def test_a_parser_that_aborts_kills_only_its_process(caplog: pytest.LogCaptureFixture):
    """The sheet hides under a name the check does not look at: the parser meets it, and dies of its memory limit."""
    with pytest.raises(FileUnreadable):
        read_table("coins.xlsx", xlsx(TWO_CORNERS, extension="bin"))
    assert "The reading child ended with -6" in caplog.text


def test_one_long_text_repeated_everywhere_is_refused():
    long = (
        f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"a" * 500_000}</t></si></sst>'
    )
    rows = '<row><c t="s"><v>0</v></c></row>' * 50
    with pytest.raises((ContentTooLarge, FileUnreadable)):
        read_table("x", xlsx(rows, **{"xl/sharedStrings.xml": long}))


def test_what_is_no_table_is_unreadable():
    binary = random.Random(1).randbytes(20_000)
    for content in (binary, b"PK\x03\x04" + binary, b"\xff\xd8\xff\xe0" + binary, xlsx("")[:300], b"a;b\x00\n",
                    zipped({"word/document.xml": "<a/>"}), xlsx("<row>")):  # fmt: skip
        with pytest.raises(FileUnreadable) as refusal:
            read_table("photo.xlsx", content)
        assert refusal.value.sentence == (
            "«\u202fphoto.xlsx\u202f» ne se lit pas comme un tableau. Enregistrez-le en CSV, en XLSX ou en ODS."
        )


def test_an_old_or_locked_workbook_is_told_apart():
    with pytest.raises(OldOrLockedWorkbook):
        read_table("x.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512))


def test_a_heavy_file_is_refused_before_it_is_read():
    with pytest.raises(FileTooLarge) as refusal:
        read_table("gros.csv", b"a" * (FILE_BYTES_MAX + 1))
    assert refusal.value.sentence.startswith("«\u202fgros.csv\u202f» pèse plus de 5\u00a0Mo.")


def test_a_reading_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "SECONDS_MAX", 0.001)
    with pytest.raises(ReadingTookTooLong):
        read_table("x.csv", b"a;b\n")


def test_the_reading_process_has_nothing_to_steal(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SECRET_KEY", "secret")
    environment = reading._bare_environment()
    assert set(environment) == {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}
    says = "import cabas.sheets.child, sys, os; print('django' in sys.modules, 'SECRET_KEY' in os.environ)"
    child = subprocess.run(
        [sys.executable, "-P", "-c", says], env=environment, capture_output=True, text=True, check=True, cwd=os.sep
    )
    assert child.stdout == "False False\n"
