"""Drawing up an invoice from a quote: number, lines, ledger and the credit it uses."""

from datetime import date

from django.forms.models import model_to_dict

from meuplano.records import credits
from meuplano.records.books import post
from meuplano.records.models import Account, BillingDetails, Invoice, InvoiceLine, Subscription
from meuplano.rules import ledger
from meuplano.rules.act import Act
from meuplano.rules.lines import LATE_CHARGES, Line, total_of
from meuplano.rules.money import ZERO
from meuplano.rules.quotes import Quote


def draw_up(
    account: Account, subscription: Subscription, quote: Quote, *, kind: str, method: str, due_on: date, act: Act
) -> Invoice:
    """Write the invoice of this quote, paid at once when credit covers it (D32). The account is locked.

    Counts the account's invoice number up; the account row is saved here.
    """
    account.last_invoice_number += 1
    account.save(update_fields=["last_invoice_number"])
    covered = quote.due_now == ZERO
    invoice = Invoice.objects.create(
        account=account,
        number=account.last_invoice_number,
        kind=kind,
        status="paid" if covered else "open",
        subscription=subscription,
        period_start=quote.period.start,
        period_end=quote.period.end,
        issued_on=act.today,
        due_on=due_on,
        total_centavos=quote.total.centavos,
        credit_centavos=quote.credit_used.centavos,
        paid_on=act.today if covered else None,
        method=method,
        billing=billing_snapshot(account),
    )
    InvoiceLine.objects.bulk_create(
        _row(account, invoice, position, line) for position, line in enumerate(quote.lines, start=1)
    )
    late = total_of(line for line in quote.lines if line.kind == LATE_CHARGES)
    issued = ledger.invoice_issued(quote.total, late_charges=late, to_credit=quote.to_credit)
    post(account, act, issued, why="invoice.issued", invoice=invoice)
    if quote.credit_used > ZERO:
        credits.use(account, invoice, quote.credit_used, act)
    return invoice


def billing_snapshot(account: Account) -> dict[str, object]:
    """The billing details as a document of today keeps them (F17)."""
    details = BillingDetails.objects.filter(account=account).first()
    return model_to_dict(details, exclude=["id", "account"]) if details else {}


def _row(account: Account, invoice: Invoice, position: int, line: Line) -> InvoiceLine:
    return InvoiceLine(
        account=account,
        invoice=invoice,
        position=position,
        kind=line.kind,
        item=line.item,
        quantity=line.quantity,
        unit_centavos=line.unit.net.centavos,
        full_unit_centavos=line.unit.full.centavos,
        days=line.days,
        of_days=line.of_days,
        amount_centavos=line.amount.centavos,
    )
