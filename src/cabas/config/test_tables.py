"""The tables, migrated once for a whole run of the tests, which copy them: a migration takes each process 20 seconds.

Only `./cabas test` without arguments makes them; where they are not named, each process migrates by itself.
"""

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cabas.config import data_folder
from cabas.config.data_folder import PROJECT
from cabas.config.refusals import CommandRefused

FILE = "CABAS_TEST_TABLES"  # a SQLite file
TEMPLATE = "CABAS_TEST_TEMPLATE"  # the name of a database on the PostgreSQL of the run
MIGRATE = [sys.executable, "-m", "cabas.config.command", "manage", "migrate", "--verbosity=0"]


class TablesImpossible(CommandRefused):
    """The migrations failed: no test can begin."""


@dataclass(frozen=True)
class Tables:
    """What the environment of the tests says of them, on each database."""

    on_sqlite: dict[str, str]
    on_postgresql: dict[str, str]


@contextmanager
def migrated(folder: Path, environment: dict[str, str], url: str | None) -> Iterator[Tables]:
    """Both at once; the database on PostgreSQL goes away."""
    name = f"cabas_tables_{uuid.uuid4().hex[:12]}"
    home = folder / "tables"
    home.mkdir()
    there = _beside(url, name) if url else ""
    if url:
        _rows(url, f"CREATE DATABASE {name}")
    try:
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda one: _migrate(environment, home, one), ["", there] if there else [""]))
        yield Tables({FILE: str(home / data_folder.DATABASE)}, {TEMPLATE: name, "DATABASE_URL": url or ""})
    finally:
        if url:
            _rows(url, f"DROP DATABASE {name} WITH (FORCE)")


def folder_of_the_run() -> Path | None:
    """Where the processes of a whole run may put what they share."""
    file = os.environ.get(FILE)
    return Path(file).parent if file else None


def copied(to: Path) -> bool:
    """Copy those of SQLite, where this run has them."""
    file = os.environ.get(FILE)
    if file:
        shutil.copyfile(file, to)
    return bool(file)


def _migrate(environment: dict[str, str], home: Path, url: str) -> None:
    own = {**environment, "CABAS_DATA": str(home), "PYTHONPATH": str(PROJECT / "src")}
    done = subprocess.run(MIGRATE, env=own | ({"DATABASE_URL": url} if url else {}), cwd=PROJECT, check=False)
    if done.returncode:
        raise TablesImpossible("Les tables des tests ne se font pas (voir ci-dessus).")


def _beside(url: str, name: str) -> str:
    return url.rsplit("/", 1)[0] + "/" + name


def _rows(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)
