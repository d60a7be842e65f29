"""An invoice page's offers beside its papers: second copy (F19, D22), credit (D32), corrections, notes, trust (D51)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext

from meuplano.actions.calendar import banking_days
from meuplano.actions.open_charge import by_file
from meuplano.actions.reissue_invoice import printed
from meuplano.actions.release_on_trust import given_for, refusal
from meuplano.actions.second_copy import offered
from meuplano.documents import words
from meuplano.documents.fiscal_words import note_name
from meuplano.documents.lines import SaidLine
from meuplano.records.models import LIVE_CHARGES, Charge, Invoice, Trust
from meuplano.records.models.fiscal import PDF, XML
from meuplano.rules import orders, trust
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO, Money
from meuplano.rules.second_copy import CHANGE_BY_FILE, REPRINT, WAIT


@dataclass(frozen=True, slots=True)
class CopyCard:
    """The second copy that a click would make, said before it (U19)."""

    title: str
    due_on: str
    lines: tuple[SaidLine, ...]
    total: Money
    for_today: bool
    hint: str


@dataclass(frozen=True, slots=True)
class CreditCard:
    """What of the account's credit can pay for this invoice, and what would be left."""

    open: Money
    credit: Money
    left: Money


def copy_card(invoice: Invoice, charges: Sequence[Charge], act: Act) -> CopyCard | None:
    """None where there is nothing else to hand out than what is there; no query."""
    live = [row for row in charges if row.state in LIVE_CHARGES and row.superseded_on is None]
    boleto = next((row for row in reversed(live) if row.method == orders.BOLETO), None)
    possible = invoice.billing.get("postal_code") and settings.METHOD_GATEWAYS.get(orders.BOLETO)
    if not possible or invoice.asked < Money(settings.BILLING["boleto_minimum"]):
        return None
    copy = offered(invoice, boleto, act)
    for_today = copy.carries_fine and copy.way == REPRINT
    if for_today:
        copy = offered(invoice, boleto, act, for_today=True)
    if copy.way in (REPRINT, WAIT, CHANGE_BY_FILE) or (boleto is None and copy.carries_fine):
        return None
    files = by_file(settings.METHOD_GATEWAYS[orders.BOLETO])
    return CopyCard(
        title=_title(for_today=for_today, files=files),
        due_on=words.weekday(copy.due) if copy.due != act.today else words.day(copy.due),
        lines=_lines(copy.principal, copy.charges.days, copy.charges.fine, copy.charges.interest),
        total=copy.total,
        for_today=for_today,
        hint=gettext("O banco registra o novo boleto no próximo dia útil. O anterior, se houver, deixa de valer.")
        if files
        else gettext("O boleto anterior deixa de valer. Se pedir de novo hoje, é o mesmo documento."),
    )


def _title(*, for_today: bool, files: bool) -> str:
    if files:
        return gettext("2ª via com novo vencimento")
    return gettext("Boleto com vencimento hoje") if for_today else gettext("2ª via com vencimento hoje")


def credit_card(invoice: Invoice, available: Money) -> CreditCard | None:
    """None without credit."""
    credit = min(available, invoice.open)
    return CreditCard(invoice.open, credit, invoice.open - credit) if credit > ZERO else None


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A credit note of the invoice."""

    number: int
    amount: Money
    reason: str
    made_on: date


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was, or can be, corrected of the invoice; numbers of the invoices before and after it, 0 for none."""

    before: int = 0
    after: int = 0
    may_reissue: bool = False
    notes: tuple[NoteRow, ...] = ()


def corrected(invoice: Invoice) -> Corrected:
    """Of an invoice that was asked for with `rows.with_corrections`; no query."""
    asked = vars(invoice)
    return Corrected(
        before=invoice.instead_of.number if invoice.instead_of else 0,
        after=next(iter(asked["newer"]), 0),
        may_reissue=invoice.status == "open"
        and any(printed(details) != printed(invoice.billing) for details in asked["details"]),
        notes=tuple(
            NoteRow(note["number"], Money(note["amount"]), note["reason"], date.fromisoformat(note["made_on"]))
            for note in asked["notes"]
        ),
    )


@dataclass(frozen=True, slots=True)
class FiscalCard:
    """The nota fiscal of the invoice, or the way to ask for it: a conversation that goes on, or a new one."""

    title: str = ""
    issued_on: date | None = None
    has_pdf: bool = False
    has_xml: bool = False
    asked: int = 0  # the request about it that goes on

    @property
    def is_there(self) -> bool:
        return self.has_pdf or self.has_xml


def fiscal_card(invoice: Invoice) -> FiscalCard | None:
    """Of an invoice that was asked for with `records.fiscal.with_fiscal_note`; no query. None: none is to be had."""
    files, asked = vars(invoice)["note_files"], next(iter(vars(invoice)["asked_notes"]), 0)
    if files:
        day = files[0]["issued_on"]
        kinds = {file["content_type"] for file in files}
        return FiscalCard(
            title=note_name(files[0]["number"]),
            issued_on=date.fromisoformat(day) if day else None,
            has_pdf=PDF in kinds,
            has_xml=XML in kinds,
        )
    to_be_had = invoice.status == "paid" and settings.BILLING["fiscal_note"] != "none"
    return FiscalCard(asked=asked) if to_be_had or asked else None


@dataclass(frozen=True, slots=True)
class TrustNote:
    """That a proof of payment gives access until a day, or what became of the one that was sent."""

    offered: bool
    said: str


def trust_note(invoice: Invoice, today: date) -> TrustNote | None:
    """Of an overdue invoice; None where a proof would give nothing and none was sent (D51)."""
    given = given_for(invoice)
    if given is not None:
        return TrustNote(offered=False, said=how_it_stands(given, today))
    if refusal(invoice, None, today) is not None:
        return None
    said = gettext("Com o comprovante, a equipe tem acesso até %(day)s enquanto o banco confirma.")
    return TrustNote(offered=True, said=said % {"day": words.day(trust.trusted_until(today, banking_days()))})


def how_it_stands(given: Trust, today: date) -> str:
    """What became of the proof that was sent."""
    said = {"sent": words.day(given.given_on), "until": words.day(given.until), "reason": given.reason}
    if given.state == "refused":
        return gettext("O financeiro não pôde aceitar o comprovante enviado em %(sent)s: %(reason)s") % said
    if trust.runs(given.until, today):
        return gettext("Comprovante enviado em %(sent)s: o acesso da equipe está liberado até %(until)s.") % said
    return (
        gettext("O comprovante enviado em %(sent)s liberou o acesso até %(until)s. Cada fatura libera uma vez.") % said
    )


def _lines(principal: Money, days: int, fine: Money, interest: Money) -> tuple[SaidLine, ...]:
    lines = [SaidLine(gettext("Valor da fatura"), "", principal)]
    if days:
        lines.append(SaidLine(gettext("Multa"), "", fine))
        lines.append(SaidLine(gettext("Juros de %(days)s") % {"days": words.days(days)}, "", interest))
    return tuple(lines)
