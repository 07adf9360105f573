"""A workbook is a zip from a stranger: its directory and outermost cells are checked before anything unfolds it."""

import io
import zipfile
import zlib
from xml.parsers import expat

from cabas.sheets.extent import Extent, position
from cabas.sheets.refusals import ContentTooLarge, FileUnreadable, OldOrLockedWorkbook

MEMBERS_MAX = 500
UNFOLDED_BYTES_MAX = 50 * 1024 * 1024
# Deflate folds at most 1032 times; real sheets fold 5 to 60 times. Small members may repeat themselves as they like.
RATIO_MAX = 200
RATIO_COUNTS_FROM = 1024 * 1024
PIECE = 64 * 1024
DIGITS_MAX = 9

ENCRYPTED = 0x1


def require_harmless(content: bytes) -> None:
    """Raises ContentTooLarge, TooManyCells, OldOrLockedWorkbook or FileUnreadable; reads at most UNFOLDED_BYTES_MAX."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _require_modest_directory(archive.infolist())
            for member in archive.infolist():
                if member.filename.lower().endswith(".xml"):
                    _require_modest_sheet(archive, member)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError, ValueError) as broken:
        raise FileUnreadable from broken


def _require_modest_directory(members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise OldOrLockedWorkbook
    if len(members) > MEMBERS_MAX or len({member.filename for member in members}) < len(members):
        raise ContentTooLarge
    if sum(member.file_size for member in members) > UNFOLDED_BYTES_MAX or any(map(_folds_too_well, members)):
        raise ContentTooLarge


def _folds_too_well(member: zipfile.ZipInfo) -> bool:
    return member.file_size > RATIO_COUNTS_FROM and member.file_size > RATIO_MAX * member.compress_size


def _require_modest_sheet(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Read one part as a stream of tags. No entity is ever resolved: a document type is refused outright."""
    parser = expat.ParserCreate()
    watcher = _OpenDocumentCells() if member.filename == "content.xml" else _ExcelCells()
    parser.StartElementHandler = watcher.start
    parser.EndElementHandler = watcher.end
    parser.StartDoctypeDeclHandler = _refuse_doctype
    with archive.open(member) as part:
        while piece := part.read(PIECE):
            parser.Parse(piece, False)
    parser.Parse(b"", True)


def _refuse_doctype(*_: object) -> None:
    raise FileUnreadable


def _count(text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    if not text.isdecimal() or len(text) > DIGITS_MAX:
        raise FileUnreadable
    return int(text)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _ExcelCells:
    """Follows <row> and <c>; only a cell that holds something counts, as only those take room once unfolded.

    The <dimension> is not believed: it may lie in both directions.
    """

    def __init__(self) -> None:
        self.extent = Extent()
        self.row = 0
        self.column = 0
        self.is_in_cell = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _local(name)
        if tag == "row":
            self.row, self.column = _count(attributes.get("r"), self.row + 1), 0
        elif tag == "c":
            self.is_in_cell = True
            if "r" in attributes:
                self.row, self.column = position(attributes["r"])
            else:
                self.column += 1
        elif self.is_in_cell:
            self.extent.reach(self.row, self.column)

    def end(self, name: str) -> None:
        if _local(name) == "c":
            self.is_in_cell = False


class _OpenDocumentCells:
    """Follows rows and cells with their repetitions; empty ones repeated to the edge of the sheet are usual."""

    def __init__(self) -> None:
        self.extent = Extent()
        self.row = 0
        self.row_repeats = 1
        self.column = 0
        self.rightmost = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _local(name)
        plain = {_local(key): value for key, value in attributes.items()}
        if tag == "table":
            self.row = 0
        elif tag == "table-row":
            self.row_repeats = _count(plain.get("number-rows-repeated"), 1)
            self.column = self.rightmost = 0
        elif tag in ("table-cell", "covered-table-cell"):
            self.column += _count(plain.get("number-columns-repeated"), 1)
            if "value-type" in plain or "formula" in plain:
                self.rightmost = self.column
        elif tag == "p":
            self.rightmost = self.column

    def end(self, name: str) -> None:
        if _local(name) != "table-row":
            return
        self.row += self.row_repeats
        if self.rightmost:
            self.extent.reach(self.row, self.rightmost)
