"""The databases on which `./cabas bench` measures; each goes away afterwards."""

import contextlib
from collections.abc import Iterator

from cabas.config import postgresql
from cabas.config.refusals import CommandRefused

DATABASES = ("sqlite", "postgresql")


@contextlib.contextmanager
def bench_database(name: str) -> Iterator[str]:
    """The URL of a PostgreSQL that keeps what is committed; empty for SQLite. Raises `CommandRefused`."""
    if name == "sqlite":
        yield ""
        return
    for installation in postgresql.installations():
        with postgresql.throw_away(installation, is_durable=True) as url:
            yield url
            return
    raise CommandRefused("Aucun PostgreSQL sur cette machine : --database sqlite mesure sans lui.")
