"""One invoice as finance sees it: what it is made of, what was paid, and what may be corrected."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from meuplano.actions import papers
from meuplano.actions.note_credit import left_of
from meuplano.actions.reissue_invoice import may_reissue
from meuplano.actions.undo_match import undo_refusal
from meuplano.actions.undo_retention import standing
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.accounts import find, invoice_status
from meuplano.backoffice.fiscal import NoteRow, may_attach, rows_of
from meuplano.documents import words
from meuplano.documents.lines import SaidLine
from meuplano.documents.timeline import Moment, say
from meuplano.records.models import Account, Approval, BankTitle, CreditNote, Event, Invoice, Payment, Proof
from meuplano.rules.money import ZERO, Money
from meuplano.rules.periods import ONE_DAY

MOST_EVENTS = 50


@dataclass(frozen=True, slots=True)
class Verb:
    """Something that may be done about it now."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class ProofRow:
    """A file that was kept with it."""

    url: str
    name: str
    sent: str


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """Everything that the page shows."""

    number: int
    code: str
    account: str
    title: str
    about: str
    payer: str
    status: words.Status
    lines: tuple[SaidLine, ...]
    total: Money
    paid: tuple[SaidLine, ...]
    open: Money | None
    notes: tuple[SaidLine, ...]
    instead_of: int | None
    by: int | None
    proofs: tuple[ProofRow, ...]
    fiscal: tuple[NoteRow, ...]
    waits: tuple[int, ...]
    verbs: tuple[Verb, ...]
    timeline: tuple[Moment, ...]


@require_safe
@finance_only
def show(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """GET /financeiro/contas/<code>/faturas/<n>/"""
    account = find(code)
    found = Invoice.objects.filter(account=account, number=number).select_related(
        "account", "plan", "subscription__plan", "instead_of"
    )
    invoice = found.prefetch_related("lines").first()
    if invoice is None:
        raise Http404
    page = invoice_page(account, invoice, act_of(request).today)
    return render(request, "backoffice/invoice.html", {"page": page, "section": "accounts"})


def invoice_page(account: Account, invoice: Invoice, today: date) -> InvoicePage:
    """The invoice as it stands now."""
    events = Event.objects.filter(account=account, data__invoice=invoice.number).order_by("-id")[:MOST_EVENTS]
    newer = Invoice.objects.filter(account=account, instead_of=invoice).first()
    waiting = Approval.objects.filter(account=account, invoice=invoice, state="waiting")
    span = words.span(invoice.period_start, invoice.period_end - ONE_DAY)
    payer, fiscal = papers.payer(invoice), rows_of(account, invoice)
    verbs = _verbs(account, invoice, overdue=invoice.due_on < today)
    if may_attach(invoice, fiscal):
        url = reverse("finance-fiscal-attach", args=[account.code, invoice.number])
        verbs.append(Verb(gettext("Anexar a nota fiscal"), url))
    return InvoicePage(
        number=invoice.number,
        code=account.code,
        account=account.name,
        title=f"{papers.title_of(invoice)}, {span}",
        about=_about(invoice, today),
        payer=f"{payer.name} · {payer.document}" if payer.document else payer.name,
        status=invoice_status(invoice, today),
        lines=papers.said_lines(invoice),
        total=invoice.total,
        paid=_paid(account, invoice),
        open=invoice.open if invoice.status == "open" else None,
        notes=_notes(account, invoice),
        instead_of=invoice.instead_of.number if invoice.instead_of else None,
        by=newer.number if newer else None,
        proofs=_proofs(account, invoice),
        fiscal=fiscal,
        waits=tuple(waiting.order_by("pk").values_list("task_id", flat=True)),
        verbs=tuple(verbs),
        timeline=tuple(moment for event in events if (moment := say(event.name, event.by, event.at, event.data))),
    )


def _about(invoice: Invoice, today: date) -> str:
    """When it was issued and is due; one that was overdue from its first day came from another system (D41)."""
    said = {"issued": words.day(invoice.issued_on), "due": words.day(invoice.due_on)}
    if invoice.instead_of:
        first = gettext("emitida de novo em %(issued)s") % said
    elif invoice.issued_on > invoice.due_on:
        first = gettext("trazida do sistema anterior em %(issued)s") % said
    else:
        first = gettext("emitida em %(issued)s") % said
    due = gettext("vence em %(due)s") % said if invoice.due_on >= today else gettext("venceu em %(due)s") % said
    return " · ".join((first, due, words.method_word(invoice.method)))


def _paid(account: Account, invoice: Invoice) -> tuple[SaidLine, ...]:
    rows = []
    if invoice.credit_centavos:
        rows.append(SaidLine(gettext("Crédito usado"), "", Money(invoice.credit_centavos)))
    for payment in Payment.objects.filter(account=account, invoice=invoice).order_by("pk"):
        said = {"day": words.day(payment.paid_on), "method": words.method_word(payment.method)}
        label = gettext("Pago em %(day)s por %(method)s") % said
        if payment.undoes_id:
            label = gettext("Baixa desfeita em %(day)s") % said
        rows.append(SaidLine(label, "", Money(payment.amount_centavos)))
    return tuple(rows)


def _proofs(account: Account, invoice: Invoice) -> tuple[ProofRow, ...]:
    kept = Proof.objects.filter(account=account, invoice=invoice).defer("content").order_by("pk")
    return tuple(
        ProofRow(
            reverse("finance-file", args=[account.code, invoice.number, proof.pk]),
            proof.name,
            f"{proof.sent_by}, {words.moment(proof.sent_at)}",
        )
        for proof in kept
    )


def _notes(account: Account, invoice: Invoice) -> tuple[SaidLine, ...]:
    notes = CreditNote.objects.filter(account=account, invoice=invoice).order_by("number")
    said = gettext("Nota de crédito nº %(n)s")
    return tuple(
        SaidLine(said % {"n": note.number}, f"{note.reason} · {note.by}, {words.day(note.made_on)}", -_amount(note))
        for note in notes
    )


def _amount(note: CreditNote) -> Money:
    return Money(note.amount_centavos)


def _verbs(account: Account, invoice: Invoice, *, overdue: bool) -> list[Verb]:
    """Only what the verb itself would not refuse at first sight."""
    names: list[tuple[str, str]] = []
    if invoice.status == "open":
        names.append((gettext("Lançar transferência"), "finance-transfer"))
        if invoice.paid_centavos:
            names.append((gettext("Quitar como retenção"), "finance-retention"))
        if may_reissue(account, invoice):
            names.append((gettext("Emitir de novo"), "finance-reissue"))
        if invoice.kind not in ("order", "contract"):
            names.append((gettext("Dar desconto"), "finance-discount"))
            if overdue:
                names.append((gettext("Dar baixa como incobrável"), "finance-write-off"))
    elif sum(left.centavos for left in left_of(account, invoice)) > ZERO.centavos:
        names.append((gettext("Fazer nota de crédito"), "finance-note"))
    verbs = [Verb(title, reverse(name, args=[account.code, invoice.number])) for title, name in names]
    undo = gettext("Desfazer retenção de %(amount)s")
    undone = [
        Verb(
            undo % {"amount": words.reais(tax.amount_centavos)},
            reverse("finance-undo-retention", args=[account.code, tax.pk]),
        )
        for tax in standing(account, invoice)
    ]
    return verbs + undone + _undoable(account, invoice) + _moves(account, invoice)


def _undoable(account: Account, invoice: Invoice) -> list[Verb]:
    """One for each payment that a person had said is of this invoice."""
    made = Payment.objects.filter(account=account, invoice=invoice, undone=False, undoes=None).exclude(
        receipt__settled_by=""
    )
    found = [paid for paid in made.select_related("receipt", "invoice").order_by("pk") if undo_refusal(paid) is None]
    return [
        Verb(
            gettext("Desfazer baixa errada de %(amount)s") % {"amount": words.reais(Money(paid.amount_centavos))},
            reverse("finance-undo", args=[account.code, invoice.number, paid.pk]),
        )
        for paid in found
    ]


def _moves(account: Account, invoice: Invoice) -> list[Verb]:
    """A boleto that is registered by file may be given another date, unless its order waits."""
    if invoice.status != "open" or invoice.orders.filter(status="waiting").exists():
        return []
    titles = BankTitle.objects.filter(account=account, charge__invoice=invoice, state="registered").order_by("pk")
    return [
        Verb(gettext("Mudar o vencimento"), reverse("finance-title-due", args=[title.pk]) + "?de=fatura")
        for title in titles[:1]
    ]
