"""What a person said of a file's columns is remembered in their group: the next file of the same headings needs nobody.

Two files have the same shape when their headings are the same, whatever the accents and capitals; of files without
headings, those of the same width.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from cabas.groups.models import Group, RememberedColumns
from cabas.sheets.columns import HEADING_AMONG_FIRST_ROWS, Column, Matching, folded, match_columns
from cabas.sheets.reading import Table


def shape_of(headings: Sequence[str]) -> str:
    """The same for the same headings; of a row without any, its width."""
    return hashlib.sha256("|".join(folded(heading) for heading in headings).encode()).hexdigest()


def remember(group: int, kind: str, matching: Matching) -> None:
    """Keep what each column was. One statement; the last choice for a shape is the one that stays."""
    RememberedColumns.objects.bulk_create(
        [RememberedColumns(group_id=group, kind=kind, shape=shape_of(matching.headings), by_key=matching.by_key)],
        update_conflicts=True,
        unique_fields=["group", "kind", "shape"],
        update_fields=["by_key"],
    )


def match_as_remembered(group: Group, kind: str) -> Any:
    """Like `match_columns`, but what this group imported under the same headings comes first. One statement."""

    def match(table: Table, columns: Sequence[Column], **chosen: Any) -> Matching:
        if not chosen and (known := _known(group, kind, table, columns)) is not None:
            return known
        return match_columns(table, columns, **chosen)

    return match


def _known(group: Group, kind: str, table: Table, columns: Sequence[Column]) -> Matching | None:
    first_rows = table.rows[:HEADING_AMONG_FIRST_ROWS]
    shapes = [shape_of(row) for row in first_rows]
    without_headings = shape_of([""] * table.width)
    remembered = RememberedColumns.objects.filter(group=group, kind=kind, shape__in=[*shapes, without_headings])
    by_shape = {each.shape: each.by_key for each in remembered}
    for index, (row, shape) in enumerate(zip(first_rows, shapes, strict=True)):
        if any(row) and shape in by_shape:
            return _as_remembered(table, columns, index, by_shape[shape])
    found = match_columns(table, columns)
    if without_headings in by_shape and found.heading_row is None:
        return _as_remembered(table, columns, None, by_shape[without_headings])
    return None


def _as_remembered(
    table: Table, columns: Sequence[Column], heading_row: int | None, by_key: dict[str, int]
) -> Matching:
    keys = {column.key for column in columns}  # a column that a later version does not know is forgotten
    kept = {key: index for key, index in by_key.items() if key in keys and index < table.width}
    return match_columns(table, columns, heading_row=heading_row, by_key=kept)
