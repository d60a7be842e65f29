"""`meuplano import contas.csv usuarios.csv`: bring in a vendor's own customers; see docs/operate/import.md."""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from meuplano.cli import ground

if TYPE_CHECKING:
    from meuplano.actions.import_accounts import Report


def run(arguments: list[str]) -> int:
    """Import the files; 0 when everything was taken (or was there already), 1 with refusals."""
    options = _options(arguments)
    ground.begin(direct=True)
    from meuplano import clock
    from meuplano.actions.import_accounts import import_files
    from meuplano.rules.act import Act

    progress = Progress()
    report = import_files(
        options.accounts,
        options.users,
        Act(by="importação", at=clock.now()),
        catalogue=options.catalogue,
        overdue=options.overdue,
        dry_run=options.dry_run,
        skip_invalid=options.skip_invalid,
        progress=progress.show,
    )
    progress.clear()
    if options.json:
        _print_json(report)
    else:
        _print_words(report, options)
    if report.refusals and report.written and not options.dry_run:
        _write_refused(report, options)
    return 1 if report.refusals else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="meuplano import", description="Bring in accounts and users from CSV.")
    parser.add_argument("accounts", type=Path, metavar="contas.csv")
    parser.add_argument("users", type=Path, metavar="usuarios.csv")
    parser.add_argument("--catalogue", type=Path, metavar="catalogo.toml", help="plans and prices; needed once")
    parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")
    parser.add_argument("--skip-invalid", action="store_true", help="leave refused accounts out and write the others")
    parser.add_argument("--overdue", action="store_true", help="take accounts paid up to a day gone by (one cycle)")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    return parser.parse_args(arguments)


class Progress:
    """One line at the foot of a terminal, written ten times a second at most."""

    def __init__(self) -> None:
        self.wanted = sys.stderr.isatty()
        self.shown = 0.0

    def show(self, stage: str, done: int) -> None:
        """How many lines or accounts of a stage are done."""
        if self.wanted and time.monotonic() - self.shown > 0.1:
            self.shown = time.monotonic()
            print(f"\r{stage}: {done:,}".replace(",", "."), end="\x1b[K", file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self.wanted:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _print_json(report: "Report") -> None:
    refused = [
        {"conta": f.conta, "file": f.file, "line": f.line, "column": f.column, "reason": f.reason}
        for f in report.refused()
    ]
    answer = {"accepted": list(report.accepted()), "refused": refused, "unchanged": list(report.unchanged())}
    print(json.dumps(answer, ensure_ascii=False))


def _print_words(report: "Report", options: argparse.Namespace) -> None:
    for note in report.notes:
        print(f"Aviso: {note}")
    left_out: dict[str, None] = {}
    for fault in report.refused():
        print(fault, file=sys.stderr)
        if fault.refuses_account and fault.conta:
            left_out[fault.conta] = None
    accepted, unchanged = sum(1 for _ in report.accepted()), sum(1 for _ in report.unchanged())
    if not report.written:
        hint = "" if options.skip_invalid else " (--skip-invalid importa as contas sem problemas)"
        print(f"Nada foi gravado: {_count(report.refusals, 'correção', 'correções')} a fazer{hint}.", file=sys.stderr)
        return
    if left_out:
        print(f"{_count(len(left_out), 'conta fica', 'contas ficam')} de fora por inteiro: {_some(list(left_out))}.")
    done = _done(accepted, options)
    there = _count(unchanged, "já existia e não mudou", "já existiam e não mudaram")
    print(f"{done}; {there}.{' Nada foi gravado.' if options.dry_run else ''}")


def _write_refused(report: "Report", options: argparse.Namespace) -> None:
    from meuplano.actions.import_accounts.account_line import COLUMNS as ACCOUNT_COLUMNS
    from meuplano.actions.import_accounts.refused_lines import write_refused
    from meuplano.actions.import_accounts.user_line import COLUMNS as USER_COLUMNS

    faults = list(report.refused())
    for path, columns in ((options.accounts, ACCOUNT_COLUMNS), (options.users, USER_COLUMNS)):
        try:
            written = write_refused(path, columns, faults)
        except OSError as error:
            print(f"As linhas recusadas não puderam ser gravadas: {ground.sentence(error)}", file=sys.stderr)
            continue
        if written is not None and not options.json:
            print(f"As linhas recusadas de {path.name} estão em {written}.")


def _count(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"


def _done(n: int, options: argparse.Namespace) -> str:
    if options.dry_run:
        return _count(n, "conta pode ser importada", "contas podem ser importadas")
    return _count(n, "conta importada", "contas importadas")


def _some(codes: list[str]) -> str:
    more = f" e mais {len(codes) - 10}" if len(codes) > 10 else ""
    return ", ".join(codes[:10]) + more
