"""A migration that alters a ledger table lifts the guards first and installs them after."""

from typing import Any

from django.db import router
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

from cabas.ledger.guards.installing import installing, lifting


class GuardsOperation(Operation):
    """Changes no model: only the triggers, in the words of the engine at hand."""

    reversible = True
    reduces_to_sql = True
    opposite: type["GuardsOperation"]

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def reduce(self, operation: Operation, app_label: str) -> bool | list[Operation]:
        """Lifting and installing side by side do nothing; nothing else may move across."""
        return [] if isinstance(operation, self.opposite) else False

    def _run(self, app_label: str, editor: BaseDatabaseSchemaEditor, *, is_installing: bool) -> None:
        if not router.allow_migrate(editor.connection.alias, app_label):
            return
        statements = installing if is_installing else lifting
        for statement in statements(editor.connection.vendor):
            # No parameters: a percent sign in the body of a trigger is a percent sign.
            editor.execute(statement, params=None)


class InstallGuards(GuardsOperation):
    """Put every guard of the ledger in place."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._run(app_label, schema_editor, is_installing=True)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._run(app_label, schema_editor, is_installing=False)

    def describe(self) -> str:
        return "Install the guards of the ledger"


class LiftGuards(GuardsOperation):
    """Take every guard of the ledger away; an `InstallGuards` must follow in the same migration."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._run(app_label, schema_editor, is_installing=False)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._run(app_label, schema_editor, is_installing=True)

    def describe(self) -> str:
        return "Lift the guards of the ledger"


InstallGuards.opposite = LiftGuards
LiftGuards.opposite = InstallGuards
