"""Statements written out in sql/: what every visit asks, and Django takes longer to word than PostgreSQL to answer.

`{s}` in such a text stands for the columns of a model under the alias `s`; values are always parameters.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model

FOLDER = Path(__file__).parent / "sql"


class Statement:
    """One text of sql/, with the model that each alias stands for."""

    def __init__(self, name: str, **aliases: type[Model]) -> None:
        text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
        self.text = text.format(**{alias: columns(model, alias) for alias, model in aliases.items()})

    def rows(self, values: Mapping[str, Any]) -> list[Iterator[Any]]:
        """What it answers to these values; a row is taken from left to right."""
        with connection.cursor() as cursor:
            cursor.execute(self.text, values)
            return [iter(row) for row in cursor.fetchall()]


def columns(model: type[Model], alias: str) -> str:
    """The columns of a model as a select list, in the order in which `take` reads them."""
    return ", ".join(f'{alias}."{field.column}"' for field in model._meta.concrete_fields)


def take[M: Model](model: type[M], row: Iterator[Any]) -> M:
    """The next columns of a row as a row of this model."""
    taken = take_if_any(model, row)
    assert taken is not None
    return taken


def take_if_any[M: Model](model: type[M], row: Iterator[Any]) -> M | None:
    """The same; None where an outer join found nothing."""
    values = [convert(next(row), None, connection) if convert else next(row) for convert in _converters(model)]
    return None if values[0] is None else model.from_db(DEFAULT_DB_ALIAS, _names(model), values)


@cache
def _names(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


@cache
def _converters(model: type[Model]) -> tuple[Callable[..., Any] | None, ...]:
    return tuple(getattr(field, "from_db_value", None) for field in model._meta.concrete_fields)
