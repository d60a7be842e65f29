"""An order that ends without being applied: withdrawn, expired or declined (D06, D08)."""

from datetime import date

from meuplano.actions.later import later, tell
from meuplano.actions.lock import locked
from meuplano.records import credits, events
from meuplano.records.books import post
from meuplano.records.models import LIVE_CHARGES, Account, Charge, Order, Payment
from meuplano.rules import ledger
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO, Money

EVENTS = {"withdraw": "order.withdrawn", "expire": "order.expired", "decline": "order.declined"}


def withdraw(account_id: int, number: int, act: Act) -> bool:
    """The owner's "desistir": True if it was waiting and is withdrawn now. Raises Order.DoesNotExist."""
    with locked(account_id, act) as account:
        order = Order.objects.get(account=account, number=number)
        return order.status == "waiting" and end_order(account, order, "withdraw", act)


def expire_orders(act: Act) -> int:
    """End what waits past its last day; returns how many. Each account in its own transaction, safe to run twice."""
    due = Order.objects.filter(status="waiting", expires_on__lt=act.today).order_by("pk")
    return sum(_expire(account_id, pk, act.today, act) for account_id, pk in due.values_list("account_id", "pk"))


def end_order(account: Account, order: Order, how: str, act: Act) -> bool:
    """End a waiting order, cancel its invoice and papers, and give back the credit it had reserved.

    `how` is "withdraw", "expire" or "decline". Money that had already come in part becomes credit (D27). The account is
    locked. False if the order no longer waits.
    """
    if order.status != "waiting" or not order.move(how, ended_on=act.today):
        return False
    invoice = order.invoice
    still_open = invoice.open
    returned = credits.give_back(account, invoice, act)
    invoice.move("cancel", credit_centavos=0)
    post(account, act, ledger.invoice_cancelled(still_open + returned), why="invoice.cancelled", invoice=invoice)
    kept = _paid_parts_to_credit(account, order, act)
    for charge in Charge.objects.filter(account=account, invoice=invoice, state__in=LIVE_CHARGES):
        later("cancel_charge", charge_id=charge.pk)
    event = events.record(
        EVENTS[how],
        act,
        account,
        order=order.number,
        invoice=invoice.number,
        due_now=order.quote["due_now"],
        credit_returned=returned.centavos,
        became_credit=kept.centavos,
    )
    if how == "expire":
        tell(event)
    return True


def _expire(account_id: int, order_id: int, today: date, act: Act) -> bool:
    with locked(account_id, act) as account:
        order = Order.objects.get(account=account, pk=order_id)
        return order.expires_on < today and end_order(account, order, "expire", act)


def _paid_parts_to_credit(account: Account, order: Order, act: Act) -> Money:
    total = ZERO
    for payment in Payment.objects.filter(account=account, invoice=order.invoice, principal_centavos__gt=0):
        amount = Money(payment.principal_centavos)
        reason = f"Pago em parte: pedido nº {order.number}"
        credits.grant(account, amount, kind="refundable", reason=reason, act=act, payment=payment)
        post(account, act, ledger.credit_note(amount), why="order.credited", invoice=order.invoice, payment=payment)
        total += amount
    return total
