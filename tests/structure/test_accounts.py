"""The database itself refuses a row of one account that points into another."""

from django.apps import apps
from django.db import models

from meuplano.records.models.base import AccountRow
from meuplano.records.same_account import SameAccount


def account_rows() -> list[type[models.Model]]:
    return [model for model in apps.get_app_config("meuplano").get_models() if issubclass(model, AccountRow)]


def relations(model: type[models.Model]) -> list[str]:
    """The fields of an account's row that point to an account's row."""
    return [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, AccountRow)
    ]


def test_every_relation_within_an_account_has_its_composite_key() -> None:
    wanted = {(model.__name__, name) for model in account_rows() for name in relations(model)}
    there = {
        (model.__name__, constraint.field)
        for model in account_rows()
        for constraint in model._meta.constraints
        if isinstance(constraint, SameAccount)
    }
    assert wanted
    assert wanted <= there, f"add *same_account(…) to Meta.constraints: {wanted - there}"


def test_every_unique_constraint_of_an_account_row_contains_the_account() -> None:
    """Or the table cannot be spread over several servers later. One is unique over all accounts by its nature."""
    bad = [
        f"{model.__name__}.{constraint.name}"
        for model in account_rows()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields and "account" not in constraint.fields
    ]
    assert not bad, f"put `account` into it: {bad}"
