"""Writing the rows of many accounts: one statement a table, with every constraint and trigger of the database."""

import json
from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connection, models

from meuplano.records.faults import point


def insert(rows: dict[type[models.Model], list[models.Model]]) -> None:
    """Put new rows in, first those that others point to."""
    for table in sorted(rows, key=_depth):
        for numbered in (True, False):
            if some := [row for row in rows[table] if (row.pk is not None) == numbered]:
                _copy(table, some, numbered)
        point("between_tables_of_a_chunk")


def change(table: type[models.Model], names: Sequence[str], rows: Sequence[models.Model]) -> None:
    """Set these fields of existing rows to what the rows say."""
    fields: list[Any] = [table._meta.pk, *(table._meta.get_field(name) for name in names)]
    columns = [connection.ops.quote_name(field.column) for field in fields]
    settings = ", ".join(f"{column} = new.{column}" for column in columns[1:])
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    new = f"unnest({arrays}) new ({', '.join(columns)})"
    sql = f"update {_name(table)} kept set {settings} from {new} where kept.id = new.id"  # noqa: S608 - our own names
    values = [[value(row) for row in rows] for value in map(_reader, fields)]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount == len(rows), f"{table.__name__}: a row to be changed is gone"


def numbers(table: type[models.Model], count: int) -> list[int]:
    """The next numbers of a table, for rows that are written later."""
    with connection.cursor() as cursor:
        sequence = "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)"
        cursor.execute(sequence, [table._meta.db_table, count])
        return [number for (number,) in cursor.fetchall()]


def _copy(table: type[models.Model], rows: list[models.Model], numbered: bool) -> None:
    statement, values = _statement(table, numbered)
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:  # type: ignore[attr-defined]
        for row in rows:
            copy.write_row([value(row) for value in values])


@cache
def _statement(table: type[models.Model], numbered: bool) -> tuple[str, list[Callable[[Any], Any]]]:
    fields = [field for field in table._meta.concrete_fields if numbered or not field.primary_key]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    return f"copy {_name(table)} ({columns}) from stdin", [_reader(field) for field in fields]


def _reader(field: Any) -> Callable[[Any], Any]:
    read = attrgetter(field.attname)
    if isinstance(field, models.JSONField):
        return lambda row: None if read(row) is None else json.dumps(read(row))  # no document is not the document null
    return read


def _name(table: type[models.Model]) -> str:
    return connection.ops.quote_name(table._meta.db_table)


@cache
def _depth(table: type[models.Model]) -> int:
    """How many tables have to be written before this one."""
    pointed_at = {field.related_model for field in table._meta.concrete_fields if field.is_relation} - {table}
    return 1 + max((_depth(other) for other in pointed_at), default=0)  # type: ignore[arg-type]
