"""Cabas runs on a SQLite library that cannot lose committed pages, or says why it does not start.

SQLite 3.7.0 to 3.51.2 can lose committed pages in WAL mode with several connections (the "WAL-reset" bug, fixed in
3.51.3, 3.50.7 and 3.44.6). The wheel pysqlite3 carries a newer library; it takes the standard module's place before
Django loads.
"""

import sys

SAFE_FROM = (3, 51, 3)
ALSO_SAFE = ((3, 50, 7), (3, 44, 6))


class UnsafeSQLite(RuntimeError):
    """The SQLite library in use can lose committed pages in WAL mode."""


def use_bundled_library() -> None:
    """Put the wheel's library in the place of Python's own `sqlite3`, where the wheel exists."""
    try:
        import pysqlite3
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def is_safe(version: tuple[int, int, int]) -> bool:
    """Is this version of SQLite free of the WAL-reset bug?"""
    if version >= SAFE_FROM:
        return True
    return any(version[:2] == fixed[:2] and version >= fixed for fixed in ALSO_SAFE)


def journal_mode() -> str:
    """WAL where the library is safe; the slower DELETE journal, which the bug does not touch, elsewhere."""
    import sqlite3

    return "WAL" if is_safe(sqlite3.sqlite_version_info[:3]) else "DELETE"
