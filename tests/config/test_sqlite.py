"""Cabas knows which SQLite can lose committed pages, and the one it uses cannot."""

import sqlite3

import pytest

from cabas.config import sqlite


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 53, 4), (4, 0, 0), (3, 50, 7), (3, 50, 9), (3, 44, 6)])
def test_repaired_versions_are_safe(version):
    assert sqlite.is_safe(version)


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 44, 5), (3, 46, 0), (3, 50, 6), (3, 51, 2)])
def test_the_others_are_not(version):
    assert not sqlite.is_safe(version)


def test_the_one_in_use_is_safe_or_works_without_wal():
    safe = sqlite.is_safe(sqlite3.sqlite_version_info[:3])
    assert sqlite.journal_mode() == ("WAL" if safe else "DELETE")
