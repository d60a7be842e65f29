"""`meuplano doctor --homologation FOLDER`: sample boletos (PDF) and a sample remittance, as banks ask for at first.

Of the agreement in use, or of one given by options: then no database is touched.
"""

import argparse
import sys
from dataclasses import fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from meuplano import clock
from meuplano.brazil import agreement as agreements
from meuplano.brazil.agreement import Agreement, Asked
from meuplano.brazil.banks import BANKS
from meuplano.brazil.banks.base import BoletoError
from meuplano.brazil.cnab.layout import CnabError
from meuplano.cli import ground

ENTRIES = tuple(f.name for f in fields(Agreement) if f.name != "production")
MOST = 100  # boletos: a bank asks for ten


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder, and the agreement's entries by their names."""
    names = " ".join(f"--{name.replace('_', '-')}" for name in ENTRIES)
    parser.epilog = f"With --homologation the agreement's entries, each an option of its own: {names}"
    parser.add_argument("--homologation", type=Path, metavar="FOLDER", help="write sample boletos and a remittance")
    parser.add_argument("--count", type=int, default=1, help="how many boletos (default: 1)")
    parser.add_argument("--number", type=int, default=1, help="the first one's running number (default: 1)")
    parser.add_argument("--nsa", type=int, default=1, help="the file's number (default: 1)")
    for name in ENTRIES:
        kind: Any = int if name in ("fine", "interest") else str
        parser.add_argument(f"--{name.replace('_', '-')}", type=kind, help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Write the papers and say what they are; 1 with a sentence when none can be made."""
    try:
        agreement = _given(options) or agreement_in_use(begin=True)
    except Exception as error:
        return ground.complain("doctor", error)
    if agreement is None:
        print("meuplano doctor: no agreement is entered; give it: --bank 756 --agency 4042 …", file=sys.stderr)
        return 1
    now = clock.system_now().astimezone(clock.SAO_PAULO)
    found = [text for _, text in agreements.problems(agreement, now.date())]
    if not 1 <= options.count <= MOST:
        found.append(f"--count: 1 to {MOST}")
    if found:
        print("\n".join(f"meuplano doctor: {text}" for text in found), file=sys.stderr)
        return 1
    try:
        write(agreement, options.homologation, now, count=options.count, number=options.number, nsa=options.nsa)
    except (BoletoError, CnabError, OSError) as problem:
        print(f"meuplano doctor: {problem}", file=sys.stderr)
        return 1
    return 0


def agreement_in_use(*, begin: bool = False) -> Agreement | None:
    """The one that new boletos are made with."""
    if begin:
        ground.begin(migrate=False)
    from meuplano.actions.bank_files.titles import values_of
    from meuplano.records.models import BankAgreement

    kept = BankAgreement.objects.filter(in_use=True).first()
    return values_of(kept) if kept else None


def write(agreement: Agreement, folder: Path, now: datetime, *, count: int, number: int, nsa: int) -> None:
    """The boletos and one remittance that registers them; each is told in a line. Raises BoletoError and CnabError."""
    folder.mkdir(parents=True, exist_ok=True)
    titles = [_sample(now.date(), sequence) for sequence in range(number, number + count)]
    print(f"Banco {agreement.bank} {BANKS[agreement.bank].name}, {agreements.printed_code(agreement)}\n")
    for title in titles:
        made = agreements.numbered(agreement, title).codes
        path = folder / f"boleto-{title.document_number}.pdf"
        path.write_bytes(_paper(agreement, title))
        print(f"{path}\n  nosso número     {made.nosso_numero_formatado}")
        print(f"  linha digitável  {_line(made.linha_digitavel)}")
        print(f"  código de barras {made.barcode}\n  R$ 123,45, vence em {title.due_on:%d/%m/%Y}\n")
    path = folder / f"CB{agreement.bank}{nsa:06d}.REM"
    content = agreements.remit(agreement, [("entry", title) for title in titles], nsa=nsa, made_at=now)
    path.write_bytes(content)
    boletos = "1 boleto" if len(titles) == 1 else f"{len(titles)} boletos"
    print(f"{path}\n  remessa nº {nsa}, {boletos}, {len(content.splitlines())} registros de 240 posições")


def _given(options: argparse.Namespace) -> Agreement | None:
    """The agreement of the options; None when no bank is among them."""
    given = {name: value for name in ENTRIES if (value := getattr(options, name)) is not None}
    if "bank" not in given:
        return None
    entered: dict[str, Any] = {"name": "", "document": "", "production": False} | given
    return Agreement(**entered)


def _sample(today: date, sequence: int) -> Asked:
    return replace(agreements.sample(today, sequence), id=f"TESTE{sequence}", document_number=f"TESTE-{sequence}")


def _line(digits: str) -> str:
    from meuplano.documents.mail import digit_groups

    return digit_groups(digits)


def _paper(agreement: Agreement, title: Asked) -> bytes:
    from meuplano.documents.slip import Party, Slip
    from meuplano.documents.slip_pdf import slip_pdf

    made, bank, payer = agreements.numbered(agreement, title).codes, BANKS[agreement.bank], title.payer
    return slip_pdf(
        Slip(
            bank=f"{agreement.bank}-{bank.digit}",
            bank_name=bank.name,
            barcode=made.barcode,
            linha_digitavel=_line(made.linha_digitavel),
            beneficiary=Party(name=agreement.name, document=agreement.document),
            agency_code=agreements.printed_code(agreement),
            payer=Party(
                name=payer.name,
                document=payer.document,
                address=(f"{payer.street} – {payer.district}", f"{payer.postcode} {payer.city} – {payer.state}"),
            ),
            nosso_numero=made.nosso_numero_formatado,
            document_number=title.document_number,
            due=title.due_on,
            amount=title.amount,
            issued_on=title.issued_on,
            processed_on=title.issued_on,
            wallet=agreement.wallet,
        )
    )
