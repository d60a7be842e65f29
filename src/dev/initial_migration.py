"""`dev initial-migration`: write the first migration anew from the models (until the first release it may change).

Django adds each constraint and index by an operation of its own, and draws the models anew after every one: seconds for
each new database and each test run. Here they are put back into the statement that creates their table, and the tables
are made all at once (`records/all_at_once.py`).
"""

import argparse
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from dev import ROOT, checks

FOLDER = ROOT / "src/meuplano/records/migrations"
FIRST = FOLDER / "0001_initial.py"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Anew from the models, or only folded."""
    parser.add_argument("--fold", action="store_true", help="keep the operations of the file as it is, only fold them")


def run(options: argparse.Namespace) -> int:
    """Write 0001_initial.py; 1 if Django then still sees a difference to the models."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meuplano.config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    if not options.fold:
        put_aside = {path: path.read_text() for path in FOLDER.glob("0*.py")}
        for path in put_aside:
            path.unlink()
        call_command("makemigrations", "meuplano", name="initial", verbosity=0)
        for path, text in put_aside.items():
            if path != FIRST:
                path.write_text(text)
    write(FIRST)
    check = ["-W", "ignore::RuntimeWarning", "-m", "django", "makemigrations", "--check", "--dry-run"]
    return subprocess.run([sys.executable, *check], cwd=ROOT).returncode


def write(path: Path) -> None:
    """Fold a migration's file in place, and format it."""
    from django.db.migrations.writer import MigrationWriter

    migration = import_module(f"meuplano.records.migrations.{path.stem}").Migration(path.stem, "meuplano")
    migration.operations = with_gist(folded(one_by_one(migration.operations)))
    text = MigrationWriter(migration, include_header=False).as_string()
    text = text.replace(
        "\nclass Migration(", "from meuplano.records.all_at_once import all_at_once\n\nclass Migration(", 1
    )
    path.write_text(f"{text.rstrip()}\n    operations = all_at_once(operations)\n")
    for arguments in (["check", "--fix-only", "--quiet"], ["format", "--quiet"]):
        subprocess.run([checks.BIN / "ruff", *arguments, path], cwd=ROOT, check=True)


def one_by_one(operations: list[Any]) -> list[Any]:
    """The operations of a file that makes its tables all at once, each by itself again."""
    from meuplano.records.all_at_once import AllAtOnce

    return [inner for one in operations for inner in (one.operations if isinstance(one, AllAtOnce) else [one])]


def with_gist(operations: list[Any]) -> list[Any]:
    """The exclusion constraint of periods compares plain numbers, which PostgreSQL can do by this extension only."""
    from django.contrib.postgres.operations import BtreeGistExtension

    there = any(isinstance(operation, BtreeGistExtension) for operation in operations)
    return operations if there else [BtreeGistExtension(), *operations]


def folded(operations: list[Any]) -> list[Any]:
    """The operations with constraints and indexes moved into CreateModel, where all their fields are there already."""
    from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel

    models = {operation.name_lower: operation for operation in operations if isinstance(operation, CreateModel)}
    later: dict[str, set[str]] = {}  # fields that close a ring of tables, by model
    for operation in operations:
        if isinstance(operation, AddField):
            later.setdefault(operation.model_name_lower, set()).add(operation.name)
    kept = []
    for operation in operations:
        place = None
        if isinstance(operation, AddConstraint | AddIndex):
            text = repr((operation.index if isinstance(operation, AddIndex) else operation.constraint).deconstruct())
            waits = any(name in text for name in later.get(operation.model_name_lower, ()))
            place = None if waits else models.get(operation.model_name_lower)
        if place is None:
            kept.append(operation)
        elif isinstance(operation, AddIndex):
            place.options.setdefault("indexes", []).append(operation.index)
        else:
            place.options.setdefault("constraints", []).append(operation.constraint)
    return kept
