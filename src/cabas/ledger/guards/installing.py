"""The guards stand on every ledger table; they are lifted only to alter a table, inside one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from cabas.ledger.guards import postgresql, sqlite
from cabas.ledger.guards.statements import Guard

GUARDS: dict[str, list[Guard]] = {"sqlite": sqlite.GUARDS, "postgresql": postgresql.GUARDS}

# A table with deferred checks still to run cannot lose a trigger: run them now, then defer again.
RUN_DEFERRED_CHECKS = ["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"]


class EngineWithoutGuards(RuntimeError):
    """The ledger cannot be defended on this database engine."""


def guards_of(vendor: str) -> list[Guard]:
    """Every guard that this database engine must have."""
    if vendor not in GUARDS:
        raise EngineWithoutGuards(f"no guards are written for {vendor}")
    return GUARDS[vendor]


def installing(vendor: str) -> list[str]:
    """The statements that put every guard in place."""
    return [guard.create for guard in guards_of(vendor)]


def lifting(vendor: str) -> list[str]:
    """The statements that take every guard away."""
    first = RUN_DEFERRED_CHECKS if vendor == "postgresql" else []
    return [*first, *(_drop(vendor, guard) for guard in reversed(guards_of(vendor)))]


def _drop(vendor: str, guard: Guard) -> str:
    if guard.kind == "FUNCTION":
        return f"DROP FUNCTION IF EXISTS {guard.name}()"
    table = f" ON {guard.table}" if vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {guard.name}{table}"


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """No guard inside this block: one transaction, so that a failure leaves the guards as they were."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in lifting(connection.vendor):
            cursor.execute(statement)
        yield
        if connection.vendor == "postgresql":
            for statement in RUN_DEFERRED_CHECKS:
                cursor.execute(statement)
        for statement in installing(connection.vendor):
            cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of the guards that are absent, disabled, or no longer say what they should; empty when all is well."""
    standing = _standing_on_postgresql if connection.vendor == "postgresql" else _standing_on_sqlite
    found = standing(connection)
    return [guard.name for guard in guards_of(connection.vendor) if (guard.name, _essence(guard)) not in found]


def _essence(guard: Guard) -> str:
    return guard.body if guard.kind == "FUNCTION" else guard.table


def _standing_on_sqlite(connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers")
        if cursor.fetchone() != (1,):
            return set()  # REPLACE would pass beside the guards against deletion
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        texts = dict(cursor.fetchall())
    return {(guard.name, guard.table) for guard in guards_of("sqlite") if texts.get(guard.name) == guard.create}


def _standing_on_postgresql(connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND pg_table_is_visible(c.oid)"
        )
        triggers = set(cursor.fetchall())
        cursor.execute(
            "SELECT proname, prosrc FROM pg_proc WHERE pg_function_is_visible(oid) AND proname LIKE 'ledger%'"
        )
        return triggers | set(cursor.fetchall())
