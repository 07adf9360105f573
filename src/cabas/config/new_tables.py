"""A new installation gets its tables as the migrations leave them, in one step; an older one follows the migrations.

To follow them from nothing is to imagine, a hundred times, every table as it was in between: 22 s of a processor. What
they do to rows that are there already has nothing to do here; guards and the table of the cache are put in place.
"""

from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from cabas.ledger.guards.operations import GuardsOperation

BESIDE_TABLES = (GuardsOperation, RunSQL)


def create() -> None:
    """Every table of an empty database, and that each migration counts as applied: all of it or nothing."""
    executor = MigrationExecutor(connection)
    followed = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    state = executor.loader.project_state()
    with connection.schema_editor(atomic=True) as editor:
        models: list[Any] = [executor.recorder.Migration, *state.apps.get_models()]
        for model in models:
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        _finish_tables(editor)
        for migration in followed:
            _do_beside(migration, editor, state)
        call_command("createcachetable", verbosity=0)
        applied = [executor.recorder.Migration(app=one.app_label, name=one.name) for one in followed]
        executor.recorder.migration_qs.bulk_create(applied)


def _finish_tables(editor: BaseDatabaseSchemaEditor) -> None:
    """Foreign keys and indexes, which Django keeps for the end: guards come after them."""
    for statement in editor.deferred_sql:
        editor.execute(statement)
    editor.deferred_sql.clear()


def _do_beside(migration: Migration, editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
    for operation in migration.operations:
        if isinstance(operation, BESIDE_TABLES):
            operation.database_forwards(migration.app_label, editor, state, state)
