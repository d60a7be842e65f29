"""The first migration creates each table with its constraints: a new database, each test run's too, is sooner there."""

from importlib import import_module

from dev.initial_migration import folded, one_by_one
from meuplano.records.all_at_once import AllAtOnce


def test_the_first_migration_is_folded() -> None:
    operations = import_module("meuplano.records.migrations.0001_initial").Migration.operations
    assert sum(isinstance(operation, AllAtOnce) for operation in operations) == 1
    tables = one_by_one(operations)
    assert len(folded(tables)) == len(tables), "say .venv/bin/dev initial-migration --fold"
