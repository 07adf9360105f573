"""The lines under the headings, each with its number in the file; empty ones are skipped, errors name theirs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cabas.sheets.columns import Matching
from cabas.sheets.reading import Table


@dataclass(frozen=True)
class Line:
    """One line of the file; `number` counts from 1, as spreadsheets do."""

    number: int
    cells: tuple[str, ...]
    places: Mapping[str, int | None] = field(repr=False, compare=False)

    def value(self, key: str) -> str:
        """The text in a column, "" when the file has no such column. Raises KeyError for a key nobody asked for."""
        index = self.places[key]
        return "" if index is None else self.cells[index]


@dataclass(frozen=True)
class LineError:
    """What is wrong on one line, in which column ("" for the whole line), in words for the person who imports."""

    number: int
    column_label: str
    message: str

    def __str__(self) -> str:
        if not self.column_label:
            return _("Ligne %(number)s : %(message)s") % {"number": self.number, "message": self.message}
        return _("Ligne %(number)s, %(column)s : %(message)s") % {
            "number": self.number,
            "column": self.column_label,
            "message": self.message,
        }


def read_lines(table: Table, matching: Matching) -> Iterator[Line]:
    """Every line under the headings that says something."""
    places = {column.key: matching.by_key.get(column.key) for column in matching.columns}
    for index, row in enumerate(table.rows[matching.first_row :], matching.first_row):
        if any(row):
            yield Line(index + 1, tuple(row), places)
