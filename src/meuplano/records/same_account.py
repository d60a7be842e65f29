"""Composite foreign keys: the database itself refuses a row of one account that points to another's."""

from typing import Any

from django.db import models
from django.db.models.constraints import BaseConstraint


class SameAccount(BaseConstraint):
    """The row and what `field` points to belong to one account: (account_id, field) references target (account_id, id).

    Immediate, so that the error names the statement. The target needs `account_key()`, and the field is declared with
    `db_constraint=False`, since this is its constraint.
    """

    def __init__(self, *, field: str, name: str, **options: Any) -> None:
        self.field = field
        super().__init__(name=name, **options)

    def create_sql(self, model: Any, schema_editor: Any) -> None:  # type: ignore[override]
        """Deferred to the end of the migration: the target, or its key, may be made later in it."""
        field = model._meta.get_field(self.field)
        quote = schema_editor.quote_name
        schema_editor.deferred_sql.append(
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)} "
            f"FOREIGN KEY (account_id, {quote(field.column)}) "
            f"REFERENCES {quote(field.related_model._meta.db_table)} (account_id, id)"
        )

    def constraint_sql(self, model: Any, schema_editor: Any) -> None:  # type: ignore[override]
        """The same from CREATE TABLE, which takes nothing from here."""
        self.create_sql(model, schema_editor)

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """Left to the database: a form never sets these keys."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameAccount) and (self.name, self.field) == (other.name, other.field)

    __hash__ = None  # type: ignore[assignment]

    def deconstruct(self) -> Any:
        path, arguments, options = super().deconstruct()
        return path, arguments, options | {"field": self.field}


def account_key(table: str) -> models.UniqueConstraint:
    """What a composite key points to."""
    return models.UniqueConstraint(fields=["account", "id"], name=f"{table}_account_key")


def same_account(table: str, *fields: str) -> list[SameAccount]:
    """One composite key per relation."""
    return [SameAccount(field=field, name=f"{table}_{field}_same_account") for field in fields]
