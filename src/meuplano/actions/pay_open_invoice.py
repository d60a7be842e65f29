"""The owner pays an open invoice in another way than it went out with (F18): one live charge for each method."""

from datetime import date

from meuplano.actions.calendar import banking_days
from meuplano.actions.lateness import charges_on
from meuplano.actions.lock import locked
from meuplano.actions.open_charge import gateway_for, open_charge
from meuplano.records import events
from meuplano.records.models import LIVE_CHARGES, Charge, Invoice
from meuplano.rules import orders
from meuplano.rules.act import Act


class NotPossible(Exception):
    """The invoice is not open, belongs to an order, or this method cannot collect it; nothing was written."""


def pay_open_invoice(account_id: int, number: int, method: str, act: Act) -> Charge:
    """A charge for what is open of this invoice; the same one while it lives (a second click is the first one).

    Asked for after its due date it is for the total of that day, with fine and interest: a boleto is due on the next
    business day, a Pix ends today (D22). Raises NotPossible.
    """
    with locked(account_id, act) as account:
        invoice = Invoice.objects.filter(account=account, number=number, status="open").first()
        if invoice is None or invoice.orders.filter(status="waiting").exists() or not gateway_for(method):
            raise NotPossible
        if method == orders.BOLETO and not invoice.billing.get("postal_code"):
            raise NotPossible
        live = Charge.objects.filter(account=account, invoice=invoice, method=method, state__in=LIVE_CHARGES).first()
        if live is not None:
            return live
        day = _payable_on(invoice, method, act.today)
        charge = open_charge(
            invoice,
            method,
            act,
            due_on=day if method == orders.BOLETO else None,
            until=day if method == orders.PIX else None,
            amount=invoice.open + charges_on(invoice, day, None).total,
            somebody_waits=True,
        )
        events.record("charge.asked", act, account, charge=charge.pk, invoice=invoice.number, method=method)
        return charge


def _payable_on(invoice: Invoice, method: str, today: date) -> date:
    """The day for which the paper is made out: the due date, or when that is over today (a boleto's banks are open)."""
    if banking_days().roll(invoice.due_on) >= today:
        return max(invoice.due_on, today)
    return banking_days().roll(today) if method == orders.BOLETO else today
