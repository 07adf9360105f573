"""A statement that many requests ask is compiled once in each process; after that only its values change.

Django writes the SQL of a queryset again each time. For one row through six joins and five sums that takes ten times as
long as the database does. What a prepared function gives are rows, not a queryset: nothing can be added to it.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import update_wrapper
from typing import Any, ParamSpec, TypeVar, cast, get_type_hints
from weakref import WeakKeyDictionary

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, CharField, DateField, DateTimeField, Field, QuerySet, Value

from cabas.prepared.planning import planning_cursor

Arguments = ParamSpec("Arguments")
Row = TypeVar("Row")

FIELD_OF: dict[type, type[Field[Any, Any]]] = {
    int: BigIntegerField,
    str: CharField,
    datetime: DateTimeField,
    date: DateField,
}


class Slot(Value):
    """Where a value of the call goes: an expression that stands for it while the SQL is written."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class Prepared:
    """The SQL of one queryset on one connection, with the slots among its parameters."""

    def __init__(self, rows: "QuerySet[Any, Any]", connection: BaseDatabaseWrapper) -> None:
        self.rows = rows
        self.connection = connection
        self.compiler: Any = rows.query.get_compiler(connection=connection)
        self.sql, self.parameters = self.compiler.as_sql()
        selected = [column for column, *_rest in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(selected).items()

    def read(self, values: dict[str, Any]) -> list[Any]:
        """The rows for these values, in one statement, and those that prefetching adds.

        None for a number that no column can hold: an address may say any.
        """
        if any(isinstance(value, int) and abs(value) > BigIntegerField.MAX_BIGINT for value in values.values()):
            return []
        found = self._found(tuple(self._bound(parameter, values) for parameter in self.parameters))
        self.compiler.execute_sql = lambda *_arguments, **_options: found
        self.compiler.results_iter = lambda *_arguments, **_options: iter(found)
        rows: Any = self.rows.all()
        rows.query.get_compiler = lambda *_arguments, **_options: self.compiler
        return list(rows)

    def _found(self, bound: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        """What the database says, a column at a time made what Python has of it: Django does so row by row."""
        with planning_cursor(self.connection) as cursor:
            cursor.execute(self.sql, bound)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        if not rows or not self.converters:
            return rows
        columns: list[Any] = [*zip(*rows, strict=True)]
        for place, (converters, column) in self.converters:
            for convert in converters:
                columns[place] = [convert(value, column, self.connection) for value in columns[place]]
        return [*zip(*columns, strict=True)]

    def _bound(self, parameter: Any, values: dict[str, Any]) -> Any:
        if not isinstance(parameter, Slot):
            return parameter
        return parameter.output_field.get_db_prep_value(values[parameter.value], self.connection)


def prepared(write: Callable[Arguments, "QuerySet[Any, Row]"]) -> Callable[Arguments, list[Row]]:
    """A function that writes a queryset gives its rows instead, and is called once for each connection.

    Its parameters are ids, texts and moments, said so by their types; none of them is None. They must go into the
    queryset as they are: while it is written they are slots.
    """
    kinds = {name: kind for name, kind in get_type_hints(write).items() if name != "return"}
    slots: dict[str, Any] = {name: Slot(name, FIELD_OF[kind]()) for name, kind in kinds.items()}
    by_connection: WeakKeyDictionary[BaseDatabaseWrapper, Prepared] = WeakKeyDictionary()

    def read(*arguments: Arguments.args, **named: Arguments.kwargs) -> list[Row]:
        connection = connections["default"]
        if connection not in by_connection:
            by_connection[connection] = Prepared(cast(Any, write)(**slots), connection)
        return by_connection[connection].read(dict(zip(slots, arguments, strict=False)) | named)

    return update_wrapper(read, write)
