"""What every test may use: guards lifted for Django's flush, plain static files, a cheap password hasher."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

from cabas.config import test_tables
from cabas.config.testing import IS_LONG
from cabas.ledger import guards

# The browser tests leave an event loop in their process; the tests after them use the database as before.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_configure(config: pytest.Config) -> None:
    """Here and not with the others: what it means is decided below."""
    config.addinivalue_line("markers", "variant: on another screen or without JavaScript; ./cabas test --long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A variant is told by `--long` only: a journey in which the size of the screen, or JavaScript, is another.

    What touches no database is told once, on SQLite, and so is what pages show: on PostgreSQL only the rest runs.

    Every address answers on both databases (`test_access`, `test_statements`).
    """
    kept = [item for item in items if IS_LONG or not item.get_closest_marker("variant")]
    if connection.vendor != "sqlite":
        kept = [item for item in kept if _touches_a_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _touches_a_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("one_database") or item.path.name.endswith("pages.py"):
        return False
    asks = any(item.get_closest_marker(name) for name in ("django_db", "browser", "on_the_server"))
    return asks or "django_db_setup" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session", autouse=True)
def plain_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Manifest storage needs a collectstatic, argon2 a tenth of a second per password: no test is about them.

    The data folder is each process's own: the demonstration locks it while it is built.
    """
    settings.DATA = tmp_path_factory.mktemp("data")
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings_parallel_suffix: None) -> bool:
    """Each process begins with a copy of the tables of the whole run, where they are made (`./cabas test`)."""
    of_test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        return test_tables.copied(Path(of_test["NAME"]))
    of_test["TEMPLATE"] = os.environ.get(test_tables.TEMPLATE)
    return False


@pytest.fixture(scope="session", autouse=True)
def flush_past_the_guards() -> Iterator[None]:
    """The ledger refuses Django's flush: the end of a transactional test lifts its guards for that moment."""
    flush = TransactionTestCase._fixture_teardown

    def lifted_flush(self: TransactionTestCase) -> None:
        with guards.lifted(connection):
            flush(self)

    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", lifted_flush)
    yield
    patch.undo()


@pytest.fixture
def engine() -> str:
    """The database engine of this run: "sqlite" or "postgresql"."""
    return connection.vendor
