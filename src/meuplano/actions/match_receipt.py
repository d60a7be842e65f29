"""Finance says for which invoice money is: a receipt that fits nothing, or a transfer that no gateway told (O-10)."""

from datetime import date

from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.actions.settle_payment import settle_invoice
from meuplano.records import events
from meuplano.records.models import Account, Instalment, Invoice, Payment, Receipt, Task
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO, Money


def match_receipt(account_id: int, number: int, receipt_id: int, reason: str, act: Act) -> bool:
    """A receipt that waits for a person pays this open invoice; what is more than that is credit (rule 8).

    Its task is done with it. False if it pays this invoice already. Raises Refused: no_reason, not_open,
    already_matched (it is another's by now, or no money that came in), and taken_back (the bank has it again).
    """
    if not reason.strip():
        raise Refused("no_reason")
    with locked(account_id, act) as account:
        receipt = Receipt.objects.select_for_update().filter(pk=receipt_id, kind="payment").first()
        if receipt is None:
            raise Refused("already_matched")
        if receipt.matched:
            if _pays(account, receipt, number):
                return False
            raise Refused("already_matched")
        _take(account, _open(account, number), receipt, reason, act)
        return True


def enter_transfer(
    account_id: int, number: int, *, amount: Money, paid_on: date, proof: str, reason: str, act: Act
) -> bool:
    """Money on the vendor's own account, as its statement shows it: `proof` is the transfer's number there.

    The same number, day and amount are one transfer: False if it is known for this invoice. Raises Refused:
    no_reason, no_amount, day_to_come, not_open, and already_matched (it was entered for another invoice).
    """
    if not reason.strip() or not proof.strip():
        raise Refused("no_reason")
    if amount <= ZERO:
        raise Refused("no_amount")
    if paid_on > act.today:
        raise Refused("day_to_come")
    with locked(account_id, act) as account:
        receipt, new = Receipt.objects.get_or_create(
            gateway="manual",
            external_id=f"{paid_on.isoformat()}-{amount.centavos}-{proof.strip()}"[:120],
            defaults={
                "kind": "payment",
                "amount_centavos": amount.centavos,
                "paid_on": paid_on,
                "method": "transfer",
                "known_at": act.at,
                "matched": True,
                "settled_by": act.by,
            },
        )
        if new:
            _settle(account, _open(account, number), receipt, reason, act)
            return True
        receipt = Receipt.objects.select_for_update().get(pk=receipt.pk)
        if receipt.matched:
            if _pays(account, receipt, number):
                return False
            raise Refused("already_matched")
        _take(account, _open(account, number), receipt, reason, act)  # its match was undone: it waits for this one
        return True


def _pays(account: Account, receipt: Receipt, number: int) -> bool:
    live = Payment.objects.filter(account=account, receipt=receipt, undone=False, undoes=None)
    return live.filter(invoice__number=number).exists()


def _take(account: Account, invoice: Invoice, receipt: Receipt, reason: str, act: Act) -> None:
    """A receipt that waits, whose row is held, pays this invoice."""
    if Receipt.objects.filter(kind="reversal", gateway=receipt.gateway, reverses=receipt.external_id).exists():
        raise Refused("taken_back")
    receipt.matched, receipt.settled_by = True, act.by
    receipt.save(update_fields=["matched", "settled_by"])
    asked = Task.objects.filter(kind="receipt_unmatched", event__data__receipt=receipt.pk, done_at=None)
    asked.update(done_at=act.at, done_by=act.by, note=reason.strip()[:300])
    _settle(account, invoice, receipt, reason, act)


def _open(account: Account, number: int) -> Invoice:
    invoice = Invoice.objects.filter(account=account, number=number, status="open").first()
    if invoice is None:
        raise Refused("not_open")
    return invoice


def _settle(account: Account, invoice: Invoice, receipt: Receipt, reason: str, act: Act) -> None:
    """Of an invoice in instalments it pays the next one (D28)."""
    parts = Instalment.objects.filter(account=account, invoice=invoice, status="open").order_by("number")
    payment = settle_invoice(account, invoice, receipt, act, part=parts.first() if invoice.instalment else None)
    events.record(
        "receipt.matched",
        act,
        account,
        receipt=receipt.pk,
        payment=payment.pk,
        invoice=invoice.number,
        amount=receipt.amount_centavos,
        reason=reason.strip()[:200],
    )
