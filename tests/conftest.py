"""What every test may use: tables as they were migrated, plain static files, a cheap password hasher."""

import copy
import gc
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection
from django.test import TransactionTestCase, client
from django.test.utils import ContextList

from cabas.config import test_tables
from cabas.config.testing import IS_LONG
from cabas.ledger import guards
from cabas.ui.plurals import count_as_french_does
from tests.remembering import HISTORY
from tests.sending import is_known, name_of_test, needed, sending

# The browser tests leave an event loop in their process; the tests after them use the database as before.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_configure(config: pytest.Config) -> None:
    """Here and not with the others: what it means is decided below."""
    config.addinivalue_line("markers", "variant: on another screen or without JavaScript; ./cabas test --long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A variant is told by `--long` only: a journey in which the size of the screen, or JavaScript, is another.

    What touches no database is told once, on SQLite. On PostgreSQL run what is about the database, and of the rest as
    few tests as send each statement there once (`sending`).
    """
    kept = [item for item in items if IS_LONG or not item.get_closest_marker("variant")]
    if connection.vendor != "sqlite":
        kept = needed([item for item in kept if _touches_a_database(item)])
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def pytest_collection_finish() -> None:
    """What was imported and collected stays: the collector of garbage looks at what tests leave, and not so often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[object]:
    """From before any fixture until after them."""
    HISTORY.begin()
    with sending(name_of_test(item)):
        return (yield)


def _touches_a_database(item: pytest.Item) -> bool:
    is_of_pages = item.path.name.endswith("pages.py")  # without knowing better, what pages show is told on SQLite only
    if item.get_closest_marker("one_database") or (is_of_pages and not is_known()):
        return False
    asks = any(item.get_closest_marker(name) for name in ("django_db", "browser", "on_the_server"))
    return asks or "django_db_setup" in getattr(item, "fixturenames", ())


AS_MIGRATED = sqlite3.connect(":memory:")
WRITTEN_BY_MIGRATING = {"auth_permission", "django_content_type", "django_migrations"}


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


@pytest.fixture(scope="session", autouse=True)
def answers_keep_the_context_of_their_page() -> Iterator[None]:
    """Django's client copies that of every part of a page too, for a twentieth of the time of all tests."""

    def keep(store: dict[str, Any], template: Any, context: Any, **_more: Any) -> None:
        if "context" not in store:  # the page itself comes first
            store |= {"templates": [template], "context": ContextList([copy.copy(context)])}

    patch = pytest.MonkeyPatch()
    patch.setattr(client, "store_rendered_templates", keep)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings_parallel_suffix: None) -> bool:
    """Each process begins with a copy of the tables of the whole run, where they are made (`./cabas test`)."""
    of_test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        return test_tables.copied(Path(of_test["NAME"]))
    of_test["TEMPLATE"] = os.environ.get(test_tables.TEMPLATE)
    return False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """What the migrations wrote is kept aside: on SQLite the end of a transactional test puts it back, whole."""
    if connection.vendor != "sqlite":
        return
    with django_db_blocker.unblock():
        connection.ensure_connection()
        connection.connection.backup(AS_MIGRATED)
        connection.close()


@pytest.fixture(scope="session", autouse=True)
def as_migrated_after_each() -> Iterator[None]:
    """The end of a transactional test: Django would empty every table and write its own rows anew, in a second."""

    def teardown(_self: TransactionTestCase) -> None:
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            AS_MIGRATED.backup(connection.connection)
        else:
            _empty_what_tests_fill()

    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
    yield
    patch.undo()


def _empty_what_tests_fill() -> None:
    """The ledger refuses to be emptied: its guards are lifted for that moment."""
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    flush = connection.ops.sql_flush(no_style(), sorted(tables - WRITTEN_BY_MIGRATING))
    with guards.lifted(connection):
        connection.ops.execute_sql_flush(flush)


@pytest.fixture(autouse=True)
def counted_as_in_french() -> Iterator[None]:
    """A test that installs another app makes Django forget how French counts: this comes after it."""
    yield
    count_as_french_does()


@pytest.fixture
def engine() -> str:
    """The database engine of this run: "sqlite" or "postgresql"."""
    return connection.vendor
