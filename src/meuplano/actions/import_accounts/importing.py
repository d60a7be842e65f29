"""Bringing in a vendor's customers from CSV: everything or nothing, and the second time nothing (D41)."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from meuplano.actions.import_accounts.account_line import MODULE_PREFIX, AccountReader
from meuplano.actions.import_accounts.catalogue import Catalogue
from meuplano.actions.import_accounts.catalogue_file import read_catalogue
from meuplano.actions.import_accounts.catalogue_rows import (
    add_catalogue,
    catalogue_rows,
    load_catalogue,
    refuse_changed_prices,
)
from meuplano.actions.import_accounts.csv_lines import Row, Table
from meuplano.actions.import_accounts.decide import NewAccount, decide
from meuplano.actions.import_accounts.faults import Fault, Unreadable
from meuplano.actions.import_accounts.staging import Staging
from meuplano.actions.import_accounts.user_line import COLUMNS, read_user
from meuplano.actions.import_accounts.writing import Writer
from meuplano.rules.act import Act

type Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for: the files and the switches."""

    accounts: Path
    users: Path
    catalogue: Path | None = None
    overdue: bool = False
    dry_run: bool = False
    skip_invalid: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or (dry run) would do.

    `written`: nothing spoke against writing. `notes` are sentences about what was passed over. The lists are read a
    page at a time, for as long as this connection imports nothing else.
    """

    staging: Staging
    written: bool
    notes: tuple[str, ...]

    def accepted(self) -> Iterator[str]:
        """Codes of the accounts that were brought in."""
        return self.staging.accepted() if self.written else iter(())

    def refused(self) -> Iterator[Fault]:
        """Every fault, in the order of the lines."""
        return self.staging.faults()

    def unchanged(self) -> Iterator[str]:
        """Codes of the accounts that were there already."""
        return self.staging.unchanged()

    @property
    def refusals(self) -> int:
        """How many faults there are."""
        return self.staging.count("import_fault")


def import_files(
    accounts: Path,
    users: Path,
    act: Act,
    *,
    catalogue: Path | None = None,
    overdue: bool = False,
    dry_run: bool = False,
    skip_invalid: bool = False,
    progress: Progress = lambda _stage, _done: None,
) -> Report:
    """Import the files of ../jobs/world's shape; see docs/operate/import.md.

    One transaction: with any fault nothing is written, unless `skip_invalid` leaves the accounts with faults out. A
    file that cannot be read refuses everything. `progress` is told a stage and how much of it is done.
    """
    request = Request(accounts, users, catalogue, overdue, dry_run, skip_invalid)
    with transaction.atomic():
        with connection.cursor() as cursor:  # two imports at once would not see each other's accounts
            cursor.execute("select pg_advisory_xact_lock(hashtext('meuplano import'))")
        return _Import(request, act, progress).run()


class _Import:
    def __init__(self, request: Request, act: Act, progress: Progress) -> None:
        self.request = request
        self.act = act
        self.progress = progress
        self.staging = Staging()
        self.notes: list[str] = []
        self.brought: Catalogue | None = None

    def run(self) -> Report:
        known = load_catalogue()
        try:
            sold = self._catalogue(known)
            self._stage(sold)
        except Unreadable as unreadable:
            self.staging.add_faults(unreadable.faults)
            return Report(self.staging, written=False, notes=tuple(self.notes))
        self.staging.join(self.request.accounts.name, self.request.users.name)
        for page in self._decided(sold, "Conferindo as contas"):
            self.staging.add_faults(one for one in page if isinstance(one, Fault))
        if self.staging.count("import_fault") and not self.request.skip_invalid:
            return Report(self.staging, written=False, notes=tuple(self.notes))
        with transaction.atomic():
            self._write(known, sold)
            if self.request.dry_run:
                connection.check_constraints()  # what the end of the transaction would refuse, it refuses now
                transaction.set_rollback(True)
        return Report(self.staging, written=True, notes=tuple(self.notes))

    def _catalogue(self, known: Catalogue) -> Catalogue:
        """What is sold: the database's catalogue with the file's."""
        if self.request.catalogue is not None:
            self.brought = read_catalogue(self.request.catalogue)
            refuse_changed_prices(known, self.brought, self.request.catalogue.name)
            return known.joined(self.brought)
        if not known.lists:
            reason = "ainda não há catálogo: informe-o com --catalogue catalogo.toml"
            raise Unreadable([Fault("", self.request.accounts.name, 0, "plano", reason)])
        return known

    def _stage(self, sold: Catalogue) -> None:
        """Read both files to their end, so that every fault is told at once."""
        reader = AccountReader(self.request.accounts.name, sold, today=self.act.today, overdue=self.request.overdue)
        with ExitStack() as stack:
            tables: list[Table] = []
            faults: list[Fault] = []
            for path, columns in ((self.request.accounts, reader.columns), (self.request.users, COLUMNS)):
                try:
                    tables.append(stack.enter_context(closing(Table(path, columns))))
                except Unreadable as unreadable:
                    faults += unreadable.faults
            if faults := faults or _unknown_modules(tables[0], sold):
                raise Unreadable(faults)
            accounts, users = tables
            self.notes += [f"{table.file}: a coluna {name} não é usada" for table in tables for name in table.unused]
            self.staging.keep_accounts(self._told(accounts, reader.read))
            self.staging.keep_users(self._told(users, lambda row: read_user(users.file, row)))

    def _told[Line](self, table: Table, read: Callable[[Row], Line | list[Fault]]) -> Iterator[Line | list[Fault]]:
        for done, row in enumerate(table, start=1):
            self.progress(f"Lendo {table.file}", done)
            yield read(row) if row.fault is None else [row.fault]

    def _decided(self, sold: Catalogue, stage: str) -> Iterator[list[NewAccount | Fault]]:
        done = 0
        for page in self.staging.pages():
            yield [
                decide(
                    line,
                    users,
                    sold,
                    accounts_file=self.request.accounts.name,
                    users_file=self.request.users.name,
                    today=self.act.today,
                    overdue=self.request.overdue,
                )
                for line, users in page
            ]
            done += len(page)
            self.progress(stage, done)

    def _write(self, known: Catalogue, sold: Catalogue) -> None:
        if self.brought is not None:
            add_catalogue(known, self.brought, self.act)
        writer = Writer(catalogue_rows(), self.act)
        below = 0
        for page in self._decided(sold, "Gravando as contas"):
            accounts = [one for one in page if isinstance(one, NewAccount)]
            writer.write(accounts)
            below += sum(new.line.licences < sold.plans[new.line.plan].minimum for new in accounts)
        writer.finish()
        if below:
            are, stay = ("conta tem", "fica") if below == 1 else ("contas têm", "ficam")
            self.notes.append(f"{below} {are} menos licenças do que o mínimo do plano, e {stay} assim")


def _unknown_modules(table: Table, sold: Catalogue) -> list[Fault]:
    """Licences of something that is not sold are not passed over: they would be lost."""
    columns = sold.module_columns()
    return [
        Fault("", table.file, 1, name, f"{name}: o catálogo não tem este módulo")
        for name in table.names
        if name.startswith(MODULE_PREFIX) and name not in columns
    ]
