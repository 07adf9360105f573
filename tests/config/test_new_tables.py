"""The tables of a new installation are, to the last trigger, those that the migrations leave to an older one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, connections
from django.db.backends.sqlite3.base import Database

from cabas.config.data_folder import DATABASE
from tests.config.installations import Installation
from tests.config.test_backup import new_database

Ask = Callable[[str], list[tuple[Any, ...]]]
Facts = dict[str, Any]

OF_POSTGRESQL = {
    "columns": """SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
        pg_get_expr(d.adbin, d.adrelid) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped""",
    "constraints": """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
}


def _of_sqlite(ask: Ask) -> Facts:
    """Columns and constraints of a table in any order: a column that came later stands last."""
    known = ask("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    return {f"{kind} {name}": (table, _parts(sql) if kind == "table" else sql) for kind, name, table, sql in known}


def _parts(sql: str) -> set[str]:
    """What stands between the commas of CREATE TABLE, not those inside a bracket."""
    parts, depth = [""], 0
    for letter in sql[sql.index("(") + 1 : sql.rindex(")")]:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return {part.strip() for part in parts}


def _facts(ask: Ask, vendor: str) -> Facts:
    shape = _of_sqlite(ask) if vendor == "sqlite" else {name: {*ask(sql)} for name, sql in OF_POSTGRESQL.items()}
    tables = connection.introspection.table_names()
    counted = {f"rows of {table}": ask(f'SELECT count(*) FROM "{table}"') for table in tables}
    return {**shape, **counted, "applied": {*ask("SELECT app, name FROM django_migrations")}}


def _here(sql: str) -> list[tuple[Any, ...]]:
    with connections["default"].cursor() as cursor:
        cursor.execute(sql)
        return [*map(tuple, cursor.fetchall())]


@pytest.mark.django_db
def test_a_new_installation_has_the_tables_that_migrations_leave(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "data", new_database())
    installation.folder.mkdir()
    made = installation._python("-m", "cabas.config.preparing", "--database-only")
    assert (made.returncode, made.stdout) == (0, "• Création de la base de données\n"), made.stderr
    there = (
        Database.connect(installation.folder / DATABASE) if not installation.url else psycopg.connect(installation.url)
    )
    try:
        new = _facts(lambda sql: there.execute(sql).fetchall(), connection.vendor)
    finally:
        there.close()
    assert new == _facts(_here, connection.vendor)
