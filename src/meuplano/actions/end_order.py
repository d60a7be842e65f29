"""An order that ends without being applied: withdrawn, expired or declined (D06, D08)."""

from datetime import date

from django.db import OperationalError, transaction

from meuplano.actions.begin_subscription import CONTRACT, never_began
from meuplano.actions.cancel_invoice import cancel_invoice
from meuplano.actions.due import park
from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.records import credits, events
from meuplano.records.models import Account, Order
from meuplano.rules.act import Act

EVENTS = {"withdraw": "order.withdrawn", "expire": "order.expired", "decline": "order.declined"}


def withdraw(account_id: int, number: int, act: Act) -> bool:
    """The owner's "desistir": True if it was waiting and is withdrawn now. Raises Order.DoesNotExist."""
    with locked(account_id, act) as account:
        order = Order.objects.get(account=account, number=number)
        return order.status == "waiting" and end_order(account, order, "withdraw", act)


def expire_orders(act: Act) -> int:
    """End what waits past its last day; returns how many. Each account in its own transaction, safe to run twice."""
    due = Order.objects.filter(status="waiting", expires_on__lt=act.today).order_by("pk")
    expired = 0
    for account_id, pk in due.values_list("account_id", "pk"):
        try:
            expired += _expire(account_id, pk, act.today, act)
        except OperationalError:
            raise  # the database is away: everything is tried again
        except Exception as problem:
            with transaction.atomic():
                park(Account.objects.select_for_update(no_key=True).get(pk=account_id), "expire orders", problem, act)
    return expired


def end_order(account: Account, order: Order, how: str, act: Act) -> bool:
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


def _expire(account_id: int, order_id: int, today: date, act: Act) -> bool:
    with locked(account_id, act) as account:
        order = Order.objects.get(account=account, pk=order_id)
        return order.expires_on < today and end_order(account, order, "expire", act)
