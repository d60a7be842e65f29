"""Which of many kinds of rows there are any of, asked in one statement.

A kind is a function of the act that returns its rows: the very ones that are then worked on. It is worded once in the
life of a process, for one fixed instant, and asked ever after with its days and instants moved by as much as the act is
away from that instant. So a kind depends on nothing but the act, and on `act.at` and `act.today` only as values.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from meuplano.rules.act import Act

Rows = Callable[[Act], QuerySet[Any]]
WORDED = Act("", datetime(1999, 12, 31, 15, tzinfo=UTC))


def which_have_any(kinds: Sequence[Rows], act: Act) -> set[Rows]:
    """Those of the kinds of which there is a row."""
    if not kinds:
        return set()
    worded = [in_words(rows) for rows in kinds]
    values = [moved(value, act) for _, those in worded for value in those]
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(f'exists ({words})' for words, _ in worded)}", values)
        return {rows for rows, any_there in zip(kinds, cursor.fetchone() or (), strict=True) if any_there}


@cache
def in_words(rows: Rows) -> tuple[str, tuple[Any, ...]]:
    """The statement that looks for one row of a kind, and its values at the instant `WORDED`."""
    words, values = rows(WORDED).query.exists().get_compiler(connection=connection).as_sql()
    return words, tuple(values)


def moved(value: Any, act: Act) -> Any:
    """A value of a statement worded for `WORDED`, as it is for this act."""
    if isinstance(value, datetime):
        return act.at + (value - WORDED.at)
    if isinstance(value, date):
        return act.today + (value - WORDED.today)
    return value
