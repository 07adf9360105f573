"""What tests build again and again is built once, then written by the same statements in a tenth of the time.

Only where it must come out the same: since the tables were as migrated, the same statements were written before, and
the same is asked for. On SQLite only: there a transaction that is undone gives its numbers back too.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import UserSettingsHolder, settings
from django.db import connection
from django.utils import timezone

Arguments = ParamSpec("Arguments")
Built = TypeVar("Built")

READS = ("SELECT", "EXPLAIN", "PRAGMA")


@dataclass
class History:
    """What was written on the connection of the test since the tables were as migrated."""

    written: int | None = None  # a hash of it all; None: not known
    savepoints: dict[str, int | None] = field(default_factory=dict)
    statements: list[tuple[str, Any, bool]] = field(default_factory=list)

    def begin(self) -> None:
        """A test begins: on what a module prepared for several tests, nothing is known."""
        if self not in connection.execute_wrappers:
            connection.execute_wrappers.append(self)
        self.written = None if connection.in_atomic_block else 0
        self.savepoints.clear()
        self.statements.clear()

    def __call__(self, execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        """Django's way through each statement."""
        try:
            answer = execute(sql, parameters, many, context)
        except Exception:
            self.written = None
            raise
        if not sql.startswith(READS):
            self._note(sql, parameters, many)
        return answer

    def _note(self, sql: str, parameters: Any, many: bool) -> None:
        verb, _space, name = sql.partition("SAVEPOINT ")
        if not name:
            self.add(sql, parameters, many)
        elif not verb:
            self.savepoints[name] = self.written
        elif verb.startswith("ROLLBACK"):
            self.written = self.savepoints.get(name)

    def add(self, sql: str, parameters: Any, many: bool) -> None:
        """This was written."""
        if self.written is not None:
            self.written = hash((self.written, sql, repr(parameters)))
            self.statements.append((sql, parameters, many))

    def __eq__(self, other: object) -> bool:
        return self is other


HISTORY = History()


@dataclass(frozen=True)
class Memory:
    """What building wrote, and what it gave."""

    statements: list[tuple[str, Any, bool]]
    given: bytes

    def again(self) -> Any:
        cursor = connection.create_cursor()
        for sql, parameters, many in self.statements:
            cursor.executemany(sql, parameters) if many else cursor.execute(sql, parameters)
            HISTORY.add(sql, parameters, many)
        cursor.close()
        return pickle.loads(self.given)


MEMORIES: dict[Any, Memory] = {}


def remembered(build: Callable[Arguments, Built]) -> Callable[Arguments, Built]:
    """A function that builds what tests begin with, by the rules of the product, the first time."""

    @wraps(build)
    def once(*arguments: Arguments.args, **named: Arguments.kwargs) -> Built:
        if not _may_remember():
            return build(*arguments, **named)
        asked = (build.__qualname__, pickle.dumps((arguments, named)), HISTORY.written, _around())
        if asked not in MEMORIES:
            before = len(HISTORY.statements)
            given = build(*arguments, **named)
            if HISTORY.written is None:
                return given
            MEMORIES[asked] = Memory(HISTORY.statements[before:], pickle.dumps(given))
            return pickle.loads(MEMORIES[asked].given)  # type: ignore[no-any-return]  # each time a fresh one
        return MEMORIES[asked].again()  # type: ignore[no-any-return]

    return once


def _may_remember() -> bool:
    is_of_the_test = HISTORY in connection.execute_wrappers and connection.in_atomic_block
    return connection.vendor == "sqlite" and is_of_the_test and HISTORY.written is not None


def _around() -> tuple[Any, ...]:
    """What may make it otherwise beside its arguments: the time, and settings of this test."""
    holder = settings._wrapped
    changed = vars(holder) if isinstance(holder, UserSettingsHolder) else {}
    own = sorted((name, repr(value)) for name, value in changed.items() if name.isupper())
    return (timezone.now().strftime("%Y-%m-%d %H"), *own)
