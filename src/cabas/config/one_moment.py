"""What is read together is read as it was at one moment: nobody's posting comes in between, and nobody waits for it."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_moment() -> Iterator[None]:
    """Read only, in one snapshot of the database: PostgreSQL says so, SQLite keeps what its first read saw."""
    from django.db import connection, transaction

    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")  # Django's own would be IMMEDIATE, which makes every writer wait
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
