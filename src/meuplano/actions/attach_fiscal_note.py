"""Finance attaches the nota fiscal that the vendor issued elsewhere to its invoice (F20, D43, R-25)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.conf import settings
from django.db.models import Sum

from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.actions.requests.thread import Checked, Upload, check_file
from meuplano.brazil.nfse import Nfse, NotNational, read_nfse
from meuplano.records import events
from meuplano.records.models import Account, CreditNote, FiscalNote, FiscalNoteFile, Invoice
from meuplano.records.models.fiscal import PDF, XML
from meuplano.rules import fiscal_notes
from meuplano.rules.act import Act
from meuplano.rules.fiscal_notes import Expected, Said
from meuplano.rules.money import Money

OVER = ("replaced", "cancelled")  # papers that are worth nothing any more


class Differs(Refused):
    """The note is not what the invoice says; `what` of rules.fiscal_notes. It is attached once somebody confirms it."""

    def __init__(self, what: Sequence[str], said: Said, expected: Expected) -> None:
        super().__init__("note_differs")
        self.what, self.said, self.expected = tuple(what), said, expected


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody read off the note; an XML of the national layout says it better."""

    number: str = ""
    code: str = ""
    issued_on: date | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A note as it came: what it says, and the files that may be kept."""

    typed: Typed
    said: Said
    files: tuple[Checked, ...]


def attach_fiscal_note(
    account_id: int, number: int, files: Sequence[Upload], act: Act, *, typed: Typed | None = None, sure: bool = False
) -> FiscalNote:
    """The note of this invoice from now on, with its PDF, its XML or both; the same files again are the same note.

    `sure`: it is right although it says something else than the invoice. Raises Invoice.DoesNotExist, Differs,
    FileRefused, and Refused: what `read_note` refuses, invoice_over, has_note, note_of_another, day_to_come.
    """
    read = read_note(files, typed or Typed())
    with locked(account_id, act) as account:
        invoice = (
            Invoice.objects.select_related("account").prefetch_related("lines").get(account=account, number=number)
        )
        live = FiscalNote.objects.filter(account=account, invoice=invoice, state="issued").first()
        if live is not None:
            if _has(live, read.files):
                return live
            raise Refused("has_note")
        _refuse(account, invoice, read, act, sure=sure)
        return _keep(account, invoice, read, act)


def attach_by_hand(
    account_id: int, number: int, files: Sequence[Upload], typed: Typed, act: Act, *, sure: bool = False
) -> FiscalNote:
    """The same, where somebody has the note before them: what no XML says is typed.

    Raises also Refused: no_number, no_day, no_amount.
    """
    read = read_note(files, typed).typed
    missing = {"no_number": not read.number, "no_day": read.issued_on is None, "no_amount": read.amount is None}
    for reason, is_missing in missing.items():
        if is_missing:
            raise Refused(reason)
    return attach_fiscal_note(account_id, number, files, act, typed=typed, sure=sure)


def read_note(files: Sequence[Upload], typed: Typed) -> Read:
    """Raises FileRefused, and Refused: no_file, not_pdf_or_xml, two_of_a_kind, test_note."""
    checked = tuple(check_file(file) for file in files if file.content)
    kinds = [file.kind for file in checked]
    if not checked:
        raise Refused("no_file")
    if not {PDF, XML}.issuperset(kinds):
        raise Refused("not_pdf_or_xml")
    if len(set(kinds)) < len(kinds):
        raise Refused("two_of_a_kind")
    nfse = next((found for file in checked if (found := national(file.content, file.kind))), None)
    if nfse is None:
        return Read(typed, Said(amount=typed.amount), checked)
    if nfse.is_test and not settings.DEMO:
        raise Refused("test_note")
    amount = Money(nfse.amount)
    said = Said(amount, nfse.taker, nfse.issuer)
    return Read(Typed(nfse.number, nfse.key, nfse.issued_on, amount), said, checked)


def national(content: bytes, kind: str) -> Nfse | None:
    """What a file of the national layout says; None for a PDF, and for the XML of a city's own system."""
    try:
        return read_nfse(content) if kind == XML else None
    except NotNational:
        return None


def expected(account: Account, invoice: Invoice) -> Expected:
    """What the note of this invoice should say today."""
    given = CreditNote.objects.filter(account=account, invoice=invoice).aggregate(sum=Sum("amount_centavos"))["sum"]
    amount = fiscal_notes.value_of((row.line for row in invoice.lines.all()), Money(given or 0))
    return Expected(amount, invoice.billing.get("tax_id") or "", settings.VENDOR["tax_id"])


def _has(note: FiscalNote, files: Sequence[Checked]) -> bool:
    kept = FiscalNoteFile.objects.filter(account=note.account_id, note=note).values_list("sha256", flat=True)
    return set(kept).issuperset(sha256(file.content).hexdigest() for file in files)


def _refuse(account: Account, invoice: Invoice, read: Read, act: Act, *, sure: bool) -> None:
    typed = read.typed
    if invoice.status in OVER:
        raise Refused("invoice_over")
    if typed.issued_on and typed.issued_on > act.today:
        raise Refused("day_to_come")
    same = FiscalNote.objects.filter(account=account, number=typed.number, code=typed.code, state="issued")
    if typed.number and same.exists():
        raise Refused("note_of_another")
    asked = expected(account, invoice)
    if (what := fiscal_notes.differences(read.said, asked)) and not sure:
        raise Differs(what, read.said, asked)


def _keep(account: Account, invoice: Invoice, read: Read, act: Act) -> FiscalNote:
    typed = read.typed
    before = FiscalNote.objects.filter(account=account, invoice=invoice).order_by("-pk").first()
    note = FiscalNote.objects.create(
        account=account,
        invoice=invoice,
        number=typed.number,
        code=typed.code,
        issued_on=typed.issued_on,
        amount_centavos=None if typed.amount is None else typed.amount.centavos,
        attached_by=act.by,
        attached_at=act.at,
    )
    FiscalNoteFile.objects.bulk_create(
        FiscalNoteFile(
            account=account,
            note=note,
            name=file.name,
            content_type=file.kind,
            size=len(file.content),
            sha256=sha256(file.content).hexdigest(),
            content=file.content,
        )
        for file in read.files
    )
    said = {"invoice": invoice.number, "note": note.pk, "number": note.number, "instead_of": before and before.number}
    tell(events.record("fiscal_note.attached", act, account, **said))
    return note
