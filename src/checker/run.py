"""Running the numbered SQL files: each is a SELECT that returns one row of words for each violation."""

import sqlite3
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

INVARIANTS = tuple(f"I{number}" for number in range(1, 17))

# What the files read beside the product's tables. Business time is the machine's plus what a demo's clock is ahead.
GROUND = """
create temporary table checked (today date, at timestamptz, has_bank boolean);
create temporary table bank_charge (id text, key text, method text, amount bigint, status text);
create temporary table bank_title_payment (own text, amount bigint);
create temporary table bank_payment (id text, charge text, amount bigint, method text, paid_on date, told_on date);
create temporary table bank_refund (id text, payment text, amount bigint, made_on date, why text);
insert into checked
  select (business.at at time zone 'America/Sao_Paulo')::date, business.at, false
    from (select now() + coalesce((select ahead from meuplano_clock where id = 1), interval '0') as at) business;
"""
TABLES = ("checked", "bank_charge", "bank_payment", "bank_refund", "bank_title_payment")
FROM_THE_BANK = {
    "bank_charge": "select id, key, method, amount, status from charges",
    "bank_payment": "select id, charge, amount, method, paid_on, told_on from payments",
    "bank_refund": "select id, payment, amount, made_on, why from refunds",
    "bank_title_payment": "select trim(t.own), p.amount from title_payments p join titles t on t.number = p.title "
    "where p.told_on is not null",
}


class Cursor(Protocol):
    """What is used of a DB-API cursor: psycopg's own or Django's."""

    def execute(self, sql: Any, params: Any = None) -> Any: ...
    def executemany(self, sql: Any, param_list: Any) -> Any: ...
    def fetchall(self) -> list[Any]: ...


def check(
    cursor: Cursor, *, bank: Path | None = None, today: date | None = None, only: str | None = None
) -> dict[str, list[str]]:
    """Every invariant with the words of what breaks it; all lists empty when the books are right.

    Inside a transaction of the caller's. `bank` is the fake bank's SQLite file: with it I3 compares both books, which
    is exact once nothing is on its way. `today` replaces the business date; `only` asks one invariant, as "I3".
    Raises what the drivers raise.
    """
    _throw_away(cursor)
    cursor.execute(GROUND)
    if today is not None:
        cursor.execute("update checked set at = at + make_interval(days => %s - today), today = %s", (today, today))
    if bank is not None:
        _load(cursor, bank)
    found: dict[str, list[str]] = {name: [] for name in INVARIANTS}
    for name, sql in queries():
        if only not in (None, name):
            continue
        cursor.execute(sql)
        found[name] += [row[0] for row in cursor.fetchall()]
    _throw_away(cursor)
    return found


@cache
def queries() -> list[tuple[str, str]]:
    """The files in order: the invariant that each is of (i03b_… is I3) and its text."""
    folder = sorted((file for file in (files(__package__) / "sql").iterdir()), key=lambda file: file.name)
    return [(f"I{int(file.name[1:3])}", file.read_text()) for file in folder if file.name.endswith(".sql")]


def _load(cursor: Cursor, bank: Path) -> None:
    books = sqlite3.connect(f"file:{bank}?mode=ro", uri=True)
    try:
        for table, sql in FROM_THE_BANK.items():
            rows = books.execute(sql).fetchall()
            if rows:
                marks = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f"insert into {table} values ({marks})", rows)  # noqa: S608 - names of our own
    finally:
        books.close()
    cursor.execute("update checked set has_bank = true")


def _throw_away(cursor: Cursor) -> None:
    for table in TABLES:
        cursor.execute(f"drop table if exists pg_temp.{table}")
