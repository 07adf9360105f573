"""A file's columns are found by their headings, whatever the accents and punctuation; a person has the last word."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from cabas.sheets.reading import Table

HEADING_AMONG_FIRST_ROWS = 20


class Detect(Enum):
    """The heading row is looked for, unless a person said which it is, or that there is none (None)."""

    HEADING_ROW = "heading row"


@dataclass(frozen=True)
class Column:
    """A column we want: `key` for code, `label` for people, `synonyms` as other systems call it."""

    key: str
    label: str
    synonyms: tuple[str, ...] = ()
    is_required: bool = False

    @property
    def names(self) -> frozenset[str]:
        """What a heading may be, folded."""
        return frozenset(folded(name) for name in (self.label, *self.synonyms))


@dataclass(frozen=True)
class Matching:
    """Which column of the table is which of ours. Indexes start at 0: column 0 is A, row 0 is line 1 of the file."""

    columns: tuple[Column, ...]
    heading_row: int | None
    headings: tuple[str, ...]
    by_key: dict[str, int]
    unmatched: tuple[int, ...]
    untitled: tuple[int, ...]

    @property
    def missing(self) -> tuple[Column, ...]:
        """Required columns that were not found: without them nothing can be imported."""
        return tuple(column for column in self.columns if column.is_required and column.key not in self.by_key)

    @property
    def is_shifted(self) -> bool:
        """Some filled columns have no heading: the headings may stand over the wrong columns."""
        return self.heading_row is not None and bool(self.untitled)

    @property
    def first_row(self) -> int:
        """The first row after the headings."""
        return 0 if self.heading_row is None else self.heading_row + 1

    def key_at(self, index: int) -> str | None:
        """The key matched to a column of the file."""
        return next((key for key, matched in self.by_key.items() if matched == index), None)


def match_columns(
    table: Table,
    columns: Sequence[Column],
    *,
    heading_row: int | Literal[Detect.HEADING_ROW] | None = Detect.HEADING_ROW,
    by_key: Mapping[str, int] | None = None,
) -> Matching:
    """Find each column by its heading; `heading_row` and `by_key`, when given, are a person's choice and replace it.

    Raises ValueError when they name a row, a key or a column that is not there, or one column twice.
    """
    if heading_row is Detect.HEADING_ROW:
        heading_row = find_heading_row(table, columns)
    if heading_row is not None and not 0 <= heading_row < len(table.rows):
        raise ValueError(f"no row {heading_row}")
    headings = tuple(table.rows[heading_row]) if heading_row is not None else ("",) * table.width
    found = match_headings(headings, columns) if by_key is None else _require_possible(by_key, columns, table.width)
    below = table.rows[0 if heading_row is None else heading_row + 1 :]
    filled = [index for index in range(table.width) if any(row[index] for row in below)]
    return Matching(
        columns=tuple(columns),
        heading_row=heading_row,
        headings=headings,
        by_key=found,
        unmatched=tuple(index for index in range(table.width) if index not in found.values()),
        untitled=tuple(index for index in filled if not headings[index]),
    )


def find_heading_row(table: Table, columns: Sequence[Column]) -> int | None:
    """The row, among the first, in which most headings are recognised; None when the file has no headings."""
    best, best_count = None, 0
    for index, row in enumerate(table.rows[:HEADING_AMONG_FIRST_ROWS]):
        count = len(match_headings(row, columns))
        if count > best_count and (count > 1 or _looks_like_headings(row)):
            best, best_count = index, count
    return best


def match_headings(headings: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Column index by key. A heading that is exactly a name wins over one that is a name with a remark."""
    by_key: dict[str, int] = {}
    for fold in (folded, folded_without_remark):
        for index, heading in enumerate(headings):
            name = fold(heading)
            key = next((column.key for column in columns if column.key not in by_key and name in column.names), None)
            if key and index not in by_key.values():
                by_key[key] = index
    return by_key


def folded(heading: str) -> str:
    """Letters and digits only, lower case, without accents: « N° de Téléphone » gives « ndetelephone »."""
    plain = unicodedata.normalize("NFKD", heading.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in plain if letter.isalnum())


def folded_without_remark(heading: str) -> str:
    """The same, without what stands in brackets or dates it: « Solde au 31/10 » gives « solde »."""
    return folded(re.sub(r"[(\[].*?[)\]]|\b(?:au|le|en)\s+\d.*$", " ", heading, flags=re.IGNORECASE))


def _looks_like_headings(row: Sequence[str]) -> bool:
    """Several words, none of which is an address or a number."""
    written = [cell for cell in row if cell]
    return len(written) > 1 and not any("@" in cell or re.fullmatch(r"[\d\s.,€%+-]+", cell) for cell in written)


def _require_possible(by_key: Mapping[str, int], columns: Sequence[Column], width: int) -> dict[str, int]:
    if unknown := set(by_key) - {column.key for column in columns}:
        raise ValueError(f"no column called {', '.join(sorted(unknown))}")
    if any(not 0 <= index < width for index in by_key.values()):
        raise ValueError("a column outside the table")
    if len(set(by_key.values())) < len(by_key):
        raise ValueError("one column of the file matched twice")
    return dict(by_key)
