"""`meuplano boleto`: encode and decode boletos, JSON lines in and out."""

import argparse
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from meuplano import clock
from meuplano.brazil import boleto, boleto_record
from meuplano.brazil.banks import BANKS, Wallet
from meuplano.brazil.banks.configured import read_wallets
from meuplano.brazil.boleto import BoletoError
from meuplano.cli.json_lines import LineError, answer_lines, read_object

_ENCODE = f"""\
Reads one JSON object a line: bank, agency, account, account_dv, wallet, nosso_numero, agreement, beneficiary_code,
document_number, amount ("135.00"), due_date ("2026-11-24"), extra, and what else the bank needs (docs/banks.md).
Writes barcode, linha_digitavel, campo_livre, nosso_numero_formatado, and warnings if there are any; or line and error.
Banks: {", ".join(sorted(BANKS))}."""
_DECODE = """\
Reads one barcode (44 digits) or linha digitável (47) a line, of any bank, masked or not.
Writes barcode, linha_digitavel, bank, amount, due_date (null without due factor), campo_livre; or line and error."""


def run(arguments: list[str]) -> int:
    """Run `meuplano boleto …`; the exit status is 1 when a line was refused."""
    parser = argparse.ArgumentParser(prog="meuplano boleto", description="Encode and decode boletos.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="encode|decode")
    encoding = _command(commands, "encode", "fields to codes", _ENCODE)
    encoding.add_argument("--wallets", type=Path, metavar="FILE", help="the vendor's own wallets, JSON (docs/banks.md)")
    decoding = _command(commands, "decode", "codes to fields", _DECODE)
    decoding.add_argument(
        "--today", type=date.fromisoformat, metavar="DATE", help="read due factors as on this day (default: today)"
    )
    options = parser.parse_args(arguments)
    if options.command == "decode":
        return answer_lines(_decoder(options.today or _today()), (BoletoError,))
    try:
        wallets = _wallets(options.wallets)
    except (BoletoError, LineError, OSError, UnicodeDecodeError) as error:
        print(f"meuplano boleto: --wallets: {error}", file=sys.stderr)
        return 2
    return answer_lines(_encoder(wallets), (BoletoError,))


def _encoder(wallets: dict[str, dict[str, Wallet]]) -> Callable[[str], dict[str, Any]]:
    def encode(line: str) -> dict[str, Any]:
        title, assumed = boleto_record.read(read_object(line))
        codes = boleto.encode(title, wallets.get(title.bank))
        warnings = [*assumed, *codes.warnings]
        return {
            "barcode": codes.barcode,
            "linha_digitavel": codes.linha_digitavel,
            "campo_livre": codes.campo_livre,
            "nosso_numero_formatado": codes.nosso_numero_formatado,
        } | ({"warnings": warnings} if warnings else {})

    return encode


def _decoder(today: date) -> Callable[[str], dict[str, Any]]:
    def decode(line: str) -> dict[str, Any]:
        read = boleto.decode(line, today)
        return {
            "barcode": read.barcode,
            "linha_digitavel": read.linha_digitavel,
            "bank": read.bank,
            "amount": f"{read.amount // 100}.{read.amount % 100:02d}",
            "due_date": read.due_on and read.due_on.isoformat(),
            "campo_livre": read.campo_livre,
        }

    return decode


def _wallets(path: Path | None) -> dict[str, dict[str, Wallet]]:
    return read_wallets(read_object(path.read_text(encoding="utf-8"))) if path else {}


def _today() -> date:
    """The machine's day in São Paulo: a terminal has no database, so the demo's moved clock does not reach it."""
    now: datetime = clock.system_now()
    return now.astimezone(clock.SAO_PAULO).date()


def _command(commands: Any, name: str, line: str, text: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name, help=line, description=text, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    return made
