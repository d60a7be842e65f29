"""The bank's SQLite books: one connection, one writer at a time, every commit on the disk before it is answered."""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from threading import RLock
from typing import Any

Row = sqlite3.Row
TABLES = {"charges": "ch", "payments": "pay", "refunds": "ref", "events": "evt"}


class Books:
    """Opens (or starts) the books in a file. `prefix` fixes the ids of new books; else they are drawn."""

    def __init__(self, file: Path, *, prefix: str = "") -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._lock = RLock()
        self._db = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        for pragma in ("journal_mode = wal", "synchronous = full", "foreign_keys = on", "busy_timeout = 5000"):
            self._db.execute(f"pragma {pragma}")
        schema = files(__package__).joinpath("schema.sql").read_text()
        self._db.executescript(f"begin;{schema}commit;")  # one commit, not one for each table
        self._db.execute("insert or ignore into settings values ('prefix', ?)", (prefix or secrets.token_hex(3),))
        self.prefix = self.setting("prefix")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction; inside another one, a part of it."""
        with self._lock:
            if self._db.in_transaction:
                yield
                return
            self._db.execute("begin immediate")
            try:
                yield
            except BaseException:
                self._db.execute("rollback")
                raise
            self._db.execute("commit")

    def rows(self, sql: str, *values: Any) -> list[Row]:
        """All rows of a statement (which may also write)."""
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> Row | None:
        """The first row, or None."""
        found = self.rows(sql, *values)
        return found[0] if found else None

    def write(self, sql: str, *values: Any) -> int:
        """Run a statement inside `writing`; returns how many rows it changed."""
        with self._lock:
            return self._db.execute(sql, values).rowcount

    def add(self, table: str, **columns: Any) -> int:
        """Append a row inside `writing`; returns its number. Column names are this program's own."""
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        with self._lock:
            number = self._db.execute(
                f"insert into {table} ({names}) values ({marks})",  # noqa: S608
                tuple(columns.values()),
            ).lastrowid
        assert number is not None
        return number

    def next_id(self, table: str) -> str:
        """The id of the row that is about to be added to this table, inside `writing`."""
        last = self.row(f"select coalesce(max(number), 0) as n from {table}")  # noqa: S608
        assert last is not None
        return f"{TABLES[table]}_{self.prefix}_{last['n'] + 1:06d}"

    def setting(self, name: str) -> str:
        """A row of `settings`, "" when there is none."""
        row = self.row("select value from settings where name = ?", name)
        return row["value"] if row else ""

    def set(self, name: str, value: str) -> None:
        """Write a row of `settings`, inside `writing`."""
        self.write("insert into settings values (?1, ?2) on conflict (name) do update set value = ?2", name, value)

    def close(self) -> None:
        """Write everything back into the one file and let go of it."""
        with self._lock:
            self._db.close()
