"""Many accounts in few statements: what is asked is read ahead for all of them, what they write is written at the end.

The verbs are the same for one account and for fifty. They ask a `question` about an account and write by `insert`,
`insert_all`, `change` and `gather`. Alone, each is a statement at once. In an account's turn of a chunk (`Together`)
the answer is there already, and the rows wait until every account had its turn. A turn sends no statement of its own:
whatever was not foreseen raises `Unforeseen`, nothing of the turn is kept, and that account is done by itself.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from django.db import connection, models, transaction

from meuplano.records import rows_of_many
from meuplano.records.models import Account


class Unforeseen(Exception):
    """A statement in an account's turn that was not read ahead."""


class Question[Answer]:
    """A question about an account, written for many of them: account ids → what was found, by id.

    `nothing` is the answer for an account of which nothing was found. What was read ahead holds until the account
    writes to one of `tables`.
    """

    def __init__(
        self,
        ask: Callable[[Sequence[int]], dict[int, Answer]],
        tables: tuple[type[models.Model], ...],
        nothing: Callable[[], Any],
    ) -> None:
        self.ask, self.tables, self.nothing = ask, tables, nothing
        self.__doc__ = ask.__doc__

    def __call__(self, account: Account) -> Answer:
        return self.of(account.pk)

    def of(self, account_id: int) -> Answer:
        """The same where there is only the account's number."""
        for known in self.ahead(account_id):
            return known
        found = self.ask([account_id])
        return found[account_id] if account_id in found else self.nothing()  # type: ignore[no-any-return]

    def ahead(self, account_id: int) -> list[Answer]:
        """The one answer that was read ahead and still holds, or none."""
        chunk = _turn.get()
        return [] if chunk is None else chunk.answer(self, account_id)


class _AsQuestion(Protocol):
    def __call__[Answer](self, ask: Callable[[Sequence[int]], dict[int, Answer]], /) -> Question[Answer]: ...


def question(*tables: type[models.Model], nothing: Callable[[], Any]) -> _AsQuestion:
    """Makes a Question of a function; `tables` are those it reads."""

    def made[Answer](ask: Callable[[Sequence[int]], dict[int, Answer]], /) -> Question[Answer]:
        return Question(ask, tables, nothing)

    return made


def insert[Row: models.Model](row: Row) -> Row:
    """Write a new row; it has its number at once."""
    if (chunk := _turn.get()) is None:
        row.save(force_insert=True)
    else:
        chunk.insert([row], number=True)
    return row


def insert_all(rows: Iterable[models.Model]) -> None:
    """Write new rows of one table whose numbers nobody needs."""
    kept = list(rows)
    if not kept:
        return
    if (chunk := _turn.get()) is None:
        type(kept[0])._default_manager.bulk_create(kept)
    else:
        chunk.insert(kept)


def change(row: models.Model, *fields: str) -> None:
    """Write these fields of a row as they are now."""
    if (chunk := _turn.get()) is None:
        row.save(update_fields=fields)
    else:
        chunk.change(row, fields)


def gather[Item](write: Callable[[list[Item]], object], item: Item) -> None:
    """Have `write` called with this item, or once with those of the whole chunk."""
    if (chunk := _turn.get()) is None:
        write([item])
    else:
        chunk.gather(write, item)


class _Written:
    """What is to be written, by table."""

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], list[models.Model]] = {}
        self.changes: dict[tuple[type[models.Model], tuple[str, ...]], dict[Any, models.Model]] = {}
        self.gathered: dict[Callable[[list[Any]], object], list[Any]] = {}

    def take(self, other: "_Written") -> None:
        for table, rows in other.rows.items():
            self.rows.setdefault(table, []).extend(rows)
        for key, changed in other.changes.items():
            self.changes.setdefault(key, {}).update(changed)
        for write, items in other.gathered.items():
            self.gathered.setdefault(write, []).extend(items)


class Together:
    """A chunk of accounts, which are locked; `questions` are those that their verb will ask."""

    def __init__(self, account_ids: Sequence[int], questions: Iterable[Question[Any]]) -> None:
        self._size = len(account_ids)
        self._questions = {asked: asked.ask(account_ids) for asked in questions}
        self._stale: set[tuple[Question[Any], int]] = set()
        self._numbers: dict[type[models.Model], Iterator[int]] = {}
        self._kept, self._mine = _Written(), _Written()
        self._reading = False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One account's turn: what it writes is kept if it ends well, all of it."""
        self._mine = _Written()
        token = _turn.set(self)
        try:
            with connection.execute_wrapper(self._refuse):
                yield
            self._kept.take(self._mine)
        except Exception:
            transaction.set_rollback(False)  # no statement was sent, so none has to be taken back
            raise
        finally:
            _turn.reset(token)

    def write(self) -> None:
        """Write what all turns kept: a statement for each table."""
        rows_of_many.insert(self._kept.rows)
        for (table, fields), rows in self._kept.changes.items():
            rows_of_many.change(table, fields, list(rows.values()))
        for write, items in self._kept.gathered.items():
            write(items)

    def answer(self, asked: Question[Any], account_id: int) -> list[Any]:
        if asked not in self._questions or (asked, account_id) in self._stale:
            return []
        found = self._questions[asked]
        return [found[account_id] if account_id in found else asked.nothing()]

    def insert(self, rows: list[Any], *, number: bool = False) -> None:
        table = type(rows[0])
        if number:
            for row in rows:
                row.pk = self._number(table)
        self._mine.rows.setdefault(table, []).extend(rows)
        self._forget(table, rows[0])

    def change(self, row: Any, fields: tuple[str, ...]) -> None:
        self._mine.changes.setdefault((type(row), fields), {})[row.pk] = row
        self._forget(type(row), row)

    def gather(self, write: Callable[[list[Any]], object], item: Any) -> None:
        self._mine.gathered.setdefault(write, []).append(item)

    def _forget(self, table: type[models.Model], row: Any) -> None:
        account_id = row.pk if table is Account else row.account_id
        self._stale.update((asked, account_id) for asked in self._questions if table in asked.tables)

    def _number(self, table: type[models.Model]) -> int:
        """The next of the table's numbers. They are drawn under the locks, so that an account's stay in order."""
        number = next(self._numbers.get(table, iter(())), None)
        if number is None:
            with self._allowed():
                self._numbers[table] = iter(rows_of_many.numbers(table, self._size))
            number = next(self._numbers[table])
        return number

    @contextmanager
    def _allowed(self) -> Iterator[None]:
        self._reading = True
        try:
            yield
        finally:
            self._reading = False

    def _refuse(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not self._reading:
            raise Unforeseen(sql[:200])
        return execute(sql, params, many, context)


_turn: ContextVar[Together | None] = ContextVar("the chunk in which an account has its turn", default=None)
