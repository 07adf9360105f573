"""Rows of plain values are inserted in as few statements as the engine takes variables, without an object for each."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import BooleanField, CharField, ForeignKey, IntegerField, Model, TextField

# SQLite takes 32,766 variables in one statement (since 3.32), PostgreSQL's protocol 65,535.
VARIABLES_MAX = 30_000

# What the engines take as it is, in columns that hold nothing else: hundreds of rows have no time to ask Django.
PLAIN_FIELDS = (BooleanField, CharField, ForeignKey, IntegerField, TextField)
PLAIN_VALUES = (int, str)


def insert_rows(
    model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, gives: str = ""
) -> list[Any]:
    """Insert these values, as the database takes them; with `gives`, that column of the new rows, in their order."""
    quote = connection.ops.quote_name
    into = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, columns))}) VALUES "  # noqa: S608 - our own names
    one = f"({', '.join(['%s'] * len(columns))})"
    returning = f" RETURNING {quote(gives)}" if gives else ""
    waiting, given = list(rows), []
    step = VARIABLES_MAX // len(columns)
    with connection.cursor() as cursor:
        for start in range(0, len(waiting), step):
            chunk = waiting[start : start + step]
            values = ", ".join([one] * len(chunk))
            cursor.execute(into + values + returning, [value for row in chunk for value in row])
            given += [value for (value,) in cursor.fetchall()] if gives else []
    return given


def insert(rows: Sequence[Model]) -> None:
    """Insert these new rows of one table in one statement, and give them their ids.

    What one tap writes has no time to have each INSERT compiled: half of it went there. Nothing of a field's `pre_save`
    is asked, no signal is sent.
    """
    if not rows:
        return
    cells = [columns_of(row) for row in rows]
    given = insert_rows(type(rows[0]), [*cells[0]], [[*each.values()] for each in cells], gives="id")
    for row, number in zip(rows, given, strict=True):
        row.pk = number
        row._state.adding, row._state.db = False, connection.alias


def columns_of(row: Model) -> Mapping[str, Any]:
    """What this row, not saved yet, holds in each column but its id, as the database takes it."""
    engine, cells = connections[DEFAULT_DB_ALIAS], {}  # itself: what stands for it looks it up at each word
    for name, column, is_plain, prepare in _columns(type(row)):
        value = getattr(row, name)
        is_ready = value is None or (is_plain and isinstance(value, PLAIN_VALUES))
        cells[column] = value if is_ready else prepare(value, engine)
    return cells


@cache
def _columns(model: type[Model]) -> list[tuple[str, str, bool, Any]]:
    """Of each column but the id: the attribute, the column, whether it takes plain values as they are, else how."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    return [(field.attname, field.column, isinstance(field, PLAIN_FIELDS), field.get_db_prep_save) for field in fields]
