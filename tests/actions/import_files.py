"""The sample files of a vendor, changed for a test: in the folder of the test, a line or a cell at a time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import connection

import meuplano.jobs
from meuplano.actions.import_accounts import Report, import_files
from tests import world

SAMPLE = Path(meuplano.jobs.__file__).parent / "world"
DAY = date(2026, 11, 24)


@dataclass
class Files:
    """The three files as lists of lines, with their separator; `write` puts them into a folder."""

    folder: Path
    accounts: list[str] = field(default_factory=lambda: lines("contas.csv"))
    users: list[str] = field(default_factory=lambda: lines("usuarios.csv"))
    catalogue: str = field(default_factory=lambda: (SAMPLE / "catalogo.toml").read_text())
    encoding: str = "utf-8"
    end: str = "\r\n"

    def keep(self, *codes: str) -> "Files":
        """Only these accounts and their users."""
        self.accounts = [line for n, line in enumerate(self.accounts) if n == 0 or line.split(";")[0] in codes]
        self.users = [line for n, line in enumerate(self.users) if n == 0 or line.split(";")[0] in codes]
        return self

    def set(self, line: int, column: str, value: str, *, users: bool = False) -> "Files":
        """Put a value into a cell; lines count from 1, the header."""
        kept = self.users if users else self.accounts
        cells = kept[line - 1].split(";")
        cells[kept[0].split(";").index(column)] = value
        kept[line - 1] = ";".join(cells)
        return self

    def each(self, change: Callable[[str], str]) -> "Files":
        """Change every line of both files."""
        self.accounts, self.users = [change(line) for line in self.accounts], [change(line) for line in self.users]
        return self

    def write(self) -> "Files":
        for name, kept in (("contas.csv", self.accounts), ("usuarios.csv", self.users)):
            (self.folder / name).write_bytes((self.end.join(kept) + self.end).encode(self.encoding))
        (self.folder / "catalogo.toml").write_text(self.catalogue)
        return self

    def run(self, *, on: date = DAY, catalogue: bool = True, **options: bool) -> Report:
        """Import what is written, and have the database check what it checks at the end of a transaction."""
        report = import_files(
            self.folder / "contas.csv",
            self.folder / "usuarios.csv",
            world.act(on),
            catalogue=self.folder / "catalogo.toml" if catalogue else None,
            **options,  # type: ignore[arg-type]
        )
        connection.check_constraints()
        return report


def lines(name: str) -> list[str]:
    return (SAMPLE / name).read_text().splitlines()


def places(report: Report) -> list[tuple[str, str, int, str]]:
    """Account, file, line and column of every fault."""
    return [(fault.conta, fault.file, fault.line, fault.column) for fault in report.refused()]
