"""Finance takes back tax that was accepted as withheld: the invoice is open again for that part (D34, D44).

The proof did not hold, or the customer paid less than it withheld. From now on that part is asked for in money.
"""

from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.actions.reverse_payment import due_again, reopen
from meuplano.actions.withholding import is_taken_back, take_back_withheld
from meuplano.records import events
from meuplano.records.models import Account, Credit, Invoice, Payment
from meuplano.rules.act import Act
from meuplano.rules.ledger import RETENTION


def standing(account: Account, invoice: Invoice) -> list[Payment]:
    """What of this invoice was settled as tax withheld, and may be taken back now; reads only."""
    if invoice.status not in ("open", "paid"):
        return []
    taxes = Payment.objects.filter(account=account, invoice=invoice, method=RETENTION, amount_centavos__gt=0)
    returned = Credit.objects.filter(account=account, payment__in=taxes).values_list("payment", flat=True)
    found = taxes.exclude(pk__in=returned).select_related("receipt", "invoice", "instalment").order_by("pk")
    return [tax for tax in found if not is_taken_back(tax)]


def undo_retention(account_id: int, payment_id: int, reason: str, act: Act) -> bool:
    """Have the invoice open again for it, due on the 3rd business day (D34); False if it was taken back before.

    Fine and interest count from that day. Raises Refused: no_reason, and not_open for what is over or was undone.
    """
    if not reason.strip():
        raise Refused("no_reason")
    with locked(account_id, act) as account:
        found = Payment.objects.filter(account=account, pk=payment_id, method=RETENTION, amount_centavos__gt=0)
        tax = found.select_related("receipt", "invoice").first()
        if tax is None or tax.invoice is None:
            raise Refused("not_open")
        if is_taken_back(tax):
            return False
        taxes = standing(account, tax.invoice)
        tax = next((row for row in taxes if row.pk == payment_id), None)
        if tax is None or tax.invoice is None:
            raise Refused("not_open")
        negative = take_back_withheld(account, tax, act)
        due_on = due_again(act)
        was_paid = tax.invoice.status == "paid"
        reopen(account, tax, negative, due_on, act)
        event = events.record(
            "retention.undone",
            act,
            account,
            invoice=tax.invoice.number,
            payment=tax.pk,
            amount=tax.amount_centavos,
            due_on=due_on.isoformat() if was_paid else None,
            reason=reason.strip()[:200],
        )
        tell(event)
        return True
