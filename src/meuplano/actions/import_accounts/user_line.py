"""One line of usuarios.csv."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from meuplano.actions.import_accounts import cells
from meuplano.actions.import_accounts.csv_lines import Row
from meuplano.actions.import_accounts.faults import Bad, Fault

COLUMNS = ("conta", "nome", "email", "acesso", "administrador", "ultimo_acesso")


@dataclass(frozen=True, slots=True)
class UserLine:
    """A user of an account; the fields are the columns of the staging table."""

    line: int
    code: str
    email: str
    name: str
    has_access: bool
    is_admin: bool
    last_access_on: date | None


def read_user(file: str, row: Row) -> UserLine | list[Fault]:
    """The user, or every reason why the line is refused."""
    faults: list[Fault] = []

    def take(column: str, read: Callable[[str], Any]) -> Any:
        try:
            return read(row.cells[column])
        except Bad as bad:
            faults.append(Fault(row.conta, file, row.line, column, str(bad)))
            return None

    user = UserLine(
        line=row.line,
        code=take("conta", cells.code),
        email=take("email", cells.email),
        name=take("nome", cells.text),
        has_access=take("acesso", cells.yes_or_no),
        is_admin=take("administrador", cells.yes_or_no),
        last_access_on=take("ultimo_acesso", cells.day_or_none),
    )
    return faults or user
