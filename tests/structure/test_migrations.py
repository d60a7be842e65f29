"""The first migration creates each table with its constraints: a new database, each test run's too, is sooner there."""

from importlib import import_module

from dev.initial_migration import folded


def test_the_first_migration_is_folded() -> None:
    operations = import_module("meuplano.records.migrations.0001_initial").Migration.operations
    assert len(folded(operations)) == len(operations), "say .venv/bin/dev initial-migration --fold"
