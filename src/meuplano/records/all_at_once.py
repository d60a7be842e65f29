"""A migration's operation that creates many tables at once.

Django draws the models anew after each CreateModel, and all those that a foreign key ties to it: ours are all tied, so
fifty tables cost every new database three seconds of processor time. Here the models are drawn once, as they are at the
end.
"""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation


class AllAtOnce(Operation):
    """What CreateModel, AddField, AddConstraint and AddIndex make together, all of it new in this operation."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models are drawn when somebody asks for them, not after each operation."""
        state.clear_delayed_apps_cache()
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, _from_state: Any, to_state: Any) -> None:
        """Each table as it is at the end; foreign keys follow when all tables are there."""
        for model in self._models(app_label, to_state):
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, _to_state: Any) -> None:
        """No table is left."""
        for model in reversed(self._models(app_label, from_state)):
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.delete_model(model)

    def describe(self) -> str:
        return "Create all tables"

    def _models(self, app_label: str, state: Any) -> list[Any]:
        names = [operation.name for operation in self.operations if isinstance(operation, CreateModel)]
        return [state.apps.get_model(app_label, name) for name in names]


def all_at_once(operations: Sequence[Operation]) -> list[Operation]:
    """A first migration's operations: those that make tables as one, after whatever else there is."""
    makes_tables = (CreateModel, AddField, AddConstraint, AddIndex)
    others = [operation for operation in operations if not isinstance(operation, makes_tables)]
    return [*others, AllAtOnce([operation for operation in operations if isinstance(operation, makes_tables)])]
