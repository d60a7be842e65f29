"""The lines that were left out, beside the input, with the reason: to be mended and imported again."""

import csv
from collections.abc import Mapping, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path

from meuplano.actions.import_accounts.csv_lines import Row, Table
from meuplano.actions.import_accounts.faults import Fault

WHY = ("linha", "coluna", "motivo")


def write_refused(path: Path, wanted: Sequence[str], faults: Sequence[Fault]) -> Path | None:
    """Write <name>.recusadas.csv with the lines of this file that were refused; None when there are none.

    Each line stands as it stood, behind its number, the column and the reason, which an import passes over. A refused
    account takes all its lines with it: those without a fault of their own name the one that is to blame.
    """
    own = {fault.line: fault for fault in reversed(faults) if fault.file == path.name}
    accounts = {fault.conta: fault for fault in reversed(faults) if fault.refuses_account and fault.conta}
    with closing(Table(path, wanted)) as table:
        found = ((row, why) for row in table if (why := _why(row, own, accounts, path.name)) is not None)
        first = next(found, None)
        if first is None:
            return None
        target = path.with_name(f"{path.stem}.recusadas.csv")
        with target.open("w", newline="", encoding="utf-8-sig") as stream:
            writer = csv.writer(stream, delimiter=table.separator, lineterminator="")
            writer.writerow(WHY)
            stream.write(f"{table.separator}{table.header}\r\n")
            for row, why in chain([first], found):
                writer.writerow(why)
                stream.write(f"{table.separator}{row.text}\r\n")
    return target


def _why(row: Row, own: Mapping[int, Fault], accounts: Mapping[str, Fault], file: str) -> tuple[int, str, str] | None:
    if fault := own.get(row.line):
        return row.line, fault.column, fault.reason
    if blamed := accounts.get(row.conta):
        place = f"{blamed.file}, linha {blamed.line}" if blamed.file != file else f"linha {blamed.line}"
        return row.line, "conta", f"a conta inteira ficou de fora ({place}: {blamed.reason})"
    return None
