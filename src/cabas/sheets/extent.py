"""A sheet is a rectangle that ends at its outermost written cell, and that rectangle has limits."""

import re
from dataclasses import dataclass

from cabas.sheets.refusals import FileUnreadable, TooManyCells

ROWS_MAX = 20_000
COLUMNS_MAX = 300
CELLS_MAX = 200_000

_REFERENCE = re.compile(r"([A-Z]{1,7})([0-9]{1,9})")


@dataclass
class Extent:
    """The rectangle from A1 to the outermost cell seen so far."""

    rows: int = 0
    columns: int = 0

    def reach(self, row: int, column: int) -> None:
        """Stretch to a written cell (both counted from 1). Raises TooManyCells."""
        self.rows = max(self.rows, row)
        self.columns = max(self.columns, column)
        if self.rows > ROWS_MAX or self.columns > COLUMNS_MAX or self.rows * self.columns > CELLS_MAX:
            raise TooManyCells(
                cell=f"{letters(self.columns)}{self.rows}",
                rows=_in_french(ROWS_MAX),
                columns=_in_french(COLUMNS_MAX),
                cells=_in_french(CELLS_MAX),
            )


def _in_french(number: int) -> str:
    return f"{number:_}".replace("_", "\u202f")


def letters(column: int) -> str:
    """The name spreadsheets give a column counted from 1: 1 is A, 27 is AA, 16384 is XFD."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def position(reference: str) -> tuple[int, int]:
    """The row and the column, counted from 1, of a reference like XFD1048576."""
    found = _REFERENCE.fullmatch(reference.upper())
    if not found:
        raise FileUnreadable
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column
