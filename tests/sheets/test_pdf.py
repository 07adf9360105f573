"""A paper is the same bytes for the same data; what people wrote is set as they wrote it, whatever it holds."""

import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cabas.sheets import pdf as papers
from cabas.sheets.pdf import FONTS, PACKAGE, PaperNotSet, pdf

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
TEMPLATE = PACKAGE / "papers" / "typst" / "receipt.typ"
HOSTILE = [
    '#eval("1 + 1")',
    "\\ \\* *gras* _italique_ $x^2$ `code` @label <label> ~ // /* = titre",
    "guillemets \" ' {accolades} [crochets]",
    "🥕 Zoé \u200d\ufe0f 漢字 עברית",
    "\u202e retourné \u0000 nul \x07",
    "W" * 400,
    "mot " * 400,
    "",
]


def data(name: str) -> dict[str, object]:
    return {
        "group": {"name": name, "address": [name, name]},
        "member": {"name": name, "address": [name], "number": name},
        "title": "Reçu n° 2026-0412",
        "foot": name,
        "sentence": name,
        "amount": "1\u202f022,90\u00a0€",
        "facts": [{"label": "Note", "value": name}],
        "basket": name,
        "items": [{"label": name, "amount": name}],
        "items_total": {"label": name, "amount": name},
        "cancelled": name,
        "cancelled_word": "Annulé",
    }


@pytest.mark.parametrize("name", HOSTILE)
def test_what_people_wrote_is_never_markup(name: str):
    assert pdf(TEMPLATE, data(name), at=AT).startswith(b"%PDF-")


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler")
def test_a_reader_finds_the_words_in_the_file(tmp_path: Path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf(TEMPLATE, data('#eval("1") \\ *Zoé*'), at=AT))
    read = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True).stdout.decode()
    assert '#eval("1") \\ *Zoé*' in read
    assert re.search(r"1\s*022,90\s€", read)


def test_the_same_data_make_the_same_bytes():
    first, again = pdf(TEMPLATE, data("Zoé"), at=AT), pdf(TEMPLATE, data("Zoé"), at=AT)
    later = pdf(TEMPLATE, data("Zoé"), at=AT + timedelta(days=1))
    assert (first == again, first == later) == (True, False)


def test_only_fonts_of_ours_are_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    families = {font.family for font in papers._fonts().fonts()}
    assert {"Hanken Grotesk", "Libertinus Serif"} <= families
    assert sorted(path.name for path in FONTS.glob("*.ttf")) == [
        "hanken-grotesk-latin-bold.ttf",
        "hanken-grotesk-latin-regular.ttf",
    ]
    assert b"HankenGrotesk-Regular" in pdf(TEMPLATE, data("Zoé"), at=AT)


def test_a_template_without_its_data_is_our_fault():
    with pytest.raises(PaperNotSet):
        pdf(TEMPLATE, {"title": "x"}, at=AT)
