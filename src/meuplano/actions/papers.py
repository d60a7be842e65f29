"""The printed papers of an invoice, with every value ready: the boleto of a charge, the receipt of a payment."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from meuplano.actions import lateness
from meuplano.actions.tax_lines import tax_lines
from meuplano.actions.withholding import withheld_of
from meuplano.brazil.banks import BANKS
from meuplano.brazil.check_digits import module11, ten_is_zero
from meuplano.documents import lines as said
from meuplano.documents import words
from meuplano.documents.lines import SaidLine
from meuplano.documents.mail import digit_groups
from meuplano.documents.receipt import CREDITED
from meuplano.documents.receipt import Receipt as PrintedReceipt
from meuplano.documents.slip import Party, Slip
from meuplano.records.models import Charge, CreditNote, Invoice, Module, Payment, Receipt
from meuplano.rules.act import business_date
from meuplano.rules.late_fees import interest_per_day
from meuplano.rules.ledger import RETENTION
from meuplano.rules.money import Money
from meuplano.rules.periods import ONE_DAY

IN_TIME = "Pagável em qualquer banco até o vencimento"
EVEN_LATE = "Pagável em qualquer banco, mesmo depois do vencimento"
PAPER = "pt-br"  # what is taken to a Brazilian bank is in Portuguese, whatever the page speaks


def open_boleto(invoice: Invoice) -> Charge | None:
    """The boleto by which this invoice can be paid, if there is one: registered, not paid, withdrawn or replaced."""
    if invoice.status != "open":
        return None
    found = Charge.objects.filter(
        account=invoice.account_id, invoice=invoice, method="boleto", state="pending", superseded_on__isnull=True
    )
    return found.exclude(barcode="").select_related("invoice__account").order_by("-pk").first()


def has_receipt(payment: Payment) -> bool:
    """Whether money came and stayed: nothing was received of what was given or taken back, or of tax withheld (D44)."""
    kept = payment.receipt
    taken = Receipt.objects.filter(kind="reversal", matched=True, gateway=kept.gateway, reverses=kept.external_id)
    stays = payment.amount_centavos > 0 and not payment.undone
    return stays and payment.method != RETENTION and not taken.exists()


def document_number(invoice: Invoice) -> str:
    """How an invoice is printed and searched: <account code>-<number> (D42)."""
    return f"{invoice.account.code}-{invoice.number}"


def file_name(invoice: Invoice, what: str = "") -> str:
    """The file's name: the number that is printed on it."""
    return f"{document_number(invoice)}{what}.pdf"


def slip_for(charge: Charge) -> Slip:
    """The boleto that the bank registered, as it is printed. The charge has a barcode."""
    invoice, code = charge.invoice, charge.barcode[:3]
    bank = BANKS.get(code)
    digit = bank.digit if bank else str(ten_is_zero(module11(code)))
    with translation.override(PAPER):
        return Slip(
            bank=f"{code}-{digit}",
            bank_name=bank.name if bank else f"Banco {code}",
            barcode=charge.barcode,
            linha_digitavel=digit_groups(charge.linha_digitavel),
            beneficiary=vendor(),
            agency_code=charge.agency_code,
            payer=payer(invoice),
            nosso_numero=charge.nosso_numero,
            document_number=document_number(invoice),
            due=charge.due_on or invoice.due_on,
            amount=charge.amount_centavos,
            issued_on=invoice.issued_on,
            processed_on=business_date(charge.made_at),
            place=IN_TIME if charge.pay_until else EVEN_LATE,
            instructions=_instructions(charge),
            statement=_statement(invoice),
            pix=charge.brcode,
        )


def receipt_for(payment: Payment, invoice: Invoice) -> PrintedReceipt:
    """What was paid for this invoice in one payment."""
    with translation.override(PAPER):
        rows = [(line.label, line.amount.centavos) for line in said_lines(invoice)]
        if invoice.credit_centavos:
            rows.append((gettext("Crédito usado"), -invoice.credit_centavos))
        tax = withheld_of(invoice.account, payment)
        if tax:
            rows.append((gettext("Impostos retidos na fonte"), -tax.amount_centavos))
        if payment.charges_centavos:
            rows.append((gettext("Multa e juros"), payment.charges_centavos))
        if payment.credit_centavos:
            rows.append((gettext("Vira crédito da conta"), payment.credit_centavos))
        return PrintedReceipt(
            number=document_number(invoice),
            received_by=vendor(),
            paid_by=payer(invoice),
            amount=payment.amount_centavos,
            paid_on=payment.paid_on,
            method=words.method_word(payment.method, _in_so_many(payment)),
            reference=_reference(invoice),
            lines=tuple(rows),
        )


def _in_so_many(payment: Payment) -> int:
    """In how many instalments the card that paid is billed; 1 for every other way."""
    charge = Charge.objects.filter(account=payment.account_id, key=payment.receipt.charge_key, method="card").first()
    return charge.instalments if charge else 1


def note_for(note: CreditNote) -> PrintedReceipt:
    """A credit note as it is printed: no fiscal document, it says what of the invoice was given back, and why."""
    invoice = note.invoice
    with translation.override(PAPER):
        kinds = {"refundable": gettext("Crédito na conta"), "courtesy": gettext("Crédito de cortesia na conta")}
        rows = [(kinds[credit.kind], credit.amount_centavos) for credit in note.credits.order_by("pk")]
        return PrintedReceipt(
            number=document_number(invoice),
            received_by=vendor(),
            paid_by=payer(invoice),
            amount=note.amount_centavos,
            paid_on=note.made_on,
            method=note.reason,
            reference=gettext("Nota nº %(n)s. %(what)s. Documento sem valor fiscal")
            % {"n": note.number, "what": _reference(invoice)},
            lines=tuple(rows),
            words=CREDITED,
        )


def said_lines(invoice: Invoice) -> tuple[SaidLine, ...]:
    """The invoice's lines in words."""
    return said.say_lines(
        invoice.lines.all(),
        names=module_names(),
        plan=invoice.plan_name,
        adding=invoice.kind in ("order", "complement") and not said.is_of_a_cycle(invoice.lines.all()),
    )


def title_of(invoice: Invoice) -> str:
    """What the invoice is for."""
    added = said.items_of(invoice.lines.all())
    return said.invoice_title(invoice.kind, invoice.period_start, added, module_names())


def module_names() -> Mapping[str, str]:
    """What the modules are called."""
    return dict(Module.objects.values_list("code", "name"))


def vendor() -> Party:
    """Who receives the money."""
    seller: Mapping[str, Any] = settings.VENDOR
    address = tuple(line.strip() for line in seller["address"].split("|") if line.strip())
    return Party(name=seller["legal_name"], document=seller["tax_id"], address=address)


def payer(invoice: Invoice) -> Party:
    """Who pays, by the billing details that the invoice keeps (F17)."""
    kept: Mapping[str, str] = invoice.billing
    street = ", ".join(filter(None, (kept.get("street"), kept.get("number"), kept.get("complement"))))
    if kept.get("district"):
        street += f" – {kept['district']}"
    place = f"{words.postal_code(kept['postal_code'])} {kept['city']} – {kept['state']}" if kept.get("city") else ""
    return Party(
        name=kept.get("legal_name") or invoice.account.name,
        document=words.masked_tax_id(kept.get("tax_id") or ""),
        address=tuple(filter(None, (street, place))),
    )


def _instructions(charge: Charge) -> tuple[str, ...]:
    """What the bank does after the due date: an order's boleto is over, a debt's grows by fine and interest (D21, D22).

    A paper for more than what is open has the fine in it already: only the days after it are still to come.
    """
    if charge.pay_until:
        return ("Não receber depois do vencimento.",)
    terms, principal = lateness.terms(), (charge.instalment or charge.invoice).asked
    daily = f"juros de {_percent(terms.interest)} ao mês ({words.reais(interest_per_day(principal, terms))} por dia)"
    if Money(charge.amount_centavos) > principal:
        return (f"Depois do vencimento, cobrar {daily}. A multa já está no valor.",)
    fine = principal.part(terms.fine, 10_000)
    return (f"Depois do vencimento, cobrar multa de {_percent(terms.fine)} ({words.reais(fine)}) e {daily}.",)


def _percent(basis_points: int) -> str:
    whole, rest = divmod(basis_points, 100)
    return f"{whole}{f',{rest:02d}'.rstrip('0') if rest else ''}%"


def _statement(invoice: Invoice) -> tuple[str, ...]:
    rows = [f"{line.label}: {words.reais(line.amount)}" for line in said_lines(invoice)]
    if invoice.credit_centavos:
        rows.append(f"{gettext('Crédito usado')}: {words.reais(-invoice.credit_centavos)}")
    if invoice.paid_centavos:
        rows.append(f"{gettext('Já pago')}: {words.reais(-invoice.paid_centavos)}")
    taxes = tax_lines(invoice, invoice.lines.all())
    rows.extend(f"{line.label} ({line.formula}): {words.reais(line.amount)}" for line in taxes)
    return (_reference(invoice), *rows)


def _reference(invoice: Invoice) -> str:
    return f"{title_of(invoice)}, {words.span(invoice.period_start, invoice.period_end - ONE_DAY)}"
