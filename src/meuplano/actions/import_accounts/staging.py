"""The lines of both files in temporary tables, joined there, so that files of any size and order need little memory."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple
from itertools import batched
from typing import Any

from django.db import connection

from meuplano.actions.import_accounts.account_line import AccountLine
from meuplano.actions.import_accounts.faults import Fault
from meuplano.actions.import_accounts.user_line import UserLine

PAGE = 500  # accounts, or lines of a report, in memory at once

TABLES = """
create temporary table if not exists import_account (line integer, code text, body text);
create temporary table if not exists import_user (
  line integer, code text, email text, name text, has_access boolean, is_admin boolean, last_access_on date);
create temporary table if not exists import_fault (
  id integer generated always as identity, conta text, file text, line integer, "column" text, reason text,
  refuses_account boolean);
create temporary table if not exists import_unchanged (line integer, code text);
truncate import_account, import_user, import_fault, import_unchanged;
"""

# An account that exists is never overwritten: its lines, and what is wrong with them, are left out.
LEAVE_EXISTING = """
create index if not exists import_account_code on import_account (code);
create index if not exists import_account_line on import_account (line);
create index if not exists import_user_code on import_user (code);
create index if not exists import_fault_conta on import_fault (conta);
analyze import_account, import_user, import_fault;
insert into import_unchanged
  select min(i.line), i.code from import_account i join meuplano_account a on a.code = i.code group by i.code;
delete from import_account i using import_unchanged u where i.code = u.code;
delete from import_fault i using meuplano_account a where i.conta = a.code;
"""

# Of a repeated line the first stands.
REPEATED_ACCOUNTS = """
with first as (select code, min(line) as line from import_account group by code having count(*) > 1),
     gone as (delete from import_account a using first where a.code = first.code and a.line > first.line
              returning a.code, a.line, first.line as standing)
insert into import_fault (conta, file, line, "column", reason, refuses_account)
  select code, %s, line, 'conta', format('a conta já está na linha %%s, e é a primeira que vale', standing), false
    from gone order by line
"""
REPEATED_USERS = """
with first as (select code, email, min(line) as line from import_user group by code, email having count(*) > 1),
     gone as (delete from import_user u using first
               where u.code = first.code and u.email = first.email and u.line > first.line
              returning u.code, u.line, first.line as standing)
insert into import_fault (conta, file, line, "column", reason, refuses_account)
  select code, %s, line, 'email',
         format('o e-mail já está na linha %%s desta conta, e é a primeira que vale', standing), false
    from gone where not exists (select from meuplano_account a where a.code = gone.code) order by line
"""
UNKNOWN_ACCOUNTS = """
insert into import_fault (conta, file, line, "column", reason, refuses_account)
  select code, %s, line, 'conta', 'esta conta não está em ' || %s, false from import_user u
   where not exists (select from import_account i where i.code = u.code)
     and not exists (select from meuplano_account a where a.code = u.code)
   order by line
"""


class Staging:
    """The temporary tables of one import. They last until the next import of this connection."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(TABLES)

    def keep_accounts(self, lines: Iterable[AccountLine | list[Fault]]) -> None:
        """Store what was read; of a refused line the code, so that its users are not strangers."""
        self._keep(lines, "import_account (line, code, body)", lambda one: (one.line, one.code, one.dump()))

    def keep_users(self, lines: Iterable[UserLine | list[Fault]]) -> None:
        self._keep(lines, "import_user (line, code, email, name, has_access, is_admin, last_access_on)", astuple)

    def _keep(self, lines: Iterable[Any], table: str, values: Callable[[Any], tuple[Any, ...]]) -> None:
        for chunk in batched(lines, PAGE):
            faults = [fault for one in chunk if isinstance(one, list) for fault in one]
            with connection.cursor() as cursor, cursor.copy(f"copy {table} from stdin") as copy:
                for one in chunk:
                    if not isinstance(one, list):
                        copy.write_row(values(one))
                    elif table.startswith("import_account") and one[0].conta:
                        copy.write_row((one[0].line, one[0].conta, None))
            self.add_faults(faults)

    def add_faults(self, faults: Iterable[Fault]) -> None:
        """Remember these, in their order."""
        rows = [[_printable(value) if isinstance(value, str) else value for value in astuple(one)] for one in faults]
        if not rows:
            return
        table = 'import_fault (conta, file, line, "column", reason, refuses_account)'
        with connection.cursor() as cursor, cursor.copy(f"copy {table} from stdin") as copy:
            for row in rows:
                copy.write_row(row)

    def join(self, accounts_file: str, users_file: str) -> None:
        """Leave out what exists; find lines that repeat another and users of no account."""
        accounts_file, users_file = _printable(accounts_file), _printable(users_file)
        with connection.cursor() as cursor:
            cursor.execute(LEAVE_EXISTING)
            cursor.execute(REPEATED_ACCOUNTS, [accounts_file])
            cursor.execute(REPEATED_USERS, [users_file])
            cursor.execute(UNKNOWN_ACCOUNTS, [users_file, accounts_file])

    def pages(self) -> Iterator[list[tuple[AccountLine, list[UserLine]]]]:
        """Accounts with their users, in the order of the file; accounts with a fault are left out."""
        last = -1
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    "select line, code, body, exists (select from import_fault where conta = code and refuses_account) "
                    "from import_account where line > %s order by line limit %s",
                    [last, PAGE],
                )
                rows = cursor.fetchall()
                if not rows:
                    return
                last = rows[-1][0]
                good = [(code, body) for _, code, body, refused in rows if body is not None and not refused]
                cursor.execute(
                    "select * from import_user where code = any(%s) order by line", [[code for code, _ in good]]
                )
                users: dict[str, list[UserLine]] = {code: [] for code, _ in good}
                for row in cursor.fetchall():
                    users[row[1]].append(UserLine(*row))
            yield [(AccountLine.load(body), users[code]) for code, body in good]

    def count(self, what: str) -> int:
        """How many lines of a table, such as `import_fault`."""
        with connection.cursor() as cursor:
            cursor.execute(f"select count(*) from {what}")  # noqa: S608 - our own words
            return int(cursor.fetchone()[0])

    def accepted(self) -> Iterator[str]:
        """Codes of the accounts without a fault, in the order of the file."""
        sound = "body is not null and not exists (select from import_fault where conta = code and refuses_account)"
        return (code for _, code in self._paged(f"line, code from import_account where {sound} and (line)", (-1,)))

    def unchanged(self) -> Iterator[str]:
        """Codes of the accounts that were there already, in the order of the file."""
        return (code for _, code in self._paged("line, code from import_unchanged where (line)", (-1,)))

    def faults(self) -> Iterator[Fault]:
        """File by file, in the order of the lines."""
        query = 'file, line, id, conta, "column", reason, refuses_account from import_fault where (file, line, id)'
        for file, line, _, conta, *rest in self._paged(query, ("", -1, -1)):
            yield Fault(conta, file, line, *rest)

    def _paged(self, query: str, last: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        """A page at a time; the first columns, as many as `last` has, are the key that is read on from."""
        key = ", ".join(["%s"] * len(last))
        order = ", ".join(str(n + 1) for n in range(len(last)))
        while True:
            with connection.cursor() as cursor:
                cursor.execute(f"select {query} > ({key}) order by {order} limit {PAGE}", last)
                rows = cursor.fetchall()
            if not rows:
                return
            yield from rows
            last = rows[-1][: len(last)]


def _printable(text: str) -> str:
    """A fault may quote anything; a database keeps no NUL, and a terminal obeys others."""
    return "".join(char if char.isprintable() or char == "\u00a0" else "\ufffd" for char in text)
