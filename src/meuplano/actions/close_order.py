"""A waiting order ends without being applied: its papers die and what it had reserved returns (D06, D08)."""

from meuplano.actions.begin_subscription import CONTRACT, never_began
from meuplano.actions.cancel_invoice import cancel_invoice
from meuplano.actions.later import tell
from meuplano.records import credits, events
from meuplano.records.models import Account, Order, Subscription
from meuplano.rules.act import Act

EVENTS = {"withdraw": "order.withdrawn", "expire": "order.expired", "decline": "order.declined"}


def close_order(account: Account, order: Order, how: str, act: Act) -> bool:
    """End a waiting order, cancel its invoice and papers, and give back the credit it had reserved.

    `how` is "withdraw", "expire" or "decline". Money that had already come in part becomes credit (D27). The account is
    locked. False if the order no longer waits.
    """
    if order.status != "waiting" or not order.move(how, ended_on=act.today):
        return False
    invoice = order.invoice
    before = credits.available(account)
    cancel_invoice(account, invoice, f"order_{order.status}", act)
    if order.quote["kind"] == CONTRACT:
        never_began(account, order, act)
    event = events.record(
        EVENTS[how],
        act,
        account,
        order=order.number,
        invoice=invoice.number,
        due_now=order.quote["due_now"],
        credit_returned=(credits.available(account) - before).centavos,
    )
    if how == "expire":
        tell(event)
    return True


def close_all(account: Account, subscription: Subscription, how: str, act: Act) -> list[int]:
    """End every order of this subscription that waits; returns their numbers. None outlives its period (D06, D08)."""
    waiting = Order.objects.filter(account=account, subscription=subscription, status="waiting").order_by("pk")
    return [order.number for order in waiting.select_related("invoice") if close_order(account, order, how, act)]
