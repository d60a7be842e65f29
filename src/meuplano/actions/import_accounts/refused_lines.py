"""The lines that were left out, beside the input, with the reason: to be mended and imported again."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from meuplano.actions.import_accounts.csv_lines import Row, Table
from meuplano.actions.import_accounts.faults import Fault, Unreadable

WHY = ("linha", "coluna", "motivo")


def write_refused(path: Path, wanted: Sequence[str], faults: Sequence[Fault]) -> Path | None:
    """Write <name>.recusadas.csv with the lines of this file that were refused; None when there are none.

    A refused account takes all its lines with it: those without a fault of their own name the one that is to blame.
    """
    own = {fault.line: fault for fault in reversed(faults) if fault.file == path.name}
    accounts = {fault.conta: fault for fault in reversed(faults) if fault.refuses_account and fault.conta}
    if not own and not accounts:
        return None
    target = path.with_name(f"{path.stem}.recusadas.csv")
    with target.open("w", newline="", encoding="utf-8-sig") as stream:
        table = Table(path, wanted)
        columns = list(dict.fromkeys(name for name in table.names if name not in WHY))
        writer = csv.DictWriter(stream, [*columns, *WHY], delimiter=";", extrasaction="ignore", restval="")
        writer.writeheader()
        count = 0
        try:
            for row in table:
                why = _why(row, own, accounts, path.name)
                if why is not None:
                    cells = row.cells if isinstance(row, Row) else {"conta": row.conta}
                    writer.writerow({**cells, **dict(zip(WHY, why, strict=True))})
                    count += 1
        except Unreadable:  # said already, and nothing was imported
            pass
    if count:
        return target
    target.unlink()
    return None


def _why(
    row: Row | Fault, own: Mapping[int, Fault], accounts: Mapping[str, Fault], file: str
) -> tuple[int, str, str] | None:
    if isinstance(row, Fault):
        return row.line, row.column, row.reason
    if fault := own.get(row.line):
        return row.line, fault.column, fault.reason
    if blamed := accounts.get(row.cells["conta"].strip()):
        place = f"{blamed.file}, linha {blamed.line}" if blamed.file != file else f"linha {blamed.line}"
        return row.line, "conta", f"a conta inteira ficou de fora ({place}: {blamed.reason})"
    return None
