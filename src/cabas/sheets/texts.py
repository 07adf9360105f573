"""A text file or a paste becomes rows, whatever its encoding and its separator."""

import codecs
import csv
import io
import re
from collections import Counter

from cabas.sheets.extent import Extent
from cabas.sheets.refusals import FileUnreadable

# In this order: commas live in addresses and French prices, the other two nearly only between cells.
DELIMITERS = ("\t", ";", ",")
SAMPLE_ROWS = 200
SPLIT_ENOUGH = 0.8

_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SEPARATOR_LINE = re.compile(r"\Asep=(.)(?:\r\n|\r|\n)")


def read_text(content: bytes) -> list[list[str]]:
    """Raises FileUnreadable when the bytes are no text, TooManyCells when there are too many."""
    text = decode(content)
    said = _SEPARATOR_LINE.match(text)
    if said:
        # Excel's own first line, which Excel does not show either.
        return _rows(text[said.end() :], said[1])
    return _rows(text, find_delimiter(text))


def decode(content: bytes) -> str:
    """UTF-8 or UTF-16 when the file says so or reads so, else the encoding of Excel in French (Windows-1252)."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _require_text(content, encoding)
    try:
        return _require_text(content, "utf-8")
    except FileUnreadable:
        return _require_text(content, "cp1252")


def _require_text(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as broken:
        raise FileUnreadable from broken
    if _NOT_TEXT.search(text):
        raise FileUnreadable
    return text


def find_delimiter(text: str) -> str:
    """The first separator that splits nearly every row; failing that, the one that splits most rows most evenly."""
    scores = {delimiter: _score(text, delimiter) for delimiter in DELIMITERS}
    for delimiter, (split, _) in scores.items():
        if split >= SPLIT_ENOUGH and delimiter != ",":
            return delimiter
    return max(DELIMITERS, key=lambda delimiter: scores[delimiter])


def _score(text: str, delimiter: str) -> tuple[float, float]:
    """How many of the first rows it splits, and how many of them into the same number of cells (each from 0 to 1)."""
    widths = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if row:
                widths.append(len(row))
            if len(widths) == SAMPLE_ROWS:
                break
    except csv.Error:
        return 0, 0
    split = [width for width in widths if width > 1]
    if not split:
        return 0, 0
    return len(split) / len(widths), Counter(split).most_common(1)[0][1] / len(widths)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    extent = Extent()
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            if any(row):
                extent.reach(number, len(row))
                # Empty lines are written down only once something follows them: a file may end with a million.
                rows.extend([[]] * (number - 1 - len(rows)))
                rows.append(row)
    except csv.Error as broken:
        raise FileUnreadable from broken
    return rows
