"""Living with the guards: migrations lift and install them, and a failure leaves them standing."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, models
from django.db.migrations import AlterField
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.optimizer import MigrationOptimizer
from django.db.migrations.state import ProjectState

from cabas.ledger import guards
from cabas.ledger.auditing import audit_all
from cabas.ledger.guards import InstallGuards, LiftGuards
from cabas.ledger.guards.installing import EngineWithoutGuards, guards_of
from tests.ledger.small_book import SmallBook, open_small_book, run

LONGER_CODE = AlterField("account", "code", models.CharField("code", max_length=60))
LONGER_KIND = AlterField("transaction", "kind", models.CharField("nature", max_length=60))


def migrate(operations: list[Operation], *, backwards: bool = False) -> None:
    """Run these operations as one later migration of the ledger would."""
    states = [MigrationLoader(connection).project_state()]
    for operation in operations:
        states.append(states[-1].clone())
        operation.state_forwards("ledger", states[-1])
    steps = list(zip(operations, states[:-1], states[1:], strict=True))
    with connection.schema_editor(atomic=True) as editor:
        for operation, before, after in reversed(steps) if backwards else steps:
            _step(operation, editor, before, after, backwards=backwards)


def migrate_then_leave(operations: list[Operation]) -> None:
    try:
        migrate(operations)
    finally:
        connections.close_all()


def _step(operation: Operation, editor: Any, before: ProjectState, after: ProjectState, *, backwards: bool) -> None:
    if backwards:
        operation.database_backwards("ledger", editor, after, before)
    else:
        operation.database_forwards("ledger", editor, before, after)


@pytest.mark.django_db(transaction=True)
def test_a_later_alteration_lifts_the_guards_and_installs_them_again() -> None:
    small = open_small_book()
    small.post({"alice": 5}, {"orders": 5})
    operations = [LiftGuards(), LONGER_CODE, LONGER_KIND, InstallGuards()]
    migrate(operations)
    try:
        assert guards.missing(connection) == []
        small.post({"alice": 5}, {"orders": 5})
        assert list(audit_all()) == []
        with pytest.raises(DatabaseError, match="ledger: immutable"):
            run("DELETE FROM ledger_entry")
    finally:
        migrate(operations, backwards=True)
    assert guards.missing(connection) == []
    assert small.balances == {"alice": -10, "orders": 10}


@pytest.mark.django_db(transaction=True)
def test_an_alteration_without_lifting_fails_and_changes_nothing() -> None:
    small = open_small_book()
    small.post({"alice": 5}, {"orders": 5})
    # In a thread: on SQLite Django leaves the failed migration's transaction open, and closing the connection ends it.
    with ThreadPoolExecutor(1) as elsewhere, pytest.raises(DatabaseError):
        elsewhere.submit(migrate_then_leave, [LONGER_KIND]).result()
    assert guards.missing(connection) == []
    assert list(audit_all()) == []


@pytest.mark.django_db(transaction=True)
def test_the_guards_come_back_after_a_block_without_them(engine: str) -> None:
    small = open_small_book()
    small.post({"alice": 5}, {"orders": 5})
    with guards.lifted(connection):
        assert len(guards.missing(connection)) == len(guards_of(engine))
        run("DELETE FROM ledger_entry")
        run("DELETE FROM ledger_transaction")
    assert guards.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_a_failure_without_guards_leaves_everything_as_it_was() -> None:
    small = open_small_book()
    small.post({"alice": 5}, {"orders": 5})

    class PowerCut(Exception):
        pass

    def harm() -> None:
        with guards.lifted(connection):
            run("DELETE FROM ledger_entry")
            raise PowerCut

    with pytest.raises(PowerCut):
        harm()
    assert guards.missing(connection) == []
    assert list(audit_all()) == []


def test_guards_can_be_lifted_after_a_posting_in_the_same_transaction(small: SmallBook) -> None:
    small.post({"alice": 5}, {"orders": 5})
    with guards.lifted(connection):
        run("UPDATE ledger_transaction SET memo = 'x'")
        run("UPDATE ledger_transaction SET memo = ''")
    assert guards.missing(connection) == []
    small.post({"alice": 5}, {"orders": 5})  # checks are deferred again


@pytest.mark.django_db(transaction=True)
def test_sqlmigrate_prints_every_guard(capsys: pytest.CaptureFixture[str], engine: str) -> None:
    call_command("sqlmigrate", "ledger", "0002")
    printed = capsys.readouterr().out
    assert all(guard.create in printed for guard in guards_of(engine))
    call_command("sqlmigrate", "ledger", "0002", backwards=True)
    printed = capsys.readouterr().out
    assert all(f"DROP {guard.kind} IF EXISTS {guard.name}" in printed for guard in guards_of(engine))


def test_a_squash_lifts_and_installs_once() -> None:
    squashed = MigrationOptimizer().optimize(
        [LiftGuards(), LONGER_CODE, InstallGuards(), LiftGuards(), LONGER_KIND, InstallGuards()], "ledger"
    )
    assert [type(operation).__name__ for operation in squashed] == [
        "LiftGuards",
        "AlterField",
        "AlterField",
        "InstallGuards",
    ]


def test_an_engine_without_guards_is_refused() -> None:
    with pytest.raises(EngineWithoutGuards):
        guards_of("mysql")


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "ledger", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_replace_meets_the_guards_only_with_recursive_triggers(engine: str) -> None:
    if engine != "sqlite":
        pytest.skip("PostgreSQL has no REPLACE")
    run("PRAGMA recursive_triggers = OFF")
    try:
        assert len(guards.missing(connection)) == len(guards_of(engine))
    finally:
        run("PRAGMA recursive_triggers = ON")
    assert guards.missing(connection) == []
